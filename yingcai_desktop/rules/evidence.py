"""年度评价 materials (附件1 六（三）, 附件2 七（三））：课题报告、培养报告、《成长日志》、导师评价. What is there, what is not, what was waived."""

from collections.abc import Collection
from typing import Literal

PROJECT, TRAINING, LOGS, MENTOR = "课题报告", "培养报告", "成长日志", "导师评价"
PIECES = (PROJECT, TRAINING, LOGS, MENTOR)
"""The evidence of a year, in the order of the notice."""
REPORT_KINDS = ("读书报告", "文献综述", "实验记录", "小论文")
"""What a 培养报告 may be made of."""

State = Literal["present", "waived", "missing"]


def states(
    *, project: bool, training: bool, visits: int, least_visits: int, mentor_grade: str, waived: Collection[str] = ()
) -> dict[str, State]:
    """Piece → whether it is there. 成长日志: as many approved visits as the office signed (附件1 五（三）1, 附件2 五（三）1)."""
    there = {PROJECT: project, TRAINING: training, LOGS: visits >= least_visits, MENTOR: bool(mentor_grade)}
    return {piece: "present" if ok else "waived" if piece in waived else "missing" for piece, ok in there.items()}


def missing(found: dict[str, State]) -> tuple[str, ...]:
    """The pieces nobody handed in and nobody waived, in order."""
    return tuple(piece for piece, state in found.items() if state == "missing")
