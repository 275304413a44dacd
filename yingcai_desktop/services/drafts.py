"""Half-typed forms: kept as they stand, valid or not, until their record is saved (ux §3, Saving). Not journaled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Draft
from yingcai_desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: the texts of the form, the revision of the record they were typed over (0: a new record), and when."""

    values: Mapping[str, str]
    revision: int
    saved_at: datetime


def keep(desk: Desk, form: str, record: str, values: Mapping[str, str], revision: int) -> Kept:
    """Keep the texts of a form as they stand; replaces an earlier draft of the same record."""
    draft = Kept(dict(values), revision, desk.clock())
    row = {"values": {"fields": dict(values), "revision": revision}, "saved_at": draft.saved_at.isoformat()}
    with desk.change("draft.keep") as change:
        found = change.execute(select(Draft.uid).where(Draft.form == form, Draft.record == record)).scalar()
        if found:
            change.update(Draft, [{"uid": found, **row}])
        else:
            change.insert(Draft, [{"form": form, "record": record, **row}])
    return draft


def drop(desk: Desk, form: str, record: str) -> None:
    """Give a draft up."""
    with desk.change("draft.drop") as change:
        forget(change, form, record)


def forget(change: Change, form: str, record: str) -> None:
    """Remove a draft within a change that saves its record."""
    found = change.execute(select(Draft.uid).where(Draft.form == form, Draft.record == record)).scalars().all()
    if found:
        change.delete(Draft, found)


def kept(session: Session, form: str) -> dict[str, Kept]:
    """Every draft of a form by record, latest first."""
    columns = (Draft.record, Draft.values, Draft.saved_at)
    rows = session.execute(select(*columns).where(Draft.form == form).order_by(Draft.saved_at.desc()))
    return {record: Kept(v["fields"], v["revision"], datetime.fromisoformat(at)) for record, v, at in rows}
