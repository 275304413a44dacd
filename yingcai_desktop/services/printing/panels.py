"""面试抽签结果 and 面试日程 on paper: what is drawn under supervision is signed, what is scheduled is hung up (features E03, domain §4.8)."""

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.interview import Roll, rolls_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deciding
from yingcai_desktop.services.panels.drawing import draw_sheet
from yingcai_desktop.services.panels.scheduling import Slot, timetable
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.scope import EVERYTHING, Scope


def draw_pdf(desk: Desk, group: Group) -> bytes:
    """The result of a draw, panel by panel, with seed and both names. Raises `NotAllowed` before the draw."""
    drawn = draw_sheet(desk, group)
    if drawn is None:
        raise NotAllowed(f"{desk.schemes.group_name(*group)}还没有抽签，没有可打印的抽签结果。")
    with desk.read() as session:
        decisions = deciding.stored(session)
    about = heading(desk, decisions, group)
    facts = (("抽签码", drawn.seed), ("抽签时间", drawn.drawn_at[:16].replace("T", " ")))
    columns = (("抽签序号", 24), ("姓名", 50), ("学校", 100))
    staff = (f"经办人（{drawn.actor}）", f"监督人（{drawn.witness}）", "考生代表", "日期")
    notes = ("抽签码里的数字由监督人当场报出；顺序按“抽签码|身份证号”的 SHA-256 从小到大排定，用同一抽签码可以重算出同样的顺序。",)
    return rolls_pdf(
        "面试抽签结果",
        [
            Roll(about, "面试抽签结果", name, facts, columns, tuple((f"{n:02d}", p.name, p.school) for n, p in rows), staff, notes)
            for name, rows in drawn.panels
            if rows
        ],
    )


def timetable_pdf(desk: Desk, scope: Scope = EVERYTHING) -> bytes:
    """The schedule, panel by panel, without judges. Raises `NotAllowed` while nobody is in a panel."""
    with desk.read() as session:
        slots = timetable(session, desk, scope)
        decisions = deciding.stored(session)
    by_panel: dict[tuple[Group, str], list[Slot]] = {}
    for slot in slots:
        by_panel.setdefault((slot.group, slot.panel), []).append(slot)
    if not by_panel:
        raise NotAllowed("还没有面试日程：请先确定面试人选、建立面试组。没有生成文件。")
    rolls = []
    for (group, name), rows in by_panel.items():
        first = rows[0]
        day = first.day.isoformat() if first.day else "待定"
        facts = (("日期", day), ("地点", first.room or "待定"), ("人数", f"{len(rows)}人"))
        lines = tuple((f"{s.number:02d}", s.time or "—", s.person.name, s.person.school) for s in rows)
        columns = (("序号", 18), ("时间", 26), ("姓名", 46), ("学校", 84))
        rolls.append(Roll(heading(desk, decisions, group), "面试日程", name, facts, columns, lines, ("制表人", "日期")))
    return rolls_pdf("面试日程", rolls)
