"""No message speaks of a decision by the dotted key of the decision file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from yingcai_desktop import codes
from yingcai_desktop.decision_names import NAMES, TITLES, title
from yingcai_desktop.decisions import WORDS, Decisions, value_problems
from yingcai_desktop.errors import Problem, Undecided
from yingcai_desktop.scheme import load_schemes

ROOT = Path(__file__).parents[1]
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


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The literal parts of every Chinese text of a module that is no docstring; what is formatted in stands as 〇."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "〇" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            text = node.value
        else:
            continue
        if re.search(r"[\u4e00-\u9fff]", text):
            yield node.lineno, text


def test_no_text_of_the_program_has_a_key_in_it() -> None:
    parts = "|".join((*TITLES, "decision", "entry"))
    key = re.compile(rf"(?<![A-Za-z_.])(?:{parts})\.[a-z_]{{3,}}")
    found, read = [], 0
    for folder in ("db", "yingcai_desktop", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for line, text in sentences(path):
                read += 1
                if key.search(text):
                    found.append(f"{path.relative_to(ROOT)}:{line} {text}")
    assert read > 3000
    assert not found
