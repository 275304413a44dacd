"""mentors, table 团队成员 (附件1 四（一）, 附件2 四（一）)."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.rules.mentors import member_warnings
from yingcai_desktop.sheets import words
from yingcai_desktop.sheets.accepted import Accepted
from yingcai_desktop.sheets.kinds.mentors import DEGREE, MENTORS, gender_column, university_column
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
from yingcai_desktop.sheets.layouts import Layout
from yingcai_desktop.sheets.table import Table

MENTOR, TITLE = "导师姓名", "职称"


def _mentors(table: Table) -> list[tuple[str, str, str, str]]:
    """The key of each row's mentor."""
    return list(zip(table[PROGRAMME], table[UNIVERSITY], table[SUBJECT], table[MENTOR], strict=True))


def _settle(table: Table, known: Known, accepted: Accepted) -> None:
    """`mentor.unknown` on 导师姓名 against the store and the mentors of the same file; then `member.duplicate` on 姓名."""
    here, taken = accepted.of(MENTORS.name), accepted.of(table.layout.name)
    mentors, names = _mentors(table), table[NAME]
    for i in table.sound(PROGRAMME, UNIVERSITY, SUBJECT, MENTOR):
        if mentors[i] not in known.mentors and mentors[i] not in here:
            table.fail(MENTOR, i, "mentor.unknown")
    for i in range(table.count):
        if not table.is_sound(i):
            continue
        key = (*mentors[i], names[i])
        if key in taken:
            table.fail(NAME, i, "member.duplicate")
        else:
            accepted.add(table, i, key)


def _warn(table: Table, known: Known, _: Accepted) -> None:
    for i in table.accepted:
        rules = known.rules[table[PROGRAMME][i]]
        for code in member_warnings(table[DEGREE][i], table[TITLE][i], rules.member_degrees, rules.member_titles):
            table.warn(DEGREE, i, code)


def _values(table: Table, _: Known) -> Mapping[str, list[Any]]:
    return {"mentor": _mentors(table), **stored(table)}


MEMBERS = Layout(
    "团队成员",
    (
        programme_column(),
        university_column("高校", "所在高校", field=""),
        subject_column("培养学科"),
        name_column("导师", "所属导师", title=MENTOR),
        name_column("成员姓名", "团队成员姓名", field="name"),
        gender_column(),
        word_column(DEGREE, words.DEGREES, "degree", "最高学位"),
        word_column(TITLE, words.TITLES, "title", "专业技术职务"),
        text_column("研究方向", "research"),
        text_column("分工", "role"),
    ),
    check_university,
    _settle,
    _values,
    _warn,
)
