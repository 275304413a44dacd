"""The laptops of the panels in the year of four offices, with the mishaps of the way back, and what must not be on them."""

import random
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from db.models import Application, InterviewScore, School, SeatJudge, SeatMark
from yingcai_desktop.cli import hearing
from yingcai_desktop.cli.hearing import Room
from yingcai_desktop.cli.year import Hearing
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.panel_files import read_task
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.services import judging, seat
from yingcai_desktop.services.seat import Seat


def heard(desks: Mapping[str, Desk], hearings: Sequence[Hearing], chance: random.Random, folder: Path) -> None:
    """All panels at once: tasks out, judges at work, results back in any order, one twice, one lost; then the laptops are wiped."""
    rooms: list[Room] = []
    stick, laptops = folder / "u-disk", folder / "laptops"
    stick.mkdir()
    try:
        for one in chance.sample(list(hearings), len(hearings)):
            room = hearing.open_room(desks[one.office], one, stick, laptops)
            rooms.append(room)
            holds_nobody(room, task_text(room))
            for laptop in room.seats:
                holds_nobody(room, everything_in(laptop))
        for room in rooms:
            hearing.hear(room)
        _bring_back(desks, rooms, chance)
        for room in rooms:
            hearing.type_sheets(room)
            for laptop in room.seats:
                holds_nobody(room, everything_in(laptop))
            says_the_same(room)
            hearing.clear(room)
    finally:
        hearing.close(rooms)
    assert len(list(laptops.iterdir())) == sum(one.laptops for one in hearings)
    assert [path for path in laptops.rglob("*") if path.is_file()] == [], "nothing is left on any laptop"


def _bring_back(desks: Mapping[str, Desk], rooms: Sequence[Room], chance: random.Random) -> None:
    """One result never arrives until the laptop gives it again, one comes twice, one is brought to the wrong office first."""
    way = [(room, laptop, path) for room in rooms for laptop, path in zip(room.seats, hearing.results(room), strict=True)]
    chance.shuffle(way)
    lost = next(one for one in way if len(one[0].seats) > 1)  # of two laptops: the receipt for the other one does not free it
    way.remove(lost)
    for n, (room, _laptop, path) in enumerate(way):
        if n == 0:
            stranger = next(desk for office, desk in desks.items() if office != room.hearing.office)
            with pytest.raises(PackageRefused) as refused:
                judging.look(stranger, path)
            assert refused.value.code == "package.not-for-us"
        assert hearing.take(room.desk, path) > 0
        if n == 1:
            assert hearing.take(room.desk, path) == 0
    room, laptop, path = lost
    path.unlink()
    receipt = judging.give_receipt(room.desk, laptop.task.code, room.stick)
    with pytest.raises(PackageRefused) as refused:
        seat.wipe(laptop, receipt)
    assert refused.value.code == "panel.not-yet-taken"
    assert hearing.take(room.desk, seat.export(laptop, room.stick).path) > 0


def task_text(room: Room) -> str:
    """What the task file holds."""
    task, _manifest, code = read_task(room.issued.path, room.issued.passphrase)
    assert code == room.issued.check_code
    return msgspec.json.encode(task).decode()


def everything_in(laptop: Seat) -> str:
    """Every cell of every table of an open laptop store, the journal's own bodies included."""
    with laptop.store.read() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        cells = [cell for t in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{t}"') for cell in row]
        bodies = connection.exec_driver_sql("SELECT body FROM journal_body").scalars().all()
    texts = [cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in cells]
    return "\0".join([*texts, *(zlib.decompress(body).decode() for body in bodies if body is not None)])


def holds_nobody(room: Room, text: str) -> None:
    """No ID number, telephone, ticket or school of anybody the office knows; of the judges' marks only those given here."""
    with room.desk.read() as session:
        private = set(session.scalars(select(School.name)))
        for columns in (Application.id_number, Application.guardian_phone, Application.student_phone, Application.ticket):
            private |= set(session.scalars(select(columns)))
    found = [told for told in private if told and told in text]
    assert not found, found


def says_the_same(room: Room) -> None:
    """A laptop holds the marks of the judges who sat at it and of nobody else; the office has them all, mark by mark."""
    with room.desk.read() as session:
        asked = select(InterviewScore).where(InterviewScore.panel_uid == room.panel)
        office = {(row.judge, row.application_uid): (row.status, dict(row.marks)) for row in session.scalars(asked)}
    together: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    for number, laptop in enumerate(room.seats):
        here = {judge for n, (judge, _pin) in enumerate(room.issued.pins) if n % len(room.seats) == number}
        with laptop.store.read() as session:
            rows = {(row.judge, row.candidate): (row.status, dict(row.marks)) for row in session.scalars(select(SeatMark))}
            assert {judge for judge, _uid in rows} == set(session.scalars(select(SeatJudge.judge))) == here
        together |= rows
    assert {key: row for key, row in office.items() if row[0] != seat.AWAY} == together
