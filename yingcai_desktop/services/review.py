"""The only place that moves a record from one state to the next: it follows `rules/workflow.py` and nothing else."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from db.gate import Change
from db.models import Application, Certificate, Mentor, Trainee
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.ownership import role_of
from yingcai_desktop.rules.workflow import TABLES, Kind, NoSuchMove, Role, Transition, may_say, next_state, transition
from yingcai_desktop.services import separation

Stateful = Application | Mentor | Trainee | Certificate

_KINDS: dict[type[Any], Kind] = {
    Application: "application",
    Mentor: "mentor",
    Trainee: "trainee",
    Certificate: "certificate",
}

TITLES: Mapping[str, str] = {"application": "报名", "mentor": "导师", "trainee": "学员", "certificate": "证书"}


def first_state(kind: Kind, verb: str) -> str:
    """The state of a record being made by `verb` (load, create, open, issue)."""
    return next_state(kind, None, verb).value


def corrected_state(kind: Kind, state: str) -> str | None:
    """Where a correction that weighs sends a record that was reviewed already; None where it stays."""
    try:
        return next_state(kind, state, "amend").value
    except NoSuchMove:
        return None


def move(change: Change, record: Stateful, verb: str, **facts: Any) -> None:
    """Move one record and set the facts that go with it.

    Raises `NotAllowed` when the verb does not apply in that state, or a reason or second person is asked for and missing.
    """
    row = _row(_KINDS[type(record)], record.state, verb, _programme(record))
    _check_office(change, row, record)
    _check_people(change, row)
    _check_another(change, row, [record.uid])
    record.state = row.target.value
    for name, value in facts.items():
        setattr(record, name, value)


def move_many(change: Change, verb: str, records: Iterable[Stateful], facts: Mapping[str, Mapping[str, Any]]) -> None:
    """Move many records of one kind, bulk; `facts` by uid. All or nothing."""
    rows: list[dict[str, Any]] = []
    model: type[Any] | None = None
    for record in records:
        model = type(record)
        row = _row(_KINDS[model], record.state, verb, _programme(record))
        _check_office(change, row, record)
        if not rows:
            _check_people(change, row)
        rows.append({"uid": record.uid, "state": row.target.value, **facts.get(record.uid, {})})
    if model is not None:
        _check_another(change, row, [one["uid"] for one in rows])
        change.update(model, rows)


def _row(kind: Kind, state: str, verb: str, programme: str) -> Transition:
    try:
        return transition(kind, state, verb, programme)
    except NoSuchMove as error:
        label = next((t.label for t in TABLES[kind] if t.verb == verb), verb)
        raise NotAllowed(
            f"这条{TITLES[kind]}现在是“{state_label(kind, state)}”，不能办理“{label}”。没有改动；请刷新后看可办理的操作。"
        ) from error


def _check_another(change: Change, row: Transition, uids: list[str]) -> None:
    """Who entered a record does not pass it, whatever way leads here (domain §3.16)."""
    if row.verb in separation.REVIEWING:
        separation.require_another(change.session, change.session.stamp.actor, uids, row.label)


def _check_office(change: Change, row: Transition, record: Stateful) -> None:
    """A city does not say what the region says, nor the region what a city says of a record the city keeps (reliability §3.5)."""
    office, owner = change.session.office, record.office or change.session.office
    if not may_say(row, role_of(office), own=office == owner):
        by = "自治区管理办公室" if row.role is Role.REGION else "登记这条记录的盟市"
        raise NotAllowed(
            f"“{row.label}”由{by}办理（{row.clause}），本单位不能办理。没有改动；请由该单位办理，再用数据包报送。"
        )


def _check_people(change: Change, row: Transition) -> None:
    stamp = change.session.stamp
    if row.needs_reason and not stamp.reason.strip():
        raise NotAllowed(f"办理“{row.label}”要写明理由（{row.clause}）。请填写理由后再办。")
    if row.needs_witness and (not stamp.witness or stamp.witness == stamp.actor):
        raise NotAllowed(f"办理“{row.label}”须由两人办理（{row.clause}）。请另一人在场见证后再办。")


def _programme(record: Stateful) -> str:
    return getattr(record, "programme", "")


@cache
def state_label(kind: str, state: str) -> str:
    """A state as a clerk reads it."""
    for row in TABLES[kind]:
        for known in (row.target, *row.sources):
            if known.value == state:
                return known.label
    return state
