"""What the notice leaves open, as an office has signed it (FORMAT: docs/workbooks.md §4).

Nothing here has a default: asking for a value nobody decided raises `Undecided`. Values are kept flat under dotted keys
(`weights.test`, `seats.pilot.150100.数学`), so that a later file replaces exactly the keys it names.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from yingcai_desktop.decision_names import TITLES, title
from yingcai_desktop.errors import Invalid, Problem, Undecided
from yingcai_desktop.rules.panels import Component, component_problems
from yingcai_desktop.rules.seats import seat_problems, weight_problems

LISTS = ("schools", "panels", "ties", "declined")
"""Tables of the file that are kept as records of their own."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "dual": ("national-first", "pilot-first"),
    "interview.aggregate": ("mean", "trimmed-1-1"),
    "interview.correction": ("none", "second-average-panels", "second-average-candidates"),
    "interview.component.absent": ("zero", "no-result"),
    "ranking.compare": ("exact", "rounded"),
    "annual.visits": ("excellent", "qualified", "none"),
    "annual.not_recommended": ("未参评", "合格"),
    "entry.differences": ("third", "together"),
}
"""Keys that take one of a few words."""

TIE_BREAKERS = ("interview", "innovation", "interest", "test")

_SINGLE = ("season", "apply_until", "ratio", "dual", "relaxation")
"""Parts that are one value; the others are tables."""

