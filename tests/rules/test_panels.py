"""面试计分 and 二次平均 (附件1 四（二）; domain.md §2.5, §3.5, §3.18; features.md §6)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.panels import (
    Aggregate,
    Correction,
    Sheet,
    aggregate,
    interview,
    missing_judges,
    panel_factors,
)

CRITERIA = ("使命意识", "参与动机", "科学兴趣", "创新思维", "学习能力", "毅力耐力", "个性心理", "基础知识和技能")


def sheet(judge: str, total: str, *, innovation: str = "10", interest: str = "10", status: str = "正常") -> Sheet:
    """A row whose eight marks add up to `total`."""
    if status != "正常":
        return Sheet(judge, status, {})
    rest = Decimal(total) - Decimal(innovation) - Decimal(interest)
    marks = dict.fromkeys(CRITERIA, Decimal(0))
    return Sheet(
        judge, status, marks | {"创新思维": Decimal(innovation), "科学兴趣": Decimal(interest), "学习能力": rest}
    )


def panel(*totals: str) -> list[Sheet]:
    return [sheet(f"评委{n}", total) for n, total in enumerate(totals)]


@pytest.mark.parametrize(
    ("totals", "how", "raw", "method"),
    [
        (("88", "92", "75", "90", "85"), "trimmed-1-1", "87.67", "trimmed-1-1"),  # domain.md §3.18
        (("88", "92", "75", "90", "85"), "mean", "86.00", "mean"),
        (("88", "92", "75", "90"), "trimmed-1-1", "86.25", "mean"),  # fewer than five: the plain mean, and it says so
        (("90", "90", "90", "90", "50"), "trimmed-1-1", "90.00", "trimmed-1-1"),  # one of the equal highest goes
        (("80", "80.5"), "mean", "80.25", "mean"),
    ],
)
def test_raw_score(totals: tuple[str, ...], how: Aggregate, raw: str, method: str) -> None:
    result = interview(panel(*totals), how, 2)

    assert result.raw is not None
    assert (result.state, printed(result.raw), result.method) == ("result", raw, method)


def test_innovation_and_interest_are_never_trimmed() -> None:
    rows = [sheet(f"评委{n}", "60", innovation=str(n), interest=str(2 * n)) for n in (0, 1, 2, 3, 14)]

    result = interview(rows, "trimmed-1-1", 2)

    assert (result.innovation, result.interest) == (4, 8)


def test_absent_and_recused_judges_are_no_zeros() -> None:
    rows = [*panel("80", "90"), sheet("缺", "", status="评委缺席"), sheet("避", "", status="回避")]

    result = interview(rows, "mean", 2)

    assert (result.state, result.raw, result.valid, result.judge_absent, result.recused) == ("result", 85, 2, 1, 1)


def test_too_few_valid_judges_give_no_result() -> None:
    rows = [*panel("80"), sheet("缺", "", status="评委缺席"), sheet("避", "", status="回避")]

    result = interview(rows, "mean", 2)

    assert (result.state, result.raw, result.method, result.innovation) == ("no-result", None, "", None)
    assert (result.valid, result.judge_absent, result.recused) == (1, 1, 1)


def test_no_valid_judge_is_never_a_result() -> None:
    assert interview([sheet("缺", "", status="评委缺席")], "mean", 0).state == "no-result"


def test_a_candidate_is_absent_when_every_row_says_so() -> None:
    absent = [sheet(f"评委{n}", "", status="考生缺考") for n in range(3)]

    assert interview(absent, "mean", 2).state == "absent"
    assert interview([*absent, sheet("缺", "", status="评委缺席")], "mean", 2).state == "no-result"
    assert interview([*absent, *panel("80", "90")], "mean", 2).raw == 85


def test_missing_rows_are_named() -> None:
    assert missing_judges(["甲", "乙", "丙"], [sheet("乙", "80")]) == ("甲", "丙")
    assert missing_judges(["甲"], [sheet("甲", "", status="评委缺席")]) == ()


def test_second_average_over_panels() -> None:
    """86.20 and 80.40 → R 83.30, factors 0.9664 and 1.0361; 88 → 85.04, 82 → 84.96 (domain.md §3.18)."""
    factors = panel_factors({"甲组": [Fraction("86.2")], "乙组": [Fraction("80.4")]}, "second-average-panels")

    assert {p: printed(f, 4) for p, f in factors.items()} == {"甲组": "0.9664", "乙组": "1.0361"}
    assert printed(88 * factors["甲组"]) == "85.04"
    assert printed(82 * factors["乙组"]) == "84.96"


def published(total: str, count: int) -> list[Fraction]:
    """`count` raw scores that add up to the published total."""
    return [Fraction(total) / count] * count


def test_second_average_over_candidates_as_published() -> None:
    """A 1522.42 ÷ 20, B 1494.88 ÷ 18, all 3017.30 ÷ 38 → 1.04 and 0.96 (features.md §6)."""
    raws = {"A": published("1522.42", 20), "B": published("1494.88", 18)}

    factors = panel_factors(raws, "second-average-candidates")

    assert {p: printed(f) for p, f in factors.items()} == {"A": "1.04", "B": "0.96"}
    assert printed(sum(raws["A"] + raws["B"]) / 38) == "79.40"


def test_the_two_variants_differ() -> None:
    raws = {"A": published("1522.42", 20), "B": published("1494.88", 18)}

    over_panels = panel_factors(raws, "second-average-panels")

    assert {p: printed(f, 4) for p, f in over_panels.items()} == {"A": "1.0455", "B": "0.9583"}
    assert over_panels != panel_factors(raws, "second-average-candidates")


def test_published_factors_of_the_trimmed_variant() -> None:
    """Base 73.1596 over 73.6664 and 72.6445; 2015.67 ÷ 26 and 1931.77 ÷ 26 (features.md §6)."""
    base = Fraction("73.1596")

    assert printed(base / Fraction("73.6664"), 4) == "0.9931"
    assert printed(base / Fraction("72.6445"), 4) == "1.0071"
    assert printed(Fraction("2015.67") / 26, 4) == "77.5258"
    assert printed(Fraction("1931.77") / 26, 4) == "74.2988"


def test_one_high_and_one_low_leave_twenty_six_of_twenty_eight() -> None:
    totals = [Fraction(100), Fraction(0), *published("2015.67", 26)]

    raw, method = aggregate(totals, "trimmed-1-1")

    assert (printed(raw, 4), method) == ("77.5258", "trimmed-1-1")


@pytest.mark.parametrize(
    ("raws", "correction"),
    [
        ({"甲组": ["80", "90"]}, "second-average-panels"),  # a single panel
        ({"甲组": ["80"], "乙组": []}, "second-average-candidates"),  # only one panel has results
        ({"甲组": ["80"], "乙组": ["90"]}, "none"),
    ],
)
def test_no_correction(raws: dict[str, list[str]], correction: Correction) -> None:
    factors = panel_factors({p: [Fraction(s) for s in scores] for p, scores in raws.items()}, correction)

    assert set(factors.values()) == {1}


def test_correction_is_not_capped() -> None:
    raws = {"甲组": [Fraction(50)], "乙组": [Fraction(98), Fraction(100)]}

    factors = panel_factors(raws, "second-average-panels")

    assert 50 * factors["甲组"] == Fraction("74.5")
    assert (
        100
        * panel_factors({"甲组": [Fraction(10), Fraction(100)], "乙组": [Fraction(90)]}, "second-average-panels")[
            "甲组"
        ]
        > 100
    )


def test_a_panel_of_zeros_stays_at_zero() -> None:
    assert panel_factors({"甲组": [Fraction(0)], "乙组": [Fraction(90)]}, "second-average-panels")["甲组"] == 1


@given(
    st.dictionaries(
        st.sampled_from("甲乙丙丁"), st.lists(st.integers(1, 200).map(lambda n: Fraction(n, 2)), min_size=1), min_size=2
    ),
)
def test_corrected_panels_have_one_mean(raws: dict[str, list[Fraction]]) -> None:
    factors = panel_factors(raws, "second-average-panels")
    means = {sum(scores) * factors[p] / len(scores) for p, scores in raws.items()}

    assert len(means) == 1


@given(st.permutations(["88", "92", "75", "90", "85.5"]))
def test_the_order_of_judges_does_not_matter(totals: list[str]) -> None:
    assert interview(panel(*totals), "trimmed-1-1", 2).raw == Fraction("263.5") / 3
