"""applicants: the three choices of university and mentor (附件1 四（二）：学生选报导师)."""

from typing import Any

from yingcai_desktop.sheets.kinds.applicants_columns import CHOICES, CITY, SUBJECT
from yingcai_desktop.sheets.kinds.shared import PROGRAMME
from yingcai_desktop.sheets.known import Known, MentorKey
from yingcai_desktop.sheets.table import Table


def check(table: Table, known: Known) -> None:
    """The codes of each 高校 and 导师, choice by choice."""
    for place, (university, mentor) in enumerate(CHOICES):
        if place:
            _check_both(table, university, mentor)
        _check_university(table, known, university)
        _check_mentor(table, known, university, mentor)


def _check_both(table: Table, university: str, mentor: str) -> None:
    """A second or third choice needs both cells or neither: `cell.blank` on the blank one."""
    pairs = list(zip(table.filled(university), table.filled(mentor), strict=True))
    for i, (has_university, has_mentor) in enumerate(pairs):
        if has_university != has_mentor:
            table.fail(mentor if has_university else university, i, "cell.blank")


def _check_university(table: Table, known: Known, title: str) -> None:
    """`university.not-in-programme` → `university.other-city` (附件2 三（二）) → `subject.not-offered`."""
    programmes, cities, subjects, universities = table[PROGRAMME], table[CITY], table[SUBJECT], table[title]
    rules = known.rules
    for i in table.sound(PROGRAMME, title):
        if universities[i] and universities[i] not in rules[programmes[i]].offers:
            table.fail(title, i, "university.not-in-programme")
    for i in table.sound(PROGRAMME, CITY, title):
        rule = rules[programmes[i]]
        if universities[i] and rule.by_city and rule.university_city[universities[i]] != cities[i]:
            table.fail(title, i, "university.other-city")
    unsound = table.bad[PROGRAMME]
    for i in table.sound(SUBJECT, title):
        if universities[i]:
            asked = rules.values() if i in unsound else (rules[programmes[i]],)
            if not any(subjects[i] in rule.offers.get(universities[i], ()) for rule in asked):
                table.fail(title, i, "subject.not-offered")


def _check_mentor(table: Table, known: Known, university: str, mentor: str) -> None:
    """`mentor.unknown`: no such mentor stored in that programme, university and subject."""
    keys = _keys(table, university, mentor)
    for i in table.sound(PROGRAMME, SUBJECT, university, mentor):
        if keys[i][3] and keys[i] not in known.mentors:
            table.fail(mentor, i, "mentor.unknown")


def _keys(table: Table, university: str, mentor: str) -> list[MentorKey]:
    return list(zip(table[PROGRAMME], table[university], table[SUBJECT], table[mentor], strict=True))


def repeated(table: Table) -> dict[str, set[int]]:
    """Title of a later 导师 column → indices of the rows in which that choice was named before; they are dropped."""
    pairs = [list(zip(table[u], table[m], strict=True)) for u, m in CHOICES]
    found: dict[str, set[int]] = {}
    for place in range(1, len(CHOICES)):
        earlier = pairs[:place]
        found[CHOICES[place][1]] = {
            i for i, pair in enumerate(pairs[place]) if pair[1] and any(e[i] == pair for e in earlier)
        }
    return found


def values(table: Table, known: Known) -> dict[str, list[Any]]:
    """`choice1_uid` … `choice3_uid`: stored mentors, None where there is none or the choice was repeated."""
    dropped = repeated(table)
    result: dict[str, list[Any]] = {}
    for place, (university, mentor) in enumerate(CHOICES, 1):
        gone = dropped.get(mentor, set())
        result[f"choice{place}_uid"] = [
            known.mentors[key].uid if i not in gone and key in known.mentors else None
            for i, key in enumerate(_keys(table, university, mentor))
        ]
    return result


def warn(table: Table, known: Known) -> None:
    """`choice.repeated` on the later 导师, `mentor.not-appointed` on every 导师."""
    for title, indices in repeated(table).items():
        for i in table.accepted:
            if i in indices:
                table.warn(title, i, "choice.repeated")
    for university, mentor in CHOICES:
        keys = _keys(table, university, mentor)
        for i in table.accepted:
            found = known.mentors.get(keys[i])
            if found is not None and not found.appointed:
                table.warn(mentor, i, "mentor.not-appointed")
