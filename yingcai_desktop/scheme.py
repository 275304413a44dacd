"""The schemes of the notice as typed objects: what 内科协协字〔2025〕8号 says, each value with its clause.

A scheme is data (`resources/schemes/*.toml`): a new year, city or discipline is an edited file. What the notice leaves open is a
`decisions.Decisions`, never a default here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from yingcai_desktop.assets import resource
from yingcai_desktop.errors import Invalid

T = TypeVar("T")


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of the vocabulary: its name, what people also write for it, and where the notice has it."""

    name: str
    aliases: tuple[str, ...]
    clause: str


class City(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A 试点盟市; `code` is GB/T 2260."""

    code: str
    short: str


class Subject(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A 学科; `test_minutes` is how long its paper lasts (national practice)."""

    test_minutes: int


class University(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A 培养高校 with the subjects it offers; `city` is blank for the national programme."""

    city: str
    subjects: tuple[str, ...]


class NamedSchool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A school the notice itself names."""

    name: str
    city: str
    clause: str


class Quota(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seats of the programme; `parts` are subjects (national) or city codes (pilot) and add up to `total`."""

    clause: str
    total: int
    parts: dict[str, int]


class Eligibility(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may apply. Percentages are inclusive; 0 with `ranks_required` false: the notice names none."""

    clause: str
    grades: tuple[str, ...]
    ranks_required: bool
    subject_percent: int
    overall_percent: int


class MentorRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may be a mentor or a team member; `term_years` is given for the national programme only."""

    clause: str
    capacity_limit: int
    doctorate_expected: bool
    member_degrees: tuple[str, ...]
    member_titles: tuple[str, ...]
    city_review: bool
    letter_by_us: bool
    term_years: int | None = None


class ReviewChain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The offices that review, in order."""

    clause: str
    mentors: tuple[str, ...]
    applications: tuple[str, ...]


class Shortlist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """面试学生与入选学生比例; `principle`: 原则上."""

    clause: str
    ratio: str
    principle: bool


class Interview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The eight criteria and their maxima (sum 100); `proposed`: maxima are ours, for signature."""

    clause: str
    proposed: bool
    criteria: dict[str, int]


class Training(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Visits a cycle, and face-to-face meetings a month (0: not asked for)."""

    clause: str
    min_visits: int
    monthly_face_to_face: int


class Midterm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether 不合格 at midterm ends the training."""

    clause: str
    exits: bool


class Final(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """年度评价: the four dimensions and their maxima (sum 100), and whether we issue certificates."""

    clause: str
    proposed: bool
    needs_recommendation: bool
    certificates: bool
    dimensions: dict[str, int]


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage of the year, by months 1–12, both inclusive."""

    stage: str
    start: int
    end: int
    clause: str


class Material(Named, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the 报名材料: `need` says from whom, `stamp` whether the paper carries a seal. The list is ours, the notice only says 相应材料."""

    need: Literal["always", "pretraining", "optional"]
    stamp: bool


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One programme's part of the notice."""

    programme: str
    year: int
    name: str
    short: str
    label: str
    aliases: tuple[str, ...]
    by_city: bool
    issuers: tuple[str, ...]
    quota: Quota
    universities: tuple[University, ...]
    eligibility: Eligibility
    mentors: MentorRule
    review: ReviewChain
    shortlist: Shortlist
    interview: Interview
    training: Training
    midterm: Midterm
    final: Final
    schedule: tuple[Stage, ...]
    materials: tuple[Material, ...]
    schools: tuple[NamedSchool, ...] = ()

    def offers(self, university: str, subject: str) -> bool:
        """Whether that university takes students of that subject in this programme."""
        return any(u.name == university and subject in u.subjects for u in self.universities)


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The autonomous region and its 管理办公室."""

    code: str
    name: str
    office: str
    clause: str


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What both programmes share."""

    document: str
    region: Region
    cities: tuple[City, ...]
    subjects: tuple[Subject, ...]
    grades: tuple[Named, ...]


@dataclass(frozen=True)
class Schemes:
    """The schemes in force for one season."""

    season: int
    common: Common
    programmes: Mapping[str, Scheme]

    def __getitem__(self, programme: str) -> Scheme:
        return self.programmes[programme]

    @cached_property
    def city_names(self) -> dict[str, str]:
        """City code → name."""
        return {c.code: c.name for c in self.common.cities}

    @cached_property
    def offices(self) -> dict[str, str]:
        """Office code → its name; the region first."""
        region = self.common.region
        return {region.code: region.office} | {c.code: f"{c.name}管理办公室" for c in self.common.cities}

    @cached_property
    def subject_names(self) -> tuple[str, ...]:
        """Subjects in the order of every list."""
        return tuple(s.name for s in self.common.subjects)

    @cached_property
    def university_order(self) -> dict[str, int]:
        """University → its place in the notice, over all programmes."""
        names = [u.name for s in self.programmes.values() for u in s.universities]
        return {name: place for place, name in enumerate(dict.fromkeys(names))}

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        return (
            {p: n for n, p in enumerate(self.programmes)},
            {"": -1} | {c.code: n for n, c in enumerate(self.common.cities)},
            {s: n for n, s in enumerate(self.subject_names)},
        )

    def place(self, programme: str, city: str, subject: str) -> tuple[int, int, int]:
        """Sort key of a group: programme (national first), city, subject in the order of the schemes."""
        programmes, cities, subjects = self._places
        return programmes.get(programme, 99), cities.get(city, 99), subjects.get(subject, 99)

    def group_city(self, programme: str, city: str) -> str:
        """The city of a group: blank where the programme does not count seats by city."""
        return city if self.programmes[programme].by_city else ""

    def groups(self) -> list[tuple[str, str, str]]:
        """Every group seats can be given to: (programme, city, subject), in order."""
        return [
            (s.programme, city, subject)
            for s in self.programmes.values()
            for city in ([c.code for c in self.common.cities if self._present(s, c.code)] if s.by_city else [""])
            for subject in self.subject_names
        ]

    @staticmethod
    def _present(scheme: Scheme, city: str) -> bool:
        return any(u.city == city for u in scheme.universities)

    def group_name(self, programme: str, city: str, subject: str) -> str:
        """A group in words: `后备人才·包头市·数学`."""
        return "·".join(p for p in (self.programmes[programme].short, self.city_names.get(city, ""), subject) if p)


PROGRAMMES = ("national", "pilot")


def load_schemes(season: int, folder: Path | None = None) -> Schemes:
    """Load the schemes in force for `season`: for each programme the newest file whose year is not later.

    Those of the program do not change while it runs: they are read once a season. Raises `Invalid` when a file is missing, does not fit
    its type, or its sums are wrong.
    """
    return _loaded(season, folder or resource("schemes"))


@cache
def _loaded(season: int, folder: Path) -> Schemes:
    common = _read(folder / "common.toml", Common)
    programmes = {p: _programme(folder, p, season) for p in PROGRAMMES}
    for scheme in programmes.values():
        _check(scheme, common)
    return Schemes(season, common, programmes)


def _programme(folder: Path, programme: str, season: int) -> Scheme:
    years = sorted(int(f.stem.rsplit("-", 1)[1]) for f in folder.glob(f"{programme}-*.toml"))
    if not years:
        raise Invalid(f"没有找到方案文件 {programme}-*.toml。请重新安装程序，或把方案文件放回 resources/schemes。")
    year = max((y for y in years if y <= season), default=years[0])
    return _read(folder / f"{programme}-{year}.toml", Scheme)


def _read(path: Path, kind: type[T]) -> T:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return msgspec.convert(data, kind)
    except FileNotFoundError as error:
        raise Invalid(f"没有找到方案文件 {path.name}。请重新安装程序，或把方案文件放回 resources/schemes。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise Invalid(f"方案文件 {path.name} 读不懂：{error}。请按相邻年份的文件改正。") from error


def _check(scheme: Scheme, common: Common) -> None:
    """Sums and references: parts = total, maxima = 100, subjects and cities known."""
    problems: list[str] = []
    parts = scheme.quota.parts
    if sum(parts.values()) != scheme.quota.total:
        problems.append(f"名额 {'+'.join(map(str, parts.values()))} ≠ {scheme.quota.total}（{scheme.quota.clause}）")
    subjects, cities = {s.name for s in common.subjects}, {c.code for c in common.cities}
    problems += [f"名额中的“{p}”不在名录里" for p in parts if p not in (cities if scheme.by_city else subjects)]
    for title, maxima in (("面试项目", scheme.interview.criteria), ("终评维度", scheme.final.dimensions)):
        if sum(maxima.values()) != 100:
            problems.append(f"{title}满分合计 {sum(maxima.values())} ≠ 100")
    for university in scheme.universities:
        problems += [f"{university.name}的学科“{s}”不在名录里" for s in university.subjects if s not in subjects]
        if scheme.by_city and university.city not in cities:
            problems.append(f"{university.name}的盟市代码“{university.city}”不在名录里")
    if problems:
        raise Invalid(f"方案文件 {scheme.programme}-{scheme.year}.toml 有误：{'；'.join(problems)}。请改正后重新打开。")
