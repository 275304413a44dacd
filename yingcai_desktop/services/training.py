"""培养: opening the year, and how each trainee stands (附件1 五, 附件2 五)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Trainee, Visit
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.rules.training import Activity, Compliance, TrainingRule
from yingcai_desktop.rules.training import compliance as standing
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, progress
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.outcome import Outcome
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.review import first_state
from yingcai_desktop.services.scope import EVERYTHING, Scope


def ready(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> list[Part]:
    """The parts of a scope in which admitted people wait for the training to begin."""
    people = {_part(schemes, a) for a in admitted(session, schemes, scope) if a.status == "admitted"}
    found = [part for part in progress.parts(schemes, scope) if part in people]
    return progress.lacking(session, "open-training", found)


def _part(schemes: Schemes, row: Admitted) -> Part:
    return row.person.programme, schemes.group_city(row.person.programme, row.person.city)


def open_training(desk: Desk, scope: Scope = EVERYTHING, only: Collection[Part] | None = None) -> Outcome:
    """All admitted become trainees; from now on the selection rests (附件1 八（五）, 附件2 六（七）).

    `only`: the parts of the scope that begin; without it all in which anybody is. A part that nobody is in does not begin, so that those who come
    later can still be selected there.
    """
    with desk.read() as session:
        decisions = deciding.stored(session)
        only = progress.peopled(session, desk.schemes, scope) if only is None else only
        rows = [a for a in admitted(session, desk.schemes, scope) if a.status == "admitted" and _part(desk.schemes, a) in only]
    if gone := [a for a in rows if a.person.state in (ApplicationState.WITHDRAWN, ApplicationState.REJECTED)]:
        names = "、".join(a.person.name for a in gone[:5])
        raise NotAllowed(f"还不能开始培养：{len(gone)} 名录取学生的报名已撤回或不通过（{names}）。请先重新办理录取或递补；什么都没有改动。")
    if unplaced := [a for a in rows if not a.mentor_uid]:
        names = "、".join(a.person.name for a in unplaced[:5])
        raise NotAllowed(f"还不能开始培养：{len(unplaced)} 名录取学生没有导师（{names}）。请先在“师生匹配”安排；什么都没有改动。")
    days = {p: decisions.day(f"admission.{p}") for p in sorted({a.person.programme for a in rows})}
    with desk.change("training.open") as change:
        change.insert(
            Trainee,
            [
                {
                    "application_uid": a.person.uid,
                    "mentor_uid": a.mentor_uid,
                    "state": first_state("trainee", "open"),
                    "admitted_on": days[a.person.programme],
                }
                for a in rows
            ],
        )
        counts = {"trainees": len(rows)}
        progress.record(desk, change, "open-training", scope, counts, only)
    return Outcome("open-training", counts)


def compliance(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> list[tuple[Admitted, Compliance]]:
    """Every admitted person with visits, monthly meetings and short months."""
    rows = admitted(session, schemes, scope)
    if not rows:
        return []
    return list(zip(rows, standings(deciding.stored(session), schemes, rows, activities(session)), strict=True))


def standings(
    decisions: Decisions, schemes: Schemes, rows: Sequence[Admitted], logs: Mapping[str, Sequence[Activity]]
) -> list[Compliance]:
    """How each of these people stands, by the one rule: lists, screens and grades all come here."""
    programmes = {a.person.programme for a in rows}
    rules = {p: (rule_of(decisions, schemes, p), decisions.day(f"admission.{p}")) for p in programmes}
    return [standing(logs.get(a.person.uid, ()), *rules[a.person.programme], a.exited_on) for a in rows]


def activities(session: Session) -> dict[str, list[Activity]]:
    """Application → its growth log."""
    logs: dict[str, list[Activity]] = defaultdict(list)
    columns = (Visit.application_uid, Visit.day, Visit.mode, Visit.face_to_face, Visit.review)
    for uid, day, mode, face_to_face, review in session.execute(select(*columns)):
        logs[uid].append(Activity(day, mode, face_to_face, review))
    return logs


def rule_of(decisions: Decisions, schemes: Schemes, programme: str) -> TrainingRule:
    """The signed minima; months are counted where the notice asks for monthly meetings (附件2 五（三）1)."""
    by_month = schemes[programme].training.monthly_face_to_face > 0
    return TrainingRule(
        schemes.season,
        decisions.whole("training.min_visits"),
        decisions.whole("training.monthly_face_to_face") if by_month else 0,
        by_month,
        frozenset(decisions.words("training.exempt_months")) if by_month else frozenset(),
    )
