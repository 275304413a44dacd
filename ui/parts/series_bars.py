"""Bars in series: one line a thing, its parts end to end or beneath each other; every part can be picked, by mouse or keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QToolTip

from ui.parts.charts import RIGHT, Canvas, Chart
from ui.theme import colour, font, subject_colour

INKS = ("pri", "calm", "ambC", "grnC", "side2", "red")
"""Six inks at most; the words beside say the same."""
_LABEL, _NUMBER, _LINE = 128, 64, 20


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One line: `values` and `texts` one a series; None: not known."""

    key: str
    label: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    full: str = ""


class SeriesBars(Chart):
    """`chosen(row key, series number)`. ↑ ↓ lines, ← → series, Enter picks."""

    chosen = Signal(str, int)
    head_px = 26
    rows_px = 28

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._rows: list[SeriesRow] = []
        self._series: list[str] = []
        self._stacked = False
        self._one = 0
        self.picked.connect(lambda key: self.chosen.emit(key, self._one))
        self.setMouseTracking(True)

    def show_series(self, series: Sequence[str], rows: Sequence[SeriesRow], *, stacked: bool) -> None:
        """Replace what is shown."""
        self._series, self._rows, self._stacked = list(series), list(rows), stacked
        self.rows_px = 28 if stacked or len(series) == 1 else 8 + _LINE * len(series)
        self.head_px = 26 if len(series) > 1 else 4
        self._one = min(self._one, max(len(series) - 1, 0))
        said = [f"{r.label} " + "，".join(f"{s} {t}" for s, t in zip(series, r.texts, strict=True)) for r in rows]
        self.keys([row.key for row in rows], said)

    def sizeHint(self) -> QSize:
        """As high as its lines: the page scrolls, the chart does not shrink."""
        each = max(self.rows_px, QFontMetrics(font(13)).height() + 4)
        return QSize(360, self.head_px + each * max(len(self._rows), 1) + 4)

    def row_area(self, number: int) -> QRectF:
        """Every line at its own height, however high the page."""
        return QRectF(0, self.head_px + number * self.rows_px, self.width(), self.rows_px)

    def ink(self, number: int) -> QColor:
        """The ink of a series; a subject has its own."""
        name = self._series[number]
        return subject_colour(name) or colour(INKS[number % len(INKS)])

    def part_area(self, number: int, series: int) -> QRectF:
        """Where one part of one line is drawn."""
        area, row = self.row_area(number), self._rows[number]
        scale = self._scale()
        value = row.values[series] or 0
        if self._stacked or len(self._series) == 1:
            left = _LABEL + sum((v or 0) * scale for v in row.values[:series])
            return QRectF(left, area.y() + 6, value * scale, area.height() - 12)
        return QRectF(_LABEL, area.y() + 4 + series * _LINE + 2, value * scale, _LINE - 5)

    def draw(self, canvas: Canvas) -> None:
        """Legend above, then the lines."""
        if len(self._series) > 1:
            self._legend(canvas)
        for number, row in enumerate(self._rows):
            area = self.row_area(number)
            canvas.words(QRectF(0, area.y(), _LABEL - 10, area.height()), row.label, "text", 13)
            parts = [self.part_area(number, n) for n in range(len(self._series))]
            for n, part in enumerate(parts):
                canvas.bar(part, self.ink(n), 0 if self._stacked else 2)
                if not self._stacked or len(self._series) == 1:
                    canvas.words(QRectF(part.right() + 6, part.y() - 2, _NUMBER, part.height() + 4), row.texts[n], "text", 13)
            if self._stacked and len(self._series) > 1:
                self._inside(canvas, row, parts)
                total = sum(v or 0 for v in row.values)
                canvas.words(QRectF(parts[-1].right() + 6, area.y(), _NUMBER, area.height()), f"{total:g}", "text", 13, strong=True)
            if self.hasFocus() and number == self._at and len(self._series) > 1:
                canvas.setPen(QPen(colour("text"), 2))
                canvas.setBrush(Qt.BrushStyle.NoBrush)
                canvas.drawRect(parts[self._one].adjusted(0, -1, max(3 - parts[self._one].width(), 0), 1))

    def _inside(self, canvas: Canvas, row: SeriesRow, parts: Sequence[QRectF]) -> None:
        """A number inside a part that has room for it, in ink that can be read on it."""
        for n, part in enumerate(parts):
            if part.width() > 26 and row.values[n]:
                dark = self.ink(n).lightnessF() > 0.5
                canvas.words(part.adjusted(0, 0, -5, 0), row.texts[n], "#17222E" if dark else "#FFFFFF", 12, RIGHT)

    def _legend(self, canvas: Canvas) -> None:
        at = float(_LABEL)
        for n, name in enumerate(self._series):
            canvas.bar(QRectF(at, 7, 10, 10), self.ink(n), 2)
            wide = QFontMetrics(font(12)).horizontalAdvance(name) + 8
            canvas.words(QRectF(at + 15, 2, wide, 20), name, "text2")
            at += 15 + wide + 12

    def _scale(self) -> float:
        tops = [sum(v or 0 for v in r.values) if self._stacked else max((v or 0 for v in r.values), default=0) for r in self._rows]
        return max(self.width() - _LABEL - _NUMBER, 40) / (max(tops, default=0) or 1)

    def _part_at(self, at: QPointF) -> tuple[int, int] | None:
        """(line, series) under a point: the part itself, or the nearest part of its line."""
        for number in range(len(self._rows)):
            if self.row_area(number).contains(at):
                parts = [self.part_area(number, n) for n in range(len(self._series))]
                inside = [n for n, part in enumerate(parts) if part.adjusted(0, -3, 0, 3).contains(at)]
                if inside:
                    return number, inside[0]
                if self._stacked:
                    return number, len(parts) - 1 if at.x() > parts[-1].right() else 0
                return number, min(range(len(parts)), key=lambda n: abs(parts[n].center().y() - at.y()))
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → choose the series; the rest as every chart."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and len(self._series) > 1:
            self._one = max(0, min(len(self._series) - 1, self._one + (1 if event.key() == Qt.Key.Key_Right else -1)))
            self.update()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks the part."""
        if (found := self._part_at(event.position())) is not None:
            self._at, self._one = found
            self.update()
            self.chosen.emit(self._rows[found[0]].key, found[1])

    def event(self, event: QEvent) -> bool:
        """The tool tip says what the part is, with the long form of the words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._part_at(QPointF(event.pos()))
            if found is not None:
                row = self._rows[found[0]]
                QToolTip.showText(event.globalPos(), f"{row.full or row.label}\n{self._series[found[1]]} {row.texts[found[1]]}", self)
                return True
        return super().event(event)


