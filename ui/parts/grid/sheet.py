"""The pure sheet behind a grid: lines of kept texts, what is wrong with them, blocks that are done and undone. No Qt here.

A wrong text stays in its cell, red, until it is put right; only good texts are told to the owner as accepted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ui.parts.grid.columns import GridColumn

STEPS = 200
"""So many blocks can be taken back."""

Edit = tuple[int, int, str]
"""Row, column and the text that is wanted there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row to show. `name` is what it is called in words (11 号 孙泽宇); `closed` says why nothing may be typed in it."""

    uid: str
    cells: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that changed: texts as they are kept. `problem` is empty for an accepted cell."""

    uid: str
    key: str
    old: str
    new: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something the owner knows about a cell: `bad` (refused when saved) or `warn` (12≠14). `shown` replaces the text."""

    tone: Literal["bad", "warn"]
    reason: str
    shown: str = ""


@dataclass(slots=True)
class Block:
    """What one act did: one step of undo, with its name. `lines` are before and after, when rows came or went."""

    title: str
    changes: tuple[Change, ...]
    lines: tuple[tuple[Line, ...], tuple[Line, ...]] | None = None


class ScoreSheet:
    """Rows and columns by number for the view; `uid` and `key` for the owner."""

    def __init__(self, columns: Sequence[GridColumn], lines: Iterable[Line] = ()) -> None:
        self.columns = tuple(columns)
        self.place = {column.key: number for number, column in enumerate(self.columns)}
        self.lines: list[Line] = []
        self.marks: dict[tuple[str, str], Mark] = {}
        self.fresh: set[tuple[str, str]] = set()
        self.locked = ""
        self._cells: list[list[str]] = []
        self._rows: dict[str, int] = {}
        self._bad: dict[tuple[str, str], str] = {}
        self._known: list[dict[str, str]] = [{} for _ in self.columns]
        self._done: list[Block] = []
        self._undone: list[Block] = []
        self.show(lines)

    # Lines

    def show(self, lines: Iterable[Line]) -> None:
        """Other lines, or the same with what is stored now. Wrong texts not yet put right stay where they were typed."""
        held = {spot: self.text(self._rows[spot[0]], self.place[spot[1]]) for spot in self._bad}
        self._put(lines)
        for (uid, key), text in held.items():
            if uid in self._rows and self.editable(self._rows[uid], self.place[key]):
                self._set(self._rows[uid], self.place[key], text)
        self.marks = {spot: mark for spot, mark in self.marks.items() if spot[0] in self._rows}
        self.fresh = {spot for spot in self.fresh if spot[0] in self._rows}

    def row_of(self, uid: str) -> int:
        """Where a line stands; -1 if it is not there."""
        return self._rows.get(uid, -1)

    def current(self) -> tuple[Line, ...]:
        """The lines with what their cells hold now."""
        return tuple(
            Line(
                line.uid,
                {c.key: text for c, text in zip(self.columns, cells, strict=True) if text},
                line.name,
                line.closed,
            )
            for line, cells in zip(self.lines, self._cells, strict=True)
        )

    def append(self, lines: Sequence[Line]) -> None:
        """Blank lines at the end: no act, so nothing to take back."""
        for line in lines:
            self._rows[line.uid] = len(self.lines)
            self.lines.append(line)
            self._cells.append([line.cells.get(column.key, "") for column in self.columns])

    def blank(self, row: int) -> bool:
        """Whether nothing is typed in a line."""
        return not any(self._cells[row])

    def replace(self, lines: Sequence[Line], title: str) -> None:
        """Rows come or go: one step of undo."""
        before = self.current()
        self._put(lines)
        self._remember(Block(title, (), (before, tuple(lines))))

    # Cells

    def text(self, row: int, column: int) -> str:
        """The kept text of a cell; what is computed for a computed one."""
        made = self.columns[column].compute
        return made(self, row) if made else self._cells[row][column]

    def shown(self, row: int, column: int) -> str:
        """What the cell shows."""
        mark = self.mark(row, column)
        return mark.shown if mark and mark.shown else self.columns[column].shown(self.text(row, column))

    def value(self, row: int, column: int) -> Decimal | None:
        """The number in a cell, if there is a good one."""
        found = self.columns[column]
        if found.kind == "computed":
            text = self.text(row, column)
            return Decimal(text) if text.replace(".", "", 1).isdigit() else None
        return found.value(self._cells[row][column])

    def total(self, row: int, keys: Sequence[str]) -> Decimal | None:
        """The sum of these cells; `None` until every one of them holds a good number and none is marked."""
        values = [self.value(row, self.place[key]) for key in keys]
        if None in values or any((self.lines[row].uid, key) in self.marks for key in keys):
            return None
        return sum((value for value in values if value is not None), Decimal(0))

    def problem(self, row: int, column: int) -> str:
        """Why a cell is wrong, or what the owner says about it."""
        mark = self.mark(row, column)
        return mark.reason if mark else self._bad.get(self._spot(row, column), "")

    def mark(self, row: int, column: int) -> Mark | None:
        """What the owner says about a cell."""
        return self.marks.get(self._spot(row, column)) if self.marks else None

    def is_fresh(self, row: int, column: int) -> bool:
        """Whether the cell came with the last paste or fill."""
        return bool(self.fresh) and self._spot(row, column) in self.fresh

    def editable(self, row: int, column: int) -> bool:
        """Whether something can be typed here."""
        return self.columns[column].takes_input and not self.locked and not self.lines[row].closed

    def problems(self) -> list[tuple[int, int]]:
        """Cells that are wrong or marked, from top to bottom."""
        spots = self._bad.keys() | self.marks.keys()
        return sorted((self._rows[uid], self.place[key]) for uid, key in spots if uid in self._rows)

    # Acts

    def write(
        self, edits: Iterable[Edit], title: str, *, merge: bool = False, fresh: bool = False
    ) -> tuple[Change, ...]:
        """Put texts into cells: one step of undo. Cells that cannot be edited are left out; so are those that already hold it."""
        changes = []
        for row, column, text in edits:
            if self.editable(row, column):
                new = self.columns[column].normal(text)
                if new != self._cells[row][column]:
                    changes.append(self._set(row, column, new))
        self.fresh = {(change.uid, change.key) for change in changes} if fresh else set()
        if changes:
            self._remember(Block(title, tuple(changes)), merge=merge)
        return tuple(changes)

    def undo(self) -> Block | None:
        """Take the last block back; `None` if there is none. Only cells that still hold what it wrote go back."""
        return self._replay(self._done, self._undone, back=True)

    def redo(self) -> Block | None:
        """Do the block taken back last once more."""
        return self._replay(self._undone, self._done, back=False)

    def undo_title(self) -> str:
        """What the next undo takes back, or nothing."""
        return self._done[-1].title if self._done else ""

    def redo_title(self) -> str:
        """What the next redo does again, or nothing."""
        return self._undone[-1].title if self._undone else ""

    def moves_rows(self, *, back: bool) -> bool:
        """Whether the next undo (`back`) or redo makes rows come or go."""
        steps = self._done if back else self._undone
        return bool(steps) and steps[-1].lines is not None

    def forget_steps(self) -> None:
        """Nothing can be taken back any more (submitted, sealed)."""
        self._done.clear()
        self._undone.clear()

    # Inside

    def _spot(self, row: int, column: int) -> tuple[str, str]:
        return self.lines[row].uid, self.columns[column].key

    def _put(self, lines: Iterable[Line]) -> None:
        self.lines = list(lines)
        keys = [column.key for column in self.columns]
        self._cells = [[line.cells.get(key, "") for key in keys] for line in self.lines]
        self._rows = {line.uid: row for row, line in enumerate(self.lines)}
        self._bad = {}
        for number, column in enumerate(self.columns):
            if column.takes_input:
                for row, cells in enumerate(self._cells):
                    if (text := cells[number]) and (wrong := self._check(number, text)):
                        self._bad[self._spot(row, number)] = wrong

    def _check(self, column: int, text: str) -> str:
        """Texts repeat: each is checked once."""
        known = self._known[column]
        if text not in known:
            known[text] = self.columns[column].problem(text)
        return known[text]

    def _set(self, row: int, column: int, text: str) -> Change:
        spot = self._spot(row, column)
        old, self._cells[row][column] = self._cells[row][column], text
        wrong = self._check(column, text)
        if wrong:
            self._bad[spot] = wrong
        else:
            self._bad.pop(spot, None)
        self.marks.pop(spot, None)
        return Change(*spot, old, text, wrong)

    def _remember(self, block: Block, *, merge: bool = False) -> None:
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if merge and last and len(last.changes) == len(block.changes) == 1 and last.title == block.title:
            first, second = last.changes[0], block.changes[0]
            if (first.uid, first.key, first.new) == (second.uid, second.key, second.old):
                last.changes = (Change(first.uid, first.key, first.old, second.new, second.problem),)
                return
        self._done.append(block)
        del self._done[:-STEPS]

    def _replay(self, source: list[Block], target: list[Block], *, back: bool) -> Block | None:
        if not source:
            return None
        block = source.pop()
        target.append(block)
        self.fresh = set()
        if block.lines:
            self._put(block.lines[0 if back else 1])
            return block
        done = []
        for change in block.changes:
            row, column = self.row_of(change.uid), self.place[change.key]
            before, after = (change.new, change.old) if back else (change.old, change.new)
            if row >= 0 and self._cells[row][column] == before and self.editable(row, column):
                done.append(self._set(row, column, after))
        return Block(block.title, tuple(done))
