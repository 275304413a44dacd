"""A list as it is seen, out of the program: its visible columns, its order, its filter, with a heading that says so (ux §3, Print/export)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yingcai_desktop.desk import Desk
from yingcai_desktop.services import disclosing

_WHOLE = re.compile(r"-?\d{1,9}")


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column: heading, width on the screen in pixels, whether it holds numbers."""

    title: str
    width: int = 96
    number: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A list as texts. `filters` says in words what was asked for; `open` names the columns whose numbers are written in full."""

    title: str
    columns: tuple[SeenColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    covers: str = ""
    filters: str = ""
    masked: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What stands above the list besides office, year and time."""
        pairs = (("范围", self.covers), ("筛选", self.filters), ("条数", str(len(self.rows))), ("已遮盖", "、".join(self.masked)),
                 ("全号", "、".join(self.open)))  # fmt: skip
        return tuple((label, value) for label, value in pairs if value)


def write_workbook(desk: Desk, seen: Seen, out: Path) -> int:
    """Write the list; returns how many rows. Raises `Invalid` when the file cannot be written, `NotAllowed` for who may not open numbers."""
    from yingcai_desktop.services.printing.heading import unit
    from yingcai_desktop.sheets.flat import FlatColumn, FlatTable
    from yingcai_desktop.sheets.writer import Heading, save
    from yingcai_desktop.sheets.xlsx import workbook

    rows = [[_value(column, text) for column, text in zip(seen.columns, row, strict=True)] for row in seen.rows]
    heading = Heading(seen.title, unit(desk), desk.store.season, desk.clock(), seen.facts)
    content = workbook(FlatTable([FlatColumn(column.title) for column in seen.columns], rows), heading)
    if seen.open:
        disclosing.exported(desk, seen.title, seen.open, len(seen.rows))
    save(out, content)
    return len(seen.rows)


def as_pdf(desk: Desk, seen: Seen) -> bytes:
    """The list on A4, upright or across as its columns need."""
    from yingcai_desktop.documents.listing import ListColumn, Listing, listing_pdf
    from yingcai_desktop.documents.page import Heading
    from yingcai_desktop.services.printing.heading import unit

    facts = (("年度", str(desk.store.season)), ("时间", f"{desk.clock():%Y-%m-%d %H:%M}"), *seen.facts)
    columns = tuple(ListColumn(c.title, c.width, number=c.number) for c in seen.columns)
    pdf = listing_pdf(Listing(seen.title, Heading(unit(desk), desk.store.season, "", facts=facts), columns, seen.rows))
    if seen.open:
        disclosing.printed(desk, seen.title, seen.open, len(seen.rows))
    return pdf


def _value(column: SeenColumn, text: str) -> str | int:
    return int(text) if column.number and _WHOLE.fullmatch(text) else text


def words(parts: Sequence[tuple[str, str]]) -> str:
    """Label and value pairs of a filter in words; blank ones left out."""
    return "；".join(f"{label} {value}" for label, value in parts if value)
