"""Digits and codes read aloud: any way of writing them is the same, and a slip is named by its group (K13)."""

import pytest

from yingcai_desktop.rules.spoken import CHECK_CODE, DIGITS

SAID = "28149 10054 40184 91601 66820 39402"
BARE = SAID.replace(" ", "")


@pytest.mark.parametrize(
    "typed",
    [
        SAID, BARE, f"  {SAID}\n", SAID.replace(" ", "-"), SAID.replace(" ", "\u3000"), SAID.replace(" ", "－"), SAID.replace(" ", "——"),
        BARE.translate({ord("0") + n: ord("０") + n for n in range(10)}), SAID.replace(" ", "，"), "\u200b".join(BARE), SAID.replace(" ", "\t"),
    ],
)  # fmt: skip
def test_every_way_of_writing_the_digits_is_the_same(typed: str) -> None:
    assert DIGITS.slip(typed, SAID) == ""
    assert DIGITS.shown(typed) == SAID


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (SAID.replace("40184", "40194"), "第 3 组不对"),
        (SAID.replace("28149", "28194").replace("39402", "39420"), "第 1、6 组不对"),
        (" ".join(reversed(SAID.split())), "每一组都不对"),
        (BARE[:-2], "还少 2 位：共 6 组，每组 5 位"),
        (BARE + "0", "多了 1 位：共 6 组，每组 5 位"),
        ("", "还少 30 位：共 6 组，每组 5 位"),
        (BARE[:-1] + "l", "里面有“L”，应当只有数字"),
    ],
)
def test_a_slip_is_named_and_what_it_should_be_is_not(typed: str, said: str) -> None:
    assert DIGITS.slip(typed, SAID) == said
    assert not any(group in said for group in SAID.split())


def test_a_check_code() -> None:
    for typed in ("A1B2-C3D4", "a1b2c3d4", "ａ１ｂ２ ｃ３ｄ４", "A1B2—C3D4"):
        assert CHECK_CODE.slip(typed, "A1B2-C3D4") == ""
        assert CHECK_CODE.shown(typed) == "A1B2-C3D4"
    assert CHECK_CODE.slip("A1B2-C3D5", "A1B2-C3D4") == "第 2 组不对"
    assert CHECK_CODE.slip("A1B2-C3DO", "A1B2-C3D4") == "里面有“O”，应当只有数字和字母 A–F"
    assert CHECK_CODE.shown("a1b2c") == "A1B2-C"
