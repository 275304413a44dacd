"""Number formats of a workbook: which cells show a day, which a time of day, and what day a serial number is."""

import re
from datetime import date, time, timedelta

_NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Literals, escapes, padding, colours and locales; elapsed hours such as `[h]` stay."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DAY_LETTERS, _TIME_LETTERS = frozenset("yd"), frozenset("hs")

_BUILT_IN_DAYS = frozenset((14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58))
_BUILT_IN_TIMES = frozenset((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56))
"""ECMA-376 §18.8.30, with the ids 27–36 and 50–58 as Chinese Office and WPS use them without defining them."""

_BUILT_IN_ELAPSED = 46

DAY, TIME, ELAPSED = "day", "time", "elapsed"
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_BEYOND = 2_958_466
"""Serial number of the first day after 9999, in the 1900 calendar."""
_MILLISECONDS = 86_400_000
_LEAP_BUG = 60
"""Serial numbers below 60 count from a day later: the 1900 calendar has a 29 February that never was."""


def kind_of_code(code: str) -> str:
    """`day`, `time`, `elapsed` or blank for a format code such as `yyyy"年"m"月"d"日"`; only its first section counts."""
    bare = _NOISE.sub("", code.split(";", 1)[0]).lower()
    letters = set(bare)
    if "general" in bare:
        return ""
    if letters & _DAY_LETTERS:
        return DAY
    if _ELAPSED.search(bare):
        return ELAPSED
    if letters & _TIME_LETTERS:
        return TIME
    return DAY if "m" in letters else ""


def kind_of_id(number: int) -> str:
    """`day`, `time`, `elapsed` or blank for a built-in format id."""
    if number == _BUILT_IN_ELAPSED:
        return ELAPSED
    if number in _BUILT_IN_DAYS:
        return DAY
    return TIME if number in _BUILT_IN_TIMES else ""


def moment(serial: float, kind: str, epoch: date) -> date | time | None:
    """The day or time a date-formatted number shows; None when it shows none (negative, beyond 9999).

    A number below 1 has no day: it is a time even under a format with a day. An elapsed time of a day or more is no time of day.
    """
    if not 0 <= serial < _FIRST_BEYOND or (kind == ELAPSED and serial >= 1):
        return None
    days, rest = divmod(round(serial * _MILLISECONDS), _MILLISECONDS)
    if kind != DAY or 0 < serial < 1:
        seconds = rest // 1000
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if epoch is EPOCH_1900 and days < _LEAP_BUG:
        days += 1
    try:
        return epoch + timedelta(days=days)
    except OverflowError:
        return None
