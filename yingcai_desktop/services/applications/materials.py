"""报名材料 of one application: files and ticks against the scheme's list (附件1 四（二）, 附件2 六（二）；reliability F16).

Files are read in the child process before anything is written; the act itself is one change, and a deed that can be taken back.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import blobs
from db.gate import Change
from db.models import Application, Attachment, MaterialCheck
from db.models.materials import PHOTO
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Stale
from yingcai_desktop.rules import materials as rules
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.rules.materials import OTHER, Have
from yingcai_desktop.scans.reading import JPEG, PDF, PHOTO_PIXELS, SCAN_PIXELS, Scan
from yingcai_desktop.scheme import Material
from yingcai_desktop.services import deeds, disclosing
from yingcai_desktop.services.deeds import Deed

PLACE = "报名材料"
SUFFIXES = ("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "pdf")
"""What the file dialog offers; what a file is, its bytes say."""
_NAME_LIMIT = 80
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_GONE = "这条报名已经不在登记簿里，没有改动材料。请刷新后核对。"
_MOVED = "这份材料已被更换或移除，没有改动。请看现在的材料清单。"
_SAME = "已经有内容相同的文件，没有重复添加"
_ONE_PHOTO = "照片只留一张，这一张没有用"

Report = Callable[[int, int, str], None]


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


@dataclass(frozen=True, slots=True)
class Added:
    """What came of some files: the deed (None: nothing was kept), and why each of the others was not."""

    deed: Deed[int] | None
    refused: tuple[tuple[str, str], ...]


@dataclass
class _Read:
    """Files as read by the child, ready for one change."""

    scans: list[tuple[str, str, Scan]] = field(default_factory=list)
    """Kind, file name, what is kept."""
    refused: list[tuple[str, str]] = field(default_factory=list)


def size_words(size: int) -> str:
    """`812 KB`, `3.4 MB`."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def held(desk: Desk, uid: str) -> Held:
    """The list of an application. Raises `Stale` if it is gone."""
    with desk.read() as session:
        record = session.get(Application, uid)
        if record is None:
            raise Stale(_GONE)
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
        programme = _programme(session, uid)
    return [(path, rules.guessed(desk.schemes[programme].materials, path.stem)) for path in paths]


def add(desk: Desk, uid: str, files: Sequence[tuple[Path, str]], report: Report = lambda *_: None) -> Added:
    """Read these files, each for its material, and keep what is sound, in one change; a photo takes the place of the one before.

    Raises `NotAllowed` for who may not, `Stale` if the application is gone, `StorageTrouble`. A bad file stops none of the others.
    """
    desk.require("material.attach")
    with desk.read() as session:
        name, kinds = _name(session, uid), _kinds(desk, _programme(session, uid))
    for _path, kind in files:
        _known(kind, kinds)
    read = _read(files, report)

    def act() -> int:
        with desk.change("material.attach", reason="、".join(dict.fromkeys(kind for kind, _n, _s in read.scans))) as change:
            if change.get(Application, uid) is None:
                raise Stale(_GONE)
            return sum(_keep(change, uid, kind, file_name, scan, read.refused) for kind, file_name, scan in read.scans)

    if not read.scans:
        return Added(None, tuple(read.refused))
    deed = deeds.done(desk, f"添加材料 {len(read.scans)} 份", act, about=name)
    said = f"已为 {name} 添加 {deed.result} 份材料：{'、'.join(dict.fromkeys(kind for kind, _n, _s in read.scans))}。"
    return Added(deeds.worded(deed, said) if deed.result else None, tuple(read.refused))


def replace(desk: Desk, file: File, path: Path) -> Deed[None]:
    """Another file in the place of one. Raises `Invalid` when it cannot be kept, `Stale` when the old one has moved on."""
    desk.require("material.replace")
    read = _read([(path, file.kind)])
    if not read.scans:
        raise Invalid("；".join(f"{name}：{why}" for name, why in read.refused) + "。原来的文件没有改动。")
    [(_kind, file_name, scan)] = read.scans

    def act() -> None:
        with desk.change("material.replace", reason=file.kind) as change:
            record = _record(change, file)
            if scan.data and blobs.digest(scan.data) in _digests(change, record.application_uid, file.kind):
                raise Invalid(f"{file_name}：{_SAME}。")
            _fill(change, record, file_name, scan)

    about = _about(desk, file)
    return deeds.done(desk, f"更换{file.kind}", act, said=f"已更换 {about} 的{file.kind}。", about=about)


