"""Figures of the year: one definition each, by application (features M04). Lists, reports and the yearly summary all count these."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select

from db.models import Assessment
from yingcai_desktop.errors import Undecided
from yingcai_desktop.rules.grading import EXCELLENT, QUALIFIED, UNQUALIFIED
from yingcai_desktop.rules.states import TraineeState
from yingcai_desktop.services import interviews
from yingcai_desktop.services.people import people
from yingcai_desktop.services.workbench.facts import Facts


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its words, what it counts, and the applications it counts."""

    key: str
    title: str
    meaning: str
    of: Callable[[Facts], Collection[str]]


def _verdict(result: str) -> Callable[[Facts], Collection[str]]:
    return lambda facts: [p.uid for p in people(facts.session, facts.schemes, facts.scope) if p.result == result]


def _outcome(status: str) -> Callable[[Facts], Collection[str]]:
    return lambda facts: [uid for uid, found in facts.outcomes.items() if found == status]


def _grade(grade: str) -> Callable[[Facts], Collection[str]]:
    return lambda facts: [uid for uid, given in facts.grades.items() if given == grade]


def _interviewed(facts: Facts) -> Collection[str]:
    found = interviews.results(facts.session, facts.schemes, facts.scope)
    return [r.person.uid for r in found if r.interview.state == "result"]


def _recommended(facts: Facts) -> Collection[str]:
    query = select(Assessment.application_uid).where(Assessment.recommended)
    return [uid for uid in facts.session.scalars(query) if uid in facts.groups_of]


FIGURES: tuple[Figure, ...] = (
    Figure("applications", "报名", "登记簿里的报名，一人报两个项目算两人次", lambda f: f.groups_of),
    Figure("eligible", "资格符合", "资格审查结论为“符合”", _verdict("eligible")),
    Figure("relaxed", "放宽", "资格审查结论为“可放宽”（前置培养表现优秀）", _verdict("relaxed")),
    Figure("ineligible", "不符合", "资格审查结论为“不符合”", _verdict("ineligible")),
    Figure("approved", "资格通过", "报名状态为“复审通过”", lambda f: [a.uid for a in f.approved]),
    Figure("tested", "参加测试", "测试成绩状态为“正常”，缺考、违纪不算", lambda f: [u for u, s in f.papers.items() if s == "正常"]),
    Figure("shortlisted", "面试人选", "在面试人选名单里", lambda f: f.shortlisted),
    Figure("interviewed", "面试有成绩", "有效评委达到规定人数，面试得出成绩", _interviewed),
    Figure("admitted", "录取", "最近一次录取的结果为“录取”，含递补", _outcome("admitted")),
    Figure("waitlist", "候补", "最近一次录取的结果为“候补”", _outcome("waitlist")),
    Figure("trained", "学员", "开始培养时在册的学员，含后来退出的", lambda f: f.trainees),
    Figure("exited", "退出", "培养中途退出，含中期不合格", lambda f: [u for u, s in f.trainees.items() if s == TraineeState.EXITED]),
    Figure("recommended", "推荐终评", "盟市推荐或按规定直接参加终评", _recommended),
    Figure("excellent", EXCELLENT, "终评等级为优秀", _grade(EXCELLENT)),
    Figure("qualified", QUALIFIED, "终评等级为合格", _grade(QUALIFIED)),
    Figure("unqualified", UNQUALIFIED, "终评等级为不合格", _grade(UNQUALIFIED)),
    Figure("certificates", "发证", "有效的自治区级培养证书，作废的不算", lambda f: f.certified & f.groups_of.keys()),
)  # fmt: skip

BY_KEY = {figure.key: figure for figure in FIGURES}


class Counted:
    """The figures of one scope, each worked out once, when first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[str, frozenset[str] | None] = {}

    def of(self, key: str) -> frozenset[str]:
        """The applications a figure counts. Raises `Undecided` where it rests on a decision nobody has signed."""
        if self._known.get(key) is None:
            self._known[key] = frozenset(BY_KEY[key].of(self.facts))
        found = self._known[key]
        assert found is not None
        return found

    def known(self, key: str) -> frozenset[str] | None:
        """The same, or None while a decision it rests on is missing."""
        if key not in self._known:
            try:
                return self.of(key)
            except Undecided:
                self._known[key] = None
        return self._known[key]
