"""Late changes: a judge is replaced, a candidate goes to another panel. No mark is lost; whether it counts is a recorded choice (E10)."""

from sqlalchemy import func, select

from db.gate import Change
from db.models import EntryMark, EntrySheet, InterviewScore, Panel, PanelPlace
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.interviewing import recused_of
from yingcai_desktop.services.panels.hearing import declared
from yingcai_desktop.services.people import people


def replace_judge(
    desk: Desk, panel_uid: str, old: str, new: str, reason: str, *, unit: str = "", counts: bool = True
) -> int:
    """`new` sits for `old` from now on. Marks `old` gave stay; with `counts` false they are kept and not counted.

    Whoever `old` has judged need not be judged by `new`, unless those marks are set aside. Returns how many rows `old` has.
    """
    new, reason = " ".join(new.split()), reason.strip()
    with desk.change("panel.replace", reason=f"{old} → {new}：{reason}") as change:
        panel = _panel(change, panel_uid)
        _check(panel, old, new, reason)
        _refuse_half_entered(change, panel, old)
        judges = [new if judge == old else judge for judge in panel.judges]
        units = {**panel.units, **({new: unit.strip()} if unit.strip() else {})}
        chair = new if panel.chair == old else panel.chair
        replaced = {**panel.replaced, old: new}
        change.update(
            Panel, [{"uid": panel.uid, "judges": judges, "units": units, "chair": chair, "replaced": replaced}]
        )
        rows = list(
            change.session.scalars(
                select(InterviewScore.uid).where(InterviewScore.panel_uid == panel_uid, InterviewScore.judge == old)
            )
        )
        if not counts:
            change.update(InterviewScore, [{"uid": uid, "set_aside": f"评委更换：{reason}"} for uid in rows])
        return len(rows)


def move(desk: Desk, application_uid: str, panel_uid: str, reason: str, *, counts: bool = False) -> int:
    """A candidate is heard by another panel from now on. Marks the old panel gave stay: set aside, or counted with the new ones (`counts`).

    Raises `NotAllowed` where a judge of the new panel must recuse, `Invalid` without a reason. Returns how many rows there were.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid("没有调组：请写明原因。")
    with desk.read() as session:
        person = next((p for p in people(session, desk.schemes) if p.uid == application_uid), None)
        said = declared(session).get(application_uid, {})
    if person is None:
        raise LookupError(application_uid)
    with desk.change("panel.move", reason=reason) as change:
        panel = _panel(change, panel_uid)
        place = change.scalars(select(PanelPlace).where(PanelPlace.application_uid == application_uid)).first()
        if place is None:
            raise NotAllowed(f"{person.name}还没有抽签分组，没有改动。请先抽签。")
        if place.panel_uid == panel_uid:
            raise NotAllowed(f"{person.name}已经在{panel.name}，没有改动。")
        if (panel.programme, panel.subject) != (person.programme, person.subject) or panel.city not in (
            "",
            person.city,
        ):
            raise NotAllowed(f"{panel.name}不是{person.name}所在学科的面试组，没有改动。")
        if away := recused_of(panel.judges, panel.units, person.school, said):
            raise NotAllowed(f"{panel.name}的{'、'.join(away)}须对{person.name}回避，不能调入这个组，没有改动。")
        last = (
            change.session.scalars(
                select(func.max(PanelPlace.position)).where(PanelPlace.panel_uid == panel_uid)
            ).first()
            or 0
        )
        change.update(PanelPlace, [{"uid": place.uid, "panel_uid": panel_uid, "position": last + 1, "moved": reason}])
        rows = list(
            change.session.scalars(
                select(InterviewScore.uid).where(
                    InterviewScore.application_uid == application_uid, InterviewScore.set_aside == ""
                )
            )
        )
        if not counts:
            change.update(InterviewScore, [{"uid": uid, "set_aside": f"考生调组：{reason}"} for uid in rows])
        return len(rows)


def _panel(change: Change, uid: str) -> Panel:
    panel = change.get(Panel, uid)
    if panel is None:
        raise LookupError(uid)
    return panel


def _check(panel: Panel, old: str, new: str, reason: str) -> None:
    if old not in panel.judges:
        raise Invalid(f"没有更换：“{old}”不在{panel.name}。")
    if not new or not reason:
        raise Invalid("没有更换：请写明接替的评委和原因。")
    if new in panel.judges or new in panel.replaced:
        raise Invalid(f"没有更换：“{new}”已经是或曾经是{panel.name}的评委。")


def _refuse_half_entered(change: Change, panel: Panel, judge: str) -> None:
    """What was typed from the old judge's paper must have taken its place first, or it would have no sheet any more."""
    begun = select(EntryMark.uid).join(EntrySheet, EntrySheet.uid == EntryMark.sheet_uid)
    of_judge = (EntrySheet.kind == "interview", EntrySheet.panel == panel.uid, EntrySheet.judge == judge, EntrySheet.settled == "")
    if change.session.scalars(begun.where(*of_judge)).first() is not None:
        raise NotAllowed(f"{judge}的评分表正在录入，还没有核定，没有更换。请先把已打的分录完、核定，再更换评委，评分不会丢失。")
