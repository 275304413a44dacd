"""评委席: which keys a criterion has, which marks ask for a reason, and how two laptops of one panel become one (ux §4.6; features E09, E10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from yingcai_desktop.rules.entry import NORMAL, Field, Given
from yingcai_desktop.rules.marks import number_of

KEYS = 7
"""Keys of a criterion: its highest whole marks. Lower ones and half points are typed."""
JUDGE_ABSENT = "评委缺席"
"""The state of a candidate whom a judge was not there to hear."""
LOW = Fraction(3, 5)
"""A mark below this share of the most it may be asks for a reason, and so does the most itself."""


def keys_of(maximum: Decimal) -> list[int]:
    """The whole marks that have a key, rising: 4 … 10 for a criterion of 10."""
    most = int(maximum)
    return list(range(max(0, most - KEYS + 1), most + 1))


def asks_reason(given: Given, fields: Sequence[Field]) -> list[str]:
    """The criteria whose mark is low or full; a row with any of them needs one line of reason."""
    if (given.status or NORMAL) != NORMAL:
        return []
    return [f.title for f in fields if _extreme(number_of(given.marks.get(f.title, "")), f.maximum)]


def _extreme(mark: Decimal | None, maximum: Decimal) -> bool:
    return mark is not None and (mark == maximum or Fraction(mark) < LOW * Fraction(maximum))


@dataclass(frozen=True, slots=True)
class Judged:
    """One judge's row for one candidate, as handed in."""

    given: Given
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a judge handed in on one laptop. `dropped`: candidates for whom another laptop's row was chosen."""

    laptop: str
    rows: Mapping[str, Judged]
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Merged:
    """One judge's rows from all laptops. `clashes`: candidate → the laptops whose rows differ; such a candidate has no row yet."""

    rows: Mapping[str, Judged] = field(default_factory=dict)
    clashes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def merged(returns: Iterable[HandedIn]) -> Merged:
    """The union by candidate; the order of laptops decides nothing. The same marks twice are no clash."""
    found: dict[str, dict[str, Judged]] = {}
    for one in sorted(returns, key=lambda r: r.laptop):
        for uid, row in one.rows.items():
            if uid not in one.dropped:
                found.setdefault(uid, {})[one.laptop] = row
    rows, clashes = {}, {}
    for uid, by_laptop in found.items():
        said = list(by_laptop.values())
        if all(_same(said[0].given, other.given) for other in said[1:]):
            rows[uid] = said[0]
        else:
            clashes[uid] = tuple(by_laptop)
    return Merged(rows, clashes)


def _same(one: Given, other: Given) -> bool:
    return (one.status or NORMAL, dict(one.marks)) == (other.status or NORMAL, dict(other.marks))
