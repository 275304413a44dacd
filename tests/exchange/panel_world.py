"""An office and two laptops of one panel on real store files, whatever happens to them and to the results between, and a book beside them.

The book knows who handed in what, in which life of which laptop, and which file was carried to the office; it reads nothing of the program.
What was handed in after something else in the same life takes its place. Where a laptop was copied or went back to a backup, two things
were handed in that do not know of each other: where they differ, a person at the office is asked, and nothing is dropped in silence.
"""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from sqlalchemy import select

from db.journal import differences, verify_chain
from db.models import EntryMark, Panel, PanelReturn, SeatJudge
from tests.exchange.offices import with_one_bit_changed
from tests.season import reopened
from tests.services.judging import MORNING, USUAL, Hall, marks
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.services import judging, seat
from yingcai_desktop.services.judging import Incoming
from yingcai_desktop.services.seat import Seat, Sitting

Step = tuple[str, int]
STEPS = {
    "score": 8,
    "hand_in": 6,
    "export": 5,
    "deliver": 7,
    "deliver_again": 3,
    "lose": 1,
    "damage": 1,
    "keep_laptop": 2,
    "laptop_goes_back": 2,
    "keep_office": 1,
    "office_goes_back": 1,
}
"""What happens, and how often among the others."""
LAPTOPS = ("one", "other")
MARKED = ("7", "8", "9")
"""What the first criterion may be; the others are as usual."""
OFFICE = "office.ycdb"


@dataclass(frozen=True, slots=True)
class HandIn:
    """A judge's sheet as handed in: candidate → mark. `past`: everything handed in before it in the same life of the laptop; `edition`: its name there."""

    id: int
    laptop: str
    judge: str
    rows: Mapping[str, str]
    past: frozenset[int]
    edition: str


