"""Reading a PDF back: text by two readers, fonts, and where each character stands."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ctypes import c_double
from dataclasses import dataclass
from io import BytesIO

import pypdf
import pypdfium2
import pypdfium2.raw as raw

from yingcai_desktop.documents.paper import PDFIUM


def blankless(text: str) -> str:
    return re.sub(r"\s", "", text)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Under the program's own lock: a window of the test may be drawing its preview at this moment."""
    with PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document


def _words(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as text:
        return str(text.get_text_range())


def pdfium_text(pdf: bytes) -> str:
    with _opened(pdf) as document:
        return blankless("".join(_words(page) for page in document))


def pypdf_text(pdf: bytes) -> str:
    return blankless("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages))


def page_count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(BytesIO(pdf)).pages)


def page_size(pdf: bytes) -> tuple[float, float]:
    box = pypdf.PdfReader(BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width), 1), round(float(box.height), 1)


def pictures(pdf: bytes) -> int:
    """How many pictures stand on its pages."""
    return sum(len(page.images) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def fonts(pdf: bytes) -> list[pypdf.generic.DictionaryObject]:
    """Every font any page can use."""
    found: dict[str, pypdf.generic.DictionaryObject] = {}
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found[font.get_object()["/BaseFont"]] = font.get_object()
    return list(found.values())


@dataclass(frozen=True)
class Glyph:
    char: str
    size: float
    box: tuple[float, float, float, float]  # left, bottom, right, top


def glyphs(pdf: bytes, page: int = 0) -> list[Glyph]:
    """Every visible character with its size in points and its box."""
    with _opened(pdf) as document, closing(document[page]) as sheet, closing(sheet.get_textpage()) as text:
        return list(_glyphs(text))


def _glyphs(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    for n in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, n))
        if "\udc00" <= char <= "\udfff":  # the second half of a character beyond the BMP
            continue
        piece = raw.FPDFText_GetTextObject(text, n)
        if char.isspace() or not piece or raw.FPDFTextObj_GetTextRenderMode(piece) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            continue
        edges = [c_double() for _ in range(4)]
        assert raw.FPDFText_GetCharBox(text, n, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        yield Glyph(char, raw.FPDFText_GetFontSize(text, n), (left, bottom, right, top))


def overlapping(found: list[Glyph], slack: float = 0.4) -> list[tuple[str, str]]:
    """Pairs of characters whose boxes cover one another by more than `slack` points both ways."""
    pairs = []
    ordered = sorted(found, key=lambda glyph: glyph.box[0])
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.box[0] >= one.box[2] - slack:
                break
            if min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) > slack:
                pairs.append((one.char, other.char))
    return pairs
