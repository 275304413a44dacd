"""What a column of a grid takes, and how what was typed is read. No Qt here.

A number cell keeps the plain text of its value (`12.5`), never a float: what is saved is what stands on the paper.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ui.parts.grid.sheet import ScoreSheet

NOT_A_NUMBER = "不是数字"
_WIDE = str.maketrans("０１２３４５６７８９．。｡／＊－＋　", "0123456789.../*-+ ")
_PLAIN = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column. A `computed` column is read only: it shows `compute(sheet, row)`; a `fixed` one shows its own text.

    `note` is the second line of the heading (满分 15); `full` the whole name where the heading has a short one.
    """

    key: str
    title: str
    kind: Literal["number", "text", "choice", "fixed", "computed"] = "number"
    width: int = 70
    widest: int = 0
    """How far the column may widen by itself for the longest text that comes in (names)."""
    low: Decimal = Decimal(0)
    top: Decimal | None = None
    step: Decimal | None = None
    absent: Mapping[str, str] = field(default_factory=dict)
    """Codes that may stand in place of a number, and their words: `{"/": "缺考", "*": "违纪"}`."""
    choices: tuple[str, ...] = ()
    longest: int = 200
    check: Callable[[str], str] | None = None
    """A further check of a text: what is wrong with it, or nothing."""
    compute: Callable[["ScoreSheet", int], str] | None = None
    look: Literal["plain", "strong", "pill", "faint"] = "plain"
    tone: Callable[[str], str] | None = None
    """`ok`, `warn`, `bad`, `info` or `plain` of a text (ui/theme.py TONES)."""
    align: Literal["", "left", "right", "center"] = ""
    note: str = ""
    full: str = ""
    hidden: bool = False

    @property
    def takes_text(self) -> bool:
        """Whether the input method is wanted here."""
        return self.kind == "text"

    @property
    def takes_input(self) -> bool:
        """Whether anything can be typed here."""
        return self.kind in ("number", "text", "choice")

    @property
    def name(self) -> str:
        """The whole name, in one line."""
        return (self.full or self.title).replace("\n", "")

    @property
    def side(self) -> str:
        """Where the words stand: numbers at the right."""
        return self.align or ("right" if self.kind in ("number", "computed") else "left")

    def normal(self, text: str) -> str:
        """The text as it is kept: full-width digits and 。 made plain, `12.50` as `12.5`, an absence as its code."""
        if self.kind != "number":
            return " ".join(text.split())
        plain = text.translate(_WIDE).strip()
        for code, words in self.absent.items():
            if plain in (code, words):
                return code
        return _canonical(Decimal(plain)) if _PLAIN.fullmatch(plain) else plain

    def problem(self, text: str) -> str:
        """What is wrong with a kept text, or nothing. An empty cell is never wrong, it is only not filled in."""
        if not text:
            return ""
        if self.kind == "number":
            wrong = self._number_problem(text)
        elif self.kind == "choice":
            wrong = "" if text in self.choices else f"只能填：{'、'.join(self.choices)}"
        else:
            wrong = f"最多 {self.longest} 字" if len(text) > self.longest else ""
        return wrong or (self.check(text) if self.check else "")

    def value(self, text: str) -> Decimal | None:
        """The number in a kept text; `None` for an empty cell, an absence or anything wrong."""
        if self.kind != "number" or not text or text in self.absent or self.problem(text):
            return None
        return Decimal(text)

    def shown(self, text: str) -> str:
        """What a cell shows for a kept text."""
        return self.absent.get(text, text) if self.absent else text

    def hint(self) -> str:
        """What may be filled in here, in words."""
        if self.kind == "choice":
            return " · ".join(self.choices)
        if self.kind != "number":
            return ""
        parts = [f"{self.low}–{self.top}"] if self.top is not None else []
        parts += [f"最小单位 {self.step}"] if self.step is not None and self.step != 1 else []
        parts += [f"{code} {words}" for code, words in self.absent.items()]
        return "，".join(parts)

    def _number_problem(self, text: str) -> str:
        if text in self.absent:
            return ""
        if not _PLAIN.fullmatch(text):
            return NOT_A_NUMBER
        value = Decimal(text)
        if self.top is not None and not self.low <= value <= self.top:
            return f"应在 {self.low}–{self.top} 之间"
        if value < self.low:
            return f"不能小于 {self.low}"
        if self.step and (value - self.low) % self.step:
            return f"最小单位是 {self.step}"
        return ""


def _canonical(value: Decimal) -> str:
    """`12.50` → `12.5`, `9.0` → `9`, `-0` → `0`; never an exponent."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
