"""Schemes are data: sums are checked, and a new city, discipline or year is an edited file (附件1 三, 附件2 三)."""

import shutil
from pathlib import Path

import pytest

from yingcai_desktop.assets import resource
from yingcai_desktop.errors import Invalid
from yingcai_desktop.scheme import load_schemes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource("schemes"), tmp_path / "schemes"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_season_is_read_once() -> None:
    """Every mark a judge gives sits down at a desk of its own."""
    assert load_schemes(2025) is load_schemes(2025) is not load_schemes(2026)


def test_the_notice_as_it_stands() -> None:
    schemes = load_schemes(2025)

    national, pilot = schemes["national"], schemes["pilot"]
    assert list(national.quota.parts.values()) == [5, 5, 5, 10, 5]
    assert national.quota.total == 30
    assert pilot.quota.parts == {"150100": 50, "150200": 25, "150500": 25}
    assert not pilot.offers("内蒙古农业大学", "数学")
    assert len(schemes.groups()) == 20
    assert sum(national.interview.criteria.values()) == sum(pilot.final.dimensions.values()) == 100


def test_every_part_names_its_clause() -> None:
    for scheme in load_schemes(2025).programmes.values():
        parts = [scheme.quota, scheme.eligibility, scheme.mentors, scheme.review, scheme.shortlist, scheme.interview]
        parts += [scheme.training, scheme.midterm, scheme.final, *scheme.universities, *scheme.schools, *scheme.schedule, *scheme.materials]
        assert all(part.clause.startswith(("附件1", "附件2")) for part in parts)


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("national-2025.toml", '"生物" = 10', '"生物" = 9', "≠ 30"),
        ("pilot-2025.toml", '"150200" = 25', '"150200" = 24', "≠ 100"),
        ("pilot-2025.toml", '"创新思维" = 20', '"创新思维" = 21', "≠ 100"),
        ("pilot-2025.toml", 'city = "150500"', 'city = "150700"', "150700"),
        ("pilot-2025.toml", "[quota]", "[quotas]", "读不懂"),
        ("common.toml", "= ", "= = ", "读不懂"),
    ],
)
def test_a_file_that_does_not_add_up_is_refused(folder: Path, name: str, old: str, new: str, sentence: str) -> None:
    edit(folder / name, old, new)

    with pytest.raises(Invalid, match=sentence):
        load_schemes(2025, folder)


def test_a_new_city_is_an_edited_file(folder: Path) -> None:
    edit(
        folder / "common.toml",
        "[[subjects]]",
        '[[cities]]\ncode = "150400"\nname = "赤峰市"\nshort = "赤峰"\naliases = ["赤峰"]\nclause = "附件2 三（二）"\n\n[[subjects]]',
    )
    edit(folder / "pilot-2025.toml", '"150500" = 25', '"150500" = 15\n"150400" = 10')
    edit(
        folder / "pilot-2025.toml",
        "[eligibility]",
        '[[universities]]\nname = "赤峰学院"\naliases = []\ncity = "150400"\nsubjects = ["化学"]\nclause = "附件2 三（二）"\n\n[eligibility]',
    )

    schemes = load_schemes(2025, folder)

    assert ("pilot", "150400", "化学") in schemes.groups()
    assert schemes.offices["150400"] == "赤峰市管理办公室"
    assert schemes.group_name("pilot", "150400", "化学") == "后备人才·赤峰市·化学"


def test_a_new_discipline_is_an_edited_file(folder: Path) -> None:
    edit(
        folder / "common.toml",
        "[[grades]]",
        '[[subjects]]\nname = "地学"\naliases = []\ntest_minutes = 90\nclause = "附件2 三（一）"\n\n[[grades]]',
    )

    assert ("national", "", "地学") in load_schemes(2025, folder).groups()


def test_a_new_year_is_a_new_file_and_the_old_one_stays_in_force_until_then(folder: Path) -> None:
    shutil.copyfile(folder / "pilot-2025.toml", folder / "pilot-2027.toml")
    edit(folder / "pilot-2027.toml", "year = 2025", "year = 2027")

    assert load_schemes(2026, folder)["pilot"].year == 2025
    assert load_schemes(2027, folder)["pilot"].year == 2027
