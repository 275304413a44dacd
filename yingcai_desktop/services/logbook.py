"""操作记录 as a long list: one line per journal entry, its headers read at once, its old and new values only when they are looked at.

Ten thousands of entries stay quick because a body is unpacked when somebody sees, opens or exports it. Numbers of people are masked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.journal import Entry, between, head, verify_chain
from db.models import Decision
from db.revisions import JOURNAL
from yingcai_desktop.desk import Desk
from yingcai_desktop.keeping.check import SENTENCES, WHAT_TO_DO, Trouble
from yingcai_desktop.rules.workflow import TABLES as MOVES
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.decided_words import value_of
from yingcai_desktop.services.entry.blind import blinded
from yingcai_desktop.services.history import LOAD, FieldChange, files
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.subjects import NOBODY, TABLES, Subject, from_body, subjects
from yingcai_desktop.services.telling import Names, action_name, reason_told, told

KINDS = {"new": "新建", "changed": "改动", "deleted": "删除"}
SOURCES = {"load": "导入", "file": "决定文件", "batch": "批量", "single": "逐条", "program": "程序"}
"""How a change came in: a workbook, a decision file, one act on many records, one record at a time, an upgrade."""

_SPAN = 64
"""Bodies read together: about two screens of lines."""
_TOLD = 3
"""Fields a line names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `at` is `2025-04-20 10:12` as written; `rows` counts the entries of the same change, the first being `first`."""

    uid: str
    n: int
    at: str
    month: str
    actor: str
    witness: str
    title: str
    reason: str
    source: str
    kind: str
    table: str
    record: str
    rows: int
    first: int
    subject: str
    programme: str
    application: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain is whole: `entries` of them, and the sentence that says so."""

    sound: bool
    entries: int
    sentence: str


class _Header(msgspec.Struct):
    n: int
    type: str
    record: str
    kind: str
    action: str
    actor: str
    witness: str
    reason: str
    at: str
    store: str


_header = msgspec.json.Decoder(_Header).decode


class _Names(Names):
    """Names behind references: people and panels as well as schools and mentors, all read beforehand."""

    known: dict[str, Subject]

    @cached_property
    def references(self) -> dict[str, str]:
        """Every record by uid."""
        return {uid: subject.name for uid, subject in self.known.items()}


    def columns(self, table: str) -> Sequence[str]:
        """Columns of a table in the order of its form."""
        return self._tables[table].columns.keys() if table in self._tables else ()


