"""Text as a ReportLab flowable: fitted cells, wrapped cells, paragraphs of running text, and lines to sign on."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.fonts import width as text_width
from yingcai_desktop.documents.typeset import (
    FLOOR,
    INK,
    Line,
    Span,
    break_lines,
    draw,
    draw_line,
    fit,
    justify,
    line_width,
    paragraphs,
)

Text = str | Span | Sequence[Span]


def spans_of(text: Text, style: Style) -> tuple[Span, ...]:
    """Plain text becomes one span of the given style."""
    if isinstance(text, str):
        return (Span(text, style),) if text else ()
    return (text,) if isinstance(text, Span) else tuple(text)


class Words(Flowable):
    """A block of text as wide as its place.

    Short text shrinks to `floor` and then wraps; with `running` it wraps at its own size, as prose does. `indent` counts
    characters before the first line of each paragraph; `leading` is the line distance in units of the size.
    """

    def __init__(self, text: Text, size: float = 10.5, style: Style = Style.SONG, *, align: str = "left",
                 running: bool = False, leading: float = 1.35, indent: int = 0, floor: float = FLOOR) -> None:
        super().__init__()
        self.spans = spans_of(text, style)
        self.size, self.align, self.running = size, align, running
        self.leading, self.indent, self.floor = leading, indent, floor
        self.lines: list[tuple[Line, float, bool]] = []  # line, indent in points, last of its paragraph
        self.set_size, self._set_for = size, -1.0

    def _set(self, limit: float) -> None:
        if self._set_for == limit:
            return
        self._set_for, self.lines, self.set_size = limit, [], self.size
        if not self.spans:
            return
        parts = paragraphs(self.spans)
        if not self.running:
            self.set_size = min(fit(part, self.size, limit, self.floor)[1] for part in parts)
            self.lines = [(line, 0.0, True) for part in parts for line in fit(part, self.set_size, limit, self.floor)[0]]
            return
        for part in parts:
            inset = self.indent * self.size
            lines = break_lines(part, self.size, limit, inset)
            self.lines += [(line, 0.0 if n else inset, n == len(lines) - 1) for n, line in enumerate(lines)]

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """Width taken, and height of the lines."""
        self._set(room)
        self.width = room
        self.height = len(self.lines) * self.set_size * self.leading
        return room, self.height

    def split(self, room: float, depth: float) -> list[Flowable]:
        """As many lines as fit, and the rest."""
        self._set(room)
        count = int((depth + 0.01) / (self.set_size * self.leading))
        if count < 1 or not self.lines:
            return []
        if count >= len(self.lines):
            return [self]
        return [self._part(self.lines[:count], room), self._part(self.lines[count:], room)]

    def _part(self, lines: list[tuple[Line, float, bool]], limit: float) -> "Words":
        part = Words(self.spans, self.size, align=self.align, running=self.running, leading=self.leading, indent=self.indent)
        part.lines, part.set_size, part._set_for = lines, self.set_size, limit
        return part

    def draw(self) -> None:
        """Draw the lines, first on top; running text is justified."""
        step = self.set_size * self.leading
        y = self.height - (step - self.set_size) / 2 - 0.88 * self.set_size
        for line, inset, last in self.lines:
            used = line_width(line, self.set_size)
            x = {"left": inset, "center": (self.width - used) / 2, "right": self.width - used}[self.align]
            stretch = 0.0 if last or not self.running else justify(line, self.set_size, self.width - inset)
            draw_line(self.canv, x, y, line, self.set_size, stretch)
            y -= step


class Signatures(Flowable):
    """Labels with a rule to sign on, in equal columns. `height` is that of one row, `lift` of the baseline in it, in points."""

    def __init__(self, labels: Sequence[str], columns: int = 3, size: float = 10.5, height: float = 30, *,
                 style: Style = Style.SONG, lift: float = 6) -> None:
        super().__init__()
        self.labels, self.columns, self.size, self.row = tuple(labels), columns, size, height
        self.style, self.lift = style, lift

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """Full width; one row for every `columns` labels."""
        self.width, self.height = room, -(-len(self.labels) // self.columns) * self.row
        return self.width, self.height

    def draw(self) -> None:
        """Label, then a hairline up to a gap before the next column."""
        slot = self.width / self.columns
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.5)
        for n, label in enumerate(self.labels):
            x, y = n % self.columns * slot, self.height - (n // self.columns + 1) * self.row + self.lift
            draw(self.canv, x, y, f"{label}：", self.size, self.style)
            start = x + text_width(f"{label}：", self.style, self.size)
            self.canv.line(start, y - 2.5, x + slot - 14, y - 2.5)
