"""A pass: typed cell by cell by one person, handed in whole and with the paper's own total, or begun again (features D04–D06)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.gate import Change
from db.models import EntryMark, EntrySheet
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.rules.entry import NORMAL, Gap, Given, row_gaps, sheet_total, tidy
from yingcai_desktop.rules.marks import number_of, printed
from yingcai_desktop.services.entry.keeping import BY, CLOSED, TOTAL, TURNS, given, rows_of, sheet_of, who
from yingcai_desktop.services.entry.paper import Paper
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.sealing.refusing import refuse_sealed


def save(desk: Desk, paper: Paper, turn: int, rows: Mapping[str, Given]) -> dict[str, Given]:
    """Keep what was just typed for these candidates; returns it as kept (half width, without idle zeros). A wrong mark is kept as well.

    The first who types in a pass owns it. Raises `NotAllowed` for the person of the other pass, for anybody else's pass, when the pass is
    handed in, and when the sheet is sealed.
    """
    on_paper = {line.uid for line in paper.lines}
    kept = {uid: _tidied(row) for uid, row in rows.items() if uid in on_paper}
    with desk.change("entry.mark", reason=f"{paper.title}　{TURNS[turn]}") as change:
        sheet = _claimed(desk, change, paper, turn)
        if getattr(sheet, CLOSED[turn]):
            raise NotAllowed(f"{TURNS[turn]}已经提交，不能再改。没有改动；发现录错的，请先“退回再录”，核对之后的请在“核对差异”里更正。")
        held = rows_of(change.session, sheet, turn)
        if sheet.compared and (seen := [uid for uid in kept if uid in held]):
            raise NotAllowed(f"这 {len(seen)} 名考生的两遍已经核对过，不能再改。没有改动；请由第三人在“核对差异”里对照原卷更正。")
        for uid, row in kept.items():
            _store(change, sheet, turn, uid, row, held.get(uid))
    return kept


def _tidied(row: Given) -> Given:
    marks = {title: text for title, typed in row.marks.items() if (text := tidy(typed))}
    zeros = frozenset(title for title in row.zeros if number_of(marks.get(title, "")) == 0)
    status = row.status or (NORMAL if marks else "")
    return Given(status, marks if status == NORMAL else {}, zeros if status == NORMAL else frozenset())


def _store(change: Change, sheet: EntrySheet, turn: int, uid: str, row: Given, held: EntryMark | None) -> None:
    values: dict[str, Any] = {"status": row.status, "marks": dict(row.marks), "zeros": sorted(row.zeros)}
    if held is None:
        by = getattr(sheet, BY[turn])
        change.add(EntryMark(sheet_uid=sheet.uid, application_uid=uid, turn=turn, by=by, **values))
        return
    for name, value in values.items():
        if getattr(held, name) != value:
            setattr(held, name, value)


def _claimed(desk: Desk, change: Change, paper: Paper, turn: int) -> EntrySheet:
    """The sheet's record, its pass owned by the person at the desk."""
    refuse_sealed(change.session, desk.schemes, paper.ref)
    person = who(desk.actor)
    sheet = sheet_of(change.session, paper.ref)
    if sheet is None:
        ref = paper.ref
        sheet = EntrySheet(
            kind=ref.kind, programme=ref.programme, city=ref.city, subject=ref.subject, panel=ref.panel, judge=ref.judge,
            full_mark=paper.full_mark,
        )  # fmt: skip
        change.add(sheet)
    _refuse_person(sheet, turn, person)
    if not getattr(sheet, BY[turn]):
        setattr(sheet, BY[turn], person)
        change.flush()
    return sheet


def _refuse_person(sheet: EntrySheet, turn: int, person: str) -> None:
    owner, other = getattr(sheet, BY[turn], "") or "", getattr(sheet, BY[3 - turn], "") or ""
    if other and other == person:
        raise NotAllowed(
            f"{TURNS[3 - turn]}是“{person}”录的，{TURNS[turn]}须由另一人录入。没有保存；请换人登录后再录（双录由两人各录一遍）。"
        )
    if owner and owner != person:
        raise NotAllowed(f"{TURNS[turn]}由“{owner}”录入，还没有录完。没有保存；请由本人继续，或由本人“重新录入”让出这一遍。")


