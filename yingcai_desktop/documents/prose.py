"""The few marks our own texts are written in (help, cards, manual): `#` headings, paragraphs, `- ` and `1. ` lists, **bold**, `code`.

What is none of these stays as it stands; nothing is ever dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`")
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_ITEM = re.compile(r"(?:[-*]|(\d+)\.) +(.+)")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one look."""

    text: str
    bold: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`level` of a heading, from 1; `number` of an item of a numbered list, else 0."""

    kind: Kind
    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        """Without the marks."""
        return "".join(run.text for run in self.runs)


def runs(text: str) -> tuple[Run, ...]:
    """A line cut at its **bold** and `code`."""
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Run]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()])
        yield Run(found["bold"], bold=True) if found["bold"] else Run(found["code"], code=True)
        at = found.end()
    if at < len(text):
        yield Run(text[at:])


def parse(text: str) -> list[Block]:
    """The blocks of a text; lines that follow each other are one paragraph, without a blank between hanzi."""
    blocks: list[Block] = []
    open_block = False
    for line in (raw.strip() for raw in text.splitlines()):
        if heading := _HEADING.fullmatch(line):
            blocks.append(Block(Kind.HEADING, runs(heading[2]), level=len(heading[1])))
            open_block = False
        elif item := _ITEM.fullmatch(line):
            blocks.append(Block(Kind.ITEM, runs(item[2]), number=int(item[1] or 0)))
            open_block = True
        elif not line:
            open_block = False
        elif open_block:
            gap = " " if blocks[-1].text[-1:].isascii() and line[0].isascii() else ""
            blocks[-1] = replace(blocks[-1], runs=(*blocks[-1].runs, *runs(gap + line)))
        else:
            blocks.append(Block(Kind.PARAGRAPH, runs(line)))
            open_block = True
    return blocks
