"""回避: declared by a judge, a candidate or the office; a judge may never judge such a candidate (domain.md §3.10)."""

from sqlalchemy import select

from db.models import Application, Panel, PanelRecusal
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.interviewing import KINDS


def recuse(desk: Desk, application_uid: str, judge: str, kind: str, note: str = "") -> str:
    """Declare that a judge must not judge a candidate. Raises `Invalid`; `NotAllowed` where the judge has marked them already."""
    if kind not in KINDS:
        raise Invalid(f"没有登记回避：请选择关系（{'、'.join(KINDS)}）。")
    if kind == KINDS[-1] and not note.strip():
        raise Invalid("没有登记回避：其他利害关系要写明情况。")
    with desk.change("panel.recuse", reason=f"{judge}：{kind}") as change:
        person = change.get(Application, application_uid)
        if person is None:
            raise LookupError(application_uid)
        panels = change.scalars(
            select(Panel).where(Panel.programme == person.programme, Panel.subject == person.subject)
        )
        if not any(judge in panel.judges for panel in panels):
            raise Invalid(f"没有登记回避：“{judge}”不是这个学科的评委。")
        known = select(PanelRecusal).where(PanelRecusal.application_uid == application_uid, PanelRecusal.judge == judge)
        if change.scalars(known).first() is not None:
            raise NotAllowed(f"{judge}对{person.name}的回避已经登记过，没有改动。")
        made = PanelRecusal(application_uid=application_uid, judge=judge, kind=kind, note=note.strip())
        change.add(made)
        change.flush()
        return made.uid


def unrecuse(desk: Desk, uid: str, reason: str) -> None:
    """Take a declaration back, with the reason."""
    if not reason.strip():
        raise Invalid("没有取消回避：请写明理由。")
    with desk.change("panel.unrecuse", reason=reason.strip()) as change:
        if change.get(PanelRecusal, uid) is None:
            raise LookupError(uid)
        change.delete(PanelRecusal, [uid])
