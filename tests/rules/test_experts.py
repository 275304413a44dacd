"""终评 experts: 回避 is hard, the work is even, a draw can be repeated (附件2 七（三）)."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.experts import Judge, Student, TooFewExperts, allowed, assign, conflict

JUDGE = Judge("e1", "白音那", "内蒙古大学", ("数学",))


@pytest.mark.parametrize(
    ("student", "code"),
    [
        (Student("s", "数学"), ""),
        (Student("s", "数学", mentor="白音那"), "mentor"),
        (Student("s", "数学", team=("白音那",)), "team"),
        (Student("s", "数学", choices=("白音那",)), "choice"),
        (Student("s", "数学", school=("内大附中", "内蒙古大学")), "school"),
        (Student("s", "数学", declared=("e1",)), "kin"),
    ],
)
def test_who_must_not_judge(student: Student, code: str) -> None:
    assert conflict(JUDGE, student) == code
    assert allowed([JUDGE], student) == ([] if code else ["e1"])


def test_only_experts_of_the_subject_are_asked() -> None:
    assert allowed([JUDGE], Student("s", "物理")) == []


@st.composite
def tasks(draw: st.DrawFn, most: int = 12) -> tuple[dict[str, list[str]], int]:
    experts = [f"e{n}" for n in range(draw(st.integers(1, 6)))]
    each = draw(st.integers(1, min(3, len(experts))))
    students = draw(st.integers(0, most))
    return {f"s{n}": draw(st.lists(st.sampled_from(experts), min_size=each, unique=True)) for n in range(students)}, each


@given(tasks(), st.text(max_size=5))
def test_nobody_judges_whom_they_may_not(task: tuple[dict[str, list[str]], int], seed: str) -> None:
    may, each = task

    given_to = assign(may, each, seed)

    assert given_to.keys() == may.keys()
    for student, chosen in given_to.items():
        assert len(set(chosen)) == each
        assert set(chosen) <= set(may[student])


@given(st.integers(0, 30), st.integers(1, 6), st.text(max_size=5))
def test_without_conflicts_loads_differ_by_one_at_most(students: int, experts: int, seed: str) -> None:
    everybody = [f"e{n}" for n in range(experts)]
    each = min(3, experts)

    given_to = assign({f"s{n}": everybody for n in range(students)}, each, seed, everybody)

    loads = [sum(e in chosen for chosen in given_to.values()) for e in everybody]
    assert max(loads) - min(loads) <= 1


@given(tasks(most=4), st.text(max_size=3))
def test_no_other_assignment_is_more_even(task: tuple[dict[str, list[str]], int], seed: str) -> None:
    may, each = task
    experts = sorted({e for found in may.values() for e in found})

    def unevenness(chosen: tuple[tuple[str, ...], ...]) -> int:
        return sum(sum(e in some for some in chosen) ** 2 for e in experts)

    best = min(unevenness(ways) for ways in product(*(list(combinations(found, each)) for found in may.values())))

    assert unevenness(tuple(assign(may, each, seed).values())) == best


@given(tasks(), st.text(max_size=5), st.randoms())
def test_the_same_seed_gives_the_same_whatever_the_order(task: tuple[dict[str, list[str]], int], seed: str, chance: object) -> None:
    may, each = task
    turned = {student: list(reversed(found)) for student, found in reversed(may.items())}

    assert assign(turned, each, seed) == assign(may, each, seed)


def test_too_few_experts_are_named() -> None:
    with pytest.raises(TooFewExperts) as refused:
        assign({"s1": ["e1"], "s2": ["e1", "e2"]}, 2, "")

    assert refused.value.short == {"s1": 1}
