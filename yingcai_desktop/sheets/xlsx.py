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
_TITLE_ROW, _NOTE_ROW, _HEAD_ROW = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a list: its title, the office, the season and the moment of export."""

    title: str
    office: str
    season: int
    at: datetime

    @property
    def note(self) -> str:
        """The second line of the list."""
        return f"单位：{self.office}　　年度：{self.season}　　导出时间：{self.at:%Y-%m-%d %H:%M}"


def workbook(table: FlatTable, heading: Heading) -> bytes:
    """One sheet: title, note, frozen bold header with filter, rows; header repeated on every printed page."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": heading.title, "author": heading.office, "created": heading.at.replace(tzinfo=None)})
    sheet = book.add_worksheet(heading.title[:31])
    _write_head(book, sheet, table.columns, heading)
    formats = _formats(book, table.columns)
    for row, values in enumerate(table.rows, _HEAD_ROW + 1):
        for column, value in enumerate(values):
            _write(sheet, row, column, value, formats[column])
    _lay_out(sheet, table)
    book.close()
    return buffer.getvalue()


def _write_head(book: Any, sheet: Any, columns: Sequence[FlatColumn], heading: Heading) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.write_string(_TITLE_ROW, 0, heading.title, title)
    sheet.write_string(_NOTE_ROW, 0, heading.note)
    for column, head in enumerate(columns):
        sheet.write_string(_HEAD_ROW, column, head.title, bold)


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
    if isinstance(value, str):
        sheet.write_string(row, column, value, formats.quoted if value.startswith(FORMULA_STARTS) else formats.text)
    else:
        sheet.write_number(row, column, value, formats.number)


def _lay_out(sheet: Any, table: FlatTable) -> None:
    last_row, last_column = _HEAD_ROW + len(table.rows), max(len(table.columns) - 1, 0)
    for column, head in enumerate(table.columns):
        widest = max([_width(head.title), *(_width(str(row[column])) for row in table.rows)])
        sheet.set_column(column, column, min(max(widest + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    if table.columns:
        sheet.autofilter(_HEAD_ROW, 0, last_row, last_column)
    sheet.repeat_rows(_TITLE_ROW, _HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(_PAGES_WIDE, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _width(text: str) -> int:
    """Columns a text takes: hanzi take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
