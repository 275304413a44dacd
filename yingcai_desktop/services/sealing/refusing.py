"""The one sentence for every way that would change a sealed mark."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Panel, Seal
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding
from yingcai_desktop.services.marked import KINDS, SheetRef


def seal_record(session: Session, ref: SheetRef) -> Seal | None:
    """The seal over a sheet, if there is one."""
    key = ref.sealed_as
    return session.scalars(
        select(Seal).where(
            Seal.kind == key.kind,
            Seal.programme == key.programme,
            Seal.city == key.city,
            Seal.subject == key.subject,
            Seal.panel == key.panel,
            Seal.judge == key.judge,
        )
    ).one_or_none()


def refuse_sealed(session: Session, schemes: Schemes, ref: SheetRef) -> None:
    """Raise `NotAllowed` (`score.sealed`) when the marks of a sheet are sealed."""
    seal = seal_record(session, ref)
    if seal is not None:
        raise NotAllowed(
            f"{title_of(session, schemes, ref.sealed_as)}已于 {seal.sealed_at[:16].replace('T', ' ')} 由{seal.sealed_by}、{seal.sealed_with}封存。"
            "没有改动；确需更正的，请两人办理“更正单”，写明理由和纸面文号。",
            [Problem("score.sealed", ref.programme, ref.city, ref.subject)],
        )


def title_of(session: Session, schemes: Schemes, ref: SheetRef) -> str:
    """Whose marks, in words: `后备人才·包头市·数学 学科潜质测试成绩`."""
    group = schemes.group_name(ref.programme, ref.city, ref.subject)
    panel = session.scalar(select(Panel.name).where(Panel.uid == ref.panel)) if ref.kind == "interview" else ""
    signed = deciding.stored(session).get("interview.component.title") if ref.kind == "component" else None
    kind = str(signed or KINDS[ref.kind])
    return " ".join(part for part in (group, panel or "", ref.judge, f"{kind}成绩") if part)
