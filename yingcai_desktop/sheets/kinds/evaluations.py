"""evaluations, tables 中期评价 (附件1 六（二）, 附件2 七（二）) and 年度材料 (附件1 六（三）, 附件2 七（三）); initial-evaluations, 初期评价."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    PROGRAMME,
    check_trainee,
    flag_column,
    id_column,
    name_column,
    programme_column,
    stored,
    text_column,
    uids,
    word_column,
)
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

CONCLUSION, EXIT_REASON, CITY_SCORE, RECOMMENDED = "中期结论", "退出原因", "盟市评议分", "盟市推荐"
_FAILED = "不合格"
_CITY_SCORE_MAXIMUM = 100


def _check_midterm(table: Table, known: Known) -> None:
    """A pilot trainee who fails exits, with a reason (附件2 七（二）)."""
    check_trainee(table, known, exited=True)
    programmes, conclusions, reasons = table[PROGRAMME], table[CONCLUSION], table[EXIT_REASON]
    for i in table.sound(PROGRAMME, CONCLUSION, EXIT_REASON):
        if known.rules[programmes[i]].midterm_exits and conclusions[i] == _FAILED and not reasons[i]:
            table.fail(EXIT_REASON, i, "cell.blank")


def _check_annual(table: Table, known: Known) -> None:
    """盟市推荐 is asked of the pilot only and ignored elsewhere (附件2 七（三）：择优推荐)."""
    check_trainee(table, known, exited=True)
    scores = table[CITY_SCORE]
    for i in table.sound(CITY_SCORE):
        if scores[i] is not None and not 0 <= scores[i] <= _CITY_SCORE_MAXIMUM:
            table.fail(CITY_SCORE, i, "score.out-of-range")
    programmes, recommended = table[PROGRAMME], table[RECOMMENDED]
    for i in table.sound(PROGRAMME):
        if not known.rules[programmes[i]].needs_recommendation:
            table.bad[RECOMMENDED].pop(i, None)
            recommended[i] = None
        elif recommended[i] is None:
            table.fail(RECOMMENDED, i, "cell.blank")


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    return {"application_uid": uids(table, known), **stored(table)}


_SETTLE = settle_by_key((PROGRAMME, ID), ID, "evaluation.duplicate")


def _check_initial(table: Table, known: Known) -> None:
    """A topic that is settled or proposed has a name (附件1 六（一）, 附件2 七（一）)."""
    check_trainee(table, known, exited=True)
    topics, states = table["课题选题"], table["选题情况"]
    for i in table.sound("课题选题", "选题情况"):
        if states[i] != "未定" and not topics[i]:
            table.fail("课题选题", i, "cell.blank")


INITIAL = Layout(
    "初期评价",
    (
        programme_column(),
        id_column(),
        name_column("学员姓名", "学生姓名"),
        Column("评价日期", cells.day, "evaluated_on", blank=None),
        word_column("培养状态", words.CONDITIONS, "condition"),
        text_column("课题选题", "topic", "课题名称"),
        word_column("选题情况", words.TOPIC_STATES, "topic_settled"),
        text_column("课题进展", "progress", "进展"),
        text_column("评价意见", "opinion", "意见"),
        word_column("总体意见", words.OVERALL, "overall"),
        text_column("评价人", "signer", "导师"),
    ),
    _check_initial,
    _SETTLE,
    _values,
)

MIDTERM = Layout(
    "中期评价",
    (
        programme_column(),
        id_column(),
        name_column("学员姓名", "学生姓名"),
        Column("汇报日期", cells.day, "report_date", blank=None),
        word_column("导师团队评价", words.TEAM_GRADES, "team_grade", "团队评价"),
        word_column(CONCLUSION, words.CONCLUSIONS, "conclusion", "结论"),
        Column(EXIT_REASON, cells.text, "exit_reason", ("不合格原因",), must_exist=True),
    ),
    _check_midterm,
    _SETTLE,
    _values,
)

ANNUAL = Layout(
    "年度材料",
    (
        programme_column(),
        id_column(),
        name_column("学员姓名", "学生姓名"),
        flag_column("课题报告", "project_report"),
        flag_column("培养报告", "training_report"),
        word_column("导师评价等级", words.GRADES, "mentor_grade", "导师评价"),
        Column(CITY_SCORE, cells.mark, "city_score", ("评议分",), blank=None),
        Column(RECOMMENDED, cells.flag, "city_recommended", ("推荐终评",), must_exist=True, blank=None),
    ),
    _check_annual,
    _SETTLE,
    _values,
)
