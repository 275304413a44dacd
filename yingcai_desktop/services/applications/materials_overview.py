"""What every application has of its 报名材料, for the register: two narrow queries, kept up to date record by record."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment, MaterialCheck
from yingcai_desktop.rules.materials import NOTHING, Have

_FILES = select(Attachment.uid, Attachment.application_uid, Attachment.kind)
_TICKS = select(MaterialCheck.uid, MaterialCheck.application_uid, MaterialCheck.kind, MaterialCheck.received, MaterialCheck.stamped)


class Overview:
    """What every application has, in two narrow queries; `refresh` takes in what a change touched."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, str]] = {}
        self._ticks: dict[str, tuple[str, str, bool, bool]] = {}
        self._have: dict[str, dict[str, Have]] = {}

    def read(self, session: Session) -> None:
        """Read everything."""
        self._files = {uid: (person, kind) for uid, person, kind in session.execute(_FILES)}
        self._ticks = {uid: (person, kind, received, stamped) for uid, person, kind, received, stamped in session.execute(_TICKS)}
        self._have = {}
        self._count({one[0] for one in self._files.values()} | {one[0] for one in self._ticks.values()})

    def refresh(self, session: Session, files: Collection[str], ticks: Collection[str]) -> set[str]:
        """Read these records again; returns the applications they belong or belonged to."""
        people: set[str] = set()
        sources: tuple[tuple[dict[str, Any], Collection[str], Any, Any], ...] = (
            (self._files, files, _FILES, Attachment.uid), (self._ticks, ticks, _TICKS, MaterialCheck.uid),
        )  # fmt: skip
        for known, uids, query, column in sources:
            people |= {known.pop(uid)[0] for uid in uids if uid in known}
            for uid, *rest in session.execute(query.where(column.in_(list(uids)))) if uids else ():
                known[uid] = tuple(rest)
                people.add(rest[0])
        self._count(people)
        return people

    def of(self, uid: str) -> Mapping[str, Have]:
        """Material → what is there of one application."""
        return self._have.get(uid, {})

    def _count(self, people: Collection[str]) -> None:
        fresh: dict[str, dict[str, Have]] = {uid: {} for uid in people}
        for person, kind in self._files.values():
            if person in fresh:
                before = fresh[person].get(kind, NOTHING)
                fresh[person][kind] = Have(before.files + 1)
        for person, kind, received, stamped in self._ticks.values():
            if person in fresh:
                fresh[person][kind] = Have(fresh[person].get(kind, NOTHING).files, received, stamped)
        self._have |= fresh
