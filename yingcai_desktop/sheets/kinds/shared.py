"""Columns and checks that several tables have in common."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from yingcai_desktop.sheets import cells
from yingcai_desktop.sheets.known import Known, KnownPerson
from yingcai_desktop.sheets.layouts import ID_ALSO, PROGRAMME_ALSO, Column
from yingcai_desktop.sheets.table import Table

PROGRAMME, ID, NAME, SUBJECT, UNIVERSITY, STATUS, TOTAL = "项目", "身份证号", "姓名", "学科", "培养高校", "状态", "合计"
NORMAL = "正常"
TOTAL_MAXIMUM = 100


def programme_column(field: str = "") -> Column:
    """**项目** !"""
    read = cells.word(lambda known: known.programmes, "programme.unknown")
    return Column(PROGRAMME, read, field, PROGRAMME_ALSO, must_exist=True, required=True, merges=True)


def id_column(field: str = "", *, required: bool = True) -> Column:
    """**身份证号** !"""
    return Column(ID, cells.identity, field, ID_ALSO, must_exist=True, required=required, normalised=True)


def name_column(*also: str, title: str = NAME, field: str = "") -> Column:
    """A required name such as **姓名** !"""
    return Column(title, cells.name, field, also, must_exist=True, required=True, normalised=True)


def subject_column(*also: str, title: str = SUBJECT, field: str = "") -> Column:
    """**学科** !"""
    read = cells.word(lambda known: known.subjects, "subject.unknown")
    return Column(title, read, field, also, must_exist=True, required=True)


def word_column(title: str, words: Mapping[str, Any], field: str, *also: str, code: str = "value.invalid") -> Column:
    """A required word of a fixed list."""
    return Column(title, cells.word(words, code), field, also, must_exist=True, required=True)


def flag_column(title: str, field: str, *also: str) -> Column:
    """A required 是 or 否."""
    return Column(title, cells.flag, field, also, must_exist=True, required=True, blank=None)


def text_column(title: str, field: str, *also: str) -> Column:
    """Free text that may be missing."""
    return Column(title, cells.text, field, also)


def mark_column(title: str, *also: str, must_exist: bool = True) -> Column:
    """A score; whether it must be filled depends on the status."""
    return Column(title, cells.mark, "", also, must_exist=must_exist, blank=None)


def stored(table: Table) -> dict[str, list[Any]]:
    """The columns that are stored as they were read, by field."""
    return {c.field: table.values[c.title] for c in table.layout.columns if c.field}


def check_university(table: Table, known: Known) -> None:
    """`university.not-in-programme` on 培养高校, then `subject.not-offered` on 学科 (附件1 三.1–2, 附件2 三（二）)."""
    programmes, universities, subjects = table[PROGRAMME], table[UNIVERSITY], table[SUBJECT]
    for i in table.sound(PROGRAMME, UNIVERSITY):
        if universities[i] not in known.rules[programmes[i]].offers:
            table.fail(UNIVERSITY, i, "university.not-in-programme")
    unsound = table.bad[PROGRAMME]
    for i in table.sound(UNIVERSITY, SUBJECT):
        asked = known.rules.values() if i in unsound else (known.rules[programmes[i]],)
        if not any(subjects[i] in rules.offers.get(universities[i], ()) for rules in asked):
            table.fail(SUBJECT, i, "subject.not-offered")


def person(table: Table, known: Known, index: int) -> KnownPerson:
    """The stored person of a row whose 项目 and 身份证号 are sound and known."""
    return known.people[table[PROGRAMME][index], table[ID][index]]


def _found(table: Table, known: Known, index: int) -> KnownPerson | None:
    return known.people.get((table[PROGRAMME][index], table[ID][index]))


def check_trainee(table: Table, known: Known, *, exited: bool) -> None:
    """`trainee.unknown` and, when `exited` counts, `trainee.exited` on 身份证号; then `name.mismatch` on 姓名."""
    programmes, ids = table[PROGRAMME], table[ID]
    for i in table.sound(PROGRAMME, ID):
        found = known.people.get((programmes[i], ids[i]))
        if found is None or not found.admitted:
            table.fail(ID, i, "trainee.unknown")
        elif exited and found.exited:
            table.fail(ID, i, "trainee.exited")
    check_name(table, known)


def check_name(table: Table, known: Known) -> None:
    """`name.mismatch` on 姓名: not the name of the person with that identity number."""
    names = table[NAME]
    for i in table.sound(PROGRAMME, ID, NAME):
        found = _found(table, known, i)
        if found is not None and names[i] != found.name:
            table.fail(NAME, i, "name.mismatch")


def check_subject(table: Table, known: Known) -> None:
    """`subject.mismatch` on 学科: not the subject the person applied for."""
    subjects = table[SUBJECT]
    for i in table.sound(PROGRAMME, ID, SUBJECT):
        found = _found(table, known, i)
        if found is not None and subjects[i] != found.subject:
            table.fail(SUBJECT, i, "subject.mismatch")


def check_filled(table: Table, title: str, *, must_fill: bool = True) -> None:
    """A score is filled exactly when the status is 正常: `score.not-allowed` → `score.missing`; these come before the number's own."""
    states, bad, filled = table[STATUS], table.bad[title], table.filled(title)
    for i in table.sound(STATUS):
        if states[i] != NORMAL and filled[i]:
            bad[i] = "score.not-allowed"
            table.values[title][i] = None
        elif must_fill and states[i] == NORMAL and not filled[i]:
            table.fail(title, i, "score.missing")


