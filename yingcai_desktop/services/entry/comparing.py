"""核对差异: two passes side by side, each difference settled over the paper by a third person, then the marks take their place (D05)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import EntryMark, EntrySheet
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.rules.entry import NORMAL, STATUS, Given, differences, mark_problem, row_gaps, tidy
from yingcai_desktop.services import deciding
from yingcai_desktop.services.entry.keeping import SETTLING, given, is_open, rows_of, same, sheet_of, stored_marks, who
from yingcai_desktop.services.entry.landing import land
from yingcai_desktop.services.entry.paper import Line, Paper
from yingcai_desktop.services.sealing.refusing import refuse_sealed

TOGETHER = "together"
"""The decided way where an office has no third person: both typists settle over the paper, one with the other as witness."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One cell that needs a person. `loaded` is what a workbook had brought; `picked` is first, second or paper, blank: open.

    `adopted` is what will count; `field` may be the state, then values read `缺考` or the mark itself.
    """

    uid: str
    place: str
    name: str
    field: str
    first: str
    second: str
    loaded: str
    picked: str = ""
    adopted: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sheet laid side by side: how many rows agree, what does not, who is lacking in a pass, and whether it is settled already."""

    agreed: int
    disagreements: tuple[Disagreement, ...]
    lacking: tuple[Line, ...]
    settled: str

    @property
    def open(self) -> tuple[Disagreement, ...]:
        """What still needs a person."""
        return tuple(d for d in self.disagreements if not d.picked)


@dataclass(frozen=True, slots=True)
class _Sides:
    first: Mapping[str, Given]
    second: Mapping[str, Given]
    third: Mapping[str, EntryMark]
    loaded: Mapping[str, tuple[str, Given]]


def compare(desk: Desk, paper: Paper) -> Comparison:
    """Both passes side by side. Raises `NotAllowed` until both are handed in (U37)."""
    with desk.read() as session:
        sheet = _open_sheet(session, paper)
        return _compared(session, sheet, paper)


def _open_sheet(session: Session, paper: Paper) -> EntrySheet:
    sheet = sheet_of(session, paper.ref)
    if sheet is None or not is_open(sheet):
        raise NotAllowed("两遍都提交之后才能核对。没有显示任何一遍的内容；请先录完并提交。")
    return sheet


def _sides(session: Session, sheet: EntrySheet, paper: Paper) -> _Sides:
    first, second = ({uid: given(row) for uid, row in rows_of(session, sheet, turn).items()} for turn in (1, 2))
    return _Sides(first, second, rows_of(session, sheet, SETTLING), stored_marks(session, paper))


def _compared(session: Session, sheet: EntrySheet, paper: Paper) -> Comparison:
    sides = _sides(session, sheet, paper)
    found = [d for line in paper.lines for d in _of_line(paper, line, sides, bool(sheet.settled))]
    lacking = tuple(line for line in paper.lines if line.uid not in sides.first or line.uid not in sides.second)
    different = {d.uid for d in found}
    return Comparison(len(paper.lines) - len(lacking) - len(different), tuple(found), lacking, sheet.settled)


def _of_line(paper: Paper, line: Line, sides: _Sides, settled: bool) -> Iterator[Disagreement]:
    """Where the passes differ; where they agree with each other but not with what was loaded before; once settled, what was picked."""
    one, other = sides.first.get(line.uid), sides.second.get(line.uid)
    if one is None or other is None:
        return
    loaded = sides.loaded.get(line.uid, ("", None))[1]
    pairs = [(d.field, d.first, d.second) for d in differences({line.uid: one}, {line.uid: other}, paper.fields, [line.uid])]
    if loaded is not None and not settled:
        known = {name for name, _, _ in pairs}
        against = differences({line.uid: one}, {line.uid: loaded}, paper.fields, [line.uid])
        if STATUS not in known:
            pairs += [(d.field, d.first, d.first) for d in against if d.field not in known]
    row = sides.third.get(line.uid)
    for name, _, _ in pairs:
        picked = row.picked.get(name, "") if row else ""
        adopted = _shown(paper, given(row), name) if row and picked else ""
        before = "" if loaded is None or (settled and picked) else _shown(paper, loaded, name)
        yield Disagreement(
            line.uid, line.place, line.name, name, _shown(paper, one, name), _shown(paper, other, name), before, picked, adopted,
            row.note if row and picked == "paper" else "",
        )  # fmt: skip


