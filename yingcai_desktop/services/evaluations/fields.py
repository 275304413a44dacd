"""The forms of 考核评价 as data (domain.md §4.5–4.7): which model, which fields, how a text becomes a stored value, what must be there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from db.base import Record
from db.models import AnnualMaterial, InitialEvaluation, MidtermEvaluation
from db.models.labels import label
from yingcai_desktop.rules.evidence import REPORT_KINDS

CONDITIONS = ("好", "较好", "一般", "较差")
TOPIC_STATES = ("已定", "拟定", "未定")
OVERALL = ("正常", "需关注", "建议退出")
TEAM_GRADES = ("优", "良", "合格", "不合格")
CONCLUSIONS = ("合格", "不合格")
GRADES = ("优秀", "合格", "不合格")
YES_NO = (("1", "推荐"), ("0", "不推荐"))


class Unreadable(ValueError):
    """A text that is no value of its field; the sentence says how to write it."""


def _text(value: str) -> str:
    return value.strip()


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Unreadable("日期读不懂，请按 2025-07-10 的样子填写") from None


def _flag(value: str) -> bool:
    return value == "1"


def _verdict(value: str) -> bool | None:
    return None if value == "" else value == "1"


def _mark(value: str) -> Decimal | None:
    if not value:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Unreadable("应为 0–100 的数字") from None
    if not number.is_finite() or not 0 <= number <= 100 or number != round(number, 2):
        raise Unreadable("应为 0–100 的数字，最多两位小数")
    return number


def _order(value: str) -> int | None:
    if not value:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= 999:
        raise Unreadable("应为 1、2、3…的整数")
    return int(value)


def _kinds(value: str) -> list[str]:
    return [kind for kind in REPORT_KINDS if kind in value.split("、")]


Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One form: its record, its fields, which must not be blank, and the words of a fixed list."""

    key: str
    title: str
    model: type[Record]
    reads: Mapping[str, Read]
    required: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    action: str

    def label(self, name: str) -> str:
        """The stored column's own label."""
        return label(getattr(self.model, name))


INITIAL = FormSpec(
    "initial", "初期评价", InitialEvaluation,
    {"evaluated_on": _day, "condition": _text, "topic": _text, "topic_settled": _text, "progress": _text, "opinion": _text,
     "overall": _text, "signer": _text},
    ("evaluated_on", "condition", "topic_settled", "progress", "opinion", "overall", "signer"),
    {"condition": CONDITIONS, "topic_settled": TOPIC_STATES, "overall": OVERALL},
    "evaluation.initial",
)  # fmt: skip
MIDTERM = FormSpec(
    "midterm", "中期评价", MidtermEvaluation,
    {"report_date": _day, "report_title": _text, "team_grade": _text, "conclusion": _text, "exit_reason": _text, "goal": _text,
     "coordination": _text},
    ("report_date", "team_grade", "conclusion"),
    {"team_grade": TEAM_GRADES, "conclusion": CONCLUSIONS},
    "evaluation.write-midterm",
)  # fmt: skip
ANNUAL = FormSpec(
    "annual", "年度材料", AnnualMaterial,
    {"project_title": _text, "project_report": _flag, "training_report": _flag, "report_kinds": _kinds, "mentor_grade": _text,
     "mentor_comment": _text},
    ("mentor_grade",),
    {"mentor_grade": GRADES},
    "evaluation.annual",
)  # fmt: skip
CITY = FormSpec(
    "city", "盟市评议", AnnualMaterial,
    {"city_score": _mark, "city_order": _order, "city_recommended": _verdict, "city_opinion": _text},
    ("city_recommended",),
    {},
    "evaluation.city",
)  # fmt: skip
FORMS: Mapping[str, FormSpec] = {spec.key: spec for spec in (INITIAL, MIDTERM, ANNUAL, CITY)}
