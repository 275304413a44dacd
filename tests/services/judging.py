"""A panel that is drawn, its office, and laptops beside it: what the tests of 评委席 share."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
from sqlalchemy import select

from db.base import new_uid
from db.models import PanelPlace, PanelTask, SeatTask
from db.store import Store
from tests.season import KEY, At
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.identity import new_identity
from yingcai_desktop.exchange.panel_files import Candidate, Criterion, Task, new_judge
from yingcai_desktop.services import judging, panels, seat
from yingcai_desktop.services.judging import Issued
from yingcai_desktop.services.seat import Seat, Sitting

GROUP = ("national", "", "生物")
MORNING = datetime(2025, 4, 19, 9, 30, tzinfo=timezone(timedelta(hours=8)))
USUAL = ("8", "8", "12", "15", "12", "8", "4", "12.5")
"""Marks of the eight criteria that ask for no reason."""


@dataclass
class Hall:
    """The office's desk, a panel with its number of candidates, and the folder of the stick."""

    desk: Desk
    panel: str
    folder: Path
    laptops: list[Seat] = field(default_factory=list)

    def issue(self) -> Issued:
        return judging.issue(self.desk, self.panel, self.folder)

    def laptop(self, issued: Issued, name: str = "one") -> Seat:
        """A laptop that opens the task."""
        found = seat.load(issued.path, issued.passphrase, self.folder / name, lambda: MORNING)
        self.laptops.append(found)
        return found

    def people(self) -> list[str]:
        """Who is heard, in the drawn order."""
        with self.desk.read() as session:
            placed = select(PanelPlace.application_uid).where(PanelPlace.panel_uid == self.panel)
            return list(session.scalars(placed.order_by(PanelPlace.position)))

    def codes(self) -> list[str]:
        with self.desk.read() as session:
            return list(session.scalars(select(PanelTask.code).order_by(PanelTask.number)))

    def take(self, path: Path, **choices: object) -> int:
        return judging.take(self.desk, judging.look(self.desk, path), **choices)  # type: ignore[arg-type]


def hall(at: At, folder: Path) -> Hall:
    """The first of two panels of national biology after the draw, with three judges and a chair."""
    desk = at("shortlisted")
    cards = [card for card in panels.board(desk).panels if card.group == GROUP]
    for card in cards:
        form = panels.form_of(desk, card.uid)
        panels.save(desk, replace(form, chair=form.judges[0][0]))
    panels.draw(desk, GROUP, "4711")
    (folder / "stick").mkdir()
    return Hall(desk, cards[0].uid, folder / "stick")


def sitting(laptop: Seat, issued: Issued, judge: str) -> Sitting:
    return seat.sign_in(laptop, judge, dict(issued.pins)[judge])


def marks(laptop: Seat, *texts: str) -> dict[str, str]:
    return dict(zip((f.title for f in laptop.fields()), texts or USUAL, strict=True))


def score_all(one: Sitting, *texts: str) -> None:
    """Everybody of this judge, the same marks, and hand in."""
    for line in seat.board(one).lines:
        if not line.away and not line.done:
            seat.save(one, line.candidate.uid, marks(one.seat, *texts), comment="表达清楚", reason="已说明")
    seat.hand_in(one)


CRITERIA = {
    "使命意识": 10,
    "参与动机": 10,
    "科学兴趣": 15,
    "创新思维": 20,
    "学习能力": 15,
    "毅力耐力": 10,
    "个性心理": 5,
    "基础知识和技能": 15,
}
JUDGES = ("陈国庆", "刘明", "斯琴")
PIN = "012345"


def invented(folder: Path, names: Sequence[str] = ("白天佑", "乌日娜", "巴特尔·呼和巴日斯")) -> Seat:
    """A laptop with a task no office made: three candidates, three judges of one PIN, the first one the chair."""
    code, keys = "150000-panel-0123456789ab", new_identity("150000-panel-0123456789ab")
    task = Task(
        code=code, number=1, panel=new_uid(), season=2025, programme="中学生英才计划", city="", subject="物理", name="甲组", chair=JUDGES[0],
        held_on="2025-04-19", starts_at="08:30", room="理科楼 205", minutes=15, step="0.5",
        criteria=[Criterion(title, str(most)) for title, most in CRITERIA.items()],
        candidates=[Candidate(new_uid(), n, name, "男", "高二") for n, name in enumerate(names, 1)],
        judges=[new_judge(code, judge, PIN) for judge in JUDGES],
        office=new_identity("150000").public, office_name="自治区管理办公室", signing=keys.to_signing(), opening=keys.age_secret(),
    )  # fmt: skip
    found = Seat(Store.create(folder / "评委席.ycseat", key=KEY, office=code, season=2025), task, lambda: MORNING)
    with found.desk("").change("seat.load") as change:
        change.add(SeatTask(number=1, document=msgspec.json.encode(task)))
    return found
