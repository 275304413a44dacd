"""Exact arithmetic of marks: nothing is rounded before it is printed, and then once, half up (domain.md §3.6)."""

import re
from collections.abc import Collection, Iterable
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from fractions import Fraction
from functools import reduce

Exact = Fraction | Decimal | int

_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_PLACES = 2
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])
"""Adds decimals many times faster than fractions are added, and says when it would have to round."""


def test_score(raw: Decimal, full: Decimal) -> Fraction:
    """学科潜质测试 out of 100, exact: raw × 100 ÷ full (附件1 四（二）). `full` must be positive."""
    (given, of_given), (most, of_most) = raw.as_integer_ratio(), full.as_integer_ratio()
    return Fraction(given * 100 * of_most, of_given * most)  # reduced once, not at every step


def rounded(value: Exact, places: int = 2) -> Fraction:
    """`value` rounded half up to `places` decimals, still exact; 2.675 → 2.68."""
    scale = 10**places
    scaled = Fraction(value) * scale
    halved = abs(scaled) * 2 + 1
    whole = halved.numerator // (halved.denominator * 2)
    return Fraction(whole if scaled >= 0 else -whole, scale)


def printed(value: Exact, places: int = 2) -> str:
    """`value` as it stands on paper: half up, always `places` decimals, no exponent."""
    number = rounded(value, places)
    digits = f"{abs(number.numerator) * (10**places // number.denominator):0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def mean(values: Collection[Fraction]) -> Fraction:
    """The exact mean; `ValueError` for no values at all, which is never the same as 0."""
    if not values:
        raise ValueError("no values")
    return sum(values, Fraction(0)) / len(values)


def total(values: Iterable[Decimal]) -> Fraction:
    """The exact sum of marks."""
    given = list(values)
    try:
        return Fraction(reduce(_EXACT.add, given, Decimal(0)))
    except DecimalException:  # more digits than any mark has
        return sum((Fraction(v) for v in given), Fraction(0))


def exact(text: str) -> Fraction:
    """An exact value from its stored text: `251/3`, `87.5`, `60`. `ValueError` for anything else."""
    return Fraction(text)


def number_of(plain: str) -> Decimal | None:
    """A number written in plain digits, exact; None for anything else, exponents included."""
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found[2] or found[3]):
        return None
    return Decimal(f"{found[1]}{found[2] or '0'}.{found[3] or '0'}")


def without_idle_zeros(number: Decimal) -> Decimal | None:
    """A mark as it is stored, 87.50 as 87.5; None when it has more than two decimals (FORMAT §2, Score cell)."""
    digits, _, decimals = f"{number:f}".partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > _PLACES:
        return None
    return Decimal(f"{digits}.{decimals}" if decimals else digits) + 0
