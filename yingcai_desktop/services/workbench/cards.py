"""Figures of the workbench: seats by subject and city, the funnel, the schools. One definition each, over the groups in scope."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yingcai_desktop.scheme import Scheme
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.heads import Heads, wanted

MOST_SCHOOLS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quota card; `key` is the subject or the city code."""

    key: str
    label: str
    heads: Heads


@dataclass(frozen=True, slots=True)
class Quotas:
    """Seats by subject, and by city where the programme counts them so. `subjects` are of `programme`; `seats` is its total here."""

    programme: str
    title: str
    remark: str
    subjects: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class School:
    """Applications of one school; the last entry of the list may stand for the rest (`uid` blank)."""

    uid: str
    label: str
    name: str
    count: int


def by_subject(facts: Facts, found: Mapping[Group, Heads], programme: str) -> Quotas:
    """Seats of one programme by subject, over the cities in scope."""
    scheme = facts.schemes[programme]
    lines = []
    for subject in facts.schemes.subject_names:
        own = [h for g, h in found.items() if g[0] == programme and g[2] == subject]
        total = sum(own, Heads())
        if not total.seats and not scheme.by_city:
            total += _noticed(facts, scheme, subject)
        lines.append(Line(subject, subject, total))
    return Quotas(
        programme, f"{scheme.short}{'学科' if scheme.by_city else ''}名额", _remark(facts, scheme, lines), tuple(lines)
    )


def _remark(facts: Facts, scheme: Scheme, lines: Sequence[Line]) -> str:
    seats = sum(line.heads.seats for line in lines) or sum(
        n for part, n in scheme.quota.parts.items() if facts.scope.city in ("", part)
    )
    hosts = [u.name for u in scheme.universities if facts.scope.city in ("", u.city)]
    where = (
        hosts[0]
        if len(hosts) == 1
        else "各学科"
        if not facts.scope.city
        else facts.schemes.city_names[facts.scope.city]
    )
    ratio = facts.decisions.get("ratio") or scheme.shortlist.ratio
    return f"{where} · {seats} 名，面试 {ratio}:1"


def by_city(facts: Facts, found: Mapping[Group, Heads], programme: str) -> list[Line]:
    """Seats of one programme by city; the notice's own figures while no plan by subject is signed (附件2 三（四）)."""
    scheme = facts.schemes[programme]
    lines = []
    for city in dict.fromkeys(g[1] for g in facts.groups if g[0] == programme and g[1]):
        total = sum((h for g, h in found.items() if g[:2] == (programme, city)), Heads())
        if not total.seats:
            total += _noticed(facts, scheme, city)
        lines.append(Line(city, facts.schemes.city_names.get(city, city), total))
    return lines


def _noticed(facts: Facts, scheme: Scheme, part: str) -> Heads:
    """The seats the notice itself gives a subject or city, while no plan is signed."""
    seats = scheme.quota.parts.get(part, 0)
    return Heads(seats=seats, wanted=wanted(facts, scheme.programme, seats))


def funnel(found: Mapping[Group, Heads]) -> list[tuple[str, str, int | None]]:
    """(key, label, count): from application to admission; `None` while the step is still to come."""
    total = sum(found.values(), Heads())
    return [
        ("applications", "报名", total.applications),
        ("approved", "资格通过", total.approved),
        ("tested", "参加测试", total.tested),
        ("called", "面试人选", total.called),
        ("admitted", "入选", total.admitted),
    ]


def schools(facts: Facts, most: int = MOST_SCHOOLS) -> list[School]:
    """Applications by school, most first, the rest as one entry."""
    counts = Counter(a.school_uid for a in facts.applicants)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], facts.schools[pair[0]][0]))
    shown = ranked[:most] if len(ranked) > most + 1 else ranked
    rest = ranked[len(shown) :]
    found = [School(uid, short_name(facts, uid), facts.schools[uid][0], n) for uid, n in shown]
    if rest:
        names = "、".join(short_name(facts, uid) for uid, _ in rest)
        found.append(School("", f"其余 {len(rest)} 校", names, sum(n for _, n in rest)))
    return found


def short_name(facts: Facts, school_uid: str) -> str:
    """The shortest signed short name, or the name without its city."""
    name, city, aliases = facts.schools[school_uid]
    return min(aliases, key=len) if aliases else name.removeprefix(facts.schemes.city_names.get(city, "")) or name
