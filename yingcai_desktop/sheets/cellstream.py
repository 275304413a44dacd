"""Reading one sheet part: an expat handler that collects cells, merges and hidden rows."""

import math
import re
from collections.abc import Callable
from datetime import date, time

from yingcai_desktop.sheets.formats import moment
from yingcai_desktop.sheets.grid import Area, Cell, Grid
from yingcai_desktop.sheets.guard import Refused, new_parser
from yingcai_desktop.sheets.parts import MAIN
from yingcai_desktop.sheets.text import resolved

CELL_LIMIT = 3_000_000
"""Filled cells of one workbook, a hundred thousand applications; beyond it the file is `file.unsafe` before memory runs out."""
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_DIGITS = "0123456789"
_TRUE = ("1", "true", "on")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|\Z)")
_ISO_TIME = re.compile(r"T?([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")


LAST_ROW, LAST_COLUMN = 1_048_576, 16_383


def column_number(letters: str) -> int:
    """Column A is 0, XFD the last. `file.damaged` for what is no column."""
    number = 0
    for letter in letters[:4].upper():
        if not "A" <= letter <= "Z":
            raise Refused("file.damaged")
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= LAST_COLUMN + 1:
        raise Refused("file.damaged")
    return number - 1


def area(ref: str) -> Area | None:
    """`B3:D5` as numbers; None for anything else."""
    first, _, last = ref.partition(":")
    start, end = _REF.match(first), _REF.match(last or first)
    if start is None or end is None:
        return None
    rows = sorted((int(start[2]), int(end[2])))
    columns = sorted((column_number(start[1]), column_number(end[1])))
    return rows[0], columns[0], rows[1], columns[1]


def prefix_of(name: str, attrs: dict[str, str]) -> str:
    """What the element names of a SpreadsheetML part begin with: blank, or `x:`. `file.damaged` when the root is something else."""
    prefix, colon, base = name.rpartition(":")
    if base != "worksheet" or attrs.get(f"xmlns:{prefix}" if colon else "xmlns") not in MAIN:
        raise Refused("file.damaged")
    return prefix + colon


class SheetHandler:
    """Feed `parser` a sheet part, then ask for the `grid`.

    Works on names with their prefix instead of namespaces, and on closures instead of methods: the handlers run some million times in a
    big workbook, and both halve the time.
    """

    def __init__(self, strings: list[str], kinds: list[str], epoch: date, most: int = CELL_LIMIT) -> None:
        self._strings, self._epoch = strings, epoch
        self.cells_left = most
        self._moments = {str(style): kind for style, kind in enumerate(kinds) if kind}
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merged: list[Area] = []
        self._hidden: set[int] = set()
        self.parser = new_parser(namespaces=False)
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 16
        self.parser.StartElementHandler = self._root

    def grid(self, name: str) -> Grid:
        """The sheet, rows ascending; rows without a filled cell are left out."""
        rows = {number: self._rows[number] for number in sorted(self._rows) if self._rows[number]}
        return Grid(name, rows, self._merged, frozenset(self._hidden))

    def _root(self, name: str, attrs: dict[str, str]) -> None:
        self._listen(prefix_of(name, attrs))

    def _listen(self, prefix: str) -> None:
        c, v, row, t, inline, phonetic, merge = (
            f"{prefix}{n}" for n in ("c", "v", "row", "t", "is", "rPh", "mergeCell")
        )
        columns, typed = _Columns(), self._typed()
        texts = dict(enumerate(self._strings))  # a negative number must find nothing
        open_row, hidden_phonetic = self._row, False
        cells: dict[int, Cell] = {}
        kind: str | None = None
        style: str | None = None
        text, runs = "", ""
        number, column = 0, -1

        def data(piece: str) -> None:
            nonlocal text
            text += piece

        def start(name: str, given: dict[str, str]) -> None:
            nonlocal kind, style, text, runs, column, cells, number, hidden_phonetic
            if name == c:
                ref = given.get("r")
                column = columns[ref.rstrip(_DIGITS)] if ref else column + 1
                kind, style = given.get("t"), given.get("s")
            elif name in (v, t):
                text = ""
            elif name == row:
                number, cells = open_row(given, number, len(cells))
                column = -1
            elif name == inline:
                runs = ""
            elif name == phonetic:
                hidden_phonetic = True
            elif name == merge and (found := area(given.get("ref", ""))) is not None:
                self._merged.append(found)

        def end(name: str) -> None:
            nonlocal runs, hidden_phonetic
            if name == v:
                if text:
                    try:
                        value = texts[int(text)] if kind == "s" else typed(kind, text, style)
                    except (ValueError, KeyError) as error:  # a string the workbook does not have
                        raise Refused("file.damaged") from error
                    if value != "":
                        cells[column] = value
            elif name == t:
                runs += "" if hidden_phonetic else resolved(text)
            elif name == inline:
                if runs:
                    cells[column] = runs
            elif name == phonetic:
                hidden_phonetic = False

        self.parser.CharacterDataHandler = data
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end

    def _row(self, given: dict[str, str], last: int, filled: int) -> tuple[int, dict[int, Cell]]:
        """Number and cells of a row that begins; a row without a number follows the last one, which had `filled` cells."""
        self.cells_left -= filled
        if self.cells_left < 0:
            raise Refused("file.unsafe")
        text = given.get("r", "")
        number = int(text[:8]) if text.isdecimal() else last + 1
        if not 0 < number <= LAST_ROW:
            raise Refused("file.damaged")
        if given.get("hidden") in _TRUE:
            self._hidden.add(number)
        return number, self._rows.setdefault(number, {})

    def _typed(self) -> Callable[[str | None, str, str | None], Cell]:
        """How the text of a cell becomes its value, by the cell's type and style."""
        moments, epoch = self._moments, self._epoch

        def typed(kind: str | None, text: str, style: str | None) -> Cell:
            if kind is None or kind == "n":
                number = _number(text)
                if number is None:
                    return text
                shown = moment(number, moments[style], epoch) if style in moments else None
                return number if shown is None else shown
            if kind == "b":
                return "TRUE" if text.strip().lower() in _TRUE else "FALSE"
            return _iso(text) if kind == "d" else resolved(text)

        return typed


class _Columns(dict[str, int]):
    """Column letters → number, each worked out once."""

    def __missing__(self, letters: str) -> int:
        self[letters] = number = column_number(letters)
        return number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def _iso(text: str) -> date | time | str:
    """An ISO cell (`t="d"`): its day, else its time of day, else its text."""
    try:
        if day := _ISO_DAY.match(text):
            return date.fromisoformat(day[0])
        if clock := _ISO_TIME.match(text):
            return time.fromisoformat(clock[1])
    except ValueError:
        return text
    return text
