"""When an evaluation is due (附件1 六, 附件2 七): days from the scheme's schedule and the signed decisions, never from code. Late is a warning."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from yingcai_desktop.decisions import Decisions
from yingcai_desktop.scheme import Scheme

STAGES = {"initial": "初期评价", "midterm": "中期评价", "annual": "年度评价总结", "city": "年度评价总结", "final": "年度评价总结"}
"""Form or tab → stage of the schedule."""


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, and the clause. `due` is the signed day where there is one."""

    start: date
    end: date
    due: date
    clause: str

    def words(self) -> str:
        """`4月1日—5月31日（附件2 七（一））`."""
        return f"{self.days()}（{self.clause}）"

    def days(self) -> str:
        """`4月1日—5月31日`, where there is no room for the clause."""
        return f"{self.start.month}月{self.start.day}日—{self.due.month}月{self.due.day}日"


def window(scheme: Scheme, form: str, season: int, decisions: Decisions) -> Window | None:
    """The window of a form in one programme; None where its schedule does not name the stage."""
    stage = next((s for s in scheme.schedule if s.stage == STAGES[form]), None)
    if stage is None:
        return None
    start = date(season, stage.start, 1)
    end = date(season, stage.end, monthrange(season, stage.end)[1])
    signed = form == "midterm" and decisions.get("midterm.date")
    return Window(start, end, decisions.day("midterm.date") if signed else end, stage.clause)
