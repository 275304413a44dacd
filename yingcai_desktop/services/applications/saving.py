"""Saving the form: a new application, or a correction of one that is there. A correction that weighs sends it back to be reviewed."""

from collections.abc import Mapping
from typing import Any

from db.base import new_uid
from db.gate import Change
from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Problem, Stale
from yingcai_desktop.rules.workflow import NoSuchMove, transition
from yingcai_desktop.services import deeds, drafts, review
from yingcai_desktop.services.applications.checks import Check, blocking, check
from yingcai_desktop.services.applications.fields import born, derived, label_of, labels_of, normalised, texts_of, typed
from yingcai_desktop.services.applications.known import known_about
from yingcai_desktop.services.applications.register import FORM
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.landing import LANDINGS

WEIGHTY = LANDINGS["报名"].weighty | {"programme", "school_uid"}
"""Fields a reviewed application is reviewed again for; the same as in a corrected workbook."""


_GONE = "这条报名已经不在登记簿里，没有保存。请刷新后核对。"


def fresh() -> str:
    """The uid a new form is kept under, and stored under once it is sound."""
    return new_uid()


def prepared(values: Mapping[str, str], season: int) -> dict[str, str]:
    """The texts of a form as they would be stored."""
    tidy = normalised(values)
    return tidy | derived(tidy, season)


def create(desk: Desk, values: Mapping[str, str], uid: str = "") -> Deed[str]:
    """A new application, in state 草稿; the result is its uid. `uid` is the one its draft was kept under. Raises `Invalid` while a field is bad."""
    uid = uid or new_uid()
    texts = _sound(desk, values, uid)

    def act() -> str:
        with desk.change("application.create") as change:
            change.add(Application(uid=uid, **typed(texts), state=review.first_state("application", "create")))
            drafts.forget(change, FORM, uid)
        return uid

    return deeds.done(desk, "新建报名", act, said=f"已新建报名：{texts['name']}。", about=texts["name"])


def edit(desk: Desk, uid: str, revision: int, values: Mapping[str, str]) -> Deed[str] | None:
    """Store a correction; None when nothing differs. The draft is given up with it.

    Raises `Invalid` while a field is bad, `Stale` if the application has moved on since `revision`.
    """
    texts = _sound(desk, values, uid)
    wanted = typed(texts)
    with desk.read() as session:
        held = session.get(Application, uid)
        differing = [f for f in wanted if held is not None and getattr(held, f) != wanted[f]]
        same = held is not None and not differing
        before = held.state if held else ""
        again = held is not None and bool(WEIGHTY & set(differing)) and _amends(held)
    if same:
        drafts.drop(desk, FORM, uid)
        return None

    def act() -> str:
        with desk.change("application.edit", reason=labels_of(differing)) as change:
            record = change.get(Application, uid, revision)
            if record is None:
                raise Stale(_GONE)
            _store(change, record, {f: wanted[f] for f in differing})
            drafts.forget(change, FORM, uid)
        return uid

    state = review.corrected_state("application", before) if again else None
    name = texts["name"]
    return deeds.done(desk, f"更正 {labels_of(differing[:3])}", act, said=_said(name, differing, state), about=name)


def stored(desk: Desk, uid: str) -> tuple[dict[str, str], int]:
    """The form of a stored application and its revision. Raises `Stale` if it is gone."""
    with desk.read() as session:
        record = session.get(Application, uid)
        if record is None:
            raise Stale(_GONE)
        return texts_of(record), record.revision


def _store(change: Change, record: Application, wanted: Mapping[str, Any]) -> None:
    if WEIGHTY & wanted.keys() and _amends(record):
        review.move(change, record, "amend", result="", reasons=[])
    for field, value in wanted.items():
        setattr(record, field, value)


def _amends(record: Application) -> bool:
    try:
        transition("application", record.state, "amend", record.programme)
    except NoSuchMove:
        return False
    return True


def _said(name: str, differing: list[str], state: str | None) -> str:
    said = f"已更正 {name} 的{labels_of(differing[:3])}{'等' if len(differing) > 3 else ''}。"
    if state:
        said += f"改动影响资格，状态回到“{review.state_label('application', state)}”，请重新审核。"
    return said


def _sound(desk: Desk, values: Mapping[str, str], uid: str) -> dict[str, str]:
    """Prepared texts without a bad field; raises `Invalid` naming each."""
    tidy = prepared(values, desk.store.season)
    with desk.read() as session:
        known = known_about(session, desk.schemes, tidy, born(tidy))
    wrong = blocking(check(tidy, known, uid))
    if wrong:
        raise Invalid(_refused(wrong), [Problem(c.code, detail=c.field) for c in wrong])
    return tidy


def _refused(wrong: list[Check]) -> str:
    said = "；".join(f"{label_of(c.field)}：{c.text}" for c in wrong[:3])
    more = f"；还有 {len(wrong) - 3} 处" if len(wrong) > 3 else ""
    return f"还不能存入登记簿，内容已留作草稿。{said}{more}。请改正后再存。"
