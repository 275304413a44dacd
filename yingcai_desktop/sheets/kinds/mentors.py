"""mentors, table 导师 (附件1 四（一）, 附件2 四（一）)."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.rules.mentors import mentor_warnings
from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import Accepted, settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    NAME,
    PROGRAMME,
    SUBJECT,
    UNIVERSITY,
    check_university,
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

CAPACITY, CITY_OPINION, HONOURS, DEGREE = "可带学生数", "盟市初审", "人才称号", "学位"
KEY = (PROGRAMME, UNIVERSITY, SUBJECT, NAME)


def university_column(*also: str, title: str = UNIVERSITY, field: str = "university") -> Column:
    """A university by name or short name; required."""
    read = cells.word(lambda known: known.universities, "university.unknown")
    return Column(title, read, field, also, must_exist=True, required=True)


def gender_column() -> Column:
    """性别 where it may be blank."""
    return Column("性别", cells.word(words.GENDERS, "gender.invalid"), "gender")


def _check(table: Table, known: Known) -> None:
    check_university(table, known)
    programmes, capacities = table[PROGRAMME], table[CAPACITY]
    for i in table.sound(CAPACITY):
        if capacities[i] < 1:
            table.fail(CAPACITY, i, "capacity.out-of-range")
    for i in table.sound(PROGRAMME, CAPACITY):
        if capacities[i] > known.rules[programmes[i]].capacity_limit:
            table.fail(CAPACITY, i, "capacity.exceeds-limit")
    for i in table.sound(*KEY, CAPACITY):
        stored_one = known.mentors.get((programmes[i], table[UNIVERSITY][i], table[SUBJECT][i], table[NAME][i]))
        if stored_one is not None and capacities[i] < stored_one.placed:
            table.fail(CAPACITY, i, "capacity.below-placed")
    opinions = table[CITY_OPINION]
    for i in table.sound(PROGRAMME, CITY_OPINION):
        if known.rules[programmes[i]].city_review and not opinions[i]:
            table.fail(CITY_OPINION, i, "cell.blank")


def _warn(table: Table, known: Known, _: Accepted) -> None:
    columns = {"mentor.no-honour": HONOURS, "mentor.not-doctor": DEGREE}
    for i in table.accepted:
        expected = known.rules[table[PROGRAMME][i]].doctorate_expected
        for code in mentor_warnings(table[HONOURS][i], table[DEGREE][i], doctorate_expected=expected):
            table.warn(columns[code], i, code)


def _values(table: Table, _: Known) -> Mapping[str, list[Any]]:
    return stored(table)


MENTORS = Layout(
    "导师",
    (
        programme_column("programme"),
        name_column("导师", "导师姓名", field="name"),
        gender_column(),
        Column("民族", cells.word(words.ETHNICITIES, "ethnicity.unknown"), "ethnicity"),
        text_column("出生年月", "birth_month"),
        text_column("工作单位", "employer", "单位"),
        university_column("高校", "所在高校"),
        text_column("院系", "department", "学院"),
        subject_column("培养学科", field="subject"),
        word_column(DEGREE, words.DEGREES, "degree", "最高学位"),
        word_column("职称", words.TITLES, "title", "专业技术职务"),
        text_column("行政职务", "position", "职务"),
        text_column(HONOURS, "honours", "荣誉称号", "人才项目"),
        text_column("研究方向", "research"),
        Column(
            CAPACITY,
            cells.whole("int.invalid"),
            "capacity",
            ("可带人数", "拟带学生数", "培养名额"),
            must_exist=True,
            required=True,
            blank=0,
        ),
        Column("手机", cells.phone, "phone", ("手机号", "联系电话")),
        word_column("高校推荐", words.OPINIONS, "university_opinion", "高校推荐意见"),
        Column(CITY_OPINION, cells.word(words.CITY_OPINIONS, "value.invalid"), "city_opinion", ("盟市初审意见",)),
    ),
    _check,
    settle_by_key(KEY, NAME, "mentor.duplicate"),
    _values,
    _warn,
)
