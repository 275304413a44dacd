"""The words of the program: what a clerk reads is never the language of the program's makers."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from yingcai_desktop.decision_names import TITLES

ROOT = Path(__file__).parents[1]


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


@cache
def texts() -> list[tuple[str, str]]:
    """Where and what, of everything the program says."""
    modules = [path for folder in ("db", "yingcai_desktop", "ui") for path in (ROOT / folder).rglob("*.py")]
    found = [(f"{path.relative_to(ROOT)}:{line}", text) for path in modules for line, text in sentences(path)]
    assert len(found) > 3000
    return found


def test_no_text_of_the_program_has_a_key_in_it() -> None:
    parts = "|".join((*TITLES, "decision", "entry"))
    key = re.compile(rf"(?<![A-Za-z_.])(?:{parts})\.[a-z_]{{3,}}")
    assert not [(where, text) for where, text in texts() if key.search(text)]


def test_a_draw_is_told_in_a_clerk_s_words() -> None:
    """A seed is a word of programmers; the help says what a 抽签码 is."""
    assert not [(where, text) for where, text in texts() if "种子" in text]
    helped = {path.stem: path.read_text("utf-8") for path in (ROOT / "resources/help").rglob("*.md")}
    assert not [name for name, text in helped.items() if "种子" in text]
    assert all("抽签码" in helped[name] and "重算" in helped[name] for name in ("exams", "interviews"))
