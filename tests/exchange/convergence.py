"""Three offices on real store files, whatever happens to their packages, and the book (`book`) beside them.

They edit, send, lose, repeat, misdeliver and damage packages, go back to old backups, are copied to a second machine, lose a machine for good,
undo imports and have wrong clocks. After each thing the store it happened to must be what the book says. Steps are (name, number): the number is the chance of
that step alone, so that a failing list of steps can be shortened.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from sqlalchemy import select
from stdnum.cn.ric import calc_check_digit

from db.journal import differences, head, verify_chain
from db.models import Application
from db.store import Store
from tests.exchange.book import CLASS, FIELDS, GONE, OPINION, THERE, Act, Book, Letter, Page
from tests.exchange.offices import BAOTOU, FILE, HOHHOT, KEY, NOON, PASSPHRASE, REGION, STICK, with_one_bit_changed
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.exchange import applying, arriving, making, renewing, undoing
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.planning import Choice, Key
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.root import Root, open_root

CITIES = (HOHHOT, BAOTOU)
OFFICES = (REGION, *CITIES)

Step = tuple[str, int]
STEPS = {
    "edit": 6,
    "edit_and_send": 7,
    "make": 2,
    "deliver": 8,
    "deliver_again": 4,
    "lose": 2,
    "misdeliver": 1,
    "damage": 1,
    "keep": 3,
    "go_back": 3,
    "undo": 3,
    "copy": 1,
    "lose_machine": 1,
    "set_clock": 1,
}
"""What happens, and how often among the others."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A package on its way: the file, and what it says by the book."""

    path: Path
    letter: Letter


@dataclass
class Office:
    """A store and its page in the book."""

    file: Path
    desk: Desk
    page: Page
    went_back: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup: the file, its page, the last edit there was in the world, and how long the journal was."""

    copy: Path
    page: Page
    last: int
    entries: int


@cache
def _root(secret: bytes) -> Root:
    """The region's root key, out of the envelope; opened once, as that is dear."""
    return open_root(secret, PASSPHRASE)


def steps_of(seed: int, how_many: int) -> list[Step]:
    """A history by chance."""
    chance = Random(seed)
    names = chance.choices(list(STEPS), list(STEPS.values()), k=how_many)
    return [(name, chance.randrange(2**32)) for name in names]


