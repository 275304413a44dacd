"""资格审查 of all applications (附件1 四（二）、八（二）; 附件2 六（二）)."""

from collections import Counter

from sqlalchemy import select

from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.eligibility import Standing, Thresholds, Verdict, review
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, progress
from yingcai_desktop.services.outcome import Outcome
from yingcai_desktop.services.review import move_many
from yingcai_desktop.services.scope import EVERYTHING, Scope

REVIEWABLE = (
    ApplicationState.RECOMMENDED,
    ApplicationState.CITY_PASSED,
    ApplicationState.APPROVED,
    ApplicationState.REJECTED,
)


def verdict_of(schemes: Schemes, application: Application, *, relaxation: bool) -> Verdict:
    """The verdict on one application as it stands; also what the form shows while it is typed."""
    rule = schemes[application.programme].eligibility
    standing = Standing(
        application.school_opinion == "推荐",
        application.cohort,
        application.subject_rank,
        application.overall_rank,
        application.pretraining,
        application.proof,
    )
    thresholds = Thresholds(rule.ranks_required, rule.subject_percent, rule.overall_percent)
    return review(standing, thresholds, relaxation=relaxation)


def review_applicants(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """Review everybody the schools have recommended; eligible and relaxed are approved, the others are not."""
    with desk.read() as session:
        relaxation = deciding.stored(session).flag("relaxation")
    with desk.change("application.review", reason="资格审查") as change:
        found = change.scalars(select(Application).where(Application.state.in_([s.value for s in REVIEWABLE])))
        rows = [a for a in found if scope.covers(a.programme, a.city)]
        verdicts = {a.uid: verdict_of(desk.schemes, a, relaxation=relaxation) for a in rows}
        facts = {uid: {"result": v.result, "reasons": list(v.reasons)} for uid, v in verdicts.items()}
        for verb, wanted in (("approve", ApplicationState.APPROVED), ("reject", ApplicationState.REJECTED)):
            chosen = [a for a in rows if (verdicts[a.uid].result == "ineligible") == (verb == "reject")]
            move_many(change, verb, [a for a in chosen if a.state != wanted], facts)
            change.update(Application, [{"uid": a.uid, **facts[a.uid]} for a in chosen if a.state == wanted])
        by_result = Counter(v.result for v in verdicts.values())
        counts = {r: by_result[r] for r in ("eligible", "relaxed", "ineligible")}
        progress.record(desk, change, "review-applicants", scope, counts)
    return Outcome("review-applicants", counts)
