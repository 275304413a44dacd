"""Tasks of spring: mentors, applications, the test, the call to the interview (附件1 四、八, 附件2 四、六)."""

from collections.abc import Iterator

from yingcai_desktop.rules.eligibility import within_percent
from yingcai_desktop.rules.shortlist import target
from yingcai_desktop.rules.states import UNDER_REVIEW, ApplicationState, MentorState
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.workbench.facts import Applicant, Facts, tally
from yingcai_desktop.services.workbench.tasks import Task, group_words, people_words, place_label, place_words
from yingcai_desktop.services.workbench.year import due

_MENTOR_REVIEW = (MentorState.RECOMMENDED, MentorState.CITY_PASSED)
_APPOINTABLE = (MentorState.APPROVED, MentorState.ENDORSED, MentorState.PUBLISHED)


def mentors_to_review(facts: Facts) -> Iterator[Task]:
    """高校已推荐 or 盟市初审通过: somebody still has to look (附件1 八（一）, 附件2 六（一）)."""
    rows = [m for m in facts.mentors if m.state in _MENTOR_REVIEW]
    if rows:
        yield Task(
            "mentors.review",
            f"{len(rows)} 名导师待审核",
            place_words(facts, (m[:2] for m in rows), " 名"),
            len(rows),
            due(facts, "推荐导师"),
            "warn",
        )


def mentors_to_appoint(facts: Facts) -> Iterator[Task]:
    """Approved, but without a letter: nobody can be placed with them (附件1 四（一）, 附件2 四（一）)."""
    rows = [m for m in facts.mentors if m.state in _APPOINTABLE]
    if rows:
        yield Task(
            "mentors.appoint",
            f"{len(rows)} 名导师已通过复审，尚未聘任",
            place_words(facts, (m[:2] for m in rows), " 名"),
            len(rows),
            due(facts, "推荐导师"),
        )


def applications_to_review(facts: Facts) -> Iterator[Task]:
    """Applications nobody has decided, and how many of them no rank admits (附件1 四（二）)."""
    rows = [a for a in facts.applicants if a.state in UNDER_REVIEW]
    if rows:
        over = sum(_over_rank(facts, a) for a in rows)
        words = f"其中 {over} 名排名超出{_limits(facts)}" if over else people_words(facts, [a.uid for a in rows])
        yield Task(
            "applications.review", f"{len(rows)} 名报名学生待审核", words, len(rows), due(facts, "学生报名"), "warn"
        )


def review_to_confirm(facts: Facts) -> Iterator[Task]:
    """Everybody is looked at one by one: the step itself is still to be done, and the test waits for it."""
    waiting = {a.programme for a in facts.applicants if a.state in UNDER_REVIEW}
    ready = [
        s.programme
        for s in facts.programmes
        if s.programme not in waiting and not facts.done("review-applicants", s.programme)
    ]
    count = sum(a.programme in ready for a in facts.applicants)
    if count:
        names = "、".join(facts.schemes[p].short for p in ready if any(a.programme == p for a in facts.applicants))
        yield Task(
            "step.review-applicants",
            "报名已全部审核，可以确认资格审查",
            f"{names} {count} 名学生",
            count,
            due(facts, "学生报名"),
        )


def applications_returned(facts: Facts) -> Iterator[Task]:
    """Sent back, not yet corrected."""
    rows = [a.uid for a in facts.applicants if a.state == ApplicationState.RETURNED]
    if rows:
        yield Task(
            "applications.returned",
            f"{len(rows)} 名学生退回补正未交",
            people_words(facts, rows),
            len(rows),
            due(facts, "学生报名"),
        )


def _over_rank(facts: Facts, a: Applicant) -> bool:
    rule = facts.schemes[a.programme].eligibility
    inside = within_percent(a.subject_rank, a.cohort, rule.subject_percent)
    return rule.ranks_required and not inside and not within_percent(a.overall_rank, a.cohort, rule.overall_percent)


def _limits(facts: Facts) -> str:
    rule = next(s.eligibility for s in facts.schemes.programmes.values() if s.eligibility.ranks_required)
    return f"前 {rule.subject_percent}% / 前 {rule.overall_percent}%"


def tests_missing(facts: Facts) -> Iterator[Task]:
    """Approved, without a row in the test sheets: stops the shortlist (FORMAT: `scores.missing`)."""
    open_for = [
        s.programme
        for s in facts.programmes
        if facts.done("review-applicants", s.programme) and not facts.done("admit", s.programme)
    ]
    waiting = [a.uid for a in facts.approved if a.programme in open_for and a.uid not in facts.papers]
    if not waiting:
        return
    came = {facts.groups_of[uid][:2] for uid in facts.papers}
    lacking = {facts.groups_of[uid][:2] for uid in waiting}
    title = f"{len(waiting)} 名考生没有测试成绩"
    if len(lacking) == 1 and not lacking & came:
        title = f"{place_label(facts, *lacking.pop())}测试成绩未到"
    words = people_words(facts, waiting, " 名")
    yield Task("tests.missing", title, words, len(waiting), due(facts, "潜质测试", *open_for), "warn")


def shortlist_ready(facts: Facts) -> Iterator[Task]:
    """Every paper is in: the next step can be taken."""
    ready = [
        s.programme
        for s in facts.programmes
        if facts.done("review-applicants", s.programme)
        and not facts.done("shortlist", s.programme)
        and _papers_in(facts, s.programme)
    ]
    if ready:
        count = sum(a.programme in ready for a in facts.approved)
        names = "、".join(facts.schemes[p].short for p in ready)
        yield Task(
            "step.shortlist",
            "测试成绩已齐，可以确定面试人选",
            f"{names} {count} 名考生",
            count,
            due(facts, "潜质测试", *ready),
        )


def _papers_in(facts: Facts, programme: str) -> bool:
    rows = [a for a in facts.approved if a.programme == programme]
    return bool(rows) and all(a.uid in facts.papers for a in rows)


def shortlist_short(facts: Facts) -> Iterator[Task]:
    """Groups with fewer than ratio × seats called (原则上 3:1), until the group has been settled."""
    called = tally(facts, facts.shortlisted)
    short = {
        g: (called[g], wanted)
        for g in facts.groups
        if facts.done("shortlist", g[0]) and not facts.done("admit", g[0]) and called[g] < (wanted := _wanted(facts, g))
    }
    if short:
        words = group_words(facts, {g: f"{have}/{wanted}" for g, (have, wanted) in short.items()})
        yield Task(
            "shortlist.short",
            f"{len(short)} 个组面试人选不足 {facts.decisions.text('ratio')}:1",
            words,
            len(short),
            due(facts, "面试"),
        )


def _wanted(facts: Facts, group: Group) -> int:
    return target(facts.decisions.number("ratio"), facts.decisions.seats(*group))


RULES = (
    mentors_to_review,
    mentors_to_appoint,
    applications_to_review,
    review_to_confirm,
    applications_returned,
    tests_missing,
    shortlist_ready,
    shortlist_short,
)
