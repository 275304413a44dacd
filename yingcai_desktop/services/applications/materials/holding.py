"""What an application has of its 报名材料, line by line of the scheme's list (附件1 四（二）, 附件2 六（二）)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, Attachment, MaterialCheck
from db.models.materials import PHOTO
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.rules import materials as rules
from yingcai_desktop.rules.materials import OTHER, Have
from yingcai_desktop.scans.reading import PDF
from yingcai_desktop.scheme import Material

GONE = "这条报名已经不在登记簿里，没有改动材料。请刷新后核对。"


@dataclass(frozen=True, slots=True)
class File:
    """One file of an application."""

    uid: str
    revision: int
    kind: str
    name: str
    media: str
    size: int
    sha256: str

    @property
    def words(self) -> str:
        """`PDF · 812 KB`."""
        return f"{'PDF' if self.media == PDF else '图片'} · {size_words(self.size)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One material of the list and what is there of it."""

    material: Material
    needed: bool
    files: tuple[File, ...]
    have: Have

    @property
    def complete(self) -> bool:
        """There, and sealed where it must be."""
        return rules.complete(self.material, self.have)


@dataclass(frozen=True, slots=True)
class Held:
    """Everything an application has, line by line of its programme's list."""

    uid: str
    name: str
    lines: tuple[Line, ...]

    @property
    def photo(self) -> File | None:
        """The portrait."""
        return next((file for line in self.lines if line.material.name == PHOTO for file in line.files), None)

    @property
    def count(self) -> tuple[int, int]:
        """How many of the needed materials are complete, and how many are needed."""
        needed = [line for line in self.lines if line.needed]
        return sum(line.complete for line in needed), len(needed)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is still missing, in words."""
        needed = [line for line in self.lines if line.needed]
        return rules.lacking((line.material for line in needed), {line.material.name: line.have for line in needed}, pretraining=True)


def size_words(size: int) -> str:
    """`812 KB`, `3.4 MB`."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def held(desk: Desk, uid: str) -> Held:
    """The list of an application. Raises `Stale` if it is gone."""
    with desk.read() as session:
        record = session.get(Application, uid)
        if record is None:
            raise Stale(GONE)
        files: dict[str, list[File]] = {}
        for a in session.scalars(select(Attachment).where(Attachment.application_uid == uid).order_by(Attachment.file_name, Attachment.uid)):
            files.setdefault(a.kind, []).append(File(a.uid, a.revision, a.kind, a.file_name, a.media, a.size, a.sha256))
        ticks = {c.kind: c for c in session.scalars(select(MaterialCheck).where(MaterialCheck.application_uid == uid))}
        pretraining, name, programme = record.pretraining, record.name, record.programme
    lines = []
    for one in desk.schemes[programme].materials:
        mine, tick = tuple(files.get(one.name, ())), ticks.get(one.name)
        have = Have(len(mine), bool(tick and tick.received), bool(tick and tick.stamped))
        lines.append(Line(one, rules.needed(one, pretraining=pretraining), mine, have))
    return Held(uid, name, tuple(lines))


def filed(desk: Desk, uid: str, paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each file with the material its name speaks of."""
    with desk.read() as session:
        programme = programme_of(session, uid)
    return [(path, rules.guessed(desk.schemes[programme].materials, path.stem)) for path in paths]


def programme_of(session: Session, uid: str) -> str:
    """The programme of an application. Raises `Stale` if it is gone."""
    found = session.scalars(select(Application.programme).where(Application.uid == uid)).one_or_none()
    if found is None:
        raise Stale(GONE)
    return found


def name_of(session: Session, uid: str) -> str:
    """Whose application it is. Raises `Stale` if it is gone."""
    found = session.scalars(select(Application.name).where(Application.uid == uid)).one_or_none()
    if found is None:
        raise Stale(GONE)
    return found


def kinds_of(desk: Desk, programme: str) -> frozenset[str]:
    """The names on the list of a programme."""
    return frozenset(one.name for one in desk.schemes[programme].materials)


def require_known(kind: str, kinds: Collection[str]) -> None:
    """Refuse a material that is not on the list."""
    if kind not in kinds:
        raise NotAllowed(f"材料清单里没有“{kind}”，没有改动。请归入清单里的一项，或归入“{OTHER}”。")
