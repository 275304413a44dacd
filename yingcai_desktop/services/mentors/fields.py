"""The texts of a mentor's form and the stored values: one to the other and back. Everything is text; the team is a list of texts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.models import Mentor, TeamMember
from db.models.labels import label
from yingcai_desktop.rules.names import normalise_name
from yingcai_desktop.rules.text import clean_text, half_width, without_spaces

FIELDS = (
    "programme", "name", "gender", "ethnicity", "birth_month", "employer", "university", "department", "subject", "degree", "title",
    "position", "honours", "research", "capacity", "phone", "university_opinion", "city_opinion", "exception",
)  # fmt: skip
"""Columns of the form; state, approval and term belong to the review."""
MEMBER_FIELDS = ("name", "gender", "degree", "title", "research", "role")
TEAM = "team"
"""Key of the team among the texts of a form: JSON, so that a draft keeps it."""
Member = Mapping[str, str]


def label_of(field: str) -> str:
    """The label on the mapped column."""
    return "团队成员" if field == TEAM else label(getattr(Mentor, field))


def labels_of(fields: Iterable[str]) -> str:
    """`学位、职称`."""
    return "、".join(label_of(f) for f in fields)


def texts_of(mentor: Any) -> dict[str, str]:
    """The form of a stored mentor (or of anything with its columns)."""
    return {f: "" if (value := getattr(mentor, f)) is None else str(value) for f in FIELDS}


def member_texts(member: TeamMember) -> dict[str, str]:
    """One line of the team."""
    return {f: str(getattr(member, f) or "") for f in MEMBER_FIELDS}


def packed(team: Sequence[Member]) -> str:
    """A team as one text in the order of names; lines that say nothing are left out, a blank text is no team."""
    lines = [{f: line.get(f, "") for f in MEMBER_FIELDS} for line in team]
    lines = sorted((line for line in lines if any(line.values())), key=lambda line: line["name"])
    return json.dumps(lines, ensure_ascii=False) if lines else ""


def unpacked(text: str) -> list[dict[str, str]]:
    """The team in a form."""
    return [dict(line) for line in json.loads(text or "[]")]


def normalised(values: Mapping[str, str]) -> dict[str, str]:
    """Texts as they are stored."""
    tidy = {f: clean_text(values.get(f, "")) for f in FIELDS}
    tidy["name"] = normalise_name(tidy["name"])
    for f in ("capacity", "phone", "birth_month"):
        tidy[f] = half_width(without_spaces(tidy[f]))
    team = [{f: clean_text(line.get(f, "")) for f in MEMBER_FIELDS} for line in unpacked(values.get(TEAM, ""))]
    tidy[TEAM] = packed([line | {"name": normalise_name(line["name"])} for line in team])
    return tidy


def typed(values: Mapping[str, str]) -> dict[str, Any]:
    """Stored values of checked, normalised texts; the team aside."""
    return {f: values[f] for f in FIELDS if f != "capacity"} | {"capacity": int(values["capacity"])}
