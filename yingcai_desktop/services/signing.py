"""Signing decisions in the window: what kind of value a key takes, its text as typed, and the record under a document number."""

from collections.abc import Mapping
from typing import Any, Literal

from yingcai_desktop.decision_names import name_of
from yingcai_desktop.decisions import WORDS, is_day_key, is_decimal_key, is_whole_key
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services import deciding
from yingcai_desktop.services.basis import TIE_BREAKERS
from yingcai_desktop.services.decided_words import value_of
from yingcai_desktop.services.deciding import Recorded
from yingcai_desktop.services.decision_file import DecisionFile

Kind = Literal["number", "whole", "date", "word", "flag", "list", "text"]


def kind_of(key: str) -> Kind:
    """How the value of a key is typed."""
    if key in WORDS:
        return "word"
    if key == "relaxation":
        return "flag"
    if key in ("ranking.tie_break", "training.exempt_months"):
        return "list"
    if is_day_key(key):
        return "date"
    if is_whole_key(key):
        return "whole"
    return "number" if is_decimal_key(key) else "text"


def choices(desk: Desk, key: str) -> list[tuple[str, str]]:
    """Code and words of the values a key may take; empty where any value of its kind will do."""
    if key == "relaxation":
        return [("True", "可以放宽"), ("False", "不放宽")]
    return [(word, value_of(desk.schemes, key, word)) for word in WORDS.get(key, ())]


def typed(key: str, text: str) -> Any:
    """The value a text stands for: `０．５` → "0.5", `2025.4.20` as it is (the decisions check it). Raises `Invalid` for a blank."""
    plain = text.strip()
    if not plain and kind_of(key) != "list":
        raise Invalid("还没有填写决定的内容。没有登记，请填写后再签认。")
    match kind_of(key):
        case "whole":
            return int(plain) if plain.isdigit() else plain
        case "flag":
            return plain == "True"
        case "list":
            parts = [part.strip() for part in plain.replace("，", "、").replace(",", "、").split("、")]
            return [_CODES.get(part, part) for part in parts if part]
    return plain


_CODES = {word: code for code, word in TIE_BREAKERS.items()}


def text_of(value: Any) -> str:
    """A stored value as it is typed again, in Chinese."""
    if value is None:
        return ""
    return "、".join(TIE_BREAKERS.get(str(part), str(part)) for part in value) if isinstance(value, list) else str(value)


def hint(key: str) -> str:
    """What to type."""
    return {
        "number": "数字，可带小数",
        "whole": "填整数，不写单位",
        "date": "日期，如 2025-04-20",
        "list": f"按先后用顿号分开，可填 {'、'.join(TIE_BREAKERS.values())}" if key == "ranking.tie_break" else "月份，用顿号分开，如 2025-07、2025-08；没有就留空",
        "text": "{year} 代表年度，{seq} 代表顺序号" if key == "certificate.number" else "",
    }.get(kind_of(key), "")


def sign(desk: Desk, texts: Mapping[str, str], document: str) -> Recorded:
    """Record values under the number of the document they were signed in.

    Raises `Invalid` (no document, a blank, a wrong type, sums that do not fit), `NotAllowed` when frozen; then nothing is stored.
    """
    if not document.strip():
        raise Invalid("签认要写明依据：会议纪要或文件的名称、文号。没有登记，请填写后再签认。")
    values = {key: typed(key, text) for key, text in texts.items()}
    return deciding.record(desk, DecisionFile(values, (), (), (), (), ()), document.strip())


def together(desk: Desk, key: str) -> list[str]:
    """Keys signed in one form with this one: a seat plan (its sum must fit, 附件1 三.4, 附件2 三（四）), test lines, the two weights."""
    subjects = desk.schemes.subject_names
    if key.split(".", 1)[0] in ("seats", "pass_line"):
        plan, _, last = key.rpartition(".")
        return [f"{plan if last in subjects else key}.{subject}" for subject in subjects]
    return ["weights.test", "weights.interview"] if key.startswith("weights.") else [key]


def called(desk: Desk, key: str) -> str:
    """The name of a key."""
    return name_of(desk.schemes, key)

