"""The snapshot of a selection: everything it rested on and everything that came out, as plain values with one digest."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Application,
    ComponentScore,
    Declination,
    InterviewScore,
    Panel,
    Selection,
    ShortlistEntry,
    TestScore,
    TieRuling,
)
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding
from yingcai_desktop.services.people import group_of, people
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting.locked import rests_on

Tree = dict[str, Any]

COMPONENT = "动手实验、观察"
"""What the pilot's further form is called among the marks of a snapshot (附件2 四（二）)."""
SECTIONS = {
    "decisions": "签认的决定", "rulings": "同分裁定", "declined": "放弃登记", "people": "考生", "tests": "测试成绩",
    "shortlist": "面试人选", "interviews": "面试评分", "outcome": "录取结果",
}  # fmt: skip
"""What is compared when a lock is verified. `mentors`, as they stood, are kept beside it: 师生匹配 may go on."""


def taken(session: Session, schemes: Schemes, part: Part) -> Tree:
    """The snapshot of a part as it stands now."""
    programme, city = part
    everybody = [p for p in people(session, schemes, Scope(programme)) if group_of(schemes, p)[1] == city]
    number = {p.uid: p.id_number for p in everybody}
    decided = deciding.stored(session).values
    chosen = {s.application_uid: s for s in session.scalars(select(Selection)) if s.application_uid in number}
    return {
        "season": schemes.season,
        "document": schemes.common.document,
        "scheme": f"{programme}-{schemes[programme].year}",
        "programme": programme,
        "city": city,
        "decisions": {
            key: value
            for key, value in sorted(decided.items())
            if key.split(".", 1)[0] in deciding.SELECTION_PARTS and rests_on(key, programme, city)
        },
        "rulings": _rulings(session, part),
        "declined": _declined(session, programme, set(number.values())),
        "people": {p.id_number: [p.name, p.school, p.grade, p.subject, *_choices(session, p.uid)] for p in everybody if p.uid in chosen},
        "tests": _tests(session, number),
        "shortlist": _shortlist(session, number),
        "interviews": _interviews(session, number),
        "outcome": {
            number[uid]: [s.status, s.rank, s.test, s.interview, s.composite, s.innovation, s.interest, s.promoted]
            for uid, s in chosen.items()
        },
        "mentors": {number[uid]: [s.mentor_uid, s.choice] for uid, s in chosen.items() if s.mentor_uid},
    }


def digest(tree: Tree) -> str:
    """SHA-256 of the canonical JSON: the same on every machine."""
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def differences(kept: Tree, now: Tree) -> list[str]:
    """What is no longer as it was locked, one sentence a section; empty when all is as it was."""
    found = []
    for section, title in SECTIONS.items():
        old, new = kept.get(section), now.get(section)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            count = sum(old.get(key) != new.get(key) for key in {*old, *new})
            found.append(f"{title}有 {count} 处与锁定时不同")
        else:
            found.append(f"{title}与锁定时不同")
    return found


def _choices(session: Session, uid: str) -> list[Any]:
    a = Application
    row = session.execute(select(a.choice1_uid, a.choice2_uid, a.choice3_uid, a.adjust).where(a.uid == uid)).one()
    return list(row)


def _rulings(session: Session, part: Part) -> list[list[Any]]:
    rows = session.scalars(select(TieRuling).where(TieRuling.programme == part[0], TieRuling.city == part[1]))
    return sorted([t.subject, list(t.order), t.reason, list(t.by)] for t in rows)


def _declined(session: Session, programme: str, numbers: set[str]) -> dict[str, str]:
    rows = session.execute(select(Declination.id_number, Declination.reason).where(Declination.programme == programme))
    return {number: reason for number, reason in rows if number in numbers}


def _tests(session: Session, number: dict[str, str]) -> dict[str, list[str]]:
    t = TestScore
    rows = session.execute(select(t.application_uid, t.status, t.raw, t.full_mark))
    return {number[uid]: [status, str(raw), str(full)] for uid, status, raw, full in rows if uid in number}


def _shortlist(session: Session, number: dict[str, str]) -> dict[str, list[Any]]:
    e = ShortlistEntry
    rows = session.execute(select(e.application_uid, e.score, e.rank, e.exception))
    return {number[uid]: [score, rank, exception] for uid, score, rank, exception in rows if uid in number}


def _interviews(session: Session, number: dict[str, str]) -> dict[str, list[Any]]:
    i = InterviewScore
    columns = (i.application_uid, Panel.name, i.judge, i.status, i.marks)
    found: dict[str, list[Any]] = {}
    counted = select(*columns).join(Panel, Panel.uid == i.panel_uid).where(i.set_aside == "")
    for uid, panel, judge, status, marks in session.execute(counted):
        if uid in number:
            found.setdefault(number[uid], []).append([panel, judge, status, {k: str(v) for k, v in marks.items()}])
    c = ComponentScore
    for uid, status, raw in session.execute(select(c.application_uid, c.status, c.raw)):
        if uid in number:
            found.setdefault(number[uid], []).append(["", COMPONENT, status, {} if raw is None else {COMPONENT: f"{raw.normalize():f}"}])
    return {key: sorted(rows, key=lambda row: (row[0], row[1])) for key, rows in found.items()}
