"""What the form says while it is typed, in three levels (ux §3, Validation).

`bad`: cannot be stored or passed; `warn`: may pass, somebody should look; `ok`: verified or filled in. The rules are those a
workbook is checked by (FORMAT: docs/workbooks.md §3); the sentences fit under a field and end with the clause.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from yingcai_desktop.services.applications.known import Known

Level = Literal["bad", "warn", "ok"]
REQUIRED = (
    "programme", "name", "id_number", "city", "school_uid", "grade", "subject", "choice1_uid", "guardian_name",
    "guardian_phone", "school_opinion",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: the field, how grave, in a few words, the code behind it, and another application it points to."""

    field: str
    level: Level
    text: str
    code: str = ""
    other: str = ""


def check(values: Mapping[str, str], known: Known, uid: str = "") -> list[Check]:
    """Everything to be said about normalised texts, at most one finding a field, the gravest first; `uid` is the application itself."""
    from yingcai_desktop.services.applications import checks_contact, checks_person, checks_standing

    found: dict[str, Check] = {}
    for one in (
        *_blanks(values),
        *checks_person.check(values, known, uid),
        *checks_standing.check(values, known),
        *checks_contact.check(values, known, uid),
    ):
        held = found.get(one.field)
        if held is None or _GRAVITY[one.level] > _GRAVITY[held.level]:
            found[one.field] = one
    return list(found.values())


_GRAVITY = {"ok": 0, "warn": 1, "bad": 2}


def blocking(checks: list[Check]) -> list[Check]:
    """Those that keep the form from being stored."""
    return [one for one in checks if one.level == "bad"]


def _blanks(values: Mapping[str, str]) -> Iterator[Check]:
    for field in REQUIRED:
        if not values[field]:
            yield Check(field, "bad", "必填", "cell.blank")
