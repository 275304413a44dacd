"""What goes out: every `export` of the command line as a list of plain rows (FORMAT: docs/workbooks.md §6).

One definition per figure: documents, the workbench and the statistics read the same functions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yingcai_desktop.desk import Desk
from yingcai_desktop.services.exports import applications, notices, selection, statistics, training
from yingcai_desktop.services.scope import EVERYTHING, Scope

Row = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """One kind of list: its Chinese title and the function that makes its rows."""

    title: str
    rows: Callable[[Desk, Scope], list[Row]]


EXPORTS: dict[str, Export] = {
    "applicants": Export("报名汇总表", applications.applicants),
    "eligibility": Export("资格审查汇总表", applications.eligibility),
    "shortlist": Export("面试人选名单", selection.shortlist),
    "interview-results": Export("面试成绩汇总表", selection.interview_results),
    "ranking": Export("综合排名表", selection.ranking),
    "admitted": Export("录取名单", selection.admitted),
    "waitlist": Export("候补名单", selection.waitlist),
    "public-notice": Export("公示名单", notices.public_notice),
    "filing": Export("备案名单", notices.filing),
    "compliance": Export("培养达标情况", training.compliance),
    "grades": Export("年度评价结果", training.grades),
    "certificates": Export("证书登记册", training.certificates),
    "statistics": Export("分组统计表", statistics.statistics),
}


def export(desk: Desk, what: str, scope: Scope = EVERYTHING) -> list[Row]:
    """The rows of one list."""
    return EXPORTS[what].rows(desk, scope)


def write(desk: Desk, what: str, out: Path, scope: Scope = EVERYTHING) -> int:
    """Write one list as xlsx, json or csv, by the ending of `out`; returns the number of rows."""
    from yingcai_desktop.sheets import writer

    rows = export(desk, what, scope)
    heading = writer.Heading(
        EXPORTS[what].title, desk.schemes.offices.get(desk.store.office, desk.store.office), desk.store.season, desk.clock()
    )
    writer.write(rows, what, out, heading)
    return len(rows)
