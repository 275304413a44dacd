"""The wording of 内科协协字〔2025〕8号 behind a clause: `附件2 五（三）1` → its headings and paragraphs. Pure text, bundled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from yingcai_desktop.assets import resource

_NUMERALS = "一二三四五六七八九十"
_CHAPTER = re.compile(rf"([{_NUMERALS}]+)、(.+)")
_SECTION = re.compile(rf"（([{_NUMERALS}]+)）(.+)")
_ITEM = re.compile(r"(\d+)\. (.+)")
_PART = re.compile(rf"附件\s*(?P<annex>[12])|（(?P<section>[{_NUMERALS}]+)）|(?P<chapter>[{_NUMERALS}]+)(?![{_NUMERALS}])|(?P<item>\d+)|(?P<end>[、；，,;])|(?P<note>[：:].*)")

Place = tuple[str, str, str, str]
"""Annex, chapter, section, item; blank where a level is not used."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause: its address as it is cited, the headings above it, and its paragraphs."""

    clause: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]


@cache
def _lines() -> tuple[tuple[Place, str, bool], ...]:
    """(place, text, is a heading) of every line of both annexes."""
    found: list[tuple[Place, str, bool]] = []
    annex = chapter = section = item = ""
    for line in resource("notice", "2025-8.txt").read_text("utf-8").splitlines():
        heading = False
        if line in ("附件1", "附件2"):
            annex, chapter, section, item = line[-1], "", "", ""
            continue
        if match := _CHAPTER.fullmatch(line):
            chapter, section, item, heading = match[1], "", "", True
        elif match := _SECTION.fullmatch(line):
            section, item, heading = match[1], "", True
        elif match := _ITEM.match(line):
            item, heading = match[1], len(line) < 12
        found.append(((annex, chapter, section, item), line, heading))
    return tuple(found)


def places(clause: str) -> Iterator[Place]:
    """The places a citation names: `附件1 八（一）、附件2 六（一）`, `附件1 二（二）、（三）`, `附件1 三.3`."""
    annex = chapter = section = item = ""
    open_ = False
    for match in _PART.finditer(clause):
        kind = match.lastgroup or ""
        value = match[kind]
        if kind in ("end", "note"):
            if open_:
                yield annex, chapter, section, item
            open_ = False
            if kind == "note":
                return
        elif kind == "annex":
            annex, chapter, section, item = value, "", "", ""
        elif kind == "chapter":
            chapter, section, item, open_ = value, "", "", True
        elif kind == "section":
            section, item, open_ = value, "", True
        else:
            item, open_ = value, True
    if open_:
        yield annex, chapter, section, item


def passages(clause: str) -> list[Passage]:
    """The wording of everything a citation names, in its order; nothing for words that are no citation of this notice."""
    return [found for place in places(clause) if (found := _passage(place)) is not None]


def _passage(place: Place) -> Passage | None:
    depth = max((n + 1 for n, part in enumerate(place) if part), default=0)
    inside = [line for line in _lines() if line[0][:depth] == place[:depth]]
    if not inside or not place[0]:
        return None
    above = [text for where, text, heading in _lines() if heading and where != place and all(w in ("", p) for w, p in zip(where, place, strict=True)) and where[0] == place[0]]
    return Passage(cited(place), tuple(above), tuple(text for _, text, _ in inside))


def cited(place: Place) -> str:
    """`附件2 五（三）1`."""
    annex, chapter, section, item = place
    return f"附件{annex} {chapter}" + (f"（{section}）" if section else "") + (f"{'' if section else '.'}{item}" if item else "")
