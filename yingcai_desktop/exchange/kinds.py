"""The kinds of package: what each is called, which way it goes, by which clause, and what is done before it is made.

`docs/packages.md` tells the year as a whole; `exchange/scope.py` says which records each kind holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from yingcai_desktop.rules.ownership import is_region


class PackageKind(StrEnum):
    """What a package is about."""

    BASE = "base"
    APPLICATIONS = "applications"
    MENTORS = "mentors"
    TEST_SCORES = "test-scores"
    INTERVIEW_RESULTS = "interview-results"
    ADMITTED = "admitted"
    MIDTERM_EXITS = "midterm-exits"
    RECOMMENDATIONS = "recommendations"
    FINAL_RESULTS = "final-results"
    PANEL_TASK = "panel-task"
    PANEL_RESULT = "panel-result"
    RECEIPT = "receipt"
    ENROLMENT = "enrolment"


class Way(StrEnum):
    """From whom to whom."""

    DOWN = "region→city"
    UP = "city→region"
    TO_PANEL = "office→panel"
    FROM_PANEL = "panel→office"


_BETWEEN = frozenset({Way.DOWN, Way.UP})
_ANY = frozenset(Way)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a kind. `done_first`: way → the steps of the year the sender has done before such a package says anything."""

    label: str
    ways: frozenset[Way]
    clause: str
    done_first: Mapping[Way, tuple[str, ...]]


ABOUT: Mapping[PackageKind, About] = {
    PackageKind.BASE: About("基础数据", frozenset({Way.DOWN}), "附件2 二（一）", {}),
    PackageKind.MENTORS: About("导师", _BETWEEN, "附件2 六（一）", {Way.DOWN: ("review-mentors",)}),
    PackageKind.APPLICATIONS: About("报名", _BETWEEN, "附件2 六（二）", {Way.DOWN: ("review-applicants",)}),
    PackageKind.TEST_SCORES: About("笔试成绩", _BETWEEN, "附件2 六（三）、（四）", {Way.UP: ("shortlist",), Way.DOWN: ("shortlist",)}),
    PackageKind.INTERVIEW_RESULTS: About("面试成绩", frozenset({Way.UP}), "附件2 六（五）", {Way.UP: ("shortlist",)}),
    PackageKind.ADMITTED: About("录取名单", _BETWEEN, "附件2 六（五）", {Way.UP: ("admit",), Way.DOWN: ("admit",)}),
    PackageKind.MIDTERM_EXITS: About("中期评价", _BETWEEN, "附件2 七（二）", {Way.UP: ("midterm",)}),
    PackageKind.RECOMMENDATIONS: About("年度推荐", frozenset({Way.UP}), "附件2 七（三）", {Way.UP: ("recommend",)}),
    PackageKind.FINAL_RESULTS: About("终评结果", _BETWEEN, "附件2 七（三）", {Way.DOWN: ("final",)}),
    PackageKind.PANEL_TASK: About("面试任务", frozenset({Way.TO_PANEL}), "附件1 八（四）、附件2 六（五）", {Way.TO_PANEL: ("shortlist",)}),
    PackageKind.PANEL_RESULT: About("面试打分", frozenset({Way.FROM_PANEL}), "附件1 八（四）、附件2 六（五）", {}),
    PackageKind.RECEIPT: About("回执", _ANY, "", {}),
    PackageKind.ENROLMENT: About("单位登记", _BETWEEN, "", {}),
}  # fmt: skip
"""Kind → what is known of it. 报名 and 导师 go up as soon as there are any: the step before is the school's and the university's."""

_STEMS = {Way.UP: "上报包", Way.DOWN: "下发包", Way.TO_PANEL: "任务包", Way.FROM_PANEL: "打分包"}


def way_of(sender: str, recipient: str) -> Way | None:
    """Which way a package between two offices goes, by their codes; None where such offices send each other nothing."""
    up, down = is_region(recipient), is_region(sender)
    if up == down:  # a city writes to no other city (附件2 六)
        return None
    return Way.UP if up else Way.DOWN


def kinds_for(way: Way) -> list[PackageKind]:
    """The kinds that go a way, in the order of the year."""
    return [kind for kind, about in ABOUT.items() if way in about.ways]


def file_stem(kind: PackageKind, way: Way, place: str, number: int) -> str:
    """`上报包_呼和浩特_报名_0003`: the city or panel a package concerns, its kind and number; never the name of a person."""
    return f"{_STEMS[way]}_{place.removesuffix('市')}_{ABOUT[kind].label}_{number:04d}"


def panel_place(city: str, subject: str, name: str) -> str:
    """`包头数学甲组`; without a city `数学甲组`: a panel as the names of its files have it, no two alike on one stick."""
    return f"{city.removesuffix('市')}{subject}{name}"
