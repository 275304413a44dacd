"""Small makers: a named label, a named button, a row, a stack. Looks are names in `resources/style/app.qss`."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.parts import icons

Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)
Item = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
"""What goes into a row or stack: a widget, a layout, a gap in pixels, (thing, stretch), or `None` for a stretch."""

_ICON_TOKENS = {"primary": "onPri", "danger": "red", "link": "priT"}


def look(widget: QWidget, **names: object) -> None:
    """Set style properties, e.g. `look(frame, look="strip", tone="warn")`, and restyle the widget if they changed."""
    changed = [name for name, value in names.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, names[name])
    if changed:
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """A style property of the widget, or of what it is in, has changed; one that was never styled has nothing to change."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def label(text: str = "", name: str = "", *, wrap: bool = False, tip: str = "") -> QLabel:
    """A label of plain text (never rich text: names come from strangers)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if wrap:
        made.setWordWrap(True)
    if tip:
        made.setToolTip(tip)
    if name:
        made.setProperty("look", name)
    if name == "pill":  # as large as its words, never stretched to the height of the row
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def button(
    text: str, name: str = "", icon: str = "", do: Callable[[], object] | None = None, *, tip: str = ""
) -> QPushButton:
    """A button; with `name="icon"` the text is its accessible name and tool tip only."""
    made = QPushButton("" if name == "icon" else text)
    made.setAccessibleName(text)
    if said := tip or (text if name == "icon" else ""):
        made.setToolTip(said)
    made.setAutoDefault(True)  # Enter presses the focused button, not only Space
    if name != "icon":
        made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    if name:
        made.setProperty("look", name)
    if icon:
        icons.put(made, icon, _ICON_TOKENS.get(name, "text2"))
    if do is not None:
        made.clicked.connect(lambda _checked=False: do())
    return made


def emphasise(made: QPushButton, main: bool) -> None:
    """Make a button the main one of its page, or one like the others."""
    look(made, look="primary" if main else "")
    icons.tint(made, "onPri" if main else "text2")


def mark(role: str, token: str = "text2", size: int = 18) -> QLabel:
    """An icon that only decorates the words beside it."""
    made = icons.put(QLabel(), role, token, size)
    made.setFixedSize(size, size)
    return made


def rule() -> QFrame:
    """A 1-px line across."""
    line = QFrame()
    line.setProperty("look", "rule")
    return line


def row(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Things side by side."""
    return _fill(QHBoxLayout(), items, gap, margins)


def stack(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Things one under another."""
    return _fill(QVBoxLayout(), items, gap, margins)


def holder(layout: QLayout, name: str = "") -> QFrame:
    """A frame around a layout, with a look."""
    frame = QFrame()
    if name:
        frame.setProperty("look", name)
    frame.setLayout(layout)
    return frame


def _fill(layout: Box, items: tuple[Item, ...], gap: int, margins: tuple[int, int, int, int]) -> Box:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        add(layout, item)
    return layout


def add(layout: QBoxLayout, item: Item) -> None:
    """Put one `Item` at the end of a row or stack."""
    if item is None:
        layout.addStretch(1)
    elif isinstance(item, int):
        layout.addSpacing(item)
    elif isinstance(item, tuple):
        thing, stretch = item
        layout.addLayout(thing, stretch) if isinstance(thing, QLayout) else layout.addWidget(thing, stretch)
    elif isinstance(item, QLayout):
        layout.addLayout(item)
    else:
        layout.addWidget(item)
