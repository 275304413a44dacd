"""Every page of the window as PNG: each page × light and dark × three sizes, the workbench at each moment of the year as well.

The pictures are those of the bundled season, on the day its moment belongs to, so that two runs give the same picture.
`--readme` also writes `docs/pictures/workbench.png` and `register.png`.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from db.store import Store
from ui import theme
from ui.app import application
from ui.main_window import MainWindow
from ui.places import PLACES
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deciding, intake, safekeeping, stages

KEY = b"p" * 32
SIZES = ((1440, 900), (1366, 689), (1280, 641))
MOMENTS = {
    "empty": (-1, "03-03"),
    "applied": (7, "03-28"),
    "tested": (11, "04-08"),
    "interviewing": (16, "04-16"),
    "tied": (18, "04-19"),
    "admitted": (23, "04-22"),
    "training": (34, "11-10"),
    "year-end": (40, "12-20"),
}
"""Moment → number of the last step played of `play.json`, and the day."""

PAGES_AT, REGISTER_AT, FRONT = "interviewing", "applied", (1440, 900)
MOMENT_OF = {"applicants": REGISTER_AT, "selection": "admitted", "matching": "admitted", "training": "training", "evaluation": "year-end"}
"""Page → the moment that shows it at work, where it is another than `PAGES_AT`."""


def play(folder: Path) -> None:
    """Play the season once and keep a copy of the store at each moment."""
    season, path = resource("season"), folder / "season.ycdb"
    desk = Desk(Store.create(path, key=KEY, office="150000", season=2025), "陈静", "李慧", _clock("03-03"))
    _keep(desk, folder, -1)
    number = 0
    for step in json.loads((season / "play.json").read_text("utf-8")):
        number = int(step["out"][:2]) if "out" in step else number
        if step["do"] == "export":
            continue
        desk.clock = _clock(next((day for last, day in MOMENTS.values() if number <= last), "12-26"), "09:30")
        try:
            _do(desk, season, step)
        except Refusal:
            if not step["exit"]:
                raise
        _keep(desk, folder, number)
    desk.store.close()


def _do(desk: Desk, season: Path, step: dict[str, Any]) -> None:
    if step["do"] == "decide":
        deciding.decide(desk, season / step["file"])
    elif step["do"] == "load":
        intake.load(desk, step["kind"], [season / name for name in step["files"]])
    else:
        stages.advance(desk, step["step"])


def _keep(desk: Desk, folder: Path, number: int) -> None:
    """A backup is a whole copy of an open store; a moment is kept anew as long as its steps go on."""
    for moment, (last, _day) in MOMENTS.items():
        if last == number:
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
        self.window = MainWindow(preferences=Preferences(folder / "window.ini"))
        self.window.sit_down(self.session)
        self.window.show_facts(**{**self.session.facts(), "store": "2025.ycdb"})

    def grab(self, page: str, size: tuple[int, int], out: Path, **what: object) -> None:
        """Open a page, let it settle, and take its picture."""
        self.window.resize(*size)
        self.window.show()
        self.window.go(page, **what)
        self.app.processEvents()
        while self.window.jobs.busy():
            self.app.processEvents()
        for _ in range(3):
            self.app.processEvents()
        self.window.grab().save(str(out))

    def close(self) -> None:
        """End the session."""
        self.window.close()
        self.session.close()


def wanted(only: list[str]) -> Iterator[tuple[str, str]]:
    """(moment, page) of every picture: the workbench through the year, every other page at one moment."""
    for moment in MOMENTS:
        for place in PLACES:
            through = moment == MOMENT_OF.get(place.key, PAGES_AT)
            if (through or place.key == "home") and (not only or place.key in only):
                yield moment, place.key


def first_record(session: Session) -> dict[str, str]:
    """Somebody for the pane beside the register."""
    from sqlalchemy import select

    from db.models import Application

    query = select(Application.uid).where(Application.programme == "national", Application.subject == "数学")
    with session.desk.read() as reading:
        uid = reading.scalars(query.where(Application.pretraining).order_by(Application.id_number)).first()
    return {"uid": uid} if uid else {}


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", action="store_true", help="also write the two pictures of README.md")
    parser.add_argument("--only", action="append", default=[], choices=[place.key for place in PLACES])
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        app = application([], Preferences(folder / "window.ini"))
        theme.load_rare_fonts()
        play(folder)
        for moment in MOMENTS:
            take(app, folder, moment, [page for when, page in wanted(given.only) if when == moment], given.out)
    if given.readme:
        pictures = Path(__file__).resolve().parent.parent / "docs" / "pictures"
        pictures.mkdir(exist_ok=True)
        for page, moment, name in (("home", PAGES_AT, "workbench"), ("applicants", REGISTER_AT, "register")):
            shutil.copyfile(given.out / f"{page}-{moment}-light-{FRONT[0]}x{FRONT[1]}.png", pictures / f"{name}.png")
    return 0


def take(app: QApplication, folder: Path, moment: str, pages: list[str], out: Path) -> None:
    """Every page of one moment, in both themes and all sizes."""
    if not pages:
        return
    camera = Camera(app, folder, moment)
    try:
        for mode in ("light", "dark"):
            theme.switch(app, mode)
            camera.window.top.show_mode(mode)
            for page in pages:
                what = first_record(camera.session) if page == "applicants" else {}
                for size in SIZES:
                    camera.grab(page, size, out / f"{page}-{moment}-{mode}-{size[0]}x{size[1]}.png", **what)
    finally:
        camera.close()


if __name__ == "__main__":
    sys.exit(main())
