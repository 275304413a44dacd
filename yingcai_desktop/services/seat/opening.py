"""The laptop's store: made from a task file, opened again with the same passphrase after a power cut, given a later task of its panel."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import msgspec
from sqlalchemy import select

from db import keyfile
from db.connect import KEY_BYTES
from db.keyring import Keyring, make_slot
from db.models import SeatTask
from db.store import Store
from yingcai_desktop.desk import Desk, local_time
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange.panel_files import Task, decoded, read_task
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.rules.entry import Field
from yingcai_desktop.services import signing_in

ENDING = ".ycseat"
SLOT = "评委席"
"""The name on the key slots of a laptop's store: nobody's in particular, the clerk's who brings the task."""
_DAYS = 1


@dataclass
class Seat:
    """An open laptop store with the task in force."""

    store: Store
    task: Task
    clock: Callable[[], datetime] = field(default=local_time)

    def desk(self, judge: str) -> Desk:
        """In whose name something is written."""
        return Desk(self.store, judge or SLOT, "", self.clock)

    @cached_property
    def _fields(self) -> tuple[Field, ...]:
        step = Decimal(self.task.step)
        return tuple(Field(one.title, Decimal(one.maximum), step) for one in self.task.criteria)

    def fields(self) -> tuple[Field, ...]:
        """The criteria, with the most each may be."""
        return self._fields

    def wrong_clock(self) -> str:
        """A warning where the laptop's day is more than one off the day of the interview; blank: it is not, or no day is set."""
        if not self.task.held_on:
            return ""
        today, planned = self.clock().date(), date.fromisoformat(self.task.held_on)
        if abs((today - planned).days) <= _DAYS:
            return ""
        return f"本机日期是 {today.isoformat()}，面试定在 {planned.isoformat()}。评分照常保存；请核对本机的日期，核对是不是今天的任务。"

    def close(self) -> None:
        """Leave one file behind."""
        self.store.close()


def file_of(task: Task, folder: Path) -> Path:
    """Where the store of a panel lies."""
    return folder / f"评委席_{task.subject}{task.name}_{task.panel[-6:]}{ENDING}"


def load(task_file: Path, words: str, folder: Path, clock: Callable[[], datetime] = local_time) -> Seat:
    """Open a task file: a new store, or a later task for the store of this panel that is here already. A second of work.

    Raises PackageRefused (not a task, wrong passphrase, an older task), StorageTrouble.
    """
    task = _read(task_file, words)
    path = file_of(task, folder)
    with speaking():
        if path.exists():
            return _known(path, task, words, clock)
        folder.mkdir(parents=True, exist_ok=True)
        store = Store.create(path, key=secrets.token_bytes(KEY_BYTES), office=task.code, season=task.season)
        try:
            keyfile.write(path, Keyring((make_slot(store.key, SLOT, words),)))
            seat = Seat(store, task, clock)
            _keep(seat, task)
        except BaseException:
            store.close()
            with suppress(OSError):
                path.unlink()
            raise
    return seat


def _known(path: Path, task: Task, words: str, clock: Callable[[], datetime]) -> Seat:
    """The same file once more: open the store. Another task: the store must be opened with its own passphrase first (`renew`)."""
    try:
        seat = open_seat(path, words, clock)
    except NotAllowed as error:
        raise NotAllowed(
            f"本机已有“{task.subject}{task.name}”的评分，要换用新的任务文件，请先用原来的口令打开评委席，再选“载入新的任务文件”。没有改动。"
        ) from error
    try:
        _replace(seat, task)
    except BaseException:
        seat.close()
        raise
    return seat


def open_seat(path: Path, words: str, clock: Callable[[], datetime] = local_time) -> Seat:
    """Open the laptop's store again; half a second. Raises `NotAllowed` for a wrong passphrase, with growing delays, StorageTrouble."""
    key = signing_in.key_of(path, SLOT, words)
    with speaking():
        store = Store.open(path, key=key.secret)
    try:
        with store.read() as session:
            document = session.scalars(select(SeatTask.document).order_by(SeatTask.number.desc()).limit(1)).one()
        return Seat(store, decoded(document), clock)
    except BaseException:
        store.close()
        raise


def renew(seat: Seat, task_file: Path, words: str) -> Task:
    """A later task of the same panel: judges and candidates as they are now. Nothing that was scored is lost (E10)."""
    task = _read(task_file, words)
    _replace(seat, task)
    ring = keyfile.read(seat.store.path) or Keyring()
    keyfile.write(seat.store.path, ring.plus(make_slot(seat.store.key, SLOT, words)))
    return task


def _read(task_file: Path, words: str) -> Task:
    try:
        return read_task(task_file, words)[0]
    except OSError as error:
        raise PackageRefused("package.unreadable", detail=task_file.name) from error


def _replace(seat: Seat, task: Task) -> None:
    if task.panel != seat.task.panel:
        raise PackageRefused("panel.other-panel", detail=f"{task.subject}{task.name}")
    if task.number < seat.task.number:
        raise PackageRefused("panel.old-task")
    if task.number > seat.task.number:
        _keep(seat, task)
        seat.task = task
        seat.__dict__.pop("_fields", None)


def _keep(seat: Seat, task: Task) -> None:
    with seat.desk("").change("seat.load", reason=f"{task.subject}{task.name} 第 {task.number} 份") as change:
        change.add(SeatTask(number=task.number, document=msgspec.json.encode(task)))
