"""What a table of FORMAT §3 is: its columns in reporting order, their types and synonyms, and the checks that go beyond one cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yingcai_desktop.sheets.cells import CellType

if TYPE_CHECKING:
    from yingcai_desktop.sheets.accepted import Accepted
    from yingcai_desktop.sheets.known import Known
    from yingcai_desktop.sheets.table import Table

PROGRAMME_ALSO = ("项目名称", "申报项目", "计划")
ID_ALSO = ("身份证号码", "身份证", "公民身份号码", "证件号码")
"""Synonyms that hold in every table (FORMAT §8)."""


@dataclass(frozen=True)
class Column:
    """A column: its title, how a cell is read, and what people also call it.

    `field`: name of the value in the stored row, blank when it is only compared. `must_exist`: a sheet without it is not read.
    `required`: a blank cell is `cell.blank`. `blank`: the value of a blank cell. `normalised`: the stored form may differ from the cell.
    `merges`: a vertical merge gives its value to every row it covers.
    """

    title: str
    read: CellType
    field: str = ""
    also: tuple[str, ...] = ()
    must_exist: bool = False
    required: bool = False
    blank: Any = ""
    normalised: bool = False
    merges: bool = False


@dataclass(frozen=True)
class Layout:
    """One table of §3.

    `check` looks at cells together and at the store; `settle` decides row by row, in order, what depends on the rows accepted before
    (it sets codes and calls `accepted.add`); `warn` looks at accepted rows only; `values` gives the stored fields as whole columns.
    """

    name: str
    columns: tuple[Column, ...]
    check: Callable[["Table", "Known"], None]
    settle: Callable[["Table", "Known", "Accepted"], None]
    values: Callable[["Table", "Known"], Mapping[str, list[Any]]]
    warn: Callable[["Table", "Known", "Accepted"], None] = lambda table, known, accepted: None

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every title and synonym → title."""
        return {word: c.title for c in self.columns for word in (c.title, *c.also)}

    @cached_property
    def must_exist(self) -> frozenset[str]:
        """Titles without which a sheet is not this table."""
        return frozenset(c.title for c in self.columns if c.must_exist)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Title → place in the order of reporting."""
        return {c.title: n for n, c in enumerate(self.columns)}
