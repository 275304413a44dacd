"""interview-scores: one row per candidate and judge (附件1 四（二）, 附件2 四（二）)."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import Accepted
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    PROGRAMME,
    STATUS,
    SUBJECT,
    TOTAL,
    check_fixed,
    check_marks,
    check_name,
    check_subject,
    id_column,
    mark_column,
    mark_titles,
    marks_of,
    name_column,
    person,
    programme_column,
    stored,
    subject_column,
    text_column,
    uids,
    word_column,
)
from yingcai_desktop.sheets.known import Known, KnownPanel, PanelKey
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

PANEL, JUDGE = "组别", "评委"
CRITERIA = ("使命意识", "参与动机", "科学兴趣", "创新思维", "学习能力", "毅力耐力", "个性心理", "基础知识和技能")


def _check(table: Table, known: Known) -> None:
    programmes, ids = table[PROGRAMME], table[ID]
    for i in table.sound(PROGRAMME, ID):
        found = known.people.get((programmes[i], ids[i]))
        if found is None:
            table.fail(ID, i, "applicant.unknown")
        elif not found.shortlisted:
            table.fail(ID, i, "applicant.not-shortlisted")
    check_name(table, known)
    check_subject(table, known)
    for i in table.sound(PROGRAMME, ID, SUBJECT, PANEL):
        if _panel_key(table, known, i) not in known.panels:
            table.fail(PANEL, i, "panel.unknown")
    check_marks(table, known, "criteria", known.interview_step)
    check_fixed(table, known, STATUS, JUDGE, mark_titles(known, "criteria"))


def _panel_key(table: Table, known: Known, index: int) -> PanelKey:
    programme = table[PROGRAMME][index]
    city = person(table, known, index).city if known.rules[programme].by_city else ""
    return programme, city, table[SUBJECT][index], table[PANEL][index]


def _settle(table: Table, known: Known, accepted: Accepted) -> None:
    """Row by row: `panel.other` on 组别, `judge.unknown`, `judge.recused` on 评委, then `score.duplicate` on 评委 among sound rows.

    A candidate belongs to the panel of the rows stored or accepted before.
    """
    taken, judges, panels = accepted.of(table.layout.name), table[JUDGE], accepted.of(PANEL)
    placed = set(table.sound(PROGRAMME, ID, SUBJECT, PANEL))
    judged = set(table.sound(JUDGE))
    for i in range(table.count):
        if i not in placed:
            continue
        programme, number = table[PROGRAMME][i], table[ID][i]
        panel = known.panels[_panel_key(table, known, i)]
        current = panels.get((programme, number)) or person(table, known, i).panel_uid
        if current and current != panel.uid:
            table.fail(PANEL, i, "panel.other")
        elif i in judged and judges[i] not in panel.judges:
            table.fail(JUDGE, i, "judge.unknown")
        elif i in judged and _must_recuse(table, known, panel, i):
            table.fail(JUDGE, i, "judge.recused")
        elif table.is_sound(i):
            key = (programme, number, judges[i])
            if key in taken:
                table.fail(JUDGE, i, "score.duplicate")
            else:
                accepted.add(table, i, key)
                panels[programme, number] = panel.uid


def _must_recuse(table: Table, known: Known, panel: KnownPanel, index: int) -> bool:
    """Whether a row with marks is of a judge who must not judge (domain.md §3.10)."""
    found, judge = person(table, known, index), table[JUDGE][index]
    return table[STATUS][index] == "正常" and (judge in found.recused or panel.schools.get(judge) == found.school_uid)


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    accepted = set(table.accepted)
    panels = [known.panels[_panel_key(table, known, i)].uid if i in accepted else "" for i in range(table.count)]
    marks = marks_of(table, mark_titles(known, "criteria"))
    return {"application_uid": uids(table, known), "panel_uid": panels, "marks": marks, **stored(table)}


INTERVIEWS = Layout(
    "面试评分",
    (
        programme_column(),
        id_column(),
        name_column("考生姓名", "学生姓名"),
        subject_column("报名学科", "申报学科"),
        Column(PANEL, cells.text, "", ("面试组", "面试组别"), must_exist=True, required=True),
        name_column("评委姓名", title=JUDGE, field="judge"),
        word_column(STATUS, words.INTERVIEW_STATES, "status", "打分状态"),
        *(mark_column(title) for title in CRITERIA),
        Column(TOTAL, cells.mark, "total", ("总分",), blank=None),
        text_column("评语", "comment"),
    ),
    _check,
    _settle,
    _values,
)
