"""A sheet of paper as a grid: its columns, and what stands in a row as texts and back. No Qt here."""

from collections.abc import Mapping

from ui.parts.grid import GridColumn, Line, ScoreSheet
from yingcai_desktop.rules.entry import NORMAL, STATUS, Given
from yingcai_desktop.services.entry import Paper

CODES = {"缺考": "/", "违纪": "*", "故障": "-"}
"""Keys for the states of a test, typed in the place of the mark."""

FIXED = 3
"""Columns before the first that takes input."""


def columns(paper: Paper) -> list[GridColumn]:
    """Seat, ticket, name; the marks; the state, where it has a column of its own; the sum."""
    single = len(paper.fields) == 1
    absent = {CODES[state]: state for state in paper.states if state in CODES} if single else {}
    marks = [
        GridColumn(f.title, f.title, top=f.maximum, step=f.step, note=f"满分 {f.maximum}", absent=absent, width=130 if single else 74,
                   check=_two_places if f.step is None else None)
        for f in paper.fields
    ]  # fmt: skip
    head = [
        GridColumn("place", "座号" if paper.ref.kind == "test" else "序号", "fixed", 56, align="center"),
        GridColumn("number", "准考证号" if paper.ref.kind == "test" else "身份证号", "fixed", 150),
        GridColumn("name", "姓名", "fixed", 116, widest=220, hidden=paper.ref.kind == "test"),  # not needed to enter a test, and no help
    ]
    if single:
        return [*head, *marks]
    titles = [f.title for f in paper.fields]

    def total(sheet: ScoreSheet, row: int) -> str:
        found = sheet.total(row, titles)
        return "—" if found is None else str(found)

    state = GridColumn(STATUS, STATUS, "choice", 96, choices=paper.states)
    return [*head, *marks, GridColumn("total", "总分", "computed", 64, compute=total, look="strong"), state]


def _two_places(text: str) -> str:
    return "最多两位小数" if len(text.partition(".")[2]) > 2 else ""


def lines(paper: Paper, rows: Mapping[str, Given]) -> list[Line]:
    """Everybody on the sheet with what has been typed."""
    by_number = paper.ref.kind == "test"
    return [
        Line(one.uid, {"place": one.place, "number": one.number, "name": one.name, **texts(paper, rows.get(one.uid, Given()))}, f"{one.place} 号 {one.number if by_number else one.name}")
        for one in paper.lines
    ]


def texts(paper: Paper, row: Given) -> dict[str, str]:
    """What stands in the cells of a row."""
    status = row.status if row.status != NORMAL else ""
    if len(paper.fields) == 1:
        title = paper.fields[0].title
        return {title: CODES.get(status, status) or row.marks.get(title, "")}
    return {**row.marks, STATUS: status}


def typed(paper: Paper, cells: Mapping[str, str], zeros: frozenset[str]) -> Given:
    """What the cells of a row say."""
    if len(paper.fields) == 1:
        title = paper.fields[0].title
        text = cells.get(title, "")
        state = {code: name for name, code in CODES.items()}.get(text, "")
        return Given(state) if state in paper.states else Given("", {title: text} if text else {}, zeros)
    state = cells.get(STATUS, "")
    if state and state != NORMAL:
        return Given(state)
    return Given(state, {f.title: cells[f.title] for f in paper.fields if cells.get(f.title)}, zeros)
