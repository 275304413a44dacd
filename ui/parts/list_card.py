"""A card around a table that shows an empty state instead of a bare white table."""

from PySide6.QtWidgets import QFrame, QWidget

from ui.parts.faces import Faces
from ui.parts.look import look, stack
from ui.parts.table import Table

WORDS = 168  # pixels of an empty state without its drawing


class ListCard(QFrame):
    """`empty` when there is nothing at all, `none_found` when the filter hides everything."""

    def __init__(self, table: Table, empty: QWidget, none_found: QWidget) -> None:
        super().__init__()
        look(self, look="card")
        self._table, self._empty, self._none = table, empty, none_found
        self._faces = Faces()
        for face in dict.fromkeys((table, empty, none_found)):
            if face is not table:
                look(face, look="plain")
                face.setMinimumHeight(WORDS)  # a face not on show must not hold the list open: its drawing makes way for the words
            self._faces.addWidget(face)
        self.setLayout(stack(self._faces, gap=0, margins=(1, 1, 1, 1)))
        table.rows.modelReset.connect(self._choose)
        self._choose()

    def _choose(self) -> None:
        if self._table.rows.shown:
            self._faces.setCurrentWidget(self._table)
        else:
            self._faces.setCurrentWidget(self._none if self._table.rows.total() else self._empty)
