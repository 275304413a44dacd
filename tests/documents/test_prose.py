"""The marks our own texts are written in: each is read, nothing is dropped, what is no mark stays."""

import pytest

from yingcai_desktop.assets import RESOURCES
from yingcai_desktop.documents.prose import Kind, Run, parse, runs


def test_headings_paragraphs_and_lists() -> None:
    blocks = parse("# 题\n\n一段\n接着 a\nb\n\n## 节\n- 甲\n- 乙\n1. 先\n2. 后\n\n尾\n")

    assert [(b.kind, b.text, b.level, b.number) for b in blocks] == [
        (Kind.HEADING, "题", 1, 0),
        (Kind.PARAGRAPH, "一段接着 a b", 0, 0),
        (Kind.HEADING, "节", 2, 0),
        (Kind.ITEM, "甲", 0, 0),
        (Kind.ITEM, "乙", 0, 0),
        (Kind.ITEM, "先", 0, 1),
        (Kind.ITEM, "后", 0, 2),
        (Kind.PARAGRAPH, "尾", 0, 0),
    ]


def test_bold_and_code_inside_a_line() -> None:
    assert runs("按 **Ctrl+N**，`/` 缺考，`*` 违纪") == (
        Run("按 "), Run("Ctrl+N", bold=True), Run("，"), Run("/", code=True), Run(" 缺考，"), Run("*", code=True), Run(" 违纪"),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["**没有收尾", "3*4", "#没有空格", "-没有空格", "2025.4.1", "a ` b"])
def test_what_is_no_mark_stays(text: str) -> None:
    assert [(b.kind, b.text) for b in parse(text)] == [(Kind.PARAGRAPH, text)]


@pytest.mark.parametrize("file", sorted((RESOURCES / "help").rglob("*.md")), ids=lambda f: f.stem)
def test_our_own_texts_leave_no_mark_behind(file: object) -> None:
    blocks = parse(file.read_text("utf-8"))  # type: ignore[attr-defined]

    assert blocks[0].level == 1
    assert sum(b.level == 1 for b in blocks) == 1
    assert not [run.text for b in blocks for run in b.runs if not run.code and ("**" in run.text or "`" in run.text)]
