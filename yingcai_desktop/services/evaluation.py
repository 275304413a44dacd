"""考核评价: midterm, the cities' recommendation and the final (附件1 六, 附件2 七)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import AnnualMaterial, Assessment, ExpertScore, MidtermEvaluation, Trainee
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules import evidence
from yingcai_desktop.rules.grading import (
    EXCELLENT,
    NOT_ASSESSED,
    QUALIFIED,
    UNDECIDED,
    UNQUALIFIED,
    GradingRule,
    Year,
    exits_at_midterm,
    final_grades,
    is_recommended,
)
from yingcai_desktop.rules.grading import Assessment as Grade
from yingcai_desktop.rules.marks import total
from yingcai_desktop.rules.training import Activity, visit_days
from yingcai_desktop.services import deciding, progress
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.outcome import Outcome, problems_by_group
from yingcai_desktop.services.people import Group, group_of
from yingcai_desktop.services.review import move_many
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.training import activities

TITLES = {"midterm": "中期评价", "annual": "年度材料"}


def midterm(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """中期评价: in the pilot 不合格 ends the training (附件2 七（二）); nationally it is recorded only (附件1 六（二）).

    Raises `NotAllowed` (`evaluation.missing`) while a trainee has no 中期评价.
    """
    plan = midterm_plan(desk, scope)
    _refuse_missing(desk, "midterm", list(plan.missing))
    exits = {a.person.uid: reason for a, reason in plan.exits}
    with desk.read() as session:
        day = deciding.stored(session).day("midterm.date")
    counts = {"trainees": plan.trainees, "exited": len(exits) + plan.gone}
    with desk.change("evaluation.midterm", reason="中期评价不合格者退出培养（附件2 七（二））") as change:
        leaving = [t for t in change.scalars(select(Trainee)) if t.application_uid in exits]
        facts = {t.uid: {"exited_on": day, "exit_reason": exits[t.application_uid]} for t in leaving}
        move_many(change, "exit-midterm", leaving, facts)
        progress.record(desk, change, "midterm", scope, counts)
    return Outcome("midterm", counts)


@dataclass(frozen=True, slots=True)
class MidtermPlan:
    """What 中期评价 would do now: how many it concerns, who still lacks an evaluation, who would leave and why, how many have left."""

    trainees: int
    missing: tuple[Admitted, ...]
    exits: tuple[tuple[Admitted, str], ...]
    gone: int


def midterm_plan(desk: Desk, scope: Scope = EVERYTHING) -> MidtermPlan:
    """Look before it is done; the step does exactly this (附件2 七（二）：不合格者退出培养)."""
    with desk.read() as session:
        rows = [a for a in admitted(session, desk.schemes, scope) if a.status in ("training", "exited")]
        known = {e.application_uid: (e.conclusion, e.exit_reason) for e in session.scalars(select(MidtermEvaluation))}
    exits = tuple(
        (a, known[a.person.uid][1])
        for a in rows
        if a.status == "training"
        and a.person.uid in known
        and exits_at_midterm(
            known[a.person.uid][0], programme_exits=desk.schemes[a.person.programme].midterm.exits
        )
    )
    missing = tuple(a for a in rows if a.person.uid not in known)
    return MidtermPlan(len(rows), missing, exits, sum(a.status == "exited" for a in rows))


def recommend(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """盟市推荐 (附件2 七（三）：择优推荐). Every trainee in training, of both programmes, must have 年度材料.

    Raises `NotAllowed` (`evaluation.missing`).
    """
    with desk.read() as session:
        rows = [a for a in admitted(session, desk.schemes, scope) if a.status == "training"]
        materials = _materials(session)
    _refuse_missing(desk, "annual", [a for a in rows if a.person.uid not in materials])
    verdicts = {a.person.uid: _recommended(desk, a, materials) for a in rows}
    judged = [a for a in rows if desk.schemes[a.person.programme].final.needs_recommendation]
    yes = sum(verdicts[a.person.uid] for a in judged)
    counts = {"recommended": yes, "not_recommended": len(judged) - yes}
    with desk.change("evaluation.recommend") as change:
        _store(change, {uid: {"recommended": verdict} for uid, verdict in verdicts.items()})
        progress.record(desk, change, "recommend", scope, counts)
    return Outcome("recommend", counts)


def _recommended(desk: Desk, row: Admitted, materials: Mapping[str, AnnualMaterial]) -> bool:
    needed = desk.schemes[row.person.programme].final.needs_recommendation
    return is_recommended(materials[row.person.uid].city_recommended, needs_recommendation=needed)


def final(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """终评: recommended pilot trainees and every national trainee (附件1 六（三）, 附件2 七（三）).

    Ranks go over the whole programme, so a city alone cannot be graded. Raises `NotAllowed`, `Undecided`.
    """
    require_region(desk, "终评")
    if scope.city:
        raise NotAllowed("终评名次按全区排列，不能只评一个盟市。请去掉 --city 后重做。")
    with desk.read() as session:
        rows = [a for a in admitted(session, desk.schemes, scope) if a.status == "training"]
        known = _materials(session)
        kept = {a.application_uid: a.grade for a in session.scalars(select(Assessment)) if a.grade_reason}
        _refuse_missing(desk, "annual", [a for a in rows if a.person.uid not in known])
        found = suggestions(session, desk, scope)
    grades: dict[str, dict[str, Any]] = {
        uid: {
            "recommended": g.recommended,
            "score": "" if g.score is None else str(g.score),
            "experts": g.experts,
            "rank": g.rank,
            "suggested": g.grade,
            "grade": kept.get(uid, g.grade),
            "reasons": list(g.reasons),
        }
        for uid, g in found.items()
    }
    counts = _counts(grades)
    with desk.change("evaluation.final") as change:
        _store(change, grades)
        progress.record(desk, change, "final", scope, counts)
    return Outcome("final", counts)


def suggestions(session: Session, desk: Desk, scope: Scope = EVERYTHING) -> dict[str, Grade]:
    """Application → the grade the signed rules give now, of those in training with 年度材料. Raises `Undecided`; writes nothing."""
    return suggested(session, admitted(session, desk.schemes, scope), activities(session))


def suggested(session: Session, everybody: Iterable[Admitted], logs: Mapping[str, list[Activity]]) -> dict[str, Grade]:
    """The same of people and growth logs that were read already. Shares of a programme count all of it: give whole programmes."""
    rows = [a for a in everybody if a.status == "training"]
    rule = grading_rule(deciding.stored(session))
    years = _years(session, rows, logs, rule.min_visits)
    found: dict[str, Grade] = {}
    for programme in dict.fromkeys(a.person.programme for a in rows):
        uids = {
            a.person.id_number: a.person.uid for a in rows if a.person.programme == programme and a.person.uid in years
        }
        found.update({uids[g.id_number]: g for g in final_grades([years[uid] for uid in uids.values()], rule)})
    return found


def require_region(desk: Desk, doing: str) -> None:
    """Refuse at a city's desk: marks and grades of the year are the region's (附件2 七（三）：自治区终评)."""
    region = desk.schemes.common.region
    if desk.store.office != region.code:
        raise NotAllowed(
            f"{doing}由{region.office}组织，盟市的数据文件不能办理，没有改动。请把推荐名单和材料报送自治区（附件2 七（三））。"
        )


def grading_rule(decisions: Decisions) -> GradingRule:
    """What the office signed for the year's evaluation."""
    return GradingRule(
        Fraction(decisions.number("annual.excellent")),
        Fraction(decisions.number("annual.qualified")),
        decisions.whole("annual.excellent_top_percent"),
        decisions.whole("annual.min_experts"),
        decisions.text("annual.visits"),  # type: ignore[arg-type]  # checked when it was decided
        decisions.whole("training.min_visits"),
        decisions.text("annual.not_recommended"),
    )


