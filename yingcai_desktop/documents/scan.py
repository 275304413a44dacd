"""A kept picture on a page of its own, so that it is looked at, printed and saved like any other paper."""

from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from yingcai_desktop.documents.page import blank_canvas

MARGIN: Final = 10 * mm
SHARP: Final = 150.0
"""Pixels an inch under which a picture is not blown up any further."""


def picture_pdf(picture: bytes, title: str, unit: str) -> bytes:
    """One A4 page, upright or across as the picture lies; a small picture stays small in the middle."""
    image = ImageReader(BytesIO(picture))
    width, height = image.getSize()
    page = landscape(A4) if width > height else A4
    room = page[0] - 2 * MARGIN, page[1] - 2 * MARGIN
    scale = min(room[0] / width, room[1] / height, 72 / SHARP if max(width, height) < 1000 else 1e9)
    out = BytesIO()
    canvas = blank_canvas(out, page, title, unit)
    canvas.drawImage(image, (page[0] - width * scale) / 2, (page[1] - height * scale) / 2, width * scale, height * scale)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
