"""The frozen first columns of a table: a second view over the same model and selection, laid over the first."""

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.parts.headed import HeadedModel
from ui.parts.look import look
from ui.parts.rows import Index
from ui.parts.table_header import HeaderMemory, TableHeader, columns_menu

_LEAST = 80
"""Pixels under which a last column is not narrowed: four characters."""


class PlainTable(QTableView):
    """What the table and its frozen part share."""

    def prepare(self, row_height: int) -> None:
        """Quiet look, whole rows, smooth scrolling."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(row_height)


class FrozenTable(PlainTable):
    """A table whose first columns stay in sight. A subclass sets `rows` and `frozen`, its heading, model and delegate, then calls `freeze`."""

    rows: HeadedModel
    frozen: int = 0
    memory: HeaderMemory | None = None
    _filled: tuple[int, int, int] | None = None
    """Which column was widened to the edge, its own width, and the width it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.part = FrozenPart(self)

    def freeze(self) -> None:
        """Lay the frozen part over the table and prepare both headings."""
        self.part.attach(self.new_header(self.part))
        for header in (self.horizontalHeader(), self.part.horizontalHeader()):
            self.prepare_header(header)
        self.horizontalHeader().sectionMoved.connect(self._hold_frozen)
        self.horizontalHeader().sectionResized.connect(self._fill_edge)

    def new_header(self, parent: QTableView) -> QHeaderView:
        """A heading, for the table or for its frozen part."""
        return TableHeader(self, parent)

    def prepare_header(self, header: QHeaderView) -> None:
        """Sections of the table can be moved; a right click chooses columns."""
        header.setSectionsMovable(header is self.horizontalHeader())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at, header=header: self._choose(header.mapToGlobal(at)))

    def row_height(self) -> int:
        """34 px at the normal size, more if the face needs it."""
        return max(34, self.fontMetrics().height() + 14)

    def has_keyboard(self, index: Index) -> bool:
        """Whether this cell should wear the focus frame."""
        return self.hasFocus() and index == self.currentIndex()

    def all_checked(self) -> Qt.CheckState:
        """The state of the tick in the heading."""
        return Qt.CheckState.Unchecked

    def hide_column(self, number: int, hidden: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(number, hidden)
        if self.memory:
            self.memory.touch()

    def reset_columns(self) -> None:
        """Widths, order and hidden columns as declared."""
        header = self.horizontalHeader()
        for number, column in enumerate(self.rows.columns):
            header.moveSection(header.visualIndex(number), number)
            self.setColumnHidden(number, column.hidden)
            self.setColumnWidth(number, column.width)

    def own_width(self, number: int) -> int:
        """The width of a column as declared or dragged, without what fills the room at the edge."""
        if self._filled and self._filled[0] == number and self._filled[2] == self.columnWidth(number):
            return self._filled[1]
        return self.columnWidth(number)

    def _may_stretch(self, number: int) -> bool:
        """Words may; a number or a field for one would stray far from its row's name."""
        side = self.rows.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        return side is None or bool(Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignLeft)

    def _fill_edge(self, *_resized: int) -> None:
        """The last column ends at the right edge: no bare strip beside the rows, and no scroll bar for the sake of a few pixels.

        It gives up at most half of the width it was declared with; a width somebody dragged it to is never taken away.
        """
        seen = self.seen_columns()
        if not seen or seen[-1] < self.frozen:
            return
        last, header = seen[-1], self.horizontalHeader()
        with QSignalBlocker(header):
            if self._filled:
                header.resizeSection(self._filled[0], self.own_width(self._filled[0]))
            own = header.sectionSize(last)
            room = self.viewport().width() - header.length() if self._may_stretch(last) else 0
            if room < 0 and (own != self.rows.columns[last].width or own + room < max(own // 2, _LEAST)):
                room = 0  # the list scrolls
            if room:
                header.resizeSection(last, own + room)
            self._filled = (last, own, own + room)
        self.viewport().update()

    def seen_columns(self) -> list[int]:
        """The columns on show, from left to right."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(n) for n in range(len(self.rows.columns))]
        return [n for n in places if not header.isSectionHidden(n)]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frozen part shows the focus too."""
        super().focusInEvent(event)
        self.part.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frozen part loses the frame too."""
        super().focusOutEvent(event)
        self.part.viewport().update()

    def updateGeometries(self) -> None:
        """Keep the frozen part in place."""
        super().updateGeometries()
        if hasattr(self, "part"):
            self.part.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The frozen part is as high as the table."""
        self._fill_edge()
        super().resizeEvent(event)
        self.part.place()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """A cell must not hide under the frozen part."""
        if index.column() < self.frozen:  # always in sight: scroll rows only
            held = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            self.horizontalScrollBar().setValue(held)
            return
        super().scrollTo(index, hint)
        hidden = self.part.width() - self.visualRect(index).left()
        if self.frozen and hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def changeEvent(self, event: QEvent) -> None:
        """A larger face needs higher rows."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "part"):
            for view in (self, self.part):
                view.verticalHeader().setDefaultSectionSize(self.row_height())

    def _choose(self, at: QPoint) -> None:
        columns_menu(self).popup(at)

    def _hold_frozen(self, _logical: int, old: int, new: int) -> None:
        """Frozen columns stay where they are, and nothing moves in among them."""
        if min(old, new) < self.frozen:
            header = self.horizontalHeader()
            with QSignalBlocker(header):
                header.moveSection(new, old)
            self.viewport().update()


class FrozenPart(PlainTable):
    """Never has the keyboard; a click in it gives the keyboard to the table."""

    def __init__(self, table: FrozenTable) -> None:
        super().__init__(table)
        self._table = table

    def attach(self, header: QHeaderView) -> None:
        """Share everything with the table, once the table has its model and heading."""
        table = self._table
        self.prepare(table.row_height())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setHorizontalHeader(header)
        self.setModel(table.rows)
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(table.itemDelegate())
        look(self, look="frozen")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{table.accessibleName()}（固定列）")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number in range(table.frozen, len(table.rows.columns)):
            self.setColumnHidden(number, True)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalHeader().sectionResized.connect(self._follow)
        self.horizontalHeader().sectionResized.connect(self._lead)
        self.pressed.connect(lambda _index: table.setFocus())
        self.setVisible(table.frozen > 0)
        self.raise_()  # over the heading of the table too

    def place(self) -> None:
        """As wide as its columns, as high as the table without its scroll bar."""
        table = self._table
        width = sum(table.columnWidth(number) for number in range(table.frozen)) + 1
        height = table.viewport().height() + table.horizontalHeader().height()
        self.setGeometry(table.frameWidth(), table.frameWidth(), min(width, table.viewport().width()), height)

    def _follow(self, number: int, _old: int, width: int) -> None:
        if number < self._table.frozen and self.columnWidth(number) != width:
            self.setColumnWidth(number, width)
        self.place()

    def _lead(self, number: int, _old: int, width: int) -> None:
        if number < self._table.frozen and width and self._table.columnWidth(number) != width:
            self._table.setColumnWidth(number, width)