@dataclass(frozen=True)
class Page:
    """The office by the book: what has come, and for whom another sheet than this was chosen."""

    came: frozenset[int] = frozenset()
    dropped: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A laptop by the book: judge → what was last handed in, what is typed now, and whether it is closed."""

    last: Mapping[str, int] = field(default_factory=dict)
    typed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """How the stores are opened: passphrase of the laptop, PIN of each judge, the chair, who is heard."""

    passphrase: str
    pins: Mapping[str, str]
    chair: str
    people: Sequence[str]
    panel: str


def build(hall: Hall) -> Words:
    """Leave an office with a task and two laptops that have loaded it in the folder of the hall, all closed."""
    issued = hall.issue()
    for name in LAPTOPS:
        hall.laptop(issued, name).close()
    pins = dict(issued.pins)
    with hall.desk.read() as session:
        panel = session.get(Panel, hall.panel)
        assert panel is not None
        chair = panel.chair
    people = hall.people()
    hall.desk.store.close()
    shutil.copyfile(hall.desk.store.path, hall.folder / OFFICE)
    return Words(issued.passphrase, pins, chair, people, hall.panel)


class PanelWorld:
    """`folder` is a copy of what `build` left, to be thrown away."""

    def __init__(self, folder: Path, words: Words) -> None:
        self.folder, self.words = folder, words
        self.chance = Random(0)
        self.seen: Counter[str] = Counter()
        self.book: list[HandIn] = []
        self.air: list[tuple[Path, frozenset[int]]] = []
        self.kept: dict[str, tuple[Path, Known | Page]] = {}
        self.page = Page()
        self.desk: Desk = reopened(folder / OFFICE)
        self.known = dict.fromkeys(LAPTOPS, Known())
        self.laptops: dict[str, Seat] = {name: self._open(name) for name in LAPTOPS}
        self.sitting: dict[tuple[str, str], Sitting] = {}

    def _open(self, name: str) -> Seat:
        [file] = (self.folder / name).glob("*.ycseat")
        return seat.open_seat(file, self.words.passphrase, lambda: MORNING)

    def close(self) -> None:
        self.desk.store.close()
        for one in self.laptops.values():
            one.close()

    def play(self, steps: Sequence[Step]) -> None:
        """Each with its own chance; then everything is handed in and carried over, as often as it takes."""
        for name, number in steps:
            self.chance = Random(number)
            getattr(self, name)()
        self.chance = Random(0)
        for name in LAPTOPS:
            for judge in self.words.pins:
                self._hand_in(name, judge)
            if self.known[name].last:
                self._deliver(self._export(name))
        with self.desk.read() as session:
            assert verify_chain(session) == ()
            assert differences(session) == []

    # at the laptops

    def _sits(self, name: str, judge: str) -> Sitting:
        if (name, judge) not in self.sitting:
            self.sitting[name, judge] = seat.sign_in(self.laptops[name], judge, self.words.pins[judge])
        return self.sitting[name, judge]

    def score(self) -> None:
        """A judge gives somebody another mark; what is handed in the chair opens first."""
        name, judge = self.chance.choice(LAPTOPS), self.chance.choice(sorted(self.words.pins))
        known, sits = self.known[name], self._sits(name, judge)
        if judge in known.closed:
            seat.unlock(self.laptops[name], judge, self._sits(name, self.words.chair), "看错一项")
            known = replace(known, closed=known.closed - {judge})
            self.seen["unlocked"] += 1
        heard = [line.candidate.uid for line in seat.board(sits).lines if not line.away]
        person, mark = self.chance.choice(heard), self.chance.choice(MARKED)
        seat.save(sits, person, marks(sits.seat, mark, *USUAL[1:]))
        self.known[name] = replace(known, typed={**known.typed, (judge, person): mark})

    def hand_in(self) -> None:
        self._hand_in(self.chance.choice(LAPTOPS), self.chance.choice(sorted(self.words.pins)))

    def _hand_in(self, name: str, judge: str) -> None:
        known, sits = self.known[name], self._sits(name, judge)
        if judge in known.closed:
            return
        typed = dict(known.typed)
        for line in seat.board(sits).lines:
            if not line.away and (judge, line.candidate.uid) not in typed:
                seat.save(sits, line.candidate.uid, marks(sits.seat))
                typed[judge, line.candidate.uid] = USUAL[0]
        seat.hand_in(sits)
        before = known.last.get(judge)
        past = frozenset() if before is None else self.book[before].past | {before}
        rows = {person: mark for (by, person), mark in typed.items() if by == judge}
        with self.laptops[name].store.read() as session:
            edition = session.scalars(select(SeatJudge.editions).where(SeatJudge.judge == judge)).one()[-1]
        self.book.append(HandIn(len(self.book), name, judge, rows, past, edition))
        self.known[name] = Known({**known.last, judge: len(self.book) - 1}, typed, known.closed | {judge})
        self.seen["handed in"] += 1

    def export(self) -> None:
        name = self.chance.choice(LAPTOPS)
        if self.known[name].closed:
            self.air.append(self._export(name))

    def _export(self, name: str) -> tuple[Path, frozenset[int]]:
        known = self.known[name]
        out = self.folder / f"out-{len(list(self.folder.glob('out-*')))}"
        out.mkdir()
        return seat.export(self.laptops[name], out).path, frozenset(known.last[judge] for judge in known.closed)

    def keep_laptop(self) -> None:
        """A copy of the file, made by hand while the program is closed."""
        name = self.chance.choice(LAPTOPS)
        self.laptops[name].close()
        copy = self.folder / f"kept-{name}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder / name, copy)
        self.kept[name] = copy, self.known[name]
        self._opened_again(name)

    def laptop_goes_back(self) -> None:
        """The copy is put in place, and nobody is told; what was exported before is still on its way."""
        name = self.chance.choice(LAPTOPS)
        if name in self.kept:
            copy, known = self.kept[name]
            assert isinstance(known, Known)
            self.laptops[name].close()
            shutil.rmtree(self.folder / name)
            shutil.copytree(copy, self.folder / name)
            self.known[name] = known
            self._opened_again(name)
            self.seen["laptops back"] += 1

    def _opened_again(self, name: str) -> None:
        self.laptops[name] = self._open(name)
        self.sitting = {key: one for key, one in self.sitting.items() if key[0] != name}

    # at the office

    def deliver(self) -> None:
        if self.air:
            self._deliver(self.air.pop(self.chance.randrange(len(self.air))))

    def deliver_again(self) -> None:
        if self.air:
            self._deliver(self.chance.choice(self.air))

    def lose(self) -> None:
        if self.air:
            self.air.pop(self.chance.randrange(len(self.air)))

    def damage(self) -> None:
        """One bit of a copy is changed: nothing happens."""
        if self.air:
            bad = with_one_bit_changed(self.chance.choice(self.air)[0], self.chance)
            try:
                judging.look(self.desk, bad)
            except PackageRefused:
                self.seen["damaged"] += 1
            else:
                raise AssertionError("a damaged result was taken for whole")
            self.check()

    def _deliver(self, parcel: tuple[Path, frozenset[int]]) -> None:
        path, brings = parcel
        self.seen["taken again" if brings <= self.page.came else "taken"] += 1
        self.page = self._came(brings)
        expected = self.clashes()
        incoming = judging.look(self.desk, path)
        # a file asks about the judges it brings news of; what was decided before is not asked again
        found = {(one.judge, one.uid) for one in incoming.clashes}
        assert found == expected, f"asked about {found}, by the book {expected}"
        chosen = {}
        for one in sorted(incoming.clashes, key=lambda c: (c.judge, self.words.people.index(c.uid))):
            behind = self._behind(incoming, one.judge)
            lane = self.chance.choice([laptop for laptop, _ in one.laptops])
            chosen[one.judge, one.uid], holds = lane, behind[lane]
            gone = {(t.id, one.uid) for t in self._tips(one.judge) if t is not holds and one.uid in t.rows}
            self.page = replace(self.page, dropped=(self.page.dropped | gone) - {(holds.id, one.uid)})
            self.seen["clashes"] += 1
        judging.take(self.desk, incoming, clashes=chosen)
        self.check()

    def _behind(self, incoming: Incoming, judge: str) -> dict[str, HandIn]:
        """Laptop, as the office names it → what was handed in there: the person asked knows, as the judge's paper is signed."""
        with self.desk.read() as session:
            kept = session.scalars(select(PanelReturn).where(PanelReturn.judge == judge))
            lanes = {one.laptop: list(one.editions) for one in kept}
        for sheet in incoming.sheets:
            follows = [lane for lane, ids in lanes.items() if ids == sheet.editions[: len(ids)]]
            older = any(ids[: len(sheet.editions)] == sheet.editions for ids in lanes.values())
            if sheet.judge == judge and not older:
                [lane] = follows or [one for clash in incoming.clashes for one, _ in clash.laptops if one not in lanes][:1] or [""]
                lanes[lane] = sheet.editions
        by_id = {one.edition: one for one in self.book}
        return {lane: by_id[ids[-1]] for lane, ids in lanes.items()}

    def keep_office(self) -> None:
        self.desk.store.close()
        copy = self.folder / "kept-office"
        shutil.copyfile(self.folder / OFFICE, copy)
        self.desk = reopened(self.folder / OFFICE)
        self.kept["office"] = copy, self.page

    def office_goes_back(self) -> None:
        if "office" in self.kept:
            copy, page = self.kept["office"]
            assert isinstance(page, Page)
            self.desk.store.close()
            shutil.copyfile(copy, self.folder / OFFICE)
            self.desk = reopened(self.folder / OFFICE)
            self.desk.store.renew_chain()
            self.page = page
            self.seen["offices back"] += 1
            self.check()

    # by the book

    def _tips(self, judge: str) -> list[HandIn]:
        """What has come of a judge that nothing else which has come follows."""
        came = [self.book[one] for one in sorted(self.page.came) if self.book[one].judge == judge]
        return [one for one in came if not any(one.id in other.past for other in came)]

    def _came(self, brings: frozenset[int]) -> Page:
        """What was dropped stays so while the same laptop says the same of the candidate."""
        after = self.page.came | brings
        dropped = set()
        for old, uid in self.page.dropped:
            heirs = [one for one in after if old == one or old in self.book[one].past]
            tips = [one for one in heirs if not any(one in self.book[other].past for other in after)]
            dropped |= {(tip, uid) for tip in tips if self.book[tip].rows.get(uid) == self.book[old].rows.get(uid)}
        return Page(after, frozenset(dropped))

    def _said(self, judge: str) -> dict[str, set[str]]:
        """Candidate → what the sheets that hold say."""
        found: dict[str, set[str]] = {}
        for tip in self._tips(judge):
            for uid, mark in tip.rows.items():
                if (tip.id, uid) not in self.page.dropped:
                    found.setdefault(uid, set()).add(mark)
        return found

    def clashes(self) -> set[tuple[str, str]]:
        return {(judge, uid) for judge in self.words.pins for uid, said in self._said(judge).items() if len(said) > 1}

    def check(self) -> None:
        """The judges' passes at the office against the book."""
        with self.desk.read() as session:
            rows = list(session.scalars(select(EntryMark).where(EntryMark.by.in_(list(self.words.pins)))))
        found = {(row.by, row.application_uid): row.marks.get("使命意识", "") for row in rows if row.status == "正常"}
        expected = {
            (judge, uid): next(iter(said)) for judge in self.words.pins for uid, said in self._said(judge).items() if len(said) == 1
        }
        assert found == expected, {key: (found.get(key), expected.get(key)) for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)}


def steps_of(seed: int, how_many: int) -> list[Step]:
    """A history by chance."""
    chance = Random(seed)
    names = chance.choices(list(STEPS), list(STEPS.values()), k=how_many)
    return [(name, chance.randrange(2**32)) for name in names]
