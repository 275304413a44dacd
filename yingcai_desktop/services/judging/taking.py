"""打分包: what judges entered at a laptop becomes the first pass of their sheets; the signed paper is the second (E09, E10; docs/packages.md §5).

The result is cumulative and may come any number of times, from any number of laptops. What is stored is, for each judge and laptop, the
last edition; the pass is worked out from all of them, so the order of arrival decides nothing. A laptop that was copied or went back to a
backup counts as another one from there on: what it hands in is laid beside the rest, never dropped as old.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.gate import Change
from db.models import (
    Application,
    EntryMark,
    EntrySheet,
    InterviewScore,
    Panel,
    PanelPlace,
    PanelReturn,
    PanelTask,
)
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.ledger import openers_of
from yingcai_desktop.exchange.manifest import Head, Manifest
from yingcai_desktop.exchange.package import open_package
from yingcai_desktop.exchange.panel_files import Sheet, sheets
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.rules.entry import Given, row_gaps, sheet_total
from yingcai_desktop.rules.judging import JUDGE_ABSENT, Judged, Merged
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services import entry, returned
from yingcai_desktop.services.entry import Paper
from yingcai_desktop.services.entry.keeping import BY, CLOSED, TOTAL, given, rows_of, same, sheet_of, who
from yingcai_desktop.services.entry.landing import values
from yingcai_desktop.services.entry.passes import gaps
from yingcai_desktop.services.marked import STATES, SheetRef
from yingcai_desktop.services.sealing.refusing import refuse_sealed


@dataclass(frozen=True, slots=True)
class Clash:
    """A candidate one judge gave different marks on two laptops; `laptops` to choose from, with when each was handed in."""

    judge: str
    uid: str
    name: str
    laptops: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Off:
    """A row the judge's paper does not have: the judge was replaced or the candidate moved. Whether it counts is a recorded choice."""

    judge: str
    uid: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class JudgeNews:
    """What a file brings of one judge: rows new, changed and the same here; `left`: went before the end."""

    judge: str
    new: int
    changed: int
    same: int
    left: str = ""


@dataclass(frozen=True)
class Incoming:
    """A result that is whole, from a laptop of ours. `clashes` and `off` need a choice each before it is taken."""

    manifest: Manifest
    panel_uid: str
    panel: str
    check_code: str
    file_name: str
    size: int
    sheets: tuple[Sheet, ...]
    news: tuple[JudgeNews, ...]
    clashes: tuple[Clash, ...]
    off: tuple[Off, ...]

    @property
    def changes(self) -> int:
        """How many rows it would add or alter; 0: everything is here already."""
        return sum(one.new + one.changed for one in self.news)


def look(desk: Desk, path: Path) -> Incoming:
    """Open a result and say what it would do; nothing is changed. Raises PackageRefused, `NotAllowed` (no keys)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file, desk.read() as session:
            openers = openers_of(session)
            if not openers:
                raise NotAllowed("本单位还没有密钥，打不开打分包，没有改动。请核对这是不是本单位发出的面试任务。")
            tasks = {task.code: task for task in session.scalars(select(PanelTask))}
            package = open_package(
                file,
                identities=openers,
                signer_of=lambda head: _signer(tasks, head),
                me=desk.store.office,
            )
            manifest = package.manifest
            if manifest.season != desk.store.season:
                raise PackageRefused("package.other-season", detail=str(manifest.season))
            found = sheets(package.records)
            panel = session.get(Panel, tasks[manifest.sender].panel_uid)
            assert panel is not None  # the task refers to it
            _check(session, desk, panel, found)
            return _looked(session, desk, panel, manifest, tuple(found), package.check_code, path.name, size)
    except OSError as error:
        raise PackageRefused("package.unreadable", detail=path.name) from error
    except PackageRefused as refused:
        if refused.code == "package.passphrase-missing":  # a task file, or a root key
            raise PackageRefused("panel.not-a-result") from refused
        raise


def _signer(tasks: Mapping[str, PanelTask], head: Head) -> bytes | None:
    if head.kind != PackageKind.PANEL_RESULT.value:
        raise PackageRefused("panel.not-a-result")
    return bytes.fromhex(tasks[head.sender].signer) if head.sender in tasks else None


def _check(session: Session, desk: Desk, panel: Panel, found: list[Sheet]) -> None:
    """Judges and candidates are those of the panel's tasks, and every mark can be: the laptop let in nothing else."""
    tasks = list(session.scalars(select(PanelTask).where(PanelTask.panel_uid == panel.uid)))
    judges = {name for task in tasks for name in task.judges}
    people = {uid for task in tasks for uid in task.candidates}
    fields = entry.fields_of(session, desk.schemes, panel.programme)
    for sheet in found:
        rows = {row.candidate: Given(row.status, dict(row.marks), frozenset(row.marks)) for row in sheet.rows}
        sound = all(not row_gaps(uid, one, fields, STATES["interview"]) for uid, one in rows.items())
        known = {f.title for f in fields}
        if (
            sheet.judge not in judges
            or not rows.keys() <= people
            or not sound
            or any(set(r.marks) - known for r in sheet.rows)
        ):
            raise PackageRefused("package.records-malformed")


