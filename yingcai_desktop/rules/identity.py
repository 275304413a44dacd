"""Citizen identity numbers, GB 11643-1999 (domain.md §3.1). The first six digits are never a reason to refuse one."""

import re
from datetime import date
from typing import Literal

from stdnum.cn import ric

from yingcai_desktop.rules.text import half_width, without_spaces

LENGTH = 18
EARLIEST_YEAR = 1900

_CHARACTERS = re.compile("[0-9]{17}[0-9X]")

Gender = Literal["男", "女"]


def normalise_id(text: str) -> str:
    """An identity number as it is stored: half width, no spaces, `x` as `X` (GB 11643)."""
    return without_spaces(half_width(text)).replace("x", "X")


def id_problem(number: str, season: int) -> str | None:
    """The first thing wrong with a normalised identity number, or None when it is sound (GB 11643; FORMAT §2).

    In this order: `id.length` (not 18), `id.characters`, `id.date` (no such day, before 1900 or after the season's year),
    `id.check-digit`.
    """
    if len(number) != LENGTH:
        return "id.length"
    if not _CHARACTERS.fullmatch(number):
        return "id.characters"
    try:
        born = birth_date_of(number)
    except ValueError:
        return "id.date"
    if not EARLIEST_YEAR <= born.year <= season:
        return "id.date"
    return None if number[-1] == expected_check_digit(number) else "id.check-digit"


def expected_check_digit(number: str) -> str:
    """The 18th character that the first 17 digits ask for: `0`–`9` or `X` (ISO 7064 MOD 11-2)."""
    return str(ric.calc_check_digit(number[:17] + "0"))


def birth_date_of(number: str) -> date:
    """The birth date within an identity number; `ValueError` when there is no such day (GB 11643)."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def gender_of(number: str) -> Gender:
    """男 when the 17th digit is odd, else 女 (GB 11643)."""
    return "男" if int(number[16]) % 2 else "女"


def completed_years(born: date, day: date) -> int:
    """Full years of age on `day` (周岁); somebody born on 29 February turns a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def mask_id(number: str) -> str:
    """An identity number for lists inside the office: first six and last four stay (domain.md §3.13), `150502********0022`."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def mask_phone(number: str) -> str:
    """A telephone number for lists inside the office: first three and last four stay (domain.md §3.13)."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)
