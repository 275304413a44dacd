"""本人评分表: what a judge handed in, on paper to be signed; the office types it a second time from there (reliability F24: paper wins)."""

from yingcai_desktop.documents.interview import Candidate, Criterion, ScoreSheet, score_sheets_pdf
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.entry import NORMAL
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services.seat.scoring import Line, Sitting, board

NAME = "本人评分表.pdf"


def own_sheet_pdf(sitting: Sitting) -> bytes:
    """One judge's sheet, A4 landscape. Raises `NotAllowed` before it is handed in: what is signed no longer changes."""
    task, shown = sitting.seat.task, board(sitting)
    if not shown.handed_at:
        raise NotAllowed("评分还没有提交，没有打印。请先提交，再打印本人评分表签名。")
    titles = [one.title for one in task.criteria]
    heading = Heading(task.office_name, task.season, task.programme, task.city, task.subject)
    sheet = ScoreSheet(
        heading,
        task.name,
        sitting.judge,
        tuple(
            Candidate(line.candidate.name, draw=f"{line.candidate.number:02d}", cells=_cells(line, titles))
            for line in shown.lines
        ),
        tuple(Criterion(one.title, one.maximum) for one in task.criteria),
        task.step,
        shown.handed_at[:16].replace("T", " "),
        f"{task.code[-6:]}-{[one.name for one in task.judges].index(sitting.judge) + 1:02d}",
    )
    return score_sheets_pdf([sheet])


def _cells(line: Line, titles: list[str]) -> tuple[str, ...]:
    """Marks, total, state, and what was written."""
    normal = (line.given.status or NORMAL) == NORMAL
    marks = [line.given.marks.get(title, "") if normal else "—" for title in titles]
    total = "—" if line.total is None else printed(line.total)
    words = "；".join(part for part in (line.reason, line.comment) if part)
    return (*marks, total, "" if normal else line.given.status, words)