_DECIMALS = (
    "ratio",
    "weights",
    "pass_line",
    "interview.step",
    "interview.pass_line",
    "interview.component.full",
    "interview.component.weight",
    "annual.excellent",
    "annual.qualified",
)
_WHOLE = (
    "season", "quota", "seats", "interview.min_judges", "mentors.term.national.years", "mentors.term.pilot.years",
    "training.min_visits", "training.monthly_face_to_face", "annual.excellent_top_percent", "annual.min_experts",
)  # fmt: skip
_DATES = (
    "apply_until", "mentors.term.national.start", "mentors.term.pilot.start", "admission", "midterm.date", "certificate.issue_date",
)  # fmt: skip

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted keys and JSON-ready values of a decision file, its lists of records left out; dates become ISO text."""
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from flatten(value, f"{name}.")
        elif prefix or key not in LISTS:
            yield name, value.isoformat() if isinstance(value, date | datetime) else value


def _under(key: str, prefixes: tuple[str, ...]) -> bool:
    return any(key == p or key.startswith(f"{p}.") for p in prefixes)


def is_decimal_key(key: str) -> bool:
    """Whether a key takes a number that may have decimals."""
    return _under(key, _DECIMALS)


def is_whole_key(key: str) -> bool:
    """Whether a key takes a whole number."""
    return _under(key, _WHOLE)


def is_day_key(key: str) -> bool:
    """Whether a key takes a date."""
    return _under(key, _DATES)


def value_problems(values: Mapping[str, Any]) -> list[str]:
    """Sentences for values of the wrong type or outside their words; empty when all are sound."""
    return [f"{title(k)}：{p}" for k, v in values.items() if (p := _value_problem(k, v))]


def _value_problem(key: str, value: Any) -> str:
    if key in TITLES and key not in _SINGLE:
        return f"应为一张表 [{key}]，不是一个值"
    if key in WORDS:
        return "" if value in WORDS[key] else f"应为 {'、'.join(WORDS[key])} 之一，不是“{value}”"
    if _under(key, _DECIMALS):
        number = _decimal(value)
        return (
            ""
            if number is not None and number >= 0 and (key != "interview.step" or number > 0)
            else "应为不小于 0 的数字"
        )
    if _under(key, _WHOLE):
        return "" if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "应为不小于 0 的整数"
    if _under(key, _DATES):
        return "" if isinstance(value, str) and _is_day(value) else "应为日期，如 2025-03-31"
    if key == "ranking.tie_break":
        sound = isinstance(value, list) and all(b in TIE_BREAKERS for b in value)
        return "" if sound else f"应为 {'、'.join(TIE_BREAKERS)} 的有序列表"
    if key == "relaxation":
        return "" if isinstance(value, bool) else "应为 true 或 false"
    if key == "certificate.number":
        sound = isinstance(value, str) and "{seq}" in value and not any(c.isspace() or c == "|" for c in value)
        return "" if sound else "编号式样里要有 {seq}，不能有空格和竖线"
    if key == "training.exempt_months":
        sound = isinstance(value, list) and all(isinstance(m, str) and _MONTH.fullmatch(m) for m in value)
        return "" if sound else '应为月份的列表，如 ["2025-08"]'
    return "" if _is_plain(value) else "应为文字、数字或它们的列表"


def _is_plain(value: Any) -> bool:
    """Whether a value can be kept: text, a finite number, a truth value, or a list of these."""
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return math.isfinite(value) if isinstance(value, float) else isinstance(value, str | int)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Decisions:
    """The signed values of one office, by dotted key."""

    values: Mapping[str, Any]

    def _require(self, key: str) -> Any:
        if key not in self.values:
            raise Undecided(
                f"还没有决定：{title(key)}。通知没有给出这个值，须由单位签认。请在“系统设置 · 名额与规则”签认，或者登记决定文件，再做这一步。",
                [Problem("decision.missing", detail=key)],
            )
        return self.values[key]

    def text(self, key: str) -> str:
        """A decided text; may be blank where the office decided so."""
        return str(self._require(key))

    def filled(self, key: str) -> str:
        """A decided text that must say something, such as the number of a document; a blank one is as good as none."""
        text = self.text(key).strip()
        if not text:
            raise Undecided(
                f"{title(key)}是空的，不能办理，没有改动。请在“系统设置 · 名额与规则”写明并签认，或者登记决定文件，再做这一步。",
                [Problem("decision.missing", detail=key)],
            )
        return text

    def words(self, key: str) -> list[str]:
        """A decided list of texts."""
        return [str(v) for v in self._require(key)]

    def number(self, key: str) -> Decimal:
        """A decided number, exact."""
        return Decimal(str(self._require(key)))

    def whole(self, key: str) -> int:
        """A decided whole number."""
        return int(self._require(key))

    def flag(self, key: str) -> bool:
        """A decided yes or no."""
        return bool(self._require(key))

    def day(self, key: str) -> date:
        """A decided date."""
        return date.fromisoformat(str(self._require(key))[:10])

    def get(self, key: str) -> Any:
        """A decided value, or None; for showing, never for deciding."""
        return self.values.get(key)

    def part(self, prefix: str) -> dict[str, Any]:
        """What is decided below a prefix: `part("pass_line.pilot")` → subject → value."""
        start = f"{prefix}."
        return {k[len(start) :]: v for k, v in self.values.items() if k.startswith(start)}

    def seats(self, programme: str, city: str, subject: str) -> int:
        """Seats of a group; a group the signed seat plan does not name has none (附件1 三.4, 附件2 三（四）)."""
        prefix = f"seats.{programme}.{city}" if city else f"seats.{programme}"
        if not self.part(prefix):
            self._require(f"{prefix}.{subject}")
        return int(self.values.get(f"{prefix}.{subject}", 0))

    def merged(self, changes: Mapping[str, Any]) -> "Decisions":
        """These decisions with `changes` laid over them.

        Raises `Invalid` (`seats.sum`, `weights.sum`, wrong types) when the result does not hold together.
        """
        values = {**self.values, **changes}
        wrong = value_problems(changes)
        if wrong:
            raise Invalid(f"决定文件没有登记：{'；'.join(wrong)}。请改正后再登记。", [Problem("decision.invalid")])
        result = Decisions(values)
        problems = result._sum_problems()
        if problems:
            raise Invalid(
                "决定文件没有登记："
                + "；".join(p.detail for p in problems)
                + "。请核对后改正，合计必须相符（附件1 三.4、附件2 三（四））。",
                problems,
            )
        return result

    def _sum_problems(self) -> list[Problem]:
        return [*self._seat_problems(), *self._weight_problems(), *self._component_problems()]

    def component(self) -> Component | None:
        """动手实验、观察 of the pilot; None where nobody signed it. Raises `Undecided` while it is signed only in part (附件2 四（二）)."""
        if not self.part("interview.component"):
            return None
        key = "interview.component"
        return Component(
            self.text(f"{key}.title"), self.number(f"{key}.full"), self.number(f"{key}.weight"), self.text(f"{key}.absent")
        )

    def _component_problems(self) -> list[Problem]:
        if not {"title", "full", "weight", "absent"} <= self.part("interview.component").keys():
            return []
        component = self.component()
        return [Problem("decision.invalid", detail=p) for p in (component_problems(component) if component else ())]

    def _seat_problems(self) -> list[Problem]:
        return [
            Problem("seats.sum", detail=sentence) for sentence in seat_problems(self.part("quota"), self.part("seats"))
        ]

    def _weight_problems(self) -> list[Problem]:
        weights = {k: Decimal(str(v)) for k, v in self.part("weights").items()}
        return [Problem("weights.sum", detail=sentence) for sentence in weight_problems(weights)]
