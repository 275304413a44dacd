"""更正单: one sealed mark changed by two people for a reason that stands on paper; what it was stays readable (D09)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.models import Amendment, Application, Seal
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.rules.entry import NORMAL, Given, row_gaps, tidy
from yingcai_desktop.services.entry.landing import land
from yingcai_desktop.services.entry.paper import Paper, paper
from yingcai_desktop.services.marked import MARK, MODELS, ONE_MARK, SheetRef
from yingcai_desktop.services.sealing.lines import by_uid, line_of, stored, words_of
from yingcai_desktop.services.sealing.refusing import seal_record, title_of


@dataclass(frozen=True, slots=True)
class Amended:
    """One amendment as it is printed; `old` and `new` in words, old blank for a mark that came late."""

    uid: str
    seal_uid: str
    number: int
    title: str
    name: str
    id_number: str
    ticket: str
    judge: str
    old: str
    new: str
    reason: str
    paper: str
    amended_by: str
    amended_with: str
    amended_at: str


def amend(desk: Desk, ref: SheetRef, application_uid: str, status: str, marks: Mapping[str, str], reason: str, number: str) -> Amended:
    """Change one sealed mark, or add that of somebody who came late; `number` is that of the paper 更正单.

    Raises `NotAllowed` without a second person, a reason or a paper, or where nothing is sealed; `Invalid` for a mark that cannot be.
    """
    desk.require_witness("更正已封存的成绩")
    if not reason.strip() or not number.strip():
        raise NotAllowed("更正单要写明更正理由和纸面文号。没有改动。")
    sheet = _paper(desk, ref, application_uid)
    row = _row(sheet, application_uid, status, marks)
    uid = new_uid()
    with desk.change("score.amend", reason=f"{number.strip()}：{reason.strip()}") as change:
        seal = seal_record(change.session, ref)
        if seal is None:
            raise NotAllowed("这些成绩还没有封存，不用更正单。没有改动；请直接更正。")
        held = {m.application_uid: m for m in stored(change.session, ref.sealed_as)}.get(application_uid)
        line = _line(sheet, application_uid, row)
        if held is not None and held.line == line:
            raise NotAllowed("更正后的成绩和现在的一样。没有改动。")
        score = held.uid if held else new_uid()
        last = change.session.scalar(select(func.max(Amendment.number)).where(Amendment.seal_uid == seal.uid)) or 0
        change.insert(Amendment, [{
            "uid": uid, "seal_uid": seal.uid, "number": last + 1, "application_uid": application_uid, "score_uid": score, "judge": ref.judge,
            "old_line": held.line if held else "", "new_line": line, "reason": reason.strip(), "paper": number.strip(),
            "amended_by": desk.actor, "amended_with": desk.witness, "amended_at": desk.clock().isoformat(timespec="seconds"),
        }])  # fmt: skip
        land(change, sheet, {application_uid: row}, {application_uid: (held.uid, row)} if held else {}, fresh_uid=score)
    return next(a for a in amendments(desk, seal_of=ref) if a.uid == uid)


def _paper(desk: Desk, ref: SheetRef, application_uid: str) -> Paper:
    """The sheet the candidate is on; a sealed test has one for each room."""
    if ref.kind == "test" and not ref.panel:
        from yingcai_desktop.services.entry.paper import papers
        from yingcai_desktop.services.scope import Scope

        for found in papers(desk, "test", Scope(ref.programme, ref.city)):
            if any(line.uid == application_uid for line in found.lines):
                return found
        return test_paper(desk, ref, application_uid)
    return paper(desk, ref)


def test_paper(desk: Desk, ref: SheetRef, application_uid: str) -> Paper:
    """A sheet of one for a candidate whose test was never seated here (marks that came as workbooks)."""
    from yingcai_desktop.rules.entry import Field
    from yingcai_desktop.services.marked import STATES
    from yingcai_desktop.sheets.kinds.tests import USUAL_FULL

    with desk.read() as session:
        found = session.scalars(select(MODELS["test"]).where(MODELS["test"].application_uid == application_uid)).one_or_none()  # type: ignore[attr-defined]
        full: Decimal = getattr(found, "full_mark", USUAL_FULL)
    return Paper(ref, "", (Field(MARK, full),), STATES["test"], ())


def _row(sheet: Paper, uid: str, status: str, marks: Mapping[str, str]) -> Given:
    status = status or NORMAL
    row = Given(status, {t: tidy(m) for t, m in marks.items()} if status == NORMAL else {})
    gaps = [g for g in row_gaps(uid, row, sheet.fields, sheet.states) if g.code != "entry.zero"]
    if gaps:
        value = row.marks.get(gaps[0].field, "")
        raise Invalid(f"没有更正：{gaps[0].field} {codes.sentence(gaps[0].code, value=value)}", [Problem(gaps[0].code, detail=gaps[0].field)])
    return row


def _line(sheet: Paper, uid: str, row: Given) -> str:
    ref = sheet.ref
    marks = {f.title: row.marks[f.title] for f in sheet.fields} if row.status == NORMAL else {}
    raw = Decimal(marks[MARK]) if ref.kind in ONE_MARK and marks else None
    return line_of(ref.kind, uid, ref.judge, row.status, marks, raw, sheet.full_mark)


def amendments(desk: Desk, seal_of: SheetRef | None = None) -> list[Amended]:
    """Every amendment, of one seal if given, by seal and number."""
    with desk.read() as session:
        query = select(Amendment, Application, Seal).join(Application, Application.uid == Amendment.application_uid)
        rows: Any = session.execute(query.join(Seal, Seal.uid == Amendment.seal_uid)).all()
        found = [_amended(session, desk, one, person, seal) for one, person, seal in rows]
        wanted = None if seal_of is None else getattr(seal_record(session, seal_of), "uid", "")
    return sorted((a for a in found if wanted in (None, a.seal_uid)), key=lambda a: (a.title, a.number))


def _amended(session: Session, desk: Desk, one: Amendment, person: Application, seal: Seal) -> Amended:
    ref = SheetRef(seal.kind, seal.programme, seal.city, seal.subject, seal.panel, seal.judge)
    old = words_of(one.old_line) if one.old_line else ""
    return Amended(
        one.uid, seal.uid, one.number, title_of(session, desk.schemes, ref), person.name, person.id_number, person.ticket, one.judge, old,
        words_of(one.new_line), one.reason, one.paper, one.amended_by, one.amended_with, one.amended_at,
    )  # fmt: skip


__all__ = ["Amended", "amend", "amendments", "by_uid"]
