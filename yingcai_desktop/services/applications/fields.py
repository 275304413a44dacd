"""The texts of the form and the stored values of an application: one to the other and back.

In the form everything is text under the name of its column: yes is `1`, no and nothing are blank, days are ISO, references are uids.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from db.models import Application
from db.models.labels import label
from yingcai_desktop.rules.identity import birth_date_of, gender_of, id_problem, normalise_id
from yingcai_desktop.rules.names import normalise_name
from yingcai_desktop.rules.text import clean_text, half_width, without_spaces

NAMES = ("name", "guardian_name")
NUMBERS = ("cohort", "subject_rank", "overall_rank")
FLAGS = ("pretraining", "returner", "adjust", "student_consent", "guardian_consent")
PHONES = ("guardian_phone", "student_phone")
OPTIONAL_REFERENCES = ("choice2_uid", "choice3_uid")
TEXTS = (
    "programme", "gender", "ethnicity", "city", "school_uid", "grade", "class_name", "subject", "rank_basis", "proof",
    "choice1_uid", "guardian_relation", "school_opinion",
)  # fmt: skip
FIELDS = ("id_number", "birth_date", *NAMES, *NUMBERS, *FLAGS, *PHONES, *OPTIONAL_REFERENCES, *TEXTS)
"""Every column the form holds. State, verdict, opinion and ticket belong to the review."""


def label_of(field: str) -> str:
    """The label of a field, as on the mapped column."""
    return label(getattr(Application, field))


def labels_of(fields: Iterable[str]) -> str:
    """`学科名次、年级人数`, in the order given."""
    return "、".join(label_of(f) for f in fields)


def texts_of(application: Any) -> dict[str, str]:
    """The form of a stored application (or of anything with its columns)."""
    return {f: _text(getattr(application, f)) for f in FIELDS}


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)


def normalised(values: Mapping[str, str]) -> dict[str, str]:
    """Texts as they are stored: names, numbers and telephones tidied; birth date and gender follow from a sound identity number."""
    tidy = {f: clean_text(values.get(f, "")) for f in FIELDS}
    for f in NAMES:
        tidy[f] = normalise_name(tidy[f])
    for f in (*NUMBERS, *PHONES):
        tidy[f] = half_width(without_spaces(tidy[f]))
    tidy["id_number"] = normalise_id(tidy["id_number"])
    return tidy


def derived(values: Mapping[str, str], season: int) -> dict[str, str]:
    """出生日期 and 性别 of a sound identity number (GB 11643); empty while it is not sound."""
    number = normalise_id(values.get("id_number", ""))
    if id_problem(number, season):
        return {}
    return {"birth_date": birth_date_of(number).isoformat(), "gender": gender_of(number)}


def born(values: Mapping[str, str]) -> date | None:
    """The birth date in the form, if there is one."""
    try:
        return date.fromisoformat(values.get("birth_date", ""))
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """A whole number of at most nine digits, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def typed(values: Mapping[str, str]) -> dict[str, Any]:
    """Stored values of checked, normalised texts."""
    result: dict[str, Any] = {f: values[f] for f in ("id_number", *NAMES, *PHONES, *TEXTS)}
    result |= {f: whole(values[f]) for f in NUMBERS}
    result |= {f: values[f] == "1" for f in FLAGS}
    result |= {f: values[f] or None for f in OPTIONAL_REFERENCES}
    result["birth_date"] = date.fromisoformat(values["birth_date"])
    return result