def _years(
    session: Session, rows: list[Admitted], logs: Mapping[str, list[Activity]], least_visits: int
) -> dict[str, Year]:
    """Application → the trainee's year; those without 年度材料 are left out. What was waived with a reason counts as handed in."""
    materials = _materials(session)
    recommended = dict(session.execute(select(Assessment.application_uid, Assessment.recommended)).all())
    totals: dict[str, list[Fraction]] = defaultdict(list)
    columns = (ExpertScore.application_uid, ExpertScore.marks)
    for uid, marks in session.execute(select(*columns).where(ExpertScore.status == "正常")):
        totals[uid].append(total(Decimal(v) for v in marks.values()))
    return {
        a.person.uid: Year(
            a.person.id_number,
            recommended.get(a.person.uid, False),
            m.project_report or evidence.PROJECT in m.waivers,
            m.training_report or evidence.TRAINING in m.waivers,
            m.mentor_grade,
            _visits(logs.get(a.person.uid, []), m, least_visits),
            tuple(totals[a.person.uid]),
        )
        for a in rows
        if (m := materials.get(a.person.uid))
    }


def _materials(session: Session) -> dict[str, AnnualMaterial]:
    """年度材料 by application. One without the mentor's grade is not handed in yet (附件2 七（三）：导师评价等材料)."""
    return {m.application_uid: m for m in session.scalars(select(AnnualMaterial)) if m.mentor_grade}


def _visits(log: list[Activity], material: AnnualMaterial, least: int) -> int:
    count = len(visit_days(log))
    return max(count, least) if evidence.LOGS in material.waivers else count


def _counts(grades: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    by_grade = Counter(g["grade"] for g in grades.values())
    words = {
        "excellent": EXCELLENT,
        "qualified": QUALIFIED,
        "unqualified": UNQUALIFIED,
        "not_assessed": NOT_ASSESSED,
        "undecided": UNDECIDED,
    }
    return {name: by_grade[grade] for name, grade in words.items()}


def _refuse_missing(desk: Desk, what: str, rows: list[Admitted]) -> None:
    missing: dict[Group, list[str]] = {}
    for a in rows:
        missing.setdefault(group_of(desk.schemes, a.person), []).append(a.person.id_number)
    ordered = {g: missing[g] for g in desk.schemes.groups() if g in missing}
    if ordered:
        raise NotAllowed(
            f"还不能办理：{len(rows)} 名学员没有{TITLES[what]}。请补齐评价表后重做；什么都没有改动。",
            problems_by_group("evaluation.missing", ordered),
        )


def _store(change: Change, values: Mapping[str, Mapping[str, Any]]) -> None:
    known = dict(change.execute(select(Assessment.application_uid, Assessment.uid)).all())
    change.update(Assessment, [{"uid": known[u], **v} for u, v in values.items() if u in known])
    change.insert(Assessment, [{"application_uid": u, **v} for u, v in values.items() if u not in known])
