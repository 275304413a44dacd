"""年度与日程: the stages of the notice by month, and the exact days an office sets for them (附件1 八, 附件2 六)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import StageDays
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.workbench import scope_of

Days = dict[tuple[str, str], tuple[date, date]]


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of one programme: the months of the notice, and the days that hold."""

    uid: str
    programme: str
    stage: str
    months: str
    clause: str
    start: date
    end: date
    is_set: bool
    note: str


def noticed(season: int, start: int, end: int) -> tuple[date, date]:
    """First and last day of the months the notice names."""
    return date(season, start, 1), date(season, end, monthrange(season, end)[1])


def set_days(session: Session) -> Days:
    """(programme, stage) → the days an office has set."""
    return {(d.programme, d.stage): (d.start, d.end) for d in session.scalars(select(StageDays))}


def stages(desk: Desk, programme: str = "") -> list[StageRow]:
    """Every stage of the programmes in scope, in the order of the notice."""
    scope = scope_of(desk, programme)
    with desk.read() as session:
        own = {(d.programme, d.stage): d for d in session.scalars(select(StageDays))}
    rows = []
    for scheme in desk.schemes.programmes.values():
        for s in scheme.schedule if scope.programme in ("", scheme.programme) else ():
            start, end = noticed(desk.store.season, s.start, s.end)
            found = own.get((scheme.programme, s.stage))
            months = f"{s.start}月" if s.start == s.end else f"{s.start}—{s.end}月"
            rows.append(
                StageRow(
                    f"{scheme.programme}|{s.stage}", scheme.programme, s.stage, months, s.clause,
                    found.start if found else start, found.end if found else end, found is not None, found.note if found else "",
                )
            )  # fmt: skip
    return rows


def set_stage(desk: Desk, uid: str, start: str, end: str, note: str) -> str:
    """Set the days of one stage; returns a warning where they lie outside the months of the notice, else blank.

    Days beyond the year are allowed (the final review of 2025 was held in January 2026), days in the wrong order are not. Raises `Invalid`.
    """
    programme, _, stage = uid.partition("|")
    known = next((s for s in desk.schemes[programme].schedule if s.stage == stage), None)
    if known is None:
        raise Invalid(f"通知里没有“{stage}”这个阶段。没有改动，请刷新后重试。")
    first, last = _day(start, "开始"), _day(end, "截止")
    if last < first:
        raise Invalid(f"“{stage}”的截止日 {last} 早于开始日 {first}。没有改动，请改正后再存。")
    with desk.change("stage.set", reason=note.strip()) as change:
        query = select(StageDays).where(StageDays.programme == programme, StageDays.stage == stage)
        found = change.scalars(query).first()
        if found is None:
            change.add(StageDays(programme=programme, stage=stage, start=first, end=last, note=note.strip()))
        else:
            found.start, found.end, found.note = first, last, note.strip()
    begin, finish = noticed(desk.store.season, known.start, known.end)
    if first < begin or last > finish:
        return f"“{stage}”定在 {first} 至 {last}，超出通知的 {begin} 至 {finish}（{known.clause}）。已存入，请确认有文件依据。"
    return ""


def _day(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(f"{what}日期“{text}”要写成 2025-04-20 这样。没有改动，请改正后再存。") from error