def _looked(
    session: Session,
    desk: Desk,
    panel: Panel,
    manifest: Manifest,
    found: tuple[Sheet, ...],
    code: str,
    name: str,
    size: int,
) -> Incoming:
    names = dict(session.execute(select(Application.uid, Application.name)).all())
    papers = _papers(session, desk, panel)
    # whoever sits for a judge who has scored somebody need not score them too: that row waits, it is nothing to decide
    placed = set(session.scalars(select(PanelPlace.application_uid).where(PanelPlace.panel_uid == panel.uid)))
    news, clashes, off = [], [], []
    for sheet in found:
        held = returned.returns_of(session, panel.uid, sheet.judge)
        before = returned.rows_from(held)
        after_all = _with(held, panel, manifest.store, sheet)
        after = returned.rows_from(after_all)
        at = {one.laptop: one.handed_at for one in after_all}
        fresh = [uid for uid in after.rows if uid not in before.rows and uid not in before.clashes]
        changed = [u for u in after.rows if u in before.rows and not same(before.rows[u].given, after.rows[u].given)]
        news.append(
            JudgeNews(sheet.judge, len(fresh), len(changed), len(after.rows) - len(fresh) - len(changed), sheet.left)
        )
        clashes += [
            Clash(sheet.judge, uid, names.get(uid, ""), tuple((laptop, at[laptop]) for laptop in laptops))
            for uid, laptops in after.clashes.items()
        ]
        decided = {uid for one in held for uid in one.counted}
        off += [
            Off(sheet.judge, uid, names.get(uid, ""), _why(panel, sheet.judge))
            for uid in _off_paper(papers.get(sheet.judge), after)
            if uid not in decided and (sheet.judge not in panel.judges or uid not in placed)
        ]
    return Incoming(manifest, panel.uid, panel.name, code, name, size, found, tuple(news), tuple(clashes), tuple(off))


def _with(held: list[PanelReturn], panel: Panel, laptop: str, sheet: Sheet) -> list[PanelReturn]:
    """The returns of a judge with this one in its place; an older edition than the held one says nothing."""
    now = _line_of(held, laptop, sheet)
    if now is not None and _has(now, sheet):
        return held
    made = PanelReturn(
        panel_uid=panel.uid, judge=sheet.judge, laptop=now.laptop if now else _fresh(held, laptop), editions=list(sheet.editions), handed_at=sheet.handed_at, rows=_stored(sheet),
        left=sheet.left, unlocked=list(sheet.unlocked), dropped=_still_dropped(now, sheet) if now else [], counted=dict(now.counted) if now else {},
    )  # fmt: skip
    return [one for one in held if one is not now] + [made]


def _line_of(held: list[PanelReturn], laptop: str, sheet: Sheet) -> PanelReturn | None:
    """What this laptop handed in before that this sheet follows, or is older than."""
    for one in held:
        short = min(len(one.editions), len(sheet.editions))
        if one.laptop.partition("#")[0] == laptop and one.editions[:short] == sheet.editions[:short]:
            return one
    return None


