"""What every report stands on: the season in one scope, its figures, and the ways to part its people."""

from collections.abc import Callable, Collection
from functools import cached_property

from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.figures import BY_KEY, Counted
from yingcai_desktop.services.people import Person, people
from yingcai_desktop.services.reports.tables import Cell, Heading, Part, head_count
from yingcai_desktop.services.workbench.cards import short_name
from yingcai_desktop.services.workbench.facts import Facts

WAYS = {
    "subject": "学科",
    "city": "盟市",
    "school": "学校",
    "grade": "年级",
    "gender": "性别",
    "ethnicity": "民族",
    "programme": "项目",
    "university": "培养高校",
}
"""Ways to part the people of a report."""


class Ground:
    """One read of the store, shared by everything a report counts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.counted = Counted(facts)

    @cached_property
    def people(self) -> list[Person]:
        """Everybody in scope, in the order of every list."""
        return people(self.facts.session, self.facts.schemes, self.facts.scope)

    @cached_property
    def admitted(self) -> list[Admitted]:
        """The admitted, with university and mentor."""
        return admitted(self.facts.session, self.facts.schemes, self.facts.scope)

    def parts(self, way: str) -> list[tuple[Part, Collection[str]]]:
        """The people by one of `WAYS`: lists of the notice in their order, schools and peoples by size."""
        of = self._by_university if way == "university" else self._PARTS[way]
        found: dict[Part, list[str]] = {}
        for person in self.people:
            part = of(self, person)
            if part[0]:
                found.setdefault(part, []).append(person.uid)
        if way in ("school", "ethnicity"):
            return sorted(found.items(), key=lambda item: (-len(item[1]), item[0][2]))
        order = self._order(way)
        return sorted(found.items(), key=lambda item: (order.index(item[0][0]) if item[0][0] in order else len(order), item[0]))

    def column(self, key: str, *, drawn: bool = False) -> Heading:
        """The column of a figure."""
        figure = BY_KEY[key]
        return Heading(key, figure.title, figure.meaning, drawn)

    def cells(self, keys: Collection[str], among: Collection[str]) -> list[Cell]:
        """Figures over some people."""
        return [head_count(self.counted.known(key), among) for key in keys]

    @cached_property
    def _school_uid(self) -> dict[str, str]:
        return {a.uid: a.school_uid for a in self.facts.applicants}

    @cached_property
    def _university(self) -> dict[str, str]:
        return {a.person.uid: a.university for a in self.admitted}

    def _order(self, way: str) -> list[str]:
        schemes = self.facts.schemes
        return {
            "subject": list(schemes.subject_names),
            "city": [c.code for c in schemes.common.cities],
            "programme": list(schemes.programmes),
            "university": list(schemes.university_order),
        }.get(way, [])

    def _by_school(self, person: Person) -> Part:
        uid = self._school_uid[person.uid]
        return uid, short_name(self.facts, uid), person.school

    def _by_city(self, person: Person) -> Part:
        name = self.facts.schemes.city_names.get(person.city, person.city)
        return person.city, name, name

    def _by_programme(self, person: Person) -> Part:
        scheme = self.facts.schemes[person.programme]
        return person.programme, scheme.short, scheme.name

    def _by_university(self, _ground: "Ground", person: Person) -> Part:
        name = self._university.get(person.uid, "")
        return name, name, name

    _PARTS: dict[str, Callable[["Ground", Person], Part]] = {
        "subject": lambda _, p: (p.subject, p.subject, p.subject),
        "city": _by_city,
        "school": _by_school,
        "grade": lambda _, p: (p.grade, p.grade, p.grade),
        "gender": lambda _, p: (p.gender, p.gender, p.gender),
        "ethnicity": lambda _, p: (p.ethnicity or "未填", p.ethnicity or "未填", p.ethnicity or "未填"),
        "programme": _by_programme,
    }
