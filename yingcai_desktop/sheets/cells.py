"""Cell types: how one cell becomes a value, or a code that says why not (FORMAT §1, Cells).

A type is made for a season's `Known` and then reads any cell that is not blank; it never raises.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from yingcai_desktop.rules.identity import id_problem, normalise_id
from yingcai_desktop.rules.marks import number_of, without_idle_zeros
from yingcai_desktop.rules.names import name_problem, normalise_name
from yingcai_desktop.rules.text import clean_text, half_width
from yingcai_desktop.sheets.grid import Cell, plain_number, shown
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.text import folded
from yingcai_desktop.sheets.words import FLAGS

Read = Callable[[Cell], Any]
"""Reads a cell: the value, a `Code`, or `BLANK` when only invisible characters stand in it."""
CellType = Callable[[Known], Read]

_SEPARATED_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_CHINESE_DAY = re.compile(r"([0-9]{4})年()([0-9]{1,2})月([0-9]{1,2})日")
_PACKED_DAY = re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{1,2})[:：]([0-9]{2})")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_CENT, _NEAR = Decimal("0.01"), Decimal("0.000001")
_MOST_DIGITS = 18
"""Whole numbers with more digits do not fit the store; that a shorter one is far too big is for its column to say."""


class Code(str):
    """Why a cell is refused, e.g. `Code("date.invalid")`."""

    __slots__ = ()


class Blank:
    """The reading of a cell in which nothing visible stands."""


BLANK = Blank()


def text(_: Known) -> Read:
    """Cleaned text; a number in its shortest decimal, a day in ISO."""
    return lambda cell: clean_text(shown(cell)) or BLANK


def name(_: Known) -> Read:
    """A person's name, or `name.invalid` (民委发〔2016〕33号)."""

    def read(cell: Cell) -> Any:
        stored = normalise_name(shown(cell))
        if not stored:
            return BLANK
        problem = name_problem(stored)
        return Code(problem) if problem else stored

    return read


def identity(known: Known) -> Read:
    """An identity number, or `id.numeric-cell` → `id.length` → `id.characters` → `id.date` → `id.check-digit` (GB 11643).

    A numeric cell has already lost its last digits: refused, never repaired.
    """
    season = known.season

    def read(cell: Cell) -> Any:
        if not isinstance(cell, str):
            return Code("id.numeric-cell")
        stored = normalise_id(cell)
        if not stored:
            return BLANK
        problem = id_problem(stored, season)
        return Code(problem) if problem else stored

    return read


def word(words: Mapping[str, Any] | Callable[[Known], Mapping[str, Any]], code: str) -> CellType:
    """One of a list of words or their synonyms, keyed as `folded` leaves them; `code` for anything else."""

    def make(known: Known) -> Read:
        table = words(known) if callable(words) else words

        def read(cell: Cell) -> Any:
            key = folded(shown(cell))
            return table.get(key, Code(code)) if key else BLANK

        return read

    return make


flag = word(FLAGS, "flag.invalid")
"""是 or 否 as a truth value."""


def whole(code: str) -> CellType:
    """A whole number of at most 18 digits; `code` for anything else."""

    def read(cell: Cell) -> Any:
        if (plain := _plain(cell)) is None:
            return BLANK
        number = number_of(plain)
        if number is None or number != number.to_integral_value() or len(plain) > 2 * _MOST_DIGITS:
            return Code(code)
        return int(number) if abs(number) < 10**_MOST_DIGITS else Code(code)

    return lambda _: read


def mark(_: Known) -> Read:
    """A number of at most two decimals, without idle zeros: `score.not-number` → `score.precision`.

    A number cell within 0.000001 of two decimals is rounded to them: that is how 85.01 looks after a sum in floating point.
    """

    def read(cell: Cell) -> Any:
        if (plain := _plain(cell)) is None:
            return BLANK
        number = number_of(plain)
        if number is None:
            return Code("score.not-number")
        if isinstance(cell, float) and abs(cell) < 10**_MOST_DIGITS:
            near = number.quantize(_CENT, ROUND_HALF_UP)
            if abs(near - number) <= _NEAR:
                number = near
        stored = without_idle_zeros(number)
        return Code("score.precision") if stored is None else stored

    return read


def day(_: Known) -> Read:
    """A day from a date cell, `2009-3-5`, `2009/3/5`, `2009.3.5`, `2009年3月5日` or `20090305`; else `date.invalid`."""

    def read(cell: Cell) -> Any:
        if isinstance(cell, date):
            return cell
        plain = clean_text(shown(cell))
        if not plain:
            return BLANK
        patterns = (_PACKED_DAY,) if isinstance(cell, float) else (_SEPARATED_DAY, _CHINESE_DAY, _PACKED_DAY)
        for pattern in patterns:
            if found := pattern.fullmatch(plain):
                try:
                    return date(int(found[1]), int(found[3]), int(found[4]))
                except ValueError:
                    break
        return Code("date.invalid")

    return read


def clock(_: Known) -> Read:
    """A time of day as `09:00`, from a time cell, `9:00`, `09:00` or `9：00`; else `time.invalid`."""

    def read(cell: Cell) -> Any:
        if isinstance(cell, time):
            return f"{cell:%H:%M}"
        plain = clean_text(shown(cell))
        if not plain:
            return BLANK
        found = _CLOCK.fullmatch(plain)
        if found and isinstance(cell, str) and int(found[1]) < 24 and int(found[2]) < 60:
            return f"{int(found[1]):02d}:{found[2]}"
        return Code("time.invalid")

    return read


def phone(_: Known) -> Read:
    """Eleven digits that begin with 13–19, text or number; else `phone.invalid`."""

    def read(cell: Cell) -> Any:
        plain = clean_text(shown(cell))
        if not plain:
            return BLANK
        return plain if _PHONE.fullmatch(plain) else Code("phone.invalid")

    return read


def _plain(cell: Cell) -> str | None:
    """The text of a would-be number, half width; None when blank."""
    return plain_number(cell) if isinstance(cell, float) else half_width(clean_text(shown(cell))) or None
