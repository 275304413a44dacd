"""Tasks of the year of training: visits, evaluations, certificates (附件1 五、六, 附件2 五、七)."""

from collections.abc import Callable, Iterator

from yingcai_desktop.rules.certificates import may_get_certificate
from yingcai_desktop.services import training
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.tasks import Task, people_words
from yingcai_desktop.services.workbench.year import begins, due, programmes_with

_ANNUAL = "年度评价总结"


def behind(facts: Facts) -> Iterator[Task]:
    """Trainees short of monthly meetings in months that are over, and, from the year's evaluation on, of visits (附件2 五（三）1)."""
    if not facts.in_training or facts.done("final"):
        return
    month = f"{facts.today.year}-{facts.today.month:02d}"
    rows = [
        (a, c)
        for a, c in training.compliance(facts.session, facts.schemes, facts.scope)
        if a.person.uid in set(facts.in_training)
    ]
    short = [a.person.uid for a, c in rows if any(m < month for m in c.short_months)]
    if short:
        least = facts.decisions.whole("training.monthly_face_to_face")
        title = f"{len(short)} 名学员有月份面授不足 {least} 次"
        yield Task("training.months", title, people_words(facts, short), len(short), due(facts, "培养周期"))
    least = facts.decisions.whole("training.min_visits")
    few = [a.person.uid for a, c in rows if c.visits < least]
    if few and begins(facts, _ANNUAL):
        yield Task(
            "training.visits",
            f"{len(few)} 名学员到校不足 {least} 次",
            people_words(facts, few),
            len(few),
            due(facts, "培养周期"),
        )


def initials_missing(facts: Facts) -> Iterator[Task]:
    """Trainees without 初期评价, once its months have come and until 中期评价 is done (附件1 六（一）, 附件2 七（一）)."""
    open_for = _open(facts, "midterm")
    lacking = [uid for uid in facts.in_training if facts.groups_of[uid][0] in open_for and uid not in facts.initials]
    if lacking and begins(facts, "初期评价"):
        yield Task(
            "initial.missing",
            f"{len(lacking)} 名学员没有初期评价",
            people_words(facts, lacking),
            len(lacking),
            due(facts, "初期评价", *open_for),
        )


def problems_open(facts: Facts) -> Iterator[Task]:
    """Problems of a supervision that nobody has put right (附件2 二（二）)."""
    if facts.problems:
        days = [day for day in facts.problems if day is not None]
        yield Task("supervision.open", f"{len(facts.problems)} 个督导问题还没有整改", "", len(facts.problems), min(days, default=None))


def midterms_missing(facts: Facts) -> Iterator[Task]:
    """Trainees without 中期评价, once its months have come (附件1 六（二）, 附件2 七（二）)."""
    open_for = _open(facts, "midterm")
    people = [uid for uid in facts.trainees if facts.groups_of[uid][0] in open_for]
    lacking = [uid for uid in people if uid not in facts.midterms]
    if lacking and begins(facts, "中期评价"):
        yield Task(
            "midterm.missing",
            f"{len(lacking)} 名学员没有中期评价",
            people_words(facts, lacking),
            len(lacking),
            due(facts, "中期评价", *open_for),
        )
    elif people and not lacking:
        yield Task(
            "step.midterm",
            "中期评价已齐，可以确认",
            f"{len(people)} 名学员",
            len(people),
            due(facts, "中期评价", *open_for),
        )


def annual_missing(facts: Facts) -> Iterator[Task]:
    """Trainees without 年度材料, once the year's evaluation has begun (附件1 六（三）, 附件2 七（三）)."""
    people = [uid for uid in facts.in_training if facts.groups_of[uid][0] in _open(facts, "final")]
    lacking = [uid for uid in people if uid not in facts.annual]
    if lacking and begins(facts, _ANNUAL):
        yield Task(
            "annual.missing",
            f"{len(lacking)} 名学员没有年度材料",
            people_words(facts, lacking),
            len(lacking),
            due(facts, _ANNUAL),
        )


def year_steps(facts: Facts) -> Iterator[Task]:
    """盟市推荐, then 终评, as soon as the material is in."""
    people = facts.in_training
    if not people or any(uid not in facts.annual for uid in people):
        return
    if not facts.done("recommend") and programmes_with(facts, "recommend"):
        count = sum(facts.groups_of[uid][0] in programmes_with(facts, "recommend") for uid in people)
        yield Task("step.recommend", "年度材料已齐，可以登记盟市推荐", f"{count} 名学员", count, due(facts, _ANNUAL))
    elif not facts.done("final"):
        yield Task("step.final", "可以终评", f"{len(people)} 名学员", len(people), due(facts, _ANNUAL))


def certificates_missing(facts: Facts) -> Iterator[Task]:
    """Graded 优秀 or 合格 in a programme that certifies, without a certificate (附件2 七（三）)."""
    certifying = programmes_with(facts, "certify")
    waiting = [
        uid
        for uid in facts.in_training
        if facts.groups_of[uid][0] in certifying
        and uid not in facts.certified
        and may_get_certificate(facts.grades.get(uid, ""), programme_certifies=True)
    ]
    if waiting:
        day = (
            facts.decisions.day("certificate.issue_date")
            if facts.decisions.get("certificate.issue_date")
            else due(facts, _ANNUAL)
        )
        yield Task(
            "certificates.missing",
            f"{len(waiting)} 名学员的证书还没有颁发",
            people_words(facts, waiting),
            len(waiting),
            day,
        )


def alumni_to_move(facts: Facts) -> Iterator[Task]:
    """Trainees with a final result, in programmes whose 终评 is done, whom nobody follows yet (附件1 七, 附件2 八)."""
    found = [uid for uid in facts.to_follow if facts.done("final", facts.groups_of[uid][0])]
    if found:
        yield Task("alumni.move", f"{len(found)} 名学员已有终评结果，还没有转入跟踪", people_words(facts, found), len(found))


def _open(facts: Facts, step: str) -> list[str]:
    """Programmes in training whose step is still to be done."""
    return [
        s.programme
        for s in facts.programmes
        if facts.done("open-training", s.programme) and not facts.done(step, s.programme)
    ]


RULES: tuple[Callable[[Facts], Iterator[Task]], ...] = (
    behind,
    initials_missing,
    midterms_missing,
    annual_missing,
    year_steps,
    certificates_missing,
    problems_open,
    alumni_to_move,
)
