"""Tinted outline icons by role: one family (Phosphor, MIT), drawn sharp at the scale of the attached screens."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton, QWidget

from ui import theme
from yingcai_desktop.assets import resource

Button = TypeVar("Button", QPushButton, QToolButton, QLabel)
ROLE, TOKEN, CHECKED, SIZE = "icon_role", "icon_token", "icon_checked", "icon_size"


@lru_cache(maxsize=256)
def _source(role: str) -> str:
    return resource("icons", f"{role}.svg").read_text("utf-8")


@lru_cache(maxsize=1024)
def _drawn(role: str, tint: str, size: int, dpr: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(role).replace("#000000", tint).encode()))
    picture = QPixmap(round(size * dpr), round(size * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def pixmap(role: str, token: str = "text2", size: int = 18, dpr: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels for a screen of scale `dpr`; `token` is a colour token."""
    return _drawn(role, theme.colour(token).name(), size, dpr)


def icon(role: str, token: str = "text2", size: int = 18, checked: str = "") -> QIcon:
    """An icon sharp on every attached screen; `checked` is the colour token of the On state."""
    scales = {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}
    on = theme.colour(checked).name() if checked else ""
    return _icon(role, theme.colour(token).name(), theme.colour("text3").name(), on, size, frozenset(scales))


@lru_cache(maxsize=512)
def _icon(role: str, tint: str, disabled: str, on: str, size: int, scales: frozenset[float]) -> QIcon:
    """Shared by all that wear it: a register has dozens of the same few."""
    result = QIcon()
    for dpr in sorted(scales):
        result.addPixmap(_drawn(role, tint, size, dpr))
        result.addPixmap(_drawn(role, disabled, size, dpr), QIcon.Mode.Disabled)
        if on:
            result.addPixmap(_drawn(role, on, size, dpr), QIcon.Mode.Normal, QIcon.State.On)
    return result


def put(widget: Button, role: str, token: str = "text2", size: int = 18, checked: str = "") -> Button:
    """Give a button or a label its icon; it follows the theme from then on."""
    for name, value in ((ROLE, role), (TOKEN, token), (SIZE, size), (CHECKED, checked)):
        widget.setProperty(name, value)
    _apply(widget)
    return widget


def tint(widget: Button, token: str) -> None:
    """Another colour for the icon a widget has; none: nothing to do."""
    if widget.property(ROLE):
        put(widget, str(widget.property(ROLE)), token, int(widget.property(SIZE)), str(widget.property(CHECKED) or ""))


def retint(widgets: Iterable[QWidget]) -> None:
    """Redraw the icons of these widgets in the colours shown now."""
    for widget in widgets:
        if isinstance(widget, QAbstractButton | QLabel) and widget.property(ROLE):
            _apply(widget)


def _apply(widget: QAbstractButton | QLabel) -> None:
    role, token, size = str(widget.property(ROLE)), str(widget.property(TOKEN)), int(widget.property(SIZE))
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(role, token, size, widget.devicePixelRatio()))
        return
    widget.setIcon(icon(role, token, size, str(widget.property(CHECKED) or "")))
    widget.setIconSize(QSize(size, size))
