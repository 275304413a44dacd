"""试算方案: plans kept under a name, laid beside the official one; another object than any result, now and on paper (ux U43; features F05)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from db.models import TrialPlan
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.minutes import Listed, Listing, minutes_pdf
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.text import clean_text
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.selecting.board import Board, Row
from yingcai_desktop.services.selecting.trial import Moved, Plan, Trial, attempt, official

OFFICIAL, OFFICIAL_UID = "正式方案", "official"
MOST = 6
"""So many plans of a group stand beside each other on the screen and on a page."""
LONGEST = 12
_IS_NO_RESULT = "试算只供会上比较，不是录取结果，不得对外公布；正式结果以“办理录取”并锁定的名单为准。"


@dataclass(frozen=True, slots=True)
class Tried:
    """One plan and what would come of it; the official one has a `uid` of its own."""

    uid: str
    name: str
    trial: Trial
    made: str = ""

    @property
    def plan(self) -> Plan:
        """The values."""
        return self.trial.plan

    @property
    def weights(self) -> str:
        """Test to interview: `40∶60`."""
        return f"{self.plan.test_weight}∶{100 - self.plan.test_weight}"

    @property
    def comes(self) -> str:
        """Who would come in, with the rank now and then."""
        return self._names(self.trial.comes)

    @property
    def goes(self) -> str:
        """Who would go out."""
        return self._names(self.trial.goes)

    def _names(self, moved: Sequence[Moved]) -> str:
        if self.trial.ties:
            return f"{self.trial.ties} 人同分，先后未定"
        return "、".join(f"{m.name}（{m.before or '—'}→{m.after or '—'}）" for m in moved) or "—"

    def of(self, row: Row) -> str:
        """What one candidate would be: `录取 4`, `— 11`; `？` where a tie would have to be settled first."""
        if self.trial.ties:
            return "？"
        number = (self.trial.ranks or {}).get(row.uid, 0)
        return f"{'录取' if row.uid in self.trial.inside else '—'} {number or ''}".strip()


def keep(desk: Desk, group: Group, name: str, plan: Plan) -> str:
    """Keep a plan under a name; returns its uid. Raises `Invalid` for a name that cannot be, `NotAllowed` for one plan too many."""
    name = clean_text(name)
    if not name or len(name) > LONGEST or name == OFFICIAL:
        raise Invalid(f"没有存：方案名称要写 1—{LONGEST} 个字，不能叫“{OFFICIAL}”。")
    programme, city, subject = group
    with desk.change("trial.keep", reason=name) as change:
        names = set(change.session.scalars(select(TrialPlan.name).where(*_of(group))))
        if name in names:
            raise Invalid(f"没有存：本学科已经有名为“{name}”的方案。请换一个名称，或先删除原来的。")
        if len(names) >= MOST:
            raise NotAllowed(f"没有存：本学科已经存了 {MOST} 个方案。请先删除不用的再存。")
        row = TrialPlan(
            programme=programme, city=city, subject=subject, name=name, test_weight=plan.test_weight, pass_line=plan.pass_line,
            seats=plan.seats, made_by=desk.actor, made_at=desk.clock().isoformat(timespec="minutes"),
        )  # fmt: skip
        change.add(row)
        change.flush()
        return row.uid


def remove(desk: Desk, uid: str) -> None:
    """Give a kept plan up."""
    with desk.change("trial.remove", reason="不再比较") as change:
        change.delete(TrialPlan, [uid])


def count(desk: Desk, group: Group) -> int:
    """How many plans of a group are kept."""
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(TrialPlan).where(*_of(group))) or 0


def _of(group: Group) -> tuple[ColumnElement[bool], ...]:
    programme, city, subject = group
    return TrialPlan.programme == programme, TrialPlan.city == city, TrialPlan.subject == subject


def compare(desk: Desk, board: Board, group: Group) -> tuple[Tried, ...]:
    """The official plan first, then every kept one in the order of keeping, each walked on the marks as they stand."""
    with desk.read() as session:
        kept = list(session.scalars(select(TrialPlan).where(*_of(group)).order_by(TrialPlan.made_at, TrialPlan.name)))
        made = [(one.uid, one.name, Plan(one.test_weight, one.pass_line, one.seats), f"{one.made_by} {one.made_at[5:16].replace('T', ' ')}") for one in kept]
    first = Tried(OFFICIAL_UID, OFFICIAL, attempt(board, group, official(board, group)))
    return first, *(Tried(uid, name, attempt(board, group, plan), by) for uid, name, plan, by in made)


def differing(board: Board, group: Group, tried: Sequence[Tried]) -> list[Row]:
    """The candidates who would not be in, or out, under every plan."""
    whole = [one.trial.inside for one in tried if not one.trial.ties]
    return [row for row in board.groups[group].rows if len({row.uid in inside for inside in whole}) > 1]


def page(desk: Desk, board: Board, group: Group) -> bytes:
    """The comparison on paper, marked 试算 across every page. Raises `NotAllowed` where no plan is kept."""
    tried = compare(desk, board, group)
    if len(tried) < 2:
        raise NotAllowed("本学科还没有存过试算方案。没有生成文件；请先“存为方案”。")
    assert board.case is not None  # without a case there was nothing to walk
    about = heading(desk, board.case.decisions, group)
    plans = Listing(
        "试算方案对比（不是录取结果）", about,
        (Listed("方案", 26), Listed("笔试∶面试", 16), Listed("最低分", 14), Listed("名额", 12), Listed("进入（名次 正式→试算）", 56, left=True), Listed("退出（名次 正式→试算）", 56, left=True)),
        tuple((t.name, t.weights, f"{t.plan.pass_line:f}", str(t.plan.seats), t.comes, t.goes) for t in tried),
        notes=(_IS_NO_RESULT,), watermark="试　算",
    )  # fmt: skip
    people = Listing(
        "试算人员对照（不是录取结果）", about, (Listed("姓名", 30), Listed("学校", 60, left=True), *(Listed(t.name, 22) for t in tried)),
        tuple((row.name, row.school_short, *(t.of(row) for t in tried)) for row in differing(board, group, tried)),
        notes=("只列各方案结果不同的人；数字是名次。", _IS_NO_RESULT), watermark="试　算",
    )  # fmt: skip
    return minutes_pdf([plans, people])
