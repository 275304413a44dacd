"""Sheets of white paper on a grey table, whatever the theme: a finished PDF, scrolled and zoomed, drawn by a thread of its own.

What is shown is the file itself, rendered anew at each zoom and at the pixels of the screen; nothing is laid out a second time.
"""

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from ui.theme import colour

if TYPE_CHECKING:
    from yingcai_desktop.documents.paper import Paper

Fit = Literal["width", "page", "actual"]
MARGIN, GAP = 20, 16
LEAST, MOST, STEP = 0.25, 3.0, 1.2
_KEPT_BYTES = 160_000_000
Key = tuple[int, float]


class _Relay(QObject):
    """Carries a file and its pictures from the drawing thread to the screen."""

    opened = Signal(object, object)
    drawn = Signal(object, int, float, QImage)


class PdfView(QAbstractScrollArea):
    """PgUp/PgDn turn pages, Home/End go to the first and last, Ctrl+plus/minus/0 and Ctrl+wheel zoom."""

    page_changed = Signal(int, int)
    """The page at the top and how many there are (from 1)."""

    zoom_changed = Signal(int)
    """In per cent of the real size."""

    def __init__(self, name: str = "页面预览") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.fit: Fit | None = "width"
        self._zoom = 1.0
        self.paper: Paper | None = None
        self._places: list[QRectF] = []
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._wanted: set[Key] = set()
        self._said = 0, 0
        self._worker: ThreadPoolExecutor | None = None
        self._relay = _Relay()
        self._opening: bytes | None = None
        self._relay.opened.connect(self._take_in)
        self._relay.drawn.connect(self._take)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self._end)

    # What the page around it uses

    def show_pdf(self, pdf: bytes, fit: Fit | None = None) -> None:
        """Show a file from its first page, once the drawing thread has opened it: pdfium may be busy, and the screen must not wait for it.

        What was there stays until then. Bytes that are no PDF raise `ValueError` from the event loop.
        """
        self._opening, relay = pdf, self._relay
        if fit is not None:
            self.fit = fit

        def open_file() -> None:
            from yingcai_desktop.documents.paper import Paper

            try:
                relay.opened.emit(pdf, Paper(pdf))
            except ValueError as trouble:
                relay.opened.emit(pdf, trouble)

        self._worker = self._worker or ThreadPoolExecutor(1, thread_name_prefix="paper")
        self._worker.submit(open_file)

    def clear(self) -> None:
        """An empty table. The drawing thread closes the file: pdfium may be busy, and the screen must not wait for it."""
        self._kept.clear()
        self._wanted.clear()
        self._places = []
        self._said = 0, 0
        self._opening = None
        if self.paper is not None and self._worker is not None:
            self._worker.submit(self.paper.close)
        self.paper = None
        self.viewport().update()

    def shut(self) -> None:
        """Let go of the file and of the thread, without waiting for either; the view may be used again."""
        self.clear()
        if self._worker is not None:
            self._worker.shutdown(wait=False)  # it still closes the file; what was to be drawn is no longer wanted
            self._worker = None

    def _end(self) -> None:
        """The program ends: now it waits."""
        worker = self._worker
        self.shut()
        if worker is not None:
            worker.shutdown(wait=True)

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.paper) if self.paper is not None else 0

    @property
    def page(self) -> int:
        """The page most of which is on show, from 1; 0 when there is none."""
        if not self._places:
            return 0
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        seen = [min(place.bottom(), bottom) - max(place.top(), top) for place in self._places]
        return seen.index(max(seen)) + 1

    def go_to(self, number: int) -> None:
        """Put the top of a page at the top."""
        if self._places:
            place = self._places[max(0, min(number, len(self._places)) - 1)]
            self.verticalScrollBar().setValue(round(place.top() - GAP))

    def zoom_to(self, zoom: Fit | float) -> None:
        """Fit the width or the whole page, real size, or a factor; the page on show stays."""
        number = self.page
        if isinstance(zoom, str):
            self.fit = zoom
        else:
            self.fit, self._zoom = None, max(LEAST, min(zoom, MOST))
        self._lay_out()
        self.go_to(number)

    def zoom_by(self, steps: int) -> None:
        """Closer or farther."""
        self.zoom_to(self._zoom * STEP**steps)

    @property
    def zoom(self) -> float:
        """1.0 is the real size."""
        return self._zoom

    def settled(self) -> bool:
        """Whether all that is on show is drawn sharp."""
        return self._opening is None and all((n, self._scale()) in self._kept for n in self._on_show())

    # Inside

    def _pixels(self) -> float:
        """Logical pixels of the screen for one point at real size."""
        return self.logicalDpiX() / 72

    def _scale(self) -> float:
        return round(self._zoom * self._pixels() * self.devicePixelRatio(), 4)

    def _lay_out(self) -> None:
        if self.paper is None:
            return
        one = self.count == 1 and self.fit == "page"
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if one else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(policy)  # a bar that comes and goes would change the width it depends on
        room, sheets = self.viewport().size(), self.paper.sheets
        self._zoom = self._fitting(room)
        factor = self._zoom * self._pixels()
        across = max(max(s.width for s in sheets) * factor + 2 * MARGIN, room.width())
        heights = [sheet.height * factor for sheet in sheets]
        whole = sum(heights) + GAP * (len(sheets) + 1)
        top = max(float(GAP), (room.height() - whole) / 2 + GAP)
        self._places = []
        for sheet, height in zip(sheets, heights, strict=True):
            wide = sheet.width * factor
            self._places.append(QRectF(round((across - wide) / 2), round(top), wide, height))
            top += height + GAP
        for bar, length, shown in (
            (self.horizontalScrollBar(), across, room.width()),
            (self.verticalScrollBar(), max(whole, room.height()), room.height()),
        ):
            bar.setRange(0, max(0, round(length) - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(40)
        self._wanted.clear()
        self.zoom_changed.emit(round(self._zoom * 100))
        self.viewport().update()

    def _fitting(self, room: QSize) -> float:
        if self.paper is None or self.fit is None:
            return self._zoom
        wide = (room.width() - 2 * MARGIN) / max(s.width for s in self.paper.sheets) / self._pixels()
        high = (room.height() - 2 * GAP) / max(s.height for s in self.paper.sheets) / self._pixels()
        wanted = {"width": wide, "page": min(wide, high), "actual": 1.0}[self.fit]
        return max(LEAST, min(wanted, MOST))

    def _on_show(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [n for n, place in enumerate(self._places) if place.bottom() >= top and place.top() <= bottom]

    def _want(self, number: int, scale: float) -> None:
        if (number, scale) in self._wanted or self.paper is None or self._worker is None:
            return
        self._wanted.add((number, scale))
        paper, relay, wanted = self.paper, self._relay, self._wanted

        def draw() -> None:
            if (number, scale) not in wanted:
                return  # scrolled or zoomed away meanwhile
            try:
                made = paper.picture(number, scale)
            except ValueError:
                return  # the file was closed meanwhile
            image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32)
            relay.drawn.emit(paper, number, scale, image.copy())

        self._worker.submit(draw)

    def _take_in(self, pdf: bytes, opened: "Paper | ValueError") -> None:
        if isinstance(opened, ValueError):
            raise opened
        if pdf is not self._opening:  # another file was asked for meanwhile, or none
            self._worker.submit(opened.close) if self._worker is not None else opened.close()
            return
        self.clear()
        self.paper = opened
        self._lay_out()
        self.go_to(1)
        self._tell()

    def _take(self, paper: object, number: int, scale: float, image: QImage) -> None:
        if paper is not self.paper or (number, scale) not in self._wanted:
            return
        self._wanted.discard((number, scale))
        self._kept[number, scale] = image
        while sum(kept.sizeInBytes() for kept in self._kept.values()) > _KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        self.viewport().update()

    def _tell(self) -> None:
        now = self.page, self.count
        if now != self._said:
            self._said = now
            self.page_changed.emit(*now)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """The table, the sheets, and what is drawn of them so far."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), colour("line"))
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        scale = self._scale()
        on_show = self._on_show()
        for number in on_show:
            place = self._places[number]
            painter.fillRect(place.adjusted(-1, 0, 2, 3), QColor(0, 0, 0, 46))
            painter.fillRect(place, QColor("#FFFFFF"))
            sharp = self._kept.get((number, scale))
            image = sharp or next((kept for (n, _), kept in self._kept.items() if n == number), None)
            if image is not None:
                painter.drawImage(place, image)
            if sharp is None:
                self._want(number, scale)
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        if on_show and on_show[-1] + 1 < self.count and (on_show[-1] + 1, scale) not in self._kept:
            self._want(on_show[-1] + 1, scale)  # the next page is ready before it is turned

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again; the page on show stays."""
        super().resizeEvent(event)
        number = self.page
        self._lay_out()
        if self.fit is not None:
            self.go_to(number)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew and tell which page is on show."""
        self.viewport().update()
        self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl: closer or farther."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        turns = {Qt.Key.Key_PageDown: self.page + 1, Qt.Key.Key_PageUp: self.page - 1, Qt.Key.Key_Home: 1, Qt.Key.Key_End: self.count}
        if key in turns:
            self.go_to(turns[Qt.Key(key)])
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(-1 if key == Qt.Key.Key_Minus else 1)
        elif control and key == Qt.Key.Key_0:
            self.zoom_to("actual")
        else:
            super().keyPressEvent(event)
