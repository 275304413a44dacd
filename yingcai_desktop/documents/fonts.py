"""Faces for paper: each loaded once and only when needed, with a chain of others behind it for rare characters.

A style names a chain. Noto Serif SC, Noto Sans SC and LXGW WenKai hold 通用规范汉字表 whole (8,105 characters); the two Hanazono
faces hold most of what else a Chinese name can contain. ReportLab prints a missing glyph as nothing and says nothing
(design.md §8.4), so `find` raises LookupError; `glyphs.require` asks before anything is drawn.
"""

from enum import StrEnum
from functools import cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from yingcai_desktop.assets import resource


class Style(StrEnum):
    """What a piece of text looks like."""

    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"
    HEI_BOLD = "hei-bold"
    KAI = "kai"


_RARE = ("HanaMinA-rare", "HanaMinB-rare")
_CHAINS: dict[Style, tuple[str, ...]] = {
    Style.SONG: ("NotoSerifSC-Regular", *_RARE, "LXGWWenKai-Regular"),
    Style.SONG_BOLD: ("NotoSerifSC-Bold", "NotoSerifSC-Regular", *_RARE, "LXGWWenKai-Regular"),
    Style.HEI: ("NotoSansSC-Regular", "NotoSerifSC-Regular", *_RARE, "LXGWWenKai-Regular"),
    Style.HEI_BOLD: ("NotoSansSC-SemiBold", "NotoSansSC-Regular", "NotoSerifSC-Regular", *_RARE, "LXGWWenKai-Regular"),
    Style.KAI: ("LXGWWenKai-Regular", "NotoSerifSC-Regular", *_RARE),
}


def to_unicode(name: str, subset: list[int]) -> str:
    """The CMap by which a reader turns the codes of one subset back into text, UTF-16BE as PDF 32000-1 §9.10.3 demands."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    blocks = []
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo"]
    head += [f"<< /Registry ({name})", f"/Ordering ({name})", "/Supplement 0", ">> def", f"/CMapName /{name} def"]
    head += ["/CMapType 2 def", "1 begincodespacerange", f"<00> <{len(subset) - 1:02X}>", "endcodespacerange"]
    return "\n".join([*head, *blocks, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


class Face(TTFont):
    """A TrueType face whose text can be copied and searched, characters beyond the BMP included.

    ReportLab 5.1 writes such a character into the ToUnicode map as one five-digit number, which readers take for others: the
    page looks right, 𬭊 extracts as Ⲵ (design.md §8.15). The maps are rewritten after ReportLab has made them.
    """

    def addObjects(self, doc: object) -> None:
        """Add the subsets to the document, then put the right ToUnicode maps in place."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            base = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode(base, subset)  # type: ignore[attr-defined]

    def has(self, char: str) -> bool:
        """Whether the face has a glyph of its own for the character."""
        return ord(char) in self.face.charToGlyph

    def advance(self, char: str) -> float:
        """Width of a character in em."""
        return float(self.face.charWidths.get(ord(char), self.face.defaultWidth)) / 1000


@cache
def face(name: str) -> Face:
    """The bundled face of that file name, loaded and known to ReportLab."""
    loaded = Face(name, str(resource("fonts", f"{name}.ttf")), asciiReadable=0)
    pdfmetrics.registerFont(loaded)
    return loaded


class _Glyphs(dict[str, tuple[Face, float]]):
    """Character → the first face of a style's chain that has it, and its width in em; filled as it is asked."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.chain = _CHAINS[style]

    def __missing__(self, char: str) -> tuple[Face, float]:
        for name in self.chain:
            candidate = face(name)
            if candidate.has(char):
                self[char] = candidate, candidate.advance(char)
                return self[char]
        raise LookupError(char)


_GLYPHS = {style: _Glyphs(style) for style in Style}


def find(char: str, style: Style) -> tuple[Face, float]:
    """The face for a character, and its width in em; LookupError when no face of the chain has it."""
    return _GLYPHS[style][char]


def runs(text: str, style: Style) -> list[tuple[Face, str]]:
    """The text cut where the face changes."""
    known = _GLYPHS[style]
    return [(used, "".join(chars)) for used, chars in groupby(text, key=lambda char: known[char][0])]


def width(text: str, style: Style, size: float = 1) -> float:
    """Width of a text on one line, in points (in em for size 1)."""
    known = _GLYPHS[style]
    return size * sum([known[char][1] for char in text])
