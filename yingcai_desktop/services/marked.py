"""Whose marks: the key of a sheet or a seal, the kinds of marks, and where each kind is stored (domain.md §4.8–4.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.base import Record
from db.models import ComponentScore, ExpertScore, InterviewScore, TestScore
from yingcai_desktop.sheets import words
from yingcai_desktop.sheets.kinds.tests import RAW as MARK

KINDS = {"test": "学科潜质测试", "interview": "面试", "component": "增加形式", "expert": "终评"}
"""Kind of mark → what it was given at."""

STATES = {
    "test": tuple(dict.fromkeys(words.TEST_STATES.values())),
    "interview": tuple(dict.fromkeys(words.INTERVIEW_STATES.values())),
    "component": ("正常", "缺考"),
    "expert": tuple(dict.fromkeys(words.EXPERT_STATES.values())),
}
"""Kind of mark → the codes a row without marks may have; the first is 正常 (features D04)."""

MODELS: Mapping[str, type[Record]] = {"test": TestScore, "interview": InterviewScore, "component": ComponentScore, "expert": ExpertScore}
"""Kind of mark → the table it lives in."""

ONE_MARK = frozenset({"test", "component"})
"""Kinds whose paper carries a single mark a candidate, stored as `raw` out of `full_mark`."""


@dataclass(frozen=True, slots=True)
class SheetRef:
    """Which sheet, or which seal. `panel` is the room (`01`) of a test or the uid of a 面试组, `judge` the judge or expert.

    A test is sealed whole, as the candidates of one city and subject: then `panel` is blank.
    """

    kind: str
    programme: str
    city: str
    subject: str
    panel: str = ""
    judge: str = ""

    @property
    def sealed_as(self) -> "SheetRef":
        """The seal this sheet falls under."""
        return replace(self, panel="") if self.kind == "test" else self


__all__ = ["KINDS", "MARK", "MODELS", "ONE_MARK", "STATES", "SheetRef"]
