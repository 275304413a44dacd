"""Yearly follow-up sheets: one workbook per school or university, those to ask after filled in, the rest blank; back by import (J02)."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from yingcai_desktop.desk import Desk
from yingcai_desktop.services import disclosing
from yingcai_desktop.services.following.people import Person
from yingcai_desktop.sheets.template import follow_up
from yingcai_desktop.sheets.writer import save

By = Literal["reporter", "university"]
NOWHERE = "未填单位"
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


def units(people: Sequence[Person], by: By) -> dict[str, list[Person]]:
    """Whom each unit is asked about: the one that reported last, or the university they are at. Who took the consent back is left out."""
    found: dict[str, list[Person]] = {}
    for p in people:
        if p.open:
            unit = (p.last.reported_by if by == "reporter" else p.last.university) or NOWHERE
            found.setdefault(unit, []).append(p)
    return dict(sorted(found.items()))


def write(desk: Desk, people: Sequence[Person], by: By, folder: Path, progress: Callable[[int, int, str], None] = lambda *_: None) -> int:
    """Write a workbook per unit into a folder; returns how many. The full numbers in it are told to the journal first.

    Raises `NotAllowed` for who may not give full numbers, `Invalid` when a file cannot be written; then those before it stand.
    """
    groups = units(people, by)
    disclosing.exported(desk, "往届跟踪表", ("身份证号",), sum(map(len, groups.values())))
    for number, (unit, members) in enumerate(groups.items(), 1):
        progress(number, len(groups), unit)
        name = f"往届跟踪表-{desk.store.season}-{_UNSAFE.sub('', unit)}.xlsx"
        save(folder / name, follow_up(desk.schemes, [_row(desk, p, unit) for p in members]))
    return len(groups)


def _row(desk: Desk, person: Person, unit: str) -> Mapping[str, str]:
    last = person.last
    return {
        "身份证号": person.id_number, "姓名": person.name, "届": str(last.season),
        "项目": desk.schemes[last.programme].label if last.programme in desk.schemes.programmes else last.programme,
        "学科": last.subject, "等级": last.grade, "填报单位": "" if unit == NOWHERE else unit,
    }  # fmt: skip
