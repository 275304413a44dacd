"""The way of packages between offices, with the mishaps of a year."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.journal import head
from tests.exchange.offices import BAOTOU, HOHHOT, REGION, TONGLIAO, Offices
from yingcai_desktop.cli.year import Errand
from yingcai_desktop.exchange import making, undoing
from yingcai_desktop.exchange.applying import Applied
from yingcai_desktop.exchange.kinds import PackageKind, Way, kinds_for, way_of
from yingcai_desktop.exchange.refused import PackageRefused

TWICE = 0.25
"""How many packages are delivered a second time."""
WRONG_DOOR = {("导师审核和聘任", BAOTOU, "mentors"): TONGLIAO, ("报名", TONGLIAO, "applications"): HOHHOT}
"""Stage, city and kind of a package → the office it is taken to first."""
LOST = {("资格审查", HOHHOT, "applications"), ("后备人才录取", TONGLIAO, "admitted")}
"""Never seen again."""
ASKED_FOR = {("资格审查", HOHHOT, "applications")}
"""Of these, the ones that are missed and made again; the others heal with the next of the kind."""
LATE = {("后备人才录取", HOHHOT, "admitted"): "后备人才再定录取", ("中期评价", BAOTOU, "midterm-exits"): "年度培养"}
"""What arrives only after the packages of a later stage, though made before them."""
TAKEN_BACK = {("测试", BAOTOU, "test-scores"), ("年度培养", TONGLIAO, "recommendations")}
"""Taken in, taken back as a mistake, and taken in again."""
STAYS = {("终评和证书", TONGLIAO, "final-results")}
"""Not to be taken back: numbers of certificates are never taken back."""


class Post:
    """Makes and takes in packages through the desks of the offices."""

    def __init__(self, four: Offices, chance: random.Random) -> None:
        self._four, self._chance = four, chance
        self._late: list[tuple[str, str, Path]] = []

    def deliver(self, errands: Sequence[Errand], stage: str) -> None:
        """All packages of a stage, each kind and way in any order of cities; made beforehand or one by one."""
        for kind in dict.fromkeys((e.kind, e.sender == REGION) for e in errands):
            batch = [e for e in errands if (e.kind, e.sender == REGION) == kind]
            self._chance.shuffle(batch)
            beforehand = {e: self._make(e) for e in batch} if self._chance.random() < 0.5 else {}
            for errand in batch:
                self._carry(errand, stage, beforehand.get(errand) or self._make(errand))
        due = [(office, path) for when, office, path in self._late if when == stage]
        for office, path in due:
            done = self._four.take(office, path)
            assert set(done.counts) <= {"same"}, "what is older changes nothing"
        self._late = [one for one in self._late if one[0] != stage]

    def _make(self, errand: Errand) -> Path:
        return self._four.send(errand.sender, errand.recipient, PackageKind(errand.kind))

    def _carry(self, errand: Errand, stage: str, path: Path) -> None:
        office = errand.recipient
        where = (stage, errand.sender if office == REGION else office, errand.kind)
        if where in LATE:
            self._late.append((LATE[where], office, path))
            return
        if where in LOST:
            path.unlink()
            if where not in ASKED_FOR:
                return
            path = self._make(errand)
        if where in WRONG_DOOR:
            self._refused(WRONG_DOOR[where], path)
        done = self._taken(office, path)
        if where in TAKEN_BACK:
            undoing.undo(self._four.desks[office], done.package_id, "选错了文件", backup=lambda: None)
            self._taken(office, path)
        if where in STAYS:
            with pytest.raises(PackageRefused, match="证书编号一经给出"):
                undoing.undo(self._four.desks[office], done.package_id, "选错了文件", backup=lambda: None)
        if self._chance.random() < TWICE:
            before = self._head(office)
            assert self._four.take(office, path).again
            assert self._head(office) == before

    def _taken(self, office: str, path: Path) -> Applied:
        done = self._four.take(office, path)
        assert done.refused == () and not done.again
        return done

    def _refused(self, office: str, path: Path) -> None:
        before = self._head(office)
        with pytest.raises(PackageRefused) as refusal:
            self._four.take(office, path)
        assert refusal.value.code == "package.not-for-us"
        assert self._head(office) == before

    def _head(self, office: str) -> int:
        with self._four.desks[office].read() as session:
            return head(session).n

    def nothing_is_on_its_way(self) -> None:
        """After the receipts no office has anything left to send to another."""
        assert self._late == []
        for sender, desk in self._four.desks.items():
            for recipient in self._four.desks:
                way = way_of(sender, recipient)
                for kind in kinds_for(way) if way in (Way.UP, Way.DOWN) else ():
                    if kind is not PackageKind.ENROLMENT:
                        assert making.content_of(desk, kind, recipient).entries == 0, (sender, recipient, kind)
