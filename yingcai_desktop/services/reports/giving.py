"""Reports that leave the screen: one as xlsx or PDF, or all of them with the checklist as the data of the yearly 总结."""

from collections.abc import Callable, Sequence
from pathlib import Path

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents import report as paper
from yingcai_desktop.documents.page import Heading as PageHeading
from yingcai_desktop.services import summaries
from yingcai_desktop.services.printing.heading import unit
from yingcai_desktop.services.reports import count, count_all
from yingcai_desktop.services.reports.tables import Cell, Table
from yingcai_desktop.sheets.flat import FlatColumn, FlatTable, Value
from yingcai_desktop.sheets.writer import Heading, save
from yingcai_desktop.sheets.xlsx import workbooks

YEARLY = "年度工作总结数据附件"


def as_workbook(desk: Desk, key: str, way: str, programme: str, out: Path) -> int:
    """One report as a workbook: numbers as numbers. Returns the number of lines; raises `Invalid` when it cannot be written."""
    table = count(desk, key, way, programme)
    save(out, workbooks(_sheets(desk, [table], programme)))
    return len(table.lines)


def as_pdf(desk: Desk, key: str, way: str, programme: str) -> bytes:
    """One report as PDF: vector bars and the same numbers as a table."""
    table = count(desk, key, way, programme)
    return paper.report([_on_paper(table)], _page_heading(desk, programme))


def yearly_workbook(desk: Desk, programme: str, out: Path, progress: Callable[[int, int, str], None]) -> int:
    """Every report and the checklist as one workbook, counted in one read. Returns the number of sheets."""
    progress(0, 2, "统计各表")
    sheets = _sheets(desk, count_all(desk, programme), programme)
    due = summaries.checklist(desk, programme)
    rows = [[desk.schemes[d.programme].short, d.kind_name, d.unit, d.item, _day(d), d.note] for d in due]
    columns = [FlatColumn(title) for title in ("项目", "单位类别", "单位", "材料", "收到日期", "备注")]
    sheets.append((FlatTable(columns, rows), _sheet_heading(desk, "总结与验收材料", programme)))
    progress(1, 2, "写工作簿")
    save(out, workbooks(sheets))
    return len(sheets)


def yearly_pdf(desk: Desk, programme: str) -> bytes:
    """Every report as one file, a section each."""
    tables = [_on_paper(t) for t in count_all(desk, programme) if not t.is_empty]
    return paper.report(tables, _page_heading(desk, programme), YEARLY)


def _day(due: summaries.Due) -> str:
    return due.received_on.isoformat() if due.received_on else "未交"


def _sheets(desk: Desk, tables: Sequence[Table], programme: str) -> list[tuple[FlatTable, Heading | str]]:
    return [(_flat(table), _sheet_heading(desk, table.title, programme)) for table in tables]


def _sheet_heading(desk: Desk, title: str, programme: str) -> Heading:
    return Heading(title, f"{unit(desk)}（{_covers(desk, programme)}）", desk.store.season, desk.clock())


def _flat(table: Table) -> FlatTable:
    percent = [any(line.cells[n].percent for line in table.lines) for n in range(len(table.columns))]
    columns = [FlatColumn(table.first)]
    columns += [FlatColumn(f"{c.title}（%）", 1) if share else FlatColumn(c.title) for c, share in zip(table.columns, percent, strict=True)]
    lines = [*table.lines, *([table.total] if table.total else [])]
    return FlatTable(columns, [[line.full or line.label, *map(_value, line.cells)] for line in lines])


def _value(cell: Cell) -> Value:
    if cell.value is None:
        return cell.text
    return float(cell.text.rstrip("%")) if cell.percent else int(cell.value)


def _page_heading(desk: Desk, programme: str) -> PageHeading:
    facts = (("统计时间", f"{desk.clock():%Y-%m-%d %H:%M}"),)
    return PageHeading(unit(desk), desk.store.season, _covers(desk, programme), facts=facts)


def _covers(desk: Desk, programme: str) -> str:
    if programme:
        return desk.schemes[programme].name
    pilot_only = desk.store.office in desk.schemes.city_names
    return next(s.name for s in desk.schemes.programmes.values() if s.by_city) if pilot_only else "两个项目合计，按人次"


def _on_paper(table: Table) -> paper.Report:
    drawn = table.series()
    rows = tuple(
        paper.ChartRow(
            line.label,
            tuple(None if line.cells[n].value is None else float(line.cells[n].value or 0) for n, _ in drawn),
            tuple(line.cells[n].text for n, _ in drawn),
        )
        for line in table.lines
    )
    chart = paper.Chart(tuple(c.title for _, c in drawn), rows, table.drawn == "stack") if not table.is_empty else None
    lines = [*table.lines, *([table.total] if table.total else [])]
    return paper.Report(
        table.title, chart, (table.first, *(c.title for c in table.columns)),
        tuple((line.full or line.label, *(cell.text for cell in line.cells)) for line in lines),
        tuple(c.meaning for c in table.columns), table.note,
    )  # fmt: skip
