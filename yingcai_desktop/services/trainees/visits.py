"""Activities and their logs: register one or a whole group, correct, hand in, review (附件1 五（三）1, 附件2 五（三）1).

A registered activity is the same record a workbook brings: it counts by the same rule, once its log is approved.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select

from db.gate import Change
from db.models import Mentor, Trainee, Visit
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem, Stale
from yingcai_desktop.rules.text import half_width
from yingcai_desktop.rules.training import APPROVED, NOT_HANDED_IN, REVIEW_MOVES, WAITING
from yingcai_desktop.services.trainees.students import named, require

_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_GONE = "这次活动已经不在登记里，没有保存。请刷新后核对。"
_VERBS = {"hand-in": "登记日志", "approve": "审核通过", "return": "退回"}
REVIEWS = (NOT_HANDED_IN, WAITING, APPROVED)
"""What can be said of the log when an activity is registered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity as it is typed. `review`: the log is still to come, is here, or is approved on paper already."""

    day: date
    mode: str
    face_to_face: bool
    start_time: str = ""
    activity_type: str = ""
    place: str = ""
    instructor: str = ""
    content: str = ""
    review: str = NOT_HANDED_IN

    def values(self) -> dict[str, Any]:
        """As stored."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Registered:
    """What a registration did: whose activity is stored, and who had one at that time already."""

    stored: tuple[str, ...]
    already: tuple[str, ...]

    @property
    def said(self) -> str:
        """The sentence of the strip."""
        twice = f"{len(self.already)} 人当天已登记过，没有重复登记：{named(self.already)}。" if self.already else ""
        return f"已登记 {len(self.stored)} 人：{named(self.stored)}。{twice}" if self.stored else twice


def clock(text: str) -> str | None:
    """`9：00` as it is stored, `09:00`; blank stays blank, None for what is no time (FORMAT §1, time)."""
    plain = half_width(text).strip()
    if not plain:
        return ""
    found = _TIME.fullmatch(plain)
    return f"{int(found[1]):02d}:{found[2]}" if found and int(found[1]) < 24 and int(found[2]) < 60 else None


def check_day(desk: Desk, day: date) -> str:
    """The code of what is wrong with the day of an activity: not in the cycle, or still to come; blank when sound."""
    if day.year != desk.store.season:
        return "date.outside-cycle"
    return "visit.future" if day > desk.clock().date() else ""


def before_admission(day: date, admitted: Iterable[date]) -> bool:
    """Whether the day lies before somebody's admission: 前置培养, a warning (`visit.before-admission`)."""
    return any(day < since for since in admitted)


def register(desk: Desk, people: Sequence[str], entry: Entry) -> Registered:
    """Register one activity of these trainees. Who has one on that day at that time is left as it is.

    Raises `Invalid` for a day that cannot be, `NotAllowed` when somebody had left by then, or nobody is named.
    """
    _check(desk, entry.day)
    if not people:
        raise NotAllowed("还没有选学员，没有登记。请先勾选参加的学员，或粘贴名单。")
    with desk.change("visit.register") as change:
        known = require(change.session, desk, people)
        _check_there(known, entry.day)
        same = Visit.start_time == entry.start_time
        if not entry.start_time:  # without a time, whoever came that day in that way is on the list already
            same |= Visit.mode == entry.mode
        query = select(Visit.application_uid).where(
            Visit.day == entry.day, same, Visit.application_uid.in_(list(known))
        )
        there = {owner for (owner,) in change.execute(query)}
        fresh = [uid for uid in known if uid not in there]
        values = entry.values() | _handed_in(desk, entry.review)
        change.insert(Visit, [{"application_uid": uid, **values} for uid in fresh])
    return Registered(tuple(known[u][0] for u in fresh), tuple(known[u][0] for u in known if u in there))


def correct(desk: Desk, uid: str, revision: int, entry: Entry) -> None:
    """Correct an activity; its review stays where it is. Raises as `register`, and `Stale` when it has moved on."""
    _check(desk, entry.day)
    with desk.change("visit.edit") as change:
        visit = _visit(change, uid, revision)
        _check_there(require(change.session, desk, [visit.application_uid]), entry.day)
        twin = select(Visit.uid).where(
            Visit.application_uid == visit.application_uid, Visit.day == entry.day,
            Visit.start_time == entry.start_time, Visit.uid != uid,
        )  # fmt: skip
        if change.execute(twin).first() is not None:
            raise Invalid(
                codes.sentence("visit.duplicate", value=entry.day.isoformat()),
                [Problem("visit.duplicate", detail="day")],
            )
        for name, value in entry.values().items():
            if name != "review":
                setattr(visit, name, value)


