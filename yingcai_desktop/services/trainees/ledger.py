"""台账: the year of the trainees as a workbook, one line a student, the months side by side (ux §4.9)."""

from collections.abc import Collection
from pathlib import Path

from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.rules.pace import Month
from yingcai_desktop.services.trainees.board import Board, Row
from yingcai_desktop.sheets.flat import FlatColumn, FlatTable, Value
from yingcai_desktop.sheets.writer import Heading, save
from yingcai_desktop.sheets.xlsx import workbook

_HEAD = ("项目", "盟市", "学科", "姓名", "身份证号", "学校", "年级", "培养高校", "导师", "状态", "录取日期", "退出日期")
_TAIL = (
    "到校次数", "未计入的到校", "要求", "照此进度到12月", "面授不足的月份", "日志已审", "日志已交", "缺日志的日期", "未到校天数",
    "课题", "培养计划", "中学指导教师",
)  # fmt: skip
_IDLE = (Month.BEFORE, Month.LEFT, Month.AHEAD)


def write(desk: Desk, board: Board, people: Collection[str], out: Path) -> int:
    """Write the ledger of these trainees; identity numbers stay masked. Raises `Invalid` when the file cannot be written."""
    rows = [r for r in board.rows if r.uid in people]
    months = [f"{n}月面授" for n in range(1, 13)]
    table = FlatTable([FlatColumn(t) for t in (*_HEAD, *months, *_TAIL)], [_line(r) for r in rows])
    office = desk.schemes.offices.get(desk.store.office, desk.store.office)
    save(out, workbook(table, Heading("到校培养与面授台账", office, desk.store.season, desk.clock())))
    return len(rows)


def _line(r: Row) -> list[Value]:
    s = r.student
    months: list[Value] = ["" if c.state in _IDLE and not c.meetings else c.meetings for c in r.cells]
    return [
        s.programme_name, s.city_name, s.subject, s.name, mask_id(s.id_number), s.school, s.grade, s.university, s.mentor,
        s.state_name, s.admitted_on.isoformat(), s.exited_on.isoformat() if s.exited_on else "", *months,
        r.visits, r.pending_visits, r.required, "" if r.forecast is None else r.forecast,
        "、".join(f"{int(m[5:])}月" for m in r.short), r.approved, r.handed_in, "、".join(d.isoformat() for d in r.open_logs),
        r.away if s.training else "", r.topic, "有" if r.planned else "没有", r.teacher,
    ]  # fmt: skip
