"""The sample season at its milestones: played once a session, handed out as copies."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.store import Store
from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deciding, exports, intake, stages

KEY = b"k" * 32
SEASON = resource("season")
NOW = datetime(2025, 12, 26, 9, 30, tzinfo=UTC)

MILESTONES = {
    "decided": 0,
    "mentors-loaded": 2,
    "appointed": 4,
    "applied": 7,
    "reviewed": 8,
    "tested": 13,
    "shortlisted": 14,
    "interviewed": 18,
    "admitted": 23,
    "training": 29,
    "midterm": 33,
    "logged": 34,
    "annual": 38,
    "recommended": 39,
    "graded": 40,
    "certified": 41,
}
"""Milestone → number of the last step with an expected result that has been played."""


def new_desk(path: Path, *, office: str = "150000", season: int = 2025) -> Desk:
    """An empty store, without the cost of a passphrase."""
    return Desk(Store.create(path, key=KEY, office=office, season=season), "经办甲", "见证乙", lambda: NOW)


def reopened(path: Path) -> Desk:
    """The desk at a store made by `new_desk`."""
    return Desk(Store.open(path, key=KEY), "经办甲", "见证乙", lambda: NOW)


def play_step(desk: Desk, step: dict[str, Any], folder: Path = SEASON) -> Any:
    """One step of a `play.json`; the answer as JSON, of a refused step too."""
    match step["do"]:
        case "decide":
            return deciding.decide(desk, folder / step["file"])
        case "load":
            return intake.load(desk, step["kind"], [folder / f for f in step["files"]]).as_json()
        case "advance":
            return stages.advance(desk, step["step"]).as_json()
        case "export":
            return exports.export(desk, step["what"])
    raise ValueError(step["do"])


class PlayedSeason:
    """Copies of the store at each milestone; played unless the folder has them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not (folder / f"{list(MILESTONES)[-1]}.ycdb").exists():
            folder.mkdir(exist_ok=True)
            self._play()

    def _play(self) -> None:
        wanted = {number: name for name, number in MILESTONES.items()}
        path = self._folder / "season.ycdb"
        desk = new_desk(path)
        for step in json.loads((SEASON / "play.json").read_text("utf-8")):
            number = int(step.get("out", "0")[:2])
            if step["do"] == "export":
                continue
            try:
                play_step(desk, step)
            except Refusal:
                assert step["exit"] == 1, step
            if number in wanted and step["exit"] == 0 and not (self._folder / f"{wanted[number]}.ycdb").exists():
                desk.store.close()
                shutil.copyfile(path, self._folder / f"{wanted[number]}.ycdb")
                desk = reopened(path)
        desk.store.close()

    def copy(self, milestone: str, target: Path) -> Path:
        """A store at a milestone, at `target`."""
        return shutil.copyfile(self._folder / f"{milestone}.ycdb", target)


At = Callable[[str], Desk]
"""`at("admitted")`: a desk of one's own at that milestone."""