def _has(held: PanelReturn, sheet: Sheet) -> bool:
    return held.editions[: len(sheet.editions)] == sheet.editions


def _still_dropped(before: PanelReturn, sheet: Sheet) -> list[str]:
    """Another laptop's row holds only for as long as the judge says the same here: a new mark is a new question."""
    rows = _stored(sheet)
    return [uid for uid in before.dropped if rows.get(uid) == before.rows.get(uid)]


def _fresh(held: list[PanelReturn], laptop: str) -> str:
    """The name of a laptop not heard of yet, or of its second, third … life."""
    lives = sum(one.laptop.partition("#")[0] == laptop for one in held)
    return f"{laptop}#{lives + 1}" if lives else laptop


def _stored(sheet: Sheet) -> dict[str, object]:
    return {
        row.candidate: {"status": row.status, "marks": dict(row.marks), "reason": row.reason, "comment": row.comment}
        for row in sheet.rows
    }


def _off_paper(paper: Paper | None, found: Merged) -> list[str]:
    on = {line.uid for line in paper.lines} if paper else set()
    return [uid for uid in (*found.rows, *found.clashes) if uid not in on]


def _why(panel: Panel, judge: str) -> str:
    return f"评委已更换为{panel.replaced.get(judge, '他人')}" if judge not in panel.judges else "考生已调到别的组"


def _papers(session: Session, desk: Desk, panel: Panel) -> dict[str, Paper]:
    """Judge → sheet of this panel as it is today."""
    return {
        p.ref.judge: p
        for p in entry.interview_papers(session, desk.schemes, panel.programme)
        if p.ref.panel == panel.uid
    }


def take(
    desk: Desk,
    incoming: Incoming,
    *,
    clashes: Mapping[tuple[str, str], str] | None = None,
    counts: Mapping[tuple[str, str], bool] | None = None,
) -> int:
    """Take a result in; returns how many rows were new or changed. `clashes`: (judge, candidate) → the laptop that holds.

    `counts`: (judge, candidate) of every row off the paper → whether it counts; what does not stays to be seen, set aside. Raises
    `NotAllowed` while a choice is lacking, for sealed marks, and where a pass was already laid side by side with other marks.
    """
    clashes, counts = clashes or {}, counts or {}
    open_ones = [
        one
        for one in incoming.clashes
        if clashes.get((one.judge, one.uid)) not in {laptop for laptop, _ in one.laptops}
    ]
    if open_ones:
        raise NotAllowed(
            f"{open_ones[0].judge}给{open_ones[0].name}的评分有两份不一致（两台电脑，或一台电脑恢复过旧数据），没有导入。请问过评委本人，逐条选定以哪份为准。"
        )
    if lacking := [one for one in incoming.off if (one.judge, one.uid) not in counts]:
        raise NotAllowed(
            f"{lacking[0].judge}给{lacking[0].name}的评分：{lacking[0].why}。没有导入；请逐条选定计不计分。"
        )
    with desk.change(
        "panel.receive", reason=f"{incoming.panel} {incoming.file_name}，校验码 {incoming.check_code}"
    ) as change:
        panel = change.get(Panel, incoming.panel_uid)
        assert panel is not None
        changed = 0
        for sheet in incoming.sheets:
            if _store(change, panel, incoming.manifest.store, sheet, clashes, counts):
                change.flush()
                changed += _land(change, desk, panel, sheet.judge)
        _enter(change, incoming)
    return changed


