"""岗位卡片: a page each, whole and printable; what others do is what the desk refuses (rules/permissions.py), never typed twice."""

import ast
from pathlib import Path

import pytest

from tests.documents.reading import glyphs, overlapping, page_count, page_size, pdfium_text
from yingcai_desktop import services
from yingcai_desktop.documents.card import Card, cards_pdf
from yingcai_desktop.documents.page import NothingToPrint
from yingcai_desktop.rules import permissions
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services.rights import rights
from yingcai_desktop.services.role_cards import cards, elsewhere

UNIT = "内蒙古自治区青少年科技创新后备人才培养试点管理办公室"


@pytest.fixture(scope="module")
def made() -> list[Card]:
    return cards(UNIT, 2025)


@pytest.mark.parametrize("number", range(len(Duty)), ids=[d.value for d in Duty])
def test_each_role_has_one_whole_page(made: list[Card], number: int) -> None:
    pdf = cards_pdf([made[number]])

    assert page_count(pdf) == 1 and page_size(pdf) == (595.3, 841.9)
    assert overlapping(glyphs(pdf, 0), slack=1.2) == []  # the f and t of Shift touch
    text, card = pdfium_text(pdf), made[number]
    words = [*card.mine, *card.remember, *card.ask, *(t.what for t in card.tasks), *(t.where for t in card.tasks), UNIT]
    words += [line.acts for line in card.elsewhere] + list(card.two)
    assert [w for w in words if "".join(w.split()) not in text] == []
    assert len(card.tasks) == 5


def test_all_roles_are_one_file_of_five_pages_and_the_same_bytes_twice(made: list[Card]) -> None:
    pdf = cards_pdf(made)

    assert page_count(pdf) == 5
    assert cards_pdf(cards(UNIT, 2025)) == pdf
    with pytest.raises(NothingToPrint):
        cards_pdf([])


@pytest.mark.parametrize("duty", Duty)
def test_what_is_not_theirs_stands_with_those_who_may(duty: Duty) -> None:
    lines = elsewhere(duty)

    for right in rights():
        here = [line for line in lines if line.part == right.part]
        named = [line for line in here if right.title in line.acts.split("、") or line.acts == "全部"]
        mine = [r for r in rights() if r.title == right.title and r.part == right.part and permissions.permits(r.uid, {duty})]
        assert bool(named) == (not mine), right.title
        assert not [line for line in named if duty.label in line.who.split("、")]


def _two_people() -> set[str]:
    """Actions whose function in services asks for a witness without any condition."""
    found: set[str] = set()
    for file in Path(services.__file__ or "").parent.rglob("*.py"):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
                if any(isinstance(s, ast.Expr) and "require_witness" in ast.dump(s) for s in function.body):
                    found |= {
                        str(c.args[0].value)
                        for c in calls
                        if isinstance(c.func, ast.Attribute) and c.func.attr == "change" and c.args and isinstance(c.args[0], ast.Constant)
                    }
    return found


def test_what_takes_two_people_is_marked_in_the_list_of_rights() -> None:
    asked = _two_people() - {"decision.record", "objection.record"}  # these two only in some of their forms
    marked = {right.uid for right in rights() if right.two}

    assert {"selection.lock", "score.amend", "panel.draw"} <= asked
    assert asked <= marked, asked - marked


def test_every_right_has_its_part_of_the_year() -> None:
    assert [right.uid for right in rights() if right.part == "其他"] == []
