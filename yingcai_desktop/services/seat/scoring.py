"""One judge at the laptop: signs in with a PIN, sees own marks and nobody else's, scores, hands in (ux §4.6; E04, E05, U39)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.gate import Change
from db.models import SeatJudge, SeatMark
from yingcai_desktop import codes
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.exchange.panel_files import Candidate
from yingcai_desktop.rules.entry import NORMAL, Given, mark_problem, row_gaps, row_total, tidy
from yingcai_desktop.rules.judging import asks_reason
from yingcai_desktop.rules.marks import mean, number_of
from yingcai_desktop.rules.text import clean_text, half_width
from yingcai_desktop.services import attempts
from yingcai_desktop.services.marked import STATES
from yingcai_desktop.services.seat.opening import Seat

ABSENT, AWAY = "考生缺考", "回避"
LONGEST = 300
"""Characters of a comment or reason."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A judge whose PIN was checked, at the laptop. Everything about marks takes one: there is no way to another judge's."""

    seat: Seat
    judge: str


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate as this judge has them. `away`: the judge must recuse. `total` is None until every mark is valid."""

    candidate: Candidate
    given: Given
    reason: str
    comment: str
    seconds: int
    away: bool
    total: Fraction | None
    done: bool
    """Everything is there: eight marks and a reason where one is asked for, 缺考, or 回避."""


@dataclass(frozen=True, slots=True)
class Board:
    """A judge's own sheet: lines in the drawn order, where the judge is, whether it is handed in, and the own mean so far."""

    lines: tuple[Line, ...]
    candidate: str
    place: int
    handed_at: str
    own_mean: Fraction | None

    @property
    def done(self) -> int:
        """How many candidates are finished."""
        return sum(line.done for line in self.lines)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a judge is, for everybody to see: a number of candidates and never a mark."""

    judge: str
    done: int
    total: int
    handed_at: str
    exported: bool
    left: bool


def sign_in(seat: Seat, judge: str, pin: str) -> Sitting:
    """Half a second. Raises `NotAllowed` for a wrong PIN; after five the next try has to wait (F24)."""
    held = seat.task.judge(judge)
    if held is None:
        raise NotAllowed(f"“{judge}”不是本组现在的评委。没有进入；有更换的，请载入最新的任务文件。")
    name = f"PIN {judge}"
    if seconds := attempts.wait(seat.store.path, name):
        raise NotAllowed(
            f"PIN 连续输错多次，请 {math.ceil(seconds)} 秒后再试。忘记 PIN 的，请工作人员重新制作面试任务。"
        )
    if not held.is_pin(seat.task.code, half_width(clean_text(pin))):
        count = attempts.failed(seat.store.path, name)
        left = f"再错 {attempts.FREE - count} 次后须等待。" if count < attempts.FREE else "下一次要等一会儿才能再试。"
        raise NotAllowed(f"{judge}的 PIN 不对。请对照本人的 PIN 条重输；{left}")
    attempts.succeeded(seat.store.path, name)
    return Sitting(seat, judge)


def board(sitting: Sitting) -> Board:
    """This judge's own sheet."""
    seat, judge = sitting.seat, sitting.judge
    with seat.desk(judge).read() as session:
        where = _judge(session, judge)
        lines = _lines(session, seat, judge)
    totals = [line.total for line in lines if line.done and line.total is not None]
    at = where.candidate if where else ""
    if at not in {line.candidate.uid for line in lines}:
        at = next((line.candidate.uid for line in lines if not line.done), lines[0].candidate.uid if lines else "")
    return Board(
        lines, at, where.place if where else 0, where.handed_at if where else "", mean(totals) if totals else None
    )


def _lines(session: Session, seat: Seat, judge: str) -> tuple[Line, ...]:
    held = {row.candidate: row for row in session.scalars(select(SeatMark).where(SeatMark.judge == judge))}
    return tuple(_line(seat, one, held.get(one.uid), judge in one.away) for one in seat.task.candidates)


