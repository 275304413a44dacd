"""A card around a table that shows an empty state instead of a bare white table."""

from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from ui.parts.look import look, stack
from ui.parts.table import Table

WORDS = 168  # pixels of an empty state without its drawing


class ListCard(QFrame):
    """`empty` when there is nothing at all, `none_found` when the filter hides everything."""

    def __init__(self, table: Table, empty: QWidget, none_found: QWidget) -> None:
        super().__init__()
        look(self, look="card")
        self._table, self._empty, self._none = table, empty, none_found
        self._faces = QStackedLayout()
        for face in (table, empty, none_found):
            if face is not table:
                look(face, look="plain")
                face.setMinimumHeight(WORDS)  # a face not on show must not hold the list open: its drawing makes way for the words
            face.setParent(self)  # else the layout shows the first one as a window of its own, which takes the keyboard away
            self._faces.addWidget(face)
        lines = stack(gap=0, margins=(1, 1, 1, 1))
        lines.addLayout(self._faces)
        self.setLayout(lines)
        table.rows.modelReset.connect(self._choose)
        self._choose()

    def _choose(self) -> None:
        if self._table.rows.shown:
            self._faces.setCurrentWidget(self._table)
        else:
            self._faces.setCurrentWidget(self._none if self._table.rows.total() else self._empty)
