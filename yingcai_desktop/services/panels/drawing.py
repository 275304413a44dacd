"""分组抽签: panel and order of every candidate by lot, one person at the desk and another who calls out a number (features E03)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from db.gate import Change
from db.models import Panel, PanelDraw, PanelPlace
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.interviewing import dealt_apart, panel_gaps
from yingcai_desktop.services import deciding, exams
from yingcai_desktop.services.panels.hearing import declared, heard_by, must_recuse, panels_of, places
from yingcai_desktop.services.people import Group, Person
from yingcai_desktop.services.scope import Scope

LEAST_DIGITS = 4
"""Of the number the second person calls out: nobody can have it ready."""


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """A draw as it is shown and printed: panel → (number, candidate)."""

    group: Group
    seed: str
    actor: str
    witness: str
    drawn_at: str
    panels: tuple[tuple[str, tuple[tuple[int, Person], ...]], ...]


def draw(desk: Desk, group: Group, called: str = "") -> int:
    """Draw a group, or the latecomers of a group drawn before (same seed, nobody is moved). Returns how many got a place.

    Raises `NotAllowed` without a second person, without a fit panel, or when everybody has a place; `Invalid` for the number.
    """
    desk.require_witness("面试分组抽签")
    with desk.change("panel.draw", reason=f"面试分组抽签：{desk.schemes.group_name(*group)}") as change:
        session = change.session
        panels = list(panels_of(session).get(group, {}).values())
        _refuse_unfit(desk, change, group, panels)
        entries = exams.shortlisted_groups(session, desk.schemes, Scope(group[0], group[1])).get(group)
        people = [e.person for e in entries.entries] if entries else []
        if not people:
            raise NotAllowed(f"{desk.schemes.group_name(*group)}还没有面试人选，不能抽签。请先确定面试人选。")
        made = _drawn_before(change, group)
        seed = made.seed if made else _seed(desk, group, called)
        count = _place(change, people, panels, seed)
        if not count:
            raise NotAllowed("这个组已经抽过签，结果有效，不能重抽；也没有新增的面试人选要补抽。没有改动。")
        if made is None:
            programme, city, subject = group
            when = desk.clock().isoformat(timespec="seconds")
            change.add(
                PanelDraw(
                    programme=programme, city=city, subject=subject, seed=seed, actor=desk.actor, witness=desk.witness, drawn_at=when
                )
            )  # fmt: skip
        return count


def draw_sheet(desk: Desk, group: Group) -> DrawSheet | None:
    """The draw of a group as it stands; `None` before it."""
    with desk.read() as session:
        programme, city, subject = group
        found = session.scalars(
            select(PanelDraw).where(
                PanelDraw.programme == programme, PanelDraw.city == city, PanelDraw.subject == subject
            )
        ).first()
        if found is None:
            return None
        entries = exams.shortlisted_groups(session, desk.schemes, Scope(programme, city))[group].entries
        placed = places(session)
        rows = sorted(
            ((placed[e.person.uid], e.person) for e in entries if e.person.uid in placed), key=lambda row: row[0][1]
        )
        panels = tuple(
            (name, tuple((number, person) for (panel, number), person in rows if panel == name))
            for name in panels_of(session).get(group, {})
        )
        return DrawSheet(group, found.seed, found.actor, found.witness, found.drawn_at, panels)


def _refuse_unfit(desk: Desk, change: Change, group: Group, panels: list[Panel]) -> None:
    if not panels:
        raise NotAllowed(f"{desk.schemes.group_name(*group)}还没有面试组，不能抽签。请先建组、登记评委。")
    least = deciding.stored(change.session).whole("interview.min_judges")
    unfit = [f"{p.name}：{'，'.join(gaps)}" for p in panels if (gaps := panel_gaps(p.judges, p.chair, least))]
    if unfit:
        raise NotAllowed(f"还不能抽签：{'；'.join(unfit)}。请补齐后再抽；没有改动。")


def _drawn_before(change: Change, group: Group) -> PanelDraw | None:
    programme, city, subject = group
    query = select(PanelDraw).where(
        PanelDraw.programme == programme, PanelDraw.city == city, PanelDraw.subject == subject
    )
    return change.scalars(query).first()


def _seed(desk: Desk, group: Group, called: str) -> str:
    number = "".join(called.split())
    if not (number.isascii() and number.isdigit() and len(number) >= LEAST_DIGITS):
        raise Invalid(f"没有抽签：请监督人当场报一个 {LEAST_DIGITS} 位以上的数字。")
    return f"{desk.store.season}/面试/{'/'.join(filter(None, group))}/{number}"


def _place(change: Change, people: list[Person], panels: list[Panel], seed: str) -> int:
    """Everybody without a place gets one; whoever has marks stays with the panel that gave them."""
    session = change.session
    said, held = declared(session), {uid: name for uid, (name, _n) in places(session).items()}
    by_id = {p.id_number: p for p in people}
    barred = {n: [q.name for q in panels if must_recuse(q, p, said)] for n, p in by_id.items()}
    heard = heard_by(session)
    placed = {n: held[p.uid] for n, p in by_id.items() if p.uid in held}
    marked = {n: heard[p.uid] for n, p in by_id.items() if p.uid not in held and p.uid in heard}
    fresh = dealt_apart(by_id, [p.name for p in panels], seed, barred, placed | marked)
    names = {p.name: p.uid for p in panels}
    for number, panel in marked.items():
        fresh[panel].append(number)
    last = dict(
        session.execute(
            select(PanelPlace.panel_uid, func.max(PanelPlace.position)).group_by(PanelPlace.panel_uid)
        ).all()
    )
    rows = [
        {"application_uid": by_id[one].uid, "panel_uid": names[panel], "position": last.get(names[panel], 0) + n}
        for panel, ids in fresh.items()
        for n, one in enumerate(ids, 1)
    ]
    change.insert(PanelPlace, rows)
    return len(rows)
