"""From a book to typed rows, refusals and warnings: the one way a workbook is checked (FORMAT §1–§3, §6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yingcai_desktop.sheets.accepted import Accepted, Key
from yingcai_desktop.sheets.grid import Book
from yingcai_desktop.sheets.header import find_sheets
from yingcai_desktop.sheets.kinds import KINDS
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.table import Table


@dataclass(frozen=True, slots=True)
class Finding:
    """A refusal or warning on a cell; `row` is the number the sheet shows, `value` the cell as FORMAT §6 writes it.

    `row.hidden` concerns no column: `column` and `value` are blank.
    """

    sheet: str
    row: int
    column: str
    code: str
    value: str

    def as_json(self) -> dict[str, object]:
        """The shape of FORMAT §6."""
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "code": self.code, "value": self.value}


@dataclass(frozen=True, slots=True)
class Row:
    """An accepted row: its natural key, and its values by the name of the stored field.

    A reference to something stored is `…_uid`; a team member names its mentor by `mentor`, the key (programme, university, subject, name),
    for the mentor may come from the same file.
    """

    sheet: str
    row: int
    key: Key
    values: Mapping[str, Any]


@dataclass(slots=True)
class FileResult:
    """What checking a file found. Whether an accepted row is new, changed or the same, the caller decides by its store."""

    file: str
    refused: str = ""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    """Table of §3 → accepted rows, in the order in which they must be stored."""
    refusals: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    refused_rows: int = 0
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    """Sheet → title → column number (0 is A) of the sheets that were read; for giving the workbook back."""


def check_book(kind: str, file: str, book: Book, known: Known) -> FileResult:
    """Check a book as a kind of workbook. `file` is the base name to report. Never raises for what is in the book."""
    if book.refused:
        return FileResult(file, book.refused)
    layouts = KINDS[kind]
    sheets = find_sheets(book, layouts)
    if isinstance(sheets, str):
        return FileResult(file, sheets)
    result, accepted, tables = FileResult(file), Accepted(), []
    for layout in layouts:
        rows = result.tables[layout.name] = []
        for sheet in (s for s in sheets if s.layout is layout):
            table = Table(sheet, known)
            layout.check(table, known)
            layout.settle(table, known, accepted)
            rows += _rows(table, known, accepted)
            table.common_warnings()
            layout.warn(table, known, accepted)
            tables.append(table)
            result.refused_rows += table.count - len(table.accepted)
    for table in sorted(tables, key=lambda t: t.sheet.place):
        result.places[table.sheet.grid.name] = dict(table.sheet.header.columns)
        result.refusals += _refusals(table)
        result.warnings += _warnings(table)
    return result


def _rows(table: Table, known: Known, accepted: Accepted) -> list[Row]:
    columns = table.layout.values(table, known)
    fields = tuple(columns)
    by_row = list(zip(*columns.values(), strict=True))
    name = table.sheet.grid.name
    keys: list[Key] = accepted.keys.get((table.layout.name, table.sheet.place), [])
    return [
        Row(name, table.numbers[i], key, dict(zip(fields, by_row[i], strict=True)))
        for i, key in zip(table.accepted, keys, strict=True)
    ]


def _refusals(table: Table) -> list[Finding]:
    places = table.layout.places
    found = sorted((i, places[t], t, code) for t, bad in table.bad.items() for i, code in bad.items())
    return [_finding(table, i, title, code) for i, _, title, code in found]


def _warnings(table: Table) -> list[Finding]:
    places = table.layout.places
    found = sorted((i, places.get(title, -1), code, title) for i, title, code in table.warnings)
    return [_finding(table, i, title, code) for i, _, code, title in found]


def _finding(table: Table, index: int, title: str, code: str) -> Finding:
    value = table.shown(title, index) if title else ""
    return Finding(table.sheet.grid.name, table.numbers[index], title, code, value)
