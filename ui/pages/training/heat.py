"""A student's year as a row of the heat map: tones by what the rule says of each month, tips with both counts."""

from ui.parts.heat_map import HeatCell, HeatRow
from yingcai_desktop.rules.pace import Month
from yingcai_desktop.services.trainees.board import Board, Cell, Row

HEADS = [f"{n}月" for n in range(1, 13)]
LEGEND = (
    ("none", "0 次"), ("few", "不足"), ("met", "够"), ("more", "有余"), ("free", "不设月度要求"), ("running", "本月，未到期"),
    ("exempt", "免计"), ("dot", "另有未审日志"),
)  # fmt: skip
_WHY = {
    Month.BEFORE: "录取之前，不判断",
    Month.LEFT: "已退出，不判断",
    Month.EXEMPT: "按决定不计",
    Month.AHEAD: "还没有到",
    Month.RUNNING: "本月还没有结束，不判断",
    Month.SHORT: "不足",
    Month.MET: "够",
    Month.FREE: "本项目不设月度要求",
}


def tails(required: int) -> list[tuple[str, int]]:
    """The headings at the right with their widths."""
    return [(f"到校/≥{required}" if required else "到校", 86), ("到12月", 66), ("日志 已审/已交", 116)]


def heat_row(row: Row, board: Board) -> HeatRow:
    """One line of the map."""
    s = row.student
    visits = f"{row.visits} 次" if not row.pending_visits else f"{row.visits}＋{row.pending_visits} 次"
    pace = "" if row.forecast is None else f"{row.forecast} 次"
    tone = "bad" if row.slow else "plain"
    logs_tone = "warn" if row.open_logs or row.waiting else "plain"
    return HeatRow(
        s.uid, s.name, f"{s.subject} · {s.mentor}" + ("" if s.training else f" · {s.state_name}"),
        [_cell(row, c, board) for c in row.cells],
        [(visits, "strong" if tone == "plain" else tone), (pace, tone), (f"{row.approved} / {row.handed_in}", logs_tone)],
        quiet=not s.training,
    )  # fmt: skip


def _cell(row: Row, cell: Cell, board: Board) -> HeatCell:
    month = f"{int(cell.month[5:])}月"
    pending = f"，另有 {cell.pending} 次日志未审，未计入" if cell.pending else ""
    tip = f"{month}：面授 {cell.meetings} 天，到校 {cell.visits} 天{pending}；{_WHY[cell.state]}"
    return HeatCell(_text(cell), _look(cell, board.least), bool(cell.pending), tip)


def _text(cell: Cell) -> str:
    idle = cell.state in (Month.BEFORE, Month.LEFT, Month.AHEAD)
    return "" if idle and not cell.meetings else str(cell.meetings)


def _look(cell: Cell, least: int) -> str:
    if cell.state is Month.SHORT:
        return "few" if cell.meetings else "none"
    if cell.state is Month.MET:
        return "more" if cell.meetings > least else "met"
    looks = {Month.RUNNING: "running", Month.EXEMPT: "exempt", Month.FREE: "free"}
    return looks.get(cell.state, "blank")
