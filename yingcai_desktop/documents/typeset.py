"""Lines of Chinese text: where they may break, how they are made to fit, how they are drawn.

Rules of 禁则: closing marks never begin a line, opening marks never end one, figures and Latin words stay whole, and so does a
span marked `together` (a person's name). Text is never cut: it shrinks to a floor, then wraps.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from yingcai_desktop.documents.fonts import Style, runs, width

INK: Final = HexColor(0x1A1A1A)
FLOOR: Final = 9.0  # points; nothing a person must read is smaller
STEP: Final = 0.5

_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—·％%,.;:?!)]}~～")
_AFTER_DOT = re.compile("[^·]+·?|·")  # a long Mongolian name may still break after its dot
_NOT_LAST = frozenset("（《〈「『【〔“‘([{￥")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one look. `together`: do not break a line inside it if it fits on one."""

    text: str
    style: Style = Style.SONG
    colour: Color = INK
    together: bool = False


Line = tuple[Span, ...]


def _breakable(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (before.isascii() and after.isascii() and before != " " and after != " ")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stays on one line: parts of spans, and their width in em."""

    parts: tuple[tuple[Span, str], ...]
    em: float


def pieces(spans: Sequence[Span]) -> list[Piece]:
    """The text cut at every place where a line may break; a piece may run across spans."""
    cut: list[list[tuple[Span, str]]] = []
    last = ""
    for span in spans:
        for unit in _AFTER_DOT.findall(span.text) if span.together else span.text:
            if last and not _breakable(last, unit[0]):
                cut[-1].append((span, unit))
            else:
                cut.append([(span, unit)])
            last = unit[-1]
    return [Piece(tuple(parts), sum(width(text, span.style) for span, text in parts)) for parts in cut]


def _merged(line: Sequence[Piece]) -> Line:
    """Neighbours of one span become one again; blanks at the end of the line go."""
    parts = [part for piece in line for part in piece.parts]
    merged = [replace(span, text="".join(text for _, text in group)) for span, group in groupby(parts, key=lambda part: part[0])]
    if merged:
        merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip(" ") or merged[-1].text)
    return tuple(merged)


def _apart(piece: Piece) -> list[Piece]:
    """A piece wider than a whole line, cut by character."""
    return [Piece(((span, char),), width(char, span.style)) for span, text in piece.parts for char in text]


def rows(cut: Sequence[Piece], size: float, limit: float, indent: float = 0) -> list[list[Piece]]:
    """The pieces dealt to lines no wider than `limit` points; the first has `indent` points less."""
    lines: list[list[Piece]] = [[]]
    room, used = limit / size + 0.001, indent / size
    for whole in cut:
        for piece in (whole,) if whole.em <= room else _apart(whole):
            if used + piece.em > room and lines[-1]:
                lines.append([])
                used = 0.0
            lines[-1].append(piece)
            used += piece.em
    return lines


def lay(cut: Sequence[Piece], size: float, limit: float, indent: float = 0) -> list[Line]:
    """`rows`, ready to draw."""
    return [_merged(line) for line in rows(cut, size, limit, indent)]


def break_lines(spans: Sequence[Span], size: float, limit: float, indent: float = 0) -> list[Line]:
    """Lines no wider than `limit` points; the first has `indent` points less."""
    return lay(pieces(spans), size, limit, indent)


def paragraphs(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans cut at line breaks."""
    cut: list[list[Span]] = [[]]
    for span in spans:
        for number, text in enumerate(span.text.split("\n")):
            if number:
                cut.append([])
            if text:
                cut[-1].append(replace(span, text=text))
    return cut


def fit(spans: Sequence[Span], size: float, limit: float, floor: float = FLOOR) -> tuple[list[Line], float]:
    """One line at the largest size between `size` and `floor` that fits; at the floor as many lines as it takes."""
    floor = min(floor, size)
    natural = line_width(spans, 1)
    best = size if natural * size <= limit else limit / natural // STEP * STEP
    if best >= floor:
        return [tuple(spans)], best
    return _at_dot(spans, floor, limit) or _balanced(spans, floor, limit), floor


def _balanced(spans: Sequence[Span], size: float, limit: float) -> list[Line]:
    """As few lines as possible, about equally long, so that no single character is left over."""
    cut = pieces(spans)
    lines = rows(cut, size, limit)
    narrow = max(line_width(spans, size) / len(lines), *(piece.em * size for piece in cut if piece.em * size <= limit), 0.0)
    while narrow < limit:
        if len(rows(cut, size, narrow)) == len(lines):
            return lay(cut, size, narrow)
        narrow += size / 2
    return lay(cut, size, limit)


def _at_dot(spans: Sequence[Span], size: float, limit: float) -> list[Line] | None:
    """A name with a middle dot in two lines, the first ending in the dot; None if that does not fit."""
    if len(spans) != 1 or spans[0].text.count("·") != 1:
        return None
    head, dot, rest = spans[0].text.partition("·")
    lines: list[Line] = [(replace(spans[0], text=head + dot),), (replace(spans[0], text=rest),)]
    return lines if all(line_width(line, size) <= limit for line in lines) else None


def line_width(line: Sequence[Span], size: float) -> float:
    """Width of a line in points."""
    return size * sum(width(span.text, span.style) for span in line)


def draw_line(canvas: Canvas, x: float, y: float, line: Line, size: float, spacing: float = 0) -> None:
    """Draw a line with its left end on the baseline at (x, y); `spacing` points go between characters."""
    text = canvas.beginText(x, y)
    text.setCharSpace(spacing)
    for span in line:
        text.setFillColor(span.colour)
        for used, part in runs(span.text, span.style):
            text.setFont(used.fontName, size)
            text.textOut(part)
    canvas.drawText(text)


def draw(canvas: Canvas, x: float, y: float, text: str, size: float, style: Style = Style.SONG, *, align: str = "left",
         colour: Color = INK, spacing: float = 0) -> None:
    """Draw one line of one look; x is its left end, middle or right end as `align` says."""
    length = width(text, style, size) + spacing * max(len(text) - 1, 0)
    start = {"left": x, "center": x - length / 2, "right": x - length}[align]
    draw_line(canvas, start, y, (Span(text, style, colour),), size, spacing)


def justify(line: Line, size: float, limit: float) -> float:
    """Space between characters, in points, that stretches a line to the limit; 0 for a line that is far from full."""
    letters = sum(len(span.text) for span in line)
    rest = limit - line_width(line, size)
    return rest / (letters - 1) if letters > 1 and 0 < rest < 3 * size else 0.0
