"""同分: settled by a ruling of two people, or by a draw one person conducts and another watches; never silently (domain.md §3.7, ux U42)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import TieDraw, TieRuling
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.rules.drawing import drawn
from yingcai_desktop.rules.rulings import Ruling, ruling_problems
from yingcai_desktop.services import progress
from yingcai_desktop.services.people import Group

LEAST_DIGITS = 4
"""Of the number the witness calls out: nobody can have it ready."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw as it is shown and printed."""

    group: Group
    seed: str
    order: tuple[str, ...]
    actor: str
    witness: str
    drawn_at: str


def rule(desk: Desk, group: Group, order: Sequence[str], reason: str) -> None:
    """裁定: the order two people give, with the reason. Raises `NotAllowed` without a second person or once training is open."""
    desk.require_witness("裁定同分")
    ruling = Ruling(tuple(order), reason.strip(), (desk.actor, desk.witness))
    if problems := ruling_problems(ruling):
        raise Invalid(f"没有登记裁定：{'；'.join(problems)}。")
    with desk.read() as session:
        _refuse_late(desk, session, group)
    with desk.change("selection.rule", reason=ruling.reason) as change:
        change.add(_record(group, ruling))


def draw(desk: Desk, group: Group, tied: Sequence[str], called: str) -> Drawn:
    """抽签: order by a seed that holds the number the witness calls out; kept with both names and ruled at once.

    The same people are drawn once: whoever does not like an order cannot draw again. Raises `NotAllowed`, `Invalid`.
    """
    desk.require_witness("抽签")
    number = "".join(called.split())
    if not (number.isascii() and number.isdigit() and len(number) >= LEAST_DIGITS):
        raise Invalid(f"没有抽签：请监督人当场报一个 {LEAST_DIGITS} 位以上的数字。")
    people = sorted(tied)
    with desk.read() as session:
        _refuse_late(desk, session, group)
        if known := _known(session, group, people):
            raise NotAllowed(f"这几名考生已于 {known.drawn_at[:16].replace('T', ' ')} 抽过签，结果有效，不能重抽。")
    seed = f"{desk.store.season}/{'/'.join(filter(None, group))}/{number}"
    made = Drawn(group, seed, tuple(drawn(people, seed)), desk.actor, desk.witness, desk.clock().isoformat(timespec="seconds"))
    reason = f"抽签定序（抽签码 {seed}，监督人 {desk.witness}）"
    programme, city, subject = group
    with desk.change("selection.draw", reason=reason) as change:
        change.add(
            TieDraw(
                programme=programme, city=city, subject=subject, tied=people, seed=seed, order=list(made.order),
                actor=made.actor, witness=made.witness, drawn_at=made.drawn_at,
            )
        )  # fmt: skip
        change.add(_record(group, Ruling(made.order, reason, (desk.actor, desk.witness))))
    return made


def draws(session: Session, group: Group) -> list[Drawn]:
    """The draws of a group, in the order in which they were made."""
    query = select(TieDraw).where(TieDraw.programme == group[0], TieDraw.city == group[1], TieDraw.subject == group[2])
    rows = session.scalars(query.order_by(TieDraw.drawn_at))
    return [Drawn(group, d.seed, tuple(d.order), d.actor, d.witness, d.drawn_at) for d in rows]


def _known(session: Session, group: Group, people: list[str]) -> TieDraw | None:
    query = select(TieDraw).where(TieDraw.programme == group[0], TieDraw.city == group[1], TieDraw.subject == group[2])
    return next((d for d in session.scalars(query) if sorted(d.tied) == people), None)


def _record(group: Group, ruling: Ruling) -> TieRuling:
    programme, city, subject = group
    return TieRuling(
        programme=programme, city=city, subject=subject, order=list(ruling.order), reason=ruling.reason, by=list(ruling.by)
    )


def _refuse_late(desk: Desk, session: Session, group: Group) -> None:
    if progress.having(session, "open-training", [group[:2]]):
        raise NotAllowed(
            f"{desk.schemes.group_name(*group[:2], '')}已经开始培养，不能再裁定同分。", [Problem("step.order", *group)]
        )
