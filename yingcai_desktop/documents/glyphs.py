"""Before a page is drawn: can every character of it be printed? (features.md I05, design.md §8.4)"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from yingcai_desktop.documents.fonts import Style, find
from yingcai_desktop.errors import Refusal

_known: set[str] = {"\n"}  # the line break is layout; what has been looked up once is not looked up again


@dataclass(frozen=True, slots=True)
class Missing:
    """A character no bundled face has, and whose record it stands in ("" where the text belongs to nobody)."""

    char: str
    person: str

    def __str__(self) -> str:
        where = f"（{self.person}）" if self.person else ""
        return f"“{self.char}” U+{ord(self.char):04X}{where}"


class MissingGlyph(Refusal):
    """A document holds characters that cannot be printed; nothing was written. `missing` lists them."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = tuple(missing)
        listed = "；".join(str(one) for one in self.missing[:10]) + ("等" if len(self.missing) > 10 else "")
        super().__init__(
            f"有 {len(self.missing)} 个字随软件的字体里都没有：{listed}。为避免印出空白，这份文件没有生成。"
            "请核对是否录入有误；确为该字的，请联系管理员补充字体后再打印。"
        )


def texts(part: object, person: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a document with the name of the person it belongs to: the nearest `name` above it."""
    if isinstance(part, str):
        yield part, person
    elif isinstance(part, (list, tuple)):
        for item in part:
            yield from texts(item, person)
    elif is_dataclass(part) and not isinstance(part, type):
        name = getattr(part, "name", person)
        owner = name if isinstance(name, str) else person
        for field in fields(part):
            yield from texts(getattr(part, field.name), owner)


def printable(char: str) -> bool:
    """Whether some bundled face has the character. The faces of SONG stand behind every style, so SONG answers for all."""
    if char in _known:
        return True
    try:
        find(char, Style.SONG)
    except LookupError:
        return False
    _known.add(char)
    return True


def require(document: object) -> None:
    """Raise MissingGlyph, naming characters and people, unless all of the document can be printed."""
    missing: dict[Missing, None] = {}
    for text, person in texts(document):
        if not _known.issuperset(text):
            missing |= {Missing(char, person): None for char in text if not printable(char)}
    if missing:
        raise MissingGlyph(tuple(missing))