def _store(
    change: Change,
    panel: Panel,
    laptop: str,
    sheet: Sheet,
    clashes: Mapping[tuple[str, str], str],
    counts: Mapping[tuple[str, str], bool],
) -> bool:
    """Keep the sheet and the choices; False: an edition we have, or an older one."""
    held = list(
        change.scalars(select(PanelReturn).where(PanelReturn.panel_uid == panel.uid, PanelReturn.judge == sheet.judge))
    )
    now = _line_of(held, laptop, sheet)
    if now is not None and _has(now, sheet):
        return False
    if now is None:
        now = PanelReturn(
            panel_uid=panel.uid, judge=sheet.judge, laptop=_fresh(held, laptop), dropped=[], counted={}, set_aside=_set_aside(held)
        )
        change.add(now)
        held.append(now)
    now.dropped = _still_dropped(now, sheet)
    now.editions, now.handed_at, now.rows = list(sheet.editions), sheet.handed_at, _stored(sheet)
    now.left, now.unlocked = sheet.left, list(sheet.unlocked)
    for one in held:
        lost = {
            uid
            for (judge, uid), chosen in clashes.items()
            if judge == sheet.judge and chosen != one.laptop and uid in one.rows
        }
        one.dropped = sorted(
            (set(one.dropped) - {u for (j, u), c in clashes.items() if j == sheet.judge and c == one.laptop}) | lost
        )
        decided = {
            uid: "" if counts[judge, uid] else f"{_why(panel, judge)}，不计分"
            for judge, uid in counts
            if judge == sheet.judge and uid in one.rows
        }
        if decided:
            one.counted = {**one.counted, **decided}
    return True


def _set_aside(held: list[PanelReturn]) -> str:
    """A judge whose paper is typed by two people goes on that way, whichever laptop comes later."""
    return next((one.set_aside for one in held if one.set_aside), "")


def _land(change: Change, desk: Desk, panel: Panel, judge: str) -> int:
    """Bring one judge's pass, and the rows that do not count, to what all laptops together say.

    A judge who went before the end, and whose place nobody took, was absent for the others: without that the pass could never be handed in.
    """
    held = returned.returns_of(change.session, panel.uid, judge)
    rows = returned.rows_from(held).rows
    ref = SheetRef("interview", panel.programme, panel.city, panel.subject, panel.uid, judge)
    paper = _papers(change.session, desk, panel).get(judge)
    on = {line.uid for line in paper.lines} if paper else set()
    aside = {uid: why for one in held for uid, why in one.counted.items() if why}
    changed = _keep_aside(
        change, desk, panel, ref, {uid: row for uid, row in rows.items() if uid in aside and uid not in on}, aside
    )
    passing = {uid: row for uid, row in rows.items() if uid in on}
    if passing and any(one.left for one in held) and judge in panel.judges:
        passing |= {uid: Judged(Given(JUDGE_ABSENT)) for uid in on - passing.keys()}
    return changed + (_pass(change, desk, paper, passing) if paper and passing else 0)


def _keep_aside(
    change: Change, desk: Desk, panel: Panel, ref: SheetRef, rows: Mapping[str, Judged], why: Mapping[str, str]
) -> int:
    """Marks that do not count stand with the judge who gave them, to be seen (E10); they need no second pass."""
    if not rows:
        return 0
    refuse_sealed(change.session, desk.schemes, ref)
    asked = select(InterviewScore).where(
        InterviewScore.judge == ref.judge, InterviewScore.application_uid.in_(list(rows))
    )
    there = {row.application_uid: row for row in change.scalars(asked)}
    blank = Paper(ref, "", entry.fields_of(change.session, desk.schemes, panel.programme), STATES["interview"], ())
    changed = 0
    for uid, row in rows.items():
        stood = there.get(uid)
        if stood is not None and (not stood.set_aside or same(Given(stood.status, dict(stood.marks)), row.given)):
            continue
        new = {**values(blank, row.given), "comment": row.comment, "set_aside": why[uid]}
        changed += 1
        if stood is None:
            change.insert(
                InterviewScore,
                [{"uid": new_uid(), "application_uid": uid, "panel_uid": panel.uid, "judge": ref.judge, **new}],
            )
        else:
            change.update(InterviewScore, [{"uid": stood.uid, **new}])
    return changed


