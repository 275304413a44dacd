"""A flat table as a workbook an office can read, filter and print: text stays text, whatever it begins with (reliability §3.9)."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from yingcai_desktop.sheets.flat import FlatColumn, FlatTable, Value

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be taken for a formula when it is typed again or opened from CSV (OWASP)."""
NARROWEST, WIDEST = 6, 40
_A4, _PAGES_WIDE = 9, 1
_TITLE_ROW, _NOTE_ROW = 0, 1


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a list: its title, the office, the season and the moment of export, and what else there is to say."""

    title: str
    office: str
    season: int
    at: datetime
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def note(self) -> str:
        """The second line of the list."""
        known = (("单位", self.office), ("年度", str(self.season)), ("导出时间", f"{self.at:%Y-%m-%d %H:%M}"), *self.facts)
        return "　　".join(f"{label}：{value}" for label, value in known)


def workbook(table: FlatTable, heading: Heading | str) -> bytes:
    """One sheet: title and note, frozen bold header with filter, rows; header repeated on every printed page.

    With a bare title instead of a `Heading` the header is the first row, and the title only names the sheet.
    """
    return workbooks([(table, heading)])


def workbooks(sheets: Sequence[tuple[FlatTable, Heading | str]]) -> bytes:
    """Several such sheets in one file, each under its title."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for table, heading in sheets:
        _add(book, table, heading)
    book.close()
    return buffer.getvalue()


def _add(book: Any, table: FlatTable, heading: Heading | str) -> None:
    title = heading if isinstance(heading, str) else heading.title
    sheet = book.add_worksheet(title[:31])
    head_row = 0
    if isinstance(heading, Heading):
        book.set_properties({"title": title, "author": heading.office, "created": heading.at.replace(tzinfo=None)})
        sheet.write_string(_TITLE_ROW, 0, title, book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(_NOTE_ROW, 0, heading.note)
        head_row = _NOTE_ROW + 1
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"})
    for column, head in enumerate(table.columns):
        sheet.write_string(head_row, column, head.title, bold)
    formats = _formats(book, table.columns)
    for row, values in enumerate(table.rows, head_row + 1):
        for column, value in enumerate(values):
            _write(sheet, row, column, value, formats[column])
    _lay_out(sheet, table, head_row)


def _formats(book: Any, columns: Sequence[FlatColumn]) -> list["_Formats"]:
    """The formats of each column."""
    text = book.add_format({"num_format": "@", "border": 1})
    quoted = book.add_format({"num_format": "@", "border": 1, "quote_prefix": True})
    whole = book.add_format({"border": 1})
    decimals = {
        n: book.add_format({"num_format": f"0.{'0' * n}", "border": 1}) for n in {c.places for c in columns} if n
    }
    return [_Formats(text, quoted, decimals[c.places] if c.places else whole) for c in columns]


class _Formats(NamedTuple):
    """How a column writes text, text that looks like a formula, and numbers."""

    text: Any
    quoted: Any
    number: Any


def _write(sheet: Any, row: int, column: int, value: Value, formats: _Formats) -> None:
    if value == "":
        sheet.write_blank(row, column, None, formats.text)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats.quoted if value.startswith(FORMULA_STARTS) else formats.text)
    else:
        sheet.write_number(row, column, value, formats.number)


def _lay_out(sheet: Any, table: FlatTable, head_row: int) -> None:
    last_row, last_column = head_row + len(table.rows), max(len(table.columns) - 1, 0)
    for column, head in enumerate(table.columns):
        widest = max([width(head.title), *(width(str(row[column])) for row in table.rows)])
        sheet.set_column(column, column, min(max(widest + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(head_row + 1, 0)
    if table.columns:
        sheet.autofilter(head_row, 0, last_row, last_column)
    sheet.repeat_rows(_TITLE_ROW, head_row)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(_PAGES_WIDE, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def width(text: str) -> int:
    """Columns a text takes: hanzi take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