def _line(seat: Seat, candidate: Candidate, row: SeatMark | None, away: bool) -> Line:
    if away:
        return Line(candidate, Given(AWAY), "", "", 0, True, None, True)
    if row is None:
        return Line(candidate, Given(), "", "", 0, False, None, False)
    given = given_of(row)
    return Line(
        candidate,
        given,
        row.reason,
        row.comment,
        row.seconds,
        False,
        row_total(given, seat.fields()),
        is_whole(seat, given, row.reason),
    )


def given_of(row: SeatMark) -> Given:
    """A stored row as the rules read it. A 0 asks for a reason: that is its second confirmation."""
    marks = dict(row.marks)
    return Given(row.status, marks, frozenset(t for t, text in marks.items() if number_of(text) == 0))


def is_whole(seat: Seat, given: Given, reason: str) -> bool:
    """Whether a row can be handed in."""
    if given.is_blank or row_gaps("", given, seat.fields(), STATES["interview"]):
        return False
    return bool(reason.strip()) or not asks_reason(given, seat.fields())


def is_exported(where: SeatJudge) -> bool:
    """Whether everything this judge has handed in has gone out."""
    return not where.editions or where.editions[-1] == where.exported


def standings(seat: Seat) -> list[Standing]:
    """Every judge's progress, also of those who were replaced; no mark, no total."""
    with seat.desk("").read() as session:
        known = {one.judge: one for one in session.scalars(select(SeatJudge))}
        marked = set(session.scalars(select(SeatMark.judge)))
        names = [one.name for one in seat.task.judges]
        names += sorted((set(known) & marked) - set(names))
        found = []
        for name in names:
            where, lines = known.get(name), _lines(session, seat, name)
            found.append(
                Standing(
                    name, sum(line.done for line in lines), len(lines), where.handed_at if where else "",
                    where is not None and bool(where.editions) and is_exported(where), bool(where and where.left),
                )
            )  # fmt: skip
        return found


def save(
    sitting: Sitting,
    uid: str,
    marks: Mapping[str, str],
    *,
    reason: str = "",
    comment: str = "",
    seconds: int = 0,
    place: int | None = None,
) -> Given:
    """Keep the marks of one candidate as typed so far; returns them tidied. `place`: the row the judge goes to.

    Raises `Invalid` for a mark that cannot be, `NotAllowed` once handed in, for a recusal and for somebody who is not heard here.
    """
    fields = {f.title: f for f in sitting.seat.fields()}
    kept = {title: text for title, typed in marks.items() if title in fields and (text := tidy(typed))}
    for title, text in kept.items():
        if problem := mark_problem(text, fields[title]):
            raise Invalid(codes.sentence(problem, value=text), [Problem(problem, detail=title)])
    given = Given(NORMAL if kept else "", kept)
    _store(sitting, uid, given, reason, comment, seconds, place)
    return given


def absent(sitting: Sitting, uid: str, comment: str = "") -> None:
    """缺考: the candidate did not come; marks typed so far go."""
    _store(sitting, uid, Given(ABSENT), "", comment, 0, None)


def _store(
    sitting: Sitting, uid: str, given: Given, reason: str, comment: str, seconds: int, place: int | None
) -> None:
    seat, judge = sitting.seat, sitting.judge
    candidate = next((one for one in seat.task.candidates if one.uid == uid), None)
    if candidate is None:
        raise NotAllowed("这名考生已不在本组。没有保存；已评的分不会丢失。")
    if judge in candidate.away:
        raise NotAllowed(f"{judge}对{candidate.name}须回避，不评分。没有保存。")
    values = {
        "status": given.status,
        "marks": dict(given.marks),
        "reason": reason.strip()[:LONGEST],
        "comment": comment.strip()[:LONGEST],
        "seconds": seconds,
    }
    with seat.desk(judge).change("seat.mark") as change:
        # both are read before either is altered: one flush for a mark, not two
        row = change.scalars(select(SeatMark).where(SeatMark.judge == judge, SeatMark.candidate == uid)).first()
        where = _known(change, judge)
        _refuse_handed_in(where)
        if place is not None:
            where.candidate, where.place = uid, place
        if row is None:
            change.add(SeatMark(judge=judge, candidate=uid, **values))
            return
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)


