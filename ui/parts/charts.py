"""Small charts drawn straight: bars, funnel, quotas, progress. Labelled in place, few colours, readable in grey and by ear."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colour, font, subject_colour

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


class Canvas(QPainter):
    """A painter with our three verbs: words, bar, line."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)

    def words(
        self,
        area: QRectF,
        text: str,
        token: str = "text2",
        px: int = 12,
        align: Qt.AlignmentFlag = LEFT,
        *,
        strong: bool = False,
    ) -> None:
        """Text in an area, elided with … if it does not fit."""
        self.setFont(font(px, strong=strong))
        self.setPen(colour(token))
        room = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()) + 1)
        self.drawText(area, align, room)

    def bar(self, area: QRectF, tint: QColor | str, radius: float = 3) -> None:
        """A rounded bar; nothing if it has no width."""
        if area.width() > 0:
            self.setPen(Qt.PenStyle.NoPen)
            self.setBrush(colour(tint) if isinstance(tint, str) else tint)
            self.drawRoundedRect(area, radius, radius)

    def line(self, start: QPointF, end: QPointF, token: str = "grid", width: float = 1) -> None:
        """A straight line."""
        self.setPen(QPen(colour(token), width))
        self.drawLine(start, end)


class Chart(QWidget):
    """Rows of equal height. ↑ ↓ move, Enter or a click emits `picked(key)` if `pickable`; the spoken form is the description."""

    picked = Signal(str)
    rows_px = 26
    head_px = 0
    pickable = True

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._keys: list[str] = []
        self._at = 0

    def keys(self, keys: Sequence[str], spoken: Sequence[str]) -> None:
        """The rows and how they are said."""
        self._keys = list(keys)
        self._at = min(self._at, max(len(self._keys) - 1, 0))
        self.setAccessibleDescription("；".join(spoken))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.pickable and keys else Qt.FocusPolicy.NoFocus)
        if self.pickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.updateGeometry()
        self.update()

    def row_area(self, number: int) -> QRectF:
        """Where a row is drawn; rows share spare height up to half as much again."""
        each = min(self.rows_px * 1.5, (self.height() - self.head_px - 2) / max(len(self._keys), 1))
        return QRectF(0, self.head_px + number * each, self.width(), each)

    def sizeHint(self) -> QSize:
        """Room for the rows in the face in use."""
        each = max(self.rows_px, QFontMetrics(font(12)).height() + 1)
        return QSize(220, self.head_px + each * max(len(self._keys), 1) + 2)

    def minimumSizeHint(self) -> QSize:
        """The least room in which nothing is cut."""
        return QSize(160, self.sizeHint().height())

    def draw(self, canvas: Canvas) -> None:
        """Subclasses draw here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and the focus frame around the current row."""
        canvas = Canvas(self)
        self.draw(canvas)
        if self.hasFocus() and self._keys:
            canvas.setPen(QPen(colour("focus"), 2))
            canvas.setBrush(Qt.BrushStyle.NoBrush)
            canvas.drawRoundedRect(self.row_area(self._at).adjusted(1, 1, -1, -1), 3, 3)
        canvas.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ move, Enter picks."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._keys:
            self._at = max(0, min(len(self._keys) - 1, self._at + (1 if event.key() == Qt.Key.Key_Down else -1)))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._keys:
            self.picked.emit(self._keys[self._at])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks the row."""
        for number, key in enumerate(self._keys):
            if self.pickable and self.row_area(number).contains(event.position()):
                self._at = number
                self.picked.emit(key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.update()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `quiet` for the rest (其余 9 校)."""

    key: str
    label: str
    value: float
    quiet: bool = False


