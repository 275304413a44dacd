"""test-scores: 学科潜质测试, one row a person (附件1 四（二）, 附件2 四（二）)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.accepted import settle_by_key
from yingcai_desktop.sheets.kinds.shared import (
    ID,
    PROGRAMME,
    STATUS,
    check_filled,
    check_fixed,
    check_name,
    check_subject,
    id_column,
    name_column,
    programme_column,
    stored,
    subject_column,
    text_column,
    uids,
    word_column,
)
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.table import Table

TICKET, FULL, RAW = "准考证号", "满分", "原始分"
USUAL_FULL, LARGEST_FULL = Decimal(100), Decimal(10000)


def _check(table: Table, known: Known) -> None:
    _check_person(table, known)
    check_name(table, known)
    check_subject(table, known)
    _check_scores(table)
    check_fixed(table, known, RAW, "", [FULL, RAW])


def _check_person(table: Table, known: Known) -> None:
    """`ticket.unknown`; on 身份证号 `cell.blank` → `ticket.mismatch` → `applicant.unknown` → `applicant.not-approved`.

    Where the ticket stands alone, the row gets the identity number it belongs to.
    """
    programmes, tickets, ids = table[PROGRAMME], table[TICKET], table[ID]
    for i in table.sound(PROGRAMME, TICKET):
        if tickets[i] and (programmes[i], tickets[i]) not in known.tickets:
            table.fail(TICKET, i, "ticket.unknown")
    has_ticket = table.filled(TICKET)
    for i in table.sound(ID):
        if not ids[i] and not has_ticket[i]:
            table.fail(ID, i, "cell.blank")
    for i in table.sound(PROGRAMME, TICKET, ID):
        if tickets[i]:
            owner = known.tickets[programmes[i], tickets[i]]
            if ids[i] and ids[i] != owner:
                table.fail(ID, i, "ticket.mismatch")
            else:
                ids[i] = owner
    for i in table.sound(PROGRAMME, ID):
        found = known.people.get((programmes[i], ids[i]))
        if found is None:
            if ids[i]:
                table.fail(ID, i, "applicant.unknown")
        elif not found.approved:
            table.fail(ID, i, "applicant.not-approved")


def _check_scores(table: Table) -> None:
    fulls, raws = table[FULL], table[RAW]
    for i in table.sound(FULL):
        if fulls[i] is None:
            fulls[i] = USUAL_FULL
        elif not 0 < fulls[i] <= LARGEST_FULL:
            table.fail(FULL, i, "score.out-of-range")
    check_filled(table, RAW)
    unsound = table.bad[FULL]
    for i in table.sound(RAW):
        most = LARGEST_FULL if i in unsound else fulls[i]
        if raws[i] is not None and not 0 <= raws[i] <= most:
            table.fail(RAW, i, "score.out-of-range")


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    return {"application_uid": uids(table, known), **stored(table)}


TESTS = Layout(
    "测试成绩",
    (
        programme_column(),
        Column(TICKET, cells.text, "", ("准考证",)),
        id_column(required=False),
        name_column("学生姓名", "名字"),
        subject_column("报名学科", "申报学科"),
        word_column(STATUS, words.TEST_STATES, "status", "考试状态"),
        Column(FULL, cells.mark, "full_mark", ("卷面满分",), must_exist=True, blank=None),
        Column(RAW, cells.mark, "raw", ("成绩", "得分", "分数"), must_exist=True, blank=None),
        text_column("备注", "note"),
    ),
    _check,
    settle_by_key((PROGRAMME, ID), ID, "score.duplicate"),
    _values,
)
