"""applicants: one application a row (附件1 四（二）, 附件2 四（二）). The checks stand in the order of FORMAT §3."""

from collections.abc import Mapping
from typing import Any

from yingcai_desktop.rules.identity import birth_date_of, gender_of
from yingcai_desktop.sheets.kinds import applicants_choices as choices
from yingcai_desktop.sheets.kinds.applicants_columns import (
    BIRTH,
    CITY,
    COHORT,
    COLUMNS,
    CONSENTS,
    GENDER,
    OVERALL_RANK,
    SCHOOL,
    SUBJECT_RANK,
)
from yingcai_desktop.sheets.kinds.applicants_settling import settle, warn
from yingcai_desktop.sheets.kinds.shared import ID, PROGRAMME, stored
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Layout
from yingcai_desktop.sheets.table import Table


def _check(table: Table, known: Known) -> None:
    _check_identity(table)
    _check_school(table)
    _check_ranks(table, known)
    choices.check(table, known)
    for title in CONSENTS:
        for i in table.sound(title):
            if not table[title][i]:
                table.fail(title, i, "consent.missing")


def _check_identity(table: Table) -> None:
    """`id.gender` on 身份证号, `id.birth-date` on 出生日期 (GB 11643)."""
    ids, genders, births = table[ID], table[GENDER], table[BIRTH]
    for i in table.sound(GENDER, ID):
        if gender_of(ids[i]) != genders[i]:
            table.fail(ID, i, "id.gender")
    for i in table.sound(ID, BIRTH):
        if birth_date_of(ids[i]) != births[i]:
            table.fail(BIRTH, i, "id.birth-date")


def _check_school(table: Table) -> None:
    """`school.not-in-programme` → `school.city-mismatch` on 学校 (附件1 三.3, 附件2 三（三）)."""
    schools, programmes, cities = table[SCHOOL], table[PROGRAMME], table[CITY]
    for i in table.sound(PROGRAMME, SCHOOL):
        if programmes[i] not in schools[i].programmes:
            table.fail(SCHOOL, i, "school.not-in-programme")
    for i in table.sound(CITY, SCHOOL):
        if cities[i] != schools[i].city:
            table.fail(SCHOOL, i, "school.city-mismatch")


def _check_ranks(table: Table, known: Known) -> None:
    """年级人数 wherever it is needed, the ranks within it; the national programme asks for one rank (附件1 四（二）)."""
    programmes, cohorts, unsound = table[PROGRAMME], table[COHORT], table.bad[PROGRAMME]
    given = {title: table.filled(title) for title in (SUBJECT_RANK, OVERALL_RANK)}
    asked = [i not in unsound and known.rules[p].ranks_required for i, p in enumerate(programmes)]
    for i in table.sound(COHORT):
        if cohorts[i] is None:
            if asked[i] or given[SUBJECT_RANK][i] or given[OVERALL_RANK][i]:
                table.fail(COHORT, i, "cell.blank")
        elif cohorts[i] < 1:
            table.fail(COHORT, i, "rank.cohort-invalid")
    for title in (SUBJECT_RANK, OVERALL_RANK):
        ranks = table[title]
        for i in table.sound(title):
            if ranks[i] is not None and ranks[i] < 1:
                table.fail(title, i, "rank.out-of-range")
        for i in table.sound(COHORT, title):
            if ranks[i] is not None and cohorts[i] is not None and ranks[i] > cohorts[i]:
                table.fail(title, i, "rank.exceeds-cohort")
    for i in table.sound(SUBJECT_RANK):
        if asked[i] and not given[SUBJECT_RANK][i] and not given[OVERALL_RANK][i]:
            table.fail(SUBJECT_RANK, i, "rank.missing")


def _values(table: Table, known: Known) -> Mapping[str, list[Any]]:
    schools = [school.uid if school else "" for school in table[SCHOOL]]
    return {**stored(table), "school_uid": schools, **choices.values(table, known)}


APPLICANTS = Layout("报名", COLUMNS, _check, settle, _values, warn)
