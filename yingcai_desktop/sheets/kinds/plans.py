"""plans: 培养计划, and with it 阅读书目 and 合作导师 (附件1 五（三）1、八（五）, 附件2 五（三）1、六（七）)."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    PROGRAMME,
    check_trainee,
    id_column,
    name_column,
    person,
    programme_column,
    stored,
    text_column,
    uids,
)
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

TOPIC, TITLE, HELPER, UNIT, GIVEN, READ = "课题", "书目文献", "合作导师", "单位", "指定日期", "读完日期"
_WHO = (programme_column(), id_column(), name_column("学员姓名", "学生姓名"))
_SAID = (
    Column(TOPIC, cells.text, "topic", ("课题名称", "研究课题"), must_exist=True),
    Column("选题情况", cells.word(words.TOPIC_STATES, "value.invalid"), "topic_state"),
    text_column("培养目标", "goal", "目标"),
    text_column("培养方式与内容", "approach", "培养方式", "培养内容"),
    text_column("进度安排", "schedule", "时间安排"),
    text_column("制定人", "made_by"),
    Column("制定日期", cells.day, "made_on", (), blank=None),
)


def _check(table: Table, known: Known) -> None:
    """Only who is in training has a plan: neither before 开始培养 nor after the exit."""
    check_trainee(table, known, exited=True)
    for i in table.sound(PROGRAMME, ID):
        if not person(table, known, i).begun:
            table.fail(ID, i, "trainee.not-begun")


def _check_plan(table: Table, known: Known) -> None:
    _check(table, known)
    filled = [table.filled(c.title) for c in _SAID]
    for i in range(table.count):
        if not any(column[i] for column in filled):
            table.fail(TOPIC, i, "plan.empty")


def _check_reading(table: Table, known: Known) -> None:
    _check(table, known)
    for i in table.sound(GIVEN, READ):
        given, read = table[GIVEN][i], table[READ][i]
        if given is not None and read is not None and read < given:
            table.fail(READ, i, "reading.before-given")


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    return {"application_uid": uids(table, known), **stored(table)}


PLANS = Layout("培养计划", (*_WHO, *_SAID), _check_plan, settle_by_key((PROGRAMME, ID), ID, "plan.duplicate"), _values)
READING = Layout(
    "阅读书目",
    (
        *_WHO,
        Column(TITLE, cells.text, "title", ("书名", "书目", "文献"), must_exist=True, required=True),
        text_column("作者", "author"),
        Column(GIVEN, cells.day, "assigned_on", (), blank=None),
        Column(READ, cells.day, "finished_on", (), blank=None),
    ),
    _check_reading,
    settle_by_key((PROGRAMME, ID, TITLE), TITLE, "plan.duplicate"),
    _values,
)
CO_MENTORS = Layout(
    "合作导师",
    (
        *_WHO,
        name_column("合作导师姓名", title=HELPER, field="name"),
        text_column(UNIT, "university", "工作单位", "所在单位", "高校"),
        text_column("学科方向", "subject", "专业方向"),
        text_column("合作内容", "task", "分工"),
    ),
    _check,
    settle_by_key((PROGRAMME, ID, HELPER, UNIT), HELPER, "plan.duplicate"),
    _values,
)
