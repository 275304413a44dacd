"""Forming a panel: its judges with their schools or universities, the chair, the staff (附件1 四（二）, features E02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import InterviewScore, Panel, PanelDraw, PanelPlace
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.interviewing import STAFF
from yingcai_desktop.services.people import Group


@dataclass(frozen=True, slots=True)
class PanelForm:
    """A panel as a form shows it; `uid` blank for a new one. `judges` are (name, unit)."""

    group: Group
    name: str
    judges: tuple[tuple[str, str], ...] = ()
    chair: str = ""
    staff: Mapping[str, str] = field(default_factory=dict)
    uid: str = ""


def form_of(desk: Desk, uid: str) -> PanelForm:
    """The form of a stored panel. `LookupError` if it is gone."""
    with desk.read() as session:
        panel = session.get(Panel, uid)
        if panel is None:
            raise LookupError(uid)
        judges = tuple((judge, panel.units.get(judge, "")) for judge in panel.judges)
        group = panel.programme, panel.city, panel.subject
        return PanelForm(group, panel.name, judges, panel.chair, dict(panel.staff), panel.uid)


def save(desk: Desk, form: PanelForm) -> str:
    """Keep a panel; returns its uid. Raises `Invalid`; `NotAllowed` where a judge with marks would vanish or a mark break 回避."""
    judges = [(" ".join(name.split()), " ".join(unit.split())) for name, unit in form.judges if name.strip()]
    names = [name for name, _unit in judges]
    _check(form, names)
    values = {
        "name": form.name.strip(),
        "judges": names,
        "units": {name: unit for name, unit in judges if unit},
        "chair": form.chair,
        "staff": {role: who.strip() for role, who in form.staff.items() if role in STAFF and who.strip()},
    }
    with desk.change("panel.save") as change:
        _refuse_twin(change.session, form)
        if not form.uid:
            programme, city, subject = form.group
            panel = Panel(programme=programme, city=city, subject=subject, **values)
            change.add(panel)
            change.flush()
            return panel.uid
        _refuse_vanishing(change.session, form.uid, names)
        change.update(Panel, [{"uid": form.uid, **values}])
        return form.uid


def remove(desk: Desk, uid: str) -> None:
    """Take a panel away that hears nobody and has given no marks."""
    with desk.change("panel.remove") as change:
        panel = change.get(Panel, uid)
        if panel is None:
            raise LookupError(uid)
        if _counted(change.session, InterviewScore, uid):
            raise NotAllowed(f"{panel.name}已经有评分，不能删除，没有改动。评委有变动的请用“更换评委”。")
        if _counted(change.session, PanelPlace, uid):
            raise NotAllowed(f"{panel.name}已经抽签分到考生，不能删除，没有改动。请先把考生调到别的组。")
        change.delete(Panel, [uid])


def is_drawn(session: Session, group: Group) -> bool:
    """Whether the group has been drawn."""
    query = select(PanelDraw.uid).where(
        PanelDraw.programme == group[0], PanelDraw.city == group[1], PanelDraw.subject == group[2]
    )
    return session.scalars(query).first() is not None


def _check(form: PanelForm, names: Sequence[str]) -> None:
    wrong = []
    if not form.name.strip():
        wrong.append("组别没有填")
    if not names:
        wrong.append("至少要有一名评委")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        wrong.append(f"评委{'、'.join(twice)}写了两次")
    if form.chair and form.chair not in names:
        wrong.append(f"组长“{form.chair}”不在评委里")
    clerks = [who.strip() for role, who in form.staff.items() if role in STAFF and who.strip()]
    if twice := sorted({who for who in clerks if clerks.count(who) > 1}):
        wrong.append(f"记分、核分、监督须由不同的人担任（{'、'.join(twice)}）")
    if both := sorted(set(clerks) & set(names)):
        wrong.append(f"评委不能兼任记分、核分、监督（{'、'.join(both)}）")
    if wrong:
        raise Invalid(f"面试组没有保存：{'；'.join(wrong)}。")


def _refuse_twin(session: Session, form: PanelForm) -> None:
    programme, city, subject = form.group
    query = select(Panel.uid).where(
        Panel.programme == programme, Panel.city == city, Panel.subject == subject, Panel.name == form.name.strip()
    )
    if any(uid != form.uid for uid in session.scalars(query)):
        raise Invalid(f"面试组没有保存：本组里已经有“{form.name.strip()}”。请换一个名称。")


def _refuse_vanishing(session: Session, uid: str, names: Sequence[str]) -> None:
    marked = set(session.scalars(select(InterviewScore.judge).where(InterviewScore.panel_uid == uid).distinct()))
    panel = session.get(Panel, uid)
    if panel is None:
        raise LookupError(uid)
    if gone := [judge for judge in panel.judges if judge in marked and judge not in names]:
        raise NotAllowed(f"没有保存：{'、'.join(gone)}已经打过分，不能直接去掉。请用“更换评委”，原来的评分会保留。")


def _counted(session: Session, model: type[InterviewScore] | type[PanelPlace], uid: str) -> int:
    return session.scalar(select(func.count()).select_from(model).where(model.panel_uid == uid)) or 0
