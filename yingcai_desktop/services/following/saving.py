"""A line of follow-up typed in, a consent taken back or given again (附件1 七, 附件2 八; 个人信息保护法第15条)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from db.models import AlumniRecord, TrackingStop
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem, Stale
from yingcai_desktop.services.workbench import scope_of
from yingcai_desktop.sheets.words import STAGES

TEXTS = ("stage", "university", "major", "research", "route", "reported_by")


def record(desk: Desk, id_number: str, values: Mapping[str, str]) -> None:
    """A new line for a known person; year, programme, subject and grade are those of the last one.

    Raises `Invalid` naming the field, `NotAllowed` after the consent was taken back.
    """
    wanted: dict[str, Any] = {name: values.get(name, "").strip() for name in TEXTS}
    if wanted["stage"] not in STAGES.values():
        raise Invalid("还没有选目前阶段，没有保存。", [Problem("value.invalid", detail="stage")])
    if values.get("consent") != "1":
        raise Invalid(codes.sentence("consent.missing"), [Problem("consent.missing", detail="consent")])
    day = _day(values.get("updated_on", ""), desk.clock().date())
    with desk.change("alumni.record") as change:
        last = _last(change, desk, id_number)
        _not_stopped(change, id_number)
        same = select(AlumniRecord.uid).where(
            AlumniRecord.id_number == id_number, AlumniRecord.season == last.season, AlumniRecord.updated_on == day
        )
        if change.execute(same).first() is not None:
            raise Invalid(f"{last.name} 在 {day.isoformat()} 已有一条跟踪记录，没有保存。请核对更新日期。", [Problem("alumni.duplicate", detail="updated_on")])
        change.add(
            AlumniRecord(
                id_number=id_number, name=last.name, season=last.season, programme=last.programme, subject=last.subject,
                grade=last.grade, updated_on=day, top_plan={"1": True, "0": False}.get(values.get("top_plan", "")), consent=True, **wanted,
            )
        )  # fmt: skip


def stop(desk: Desk, id_number: str, asked_by: str, note: str = "") -> None:
    """The consent is taken back: details are sealed, sheets no longer ask, nothing new is taken in."""
    with desk.change("alumni.stop", reason=note) as change:
        last = _last(change, desk, id_number)
        _not_stopped(change, id_number)
        on = desk.clock().date()
        change.add(TrackingStop(id_number=id_number, name=last.name, stopped_on=on, asked_by=asked_by or "本人", note=note.strip()))


def resume(desk: Desk, stop_uid: str) -> None:
    """The consent is given again."""
    with desk.change("alumni.resume") as change:
        held = change.get(TrackingStop, stop_uid)
        if held is None:
            raise Stale("这条撤回记录已经不在，没有改动。请刷新后核对。")
        held.resumed_on = desk.clock().date()


def _last(change: Any, desk: Desk, id_number: str) -> AlumniRecord:
    query = select(AlumniRecord).where(AlumniRecord.id_number == id_number)
    if scope_of(desk).city:
        query = query.where(AlumniRecord.office == desk.store.office)
    found: AlumniRecord | None = change.scalars(query.order_by(AlumniRecord.updated_on.desc())).first()
    if found is None:
        raise Stale("这名往届学员已经不在登记里，没有保存。请刷新后核对。")
    return found


def _not_stopped(change: Any, id_number: str) -> None:
    query = select(TrackingStop.uid).where(TrackingStop.id_number == id_number, TrackingStop.resumed_on.is_(None))
    if change.execute(query).first() is not None:
        raise NotAllowed("本人已撤回跟踪同意，没有保存。请先取得重新同意并登记（个人信息保护法第15条）。")


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(codes.sentence("date.invalid", value=text), [Problem("date.invalid", detail="updated_on")]) from error
    if day > today:
        raise Invalid(f"更新日期 {text} 在今天之后，没有保存。请核对日期。", [Problem("date.invalid", detail="updated_on")])
    return day