def gaps(paper: Paper, rows: Mapping[str, Given]) -> list[Gap]:
    """What keeps a pass from being handed in, in the order of the sheet."""
    return [gap for line in paper.lines for gap in row_gaps(line.uid, rows.get(line.uid, Given()), paper.fields, paper.states)]


def close(desk: Desk, paper: Paper, turn: int, paper_total: Decimal) -> None:
    """Hand a pass in: every row has a mark or a code, every 0 is confirmed, and the marks add up to the total on the paper.

    Raises `Invalid` with a problem a cell, or `NotAllowed` (`entry.total`); then nothing is handed in.
    """
    with desk.change("entry.close", reason=f"{paper.title}　{TURNS[turn]}") as change:
        sheet = _own(desk, change.session, paper.ref, turn)
        if getattr(sheet, CLOSED[turn]):
            raise NotAllowed(f"{TURNS[turn]}已经提交过了。没有改动。")
        rows = {uid: given(row) for uid, row in rows_of(change.session, sheet, turn).items()}
        if found := gaps(paper, rows):
            raise Invalid(_incomplete(paper, found), [Problem(gap.code, detail=gap.field) for gap in found])
        computed = sheet_total([rows[line.uid] for line in paper.lines], paper.fields)
        if computed != paper_total:
            raise NotAllowed(
                f"录入的合计是 {printed(computed)}，纸面合计是 {printed(paper_total)}，两者不符。没有提交；请对照原卷逐份核对，也请核对纸面合计。",
                [Problem("entry.total")],
            )
        setattr(sheet, TOTAL[turn], paper_total)
        setattr(sheet, CLOSED[turn], desk.clock().isoformat(timespec="seconds"))
        if sheet.first_closed and sheet.second_closed:
            sheet.compared = True


def _incomplete(paper: Paper, found: list[Gap]) -> str:
    places = {line.uid: line.place for line in paper.lines}
    first = "；".join(f"{places[gap.uid]} 号 {gap.field}：{codes.message(gap.code).what.format(value='')}" for gap in found[:3])
    more = f"等 {len(found)} 处" if len(found) > 3 else ""
    return f"还不能提交：{first}{more}。没有提交；每份成绩都要有分数或状态，补齐改正后再提交。"


def _own(desk: Desk, session: Session, ref: SheetRef, turn: int) -> EntrySheet:
    sheet = sheet_of(session, ref)
    if sheet is None or not getattr(sheet, BY[turn]):
        raise NotAllowed(f"{TURNS[turn]}还没有开始录入。没有改动。")
    _refuse_person(sheet, turn, who(desk.actor))
    return sheet


def reopen(desk: Desk, paper: Paper, turn: int) -> None:
    """Take one's own pass back to mend it; only while the other pass is not handed in, or to add candidates who came late."""
    with desk.change("entry.reopen", reason=f"{paper.title}　{TURNS[turn]}") as change:
        sheet = _own(desk, change.session, paper.ref, turn)
        late = {line.uid for line in paper.lines} - rows_of(change.session, sheet, turn).keys()
        if sheet.compared and not late:
            raise NotAllowed("两遍都已提交、核对过，不能退回再录。没有改动；请由第三人在“核对差异”里对照原卷更正。")
        refuse_sealed(change.session, desk.schemes, paper.ref)
        setattr(sheet, CLOSED[turn], "")
        sheet.settled = ""


def restart(desk: Desk, paper: Paper, turn: int, reason: str) -> None:
    """Give a pass up: what was typed is taken away (the journal keeps it) and anybody but the person of the other pass may begin it anew."""
    if not reason.strip():
        raise NotAllowed("重新录入要写明理由。没有改动。")
    with desk.change("entry.restart", reason=reason) as change:
        sheet = _own(desk, change.session, paper.ref, turn)
        if sheet.compared or getattr(sheet, CLOSED[turn]):
            raise NotAllowed(f"{TURNS[turn]}已经提交，不能重新录入。没有改动；需要更正的，请先“退回再录”。")
        change.delete(EntryMark, [row.uid for row in rows_of(change.session, sheet, turn).values()])
        setattr(sheet, BY[turn], "")
