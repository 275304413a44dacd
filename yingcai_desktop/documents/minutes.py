"""A plain official list: a heading, facts, one ruled table, notes, who signs. For rankings, draws, locks, matching and sign-in (domain.md §4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class Listed:
    """One column: heading, share of the width, left-aligned or centred, wrapping."""

    title: str
    share: float
    left: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One list; a new page begins with each. `lead` stands above the table."""

    title: str
    heading: Heading
    columns: tuple[Listed, ...]
    rows: tuple[tuple[str, ...], ...]
    lead: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    least: float = 22
    watermark: str = ""
    """Large and pale across every page: what the list is not."""


def _section(one: Listing, wide: bool) -> Section:
    columns = [Column(c.title, c.share, align="left" if c.left else "center", running=c.left) for c in one.columns]
    flow: list[Flowable] = [*head(one.title, one.heading, wide=wide)]
    if one.lead:
        flow += [Words(one.lead, 11, running=True, leading=1.5), Spacer(0, 6)]
    flow += [grid(columns, one.rows, text_width(wide), least=one.least), tail(one.heading, one.signatures, notes=one.notes)]
    label = " · ".join(p for p in (one.title, one.heading.city, one.heading.subject) if p)
    return Section(label, flow)


def minutes_pdf(lists: Sequence[Listing], *, wide: bool = False) -> bytes:
    """Every list on pages of its own; MissingGlyph before anything is drawn, NothingToPrint without rows."""
    glyphs.require(lists)
    title = lists[0].title if lists else "名单"
    return book(title, lists[0].heading.unit if lists else "", [_section(one, wide) for one in lists if one.rows], wide=wide,
                watermark=lists[0].watermark if lists else "")