def hand_in(desk: Desk, uid: str, revision: int, content: str, on: date) -> None:
    """The log of an activity has come: it waits for the mentor. Raises `Invalid` for an empty log."""
    if not content.strip():
        raise Invalid(
            "日志内容还没有填写，没有登记。请填写内容，或从学员的日志里粘贴。",
            [Problem("cell.blank", detail="content")],
        )
    with desk.change("visit.hand-in") as change:
        visit = _visit(change, uid, revision)
        visit.review = _next("hand-in", visit.review)
        visit.content, visit.handed_in_on = content.strip(), on


def review(desk: Desk, uids: Sequence[str], verb: str, note: str = "", by: str = "") -> int:
    """The mentor's word on logs: `approve` or `return`, the latter with its reason. All or nothing.

    `by` blank: the mentor of each trainee. Raises `NotAllowed` when a log has not come, `Invalid` when the reason is missing.
    """
    if verb == "return" and not note.strip():
        raise Invalid(
            "退回日志要写明意见（附件1 五（三）1）。请填写审核意见后再退回。",
            [Problem("cell.blank", detail="review_note")],
        )
    with desk.change(f"visit.{verb}", reason=note.strip()) as change:
        visits = list(change.scalars(select(Visit).where(Visit.uid.in_(uids))))
        if len(visits) < len(set(uids)):
            raise Stale(_GONE)
        mentors = _mentors(change, {v.application_uid for v in visits})
        require(change.session, desk, {v.application_uid for v in visits})
        on = desk.clock().date()
        facts = {"review_note": note.strip(), "reviewed_on": on}
        change.update(
            Visit,
            [
                {
                    "uid": v.uid,
                    "review": _next(verb, v.review),
                    "reviewed_by": by or mentors[v.application_uid],
                    **facts,
                }
                for v in visits
            ],
        )
    return len(visits)


def remove(desk: Desk, uids: Sequence[str]) -> int:
    """Take back a registration made by mistake; the journal keeps it."""
    with desk.change("visit.delete") as change:
        owners = {u for (u,) in change.execute(select(Visit.application_uid).where(Visit.uid.in_(uids)))}
        require(change.session, desk, owners)
        change.delete(Visit, list(uids))
    return len(uids)


def _check(desk: Desk, day: date) -> None:
    if code := check_day(desk, day):
        raise Invalid(codes.sentence(code, value=day.isoformat()), [Problem(code, detail="day")])


def _check_there(known: Mapping[str, tuple[str, Trainee]], day: date) -> None:
    gone = [name for name, t in known.values() if t.exited_on is not None and day >= t.exited_on]
    if gone:
        raise NotAllowed(f"{named(gone)}在 {day.isoformat()} 之前已经退出培养，没有登记。请从名单里去掉后再登记。")


def _handed_in(desk: Desk, review: str) -> dict[str, Any]:
    if review not in REVIEWS:
        raise ValueError(review)
    on = desk.clock().date()
    found: dict[str, Any] = {} if review == NOT_HANDED_IN else {"handed_in_on": on}
    return found | ({"reviewed_on": on} if review == APPROVED else {})


def _visit(change: Change, uid: str, revision: int) -> Visit:
    visit = change.get(Visit, uid, revision)
    if visit is None:
        raise Stale(_GONE)
    return visit


def _next(verb: str, review: str) -> str:
    sources, target = REVIEW_MOVES[verb]
    if review not in sources:
        todo = "请等日志交来以后再审核。" if review == NOT_HANDED_IN else "请刷新后看可办理的操作。"
        raise NotAllowed(f"有日志现在是“{review}”，不能办理“{_VERBS[verb]}”，没有改动。{todo}")
    return target


def _mentors(change: Change, uids: set[str]) -> dict[str, str]:
    query = select(Trainee.application_uid, Mentor.name).join(Mentor, Mentor.uid == Trainee.mentor_uid)
    return dict(change.execute(query.where(Trainee.application_uid.in_(uids))).all())
