"""The same person twice: in one programme, in both, or under two identity numbers (domain.md §1, §3.18 双录)."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from yingcai_desktop.rules.names import normalise_name


@dataclass(frozen=True, slots=True)
class Entry:
    """One application as the finders see it; `uid` tells two of them apart, `source` says where it came from."""

    uid: str
    programme: str
    id_number: str
    name: str
    birth_date: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Entries that belong together, by uid; `code` says how."""

    code: str
    entries: tuple[Entry, ...]


def duplicates(entries: Iterable[Entry]) -> list[Match]:
    """`id.duplicate`: one identity number more than once in one programme (附件1 八（二）, 附件2 六（二）)."""
    groups = _groups(entries, lambda e: (e.programme, e.id_number))
    return [Match("id.duplicate", g) for g in groups if len(g) > 1]


def dual_applications(entries: Iterable[Entry]) -> list[Match]:
    """`dual.application`: one identity number in more than one programme; the notice is silent, so it only warns."""
    groups = _groups(entries, lambda e: e.id_number)
    return [Match("dual.application", g) for g in groups if len({e.programme for e in g}) > 1]


def dual_admissions(admitted: Iterable[Entry]) -> list[Match]:
    """`dual.admission`: one person admitted by both programmes, with the sources of both; must be blocked (domain.md §3.18 双录)."""
    return [Match("dual.admission", m.entries) for m in dual_applications(admitted)]


def name_mismatches(entries: Iterable[Entry]) -> list[Match]:
    """`id.name-mismatch`: one identity number under two names; kinds of dot and spaces do not count (民委发〔2016〕33号)."""
    groups = _groups(entries, lambda e: e.id_number)
    return [Match("id.name-mismatch", g) for g in groups if len({normalise_name(e.name) for e in g}) > 1]


def suspected_duplicates(entries: Iterable[Entry]) -> list[Match]:
    """`suspected.duplicate`: same name and birth date under two identity numbers; a person looks, nothing is merged (domain.md §1)."""
    groups = _groups(entries, lambda e: (normalise_name(e.name), e.birth_date))
    return [Match("suspected.duplicate", g) for g in groups if len({e.id_number for e in g}) > 1]


def _groups(entries: Iterable[Entry], key: Callable[[Entry], Hashable]) -> list[tuple[Entry, ...]]:
    """Entries by key, in the order of their identity numbers: the order of rows never shows."""
    found: dict[Hashable, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.id_number, e.programme, e.uid)):
        found.setdefault(key(entry), []).append(entry)
    return [tuple(group) for group in found.values()]
