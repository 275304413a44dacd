"""A report on paper: its bars as vector lines and its numbers as a table, with what each column counts (features M04, M06)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid
from yingcai_desktop.documents.typeset import Span, break_lines, draw, draw_line, line_width
from yingcai_desktop.documents.words import Words

INKS = ("#1A5CA8", "#8FB4DC", "#E0A02F", "#2F9A62", "#6A57B5", "#B3261E")
"""Six inks that stay apart in grey as well."""
_SIZE, _ROW, _LABEL, _BAR = 9, 18, 92.0, 10


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of bars; `values` one a series, None where nothing is known."""

    label: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars. `stacked`: the parts of a line stand end to end, else beneath each other."""

    series: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    stacked: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One report: the chart (None: table only), the columns with what they count, the rows as text."""

    title: str
    chart: Chart | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    meanings: tuple[str, ...]
    note: str = ""


class Bars(Flowable):
    """The chart as lines and words; as high as its rows."""

    def __init__(self, chart: Chart, room: float) -> None:
        super().__init__()
        self.chart, self.width = chart, room
        self.height = 16 + sum(self._depth(row) for row in chart.rows)

    def _depth(self, row: ChartRow) -> float:
        return _ROW if self.chart.stacked else 6 + 12.0 * len(row.values)

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """What it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Legend, then line by line."""
        canvas, chart = self.canv, self.chart
        at = 0.0
        if len(chart.series) > 1:
            for name, ink in zip(chart.series, INKS, strict=False):
                canvas.setFillColor(HexColor(ink))
                canvas.rect(at, self.height - 10, 8, 8, stroke=0, fill=1)
                draw(canvas, at + 11, self.height - 9, name, _SIZE, Style.HEI)
                at += 24 + line_width((Span(name, Style.HEI),), _SIZE)
        totals = [sum(v or 0 for v in row.values) if chart.stacked else max((v or 0 for v in row.values), default=0) for row in chart.rows]
        scale = (self.width - _LABEL - 42) / (max(totals, default=0) or 1)
        top = self.height - 16
        for row in chart.rows:
            depth = self._depth(row)
            self._label(row.label, top - depth / 2)
            self._stack(row, top - depth / 2, scale) if chart.stacked else self._group(row, top, scale)
            top -= depth

    def _label(self, text: str, middle: float) -> None:
        lines = break_lines((Span(text, Style.HEI),), _SIZE, _LABEL - 6)[:2]
        for n, line in enumerate(lines):
            draw_line(self.canv, 0, middle - 3 + (len(lines) - 1) * 5 - n * 10, line, _SIZE)

    def _stack(self, row: ChartRow, middle: float, scale: float) -> None:
        at = _LABEL
        for value, ink in zip(row.values, INKS, strict=False):
            self.canv.setFillColor(HexColor(ink))
            self.canv.rect(at, middle - _BAR / 2, (value or 0) * scale, _BAR, stroke=0, fill=1)
            at += (value or 0) * scale
        total = sum(v or 0 for v in row.values)
        draw(self.canv, at + 4, middle - 3, f"{total:g}" if len(row.values) > 1 else row.texts[0], _SIZE, Style.HEI)

    def _group(self, row: ChartRow, top: float, scale: float) -> None:
        for n, (value, text) in enumerate(zip(row.values, row.texts, strict=True)):
            y = top - 3 - 12 * (n + 1)
            self.canv.setFillColor(HexColor(INKS[n % len(INKS)]))
            self.canv.rect(_LABEL, y, (value or 0) * scale, _BAR - 1, stroke=0, fill=1)
            draw(self.canv, _LABEL + (value or 0) * scale + 4, y + 1, text, _SIZE, Style.HEI)


def report(reports: Sequence[Report], heading: Heading, title: str = "") -> bytes:
    """One report, or several as one file with a section each. NothingToPrint without any."""
    wide = any(len(r.columns) > 9 for r in reports)
    room = text_width(wide)
    sections = [Section(f"{heading.unit} · {heading.season} 年度 · {r.title}", _flow(r, heading, room, wide=wide)) for r in reports]
    return book(title or reports[0].title if reports else title, heading.unit, sections, wide=wide)


def _flow(given: Report, heading: Heading, room: float, *, wide: bool) -> list[Flowable]:
    flow = head(given.title, heading, wide=wide)
    if given.chart and given.chart.rows:
        bars = Bars(given.chart, room)
        long = bars.height > (340 if wide else 560)  # would not fit under the heading: the table says the same
        flow += [Words("条目较多，图从略，数据见下表。", 9, running=True) if long else bars, Spacer(0, 10)]
    first = Column(given.columns[0], 2.4, "left")
    flow.append(grid([first, *(Column(c, 1, "right") for c in given.columns[1:])], given.rows, room, least=20))
    notes = [f"{name}：{meaning}" for name, meaning in zip(given.columns[1:], given.meanings, strict=True)]
    flow.append(tail(heading, notes=("；".join(notes) + "。", *((given.note,) if given.note else ()))))
    return flow


