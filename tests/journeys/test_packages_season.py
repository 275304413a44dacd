"""docs/packages.md, played: four offices and the laptops of five panels, all with stores of their own, and nothing between them but files.

They arrive in any order, some twice, some late, one at the wrong office, one never. In the end the region has the year of one store,
each city has its own part of it, and nothing is left on any laptop.
"""

import json
import random
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from db.models import Withheld
from db.rows import models_by_table, shape_of
from db.sessions import images
from tests.exchange.offices import Offices, offices
from tests.journeys.laptops import heard
from tests.journeys.post import Post
from tests.journeys.test_season import EXPECTED, SEASON, in_any_order
from yingcai_desktop.cli.year import CITIES, REGION, Errand, play, year
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.kinds import Way, kinds_for
from yingcai_desktop.exchange.scope import records_of
from yingcai_desktop.services import certificates_acts, certificates_printing, exports, safekeeping
from yingcai_desktop.services.certificates_register import listed
from yingcai_desktop.services.evaluations import register, saving

SEED = 2025
SUBJECT, JUDGE = 4, 6
"""Where a row of an interview has them, after the title of its sheet."""


@pytest.fixture
def four(tmp_path: Path) -> Iterator[Offices]:
    with offices(tmp_path, *CITIES) as made:
        yield made


@pytest.mark.timeout(480)
def test_four_offices_agree(four: Offices, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    post = Post(four, chance)
    for stage in year():
        for office in chance.sample(sorted(stage.acts), len(stage.acts)):
            for act in stage.acts[office]:
                play(four.desks[office], act, tmp_path)
        if stage.hearings:
            heard(four.desks, stage.hearings, chance, tmp_path)
        post.deliver([*papers(stage.name, four), *stage.errands], stage.name)

    post.nothing_is_on_its_way()
    region = four.desks[REGION]
    compared = 0
    for got in sorted(tmp_path.glob("*-export-*.json")):
        assert_same(got)
        compared += 1
    assert compared == len(list(EXPECTED.glob("*-export-*.json")))
    for city in CITIES:
        for what in ("admitted", "compliance", "grades", "certificates"):
            whole = plain(exports.export(region, what))
            ours = [row for row in whole if row["programme"] == "pilot" and row["city"] == city]
            assert plain(exports.export(four.desks[city], what)) == ours != [], (city, what)
        assert_the_same_records(region, four.desks[city])
    for desk in four.desks.values():
        assert all(finding.sound for finding in safekeeping.check(desk))
        with desk.read() as session:
            assert session.scalars(select(Withheld)).all() == []


def papers(stage: str, four: Offices) -> list[Errand]:
    """What the sample season does not do: the region's number of each exit, and certificates compared and collected."""
    if stage == "终评和证书":
        region = four.desks[REGION]
        with region.read() as session:
            left = [row for row in register.rows(session, region) if not row.active and row.programme == "pilot"]
        for number, row in enumerate(left, 1):
            saving.file_exit(region, row, f"备案〔2025〕{number}号")
        assert {row.city for row in left} == set(CITIES)
        return [Errand(REGION, city, "midterm-exits") for city in CITIES]
    if stage == "回执":
        for city in CITIES:
            desk = four.desks[city]
            uids = [line.uid for line in listed(desk).holders]
            certificates_acts.check(desk, uids)
            certificates_printing.printed(desk, uids)
            certificates_acts.collect(desk, uids, day=date(2025, 9, 1), receiver="学校")
        return [Errand(city, REGION, "final-results") for city in CITIES]
    return []


def plain(rows: Any) -> Any:
    """As a file of JSON would have it."""
    return json.loads(json.dumps(rows))


def assert_same(got: Path) -> None:
    """The region's list is the one of the year played in one store."""
    ours, want = (json.loads(path.read_text("utf-8")) for path in (got, EXPECTED / got.name))
    if "public-notice" in got.name:
        ours, want = in_any_order(ours), in_any_order(want)
    assert ours == want, got.name


def assert_the_same_records(region: Desk, city: Desk) -> None:
    """Whatever goes between the two, in either way, is the same in both stores."""
    office = city.store.office
    for sender, way in ((region, Way.DOWN), (city, Way.UP)):
        for kind in kinds_for(way):
            there = REGION if way is Way.UP else office
            with region.read() as ours, city.read() as theirs:
                for table, uids in records_of(
                    ours if sender is region else theirs, kind, sender.store.office, there, sender.schemes
                ).items():
                    shape = shape_of(models_by_table()[table])
                    one, other = (images(session.connection(), shape, sorted(uids)) for session in (ours, theirs))
                    for row in chain(one.values(), other.values()):
                        row.pop("revision")
                    assert one == other, (office, kind, table)


def test_the_parts_of_a_workbook_are_the_whole() -> None:
    """What each office loads of a workbook that the year in one store loads at once; of interviews, what is not heard at laptops."""
    parts: dict[str, list[tuple[str, ...]]] = {}
    for path in sorted((SEASON / "offices").glob("*.xlsx")):
        whole = path.stem if (SEASON / "inbox" / path.name).exists() else path.stem.rpartition("-")[0]
        parts.setdefault(whole, []).extend(rows_of(path))
    assert len(parts) == 9
    for name, rows in parts.items():
        whole_rows = rows_of(SEASON / "inbox" / f"{name}.xlsx")
        assert sorted(rows) == sorted(row for row in whole_rows if not at_laptops(name, row)), name


def at_laptops(name: str, row: tuple[str, ...]) -> bool:
    """Whether a panel with laptops gives it: a row of an interview in one of their groups."""
    if not name.startswith("面试"):
        return False
    office = {"国家": REGION, **{city: code for code, city in CITIES.items()}}.get(name.rpartition("-")[2])
    return (office or office_of_judge()[row[JUDGE]], row[SUBJECT]) in heard_groups()


@cache
def heard_groups() -> set[tuple[str, str]]:
    """Office and subject of what is heard at laptops."""
    return {(one.office, one.group[2]) for stage in year() for one in stage.hearings}


@cache
def office_of_judge() -> dict[str, str]:
    """For the corrections: those of all offices are in one workbook."""
    panels = tomllib.loads((SEASON / "decisions.toml").read_text("utf-8"))["panels"]
    return {judge: panel["city"] or REGION for panel in panels for judge in panel["judges"]}


def rows_of(path: Path) -> list[tuple[str, ...]]:
    """Rows about somebody, sheet by sheet."""
    return [
        (sheet.title, *("" if value is None else str(value) for value in row))
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        if {"国家", "试点"} & set(row)
    ]
