"""The small parts of a workbook: relations, the list of sheets, shared strings, number formats. Each is one expat handler."""

import posixpath
from xml.parsers import expat

from yingcai_desktop.sheets.formats import kind_of_code, kind_of_id
from yingcai_desktop.sheets.guard import new_parser
from yingcai_desktop.sheets.text import resolved

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Namespaces of SpreadsheetML: transitional and strict."""
_TRUE = ("1", "true", "on")


def local(name: str) -> str:
    """Local name of an element in either namespace of SpreadsheetML; blank for any other."""
    uri, _, base = name.rpartition("|")
    return base if uri in MAIN else ""


class Relations:
    """A `.rels` part: (id, target part, type) of everything inside the package."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.items: list[tuple[str, str, str]] = []
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        if name.endswith("|Relationship") and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            self.items.append((attrs.get("Id", ""), path, attrs.get("Type", "")))

    def targets(self, ending: str) -> list[str]:
        """Target parts of the relations whose type ends so."""
        return [target for _, target, kind in self.items if kind.endswith(ending)]


class Workbook:
    """The workbook part: its epoch and its sheets as (name, relation id, visible) in order."""

    def __init__(self) -> None:
        self.is_workbook = False
        self.epoch_1904 = False
        self.sheets: list[tuple[str, str, bool]] = []
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        element = local(name)
        if element == "workbook":
            self.is_workbook = True
        elif element == "workbookPr":
            self.epoch_1904 = attrs.get("date1904", "0").lower() in _TRUE
        elif element == "sheet":
            relation = next((v for k, v in attrs.items() if k.endswith("|id")), "")
            self.sheets.append((attrs.get("name", ""), relation, attrs.get("state", "visible") == "visible"))


class Strings:
    """The shared strings, rich text joined, phonetic runs left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.parser = new_parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._text: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = False

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        element = name.rpartition("|")[2]
        if element == "t":
            if not self._phonetic:
                self._pieces = []
                self.parser.CharacterDataHandler = self._pieces.append
        elif element == "si":
            self._text = []
        elif element == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        element = name.rpartition("|")[2]
        if element == "t":
            self.parser.CharacterDataHandler = None
            if not self._phonetic:
                self._text.append(resolved("".join(self._pieces)))
        elif element == "si":
            self.texts.append("".join(self._text))
        elif element == "rPh":
            self._phonetic = False


class Styles:
    """What each cell style shows: `kinds[style]` is `day`, `time`, `elapsed` or blank."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.parser: expat.XMLParserType = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._codes: dict[int, str] = {}
        self._inside = False

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        element = local(name)
        if element == "numFmt":
            self._codes[_whole(attrs.get("numFmtId"))] = attrs.get("formatCode", "")
        elif element == "cellXfs":
            self._inside = True
        elif element == "xf" and self._inside:
            number = _whole(attrs.get("numFmtId"))
            self.kinds.append(kind_of_code(self._codes[number]) if number in self._codes else kind_of_id(number))

    def _end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._inside = False


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
