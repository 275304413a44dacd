"""The seals of the store as plain rows."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Amendment, Application, Seal
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.marked import MARK, ONE_MARK, SheetRef
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.sealing.lines import grouped, stored
from yingcai_desktop.services.sealing.refusing import seal_record, title_of


@dataclass(frozen=True, slots=True)
class Sealed:
    """One seal. `version` counts the printed protocols: 1, and one more for every amendment."""

    uid: str
    ref: SheetRef
    title: str
    count: int
    states: dict[str, int]
    total: Decimal
    paper_total: str
    digest: str
    journal_n: int
    journal_hash: str
    sealed_by: str
    sealed_with: str
    sealed_at: str
    version: int

    @property
    def code(self) -> str:
        """The digest in groups of four."""
        return grouped(self.digest)


def seals(desk: Desk, scope: Scope = EVERYTHING, kind: str = "") -> list[Sealed]:
    """Every seal in scope, in the order of every list."""
    with desk.read() as session:
        found = [
            _sealed(session, desk.schemes, seal)
            for seal in session.scalars(select(Seal))
            if scope.covers(seal.programme, seal.city or scope.city) and kind in ("", seal.kind)
        ]
    return sorted(found, key=lambda s: (s.ref.kind, *desk.schemes.place(s.ref.programme, s.ref.city, s.ref.subject), s.title))


def seal_of(desk: Desk, ref: SheetRef) -> Sealed | None:
    """The seal over a sheet's marks, if there is one."""
    with desk.read() as session:
        seal = seal_record(session, ref)
        return None if seal is None else _sealed(session, desk.schemes, seal)


def _sealed(session: Session, schemes: Schemes, seal: Seal) -> Sealed:
    ref = SheetRef(seal.kind, seal.programme, seal.city, seal.subject, seal.panel, seal.judge)
    amended = session.scalar(select(func.count()).select_from(Amendment).where(Amendment.seal_uid == seal.uid)) or 0
    sums = dict(seal.sums)
    return Sealed(
        seal.uid, ref, title_of(session, schemes, ref), seal.count, sums["states"], Decimal(sums["total"]), seal.paper_total, seal.digest,
        seal.journal_n, seal.journal_hash, seal.sealed_by, seal.sealed_with, seal.sealed_at, 1 + amended,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """Who is under a seal (uid, ticket or masked number with name), and the titles of a mark."""

    names: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]


def sealed_people(desk: Desk, ref: SheetRef) -> People:
    """Everybody a seal covers, by number."""
    scheme = desk.schemes[ref.programme]
    several = {"interview": scheme.interview.criteria, "expert": scheme.final.dimensions}
    titles = (MARK,) if ref.kind in ONE_MARK else tuple(several[ref.kind])
    with desk.read() as session:
        uids = [mark.application_uid for mark in stored(session, ref.sealed_as)]
        columns = (Application.uid, Application.ticket, Application.id_number, Application.name)
        rows = session.execute(select(*columns).where(Application.uid.in_(uids))).all()
    return People(tuple(sorted(((uid, f"{ticket or mask_id(number)} {name}") for uid, ticket, number, name in rows), key=lambda r: r[1])), titles)
