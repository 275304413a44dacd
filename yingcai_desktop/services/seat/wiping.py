"""The laptop forgets: with the office's receipt for its last result its keys are destroyed and its file removed (reliability F21)."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select, text

from db import keyfile
from db.models import Package, SeatJudge
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.ledger import OUT
from yingcai_desktop.exchange.package import open_package
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.services.seat.opening import Seat
from yingcai_desktop.services.seat.scoring import is_exported

_CHUNK = 1024 * 1024


def wipe(seat: Seat, receipt: Path) -> None:
    """Close the store and destroy it. Raises PackageRefused for a receipt that is not ours or does not name our last result, `NotAllowed`
    while something is handed in that was not exported; then nothing is lost.
    """
    task = seat.task
    try:
        with receipt.open("rb") as file:
            package = open_package(
                file,
                identities=[task.identity],
                signer_of=lambda head: task.office.sign if head.sender == task.office.office else None,
                me=task.code,
            )
    except OSError as error:
        raise PackageRefused("package.unreadable", detail=receipt.name) from error
    if package.manifest.kind != PackageKind.RECEIPT.value:
        raise PackageRefused("panel.not-our-receipt")
    with seat.desk("").read() as session:
        last = session.scalars(
            select(Package.package_id)
            .where(Package.direction == OUT, Package.kind == PackageKind.PANEL_RESULT.value)
            .order_by(text("rowid DESC"))
        ).first()
        judges = session.scalars(select(SeatJudge)).all()
        waiting = [one.judge for one in judges if not is_exported(one)]
        unlocked = [one.judge for one in judges if one.editions and not one.handed_at]
    if waiting or unlocked:
        raise NotAllowed(
            f"{'、'.join(waiting or unlocked)}的评分在上次导出之后有改动，没有清除。请提交后重新导出成绩包，交办公室导入并另出回执。"
        )
    if last is None or last not in package.manifest.applied:
        raise PackageRefused("panel.not-yet-taken")
    destroy(seat)


def destroy(seat: Seat) -> None:
    """The key slots first: without them nothing opens what a disk may still hold of the file."""
    path = seat.store.path
    seat.close()
    beside = [keyfile.beside(path), *(path.with_name(path.name + end) for end in ("-wal", "-shm", ".lock"))]
    if path.exists():
        _overwrite(path, from_byte=keyfile.bare_size(path))
        _overwrite(path)
    for one in (*beside, path):
        if one.exists():
            if one != path:
                _overwrite(one)
            with suppress(FileNotFoundError):
                one.unlink()


def _overwrite(path: Path, from_byte: int = 0) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(from_byte)
        for start in range(from_byte, size, _CHUNK):
            file.write(os.urandom(min(_CHUNK, size - start)))
        file.flush()
        os.fsync(file.fileno())
