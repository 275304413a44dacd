"""visits: the growth log (附件1 五（三）1, 附件2 五（三）1)."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import Accepted, settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    PROGRAMME,
    check_trainee,
    flag_column,
    id_column,
    name_column,
    person,
    programme_column,
    stored,
    text_column,
    uids,
    word_column,
)
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

DAY, START = "日期", "开始时间"


def _check(table: Table, known: Known) -> None:
    check_trainee(table, known, exited=False)
    for i in table.sound(DAY):
        if table[DAY][i].year != known.season:
            table.fail(DAY, i, "date.outside-cycle")


def _warn(table: Table, known: Known, _: Accepted) -> None:
    for i in table.accepted:
        since = person(table, known, i).admitted_on
        if since is not None and table[DAY][i] < since:
            table.warn(DAY, i, "visit.before-admission")


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    return {"application_uid": uids(table, known), **stored(table)}


VISITS = Layout(
    "成长日志",
    (
        programme_column(),
        id_column(),
        name_column("学员姓名", "学生姓名"),
        Column(DAY, cells.day, "day", ("活动日期",), must_exist=True, required=True, blank=None),
        Column(START, cells.clock, "start_time", ("时间",)),
        word_column("形式", words.MODES, "mode", "活动形式"),
        text_column("活动类型", "activity_type"),
        flag_column("是否面授", "face_to_face", "面授"),
        text_column("地点", "place"),
        text_column("指导人", "instructor", "指导教师"),
        text_column("内容", "content", "活动内容"),
        word_column("审核", words.REVIEWS, "review", "导师审核", "审核状态"),
    ),
    _check,
    settle_by_key((PROGRAMME, ID, DAY, START), DAY, "visit.duplicate"),
    _values,
    _warn,
)
