"""The panels of the sample year: laptops with stores of their own, judges who give a row at a time, clerks who type the signed sheets.

What people do in the window is done here by the same services, with the marks of the season's workbooks (docs/packages.md §5).
`demo` and the test of the year play the same panels.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from yingcai_desktop.cli.year import Hearing
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.entry import Given, sheet_total
from yingcai_desktop.rules.interviewing import KINDS
from yingcai_desktop.rules.judging import asks_reason
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services import entry, intake, judging, panels, seat
from yingcai_desktop.services.judging import Issued
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.seat import Seat

CALLED = "2025419"
"""The number the supervisor calls out at every draw."""
TYPIST, THIRD = "登分员", "核定人"
WHY = "面试记录表有据"
"""The line a judge writes beside a high or low mark."""

Giving = Mapping[str, Mapping[str, Given]]
"""Judge → candidate → what the judge gives."""


@dataclass
class Room:
    """A panel on its day: the task it got, its laptops, and what its judges are going to give."""

    desk: Desk
    hearing: Hearing
    panel: str
    issued: Issued
    given: Giving
    stick: Path
    seats: list[Seat] = field(default_factory=list)


def open_room(desk: Desk, hearing: Hearing, stick: Path, laptops: Path) -> Room:
    """The office declares recusals, names a chair, draws and makes the task; each laptop, a folder in `laptops`, makes its store from it."""
    card = next(c for c in panels.board(desk).panels if c.group == hearing.group and c.name == hearing.name)
    form = panels.form_of(desk, card.uid)
    panels.save(desk, replace(form, chair=form.judges[0][0]))
    given = _given(desk, card.uid, hearing.marks)
    for judge, rows in given.items():
        for uid, row in rows.items():
            if row.status == seat.AWAY:
                panels.recuse(desk, uid, judge, KINDS[-1], "评委本人申报")
    panels.draw(desk, hearing.group, CALLED)
    room = Room(desk, hearing, card.uid, judging.issue(desk, card.uid, stick), given, stick)
    for number in range(1, hearing.laptops + 1):
        folder = laptops / f"{hearing.title} {number} 号机"
        room.seats.append(seat.load(room.issued.path, room.issued.passphrase, folder, desk.clock))
    return room


def _given(desk: Desk, panel: str, files: Sequence[Path]) -> Giving:
    """The sound rows of a panel in workbooks; a correction in a later one holds."""
    found: dict[str, dict[str, Given]] = defaultdict(dict)
    for loaded in intake.load(desk, "interview-scores", files, dry_run=True).files:
        for row in loaded.checked.tables["面试评分"]:
            if row.values["panel_uid"] == panel:
                marks = dict(row.values["marks"])
                zeros = frozenset(title for title, mark in marks.items() if Decimal(mark) == 0)
                found[row.values["judge"]][row.values["application_uid"]] = Given(row.values["status"], marks, zeros)
    return found


def hear(room: Room) -> int:
    """The judges, dealt among the laptops, sign in, give one candidate's marks after another's and hand in; returns how many marks."""
    count = 0
    for number, (judge, pin) in enumerate(room.issued.pins):
        sitting = seat.sign_in(room.seats[number % len(room.seats)], judge, pin)
        for line in seat.board(sitting).lines:
            if not line.away:
                count += _judge(sitting, line.candidate.uid, room.given[judge][line.candidate.uid])
        seat.hand_in(sitting)
    return count


def _judge(sitting: seat.Sitting, uid: str, row: Given) -> int:
    if row.status == seat.ABSENT:
        seat.absent(sitting, uid)
        return 1
    reason = WHY if asks_reason(row, sitting.seat.fields()) else ""
    seat.save(sitting, uid, row.marks, reason=reason)
    return len(row.marks)


def results(room: Room) -> list[Path]:
    """What each laptop gives back, on the stick."""
    return [seat.export(one, room.stick).path for one in room.seats]


def take(desk: Desk, path: Path) -> int:
    """Take a result in at the office; returns how many rows were new or changed."""
    return judging.take(desk, judging.look(desk, path))


def bring_back(rooms: Sequence[Room], chance: random.Random) -> Iterator[str]:
    """The results of all panels in any order: the first comes twice, the last is lost and given again by its laptop. Says what came of each."""
    way = [(room, one, path) for room in rooms for one, path in zip(room.seats, results(room), strict=True)]
    chance.shuffle(way)
    for number, (room, one, path) in enumerate(way):
        if number == len(way) - 1:
            path.unlink()
            yield f"{path.name}：丢失，由评委席电脑重新导出"
            path = seat.export(one, room.stick).path
        yield f"{path.name} → {take(room.desk, path)} 行"
        if number == 0:
            yield f"{path.name} 又送来一次 → {take(room.desk, path)} 行"


def type_sheets(room: Room) -> int:
    """The second pass from the sheets the judges signed, by a clerk; a third person settles. Returns how many marks took their place."""
    typist, third = (replace(room.desk, actor=name, witness="") for name in (TYPIST, THIRD))
    counted = 0
    for paper in entry.papers(room.desk, "interview", Scope(room.hearing.group[0], room.hearing.group[1])):
        if paper.ref.panel == room.panel:
            rows = {line.uid: room.given[paper.ref.judge][line.uid] for line in paper.lines}
            entry.save(typist, paper, 2, rows)
            entry.close(typist, paper, 2, Decimal(printed(sheet_total(rows.values(), paper.fields))))
            counted += entry.settle(third, paper)
    return counted


def clear(room: Room) -> None:
    """With the office's receipt every laptop forgets what it has."""
    receipt = judging.give_receipt(room.desk, room.seats[0].task.code, room.stick)
    for one in room.seats:
        seat.wipe(one, receipt)


def close(rooms: Sequence[Room]) -> None:
    """Leave no store open, whatever happened."""
    for room in rooms:
        for one in room.seats:
            one.close()
