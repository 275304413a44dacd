"""Saving a mentor with the team: new, or corrected. A correction that weighs sends a reviewed mentor back to be reviewed."""

from collections.abc import Mapping

from sqlalchemy import select

from db.base import new_uid
from db.gate import Change
from db.models import Mentor, TeamMember
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Problem, Stale
from yingcai_desktop.services import deciding, deeds, drafts, review
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.landing import LANDINGS
from yingcai_desktop.services.mentors import load
from yingcai_desktop.services.mentors.checks import Known, blocking, check
from yingcai_desktop.services.mentors.fields import (
    FIELDS,
    MEMBER_FIELDS,
    TEAM,
    label_of,
    labels_of,
    member_texts,
    normalised,
    packed,
    texts_of,
    typed,
    unpacked,
)
from yingcai_desktop.services.mentors.register import FORM

WEIGHTY = LANDINGS["导师"].weighty | {"programme", "university", "subject"}
_GONE = "这位导师已经不在导师库里，没有保存。请刷新后核对。"


def fresh() -> str:
    """The uid a new form is kept under."""
    return new_uid()


def stored(desk: Desk, uid: str) -> tuple[dict[str, str], int]:
    """The form of a stored mentor with the team, and its revision. Raises `Stale` if it is gone."""
    with desk.read() as session:
        mentor = session.get(Mentor, uid)
        if mentor is None:
            raise Stale(_GONE)
        team = session.scalars(select(TeamMember).where(TeamMember.mentor_uid == uid).order_by(TeamMember.name))
        return texts_of(mentor) | {TEAM: packed([member_texts(m) for m in team])}, mentor.revision


def create(desk: Desk, values: Mapping[str, str], uid: str = "") -> Deed[str]:
    """A new mentor, 高校已推荐; the result is its uid. Raises `Invalid` while a field is bad."""
    uid = uid or new_uid()
    texts = _sound(desk, values, uid)

    def act() -> str:
        with desk.change("mentor.recommend") as change:
            change.add(Mentor(uid=uid, **typed(texts), state=review.first_state("mentor", "recommend")))
            change.flush()
            _keep_team(change, uid, texts)
            drafts.forget(change, FORM, uid)
        return uid

    return deeds.done(desk, "新增导师", act, said=f"已登记导师：{texts['name']}。", about=texts["name"])


def edit(desk: Desk, uid: str, revision: int, values: Mapping[str, str]) -> Deed[str] | None:
    """Store a correction; None when nothing differs. Raises `Invalid`, or `Stale` if the mentor has moved on since `revision`."""
    texts = _sound(desk, values, uid)
    held, _ = stored(desk, uid)
    differing = [f for f in (*FIELDS, TEAM) if held[f] != texts[f]]
    if not differing:
        drafts.drop(desk, FORM, uid)
        return None

    def act() -> str:
        with desk.change("mentor.edit", reason=labels_of(differing)) as change:
            mentor = change.get(Mentor, uid, revision)
            if mentor is None:
                raise Stale(_GONE)
            if WEIGHTY & set(differing) and review.corrected_state("mentor", mentor.state) is not None:
                review.move(change, mentor, "amend", review_reasons=[])
            for field, value in typed(texts).items():
                if field in differing:
                    setattr(mentor, field, value)
            change.flush()
            if TEAM in differing:
                _keep_team(change, uid, texts)
            drafts.forget(change, FORM, uid)
        return uid

    name = texts["name"]
    deed = deeds.done(desk, f"更正 {labels_of(differing[:3])}", act, about=name)
    said = f"已更正导师 {name} 的{'、'.join(map(label_of, differing[:3]))}{'等' if len(differing) > 3 else ''}。"
    return deeds.worded(deed, f"{said}改动影响审核，状态回到“高校已推荐”，请重新审核。" if deed.moved else said)


def _keep_team(change: Change, uid: str, texts: Mapping[str, str]) -> None:
    """The team as the form has it: members are the same by name."""
    held = {m.name: m for m in change.scalars(select(TeamMember).where(TeamMember.mentor_uid == uid))}
    wanted = {line["name"]: line for line in unpacked(texts[TEAM])}
    change.delete(TeamMember, [m.uid for name, m in held.items() if name not in wanted])
    change.update(TeamMember, [{"uid": held[name].uid, **{f: line[f] for f in MEMBER_FIELDS}} for name, line in wanted.items() if name in held])
    change.insert(TeamMember, [{"mentor_uid": uid, **line} for name, line in wanted.items() if name not in held])


def _sound(desk: Desk, values: Mapping[str, str], uid: str) -> dict[str, str]:
    texts = normalised(values)
    with desk.read() as session:
        keys = {(m.programme, m.university, m.subject, m.name): m.uid for m in session.scalars(select(Mentor))}
        signed = str(deciding.stored(session).get("mentors.exception_reason") or "")
        known = Known(desk.schemes, keys, load.placed(session), signed)
    wrong = blocking(check(texts, known, uid))
    if wrong:
        said = "；".join(f"{label_of(c.field)}：{c.text}" for c in wrong[:3])
        more = f"；还有 {len(wrong) - 3} 处" if len(wrong) > 3 else ""
        raise Invalid(f"还不能存入导师库，内容已留作草稿。{said}{more}。请改正后再存。", [Problem(c.code, detail=c.field) for c in wrong])
    return texts
