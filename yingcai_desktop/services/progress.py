"""Which steps of the year are done: by programme, and by city where seats are counted by city."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Application, StepResult
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.scope import Scope

Part = tuple[str, str]
"""Programme and city (blank where seats are not counted by city): what goes through the steps of its own."""

OUT = (ApplicationState.WITHDRAWN, ApplicationState.REJECTED)
"""Who is in one of these states goes through no further step."""


def parts(schemes: Schemes, scope: Scope) -> list[Part]:
    """The parts of a scope; a city has those of the programmes that count seats by city."""
    found = dict.fromkeys((programme, city) for programme, city, _ in schemes.groups())
    return [part for part in found if scope.covers(*part)]


def programmes_of(schemes: Schemes, scope: Scope) -> list[str]:
    """Programmes a scope speaks of; a city speaks of those that count seats by city."""
    return list(dict.fromkeys(programme for programme, _ in parts(schemes, scope)))


def peopled(session: Session, schemes: Schemes, scope: Scope) -> list[Part]:
    """The parts of a scope with somebody still in the running: a part with nobody in it has no step to wait for. All of them while nobody has applied."""
    rows = session.execute(select(Application.programme, Application.city).where(Application.state.not_in(OUT)).distinct())
    return with_people(schemes, parts(schemes, scope), [(programme, city) for programme, city in rows])


def with_people(schemes: Schemes, wanted: list[Part], people: Iterable[Part]) -> list[Part]:
    """Of these parts those in which somebody is, by the programme and city of each; all of them if nobody is in any."""
    found = {(programme, schemes.group_city(programme, city)) for programme, city in people}
    return [part for part in wanted if part in found] or wanted


def is_done(session: Session, step: str, programme: str = "", city: str = "") -> bool:
    """Whether a step has been completed anywhere in a programme or city; blank: in any."""
    return any(programme in ("", p) and ("" in (city, c) or c == city) for p, c in _recorded(session, step))


def lacking(session: Session, step: str, wanted: Iterable[Part]) -> list[Part]:
    """Of these parts, those that have not done the step."""
    recorded = _recorded(session, step)
    return [(p, c) for p, c in wanted if not {(p, c), (p, "")} & recorded]


def having(session: Session, step: str, wanted: Iterable[Part]) -> list[Part]:
    """Of these parts, those that have done the step."""
    wanted = list(wanted)
    without = lacking(session, step, wanted)
    return [part for part in wanted if part not in without]


def _recorded(session: Session, step: str) -> set[Part]:
    rows = session.execute(select(StepResult.programme, StepResult.city).where(StepResult.step == step))
    return {(programme, city) for programme, city in rows}


def record(
    desk: Desk, change: Change, step: str, scope: Scope, counts: Mapping[str, int], only: Collection[Part] | None = None
) -> None:
    """Remember that a step is done: when, by whom, with whom, and what it counted; by city where one city did it.

    `only`: the parts of the scope that did it, where not all of them did.
    """
    rows = change.session.scalars(select(StepResult).where(StepResult.step == step))
    known = {(r.programme, r.city): r.uid for r in rows}
    fields = {
        "done_at": desk.clock().isoformat(timespec="seconds"),
        "actor": desk.actor,
        "witness": desk.witness,
        "counts": dict(counts),
    }
    done = [part for p in programmes_of(desk.schemes, scope) for part in _whole(desk.schemes, Scope(p, scope.city), only)]
    change.update(StepResult, [{"uid": known[part], **fields} for part in done if part in known])
    change.insert(
        StepResult, [{"step": step, "programme": p, "city": c, **fields} for p, c in done if (p, c) not in known]
    )


def _whole(schemes: Schemes, scope: Scope, only: Collection[Part] | None) -> list[Part]:
    """One programme as a whole, or the parts of it that did the step."""
    own = parts(schemes, scope)
    if only is None or set(own) <= set(only):
        return [(scope.programme, scope.city)]
    return [part for part in own if part in only]
