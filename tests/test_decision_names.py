"""No message speaks of a decision by the dotted key of the decision file."""

import re

import pytest

from yingcai_desktop import codes
from yingcai_desktop.decision_names import NAMES, TITLES, title
from yingcai_desktop.decisions import WORDS, Decisions, value_problems
from yingcai_desktop.errors import Problem, Undecided
from yingcai_desktop.scheme import load_schemes

DOTTED = re.compile(r"[A-Za-z_]+\.[A-Za-z_]+")
PLACED = ("seats.pilot.150200.数学", "seats.national.数学", "pass_line.pilot.数学", "admission.national", "mentors.term.pilot.start", "quota.city.150200")
KEYS = sorted({*NAMES, *TITLES, *WORDS, *PLACED})


@pytest.mark.parametrize("key", KEYS)
def test_an_undecided_rule_is_named_in_chinese_and_says_where_it_is_signed(key: str) -> None:
    for ask in (Decisions({}).text, Decisions({key: " "}).filled):
        with pytest.raises(Undecided) as refused:
            ask(key)
        said = refused.value.message
        assert title(key) in said
        assert "系统设置 · 名额与规则" in said
        assert not DOTTED.search(said), said
        assert not re.search(r"\b(national|pilot|1502?00)\b", said), said
        assert refused.value.problems[0].detail == key  # for programs


@pytest.mark.parametrize("key", KEYS)
def test_a_step_that_waits_for_a_decision_names_it_in_chinese(key: str) -> None:
    said = codes.sentence_of(Problem("decision.missing", detail=key), load_schemes(2025))
    assert title(key) in said
    assert "系统设置 · 名额与规则" in said
    assert not DOTTED.search(said)


@pytest.mark.parametrize("key", KEYS)
def test_a_wrong_value_is_told_by_the_name_of_the_decision(key: str) -> None:
    for said in value_problems({key: {"not": "plain"}}):
        assert said.startswith(title(key))
        assert not DOTTED.search(said)


def test_places_are_named() -> None:
    assert title("seats.pilot.150200.数学") == "各学科名额 · 后备人才 · 包头市 · 数学"
    assert title("interview.step") == "打分的最小间隔"
    assert title("nobody.knows.this") == "决定"
