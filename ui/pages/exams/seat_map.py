"""The seat map of a room: columns from the door, S 形; a seat is picked up and put down by mouse or by keys (ux §4.4)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import colour, font
from yingcai_desktop.services.seating import Place

_GAP = 8
_LECTERN = 34
_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class SeatMap(QWidget):
    """`swapped(seat, seat)` when one seat was put onto another; the owner asks why and does it. Seats count from 1."""

    swapped = Signal(int, int)
    seat_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("座位图")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(420, 176))
        self._columns: tuple[int, ...] = ()
        self._people: Mapping[int, Place] = {}
        self._spots: dict[tuple[int, int], int] = {}
        self.seat, self.held = 1, 0

    def show_room(self, columns: Sequence[int], people: Mapping[int, Place]) -> None:
        """Seats of each column, and who sits where."""
        self._columns, self._people, self.held = tuple(columns), people, 0
        self._spots = {}
        number = 0
        for across, deep in enumerate(self._columns):
            for at in range(deep):
                number += 1
                self._spots[deep - 1 - at if across % 2 else at, across] = number
        self.seat = min(self.seat, max(1, number))
        self._tell()
        self.update()

    def place_of(self, seat: int) -> QRectF:
        """Where a seat is drawn."""
        at = next((spot for spot, number in self._spots.items() if number == seat), (0, 0))
        return self._box(*at)

    def words(self, seat: int) -> str:
        """A seat in words, for screen readers and tool tips."""
        one = self._people.get(seat)
        return f"{seat:02d} 号 {one.person.name} {one.person.school} {one.ticket}" if one else f"{seat:02d} 号 空"

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room from the front."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(colour("surf2"))
        desk = QRectF(self.width() / 2 - 80, 2, 160, _LECTERN - 10)
        painter.drawRoundedRect(desk, 4, 4)
        painter.setFont(font(12))
        painter.setPen(colour("text2"))
        painter.drawText(desk, Qt.AlignmentFlag.AlignCenter, "讲　台")
        for (down, across), seat in self._spots.items():
            self._paint_seat(painter, self._box(down, across), seat)

    def _paint_seat(self, painter: QPainter, box: QRectF, seat: int) -> None:
        one = self._people.get(seat)
        held, here = seat == self.held, seat == self.seat and self.hasFocus()
        painter.setBrush(colour("ambW" if held else "sel" if seat == self.seat else "surf" if one else "surf2"))
        painter.setPen(QPen(colour("ambC" if held else "focus" if here else "line2"), 2 if here or held else 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(font(12))
        painter.setPen(colour("text2"))
        inner = box.adjusted(7, 3, -7, -3)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, f"{seat:02d}")
        painter.setFont(font(14, strong=one is not None))
        painter.setPen(colour("text" if one else "text3"))
        name = painter.fontMetrics().elidedText(one.person.name if one else "空", Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, name)
        if one and inner.height() > 48:
            painter.setFont(font(12))
            painter.setPen(colour("text2"))
            school = painter.fontMetrics().elidedText(one.person.school, Qt.TextElideMode.ElideRight, int(inner.width()))
            painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, school)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter or Space picks up and puts down, Esc lets go."""
        if event.key() in _ARROWS:
            self._step(*_ARROWS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._lift_or_put(self.seat)
        elif event.key() == Qt.Key.Key_Escape and self.held:
            self.held = 0
            self._tell()
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick up what is under the pointer."""
        seat = self._seat_at(event.position().toPoint())
        if seat:
            self.seat = seat
            if not self.held and seat in self._people:
                self.held = seat
            self._tell()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down: elsewhere is an exchange, on its own place it stays picked up."""
        seat = self._seat_at(event.position().toPoint())
        if self.held and seat and seat != self.held:
            self._lift_or_put(seat)

    def event(self, event: object) -> bool:
        """The whole name and school under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            seat = self._seat_at(event.pos())
            QToolTip.showText(event.globalPos(), self.words(seat) if seat else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]  # Qt's own event

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def _lift_or_put(self, seat: int) -> None:
        if not self.held:
            self.held = seat if seat in self._people else 0
        else:
            one, self.held = self.held, 0
            if one != seat:
                self.swapped.emit(one, seat)
        self._tell()
        self.update()

    def _step(self, down: int, across: int) -> None:
        at = next((spot for spot, number in self._spots.items() if number == self.seat), (0, 0))
        self.seat = self._spots.get((at[0] + down, at[1] + across), self.seat)
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words(self.seat))
        self.seat_changed.emit(self.seat)

    def _box(self, down: int, across: int) -> QRectF:
        wide = self.width() / max(1, len(self._columns))
        deep = (self.height() - _LECTERN) / max(1, max(self._columns, default=1))
        return QRectF(across * wide + _GAP / 2, _LECTERN + down * deep + _GAP / 2, wide - _GAP, deep - _GAP)

    def _seat_at(self, point: QPoint) -> int:
        return next((seat for spot, seat in self._spots.items() if self._box(*spot).contains(point)), 0)