class World:
    """Three offices and the records of two cities. `folder` is a copy of the built offices, to be thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.chance = Random(0)
        self.air: list[Parcel] = []
        self.kept: dict[str, Kept] = {}
        self.version = 0
        self.days = dict.fromkeys(OFFICES, 0)
        self.seen: Counter[str] = Counter()
        desks = {code: self._desk(code, folder / code / FILE) for code in OFFICES}
        with desks[REGION].read() as session:
            people = session.scalars(select(Application).order_by(Application.id_number)).all()
            self.book = Book({person.uid: person.city for person in people})
            first = {
                one.uid: self.book.note(None, one.uid, "made", {OPINION: one.opinion, CLASS: one.class_name})
                for one in people
            }
        self.offices: dict[str, Office] = {}
        for code, desk in desks.items():
            knows = frozenset(edit for record, edit in first.items() if self._concerns(code, record))
            page = Page(code, knows, knows, f"{code}.0", {f"{code}.0": float("inf")})
            self.offices[code] = Office(folder / code / FILE, desk, page)

    def _desk(self, code: str, file: Path) -> Desk:
        clock = lambda: NOON + timedelta(days=self.days[code])  # noqa: E731
        return Desk(Store.open(file, key=KEY), f"经办{code}", f"见证{code}", clock)

    def close(self) -> None:
        for office in self.offices.values():
            office.desk.store.close()

    def play(self, steps: Iterable[Step]) -> None:
        """Do these things, each with its own chance, then let everybody write to everybody."""
        for name, number in steps:
            self.chance = Random(number)
            getattr(self, name)()
        self.chance = Random(0)
        self.settle()
        self.seen["histories"] = len({edit.record for edit in self.book.edits if edit.author})

    # looking

    def _concerns(self, code: str, record: str) -> bool:
        return code in (REGION, self.book.home[record])

    def _rows(self, desk: Desk) -> dict[str, dict[str, str]]:
        with desk.read() as session:
            asked = select(Application.uid, Application.opinion, Application.class_name)
            return {uid: {OPINION: opinion, CLASS: class_name} for uid, opinion, class_name in session.execute(asked)}

    def check(self, office: Office) -> None:
        """Every row of an office against the book."""
        code, known, rows = office.page.office, self.book.live(office.page), self._rows(office.desk)
        for record in self.book.home:
            if not self._concerns(code, record):
                assert record not in rows, f"{code} holds a record of another city: {record}"
                continue
            there = self.book.presence(known, record)
            assert there in (THERE, GONE), f"{code} let a conflict pass in silence: {record}"
            assert (record in rows) == (there == THERE), f"{code}: {record} should be {set(there)}"
            for name in FIELDS if record in rows else ():
                said = self.book.said(known, record, name)
                assert said == {rows[record][name]}, (
                    f"{code}: {name} of {record} is {rows[record][name]}, should be {said}"
                )

    # what people do

    def edit(self) -> None:
        self._edit(self.offices[self.chance.choice(OFFICES)])

    def edit_and_send(self) -> None:
        office = self.offices[self.chance.choice(OFFICES)]
        self._edit(office)
        self.air.append(self._send(office, self._partner(office)))

    def _partner(self, office: Office) -> str:
        return self.chance.choice(CITIES) if office.page.office == REGION else REGION

    def _edit(self, office: Office) -> None:
        """A few fields of a few records; a city now and then removes one."""
        with office.desk.change("application.edit") as change:
            people = list(change.scalars(select(Application).order_by(Application.id_number)))
            # a few are edited often, so that people meet at them
            for place in sorted(
                {min(self.chance.randrange(len(people)), self.chance.randrange(len(people))) for _ in range(4)}
            ):
                person = people[place]
                if office.page.office != REGION and self.chance.random() < 0.06:
                    change.delete(person)
                    self._note(office, person.uid, "removed", {})
                    continue
                name = OPINION if office.page.office == REGION else self.chance.choice(FIELDS)
                value = str(self.chance.randrange(4))
                if getattr(person, name) != value:  # else nothing is written
                    setattr(person, name, value)
                    self._note(office, person.uid, "wrote", {name: value})

    def make(self) -> None:
        """A city takes somebody in; now and then it removes them before anybody heard of it."""
        office = self.offices[self.chance.choice(CITIES)]
        with office.desk.change("application.edit") as change:
            like = change.scalars(select(Application).order_by(Application.id_number).limit(1)).one()
            values = {
                c.key: getattr(like, c.key)
                for c in Application.__mapper__.column_attrs
                if c.key not in ("uid", "revision")
            }
            body = f"1506992009{len(self.book.home):07d}"  # a county code nobody has
            [uid] = change.insert(Application, [values | {"id_number": body + calc_check_digit(body + "0")}])
        self.book.home[uid] = office.page.office
        self._note(office, uid, "made", {OPINION: like.opinion, CLASS: like.class_name})
        self.seen["made"] += 1
        if self.chance.random() < 0.3:
            with office.desk.change("application.edit") as change:
                change.delete(Application, [uid])
            self._note(office, uid, "removed", {})

    def _note(self, office: Office, record: str, act: Act, says: Mapping[str, str]) -> None:
        self.seen["edits"] += 1
        office.page = office.page.learns([self.book.note(office.page, record, act, says)])

    def _send(self, office: Office, recipient: str, kind: PackageKind = PackageKind.APPLICATIONS) -> Parcel:
        with office.desk.read() as session:
            entries = head(session).n
        made = making.make_package(office.desk, kind, recipient, self.folder / STICK)
        if kind is PackageKind.RECEIPT:
            letter = self.book.receipt(office.page, recipient, made.package_id, entries)
        else:
            city = recipient if office.page.office == REGION else office.page.office
            letter = self.book.letter(office.page, recipient, made.package_id, city, entries)
        office.page = replace(office.page, sent=(*office.page.sent, letter))
        return Parcel(made.path, letter)

    def deliver(self) -> None:
        if self.air:
            self._deliver(self.air.pop(self.chance.randrange(len(self.air))))

    def deliver_again(self) -> None:
        """And leave a copy on the stick."""
        if self.air:
            self._deliver(self.chance.choice(self.air))

    def _deliver(self, parcel: Parcel) -> bool:
        """Hand a package over; whether it joined what is there."""
        office, letter = self.offices[parcel.letter.recipient], parcel.letter
        if office.page.refuses(letter):
            self._refused(office, parcel.path, "package.revoked", "package.gap", "package.fork")
            self.seen["not trusted"] += 1
            return True
        standing = letter.package in {taken.package for taken, *_ in office.page.taken}
        try:
            arrived = arriving.arrive(office.desk, parcel.path)
            expected = {} if standing else self.book.conflicts(self.book.live(office.page.takes(letter)))
            choices = self._choose(office, expected, arrived) if expected else {}
            done = applying.apply(office.desk, arrived, choices, returned=True, backup=lambda: None)
        except PackageRefused as refusal:
            assert refusal.code == "package.gap", refusal.code
            # only who has gone back to a backup can lack what the sender believed it to have
            assert office.went_back or self.offices[letter.sender].went_back, "a gap, and nobody has lost anything"
            self.seen["gaps"] += 1
            self.check(office)
            return False
        assert done.again == standing, "taken in twice, or not at all"
        self.seen["repeated" if standing else "taken in"] += 1
        if not standing:
            self.seen["taken in once more"] += letter.package in office.page.met
            office.page = office.page.takes(letter)
            self._settled(office, choices)
        self.check(office)
        return True

    def _choose(self, office: Office, expected: Mapping[str, set[str]], arrived: arriving.Arrived) -> dict[Key, Choice]:
        """Settle the conflicts by chance; they must be exactly those of the book."""
        plan = applying.look(office.desk, arrived)
        found = {item.uid: {clash.field for clash in item.clashes} for item in plan.items if item.clashes}
        assert found == expected, f"{office.page.office}: conflicts {found}, by the book {expected}"
        self.seen["conflicts"] += len(found)
        sides = {
            item.uid: (item.key, {clash.field: clash.sides.values() for clash in item.clashes})
            for item in plan.items
            if item.clashes
        }
        # in the order of the book, as uids differ from build to build
        return {
            sides[record][0]: {
                name: self.chance.choice(sorted(set(said), key=repr)) for name, said in sorted(sides[record][1].items())
            }
            for record in self.book.home
            if record in sides
        }

    def _settled(self, office: Office, choices: Mapping[Key, Choice]) -> None:
        """Note what was chosen: it stands on all sides, and goes with the import."""
        before = office.page.counts
        rows = self._rows(office.desk) if choices else {}
        for (_, record), chosen in choices.items():
            if "" not in chosen:
                self._note(office, record, "wrote", {name: str(value) for name, value in chosen.items()})
            elif chosen[""] is None:
                self._note(office, record, "removed", {})
            else:
                # kept; where its fields differ too, what one of the sides said
                for name in FIELDS:
                    assert rows[record][name] in self.book.said(self.book.live(office.page), record, name)
                self._note(office, record, "made", rows[record])
        office.page = office.page.settles(office.page.counts - before)

    def _news(self, city: str) -> bool:
        """Whether a city or the region has something to tell the other by the book."""
        mine, region = self.offices[city].page, self.offices[REGION].page
        up = self.book.letter(mine, REGION, "", city, 0)
        down = self.book.letter(region, city, "", city, 0)
        return mine.version != region.version or not (up.brings <= region.counts and down.brings <= mine.counts)

    def _write(self, sender: Office, recipient: Office) -> None:
        """A package, and where it does not join what the other has, the receipt that its sentence asks for and another: that one joins."""
        if not self._deliver(self._send(sender, recipient.page.office)):
            assert self._deliver(self._send(recipient, sender.page.office, PackageKind.RECEIPT)), "a receipt always joins"
            assert self._deliver(self._send(sender, recipient.page.office)), "after a receipt nothing is missing"

    def lose(self) -> None:
        if self.air:
            self.air.pop(self.chance.randrange(len(self.air)))
            self.seen["lost"] += 1

    def misdeliver(self) -> None:
        """To somebody it is not for: nothing happens."""
        if self.air:
            parcel = self.chance.choice(self.air)
            wrong = next(code for code in OFFICES if code not in (parcel.letter.sender, parcel.letter.recipient))
            self._refused(self.offices[wrong], parcel.path, "package.not-for-us")
            self.seen["misdelivered"] += 1

    def damage(self) -> None:
        """One bit of a copy is changed: nothing happens."""
        if self.air:
            parcel = self.chance.choice(self.air)
            bad = with_one_bit_changed(parcel.path, self.chance)
            damaged = ("package.damaged", "package.not-for-us", "package.not-a-package", "package.bomb")
            self._refused(self.offices[parcel.letter.recipient], bad, *damaged)
            bad.unlink()
            self.seen["damaged"] += 1

    def _refused(self, office: Office, path: Path, *codes: str) -> None:
        try:
            arriving.arrive(office.desk, path)
        except PackageRefused as refusal:
            assert refusal.code in codes, f"refused as {refusal.code}"
        else:
            raise AssertionError(f"taken in, not refused as {codes}")

    def keep(self) -> None:
        """A backup: the file as it is, and its page with it."""
        code = self.chance.choice(OFFICES)
        office = self.offices[code]
        copy = self.folder / code / "backup"
        self._copy_to(office, copy)
        with office.desk.read() as session:
            self.kept[code] = Kept(copy, office.page, len(self.book.edits) - 1, head(session).n)

    def _copy_to(self, office: Office, copy: Path) -> None:
        office.desk.store.close()
        shutil.copyfile(office.file, copy)
        office.desk = self._desk(office.page.office, office.file)

    def go_back(self) -> None:
        """To the last backup: what was never sent is lost for ever, and the store starts a new life."""
        code = self.chance.choice(OFFICES)
        if code in self.kept:
            self._go_back(code)

    def _go_back(self, code: str) -> None:
        kept, office = self.kept[code], self.offices[code]
        office.desk.store.close()
        shutil.copyfile(kept.copy, office.file)
        office.desk = self._desk(code, office.file)
        office.desk.store.renew_chain()
        self.seen["restores"] += 1
        office.page, office.went_back = kept.page.goes_back(kept.last, f"{code}.{self.seen['restores']}"), True
        self.check(office)

    def lose_machine(self) -> None:
        """A city's machine is gone for good: the city goes on with its last backup, and the region declares that what came after does not count.
        Somebody went on writing at it, and that may have been believed already.

        Not while the region itself does not know the newest directory (it would make another of the same number); not where something
        would be open without that work: then a person decides first; and not where the region has decided for something only that machine
        said of what is the city's alone: the city then keeps the decision aside.
        """
        code, region = self.chance.choice(CITIES), self.offices[REGION]
        if code not in self.kept or region.page.version < self.version:
            return
        self._edit(self.offices[code])
        parcel = self._send(self.offices[code], REGION)
        self.air.append(parcel)
        if self.chance.random() < 0.5:
            self._deliver(parcel)
        kept, lost, line = self.kept[code], self.offices[code].desk.store.store_id, self.offices[code].page.line
        doubt = {**region.page.doubt, line: (kept.last, kept.entries)}
        page = replace(region.page, version=self.version + 1, doubt=doubt)
        live = self.book.live(page)
        gone = region.page.counts - live
        decided = [one for one in self.book.edits if one.id in live and one.author == REGION and one.past & gone]
        if self.book.conflicts(live) or any(one.act != "wrote" or CLASS in one.says for one in decided):
            return
        self._go_back(code)
        try:
            renewing.revoke(region.desk, lost, kept.entries, _root((self.folder / STICK / "根密钥").read_bytes()))
        except NotAllowed:
            assert not any(letter.line == line for letter, *_ in region.page.taken), "the region has heard of this machine"
            return
        self.version += 1
        region.page = page
        self.seen["machines lost"] += 1
        self.check(region)

    def undo(self) -> None:
        """Take the last import back, unless later work stands on it; never one before it."""
        able = [office for office in self.offices.values() if office.page.taken]
        if not able:
            return
        office = self.chance.choice(able)
        *earlier, (letter, *_) = office.page.taken
        for one, *_ in earlier[:1]:
            try:
                undoing.undo(office.desk, one.package, "试一下", backup=lambda: None)
            except NotAllowed:
                continue
            raise AssertionError("an earlier import was undone")
        last = undoing.last_import(office.desk)
        assert last is not None and last.package_id == letter.package
        stands = self.book.stands_on(office.page)
        try:
            undoing.undo(office.desk, letter.package, "试一下", backup=lambda: None)
        except Stale:
            assert stands, "nothing stands on it"
            self.seen["undos refused"] += 1
        else:
            assert not stands, "later work stood on it"
            office.page = office.page.undoes()
            self.seen["undos"] += 1
        self.check(office)

    def copy(self) -> None:
        """The file is used on two machines: both write and send, whoever comes second is found out, and that machine is put away."""
        code = self.chance.choice(OFFICES)
        office = self.offices[code]
        file = self.folder / code / "twin"
        self._copy_to(office, file)
        twin = Office(file, self._desk(code, file), office.page)
        recipient = self._partner(office)
        both = [office, twin]
        self.chance.shuffle(both)
        parcels = []
        for one in both:
            self._edit(one)
            # two, so that there is something in the second that only this machine wrote: that the first was made
            self._send(one, recipient)
            parcels.append(self._send(one, recipient))
        came_first, second = both if self._arrives(both[0], parcels[0]) else (office, None)
        if second is not None:
            self._refused(self.offices[recipient], parcels[1].path, "package.fork")
            self.check(self.offices[recipient])
            answer = self._send(self.offices[recipient], code)
            self._refused(second, answer.path, "package.fork", "package.we-went-back")
            self.air.append(answer)
            self.seen["copies found out"] += 1
        twin.desk.store.close()
        if came_first is twin:
            office.desk.store.close()
            shutil.move(file, office.file)
            office.desk, office.page = self._desk(code, office.file), twin.page
        file.unlink(missing_ok=True)

    def _arrives(self, sender: Office, parcel: Parcel) -> bool:
        """Deliver what one of two machines sent, and believe that it did."""
        held, self.offices[parcel.letter.sender] = self.offices[parcel.letter.sender], sender
        try:
            sender.went_back = held.went_back
            return self._deliver(parcel)
        finally:
            self.offices[parcel.letter.sender] = held

    def set_clock(self) -> None:
        """Up to ten years ahead or behind: no time decides anything."""
        self.days[self.chance.choice(OFFICES)] = self.chance.randrange(-3650, 3650)

    def settle(self) -> None:
        """Everybody writes to everybody until nothing is new; then all must agree."""
        for _ in range(6):
            for city in CITIES:
                for sender, recipient in ((city, REGION), (REGION, city)):
                    self._write(self.offices[sender], self.offices[recipient])
            if not any(self._news(city) for city in CITIES):
                break
        else:
            raise AssertionError("no end of news")
        region = self.offices[REGION].page.counts
        for city in CITIES:
            mine = {one for one in region if self.book.home[self.book.edits[one].record] == city}
            assert self.offices[city].page.counts == mine, f"{city} and the region know different things"
            assert self.offices[city].page.doubt == self.offices[REGION].page.doubt, f"{city} and the region trust different things"
        for office in self.offices.values():
            with office.desk.read() as session:
                assert verify_chain(session) == ()
                assert differences(session) == []
