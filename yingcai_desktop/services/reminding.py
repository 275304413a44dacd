"""提醒天数: after how many days this office wants to be reminded of a trainee who stays away or a log that has not come (domain.md §4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ReminderDays
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid

LEAST, MOST = 1, 365
AWAY, LATE = "away", "late"


@dataclass(frozen=True, slots=True)
class Kind:
    """Something to be reminded of: its name, the days that hold while nobody has set any, and where it shows."""

    name: str
    days: int
    where: str


KINDS: Mapping[str, Kind] = {
    AWAY: Kind("学员多久没有到校", 30, "“进度”的“未到校超期”、学员时间线和催办单"),
    LATE: Kind("活动之后多久没有交日志", 14, "“活动与日志”的“超期未交”"),
}
"""The notice sets neither: an office decides how soon it asks (附件1 五（三）1, 附件2 五（三）1 ask for visits and logs)."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line of 系统设置 ▸ 提醒天数. `uid` is the kind; `is_set`: this office has set the days itself."""

    uid: str
    name: str
    days: int
    usual: int
    where: str
    is_set: bool
    note: str


def days(session: Session, office: str) -> dict[str, int]:
    """Kind → days that hold at this office."""
    own = dict(session.execute(select(ReminderDays.kind, ReminderDays.days).where(ReminderDays.office == office)).all())
    return {key: own.get(key, kind.days) for key, kind in KINDS.items()}


def reminders(desk: Desk) -> list[Reminder]:
    """Every kind, with the days that hold here."""
    with desk.read() as session:
        own = {r.kind: r for r in session.scalars(select(ReminderDays).where(ReminderDays.office == desk.store.office))}
    return [
        Reminder(
            key,
            k.name,
            own[key].days if key in own else k.days,
            k.days,
            k.where,
            key in own,
            own[key].note if key in own else "",
        )
        for key, k in KINDS.items()
    ]


def set_days(desk: Desk, kind: str, text: str, note: str = "") -> str:
    """Set the days of one kind; returns the sentence. Raises `Invalid` for anything but a whole number of days of a year."""
    if kind not in KINDS:
        raise Invalid("没有这一项提醒。没有改动，请刷新后重试。")
    number = text.strip().removesuffix("天").strip()
    if not (number.isascii() and number.isdecimal()) or not LEAST <= int(number) <= MOST:
        raise Invalid(f"天数“{text}”要写成 {LEAST} 到 {MOST} 的整数。没有改动，请改正后再存。")
    with desk.change("reminder.set", reason=note.strip()) as change:
        held = change.scalars(
            select(ReminderDays).where(ReminderDays.office == desk.store.office, ReminderDays.kind == kind)
        ).first()
        if held is None:
            change.add(ReminderDays(kind=kind, days=int(number), note=note.strip()))
        else:
            held.days, held.note = int(number), note.strip()
    return f"“{KINDS[kind].name}”设为超过 {int(number)} 天提醒。"
