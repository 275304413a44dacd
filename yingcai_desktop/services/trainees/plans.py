"""培养计划, 书目 and 合作导师 of a trainee: kept field by field as they are typed (附件1 五（三）1、八（五）, 附件2 六（七）)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import CoMentor, ReadingItem, TrainingPlan
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Problem, Stale
from yingcai_desktop.services.trainees.students import require

TEXTS = ("topic", "topic_state", "goal", "approach", "schedule", "made_by")
TOPIC_STATES = ("已定", "拟定", "未定")
"""How far the choice of a topic has come (domain.md §4.5)."""


@dataclass(frozen=True, slots=True)
class Book:
    """One title of a reading list."""

    uid: str
    title: str
    author: str
    assigned_on: date | None
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class Helper:
    """A co-mentor."""

    uid: str
    name: str
    university: str
    subject: str
    task: str


@dataclass(frozen=True, slots=True)
class File:
    """Plan, reading list and co-mentors of one trainee; `values` as a form holds them."""

    values: Mapping[str, str]
    books: tuple[Book, ...]
    helpers: tuple[Helper, ...]


def file_of(session: Session, uid: str) -> File:
    """What is planned for a trainee."""
    plan = session.scalars(select(TrainingPlan).where(TrainingPlan.application_uid == uid)).first()
    values = {name: getattr(plan, name) if plan else "" for name in TEXTS}
    values["made_on"] = plan.made_on.isoformat() if plan and plan.made_on else ""
    r, c = ReadingItem, CoMentor
    books = session.execute(
        select(r.uid, r.title, r.author, r.assigned_on, r.finished_on)
        .where(r.application_uid == uid)
        .order_by(r.assigned_on, r.title)
    )
    helpers = session.execute(
        select(c.uid, c.name, c.university, c.subject, c.task).where(c.application_uid == uid).order_by(c.name)
    )
    return File(values, tuple(Book(*row) for row in books), tuple(Helper(*row) for row in helpers))


def save(desk: Desk, uid: str, values: Mapping[str, str]) -> bool:
    """Store what differs of a plan; whether anything did. Raises `Invalid` for a date that is none."""
    wanted: dict[str, Any] = {k: v.strip() for k, v in values.items() if k in TEXTS}
    if "made_on" in values:
        wanted["made_on"] = _day(values["made_on"], "made_on")
    with desk.read() as session:
        require(session, desk, [uid])
        held = session.scalars(select(TrainingPlan).where(TrainingPlan.application_uid == uid)).first()
        differing = {k: v for k, v in wanted.items() if (getattr(held, k) if held else "") != v and (held or v)}
    if not differing:
        return False
    with desk.change("plan.save") as change:
        plan = change.scalars(select(TrainingPlan).where(TrainingPlan.application_uid == uid)).first()
        if plan is None:
            change.add(TrainingPlan(application_uid=uid, **differing))
        else:
            for name, value in differing.items():
                setattr(plan, name, value)
    return True


def add_books(desk: Desk, uids: Sequence[str], titles: Sequence[tuple[str, str]], on: date | None) -> int:
    """Put titles (with authors) on the reading lists of these trainees; titles already there stay. Returns how many lines are new."""
    given = list(dict.fromkeys((title.strip(), author.strip()) for title, author in titles if title.strip()))
    if not given:
        raise Invalid(
            "还没有填写书目，没有保存。每行写一种，书名和作者用 Tab 隔开。", [Problem("cell.blank", detail="title")]
        )
    with desk.change("reading.assign") as change:
        known = require(change.session, desk, uids)
        there = set(change.execute(select(ReadingItem.application_uid, ReadingItem.title)).all())
        rows = [
            {"application_uid": uid, "title": title, "author": author, "assigned_on": on}
            for uid in known
            for title, author in dict(given).items()
            if (uid, title) not in there
        ]
        change.insert(ReadingItem, rows)
    return len(rows)


def finish_book(desk: Desk, uid: str, on: date | None) -> None:
    """The book is read (or, with None, is not)."""
    with desk.change("reading.finish") as change:
        item = change.get(ReadingItem, uid)
        if item is None:
            raise Stale("这种书目已经不在清单里，没有保存。请刷新后核对。")
        item.finished_on = on


def remove_book(desk: Desk, uid: str) -> None:
    """Take a title off the list."""
    with desk.change("reading.remove") as change:
        change.delete(ReadingItem, [uid])


def add_helper(desk: Desk, uid: str, name: str, university: str = "", subject: str = "", task: str = "") -> None:
    """A co-mentor. Raises `Invalid` without a name, or when the same person is there already."""
    if not name.strip():
        raise Invalid("还没有填写合作导师姓名，没有保存。", [Problem("cell.blank", detail="name")])
    with desk.change("co-mentor.add") as change:
        require(change.session, desk, [uid])
        twin = select(CoMentor.uid).where(
            CoMentor.application_uid == uid, CoMentor.name == name.strip(), CoMentor.university == university.strip()
        )
        if change.execute(twin).first() is not None:
            raise Invalid(
                f"合作导师 {name.strip()} 已经登记过，没有重复登记。", [Problem("value.invalid", detail="name")]
            )
        change.add(
            CoMentor(
                application_uid=uid,
                name=name.strip(),
                university=university.strip(),
                subject=subject.strip(),
                task=task.strip(),
            )
        )


def remove_helper(desk: Desk, uid: str) -> None:
    """Take a co-mentor off."""
    with desk.change("co-mentor.remove") as change:
        change.delete(CoMentor, [uid])


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError as error:
        raise Invalid(
            f"日期“{text}”读不懂，没有保存。请按 2025-03-05 的样子填写。", [Problem("date.invalid", detail=field)]
        ) from error
