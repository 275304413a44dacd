"""The two documents between an office and the laptop of a panel: 面试任务 and 打分 (features E09; reliability F21, F24).

A task is one JSON object in a package under a passphrase: who is heard in which order, the criteria, the PIN verifiers of the judges, the
keys of the laptop and the public keys of the office. No ID number, no telephone, no school, no mark. A result is one JSON object a judge,
in a package signed by the laptop and sealed to the office.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from db.keyring import Wrapped, unwrap, wrap
from yingcai_desktop.exchange import age, passphrase
from yingcai_desktop.exchange.guard import Archive
from yingcai_desktop.exchange.identity import Identity, Office, PublicIdentity, PublicKey
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.manifest import RECORDS, Id, Manifest, Number, Short, Text
from yingcai_desktop.exchange.package import check_code, read_archive
from yingcai_desktop.exchange.refused import PackageRefused

MANY = 400
"""Candidates of one panel at most; the busiest hears some forty."""
PANEL = 32
"""Judges or criteria of one panel at most."""
EDITIONS = 1000
"""Times one judge may hand in on one laptop."""
_LONG = 2000
"""Characters of a comment."""

Note = Annotated[str, Meta(max_length=_LONG)]
Names = Annotated[list[Text], Meta(max_length=PANEL)]


class Candidate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is heard. `away`: judges who must recuse, without saying why."""

    uid: Id
    number: Number
    name: Text
    gender: Short
    grade: Short
    away: Names = []


class Judge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A judge, with what a PIN is checked against."""

    name: Text
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def is_pin(self, code: str, pin: str) -> bool:
        """Whether this is the judge's PIN at the laptop `code`; half a second of work."""
        return unwrap(Wrapped(self.salt, self.nonce, self.wrapped), pin, _pin_of(code, self.name)) is not None


def new_judge(code: str, name: str, pin: str) -> Judge:
    """A judge with a PIN; half a second of work."""
    made = wrap(b"", pin, _pin_of(code, name))
    return Judge(name, made.salt, made.nonce, made.wrapped)


def _pin_of(code: str, name: str) -> bytes:
    """What a PIN is tied to: that of another judge, or of another task, opens nothing."""
    return f"yingcai pin 1\0{code}\0{name}".encode()


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the eight faces and the most it may be, as decimal text."""

    title: Text
    maximum: Short


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """面试任务 of one panel. `code` is the laptop's name as an office; `number` counts the tasks of the panel: the highest holds."""

    code: Office
    number: Number
    panel: Id
    season: Number
    programme: Text
    city: Text
    subject: Text
    name: Text
    chair: Text
    held_on: Short
    starts_at: Short
    room: Text
    minutes: Number
    step: Short
    criteria: Annotated[list[Criterion], Meta(min_length=1, max_length=PANEL)]
    candidates: Annotated[list[Candidate], Meta(max_length=MANY)]
    judges: Annotated[list[Judge], Meta(min_length=1, max_length=PANEL)]
    office: PublicIdentity
    office_name: Text
    signing: PublicKey
    opening: Annotated[str, Meta(max_length=100)]

    @property
    def identity(self) -> Identity:
        """The laptop's own keys."""
        return Identity(self.code, self.signing, self.opening)

    def judge(self, name: str) -> Judge | None:
        """A judge by name."""
        return next((one for one in self.judges if one.name == name), None)


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One candidate as one judge gave it."""

    candidate: Id
    status: Short
    marks: Annotated[dict[Text, Short], Meta(max_length=PANEL)] = {}
    reason: Note = ""
    comment: Note = ""


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything one judge handed in. `editions`: an id for each time on this laptop, this one last; `left`: why the judge went before the end.

    A laptop that was copied, or went back to a backup, hands in under ids that do not follow those the office knows.
    """

    judge: Text
    editions: Annotated[list[Id], Meta(min_length=1, max_length=EDITIONS)]
    handed_at: Short
    rows: Annotated[list[Row], Meta(max_length=MANY)]
    left: Note = ""
    unlocked: Annotated[list[Note], Meta(max_length=100)] = []


def read_task(path: Path, words: str) -> tuple[Task, Manifest, str]:
    """Task, manifest and check code of a task file. Half a second. PackageRefused for anything else, OSError when the medium fails."""
    with path.open("rb") as file:
        source = age.Source(file)
        if not source.head.startswith(passphrase.MAGIC):
            raise PackageRefused("panel.not-a-task")
        inner = age.decrypt(source, [passphrase.unlock(source, words)])
        code = source.check_code()
    # the passphrase vouches for the office's key in the task, as the file itself is all a laptop has
    task = _one(Archive(inner).read(RECORDS).removesuffix(b"\n"))
    office = task.office
    manifest, _, _ = read_archive(
        io.BytesIO(inner.getvalue()),
        sealed=True,
        signer_of=lambda head: office.sign if head.sender == office.office else None,
        me=task.code,
    )
    if manifest.kind != PackageKind.PANEL_TASK.value:
        raise PackageRefused("panel.not-a-task")
    return task, manifest, code


def decoded(document: bytes) -> Task:
    """A task as the laptop keeps it."""
    return _one(document)


def _one(line: bytes) -> Task:
    try:
        return msgspec.json.decode(line, type=Task)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageRefused("panel.not-a-task") from error


def sheets(lines: Iterable[bytes]) -> list[Sheet]:
    """The sheets of a result. PackageRefused `package.records-malformed`, also for a judge or candidate that is there twice."""
    try:
        found = [msgspec.json.decode(line, type=Sheet) for line in lines]
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageRefused("package.records-malformed") from error
    names = [one.judge for one in found]
    if len(set(names)) != len(names) or any(len({r.candidate for r in one.rows}) != len(one.rows) for one in found):
        raise PackageRefused("package.records-malformed")
    return found


__all__ = ["Candidate", "Criterion", "Judge", "Row", "Sheet", "Task", "check_code", "decoded", "read_task", "sheets"]