def put_place(sitting: Sitting, uid: str, place: int) -> None:
    """Where the judge is now: after a power cut the laptop opens there again."""
    with sitting.seat.desk(sitting.judge).change("seat.mark") as change:
        where = _known(change, sitting.judge)
        where.candidate, where.place = uid, place


def hand_in(sitting: Sitting) -> None:
    """提交: from now on read-only. Raises `Invalid` naming who is not finished."""
    seat, judge = sitting.seat, sitting.judge
    with seat.desk(judge).change("seat.hand-in") as change:
        where = _known(change, judge)
        _refuse_handed_in(where)
        lines = _lines(change.session, seat, judge)
        if open_ones := [line.candidate for line in lines if not line.done]:
            told = "、".join(f"{one.number} 号{one.name}" for one in open_ones[:3]) + (
                f"等 {len(open_ones)} 人" if len(open_ones) > 3 else ""
            )
            raise Invalid(f"{told}还没有评完。没有提交；八项打全（过高过低的写一行说明），或登记缺考，再提交。")
        _hand(seat, where)


def leave(seat: Seat, judge: str, chair: Sitting, reason: str) -> int:
    """A judge went before the end: the chair hands in what is finished; returns how many candidates (E10)."""
    _refuse_not_chair(seat, chair)
    if not reason.strip():
        raise Invalid("请写明评委中途离开的原因。没有改动。")
    with seat.desk(chair.judge).change("seat.hand-in", reason=f"{judge}中途离开：{reason.strip()}") as change:
        where = _known(change, judge)
        _refuse_handed_in(where)
        where.left = reason.strip()[:LONGEST]
        _hand(seat, where)
        return sum(line.done and not line.away for line in _lines(change.session, seat, judge))


def _hand(seat: Seat, where: SeatJudge) -> None:
    where.handed_at = seat.clock().isoformat(timespec="seconds")
    where.editions = [*where.editions, new_uid()]


def unlock(seat: Seat, judge: str, chair: Sitting, reason: str) -> None:
    """组长 opens a sheet that was handed in, with a reason that travels with the result."""
    _refuse_not_chair(seat, chair)
    if not reason.strip():
        raise Invalid("解锁要写明原因。没有解锁。")
    with seat.desk(chair.judge).change("seat.unlock", reason=f"{judge}：{reason.strip()}") as change:
        where = _known(change, judge)
        if not where.handed_at:
            raise NotAllowed(f"{judge}还没有提交，不用解锁。")
        where.handed_at, where.left = "", ""
        where.unlocked = [*where.unlocked, f"{chair.judge}：{reason.strip()}"[:LONGEST]]


def _refuse_not_chair(seat: Seat, chair: Sitting) -> None:
    if seat.task.chair and chair.judge != seat.task.chair:
        raise NotAllowed(f"须由组长{seat.task.chair}凭本人的 PIN 办理。没有改动。")


def _refuse_handed_in(where: SeatJudge | None) -> None:
    if where is not None and where.handed_at:
        raise NotAllowed("评分已经提交，不能再改。没有保存；确需改动的，请组长凭 PIN 解锁并写明原因。")


def _judge(session: Session, judge: str) -> SeatJudge | None:
    return session.scalars(select(SeatJudge).where(SeatJudge.judge == judge)).first()


def _known(change: Change, judge: str) -> SeatJudge:
    where = _judge(change.session, judge)
    if where is None:
        where = SeatJudge(judge=judge, candidate="", place=0, handed_at="", editions=[], exported="", left="", unlocked=[])
        change.add(where)
    return where
