"""What the headings of any table need to know of its model: which columns there are, and the order of the rows."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, Qt


class HeadedColumn(Protocol):
    """A declared column, as the heading sees it."""

    @property
    def key(self) -> str:
        """What it is remembered by."""

    @property
    def title(self) -> str:
        """What stands in the heading."""

    @property
    def width(self) -> int:
        """How wide it is until somebody changes it."""

    @property
    def hidden(self) -> bool:
        """Whether it is hidden until somebody asks for it."""


class HeadedModel(QAbstractTableModel):
    """A model with declared columns. One that cannot be sorted keeps both answers about the order."""

    columns: Sequence[HeadedColumn] = ()

    def order(self) -> tuple[int, Qt.SortOrder] | None:
        """Column and direction, or `None` for the order the rows came in."""
        return None

    def order_by(self, column: int | None, direction: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort, or return to the order the rows came in."""
