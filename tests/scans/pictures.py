"""Pictures and PDFs for tests, drawn on the spot: no real person is on any of them."""

import io
from typing import Any

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas


def picture(width: int = 600, height: int = 840, form: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    """A grey figure on white."""
    made = Image.new(mode, (width, height), "white" if mode != "RGBA" else (0, 0, 0, 0))
    drawn = ImageDraw.Draw(made)
    ink: Any = {"RGB": (90, 110, 140), "RGBA": (90, 110, 140, 255)}.get(mode, 90)
    drawn.ellipse((width * 0.3, height * 0.15, width * 0.7, height * 0.5), fill=ink)
    drawn.rectangle((width * 0.15, height * 0.6, width * 0.85, height), fill=ink)
    out = io.BytesIO()
    made.save(out, form, **more)
    return out.getvalue()


def pdf(*pages: str, encrypt: str | None = None) -> bytes:
    """A PDF with a line on each page."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt)
    for words in pages or ("scan",):
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