def check_marks(table: Table, known: Known, maxima: str, steps: Decimal | None) -> None:
    """The marks of a judge or expert, then 合计: 0 … maximum, multiples of the step, the sum (FORMAT §2, Score cell).

    `maxima`: which table of the scheme, `criteria` or `dimensions`.
    """
    titles = mark_titles(known, maxima)
    programmes = table[PROGRAMME]
    for title in titles:
        check_filled(table, title)
        marks = table[title]
        largest = {p: getattr(rules, maxima).get(title, 0) for p, rules in known.rules.items()}
        highest = max(largest.values())
        for i in table.sound(title):
            mark = marks[i]
            if mark is not None:
                if not 0 <= mark <= largest.get(programmes[i], highest):
                    table.fail(title, i, "score.out-of-range")
                elif steps and mark % steps:
                    table.fail(title, i, "score.step")
    _check_total(table, titles)


def mark_titles(known: Known, maxima: str) -> list[str]:
    """The titles of the marks, in the order of the scheme."""
    return list(dict.fromkeys(title for rules in known.rules.values() for title in getattr(rules, maxima)))


def _check_total(table: Table, titles: list[str]) -> None:
    check_filled(table, TOTAL, must_fill=False)
    totals, columns = table[TOTAL], [table[t] for t in titles]
    for i in table.sound(TOTAL):
        if totals[i] is not None and not 0 <= totals[i] <= TOTAL_MAXIMUM:
            table.fail(TOTAL, i, "score.out-of-range")
    for i in table.sound(TOTAL, *titles):
        marks = [column[i] for column in columns]
        if totals[i] is not None and None not in marks and sum(marks) != totals[i]:
            table.fail(TOTAL, i, "score.total-mismatch")


def marks_of(table: Table, titles: list[str]) -> list[dict[str, str]]:
    """Per row: title → mark as plain decimal text; empty where the status carries none."""
    columns = [table[t] for t in titles]
    return [
        {t: f"{c[i]:f}" for t, c in zip(titles, columns, strict=True) if c[i] is not None} for i in range(table.count)
    ]


def uids(table: Table, known: Known) -> list[str]:
    """The stored application of each row, blank where there is none."""
    people = known.people
    return [people[key].uid if key in people else "" for key in zip(table[PROGRAMME], table[ID], strict=True)]


def check_fixed(table: Table, known: Known, on: str, judge: str, said: list[str]) -> None:
    """`score.sealed` or `score.entered` on a row that would change a mark sealed or settled in double entry; the same again is no change.

    `judge`: the column that names who gave the mark, blank in a test. `said`: the columns that make the mark.
    """
    if not known.fixed:
        return
    states, columns = table[STATUS], [table[t] for t in said]
    owners = uids(table, known)
    for i in table.sound(*(c.title for c in table.layout.columns)):
        held = known.fixed.get((table.layout.name, owners[i], table[judge][i] if judge else ""))
        if held is not None and held.said != (states[i], *(column[i] for column in columns)):
            table.fail(on, i, held.code)
