"""The frame of certificates and letters: a red rule, a woven gold band, corners, and a pale rosette behind the text.

Drawn once per file as a form XObject; every page refers to it. No seal is drawn: the seal is the office's (ux.md §4.11).
"""

from itertools import pairwise
from math import cos, pi, sin
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

RED: Final = HexColor(0x9E1B16)
GOLD: Final = HexColor(0xB08A3E)
PALE: Final = HexColor(0xEFE4CC)

_OUTER, _BAND, _INNER = 9.0 * mm, (11.2 * mm, 15.2 * mm), 16.6 * mm
_CORNER = 11.0 * mm


def _wave(canvas: Canvas, x: float, y: float, length: float, upright: bool, phase: float) -> None:
    """A sine along one side, a whole number of waves so that the corners are alike; one cubic for each quarter."""
    amplitude = (_BAND[1] - _BAND[0]) / 2
    quarters = 4 * max(1, round(length / (12.4 * mm)))
    step = length / quarters
    # along, aside, and how far the curve moves aside on a third of a quarter
    knots = [(n * step, amplitude * sin(n * pi / 2 + phase), amplitude * cos(n * pi / 2 + phase) * pi / 6) for n in range(quarters + 1)]

    def place(along: float, aside: float) -> tuple[float, float]:
        return (x + aside, y + along) if upright else (x + along, y + aside)

    path = canvas.beginPath()
    path.moveTo(*place(*knots[0][:2]))
    for (along, aside, lean), (along2, aside2, lean2) in pairwise(knots):
        path.curveTo(*place(along + step / 3, aside + lean), *place(along2 - step / 3, aside2 - lean2), *place(along2, aside2))
    canvas.drawPath(path)


def _band(canvas: Canvas, wide: float, high: float) -> None:
    middle = sum(_BAND) / 2
    start, across, up = middle + _CORNER / 2, wide - 2 * middle - _CORNER, high - 2 * middle - _CORNER
    canvas.setLineWidth(0.45)
    canvas.setStrokeColor(GOLD)
    for phase in (0.0, pi / 3, 2 * pi / 3, pi, 4 * pi / 3, 5 * pi / 3):
        _wave(canvas, start, middle, across, False, phase)
        _wave(canvas, start, high - middle, across, False, phase)
        _wave(canvas, middle, start, up, True, phase)
        _wave(canvas, wide - middle, start, up, True, phase)


def _corner(canvas: Canvas, x: float, y: float, right: int, up: int) -> None:
    """A meander (回纹) growing from the corner (x, y) into the page."""
    unit = _CORNER / 7
    turns = ((1.5, 5.5), (1.5, 1.5), (5.5, 1.5), (5.5, 5.5), (3, 5.5), (3, 3), (4.2, 3), (4.2, 4.2))
    path = canvas.beginPath()
    path.rect(min(x, x + right * _CORNER), min(y, y + up * _CORNER), _CORNER, _CORNER)
    for n, (a, b) in enumerate(turns):
        point = (x + right * a * unit, y + up * b * unit)
        path.lineTo(*point) if n else path.moveTo(*point)
    canvas.setStrokeColor(RED)
    canvas.setLineWidth(1.0)
    canvas.drawPath(path)


def _rosette(canvas: Canvas, x: float, y: float) -> None:
    """Three crossing families of ellipses: orbits, very pale."""
    canvas.setStrokeColor(PALE)
    canvas.setLineWidth(0.5)
    for turn in (0, 60, 120):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(turn)
        for n in range(5):
            wide, high = (62 - 1.6 * n) * mm, (23 - 1.6 * n) * mm
            canvas.ellipse(-wide, -high, wide, high, stroke=1, fill=0)
        canvas.restoreState()


def define_frame(canvas: Canvas, name: str, wide: float, high: float) -> None:
    """Record the frame under a name; `canvas.doForm(name)` then draws it on a page."""
    canvas.beginForm(name, 0, 0, wide, high)
    _rosette(canvas, wide / 2, high * 0.46)
    canvas.setStrokeColor(RED)
    canvas.setLineWidth(2.6)
    canvas.rect(_OUTER, _OUTER, wide - 2 * _OUTER, high - 2 * _OUTER)
    _band(canvas, wide, high)
    canvas.setLineWidth(0.7)
    canvas.setStrokeColor(GOLD)
    canvas.rect(_INNER, _INNER, wide - 2 * _INNER, high - 2 * _INNER)
    inset = sum(_BAND) / 2 - _CORNER / 2
    canvas.setFillColor(HexColor(0xFFFFFF))
    for x, right in ((inset, 1), (wide - inset, -1)):
        for y, up in ((inset, 1), (high - inset, -1)):
            canvas.rect(min(x, x + right * _CORNER), min(y, y + up * _CORNER), _CORNER, _CORNER, stroke=0, fill=1)
            _corner(canvas, x, y, right, up)
    canvas.endForm()
