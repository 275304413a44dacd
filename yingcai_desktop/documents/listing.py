"""Any list of the program on paper: a heading that says whose, when and what was asked for, and its columns as on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.fonts import width as width_of
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid

_UPRIGHT = 760
"""Pixels of columns on the screen that fit on an upright page."""
_SIZE, _SMALLEST = 9.5, 8.0
_PAD, _NARROW = 7.0, 60.0  # points
_MOST = 26  # characters of a cell that count for the width of its column
_SAMPLE, _NEARLY_ALL = 200, 0.93


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: heading and its width on the screen."""

    title: str
    width: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as texts, row by row; `signatures` are lines to sign on, `notes` stand under the list."""

    title: str
    heading: Heading
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def listing_pdf(listing: Listing) -> bytes:
    """A4, across when the columns need it; MissingGlyph before anything is drawn."""
    glyphs.require([listing])
    wide = sum(column.width for column in listing.columns) > _UPRIGHT
    room = text_width(wide)
    rows = [(str(number), *row) for number, row in enumerate(listing.rows, 1)]
    columns = _columns((ListColumn("序", 0), *listing.columns), rows, room)
    given = listing.heading
    heading = Heading(given.unit, given.season, given.programme, facts=given.facts)
    flow = [*head(listing.title, heading, wide=wide, size=16), grid(columns, rows, room, least=18),
            tail(heading, listing.signatures, notes=listing.notes)]
    label = f"{heading.season}年度 · {listing.title}"
    return book(listing.title, heading.unit, [Section(label, flow)], wide=wide)


def _columns(columns: Sequence[ListColumn], rows: Sequence[Sequence[str]], room: float) -> list[Column]:
    """As wide as the words need; where that is too much the letters get smaller, then the wide columns give way."""
    needs = [_need(number, column, rows) for number, column in enumerate(columns)]
    scale = min(1.0, max(_SMALLEST / _SIZE, room / sum(needs)))
    shares = [need * scale + _PAD for need in needs]
    narrow = sum(share for share in shares if share <= _NARROW)
    spare = sum(shares) - narrow
    if sum(shares) > room and spare:
        shares = [share if share <= _NARROW else share * (room - narrow) / spare for share in shares]
    return [
        Column(column.title, share, "right" if column.number else "left" if need > _NARROW else "center", size=_SIZE * scale, running=need > 150)
        for column, share, need in zip(columns, shares, needs, strict=True)
    ]


def _need(number: int, column: ListColumn, rows: Sequence[Sequence[str]]) -> float:
    """Points that nearly all cells fit into (a rare long name takes two lines), or half the heading."""
    sample = [row[number][:_MOST] for row in rows[:: max(len(rows) // _SAMPLE, 1)]]
    lengths = sorted(width_of(text, Style.SONG, _SIZE) for text in sample) or [0.0]
    return max(width_of(column.title, Style.HEI_BOLD, 10) / 1.9, 10.0, lengths[int(len(lengths) * _NEARLY_ALL)])