def remove(desk: Desk, file: File) -> Deed[None]:
    """Take a file off the application; undoing brings it back."""
    about = _about(desk, file)

    def act() -> None:
        with desk.change("material.remove", reason=f"{file.kind}：{file.name}") as change:
            change.delete(_record(change, file))

    return deeds.done(desk, f"移除{file.kind}", act, said=f"已移除 {about} 的{file.kind}“{file.name}”。", about=about)


def refile(desk: Desk, file: File, kind: str) -> Deed[None]:
    """A file that belongs to another material. Raises `Invalid` for a photo that is no picture or a second one."""
    about = _about(desk, file)

    def act() -> None:
        with desk.change("material.refile", reason=f"{file.kind} → {kind}") as change:
            record = _record(change, file)
            _known(kind, _kinds(desk, _programme(change.session, record.application_uid)))
            if kind == PHOTO:
                _fit_for_photo(change, record)
            if record.sha256 in _digests(change, record.application_uid, kind):
                raise Invalid(f"{file.name}：“{kind}”里{_SAME}。")
            record.kind = kind

    return deeds.done(desk, f"改归{kind}", act, said=f"已把 {about} 的“{file.name}”改归{kind}。", about=about)


def tick(desk: Desk, uids: Collection[str], kind: str, *, received: bool | None = None, stamped: bool | None = None) -> Deed[int]:
    """Note for these applications that the paper came or that its seal was seen (None: as it is); the result counts what changed."""
    wanted = {key: value for key, value in (("received", received), ("stamped", stamped)) if value is not None}
    with desk.read() as session:
        query = select(Application.name, Application.programme).where(Application.uid.in_(list(uids)))
        people = session.execute(query).all()
    if len(people) != len(set(uids)):
        raise Stale(_GONE)
    for programme in {p.programme for p in people}:
        _known(kind, _kinds(desk, programme))

    def act() -> int:
        with desk.change("material.tick", reason=kind) as change:
            query = select(MaterialCheck).where(MaterialCheck.kind == kind, MaterialCheck.application_uid.in_(list(uids)))
            known = {c.application_uid: c.uid for c in change.scalars(query)}
            fresh = [uid for uid in uids if uid not in known] if any(wanted.values()) else []
            change.insert(MaterialCheck, [{"application_uid": uid, "kind": kind, **wanted} for uid in fresh])
            return len(fresh) + change.update(MaterialCheck, [{"uid": uid, **wanted} for uid in known.values()])

    words = "、".join(
        f"{what}{'' if on else '（取消）'}" for what, on in (("纸质件已收", received), ("已盖章", stamped)) if on is not None
    )
    who = people[0].name if len(people) == 1 else f"{len(people)} 人"
    return deeds.done(desk, f"{kind}：{words}", act, said=f"已登记 {who} 的{kind}：{words}。", about=who)


def photos(session: Session, uids: Collection[str]) -> dict[str, bytes]:
    """Application → its portrait as JPEG, of those that have one. Raises StoreError `corrupt`."""
    query = select(Attachment.application_uid, Attachment.sha256).where(Attachment.kind == PHOTO)
    found = {uid: name for uid, name in session.execute(query) if uid in uids}
    kept = blobs.read_many(session, found.values())
    return {uid: kept[name].data for uid, name in found.items()}


def photo(desk: Desk, file: File) -> bytes:
    """One portrait, for the screen."""
    with desk.read() as session:
        return blobs.read(session, file.sha256).data


def as_pdf(desk: Desk, file: File, title: str) -> bytes:
    """A file as pages to look at, print and save. Scans show numbers in full: a line in the journal, for who may (ux §3, Privacy)."""
    from yingcai_desktop.documents.scan import picture_pdf
    from yingcai_desktop.services.printing.heading import unit

    if file.kind != PHOTO:
        desk.require("disclosure.print")
    with desk.read() as session:
        kept = blobs.read(session, file.sha256)
        record = session.get(Attachment, file.uid)
        about = _about_in(session, record.application_uid) if record else ""
    if file.kind != PHOTO:
        disclosing.printed(desk, PLACE, [file.kind], 1, about)
    return kept.data if kept.media == PDF else picture_pdf(kept.data, title, unit(desk))


