"""Every page of the window as PNG: each page, tab and pane × light and dark × three sizes, and once at 200 %.

The pictures are those of the bundled season, on the day its moment belongs to, so that two runs give the same picture. The workbench is
taken at each moment of the year, every other page at the moments that show it at work (`MOMENT_OF`), and once in an empty store.
A picture is named page[-tab][-pane]-moment-mode-size: `exams-seats-tested-dark-1366x689.png`, `mentors-pane-interviewing-light-x2.png`.
`--only exams` takes one page, `--only exams/seats` one tab; `--moment`, `--light` and `--size 1366x689` narrow it further.
`--readme` also writes the pictures of README.md into `docs/pictures`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from ui import theme
from ui.app import application
from ui.main_window import MainWindow
from ui.pages.base import Page
from ui.pages.register import RegisterPage
from ui.pages.tabbed import TabbedPage
from ui.parts.table import Table
from ui.places import PLACES
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deciding, intake, safekeeping, stages

KEY = b"p" * 32
SIZES = ((1440, 900), (1366, 689), (1280, 641))
DOUBLE = (1216, 640)
"""Logical pixels of the picture at 200 %; `-x2` in its name."""
QUIET = 4
"""How often in a row, 25 ms apart, nothing may be under way before a page counts as settled: previews begin after a pause in typing."""
MOMENTS = {
    "empty": (-1, "03-03"),
    "applied": (7, "03-28"),
    "reviewed": (8, "03-31"),
    "tested": (11, "04-08"),
    "interviewing": (16, "04-16"),
    "tied": (18, "04-19"),
    "admitted": (23, "04-22"),
    "training": (34, "11-10"),
    "year-end": (40, "12-20"),
}
"""Moment → number of the last step played of `play.json`, and the day."""

PAGES_AT, REGISTER_AT, FRONT = "interviewing", "applied", (1440, 900)
FRONT_PAGE = (
    ("home", PAGES_AT, "workbench"), ("applicants-pane", REGISTER_AT, "register"), ("selection-admission", "admitted", "selection"),
    ("training-progress", "training", "training"),
)  # fmt: skip
"""Page, moment and name of the pictures of README.md."""
MOMENT_OF = {
    "applicants": (REGISTER_AT,),
    "exams": ("reviewed", "tested"),
    "selection": ("tied", "admitted"),
    "matching": ("admitted", "training"),
    "training": ("training",),
    "evaluation": ("year-end",),
    "certificates": ("year-end",),
    "reports": ("year-end",),
}
"""Page → the moments that show it at work, where they are others than `PAGES_AT`."""


def play(folder: Path, moments: Iterable[str]) -> None:
    """Play the season once, up to the last of these moments, and keep a copy of the store at each."""
    last = max(MOMENTS[moment][0] for moment in moments)
    season, path = resource("season"), folder / "season.ycdb"
    desk = Desk(Store.create(path, key=KEY, office="150000", season=2025), "陈静", "李慧", _clock("03-03"))
    _keep(desk, folder, moments, -1)
    number = 0
    for step in json.loads((season / "play.json").read_text("utf-8")):
        number = int(step["out"][:2]) if "out" in step else number
        if number > last:
            break
        if step["do"] == "export":
            continue
        desk.clock = _clock(next((day for last, day in MOMENTS.values() if number <= last), "12-26"), "09:30")
        try:
            _do(desk, season, step)
        except Refusal:
            if not step["exit"]:
                raise
        _keep(desk, folder, moments, number)
    desk.store.close()


def _do(desk: Desk, season: Path, step: dict[str, Any]) -> None:
    if step["do"] == "decide":
        deciding.decide(desk, season / step["file"])
    elif step["do"] == "load":
        intake.load(desk, step["kind"], [season / name for name in step["files"]])
    else:
        stages.advance(desk, step["step"])


def _keep(desk: Desk, folder: Path, moments: Iterable[str], number: int) -> None:
    """A backup is a whole copy of an open store; a moment is kept anew as long as its steps go on."""
    for moment in moments:
        if MOMENTS[moment][0] == number:
            made = safekeeping.backup(desk, folder)
            target = folder / moment
            target.mkdir(exist_ok=True)
            shutil.move(made, target / "2025.ycdb")


def _clock(day: str, time: str = "14:32") -> Any:
    moment = datetime.fromisoformat(f"2025-{day}T{time}:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return lambda: moment


class Camera:
    """One window on the store of a moment."""

    def __init__(self, app: QApplication, folder: Path, moment: str) -> None:
        self.app = app
        day = MOMENTS[moment][1]
        desk = Desk(Store.open(folder / moment / "2025.ycdb", key=KEY), "陈静", "李慧", _clock(day, "09:12"))
        safekeeping.backup(desk)
        desk.clock = _clock(day)
        self.session = Session(desk)
        self.window = MainWindow(preferences=Preferences(folder / f"window-{os.getpid()}.ini"))
        self.window.sit_down(self.session)
        self.window.resize(*SIZES[0])
        self.window.show()
        self.window.show_facts(**{**self.session.facts(), "store": "2025.ycdb"})

    def faces(self, page: str, only: list[str]) -> Iterator[str]:
        """Open a page, each of its tabs in turn, and the pane of a sensible record of each; the name of what is on show."""
        shown = self.window.go(page)
        self.settle()
        if not isinstance(shown, TabbedPage):
            yield page
            yield from self._with_pane(shown, page)
            return
        for key in shown.segments.keys():  # noqa: SIM118  # a method
            if page in only or f"{page}/{key}" in only or not only:
                shown.show_tab(key)
                self.settle()
                yield f"{page}-{key}"
                yield from self._with_pane(shown.tab, f"{page}-{key}")

    def _with_pane(self, page: Page, name: str) -> Iterator[str]:
        tables = [table for table in page.findChildren(Table) if table.isVisible() and table.rows.shown]
        if isinstance(page, RegisterPage) and tables:
            page.open_record(
                first_applicant(self.session) if page.place.key == "applicants" else page.table.rows.shown[0].uid
            )
            yield f"{name}-pane"
            page.set_pane(False)
        elif tables and tables[0].select(tables[0].rows.shown[0].uid):
            yield f"{name}-pane"

    def grab(self, size: tuple[int, int], out: Path) -> None:
        """Take the picture of what is open, once it has settled."""
        self.window.resize(*size)
        self.window.show()
        self.settle()
        self.window.grab().save(str(out))

    def settle(self) -> None:
        """Until no job is under way and none begins."""
        quiet = 0
        while quiet < QUIET:
            QTest.qWait(25)
            quiet = 0 if self.window.jobs.busy() else quiet + 1

    def close(self) -> None:
        """End the session."""
        self.window.close()
        self.session.close()


def wanted(only: list[str], moments: list[str]) -> Iterator[tuple[str, str]]:
    """(moment, page): the workbench through the year, every other page at its own moments and empty."""
    pages = {key.partition("/")[0] for key in only}
    for moment in moments or MOMENTS:
        for place in PLACES:
            through = moment in (*MOMENT_OF.get(place.key, (PAGES_AT,)), "empty") or moments or place.key == "home"
            if through and (not only or place.key in pages):
                yield moment, place.key


def first_applicant(session: Session) -> str:
    """Somebody with much to show in the pane beside the register; blank if there is nobody."""
    from sqlalchemy import select

    from db.models import Application

    query = select(Application.uid).where(Application.programme == "national", Application.subject == "数学")
    with session.desk.read() as reading:
        return reading.scalars(query.where(Application.pretraining).order_by(Application.id_number)).first() or ""


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", action="store_true", help="also write the pictures of README.md")
    parser.add_argument("--only", action="append", default=[], metavar="PAGE[/TAB]")
    parser.add_argument("--moment", action="append", default=[], choices=MOMENTS)
    parser.add_argument("--light", action="store_true", help="no dark ones")
    parser.add_argument("--size", action="append", default=[], choices=[*(f"{w}x{h}" for w, h in SIZES), "x2"])
    given = parser.parse_args()
    unknown = {key.partition("/")[0] for key in given.only} - {place.key for place in PLACES}
    if unknown:
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(os.environ.get("PICTURES_PLAYED") or work)
        app = application([], Preferences(Path(work) / "window.ini"))
        theme.load_rare_fonts()
        pages: dict[str, list[str]] = {}
        for moment, page in wanted(given.only, given.moment):
            pages.setdefault(moment, []).append(page)
        if "PICTURES_PLAYED" not in os.environ:
            play(folder, pages)
        for moment in MOMENTS:
            take(app, folder, moment, pages.get(moment, []), given)
        if "PICTURES_PLAYED" not in os.environ and (not given.size or "x2" in given.size):
            double(folder, given)
    if given.readme:
        pictures = Path(__file__).resolve().parent.parent / "docs" / "pictures"
        pictures.mkdir(exist_ok=True)
        for page, moment, name in FRONT_PAGE:
            shutil.copyfile(given.out / f"{page}-{moment}-light-{FRONT[0]}x{FRONT[1]}.png", pictures / f"{name}.png")
    return 0


def double(folder: Path, given: argparse.Namespace) -> None:
    """Once more at 200 %, in a process of its own: Qt takes the scale at its start."""
    command = [sys.executable, __file__, str(given.out), "--light", "--size", "x2"]
    for option in ("only", "moment"):
        for value in getattr(given, option):
            command += [f"--{option}", value]
    subprocess.run(command, check=True, env={**os.environ, "QT_SCALE_FACTOR": "2", "PICTURES_PLAYED": str(folder)})


def take(app: QApplication, folder: Path, moment: str, pages: list[str], given: argparse.Namespace) -> None:
    """Every page of one moment, in both themes and all sizes; an empty store once is enough."""
    doubled = "PICTURES_PLAYED" in os.environ
    sizes = {"x2": DOUBLE} if doubled else {f"{w}x{h}": (w, h) for w, h in SIZES}
    modes: tuple[str, ...] = ("light",) if given.light else ("light", "dark")
    if moment == "empty":
        sizes, modes = ({"1366x689": (1366, 689)} if not doubled else {}), ("light",)
    sizes = {name: size for name, size in sizes.items() if not given.size or name in given.size}
    if not pages or not sizes:
        return
    camera = Camera(app, folder, moment)
    try:
        for mode in modes:
            theme.switch(app, mode)
            camera.window.top.show_mode(mode)
            for page in pages:
                for face in camera.faces(page, given.only):
                    for name, size in sizes.items():
                        camera.grab(size, given.out / f"{face}-{moment}-{mode}-{name}.png")
    finally:
        camera.close()


if __name__ == "__main__":
    sys.exit(main())
