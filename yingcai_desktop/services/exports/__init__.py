"""What goes out: every `export` of the command line as a list of plain rows (FORMAT: docs/workbooks.md §6).

One definition per figure: documents, the workbench and the statistics read the same functions.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from yingcai_desktop.desk import Desk
from yingcai_desktop.services import disclosing
from yingcai_desktop.services.exports import applications, notices, selection, statistics, training
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.vocabulary import EXPORTS

Row = dict[str, Any]


_ROWS: dict[str, Callable[[Desk, Scope], list[Row]]] = {
    "applicants": applications.applicants,
    "eligibility": applications.eligibility,
    "shortlist": selection.shortlist,
    "interview-results": selection.interview_results,
    "ranking": selection.ranking,
    "admitted": selection.admitted,
    "waitlist": selection.waitlist,
    "public-notice": notices.public_notice,
    "filing": notices.filing,
    "compliance": training.compliance,
    "grades": training.grades,
    "certificates": training.certificates,
    "statistics": statistics.statistics,
}
"""List → the function that makes its rows; the titles are in `vocabulary.EXPORTS`."""


def export(desk: Desk, what: str, scope: Scope = EVERYTHING) -> list[Row]:
    """The rows of one list."""
    return _ROWS[what](desk, scope)


def write(desk: Desk, what: str, out: Path, scope: Scope = EVERYTHING) -> int:
    """Write one list as xlsx, json or csv, by the ending of `out`; returns the number of rows."""
    from yingcai_desktop.sheets import writer

    rows = export(desk, what, scope)
    office = desk.schemes.offices.get(desk.store.office, desk.store.office)
    heading = writer.Heading(EXPORTS[what], office, desk.store.season, desk.clock())
    if any(row.get("id_number") for row in rows):
        disclosing.exported(desk, EXPORTS[what], ("身份证号",), len(rows))
    writer.write(rows, what, out, heading)
    return len(rows)