# Inside


def _read(files: Sequence[tuple[Path, str]], report: Report = lambda *_: None) -> _Read:
    from yingcai_desktop.scans.supervised import ScanReader

    read = _Read()
    with ScanReader() as reader:
        for number, (path, kind) in enumerate(files):
            report(number, len(files), path.name)
            shown = _tidy(path.name)
            scan = reader.read(path, PHOTO_PIXELS if kind == PHOTO else SCAN_PIXELS)
            code = scan.refused or ("scan.not-a-picture" if kind == PHOTO and scan.media != JPEG else "")
            if code:
                message = codes.MESSAGES[code]
                read.refused.append((shown, f"{message.what}。{message.todo}"))
            elif kind == PHOTO and any(k == PHOTO for k, _n, _s in read.scans):
                read.refused.append((shown, _ONE_PHOTO))
            else:
                read.scans.append((kind, shown, scan))
    return read


def _tidy(name: str) -> str:
    """A file name for the list: identity numbers masked, not endless."""
    stem, dot, suffix = _NUMBER.sub(lambda found: mask_id(found[0]), name).rpartition(".")
    return f"{stem[:_NAME_LIMIT]}{dot}{suffix[:_NAME_LIMIT]}"


def _keep(change: Change, uid: str, kind: str, file_name: str, scan: Scan, refused: list[tuple[str, str]]) -> bool:
    """Keep one file; False, with the reason noted, when it is there already."""
    if blobs.digest(scan.data) in _digests(change, uid, kind):
        refused.append((file_name, _SAME))
        return False
    query = select(Attachment).where(Attachment.application_uid == uid, Attachment.kind == PHOTO)
    before = change.scalars(query).one_or_none() if kind == PHOTO else None
    record = before or Attachment(application_uid=uid, kind=kind)
    _fill(change, record, file_name, scan)
    if before is None:
        change.add(record)
    change.flush()
    return True


def _fill(change: Change, record: Attachment, file_name: str, scan: Scan) -> None:
    record.sha256 = change.keep_blob(scan.data, scan.media)
    record.file_name, record.media, record.size = file_name, scan.media, len(scan.data)


def _fit_for_photo(change: Change, record: Attachment) -> None:
    message = codes.MESSAGES["scan.not-a-picture"]
    if record.media != JPEG:
        raise Invalid(f"{message.what}。{message.todo}。")
    query = select(Attachment.uid).where(Attachment.application_uid == record.application_uid, Attachment.kind == PHOTO)
    if change.session.scalars(query).first() not in (None, record.uid):
        raise Invalid("已经有一张照片，没有改动。请先移除原来的照片，或直接“更换”。")


def _digests(change: Change, uid: str, kind: str) -> set[str]:
    query = select(Attachment.sha256).where(Attachment.application_uid == uid, Attachment.kind == kind)
    return set(change.session.scalars(query))


def _record(change: Change, file: File) -> Attachment:
    record = change.session.get(Attachment, file.uid)
    if record is None or record.revision != file.revision:
        raise Stale(_MOVED)
    return record


def _programme(session: Session, uid: str) -> str:
    found = session.scalars(select(Application.programme).where(Application.uid == uid)).one_or_none()
    if found is None:
        raise Stale(_GONE)
    return found


def _name(session: Session, uid: str) -> str:
    found = session.scalars(select(Application.name).where(Application.uid == uid)).one_or_none()
    if found is None:
        raise Stale(_GONE)
    return found


def _about(desk: Desk, file: File) -> str:
    with desk.read() as session:
        record = session.get(Attachment, file.uid)
        if record is None:
            raise Stale(_MOVED)
        return _name(session, record.application_uid)


def _about_in(session: Session, uid: str) -> str:
    row = session.execute(select(Application.name, Application.id_number).where(Application.uid == uid)).one_or_none()
    return f"{row.name}（{mask_id(row.id_number)}）" if row else ""


def _kinds(desk: Desk, programme: str) -> frozenset[str]:
    return frozenset(one.name for one in desk.schemes[programme].materials)


def _known(kind: str, kinds: Collection[str]) -> None:
    if kind not in kinds:
        raise NotAllowed(f"材料清单里没有“{kind}”，没有改动。请归入清单里的一项，或归入“{OTHER}”。")
