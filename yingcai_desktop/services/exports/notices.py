"""Lists that leave the office: the public notice and the filing."""

from collections import Counter
from typing import Any

from yingcai_desktop.desk import Desk
from yingcai_desktop.services.admitted import admitted
from yingcai_desktop.services.scope import Scope

Row = dict[str, Any]


def public_notice(desk: Desk, scope: Scope) -> list[Row]:
    """公示名单: name, school, grade, subject, university and nothing else (domain.md §3.13).

    The class appears only where it is needed to tell two people apart: programme, name, school and grade all shared.
    """
    with desk.read() as session:
        rows = admitted(session, desk.schemes, scope)
    shared = Counter((a.person.programme, a.person.name, a.person.school, a.person.grade) for a in rows)
    return [
        {
            "programme": p.programme,
            "name": p.name,
            "school": p.school,
            "grade": p.grade,
            "class": p.class_name if shared[p.programme, p.name, p.school, p.grade] > 1 else "",
            "subject": p.subject,
            "university": a.university,
        }
        for a in rows
        for p in (a.person,)
    ]


def filing(desk: Desk, scope: Scope) -> list[Row]:
    """备案名单, to the national office or the region (附件1 八（四）, 附件2 六（五）)."""
    with desk.read() as session:
        rows = admitted(session, desk.schemes, scope)
    return [
        {
            **a.person.as_json(),
            "gender": a.person.gender,
            "ethnicity": a.person.ethnicity,
            "school": a.person.school,
            "grade": a.person.grade,
            "university": a.university,
            "mentor": a.mentor,
        }
        for a in rows
    ]
