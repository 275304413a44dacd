"""Moves and the proposal: never over capacity without a reason, in the pilot never at all; every move is dated history (features B07, B08)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from db.gate import Change
from db.models import Mentor, MentorChange, Selection, Trainee
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.rules.matching import Placement, Seeker, propose
from yingcai_desktop.rules.places import MentorPlaces
from yingcai_desktop.services.matching import board
from yingcai_desktop.services.people import group_of, people
from yingcai_desktop.services.progress import Part

CAPACITY = "附件2 五（三）1：每名导师不超过 5 名"


@dataclass(frozen=True)
class Proposal:
    """按志愿自动匹配 of a part: the same input gives the same `digest` on any machine."""

    part: Part
    placements: tuple[Placement, ...]
    names: Mapping[str, str]
    digest: str

    @property
    def placed(self) -> list[Placement]:
        """Those somebody has a place for."""
        return [p for p in self.placements if p.mentor]

    @property
    def words(self) -> str:
        """第1志愿 21 人 · 调剂 3 人 · 未安排 1 人."""
        counts: dict[str, int] = {}
        for one in self.placements:
            name = "未安排" if not one.mentor else "调剂" if one.choice == 0 else f"第{one.choice}志愿"
            counts[name] = counts.get(name, 0) + 1
        return " · ".join(f"{name} {counts[name]} 人" for name in ("第1志愿", "第2志愿", "第3志愿", "调剂", "未安排") if name in counts)


def proposal(desk: Desk, part: Part) -> Proposal:
    """For everybody of a part without a mentor, by rank; who has one keeps it. Nothing is stored."""
    found = board.read(desk, part)
    made: list[Placement] = []
    given = []
    for group, one in found.groups.items():
        seekers = [Seeker(s.uid, s.choices, s.adjust) for s in one.waiting]
        places = [MentorPlaces(c.uid, c.name, c.order, c.free) for c in one.cards]
        given.append([list(group), [[s.id_number, s.rank, s.order, [found.mentors.get(c, "") for c in s.choices], s.adjust] for s in one.waiting],
                      [[c.name, c.university, c.free] for c in one.cards]])  # fmt: skip
        made += propose(seekers, places)
    names = {s.uid: s.name for one in found.groups.values() for s in one.waiting}
    numbers = {s.uid: s.id_number for one in found.groups.values() for s in one.waiting}
    came = [[numbers[p.key], found.mentors.get(p.mentor, ""), p.choice, p.reason] for p in made]
    text = json.dumps([given, came], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Proposal(part, tuple(made), names, sha256(text.encode()).hexdigest())


def accept(desk: Desk, plan: Proposal) -> int:
    """Store a proposal; each placement with its reason. Raises `NotAllowed` when the board has changed since it was made."""
    if proposal(desk, plan.part).digest != plan.digest:
        raise NotAllowed("方案做出之后名单或导师有变动，没有采用。请重新匹配。")
    with desk.change("matching.propose", reason=f"按志愿匹配：{plan.words}") as change:
        for one in plan.placed:
            _put(desk, change, one.key, one.mentor, one.choice, one.reason)
    return len(plan.placed)


def move(desk: Desk, uid: str, to: str, reason: str = "", displacing: str = "") -> str:
    """Give a student another mentor (blank: none); `displacing`: who makes room and takes the other's place. Returns the sentence.

    Needs a reason once the list is locked or training open, against the student's wishes, and beyond a mentor's places (国家 only; then the
    places are raised by one). Raises `NotAllowed`.
    """
    with desk.read() as session:
        person = next((p for p in people(session, desk.schemes) if p.uid == uid), None)
    if person is None:
        raise NotAllowed("没有找到这名学生。请刷新后重试。")
    group = group_of(desk.schemes, person)
    found = board.read(desk, group[:2])
    students = {s.uid: s for s in found.groups[group].students}
    if uid not in students:
        raise NotAllowed(f"{person.name}不在录取名单里，不能安排导师。")
    student, cards = students[uid], {c.uid: c for c in found.groups[group].cards}
    if student.mentor == to:
        raise NotAllowed(f"{person.name}的导师没有变。")
    if to and to not in cards:
        raise NotAllowed("没有改动：只能安排本项目、本盟市、本学科已聘任的导师。")
    if not to and student.training:
        raise NotAllowed(f"{person.name}已在培养中，不能没有导师；请直接改派给另一位导师。")
    if displacing and (displacing not in students or students[displacing].mentor != to or displacing == uid):
        raise NotAllowed("没有改动：让出位置的学生不在这位导师名下。")
    if displacing and student.training:
        raise NotAllowed("培养中的学生不能直接对调，请先把一名改派到有空位的导师。")
    over = bool(to) and not displacing and cards[to].free == 0
    _check_reason(found, student, to, reason, over=over, pilot=group[0] == "pilot", name=cards[to].name if to else "")
    choice = next((n for n, c in enumerate(student.choices, 1) if c == to), 0) if to else None
    with desk.change("matching.move", reason=reason.strip()) as change:
        if displacing:
            other = students[displacing]
            _put(desk, change, displacing, "", None, f"为{student.name}让出位置")
            _put(desk, change, uid, to, choice, reason)
            if student.mentor:
                back = next((n for n, c in enumerate(other.choices, 1) if c == student.mentor), 0)
                _put(desk, change, displacing, student.mentor, back, f"与{student.name}对调")
        else:
            if over:
                mentor = change.get(Mentor, to)
                assert mentor is not None
                mentor.capacity = len(cards[to].students) + 1
                change.flush()
            _put(desk, change, uid, to, choice, reason)
    return _said(found, student, to, students.get(displacing), over=over)


def _check_reason(found: board.Board, student: board.Student, to: str, reason: str, *, over: bool, pilot: bool, name: str) -> None:
    if over and pilot:
        raise NotAllowed(f"没有改动：{name}已经没有空位，试点项目不得超出（{CAPACITY}）。可以先把名下一名学生移走，或两人对调。", [Problem("mentor.full")])
    given = bool(reason.strip())
    if over and not given:
        raise NotAllowed(f"没有改动：{name}已经没有空位。确需超出的，请写明理由，可带人数随之加一。", [Problem("mentor.full")])
    if found.formal and not given:
        raise NotAllowed("没有改动：名单已锁定或培养已开始，更换导师要写明理由。")
    if to and to not in student.choices and not student.adjust and not given:
        raise NotAllowed(f"没有改动：{name}不在{student.name}的志愿里，本人不服从调剂。确已征得同意的，请写明理由。")


def _put(desk: Desk, change: Change, uid: str, to: str, choice: int | None, reason: str) -> None:
    """The mentor of a student, where it stands now: on the selection, once in training on the trainee."""
    trainee = change.scalars(select(Trainee).where(Trainee.application_uid == uid)).first()
    row = change.scalars(select(Selection).where(Selection.application_uid == uid, Selection.status == "admitted")).first()
    if trainee is None and row is None:
        raise NotAllowed("没有改动：这名学生已不在录取名单里。请刷新。")
    before = trainee.mentor_uid if trainee is not None else row.mentor_uid if row is not None else None
    if trainee is not None:
        trainee.mentor_uid = to
    elif row is not None:
        row.mentor_uid, row.choice = to or None, choice
    change.add(
        MentorChange(
            application_uid=uid, from_uid=before, to_uid=to or None, day=desk.clock().date(), reason=reason.strip(), actor=desk.actor
        )
    )  # fmt: skip
    change.flush()


def _said(found: board.Board, student: board.Student, to: str, other: board.Student | None, *, over: bool) -> str:
    if not to:
        return f"{student.name}退回待安排。"
    name = found.mentors[to]
    words = f"{student.name} → {name}"
    if other is not None:
        words += f"，{other.name}" + (f"改到 {found.mentors[student.mentor]}" if student.mentor else "退回待安排")
    return f"{words}{'；可带人数加一' if over else ''}。"
