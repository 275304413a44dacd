"""Every code has its sentence."""

import re
from pathlib import Path

import pytest

from yingcai_desktop import codes
from yingcai_desktop.errors import Problem
from yingcai_desktop.rules.permissions import OTHERS
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.sheets.check import Finding

SOURCE = Path(codes.__file__).parent
_LITERAL = re.compile(
    r'"((?:file|sheet|cell|row|id|name|school|university|subject|grade|rank|mentor|member|capacity|consent|relax|'
    r'returning|choice|age|score|ticket|applicant|panel|judge|trainee|visit|expert|alumni|shortlist|tie|admit|seats|package|directory|root|ownership)\.[a-z-]+)"'
)


def test_every_code_the_program_returns_has_a_sentence() -> None:
    used = {c for path in SOURCE.rglob("*.py") for c in _LITERAL.findall(path.read_text("utf-8"))}
    others = {
        "shortlist.make",
        "shortlist.short",
        "mentor.review",
        "mentor.appoint",
        "seats.open",
        *OTHERS,
        *(f"{row.kind}.{row.verb}" for rows in TABLES.values() for row in rows),
    }  # journal actions, tasks
    assert len(used) > 80
    assert used - others <= codes.MESSAGES.keys()


@pytest.mark.parametrize("code", list(codes.MESSAGES))
def test_a_sentence_says_what_and_what_to_do(code: str) -> None:
    message = codes.message(code)
    for text in (message.text(), message.text(value="某值", detail="某事", people="（3 人）")):
        assert "{" not in text and "“”" not in text and "。。" not in text
        assert text.count("。") == 2
        assert text.endswith(("。", "）"))


def test_facts_and_clause() -> None:
    assert codes.sentence("rank.missing").endswith("（附件1 四（二）：学科排名前10%或综合排名前15%）")
    assert "“1501”" in codes.sentence("id.length", value="1501")


def test_step_problems_name_their_group() -> None:
    problem = Problem("scores.missing", "pilot", "150200", "数学", ("1", "2"))
    assert codes.sentence_of(problem, load_schemes(2025)).startswith("后备人才·包头市·数学：还缺成绩（2 人）")


def test_a_finding_is_json() -> None:
    found = Finding("报名", 3, "姓名", "name.invalid", "x")
    assert found.as_json() == {"sheet": "报名", "row": 3, "column": "姓名", "code": "name.invalid", "value": "x"}
