"""Names (民委发〔2016〕33号; domain.md §3.2, §3.18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.names import name_problem, normalise_name

DOTS = ["\u2022", "\u30fb", "\uff65", "\u2027", "\u22c5", "\u0387", "\u2024", "\uff0e", ".", "\u00b7"]


@pytest.mark.parametrize("dot", DOTS)
def test_every_dot_becomes_one(dot: str) -> None:
    name = normalise_name(f"巴图{dot}孟和")

    assert name == "巴图\u00b7孟和"
    assert name.encode("gb18030")[4:6] == b"\xa1\xa4"  # domain.md §3.18


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张 三", "张三"),
        (" 张\u3000三\u00a0", "张三"),
        ("张\u200b三\ufeff", "张三"),
        ("甲.乙.丙", "甲·乙·丙"),  # neighbours share the hanzi between them
        ("巴图 . 孟和", "巴图·孟和"),
        ("𬭳.𬭳", "𬭳·𬭳"),
        ("A.B", "A.B"),  # a full stop elsewhere stays and is refused
        (".张三", ".张三"),
        ("\uf9d1三", "\uf9d1三"),  # a compatibility ideograph is not turned into another character
    ],
)
def test_normalised_form(typed: str, stored: str) -> None:
    assert normalise_name(typed) == stored


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "巴图·孟和",
        "𬭳𬭳",
        "〇三",
        "\uf9d1三",
        "\U0002f800三",
        "\U00031350三",
        "\U0002ebf0三",
        "一" * 25,
        "买买提·艾力·玉素甫",
    ],
)
def test_sound_names(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "张",
        "一" * 26,
        "张三1",
        "Zhang San",
        "·张三",
        "张三·",
        "巴图··孟和",
        "张.三",
        "张 三",
        "张三\n",
        "⼀⼆",
        "ᠪᠠᠲᠤ",
        "张々",
    ],
)
def test_refused_names(name: str) -> None:
    assert name_problem(name) == "name.invalid"


def test_a_character_beyond_the_first_plane_counts_once() -> None:
    assert len("𬭳") == 1  # domain.md §3.18: one character, two UTF-16 units, four bytes of GB18030
    assert len("𬭳".encode("utf-16-le")) == 4
    assert "𬭳".encode("gb18030").hex() == "9933ac39"
    assert name_problem("𬭳" * 25) is None
    assert name_problem("𬭳" * 26) == "name.invalid"


@given(st.text(alphabet=st.sampled_from([*DOTS, "巴", "图", "𬭳", " ", "\u200b", "a"]), max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_name(text)

    assert normalise_name(once) == once
