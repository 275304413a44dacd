"""The code on the recovery sheet: every single slip is found, and found in its group."""

import pytest

from yingcai_desktop.rules import passwords
from yingcai_desktop.rules.recovery_code import ALPHABET, GROUPS, SIZE, grouped, new_code, read


def test_what_is_printed_reads_back_however_it_is_typed() -> None:
    code = new_code()
    printed = " ".join(grouped(code))
    assert len(code) == GROUPS * SIZE == 32 and set(code) <= set(ALPHABET)
    for typed in (printed, printed.lower(), printed.replace("-", "").replace(" ", ""), f"  {printed.replace(' ', '　')} "):
        assert read(typed) == (code, "")


def test_every_single_slip_is_found_in_its_group() -> None:
    groups = grouped(new_code())
    for number, group in enumerate(groups):
        for place in (0, 1, 2, 3, 5):
            for other in ALPHABET:
                if other != group[place]:
                    bent = group[:place] + other + group[place + 1 :]
                    assert f"第 {number + 1} 组" in read(" ".join([*groups[:number], bent, *groups[number + 1 :]]))[1]


def test_two_groups_in_the_wrong_order_are_found() -> None:
    groups = grouped("2345" + "ABCD" + new_code()[8:])
    swapped = [groups[1], groups[0], *groups[2:]]
    assert read(" ".join(swapped))[0] == ""


@pytest.mark.parametrize(("text", "said"), [("", "应为 40 个"), ("ABCD", "应为 40 个"), ("O0I1-2", "没有“0、1、I、O”"), ("你好", "没有")])
def test_what_else_can_be_wrong(text: str, said: str) -> None:
    assert said in read(text)[1]


def test_two_codes_are_never_the_same() -> None:
    assert len({new_code() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    ("password", "name", "good"),
    [("", "", False), ("elevenchars", "", False), ("twelve-chars", "", True), ("aaaaaaaaaaaabbb", "", False),
     ("gaowagaowagaowa12", "gaowagaowagaowa", False), ("骆驼草原清晨骏马飞奔远方", "高娃", True)],
)  # fmt: skip
def test_passwords(password: str, name: str, good: bool) -> None:
    assert (passwords.problem(password, name) == "") is good
