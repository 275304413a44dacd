"""`advance`: the steps of the year, in order, under their names."""

from collections.abc import Callable

from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.rules.ownership import is_region
from yingcai_desktop.rules.steps import REGION_STEPS
from yingcai_desktop.services import (
    certificates,
    evaluation,
    exams,
    mentors,
    progress,
    review_applicants,
    selection,
    training,
)
from yingcai_desktop.services.outcome import Outcome
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.vocabulary import STEPS, TWO_PERSON_STEPS

_RUN: dict[str, Callable[[Desk, Scope], Outcome]] = {
    "review-mentors": mentors.review_mentors,
    "appoint": mentors.appoint,
    "review-applicants": review_applicants.review_applicants,
    "shortlist": exams.shortlist,
    "admit": selection.admit,
    "open-training": training.open_training,
    "midterm": evaluation.midterm,
    "recommend": evaluation.recommend,
    "final": evaluation.final,
    "certify": certificates.certify,
}

_NEEDS = {
    "appoint": "review-mentors",
    "shortlist": "review-applicants",
    "admit": "shortlist",
    "open-training": "admit",
    "midterm": "open-training",
    "recommend": "open-training",
    "final": "recommend",
    "certify": "final",
}
"""Step → the step that must be done before it."""

_CLOSED_BY = dict.fromkeys(("review-applicants", "shortlist", "admit", "open-training"), "open-training")
"""Step → the step after which it cannot be repeated: an open training rests on it."""


def advance(desk: Desk, step: str, scope: Scope = EVERYTHING) -> Outcome:
    """Do one step for the part of the season in scope.

    A city's store has its own part and only the steps that are a city's. Raises `NotAllowed` (`step.order`, `step.office`,
    `step.other-city`, or the step's own reasons, witness missing) and `Undecided`; then nothing has changed.
    """
    scope = _own(desk, step, scope)
    if step in TWO_PERSON_STEPS:
        desk.require_witness(STEPS[step])
    _check_order(desk, step, scope)
    return _RUN[step](desk, scope)


def _own(desk: Desk, step: str, scope: Scope) -> Scope:
    """The part a step is done for: a city means those programmes that count seats by city, and at a city's desk its own (附件2 六)."""
    office, region = desk.store.office, desk.schemes.common.region
    by_city = next(s.programme for s in desk.schemes.programmes.values() if s.by_city)
    if is_region(office):
        return Scope(by_city, scope.city) if scope.city and not scope.programme else scope
    if step in REGION_STEPS:
        raise NotAllowed(
            f"“{STEPS[step]}”由{region.office}办理（{REGION_STEPS[step]}），盟市的数据文件不能办理，没有改动。"
            "请把材料报送自治区，等自治区下发结果。",
            [Problem("step.office")],
        )
    if not Scope(by_city, office).covers(scope.programme or by_city, scope.city or office):
        raise NotAllowed(
            f"盟市的数据文件只办理本盟市的{desk.schemes[by_city].short}，不能为其他盟市或项目办理“{STEPS[step]}”。没有改动；请核对项目和盟市。",
            [Problem("step.other-city")],
        )
    return Scope(by_city, office)


def begin_training(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """“开始培养” where people wait for it, each programme and city by itself: one whose selection goes on holds up no other. Raises as `advance`."""
    scope = _own(desk, "open-training", scope)
    with desk.read() as session:
        parts = training.ready(session, desk.schemes, scope)
    if not parts:
        return advance(desk, "open-training", scope)
    _check_order(desk, "open-training", scope, parts)
    return training.open_training(desk, scope, parts)


def _check_order(desk: Desk, step: str, scope: Scope, only: list[progress.Part] | None = None) -> None:
    """A part with nobody in it has no step to wait for; the steps of the mentors come before there is anybody."""
    before, closed_by = _NEEDS.get(step), _CLOSED_BY.get(step)
    with desk.read() as session:
        wanted = _parts(desk, step, scope) if only is None else only
        if step != "appoint":
            here = progress.peopled(session, desk.schemes, scope)
            wanted = [part for part in wanted if part in here] or wanted
        lacking = progress.lacking(session, before, wanted) if before else []
        closed = progress.having(session, closed_by, wanted) if closed_by else []
    if before and lacking:
        where = _where(desk, lacking, wanted)
        raise NotAllowed(
            f"还不能办理“{STEPS[step]}”：请先完成{where}“{STEPS[before]}”。什么都没有改动。", [Problem("step.order")]
        )
    if closed_by and closed:
        where = _where(desk, closed, wanted)
        raise NotAllowed(
            f"{where}“{STEPS[closed_by]}”已经办理，不能再办“{STEPS[step]}”。什么都没有改动；确需更正的，请走更正程序。",
            [Problem("step.order")],
        )


def _parts(desk: Desk, step: str, scope: Scope) -> list[progress.Part]:
    """What a step asks for, part by part. The programme without 盟市推荐 and certificates has no such step (附件2 七（三）)."""
    found = progress.parts(desk.schemes, scope)
    if scope.programme or step not in ("recommend", "final", "certify"):
        return found
    return [(programme, city) for programme, city in found if desk.schemes[programme].final.needs_recommendation]


def _where(desk: Desk, parts: list[progress.Part], wanted: list[progress.Part]) -> str:
    """The parts that differ from the rest, in words; blank when all of them do."""
    return "" if parts == wanted else f"{'、'.join(desk.schemes.group_name(*part, '') for part in parts)}的"


def sentences(desk: Desk, outcome: Outcome) -> list[str]:
    """The problems of a completed step, one Chinese sentence each."""
    return [codes.sentence_of(problem, desk.schemes) for problem in outcome.problems]
