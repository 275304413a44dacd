"""双录: what may stand in a cell, when a pass is whole, and where two passes differ (features D04–D06; domain.md §3.5, §4.8–4.9).

Every mark is text as it was typed: a mark that cannot be is kept and shown, but a pass with one cannot be handed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from yingcai_desktop.rules.marks import number_of, total, without_idle_zeros
from yingcai_desktop.rules.text import clean_text, half_width

NORMAL = "正常"
STATUS = "状态"
"""The field of a difference that is about the state and not about a mark."""


@dataclass(frozen=True, slots=True)
class Field:
    """One mark of a sheet: its title, the most it may be, and the step it must be a multiple of (None: two decimals)."""

    title: str
    maximum: Decimal
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What one person typed for one candidate; `zeros`: marks of 0 confirmed a second time. Blank status: nothing yet."""

    status: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    zeros: frozenset[str] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed at all."""
        return not self.status and not any(self.marks.values())


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps a pass from being handed in: a cell of one candidate and the code that says why."""

    uid: str
    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell in which two passes differ; blank where the state carries no mark."""

    uid: str
    field: str
    first: str
    second: str


def tidy(text: str) -> str:
    """A mark as typed, half width, with a point for 。; a sound number without idle zeros: `１２。50` → `12.5`."""
    plain = half_width(clean_text(text)).replace("。", ".").replace("．", ".")
    number = number_of(plain)
    stored = without_idle_zeros(number) if number is not None else None
    return plain if stored is None else f"{stored:f}"


def mark_problem(text: str, of: Field) -> str:
    """Why a typed mark cannot be: `score.not-number` → `score.precision` → `score.out-of-range` → `score.step`; blank: it can."""
    number = number_of(text)
    if number is None:
        return "score.not-number"
    if without_idle_zeros(number) is None:
        return "score.precision"
    if not 0 <= number <= of.maximum:
        return "score.out-of-range"
    return "score.step" if of.step and number % of.step else ""


def row_gaps(uid: str, given: Given, fields: Sequence[Field], states: Iterable[str]) -> list[Gap]:
    """What is lacking or wrong in one row: neither mark nor code, a mark that cannot be, a 0 nobody confirmed (D04)."""
    if given.is_blank:
        return [Gap(uid, fields[0].title if len(fields) == 1 else STATUS, "entry.empty")]
    status = given.status or NORMAL
    if status not in states:
        return [Gap(uid, STATUS, "value.invalid")]
    if status != NORMAL:
        return [Gap(uid, f.title, "score.not-allowed") for f in fields if given.marks.get(f.title)]
    found = ((f, _gap(given, f)) for f in fields)
    return [Gap(uid, f.title, code) for f, code in found if code]


def _gap(given: Given, of: Field) -> str:
    text = given.marks.get(of.title, "")
    if not text:
        return "score.missing"
    if problem := mark_problem(text, of):
        return problem
    return "entry.zero" if number_of(text) == 0 and of.title not in given.zeros else ""


def row_total(given: Given, fields: Sequence[Field]) -> Fraction | None:
    """The sum of a row; None until every mark is valid, and where the state carries none (U38: the total stays “—”)."""
    if (given.status or NORMAL) != NORMAL or any(_gap(given, f) for f in fields):
        return None
    return total(Decimal(given.marks[f.title]) for f in fields)


def sheet_total(rows: Iterable[Given], fields: Sequence[Field]) -> Fraction:
    """The sum over all rows that carry marks: what must equal the total written on the paper (D06)."""
    return sum((found for row in rows if (found := row_total(row, fields)) is not None), Fraction(0))


def differences(first: Mapping[str, Given], second: Mapping[str, Given], fields: Sequence[Field], order: Iterable[str]) -> list[Difference]:
    """Where two whole passes differ, in the order of the sheet: the state, else mark by mark."""
    found: list[Difference] = []
    for uid in order:
        if uid not in first or uid not in second:
            continue
        one, other = first[uid], second[uid]
        states = one.status or NORMAL, other.status or NORMAL
        if states[0] != states[1]:
            found.append(Difference(uid, STATUS, *states))
        elif states[0] == NORMAL:
            marks = ((f.title, one.marks.get(f.title, ""), other.marks.get(f.title, "")) for f in fields)
            found += [Difference(uid, title, a, b) for title, a, b in marks if a != b]
    return found
