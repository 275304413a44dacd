"""Nested export rows as one flat table with Chinese headings and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yingcai_desktop.scheme import Schemes
from yingcai_desktop.sheets.headings import FOUR_PLACES, ORDINALS, TWO_PLACES, VALUES, heading

Value = str | int | float
"""Text, a whole number, or a number shown with the places of its column."""


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column: its heading and, for numbers, how many decimals it shows (None: text or whole number)."""

    title: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class FlatTable:
    """Columns and rows of equal length, ready for a sheet."""

    columns: Sequence[FlatColumn]
    rows: Sequence[Sequence[Value]]


def flatten(rows: Sequence[Mapping[str, Any]], what: str, schemes: Schemes) -> FlatTable:
    """One line per row; one per person where a row lists `people`. Choices and months become columns, other lists are joined."""
    lines = [dict(_spread(line, schemes)) for row in rows for line in _people(row)]
    fields = list(dict.fromkeys(field for line in lines for field in line))
    months = sorted(f for f in fields if f[:4].isdigit())
    if months:  # months stand together, in the order of the year
        at = min(fields.index(m) for m in months)
        others = [f for f in fields if f not in months]
        fields = [*others[:at], *months, *others[at:]]
    columns = [FlatColumn(heading(what, f), 2 if f in TWO_PLACES else 4 if f in FOUR_PLACES else None) for f in fields]
    return FlatTable(columns, [[line.get(f, "") for f in fields] for line in lines])


def _people(row: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """A group's row once per person in it; once with blanks where nobody is."""
    if "people" not in row:
        return [row]
    group = {k: v for k, v in row.items() if k != "people"}
    return [{**group, **person} for person in row["people"]] or [group]


def _spread(row: Mapping[str, Any], schemes: Schemes) -> Iterable[tuple[str, Value]]:
    for field, value in row.items():
        if field == "choices":
            for ordinal, chosen in zip(ORDINALS, (*value, *({},) * len(ORDINALS)), strict=False):
                yield f"{ordinal}志愿高校", chosen.get("university", "")
                yield f"{ordinal}志愿导师", chosen.get("mentor", "")
        elif isinstance(value, Mapping):
            yield from value.items()
        elif isinstance(value, list | tuple):
            yield field, "、".join(str(_word(field, v, schemes)) for v in value)
        else:
            yield field, _word(field, value, schemes)


def _word(field: str, value: Any, schemes: Schemes) -> Value:
    """A code in Chinese, a truth value as 是 or 否, a score as a number."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field == "programme" and value in schemes.programmes:
        return schemes.programmes[value].name
    if field == "city":
        return schemes.city_names.get(value, str(value))
    if field in TWO_PLACES | FOUR_PLACES and isinstance(value, str) and value:
        return float(value)
    words = VALUES.get(field, {})
    if value in words:
        return str(words[value])
    return int(value) if isinstance(value, int) else str(value)
