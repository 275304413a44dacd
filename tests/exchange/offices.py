"""Offices of the tests: real store files with keys of their own, enrolled in one directory, and the way a package takes between them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

from db.store import Store
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange import applying, arriving, enrolling, making
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.planning import Choice, Key
from yingcai_desktop.exchange.root import open_root

REGION, HOHHOT, BAOTOU, TONGLIAO = "150000", "150100", "150200", "150500"
PASSPHRASE = "一个只用于测试的很长的口令"
KEY = bytes(range(32))
STICK, FILE = "stick", "2025.ycdb"
NOON = datetime(2025, 9, 1, 12, tzinfo=timezone(timedelta(hours=8)))


@dataclass
class Offices:
    """Desks by office, and a folder for the stick between them."""

    folder: Path
    desks: dict[str, Desk] = field(default_factory=dict)

    def send(self, sender: str, recipient: str, kind: PackageKind) -> Path:
        """Make a package."""
        return making.make_package(self.desks[sender], kind, recipient, self.folder).path

    def take(
        self, office: str, path: Path, choices: dict[Key, Choice] | None = None, *, returned: bool = False
    ) -> applying.Applied:
        """Take a package in."""
        desk = self.desks[office]
        return applying.apply(desk, arriving.arrive(desk, path), choices, returned=returned, backup=lambda: None)

    def carry(self, sender: str, recipient: str, kind: PackageKind) -> applying.Applied:
        """From one office to the other."""
        return self.take(recipient, self.send(sender, recipient, kind))


def with_one_bit_changed(path: Path, chance: Random) -> Path:
    """A damaged copy beside a file."""
    data, bad = bytearray(path.read_bytes()), path.with_suffix(".bad")
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    bad.write_bytes(data)
    return bad


@contextmanager
def offices(folder: Path, *codes: str) -> Iterator[Offices]:
    """The region and these cities, new and enrolled."""
    (folder / STICK).mkdir()
    for code in (REGION, *codes):
        (folder / code).mkdir()
        Store.create(folder / code / FILE, key=KEY, office=code, season=2025).close()
    with opened(folder, REGION, *codes) as made:
        enrol_all(made)
        yield made


@contextmanager
def opened(folder: Path, *codes: str) -> Iterator[Offices]:
    """Offices that are there already, e.g. in a copy of their folder."""
    with ExitStack() as stack:
        made = Offices(folder / STICK)
        for code in codes:
            store = stack.enter_context(Store.open(folder / code / FILE, key=KEY))
            made.desks[code] = Desk(store, f"经办{code}", f"见证{code}", lambda: NOON)
        yield made


def enrol_all(made: Offices) -> None:
    """The region founds the directory, every city asks, is taken in, and takes the directory in."""
    region = made.desks[REGION]
    root_file = made.folder / "根密钥"
    enrolling.found(region, root_file, PASSPHRASE)
    root = open_root(root_file.read_bytes(), PASSPHRASE)
    for code, desk in made.desks.items():
        if code != REGION:
            request = enrolling.request(desk, made.folder)
            enrolling.enrol(region, request, enrolling.standing(desk).digits, root)
    directory = enrolling.hand_out(region, made.folder)
    for code, desk in made.desks.items():
        if code != REGION:
            enrolling.take_directory(desk, directory, enrolling.standing(region).root_digits)
