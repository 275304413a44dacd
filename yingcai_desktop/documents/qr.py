"""QR codes as vectors: one path of merged runs, so that a thousand of them stay small and quick."""

from functools import lru_cache
from typing import Final

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

MASK: Final = 3  # any of the eight masks is valid; searching for the prettiest is half the time of a certificate
QUIET: Final = 4  # modules of white around the code, ISO/IEC 18004


@lru_cache(maxsize=64)
def runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Modules per side, and the dark runs as (column, row from the top, length). Error correction M, UTF-8."""
    code = segno.make(text, error="m", micro=False, mask=MASK, boost_error=False, encoding="utf-8")
    found: list[tuple[int, int, int]] = []
    for y, row in enumerate(code.matrix):
        start = -1
        for x, dark in enumerate((*row, 0)):
            if dark and start < 0:
                start = x
            elif not dark and start >= 0:
                found.append((start, y, x - start))
                start = -1
    return len(code.matrix), tuple(found)


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float, colour: Color) -> None:
    """Draw the code with its lower left corner at (x, y), `side` points wide without its quiet zone."""
    size, dark = runs(text)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / size, side / size)
    # whole numbers need none of the formatting of path.rect, which would take a third of the time of a certificate
    path = PDFPathObject([f"{column} {size - 1 - row} {length} 1 re" for column, row, length in dark])
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
