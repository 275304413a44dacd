"""alumni: one line of follow-up on a former trainee (附件1 七, 附件2 八)."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    flag_column,
    id_column,
    name_column,
    programme_column,
    stored,
    subject_column,
    text_column,
    word_column,
)
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

SEASON, UPDATED, CONSENT = "届", "更新日期", "跟踪同意"
FIRST_SEASON = 2017


def _check(table: Table, known: Known) -> None:
    for i in table.sound(SEASON):
        now = table[SEASON][i] == known.season and table[ID][i] in known.followed
        if not (now or FIRST_SEASON <= table[SEASON][i] < known.season):
            table.fail(SEASON, i, "season.out-of-range")
    for i in table.sound(CONSENT):
        if not table[CONSENT][i]:
            table.fail(CONSENT, i, "consent.missing")
    for i in table.sound(ID, CONSENT):  # who took the consent back has to give it again to the office first
        if table[ID][i] in known.stopped:
            table.fail(CONSENT, i, "consent.missing")


def _values(table: Table, _: Known) -> Mapping[str, list[Any]]:
    return stored(table)


ALUMNI = Layout(
    "往届学员",
    (
        id_column("id_number"),
        name_column("学员姓名", "学生姓名", field="name"),
        Column(
            SEASON, cells.whole("int.invalid"), "season", ("届别", "培养年度"), must_exist=True, required=True, blank=0
        ),
        programme_column("programme"),
        subject_column("培养学科", field="subject"),
        Column("等级", cells.word(words.GRADES, "value.invalid"), "grade", ("评价等级",)),
        Column(UPDATED, cells.day, "updated_on", (), must_exist=True, required=True, blank=None),
        text_column("填报单位", "reported_by"),
        word_column("阶段", words.STAGES, "stage", "目前阶段"),
        text_column("大学", "university", "就读大学"),
        text_column("专业", "major"),
        text_column("研究方向", "research"),
        text_column("升学途径", "route"),
        Column("拔尖计划", cells.flag, "top_plan", ("入选拔尖计划",), blank=None),
        flag_column(CONSENT, "consent", "同意跟踪"),
    ),
    _check,
    settle_by_key((ID, SEASON, UPDATED), ID, "alumni.duplicate"),
    _values,
)
