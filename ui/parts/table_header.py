"""The heading of a table: sort marks, a tick for all, a menu to choose columns; its state is remembered."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from ui.parts.cells import draw_tick
from ui.parts.rows import CHECK
from ui.preferences import Preferences
from ui.theme import colour, font

if TYPE_CHECKING:
    from ui.parts.frozen import FrozenTable

HEIGHT = 36
_SETTLE_MS = 500


class TableHeader(QHeaderView):
    """Paints its sort mark itself so that the words never move."""

    def __init__(self, table: "FrozenTable", parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)  # Qt's own minimum of 46 px makes tick columns fat
        self.setMinimumHeight(HEIGHT)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(font(13, strong=True))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """The heading, then the tick for all or the sort mark."""
        painter.save()
        super().paintSection(painter, rect, logical)
        painter.restore()
        model = self._table.rows
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if model.columns[logical] is CHECK:
            draw_tick(painter, QPointF(rect.center()), self._table.all_checked())
        elif (order := model.order()) is not None and order[0] == logical:
            self._sort_mark(painter, rect, order[1])
        painter.restore()

    def _sort_mark(self, painter: QPainter, rect: QRect, direction: Qt.SortOrder) -> None:
        tip = -3 if direction is Qt.SortOrder.AscendingOrder else 3
        middle = QPointF(rect.center().x(), rect.top() + 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("pri"))
        painter.drawPolygon(
            QPolygonF([middle + QPointF(-5, -tip), middle + QPointF(5, -tip), middle + QPointF(0, tip)])
        )


class HeaderMemory:
    """Keeps width, order, hidden columns and sort of a view in the preferences, under its name and version."""

    def __init__(self, table: "FrozenTable", preferences: Preferences, view: str, version: int) -> None:
        self._table, self._preferences, self._key = table, preferences, f"table/{view}.{version}"
        self._wait = QTimer(table, singleShot=True, interval=_SETTLE_MS)
        self._wait.timeout.connect(self.save)
        header = table.horizontalHeader()
        for signal in (header.sectionResized, header.sectionMoved):
            signal.connect(self.touch)

    def touch(self, *_changes: int) -> None:
        """Something changed: save when it has settled."""
        self._wait.start()

    def save(self) -> None:
        """Write the state now."""
        self._wait.stop()
        header, columns = self._table.horizontalHeader(), self._table.rows.columns
        visual = [columns[header.logicalIndex(n)].key for n in range(len(columns))]
        order = self._table.rows.order()
        state = {
            "order": visual,
            "widths": {c.key: self._table.own_width(n) for n, c in enumerate(columns) if not header.isSectionHidden(n)},
            "hidden": [c.key for n, c in enumerate(columns) if header.isSectionHidden(n)],
            "sort": [columns[order[0]].key, order[1] is Qt.SortOrder.AscendingOrder] if order else None,
        }
        self._preferences.put(self._key, json.dumps(state, ensure_ascii=False))

    def restore(self) -> None:
        """Apply what is remembered; anything that does not fit the columns of today is left out."""
        try:
            state = json.loads(self._preferences.text(self._key, "{}"))
        except ValueError:
            return
        columns = {column.key: n for n, column in enumerate(self._table.rows.columns)}
        header = self._table.horizontalHeader()
        with QSignalBlocker(header):
            for key, width in state.get("widths", {}).items():
                if key in columns and isinstance(width, int) and width >= header.minimumSectionSize():
                    self._table.setColumnWidth(columns[key], width)
            for place, key in enumerate(key for key in state.get("order", []) if key in columns):
                header.moveSection(header.visualIndex(columns[key]), place)
        for key in columns.keys() & set(state.get("hidden", [])):
            self._table.hide_column(columns[key], True)
        sort = state.get("sort")
        if sort and sort[0] in columns:
            direction = Qt.SortOrder.AscendingOrder if sort[1] else Qt.SortOrder.DescendingOrder
            self._table.rows.order_by(columns[sort[0]], direction)


def columns_menu(table: "FrozenTable") -> QMenu:
    """The menu of a right click on the heading: which columns show. The first frozen ones always do."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    header = table.horizontalHeader()
    for number, column in enumerate(table.rows.columns):
        if column is CHECK:
            continue
        action = menu.addAction(column.title.replace("\n", " "))
        action.setCheckable(True)
        action.setChecked(not header.isSectionHidden(number))
        action.setEnabled(number >= table.frozen)
        action.toggled.connect(lambda on, number=number: table.hide_column(number, not on))
    menu.addSeparator()
    menu.addAction("恢复默认列", table.reset_columns)
    return menu
