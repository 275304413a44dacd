"""Adding, replacing, refiling and ticking: each one change, and a deed that can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from db import blobs
from db.gate import Change
from db.models import Application, Attachment, MaterialCheck
from db.models.materials import PHOTO
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Stale
from yingcai_desktop.scans.reading import JPEG, Scan
from yingcai_desktop.services import deeds
from yingcai_desktop.services.applications.materials.holding import (
    GONE,
    File,
    kinds_of,
    name_of,
    programme_of,
    require_known,
)
from yingcai_desktop.services.applications.materials.incoming import Report, read_files
from yingcai_desktop.services.deeds import Deed

_MOVED = "这份材料已被更换或移除，没有改动。请看现在的材料清单。"
_SAME = "已经有内容相同的文件，没有重复添加"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of some files: the deed (None: nothing was kept), and why each of the others was not."""

    deed: Deed[int] | None
    refused: tuple[tuple[str, str], ...]


def add(desk: Desk, uid: str, files: Sequence[tuple[Path, str]], report: Report = lambda *_: None) -> Added:
    """Read these files, each for its material, and keep what is sound, in one change; a photo takes the place of the one before.

    Raises `NotAllowed` for who may not, `Stale` if the application is gone, `StorageTrouble`. A bad file stops none of the others.
    """
    desk.require("material.attach")
    with desk.read() as session:
        name, kinds = name_of(session, uid), kinds_of(desk, programme_of(session, uid))
    for _path, kind in files:
        require_known(kind, kinds)
    read = read_files(files, report)

    def act() -> int:
        with desk.change("material.attach", reason="、".join(dict.fromkeys(kind for kind, _n, _s in read.scans))) as change:
            if change.get(Application, uid) is None:
                raise Stale(GONE)
            return sum(_keep(change, uid, kind, file_name, scan, read.refused) for kind, file_name, scan in read.scans)

    if not read.scans:
        return Added(None, tuple(read.refused))
    deed = deeds.done(desk, f"添加材料 {len(read.scans)} 份", act, about=name)
    said = f"已为 {name} 添加 {deed.result} 份材料：{'、'.join(dict.fromkeys(kind for kind, _n, _s in read.scans))}。"
    return Added(deeds.worded(deed, said) if deed.result else None, tuple(read.refused))


def replace(desk: Desk, file: File, path: Path) -> Deed[None]:
    """Another file in the place of one. Raises `Invalid` when it cannot be kept, `Stale` when the old one has moved on."""
    desk.require("material.replace")
    read = read_files([(path, file.kind)])
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
            require_known(kind, kinds_of(desk, programme_of(change.session, record.application_uid)))
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
        raise Stale(GONE)
    for programme in {p.programme for p in people}:
        require_known(kind, kinds_of(desk, programme))

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


# Inside


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


def _about(desk: Desk, file: File) -> str:
    with desk.read() as session:
        record = session.get(Attachment, file.uid)
        if record is None:
            raise Stale(_MOVED)
        return name_of(session, record.application_uid)
