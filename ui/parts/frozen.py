"""The frozen first columns of a table: a second view over the same model and selection, laid over the first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.parts.look import look
from ui.parts.table_header import TableHeader

if TYPE_CHECKING:
    from ui.parts.table import Table


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


class FrozenPart(PlainTable):
    """Never has the keyboard; a click in it gives the keyboard to the table."""

    def __init__(self, table: "Table") -> None:
        super().__init__(table)
        self._table = table

    def attach(self) -> None:
        """Share everything with the table, once the table has its model and heading."""
        table = self._table
        self.prepare(table.row_height())
        self.setHorizontalHeader(TableHeader(table, self))
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
