"""评委席 of a group as the office sees it: which panel has a task, whose marks have come back, and nothing of the marks (U39)."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import EntrySheet, Panel, PanelReturn, PanelTask
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.panels.hearing import left_judges
from yingcai_desktop.services.people import Group


@dataclass(frozen=True, slots=True)
class JudgeCard:
    """One judge: when handed in at the laptop (blank: nothing has come), rows, and how far the sheet is at the office."""

    judge: str
    handed_at: str
    rows: int
    state: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One panel. `code` of the last task, blank without; `number` of tasks made; `taken`: results taken in; `receipts` given."""

    uid: str
    name: str
    code: str
    number: int
    made_at: str
    taken: int
    receipts: int
    judges: tuple[JudgeCard, ...]


def overview(desk: Desk, group: Group) -> list[SeatCard]:
    """The panels of a group, in the order in which they were formed."""
    programme, city, subject = group
    with desk.read() as session:
        asked = select(Panel).where(Panel.programme == programme, Panel.city == city, Panel.subject == subject)
        found = []
        for panel in session.scalars(asked.order_by(Panel.uid)):
            tasks = list(
                session.scalars(select(PanelTask).where(PanelTask.panel_uid == panel.uid).order_by(PanelTask.number))
            )
            returns = list(session.scalars(select(PanelReturn).where(PanelReturn.panel_uid == panel.uid)))
            sheets = {
                s.judge: s
                for s in session.scalars(
                    select(EntrySheet).where(EntrySheet.kind == "interview", EntrySheet.panel == panel.uid)
                )
            }
            last = tasks[-1] if tasks else None
            judges = tuple(_judge(judge, returns, sheets.get(judge)) for judge in (*panel.judges, *left_judges(panel)))
            found.append(
                SeatCard(
                    panel.uid, panel.name, last.code if last else "", last.number if last else 0, last.made_at if last else "",
                    sum(len(task.taken) for task in tasks),
                    sum(task.receipts for task in tasks), judges,
                )
            )  # fmt: skip
        return found


def _judge(judge: str, returns: list[PanelReturn], sheet: EntrySheet | None) -> JudgeCard:
    own = [one for one in returns if one.judge == judge]
    used = [one for one in own if not one.set_aside]
    rows = {uid for one in used for uid in one.rows}
    notes = [f"中途离开：{one.left}" for one in own if one.left]
    notes += [f"组长解锁——{why}" for one in own for why in one.unlocked]
    notes += [f"改用纸质录入：{one.set_aside}" for one in own if one.set_aside]
    return JudgeCard(
        judge,
        max((one.handed_at for one in used), default=""),
        len(rows),
        _state(used, sheet),
        tuple(dict.fromkeys(notes)),
    )


def _state(used: list[PanelReturn], sheet: EntrySheet | None) -> str:
    if sheet is not None and sheet.settled:
        return "已核定"
    if not used:
        return "没有打分包"
    if sheet is not None and sheet.compared:
        return "两遍已录，待核对"
    return "等照签字的纸质表录第二遍"