class BarList(Chart):
    """Words, bar, number."""

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Replace the bars."""
        self._bars = list(bars)
        self.keys([bar.key for bar in bars], [f"{bar.label} {bar.value:g}" for bar in bars])

    def draw(self, canvas: Canvas) -> None:
        """Longest bar = greatest value."""
        bars = getattr(self, "_bars", [])
        top = max((bar.value for bar in bars), default=0) or 1
        words = min(self.width() * 0.42, 122)
        for number, bar in enumerate(bars):
            area = self.row_area(number)
            width = (area.width() - words - 52) * bar.value / top
            canvas.words(QRectF(0, area.y(), words - 6, area.height()), bar.label, px=13)
            canvas.bar(QRectF(words, area.center().y() - 6, width, 12), "calm" if bar.quiet else "pri")
            beside = QRectF(words + width + 6, area.y(), 50, area.height())
            canvas.words(beside, f"{bar.value:g}", "text", 13)


class Funnel(Chart):
    """Stages one under another: how many, and how many per cent of the stage before. An unknown value reads 待定."""

    rows_px = 32

    def show_stages(self, stages: Sequence[tuple[str, str, int | None]]) -> None:
        """Replace the stages: (key, label, count)."""
        self._stages = list(stages)
        self.keys([s[0] for s in stages], [f"{s[1]} {s[2] if s[2] is not None else '待定'}" for s in stages])

    def draw(self, canvas: Canvas) -> None:
        """Each bar in proportion to the first."""
        stages = getattr(self, "_stages", [])
        top = max((count or 0 for _k, _l, count in stages), default=0) or 1
        before = 0
        for number, (_key, name, count) in enumerate(stages):
            area = self.row_area(number)
            canvas.words(QRectF(0, area.y(), 66, area.height()), name, px=13)
            width = max((area.width() - 70 - 56) * (count or 0) / top, 3)
            bar = QRectF(70, area.y() + 4, width, area.height() - 8)
            canvas.bar(bar, "calm" if count is None else f"step{min(number + 1, 4)}")
            if before and count and width > 44:
                canvas.words(bar.adjusted(6, 0, 0, 0), f"{count / before:.0%}", "onPri", strong=True)
            beside = QRectF(bar.right() + 8, area.y(), 56, area.height())
            if count is None:
                canvas.words(beside, "待定", "text3", 13)
            else:
                canvas.words(beside, str(count), "text", 14, strong=True)
            before = count or 0


@dataclass(frozen=True, slots=True)
class Quota:
    """One group: how far towards what is needed, and figures at the right; `short` marks the figure that falls short."""

    key: str
    label: str
    done: float
    goal: float
    figures: Sequence[str] = ()
    short: int = -1


class QuotaTable(Chart):
    """Subjects with their bars and right-aligned figures under headings."""

    head_px = 26
    rows_px = 27

    def show_quotas(self, first: str, heads: Sequence[str], quotas: Sequence[Quota]) -> None:
        """`first` heads the words, `heads` the figures."""
        self._first, self._heads, self._quotas = first, list(heads), list(quotas)
        said = [f"{q.label} " + "，".join(f"{h} {f}" for h, f in zip(heads, q.figures, strict=False)) for q in quotas]
        self.keys([quota.key for quota in quotas], said)

    def draw(self, canvas: Canvas) -> None:
        """A line under each row; the bar is in the colour of the subject."""
        widths = [max(52, 14 + 13 * len(head)) for head in getattr(self, "_heads", [])]
        right = self.width() - sum(widths)
        canvas.words(QRectF(0, 0, 60, self.head_px), getattr(self, "_first", ""), "text3")
        for number, head in enumerate(getattr(self, "_heads", [])):
            at = QRectF(right + sum(widths[:number]), 0, widths[number], self.head_px)
            canvas.words(at, head, "text3", align=RIGHT)
        for number, quota in enumerate(getattr(self, "_quotas", [])):
            area = self.row_area(number)
            canvas.line(area.topLeft(), area.topRight())
            self._row(canvas, area, quota, right, widths)

    def _row(self, canvas: Canvas, area: QRectF, quota: Quota, right: float, widths: list[int]) -> None:
        middle, tint = area.center().y(), subject_colour(quota.label)
        if tint is not None:
            canvas.bar(QRectF(0, middle - 4, 8, 8), tint, 2)
        canvas.words(QRectF(14 if tint else 0, area.y(), 64, area.height()), quota.label, "text", 14)
        room = max(right - 74 - 16, 0)
        canvas.bar(QRectF(74, middle - 4, room, 8), "grid", 4)
        share = min(quota.done / quota.goal, 1) if quota.goal else 0
        canvas.bar(QRectF(74, middle - 4, room * share, 8), tint or colour("pri"), 4)
        for number, figure in enumerate(quota.figures):
            at = QRectF(right + sum(widths[:number]), area.y(), widths[number], area.height())
            short = number == quota.short
            canvas.words(at, f"▲ {figure}" if short else figure, "amb" if short else "text", 14, RIGHT, strong=short)


@dataclass(frozen=True, slots=True)
class Bound:
    """One progress: name, remark at the right, share done (0–1), and the words under the bar with their tone."""

    key: str
    label: str
    remark: str
    share: float
    below: str = ""
    tone: str = "plain"


class ProgressList(Chart):
    """Name and remark, bar, words under it."""

    rows_px = 58

    def show_bounds(self, bounds: Sequence[Bound]) -> None:
        """Replace what is shown."""
        self._bounds = list(bounds)
        self.keys([b.key for b in bounds], [f"{b.label}，{b.remark}，{b.below}" for b in bounds])

    def draw(self, canvas: Canvas) -> None:
        """A line between."""
        for number, bound in enumerate(getattr(self, "_bounds", [])):
            area = self.row_area(number)
            if number:
                canvas.line(area.topLeft(), area.topRight())
            top = area.y() + (area.height() - 52) / 2
            canvas.words(QRectF(0, top, area.width() * 0.45, 22), bound.label, "text", 14, strong=True)
            canvas.words(QRectF(area.width() * 0.45, top, area.width() * 0.55, 22), bound.remark, align=RIGHT)
            canvas.bar(QRectF(0, top + 25, area.width(), 8), "grid", 4)
            canvas.bar(QRectF(0, top + 25, area.width() * max(0.0, min(bound.share, 1)), 8), "pri", 4)
            token = {"bad": "red", "warn": "amb", "ok": "grn"}.get(bound.tone, "text3")
            canvas.words(QRectF(0, top + 35, area.width(), 18), bound.below, token)
