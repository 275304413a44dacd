"""One table model for every list: frozen rows with a `uid`, declared columns, filter and sort in plain Python.

A proxy model sorting 10,000 Python rows takes seconds; `list.sort` with a pinyin collation key takes milliseconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal, Protocol

from PySide6.QtCore import (
    QCollator,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui.parts.headed import HeadedModel
from ui.parts.pinyin import haystack

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


class HasUid(Protocol):
    """A row: a frozen dataclass whose `uid` never changes."""

    @property
    def uid(self) -> str:
        """What the selection is kept by."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `text` is what is shown, copied and printed; `full` the long form for tool tip and copy (short school names)."""

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 96
    align: Literal["left", "right", "center"] = "left"
    kind: Literal["text", "pill", "subject"] = "text"
    tone: Callable[[Any], str] | None = None
    """`ok`, `warn`, `bad`, `info` or `plain` (ui/theme.py TONES) of a pill, or of the words themselves."""
    sort: Callable[[Any], Any] | None = None
    """Sort key, `None` values last; without it the text is sorted by pinyin."""
    number: Callable[[Any], float | None] | None = None
    """The value for the sum of a selection; makes the column a number column."""
    tip: Callable[[Any], str] | None = None
    full: Callable[[Any], str] | None = None
    secret: Callable[[Any], str] | None = None
    """The whole number behind a masked one; leaves the program only when asked for, and with a line in the journal."""
    find: bool = False
    """Whether the search box looks here, by text and pinyin."""
    hidden: bool = False
    head_tip: str = ""


CHECK = Column("tick", "", lambda _row: "", width=34, align="center")
_CELL = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_TICK = _CELL | Qt.ItemFlag.ItemIsUserCheckable


class Role(IntEnum):
    """What a model answers beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    TONE = Qt.ItemDataRole.UserRole + 1


class RowsModel(HeadedModel):
    """Rows in the order and selection of the view. `checked_changed` tells when a tick is set or taken away."""

    checked_changed = Signal()

    def __init__(self, columns: Sequence[Column], *, checks: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = (CHECK, *columns) if checks else tuple(columns)
        if len({column.key for column in self.columns}) < len(self.columns):  # what is remembered of the headings goes by key
            raise ValueError(f"two columns of one key: {[column.key for column in self.columns]}")
        self.checks = checks
        self.checked: set[str] = set()
        self.shown: list[Any] = []
        self._all: list[Any] = []
        self._hay: list[str] = []
        self._needle, self._keep = "", None  # type: str, Callable[[Any], bool] | None
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._collator = QCollator(QLocale("zh_CN"))
        self._collator.setNumericMode(True)

    # What pages use

    def show(self, rows: Iterable[HasUid]) -> None:
        """Show these rows; filter, order and ticks stay."""
        self.beginResetModel()
        self._all = list(rows)
        self._hay = []
        self.checked &= {row.uid for row in self._all}
        self._arrange()
        self.endResetModel()

    def filter(self, needle: str = "", keep: Callable[[Any], bool] | None = None) -> None:
        """Only rows that match the words (text or pinyin of the `find` columns) and for which `keep(row)` holds."""
        self.beginResetModel()
        self._needle, self._keep = needle.strip().lower(), keep
        self._arrange()
        self.endResetModel()

    def total(self) -> int:
        """How many rows there are before filtering."""
        return len(self._all)

    def row_of(self, uid: str) -> int:
        """Where a row is shown; -1 if it is not."""
        return next((n for n, row in enumerate(self.shown) if row.uid == uid), -1)

    def check(self, uids: Iterable[str], on: bool) -> None:
        """Set or take away ticks."""
        self.checked = self.checked | set(uids) if on else self.checked - set(uids)
        if self.shown:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self.shown) - 1, 0), [Qt.ItemDataRole.CheckStateRole]
            )
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.checked_changed.emit()

    def checked_shown(self) -> list[str]:
        """Ticked rows that the filter lets through, in order: a batch never touches a hidden row."""
        return [row.uid for row in self.shown if row.uid in self.checked]

    def order(self) -> tuple[int, Qt.SortOrder] | None:
        """Column and direction, or `None` for the order the rows came in."""
        return self._sorted

    def order_by(self, column: int | None, direction: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort, or return to the order the rows came in."""
        self.beginResetModel()
        self._sorted = None if column is None else (column, direction)
        self._arrange()
        self.endResetModel()

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Rows on show."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns, hidden ones too."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One answer for one role of one cell; the delegate paints from the row itself."""
        if not index.isValid():
            return None
        row, column = self.shown[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGN[column.align]
            case Qt.ItemDataRole.ToolTipRole:  # the whole text too, where the column may be too narrow for it
                return self._tip(row, column) or column.text(row)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._tip(row, column)
            case Qt.ItemDataRole.CheckStateRole if column is CHECK:
                return Qt.CheckState.Checked if row.uid in self.checked else Qt.CheckState.Unchecked
            case Role.ROW:
                return row
            case Role.TONE:
                return column.tone(row) if column.tone else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings of the columns; row numbers are never shown."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGN[column.align]
            case Qt.ItemDataRole.ToolTipRole:
                return column.head_tip or column.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells are selectable; the first column can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _TICK if self.columns[index.column()] is CHECK else _CELL

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ticks only: text is edited in the form beside the table."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.check([self.shown[index.row()].uid], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    # Inside

    def _tip(self, row: Any, column: Column) -> str | None:
        if column.tip is not None:
            return column.tip(row)
        return column.full(row) if column.full is not None else None

    def _arrange(self) -> None:
        shown = self._matching() if self._needle else list(self._all)
        if self._keep is not None:
            shown = [row for row in shown if self._keep(row)]
        if self._sorted is not None:
            column, direction = self._sorted
            shown.sort(key=self._key(self.columns[column]), reverse=direction is Qt.SortOrder.DescendingOrder)
        self.shown = shown

    def _matching(self) -> list[Any]:
        if len(self._hay) != len(self._all):
            found = [column for column in self.columns if column.find]
            self._hay = [" ".join(haystack(column.text(row)) for column in found) for row in self._all]
        parts = self._needle.split()
        return [row for row, hay in zip(self._all, self._hay, strict=True) if all(part in hay for part in parts)]

    def _key(self, column: Column) -> Callable[[Any], Any]:
        if column.sort is not None:
            value = column.sort
            return lambda row: ((found := value(row)) is None, found)
        text, collate = column.text, self._collator.sortKey
        keys: dict[str, Any] = {}

        def by_pinyin(row: Any) -> Any:
            words = text(row)
            if words not in keys:
                keys[words] = collate(words)
            return keys[words]

        return by_pinyin
