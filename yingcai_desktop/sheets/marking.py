"""Marking a sender's workbook: comments on bad cells, colour on refused rows, everything else as it was. Runs in the child process."""

import io
from collections.abc import Sequence
from typing import Any

import msgspec

ROW_COLOUR, CELL_COLOUR = "FFF2CC", "F8CBAD"
AUTHOR = "英才培养管理"
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 110


class Mark(msgspec.Struct, array_like=True, frozen=True):
    """A refused cell: columns count from 0; `column` is None where the sheet has no such column; `last` ends the row's colour."""

    sheet: str
    row: int
    column: int | None
    last: int
    title: str
    text: str


def marked(path: str, marks: Sequence[Mark]) -> bytes:
    """The workbook at `path` with its marks. Raises whatever openpyxl raises for a workbook it cannot take."""
    import openpyxl
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(path)
    row_fill, cell_fill = (PatternFill("solid", fgColor=colour) for colour in (ROW_COLOUR, CELL_COLOUR))
    for name, row, last in {(m.sheet, m.row, m.last) for m in marks}:
        for column in range(last + 1):
            book[name].cell(row, column + 1).fill = row_fill
    for mark in marks:
        sheet: Any = book[mark.sheet]
        if mark.column is not None:
            sheet.cell(mark.row, mark.column + 1).fill = cell_fill
        _comment(sheet, mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _comment(sheet: Any, mark: Mark) -> None:
    """Put the text on the cell; where that cannot carry a comment, on the row's first that can, with the column named."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment

    cell = None if mark.column is None else sheet.cell(mark.row, mark.column + 1)
    text = mark.text
    if cell is None or isinstance(cell, MergedCell):
        free = (sheet.cell(mark.row, c) for c in range(1, mark.last + 3))
        cell, text = next(c for c in free if not isinstance(c, MergedCell)), f"{mark.title}：{text}"
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(before + text, AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
