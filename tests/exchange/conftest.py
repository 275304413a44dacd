"""What several of these tests start from."""

from pathlib import Path

import pytest

from tests.exchange.offices import BAOTOU, HOHHOT, REGION, offices
from tests.fixtures import cheap
from yingcai_desktop.assets import resource
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.services import deciding, intake

SEASON = resource("season")


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The region and two cities that have met: everybody knows the same people. Copy it before you write."""
    folder, inbox = tmp_path_factory.mktemp("three"), SEASON / "inbox"
    with pytest.MonkeyPatch.context() as patch:
        cheap(patch)
        _met(folder, inbox)
    return folder


def _met(folder: Path, inbox: Path) -> None:
    with offices(folder, HOHHOT, BAOTOU) as made:
        region = made.desks[REGION]
        deciding.decide(region, SEASON / "decisions.toml")
        intake.load(region, "mentors", [inbox / "导师-试点-呼和浩特市.xlsx", inbox / "导师-试点-包头市.xlsx"])
        for city, school in ((HOHHOT, "报名-试点-呼市一中.xlsx"), (BAOTOU, "报名-试点-包头九中.xlsx")):
            made.carry(REGION, city, Kind.BASE)
            made.carry(REGION, city, Kind.MENTORS)
            intake.load(made.desks[city], "applicants", [inbox / school])
            made.carry(city, REGION, Kind.APPLICATIONS)
            made.carry(REGION, city, Kind.APPLICATIONS)
