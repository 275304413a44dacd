"""手工填: a third value for a field two offices wrote differently; checked as the form of that record would, and only where it is ours to write."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

from sqlalchemy import Date

from db.base import Base
from db.rows import Stored, models_by_table, shape_of
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.exchange.merge import WHOLE
from yingcai_desktop.exchange.planning import Item
from yingcai_desktop.rules import ownership
from yingcai_desktop.rules.text import clean_text
from yingcai_desktop.services.applications.checks import check
from yingcai_desktop.services.applications.fields import FIELDS, FLAGS, born, texts_of, typed
from yingcai_desktop.services.applications.known import known_about
from yingcai_desktop.services.applications.saving import prepared

_WORDS = frozenset({
    "opinion", "city_opinion", "school_opinion", "remark", "note", "notes", "content", "summary", "minutes", "reason", "follow_up",
    "address", "receipt", "filing_number", "title", "place", "findings", "suggestion", "goals", "schedule", "outcome",
})  # fmt: skip
"""Columns that hold a clerk's own words, in any table."""
LONGEST = 2000
"""Characters of a text typed here; longer ones are written in their form."""


def can_type(item: Item, column: str) -> bool:
    """Whether a third value may be typed: words, days, and what the form of an application checks; a mark, a state or a name of a list not."""
    if column == WHOLE:
        return False
    if item.table == "application" and column in FIELDS:
        return (
            column not in FLAGS
            and not column.endswith("_uid")
            and column not in ("programme", "city", "subject", "grade", "gender")
        )
    return column in _WORDS or _is_day(item.table, column)


def typed_value(desk: Desk, item: Item, column: str, text: str) -> Stored:
    """The value to store. Raises Invalid for what the form would not take, NotAllowed where the field is another office's."""
    if not can_type(item, column):
        raise NotAllowed("这一项不能手工填，只能选一边。选定以后要改的，请导入后在原处更正。")
    values = item.state.values or {}
    clash = next(one for one in item.clashes if one.field == column)
    if item.table == "application" and column in FIELDS:
        value = _checked(desk, item, column, text)
    elif _is_day(item.table, column):
        value = _day(text)
    else:
        value = clean_text(text)
        if not value or len(value) > LONGEST:
            raise Invalid(f"请写 1—{LONGEST} 个字，没有采用。")
    owner, programme = str(values.get("office") or ""), str(values.get("programme") or "")
    if code := ownership.allowed(item.table, column, desk.store.office, owner, clash.base, value, programme):
        raise NotAllowed(codes.sentence(code))
    return value


def _checked(desk: Desk, item: Item, column: str, text: str) -> Stored:
    shape = shape_of(models_by_table()[item.table])
    held = {
        name: shape.by_name[name].loaded(value)
        for name, value in (item.state.values or {}).items()
        if name in shape.by_name
    }
    texts: Mapping[str, str] = prepared({**texts_of(SimpleNamespace(**held)), column: text}, desk.store.season)
    with desk.read() as session:
        known = known_about(session, desk.schemes, texts, born(texts))
    wrong = [one for one in check(texts, known, item.uid) if one.level == "bad" and one.field == column]
    if wrong:
        raise Invalid(f"{wrong[0].text}。没有采用，请改正后再填。")
    return shape.by_name[column].stored(typed(texts)[column])


def _is_day(table: str, column: str) -> bool:
    found = Base.metadata.tables[table].columns.get(column) if table in Base.metadata.tables else None
    return found is not None and isinstance(found.type, Date)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise Invalid("请写成 2025-04-07 这样的日期，没有采用。") from error
