"""What comes out of a workbook: visible sheets as sparse grids of typed cells."""

from datetime import date, time
from decimal import Decimal

import msgspec

Cell = str | float | date | time
"""Text, number, day or time of day; a blank cell is absent. Formulas stand as their cached value, truth values as `TRUE`, `FALSE`."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows count from 1 as the sheet shows them, columns from 0."""


class Grid(msgspec.Struct):
    """One visible sheet. `rows`: row number → column number → cell, ascending; `hidden`: numbers of hidden rows."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: list[Area]
    hidden: frozenset[int]


class Book(msgspec.Struct):
    """A workbook, or why it is refused whole: `refused` is a `file.*` code, and then there are no sheets."""

    sheets: list[Grid]
    refused: str = ""


def plain_number(number: float) -> str:
    """The shortest decimal that reads back the same, without exponent: `85.01`, `150199200907018000`."""
    if number.is_integer():
        if abs(number) < 1e15:
            return str(int(number))
        return f"{Decimal(repr(number)):.0f}"
    text = repr(number)
    return f"{Decimal(text):f}" if "e" in text else text


def shown(cell: Cell | None) -> str:
    """A cell as FORMAT §6 reports it: text as it stands, numbers plain, days in ISO, times as `09:00`, blank as ``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return plain_number(cell)
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return cell.isoformat()