def _shown(paper: Paper, row: Given, name: str) -> str:
    """A value as a person compares it: the mark; for a difference of state the code, or the marks that stand against it."""
    status = row.status or NORMAL
    if status != NORMAL:
        return status
    return row.marks.get(name, "") if name != STATUS else "、".join(row.marks.get(f.title, "") for f in paper.fields)


def pick(desk: Desk, paper: Paper, uid: str, name: str, choice: str, value: str = "", note: str = "") -> None:
    """Settle one difference: `first`, `second`, or `paper` with what the paper says (a mark, or a code such as 缺考) and its number.

    By a third person; where an office has decided so, by the two together. Raises `NotAllowed` for anybody else, `Invalid` for a value.
    """
    with desk.change("entry.pick", reason=note.strip() or f"{paper.title}　核对差异") as change:
        sheet = _open_sheet(change.session, paper)
        if sheet.settled:
            raise NotAllowed("这张成绩单已经核定。没有改动；确需更正的，请走更正单。")
        refuse_sealed(change.session, desk.schemes, paper.ref)
        _claim_third(desk, change.session, sheet)
        change.flush()
        sides = _sides(change.session, sheet, paper)
        line = next((line for line in paper.lines if line.uid == uid), None)
        if line is None or name not in {d.field for d in _of_line(paper, line, sides, False)}:
            raise NotAllowed("这一处两遍没有差异，不用核定。没有改动；请刷新后再看。")
        row = sides.third.get(uid)
        decided = _adopted(paper, sides, uid, name, choice, value, note, row)
        if row is None:
            row = EntryMark(sheet_uid=sheet.uid, application_uid=uid, turn=SETTLING, by=sheet.third_by, zeros=[])
            change.add(row)
        row.status, row.marks, row.zeros = decided.status, dict(decided.marks), sorted(decided.zeros)
        row.picked = {**(row.picked or {}), name: choice}
        row.note = note.strip() or row.note or ""


def _claim_third(desk: Desk, session: Session, sheet: EntrySheet) -> None:
    person, pair = who(desk.actor), (sheet.first_by, sheet.second_by)
    if sheet.third_by == person and person not in pair:
        return
    if sheet.third_by not in ("", person):
        raise NotAllowed(f"这张成绩单的差异由“{sheet.third_by}”核定。没有改动；请由同一人核定完。")
    if person not in pair:
        sheet.third_by = person
        return
    if deciding.stored(session).get("entry.differences") != TOGETHER:
        raise NotAllowed(
            f"“{person}”录过其中一遍，差异须由第三人对照原卷核定。没有改动；请换第三人登录。"
            "单位只有两人的，须先在“系统设置 · 名额与规则”签认“双录的差异由谁核定”为两名录入人共同核定，再办。"
        )
    other = who(desk.witness)
    if other == person or other not in pair:
        raise NotAllowed("差异由两名录入人共同核定：请另一名录入人在场见证后再办。没有改动。")
    sheet.third_by, sheet.third_with = person, other


def _adopted(
    paper: Paper, sides: _Sides, uid: str, name: str, choice: str, value: str, note: str, row: EntryMark | None
) -> Given:
    """The row as it will count once this cell is settled."""
    one, other = sides.first[uid], sides.second[uid]
    if choice in ("first", "second"):
        side = one if choice == "first" else other
        if name == STATUS or (side.status or NORMAL) != NORMAL:
            return side
        base = given(row) if row else one
        zeros = base.zeros | (side.zeros & {name})
        return Given(NORMAL, {**base.marks, name: side.marks.get(name, "")}, zeros)
    if not note.strip():
        raise Invalid("按原卷更正的，要写明依据（原卷页码或更正说明）。没有改动。")
    return _from_paper(paper, given(row) if row else one, name, value.strip())


