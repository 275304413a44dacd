"""Walks every visible widget of a window and says what a person would complain about: cut words, nameless controls, lost buttons."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)

SLACK = 1  # pixels of rounding between a measured and a painted text
HEADER_PAD = 8
COMBO_ARROW = 24


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget that is not hidden, what has scrolled out of sight too; a hidden page is not gone into."""
    for child in window.children():
        if isinstance(child, QWidget) and child.isVisible():
            yield child
            yield from shown(child)


def seen(window: QWidget) -> Iterator[QWidget]:
    """Every widget a person can see some of."""
    return (widget for widget in shown(window) if not widget.visibleRegion().isEmpty())


def complaints(window: QWidget) -> list[str]:
    """All of the complaints below; what is in sight is looked for once."""
    in_sight = list(seen(window))
    return [*cut(window, in_sight), *nameless(window, in_sight), *sideways(window, in_sight), *outside(window)]


def cut(window: QWidget, in_sight: Sequence[QWidget] = ()) -> list[str]:
    """Labels, buttons, combos and headings whose words do not fit and are not in the tool tip either (U24)."""
    found = []
    for widget in in_sight or seen(window):
        if isinstance(widget, QLabel):
            found += _label(widget)
        elif isinstance(widget, QCheckBox | QRadioButton):
            found += _narrow(widget, widget.text(), widget.sizeHint().width())
        elif isinstance(widget, QPushButton) and widget.text():
            found += _narrow(widget, widget.text(), widget.minimumSizeHint().width())
        elif isinstance(widget, QComboBox):
            wide = widget.fontMetrics().horizontalAdvance(widget.currentText()) + COMBO_ARROW + 16
            found += _narrow(widget, widget.currentText(), wide)
        elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            found += _headings(widget)
        elif isinstance(widget, QTableView):
            found += _rows(widget)
    return found


def nameless(window: QWidget, in_sight: Sequence[QWidget] = ()) -> list[str]:
    """Controls a screen reader could not name (U31)."""
    controls = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    return [
        f"{type(widget).__name__} in {_where(widget)}"
        for widget in in_sight or seen(window)
        if isinstance(widget, controls)
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
        and not isinstance(widget.parent(), QComboBox | QHeaderView)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def sideways(window: QWidget, in_sight: Sequence[QWidget] = ()) -> list[str]:
    """Pages that scroll sideways (U21); a list may, a page may not."""
    bars = (w for w in in_sight or seen(window) if isinstance(w, QScrollBar) and w.orientation() is Qt.Orientation.Horizontal)
    return [f"{_where(bar)} scrolls sideways" for bar in bars if isinstance(bar.parent().parent(), QScrollArea)]


def outside(window: QWidget) -> list[str]:
    """Primary buttons that are not wholly inside the window (U21, U22: the main action never scrolls away)."""
    found = []
    for widget in shown(window):
        if not isinstance(widget, QPushButton) or widget.property("look") != "primary":
            continue
        at = widget.mapTo(window, QPoint(0, 0))
        whole = widget.visibleRegion().boundingRect()
        if at.x() < 0 or at.y() < 0 or whole.height() < widget.height() - 2 or whole.width() < widget.width() - 2:
            found.append(f"“{widget.text()}” in {_where(widget)}")
    return found


def _label(label: QLabel) -> list[str]:
    text = label.text()
    if not text or (label.pixmap() and not label.pixmap().isNull()):
        return []
    room, metrics = label.contentsRect(), label.fontMetrics()
    if label.wordWrap():
        high = metrics.boundingRect(0, 0, room.width(), 10_000, Qt.TextFlag.TextWordWrap, text).height()
        return [] if high <= label.height() + SLACK + 2 else [f"“{text[:24]}” needs {high} px, has {label.height()} ({_where(label)})"]
    wide = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    return _narrow(label, text, wide + label.width() - room.width())


def _narrow(widget: QWidget, text: str, wide: int) -> list[str]:
    if wide <= widget.width() + SLACK or _told(widget, text):
        return []
    return [f"“{text[:24]}” needs {wide} px, has {widget.width()} ({_where(widget)})"]


def _told(widget: QWidget, text: str) -> bool:
    return text.rstrip("…").split("\n")[0] in widget.toolTip()


def _headings(header: QHeaderView) -> list[str]:
    model, found = header.model(), []
    for number in range(model.columnCount()):
        if header.isSectionHidden(number) or header.sectionViewportPosition(number) < 0:
            continue
        if header.sectionViewportPosition(number) + header.sectionSize(number) > header.viewport().width():
            continue
        text = str(model.headerData(number, Qt.Orientation.Horizontal) or "")
        face = header.font()
        face.setPixelSize(13)
        face.setWeight(face.Weight.DemiBold)
        wide = max(QFontMetrics(face).horizontalAdvance(line) for line in text.split("\n")) + 2 * HEADER_PAD
        if wide > header.sectionSize(number) + SLACK:  # a heading is read, not hovered over: the tip does not help
            found.append(f"heading “{text}” needs {wide} px, has {header.sectionSize(number)} ({_where(header)})")
    return found


def _rows(table: QTableView) -> list[str]:
    least = table.fontMetrics().height() + 4
    rows = range(min(table.model().rowCount() if table.model() else 0, 3))
    return [f"row of {_where(table)} is {table.rowHeight(n)} px, the face needs {least}" for n in rows if table.rowHeight(n) < least]


def _where(widget: QWidget) -> str:
    names = []
    above: QWidget | None = widget
    while above is not None and len(names) < 3:
        name = above.accessibleName()
        if name or above is widget:
            names.append(name or type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names)


def settle(window: QWidget) -> None:
    """Let layouts and paints happen."""
    for _ in range(4):
        QApplication.processEvents()