class Logbook:
    """The journal of the open store, latest first. `read()` again after a commit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.lines: list[Line] = []
        self._told: dict[int, tuple[FieldChange, ...]] = {}
        self._gone: dict[str, Subject] = {}
        self._names: _Names | None = None

    def read(self) -> None:
        """Every header, and what each entry is about. Raises `StorageTrouble`."""
        with self._desk.read() as session:
            headers = list(map(_header, session.scalars(select(JOURNAL.c.header).order_by(JOURNAL.c.n))))
            known = subjects(session, self._desk.schemes)
            self._remember_gone(session, [h for h in headers if h.kind == "deleted" and h.record not in known], known)
            self._names = _Names(session, self._desk.schemes)
            self._names.known = known
        self._told.clear()
        self.lines = list(_lines(headers, known, self._desk.schemes))
        self.lines.reverse()

    def changes(self, n: int) -> tuple[FieldChange, ...]:
        """Field by field, old and new, of one entry; its neighbours are read along. Raises `StorageTrouble`."""
        if n not in self._told:
            self._read_span(n - n % _SPAN)
        return self._told.get(n, ())

    def summary(self, n: int, kind: str) -> str:
        """`状态：待审核 → 复审通过；…` in one line."""
        changes = self.changes(n)
        said = [_one_line(change, kind) for change in changes[:_TOLD]]
        more = f" 等 {len(changes)} 项" if len(changes) > _TOLD else ""
        return "；".join(said) + more

    def fetch(self, numbers: Iterable[int], progress: Callable[[int, int, str], None]) -> None:
        """Read the bodies of these entries beforehand, e.g. for an export. `progress(done, total, words)` may raise to stop."""
        starts = sorted({n - n % _SPAN for n in numbers if n not in self._told})
        for done, start in enumerate(starts):
            progress(done, len(starts), "读取改动内容")
            self._read_span(start)

    def of_change(self, line: Line) -> range:
        """Numbers of all entries written together with this one."""
        return range(line.first, line.first + line.rows)

    def _remember_gone(self, session: Session, headers: Sequence[_Header], known: dict[str, Subject]) -> None:
        """Records that are gone keep their names: the entry that deleted them says what they were. Read once."""
        fresh = [h.n for h in headers if h.record not in self._gone]
        for _offset, run in groupby(enumerate(fresh), key=lambda place: place[1] - place[0]):
            numbers = [n for _place, n in run]
            for entry in between(session, numbers[0], numbers[-1]):
                was = {column: old for column, (old, _new) in entry.changes.items()}
                self._gone[entry.uid] = from_body(self._desk.schemes, entry.table, was, known)
        known.update({uid: subject for uid, subject in self._gone.items() if uid not in known})

    def _read_span(self, start: int) -> None:
        assert self._names is not None, "read() first"
        with self._desk.read() as session:
            entries = between(session, start, start + _SPAN - 1)
            blind = blinded(session)
        self._told.update({entry.n: () if blind(entry) else tuple(_changes(entry, self._names)) for entry in entries})


def _lines(headers: Sequence[_Header], known: dict[str, Subject], schemes: Schemes) -> Iterator[Line]:
    for _change, group in groupby(headers, key=lambda h: (h.store, h.action, h.actor, h.witness, h.reason, h.at)):
        together = list(group)
        source = SOURCES[_source(together[0].action, len(together))]
        title = action_name(together[0].action)
        for h in together:
            subject = known.get(h.record, NOBODY)
            reason = files(h.reason) if h.action.endswith(LOAD) else reason_told(schemes, h.reason)
            yield Line(
                str(h.n), h.n, h.at[:16].replace("T", " "), h.at[:7], h.actor, h.witness, title, reason, source, h.kind, h.type,
                h.record, len(together), together[0].n, subject.name or TABLES.get(h.type, h.type), subject.programme, subject.application,
            )  # fmt: skip


def _source(action: str, rows: int) -> str:
    if action.endswith(LOAD):
        return "load"
    if action == "decision.record":
        return "file"
    if action.startswith("store."):
        return "program"
    return "batch" if rows > 1 else "single"


def _changes(entry: Entry, names: _Names) -> Iterator[FieldChange]:
    """What a reader wants to see, in the order of the form: labelled fields that had or got a value, the person's uid aside."""
    for column in names.columns(entry.table):
        label = names.label(entry.table, column)
        if not label or column == "application_uid" or column not in entry.changes:
            continue
        was, now = (_told(names, entry, column, value) for value in entry.changes[column])
        if was or now:
            yield FieldChange(label, was, now)


def _told(names: _Names, entry: Entry, column: str, value: Any) -> str:
    if entry.table == Decision.__tablename__ and column == "value" and value is not None:
        return value_of(names.schemes, names.known.get(entry.uid, NOBODY).key, value.get("value"))
    if column == "state" and entry.table in MOVES and value:
        return state_label(entry.table, value)
    return told(names, column, value)


def _one_line(change: FieldChange, kind: str) -> str:
    if kind == "changed":
        return f"{change.label}：{change.old or '（空）'} → {change.new or '（空）'}"
    return f"{change.label} {change.new or change.old}"


def verify(desk: Desk) -> Verdict:
    """Walk the whole chain: every entry, its body, and the one before it (L02). Raises `StorageTrouble`."""
    with desk.read() as session:
        breaks = verify_chain(session)
        end = head(session)
    if breaks:
        where = "、".join(f"第 {b.n} 条" for b in breaks[:5]) + ("等" if len(breaks) > 5 else "")
        return Verdict(False, end.n, f"{SENTENCES[Trouble.CHAIN]}（{where}）。{WHAT_TO_DO}")
    if not end.n:
        return Verdict(True, 0, "还没有操作记录。")
    return Verdict(
        True, end.n, f"记录完整：{end.n} 条首尾相接，没有缺失和改动。末条校验码 {end.hash.hex()[:16]}，可抄在纸上备查。"
    )
