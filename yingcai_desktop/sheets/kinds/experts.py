"""evaluations, table 专家评分: one row per trainee and expert (附件2 七（三）)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    NORMAL,
    PROGRAMME,
    STATUS,
    TOTAL,
    check_fixed,
    check_marks,
    check_subject,
    check_trainee,
    id_column,
    mark_column,
    mark_titles,
    marks_of,
    name_column,
    person,
    programme_column,
    stored,
    subject_column,
    uids,
    word_column,
)
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

EXPERT = "专家"
DIMENSIONS = ("科学兴趣", "学科基础知识", "创新及科研潜质", "综合能力")
STEP = Decimal("0.5")


def _check(table: Table, known: Known) -> None:
    check_trainee(table, known, exited=True)
    check_subject(table, known)
    experts, states = table[EXPERT], table[STATUS]
    for i in table.sound(PROGRAMME, ID, EXPERT, STATUS):
        if states[i] == NORMAL and experts[i] in person(table, known, i).team:
            table.fail(STATUS, i, "expert.conflict")
    check_marks(table, known, "dimensions", STEP)
    check_fixed(table, known, STATUS, EXPERT, mark_titles(known, "dimensions"))


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    marks = marks_of(table, mark_titles(known, "dimensions"))
    return {"application_uid": uids(table, known), "marks": marks, **stored(table)}


EXPERTS = Layout(
    "专家评分",
    (
        programme_column(),
        id_column(),
        name_column("学员姓名", "学生姓名"),
        subject_column("报名学科", "申报学科"),
        name_column("专家姓名", "评审专家", title=EXPERT, field="expert"),
        word_column(STATUS, words.EXPERT_STATES, "status", "评审状态"),
        *(mark_column(title) for title in DIMENSIONS),
        Column(TOTAL, cells.mark, "total", ("总分",), blank=None),
    ),
    _check,
    settle_by_key((PROGRAMME, ID, EXPERT), EXPERT, "score.duplicate"),
    _values,
)