def _pass(change: Change, desk: Desk, paper: Paper, rows: Mapping[str, Judged]) -> int:
    """The judge's own pass: what was typed at the laptop. It is handed in as soon as nobody is lacking on it."""
    session, judge = change.session, who(paper.ref.judge)
    sheet = sheet_of(session, paper.ref)
    turn = _turn(sheet, judge)
    held = rows_of(session, sheet, turn)
    news = {uid: row.given for uid, row in rows.items() if uid not in held or not same(given(held[uid]), row.given)}
    if not news:
        return 0
    refuse_sealed(session, desk.schemes, paper.ref)
    if sheet is None:
        ref = paper.ref
        sheet = EntrySheet(
            kind=ref.kind, programme=ref.programme, city=ref.city, subject=ref.subject, panel=ref.panel, judge=ref.judge,
            full_mark=paper.full_mark,
        )  # fmt: skip
        change.add(sheet)
    if sheet.compared and (seen := [uid for uid in news if uid in held]):
        raise NotAllowed(
            f"{judge}的评分表已与签字的纸质表核对过，打分包里又改了 {len(seen)} 名考生的分，没有导入。"
            "请由第三人在“核对差异”里对照签字的纸质表更正。"
        )
    setattr(sheet, BY[turn], judge)
    setattr(sheet, CLOSED[turn], "")
    sheet.settled = ""
    change.flush()
    for uid, one in news.items():
        row = held.get(uid)
        if row is None:
            row = EntryMark(sheet_uid=sheet.uid, application_uid=uid, turn=turn, by=judge)
            change.add(row)
            held[uid] = row
        row.status, row.marks, row.zeros = one.status, dict(one.marks), sorted(one.zeros)
    change.flush()
    whole = {uid: given(row) for uid, row in held.items()}
    if not gaps(paper, whole):
        setattr(
            sheet, TOTAL[turn], Decimal(printed(sheet_total([whole[line.uid] for line in paper.lines], paper.fields)))
        )
        setattr(sheet, CLOSED[turn], desk.clock().isoformat(timespec="seconds"))
        sheet.compared = sheet.compared or bool(sheet.first_closed and sheet.second_closed)
    return len(news)


def _turn(sheet: EntrySheet | None, judge: str) -> int:
    """The pass that is the judge's. Raises `NotAllowed` where two clerks have both."""
    if sheet is None:
        return 1
    for turn in (1, 2):
        if getattr(sheet, BY[turn]) == judge:
            return turn
    for turn in (1, 2):
        if not getattr(sheet, BY[turn]):
            return turn
    raise NotAllowed(
        f"{judge}的评分表已由{sheet.first_by}、{sheet.second_by}两人按纸质表录入，没有导入打分包。"
        "请继续按纸质表核定；要改用打分包的，请其中一人先“重新录入”让出一遍。"
    )


def _enter(change: Change, incoming: Incoming) -> None:
    """The receipt will name it."""
    task = change.scalars(select(PanelTask).where(PanelTask.code == incoming.manifest.sender)).one()
    if incoming.manifest.package_id not in task.taken:
        task.taken = [*task.taken, incoming.manifest.package_id]


def to_paper(desk: Desk, panel_uid: str, judge: str, reason: str) -> int:
    """改用纸质录入: what this judge entered at laptops is kept and not used, two people type the signed paper. Returns how many rows."""
    reason = reason.strip()
    if not reason:
        raise NotAllowed("改用纸质录入要写明理由。没有改动。")
    with desk.change("panel.paper", reason=f"{judge}：{reason}") as change:
        panel = change.get(Panel, panel_uid)
        if panel is None:
            raise LookupError(panel_uid)
        ref = SheetRef("interview", panel.programme, panel.city, panel.subject, panel.uid, judge)
        refuse_sealed(change.session, desk.schemes, ref)
        sheet = sheet_of(change.session, ref)
        if sheet is not None and sheet.compared:
            raise NotAllowed(
                "两遍已经核对过，不能改用纸质录入。没有改动；请由第三人在“核对差异”里对照签字的纸质表更正。"
            )
        rows: list[str] = []
        for turn in (1, 2):
            if sheet is not None and getattr(sheet, BY[turn]) == who(judge):
                rows = [row.uid for row in rows_of(change.session, sheet, turn).values()]
                setattr(sheet, CLOSED[turn], "")
                setattr(sheet, TOTAL[turn], None)
                change.flush()
                change.delete(EntryMark, rows)
                setattr(sheet, BY[turn], "")
        for one in returned.returns_of(change.session, panel.uid, judge):
            one.set_aside = reason
        return len(rows)
