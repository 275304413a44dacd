"""`print`: what the store says, as pages. One file per family; each gathers a frozen document, `documents/` sets it."""

from collections.abc import Callable
from pathlib import Path

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.paper import count
from yingcai_desktop.services.printing import (
    applications,
    certificates,
    exam,
    interview,
    ledgers,
    letters,
    lists,
    records,
)
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.sheets.writer import save

PAGES: dict[str, Callable[[Desk, Scope], bytes]] = {
    "roster": applications.rosters,
    "tickets": exam.tickets,
    "seating": exam.seating,
    "door-signs": exam.door_signs,
    "sign-in": exam.sign_in,
    "room-records": exam.room_records,
    "score-sheets": interview.score_sheets,
    "score-summary": interview.score_summary,
    "public-notice": lists.public_notice,
    "filing": lists.filing,
    "appointment-letters": letters.appointment_letters,
    "certificate-check": ledgers.check_sheets,
    "certificates": certificates.certificates,
    "certificate-receipt": ledgers.receipts,
    "certificate-register": ledgers.register,
    "training-record": records.training_record,
}
"""What can be printed (`vocabulary.PRINTS`) and how."""


def pdf(desk: Desk, what: str, scope: Scope = EVERYTHING) -> bytes:
    """The pages of one kind as PDF; the same store gives the same bytes.

    Raises `NotAllowed` when the step before is not done or nobody is in scope, `MissingGlyph` for a character no face has.
    Tickets, seating, door signs, sign-in and room records give desks to those who have none yet.
    """
    return PAGES[what](desk, scope)


def write(desk: Desk, what: str, out: Path, scope: Scope = EVERYTHING) -> int:
    """Print into a file, which appears whole or not at all; returns the number of pages. Raises as `pdf`, and `Invalid` for the file."""
    content = pdf(desk, what, scope)
    save(out, content)
    return count(content)

