"""Who has sent what: offices down, stages across, a tinted cell with symbol and words in each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ui.parts.charts import CENTER, Canvas, Chart
from ui.theme import TONES

_WORDS = 96


@dataclass(frozen=True, slots=True)
class Cell:
    """`tone` of ui/theme.py; an empty text shows a dash."""

    text: str = ""
    tone: str = "plain"


class Matrix(Chart):
    """Emits `picked(key)` of a row."""

    head_px = 28
    rows_px = 31

    def show_cells(self, heads: Sequence[str], rows: Sequence[tuple[str, str, Sequence[Cell]]]) -> None:
        """`rows` are (key, label, cells)."""
        self._heads, self._rows = list(heads), list(rows)
        said = [f"{name}：" + "，".join(f"{head} {cell.text or '无'}" for head, cell in zip(heads, cells, strict=False))
                for _key, name, cells in rows]  # fmt: skip
        self.keys([key for key, _name, _cells in rows], said)

    def draw(self, canvas: Canvas) -> None:
        """Cells with symbol and words."""
        heads = getattr(self, "_heads", [])
        each = (self.width() - _WORDS) / max(len(heads), 1)
        for number, head in enumerate(heads):
            canvas.words(QRectF(_WORDS + number * each, 0, each, self.head_px), head, "text3", align=CENTER)
        for number, (_key, name, cells) in enumerate(getattr(self, "_rows", [])):
            area = self.row_area(number)
            canvas.line(area.topLeft(), area.topRight())
            canvas.words(QRectF(0, area.y(), _WORDS, area.height()), name, "text", 14)
            for place, cell in enumerate(cells):
                self._cell(canvas, QRectF(_WORDS + place * each, area.y(), each, area.height()), cell)

    def _cell(self, canvas: Canvas, area: QRectF, cell: Cell) -> None:
        ink, tint, symbol = TONES[cell.tone]
        if not cell.text:
            canvas.words(area, "—", "text3", 13, CENTER)
            return
        canvas.bar(QRectF(area.x() + 6, area.center().y() - 12, area.width() - 12, 24), tint, 4)
        canvas.words(area.adjusted(8, 0, -8, 0), f"{symbol} {cell.text}".strip(), ink, align=CENTER)
