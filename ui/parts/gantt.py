"""The year as bars over twelve months, with a line for today. Bars say in words and pattern what is done, running, to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from ui.parts.charts import CENTER, Canvas, Chart
from ui.parts.look import label, row

_WORDS = 96  # room for the longest stage, 年度评价总结
_FOOT = 22
_TINTS = {"done": "grnC", "now": "pri", "late": "ambC", "todo": "calm"}
_SPOKEN = {"done": "已完成", "now": "进行中", "late": "到期未办", "todo": "未开始"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stage from `start` to `end`, both included; `state` is `done`, `now`, `late` (over, and not done) or `todo`."""

    key: str
    label: str
    start: date
    end: date
    state: str


class Gantt(Chart):
    """Stages of one year."""

    head_px = 22
    rows_px = 19

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._spans: list[Span] = []
        self._today: date | None = None

    def show_spans(self, spans: Sequence[Span], today: date | None) -> None:
        """Replace the stages; no line for a day outside the year."""
        self._spans, self._today = list(spans), today
        said = [f"{s.label} {s.start:%m-%d} 至 {s.end:%m-%d} {_SPOKEN[s.state]}" for s in spans]
        self.keys([span.key for span in spans], said)
        self.setMinimumHeight(self.sizeHint().height() + _FOOT)

    def row_area(self, number: int) -> QRectF:
        """Rows leave room for the word 今天."""
        each = (self.height() - self.head_px - _FOOT) / max(len(self._spans), 1)
        return QRectF(0, self.head_px + number * each, self.width(), each)

    def draw(self, canvas: Canvas) -> None:
        """Months, bars, today."""
        month = (self.width() - _WORDS) / 12
        now = self._today.month if self._today else 0
        for number in range(12):
            left = _WORDS + number * month
            here = number + 1 == now
            token = "text" if here else "text3"
            canvas.words(QRectF(left, 0, month, 20), f"{number + 1}月", token, align=CENTER, strong=here)
            canvas.line(QPointF(left, self.head_px), QPointF(left, self.height() - _FOOT))
        for number, span in enumerate(self._spans):
            area = self.row_area(number)
            canvas.words(QRectF(0, area.y(), _WORDS - 4, area.height()), span.label)
            left, right = self._place(span.start, month, 0), self._place(span.end, month, 1)
            canvas.bar(QRectF(left + 2, area.center().y() - 5, max(right - left - 4, 6), 10), _TINTS[span.state], 5)
        self._draw_today(canvas, month)

    def _draw_today(self, canvas: Canvas, month: float) -> None:
        if self._today is None or not any(span.start.year <= self._today.year <= span.end.year for span in self._spans):
            return
        at = self._place(self._today, month, 0.5)
        canvas.line(QPointF(at, self.head_px - 2), QPointF(at, self.height() - 18), "red", 1.5)
        flag = QRectF(min(max(at - 22, 0), self.width() - 44), self.height() - 19, 44, 18)
        canvas.bar(flag, "red", 4)
        canvas.words(flag, "今天", "onRed", align=CENTER, strong=True)

    def _place(self, day: date, month: float, within: float) -> float:
        """Where a day lies; `within` the day: 0 its morning, 1 its evening."""
        return _WORDS + (day.month - 1 + (day.day - 1 + within) / 31) * month


class _Dash(QWidget):
    """The little bar of a legend."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(16, 18)

    def paintEvent(self, event: object) -> None:
        """Draw it in the colours shown now."""
        canvas = Canvas(self)
        canvas.bar(QRectF(0, 5, 16, 8), self._token, 4)
        canvas.end()


def legend(*entries: tuple[str, str]) -> QWidget:
    """A line of (token, words)."""
    made = QWidget()
    parts = [part for token, text in entries for part in (_Dash(token), label(text, "hint"), 8)]
    made.setLayout(row(*parts, None, gap=5))
    return made


def year_legend() -> QWidget:
    """The legend of a `Gantt`."""
    return legend(*((_TINTS[state], words) for state, words in _SPOKEN.items()))
