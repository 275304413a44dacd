"""资格审查 (附件1 四（二）, 附件2 四（二）; domain.md §3.3, §3.18; features.md §6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.eligibility import Standing, Thresholds, review, within_percent

NATIONAL = Thresholds(ranks_required=True, subject_percent=10, overall_percent=15)
PILOT = Thresholds(ranks_required=False)


@pytest.mark.parametrize(
    ("rank", "cohort", "percent", "passes"),
    [
        (80, 805, 10, True),
        (81, 805, 10, False),
        (80, 800, 10, True),
        (81, 800, 10, False),
        (120, 800, 15, True),
        (121, 800, 15, False),
        (10, 100, 10, True),
        (11, 100, 10, False),
        (3, 29, 10, False),  # 10.34 %
        (1, 1, 10, False),
        (None, 800, 10, False),
        (1, None, 10, False),
    ],
)
def test_u34_the_border_counts(rank: int | None, cohort: int | None, percent: int, passes: bool) -> None:
    assert within_percent(rank, cohort, percent) is passes


@pytest.mark.parametrize(
    ("standing", "thresholds", "relaxation", "result", "reasons"),
    [
        # 附件1 四（二）：学科前 10% 或综合前 15%; every rank that passes is named
        (Standing(True, 800, 80, 120), NATIONAL, True, "eligible", ("subject-rank", "overall-rank")),
        (Standing(True, 800, 80, 121), NATIONAL, True, "eligible", ("subject-rank",)),
        (Standing(True, 800, 81, 120), NATIONAL, True, "eligible", ("overall-rank",)),
        (Standing(True, 800, None, 120), NATIONAL, True, "eligible", ("overall-rank",)),
        (Standing(True, 800, 81, 121), NATIONAL, True, "ineligible", ("rank",)),
        # 参与前置培养且表现优秀：with proof, and only where the office decided so
        (Standing(True, 800, 81, 121, True, "证明.pdf"), NATIONAL, True, "relaxed", ("pretraining",)),
        (Standing(True, 800, 81, 121, True, "证明.pdf"), NATIONAL, False, "ineligible", ("rank",)),
        (Standing(True, 800, 81, 121, True, " "), NATIONAL, True, "ineligible", ("rank",)),
        (Standing(True, 800, 81, 121, False, "证明.pdf"), NATIONAL, True, "ineligible", ("rank",)),
        (Standing(True, 800, 80, 121, True, "证明.pdf"), NATIONAL, True, "eligible", ("subject-rank",)),
        # 中学推荐: without it nothing else is looked at
        (Standing(False, 800, 1, 1), NATIONAL, True, "ineligible", ("not-recommended",)),
        (Standing(False, 800, 500, 500), NATIONAL, True, "ineligible", ("not-recommended",)),
        (Standing(False, 800, 81, 121, True, "证明.pdf"), NATIONAL, True, "ineligible", ("not-recommended",)),
        # 附件2 四（二） names no percentage
        (Standing(True), PILOT, True, "eligible", ()),
        (Standing(True, 800, 700, 700), PILOT, False, "eligible", ()),
        (Standing(False), PILOT, True, "ineligible", ("not-recommended",)),
    ],
)
def test_verdict(
    standing: Standing, thresholds: Thresholds, relaxation: bool, result: str, reasons: tuple[str, ...]
) -> None:
    verdict = review(standing, thresholds, relaxation=relaxation)

    assert (verdict.result, verdict.reasons) == (result, reasons)


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 3000))
def test_a_better_rank_never_hurts(cohort: int, rank: int, better: int) -> None:
    rank, better = min(rank, cohort), min(better, rank, cohort)
    order = ["ineligible", "eligible"]

    worse_result = review(Standing(True, cohort, rank, None), NATIONAL, relaxation=True).result
    better_result = review(Standing(True, cohort, better, None), NATIONAL, relaxation=True).result

    assert order.index(better_result) >= order.index(worse_result)
