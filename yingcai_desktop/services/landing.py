"""From accepted rows to stored records: one landing per table of a workbook, new, changed or the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from db.base import Record
from db.gate import Change
from db.models import (
    AlumniRecord,
    AnnualMaterial,
    Application,
    CoMentor,
    ExpertScore,
    InitialEvaluation,
    InterviewScore,
    Mentor,
    MidtermEvaluation,
    ReadingItem,
    TeamMember,
    TestScore,
    TrainingPlan,
    Visit,
)
from yingcai_desktop.rules.workflow import Kind
from yingcai_desktop.services.review import corrected_state, first_state
from yingcai_desktop.sheets.check import Row
from yingcai_desktop.sheets.known import Known, KnownMentor, KnownPerson

Values = dict[str, Any]


@dataclass(frozen=True)
class Landing:
    """How rows of one table are stored.

    `key`: the fields that make a record the same one. `values`: a row's fields as stored. `state`: the kind and verb of records that
    have a state; a change to one of `weighty` sends a reviewed record back to be reviewed again. `remember`: what later
    files of the same command must know. `fills`: a blank cell, or a column that is not there, leaves what is stored as it is.
    """

    model: type[Record]
    key: tuple[str, ...]
    values: Callable[[Row, Known], Values] = lambda row, known: dict(row.values)
    state: tuple[Kind, str] | None = None
    weighty: frozenset[str] = frozenset()
    remember: Callable[[Iterable[tuple[Values, str]], Known], None] = lambda stored, known: None
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records a table made."""

    new: int
    changed: int
    same: int


def land(change: Change, landing: Landing, rows: Sequence[Row], known: Known) -> Tally:
    """Store accepted rows; a row whose record is stored with equal content changes nothing."""
    if not rows:
        return Tally(0, 0, 0)
    wanted = [landing.values(row, known) for row in rows]
    held = _held(change, landing, wanted[0])
    fresh: list[Values] = []
    altered: list[Values] = []
    kept: list[tuple[Values, str]] = []
    for values in wanted:
        before = held.get(tuple(values[k] for k in landing.key))
        if before is None:
            fresh.append(values)
        elif differing := {k for k, v in values.items() if before[k] != v and not (landing.fills and v in ("", None))}:
            altered.append({"uid": before["uid"], **{k: values[k] for k in differing}, **_reviewed_again(landing, before, differing)})
            kept.append((values, before["uid"]))
    if landing.state:
        start = first_state(*landing.state)
        fresh = [{**values, "state": start} for values in fresh]
    uids = change.insert(landing.model, fresh)
    change.update(landing.model, altered)
    landing.remember([*kept, *zip(fresh, uids, strict=True)], known)
    return Tally(len(fresh), len(altered), len(wanted) - len(fresh) - len(altered))


def _held(change: Change, landing: Landing, example: Values) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """Stored records by key, with the fields a row has."""
    names = ["uid", *example, *(["state"] if landing.state else [])]
    rows = change.execute(select(*(getattr(landing.model, n) for n in names)))
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return {tuple(values[k] for k in landing.key): values for values in found}


def _reviewed_again(landing: Landing, before: Mapping[str, Any], differing: set[str]) -> Values:
    """The state a corrected record falls back to, and the old verdict gone; nothing where the correction does not weigh."""
    if landing.state is None or not differing & landing.weighty:
        return {}
    state = corrected_state(landing.state[0], before["state"])
    if state is None:
        return {}
    verdict = {"result": "", "reasons": []} if landing.model is Application else {"review_reasons": []}
    return {"state": state, **verdict}


def _application(row: Row, known: Known) -> Values:
    values = dict(row.values)
    values["returner"] = values.pop("returning", values.get("returner", False))
    return values


def _remember_applications(stored: Iterable[tuple[Values, str]], known: Known) -> None:
    for values, uid in stored:
        key = (values["programme"], values["id_number"])
        known.people[key] = KnownPerson(uid, values["name"], values["school_uid"], values["city"], values["subject"])


def _remember_mentors(stored: Iterable[tuple[Values, str]], known: Known) -> None:
    for values, uid in stored:
        key = (values["programme"], values["university"], values["subject"], values["name"])
        known.mentors.setdefault(key, KnownMentor(uid, appointed=False))


def _member(row: Row, known: Known) -> Values:
    values = dict(row.values)
    return {"mentor_uid": known.mentors[values.pop("mentor")].uid, **values}


def _remember_panels(stored: Iterable[tuple[Values, str]], known: Known) -> None:
    """A candidate's panel is settled by the first row."""
    panels = {values["application_uid"]: values["panel_uid"] for values, _ in stored}
    for key, person in known.people.items():
        if person.uid in panels and not person.panel_uid:
            known.people[key] = replace(person, panel_uid=panels[person.uid])


LANDINGS: Mapping[str, Landing] = {
    "导师": Landing(
        Mentor,
        ("programme", "university", "subject", "name"),
        state=("mentor", "recommend"),
        weighty=frozenset({"degree", "title", "honours", "university_opinion", "city_opinion"}),
        remember=_remember_mentors,
    ),
    "团队成员": Landing(TeamMember, ("mentor_uid", "name"), _member),
    "报名": Landing(
        Application,
        ("programme", "id_number"),
        _application,
        state=("application", "load"),
        weighty=frozenset({"school_opinion", "cohort", "subject_rank", "overall_rank", "pretraining", "proof", "subject", "city"}),
        remember=_remember_applications,
    ),
    "测试成绩": Landing(TestScore, ("application_uid",)),
    "面试评分": Landing(InterviewScore, ("application_uid", "judge"), remember=_remember_panels),
    "成长日志": Landing(Visit, ("application_uid", "day", "start_time")),
    "培养计划": Landing(TrainingPlan, ("application_uid",), fills=True),
    "阅读书目": Landing(ReadingItem, ("application_uid", "title"), fills=True),
    "合作导师": Landing(CoMentor, ("application_uid", "name", "university"), fills=True),
    "初期评价": Landing(InitialEvaluation, ("application_uid",)),
    "中期评价": Landing(MidtermEvaluation, ("application_uid",)),
    "年度材料": Landing(AnnualMaterial, ("application_uid",)),
    "专家评分": Landing(ExpertScore, ("application_uid", "expert")),
    "往届学员": Landing(AlumniRecord, ("id_number", "season", "updated_on")),
}
"""Table of FORMAT §3 → its landing."""
