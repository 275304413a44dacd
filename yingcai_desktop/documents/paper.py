"""A finished PDF as sheets of paper: how many, how large, and as pictures for the screen and the printer.

pdfium knows no threads, and both the screen and a printing job ask it: one lock for the whole process.
"""

import atexit
import threading
import weakref
from contextlib import closing
from dataclasses import dataclass
from typing import Any

PDFIUM = threading.Lock()
"""Held by whoever calls pdfium, the tests' readers too."""
POINT_MM = 25.4 / 72
A4_SHORT, A4_LONG = 210.0, 297.0
_OPEN: "weakref.WeakSet[Paper]" = weakref.WeakSet()
_PIXELS = 40_000_000  # one picture never takes more than 160 MB


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of one page in points."""

    width: float
    height: float

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height in mm."""
        return self.width * POINT_MM, self.height * POINT_MM

    @property
    def words(self) -> str:
        """`A4 横向`, `A4 纵向`, or the size in mm."""
        short, long = sorted(self.millimetres)
        name = "A4" if abs(short - A4_SHORT) < 1 and abs(long - A4_LONG) < 1 else f"{short:.0f}×{long:.0f} mm"
        return f"{name} {'横向' if self.width > self.height else '纵向'}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels, blue green red x, `stride` bytes a line."""

    pixels: bytes
    width: int
    height: int
    stride: int


class Paper:
    """One PDF, opened once; `close` when done. Safe from any thread. Raises `ValueError` for bytes that are no PDF."""

    def __init__(self, pdf: bytes) -> None:
        pypdfium2 = load()
        self.pdf = pdf
        with PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as trouble:
                raise ValueError("not a PDF") from trouble
            self.sheets = [Sheet(*self._document.get_page_size(n)) for n in range(len(self._document))]
        self._open = True
        _OPEN.add(self)

    def __len__(self) -> int:
        return len(self.sheets)

    def picture(self, number: int, scale: float) -> Picture:
        """Page `number` (from 0) on white, `scale` pixels per point. Raises `ValueError` after `close`."""
        sheet = self.sheets[number]
        scale = min(scale, (_PIXELS / (sheet.width * sheet.height)) ** 0.5)
        with PDFIUM:
            if not self._open:
                raise ValueError("closed")
            page = self._document[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True)
            made = Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
            bitmap.close()
            page.close()
        return made

    def text(self, number: int) -> str:
        """The words of page `number` (from 0)."""
        with PDFIUM, closing(self._document[number]) as page, closing(page.get_textpage()) as words:
            return str(words.get_text_range())

    def only(self, first: int, last: int) -> bytes:
        """A PDF of the pages `first` to `last` (from 1); the whole file unchanged when that is all of it."""
        if (first, last) == (1, len(self)):
            return self.pdf
        import io

        import pypdfium2

        with PDFIUM:
            part = pypdfium2.PdfDocument.new()
            part.import_pages(self._document, list(range(first - 1, last)))
            out = io.BytesIO()
            part.save(out)
            part.close()
        return out.getvalue()

    def close(self) -> None:
        """Let go of the file; twice is fine."""
        with PDFIUM:
            if self._open:
                self._open = False
                self._document.close()


def load() -> Any:
    """The module behind this one. It takes a tenth of a second the first time: a job that makes a page calls it, so that the screen need not."""
    import pypdfium2

    atexit.unregister(_let_go)
    atexit.register(_let_go)  # after its own, so called before it
    return pypdfium2


def _let_go() -> None:
    """A window that goes with the process leaves no open file for pdfium to complain about."""
    for paper in list(_OPEN):
        paper.close()


def count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    paper = Paper(pdf)
    paper.close()
    return len(paper)