def _from_paper(paper: Paper, base: Given, name: str, value: str) -> Given:
    if value in paper.states and value != NORMAL:
        return Given(value)
    titles = [f.title for f in paper.fields] if name == STATUS else [name]
    texts = [tidy(part) for part in value.replace("，", "、").split("、")] if len(titles) > 1 else [tidy(value)]
    if len(texts) != len(titles):
        raise Invalid(f"请按顺序写 {len(titles)} 项分数，用顿号隔开；或写状态（{'、'.join(paper.states[1:])}）。没有改动。")
    for field, text in ((f, dict(zip(titles, texts, strict=True))[f.title]) for f in paper.fields if f.title in titles):
        if problem := mark_problem(text, field):
            raise Invalid(codes.sentence(problem, value=text), [Problem(problem, detail=field.title)])
    marks = {**(base.marks if (base.status or NORMAL) == NORMAL else {}), **dict(zip(titles, texts, strict=True))}
    return Given(NORMAL, marks, base.zeros | {t for t in titles if tidy(marks[t]) == "0"})


def unpick(desk: Desk, paper: Paper, uid: str) -> None:
    """Take back what was settled for one candidate, before the sheet is settled."""
    with desk.change("entry.unpick", reason=f"{paper.title}　核对差异") as change:
        sheet = _open_sheet(change.session, paper)
        if sheet.settled or sheet.third_by != who(desk.actor):
            raise NotAllowed("只有核定人本人能收回，而且要在整张成绩单核定之前。没有改动。")
        row = rows_of(change.session, sheet, SETTLING).get(uid)
        if row is not None:
            change.delete(row)


def settle(desk: Desk, paper: Paper) -> int:
    """Let the marks of a sheet take their place: what agreed, and what was settled. Returns how many marks were new or changed.

    Raises `NotAllowed` while a difference is open, somebody is lacking in a pass, or the marks are sealed.
    """
    with desk.change("entry.settle", reason=paper.title) as change:
        sheet = _open_sheet(change.session, paper)
        refuse_sealed(change.session, desk.schemes, paper.ref)
        found = _compared(change.session, sheet, paper)
        if found.lacking:
            places = "、".join(line.place for line in found.lacking[:5])
            raise NotAllowed(f"{places} 号是提交之后才编进来的，还没有录。没有核定；请两遍都“退回再录”，补录后再提交。")
        if found.open:
            first = found.open[0]
            raise NotAllowed(f"还有 {len(found.open)} 处差异没有核定，第一处是 {first.place} 号 {first.field}。没有核定；请逐处对照原卷选定。")
        sides = _sides(change.session, sheet, paper)
        final = {line.uid: given(sides.third[line.uid]) if line.uid in sides.third else sides.first[line.uid] for line in paper.lines}
        _refuse_gaps(paper, final)
        changed = land(change, paper, {u: g for u, g in final.items() if u not in sides.loaded or not same(sides.loaded[u][1], g)}, sides.loaded)
        sheet.settled = desk.clock().isoformat(timespec="seconds")
        return changed


def _refuse_gaps(paper: Paper, final: Mapping[str, Given]) -> None:
    """What counts passes the same checks as a workbook, whatever way it came."""
    gaps = [gap for uid, row in final.items() for gap in row_gaps(uid, row, paper.fields, paper.states) if gap.code != "entry.zero"]
    if gaps:
        raise Invalid(f"还不能核定：{codes.sentence(gaps[0].code)}", [Problem(gap.code, detail=gap.field) for gap in gaps])
