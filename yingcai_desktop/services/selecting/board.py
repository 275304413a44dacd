"""What the page 录取 shows of one part: every group ranked, its line, its ties, its mentors (ux §4.7). Plain rows, nothing of the store."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentor, MentorChange, School, Selection, TieRuling
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Undecided
from yingcai_desktop.rules.admission import GroupPlan
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.ranking import composite, rank
from yingcai_desktop.rules.rulings import Ruling
from yingcai_desktop.rules.settlement import Settlement
from yingcai_desktop.services import interviews, progress, selection
from yingcai_desktop.services.people import Group, people
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import dual, locks
from yingcai_desktop.sheets.headings import CHOICES, STATUSES

OPEN = "open"

Status = tuple[str, str | None, int | None, bool]
"""Outcome, mentor, choice, promoted; a blank outcome while nothing is settled."""


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate. Marks are printed; `composite` stays exact for whoever compares. `status` is blank while nothing is settled."""

    uid: str
    id_number: str
    name: str
    gender: str
    school: str
    school_short: str
    grade: str
    rank: int
    test: str
    interview: str
    total: str
    composite: Fraction | None
    first: str
    status: str
    mentor: str
    choice: str
    promoted: bool
    tied: bool
    note: str

    @property
    def status_words(self) -> str:
        """录取, 候补 …; 待定 while ties are open."""
        return STATUSES.get(self.status, "待定")


@dataclass(frozen=True, slots=True)
class Tie:
    """People with one total at the line, or whose order must be settled. `state`: open · chain · ruled."""

    state: str
    ids: tuple[str, ...]
    ranks: tuple[int, ...]
    names: tuple[str, ...]
    total: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor of the group: places, students, and how many of the admitted named them first."""

    uid: str
    name: str
    university: str
    used: int
    capacity: int
    wanted: int


@dataclass(frozen=True, slots=True)
class GroupBoard:
    """One group. `cut`: how many rows stand above the red line; `waiting`: called people without a complete interview."""

    group: Group
    seats: int
    rows: tuple[Row, ...]
    cut: int
    ties: tuple[Tie, ...]
    loads: tuple[Load, ...]
    waiting: int

    @property
    def admitted(self) -> list[Row]:
        """Those with a place."""
        return [row for row in self.rows if row.status == "admitted"]


@dataclass(frozen=True)
class Board:
    """One part. `settled`: 录取 was taken; `stale`: what it rested on has changed since; `refusal`: why nothing can be shown.

    `moved`: students whose mentor somebody has settled by hand; another 录取 would settle it afresh.
    """

    part: Part
    groups: Mapping[Group, GroupBoard] = field(default_factory=dict)
    settled: bool = False
    stale: bool = False
    opened: bool = False
    lock: locks.Lock | None = None
    twice: tuple[str, ...] = ()
    moved: int = 0
    refusal: str = ""
    case: selection.Case | None = None


def parts(desk: Desk, programme: str = "") -> list[Part]:
    """The parts an office works on: a city its own, the region all."""
    city = desk.store.office if desk.store.office in desk.schemes.city_names else ""
    return progress.parts(desk.schemes, Scope(programme, city)) or progress.parts(desk.schemes, Scope("", city))


def read(desk: Desk, part: Part) -> Board:
    """Read one part; takes a tenth of a second for a whole season, so not on the UI thread."""
    with desk.read() as session:
        settled = not progress.lacking(session, "admit", [part])
        opened = bool(progress.having(session, "open-training", [part]))
        lock = locks.current(session, part)
        try:
            case = selection.case(session, desk.schemes, Scope(*part))
            now = case.settled()
        except Undecided as undecided:
            return Board(part, settled=settled, opened=opened, lock=lock, refusal=undecided.message)
        missing = interviews.missing_scores(session, desk.schemes, Scope(*part))
        facts = _Facts(session, desk, case)
        boards = {g: facts.board(g, now, settled=settled, waiting=len(missing.get(g, ()))) for g in case.plans}
        stale = settled and not lock and (bool(now.ties) or locks.moved_on(session, desk.schemes, part, now))
        twice = tuple(rows[0].name for rows in dual.both(session, desk.schemes) if any(p.programme == part[0] for p in rows))
        return Board(part, boards, settled, stale, opened, lock, twice, _moved(session, facts), "", case)


def _moved(session: Session, facts: "_Facts") -> int:
    mine = {c.person.uid for group in facts.case.plans for c in facts.case.candidates.get(group, [])}
    return len(mine & set(session.scalars(select(MentorChange.application_uid))))


class _Facts:
    """Names behind the references, read once."""

    def __init__(self, session: Session, desk: Desk, case: selection.Case) -> None:
        self.case, self.schemes = case, desk.schemes
        self.mentors = {uid: (name, university) for uid, name, university in session.execute(select(Mentor.uid, Mentor.name, Mentor.university))}
        self.short = {name: min((*aliases, name), key=len) for name, aliases in session.execute(select(School.name, School.aliases))}
        self.stored = {s.application_uid: (s.status, s.mentor_uid, s.choice, s.promoted) for s in session.scalars(select(Selection))}
        self.rulings = [((t.programme, t.city, t.subject), set(t.order), t.reason, tuple(t.by)) for t in session.scalars(select(TieRuling))]
        self.declined = {p.id_number: p for p in people(session, desk.schemes)}

    def board(self, group: Group, now: Settlement, *, settled: bool, waiting: int) -> GroupBoard:
        plan, candidates = self.case.plans[group], self.case.candidates.get(group, [])
        rule = selection.ranking_rule(self.case.decisions)
        left = self.case.left
        marks = {c.person.id_number: c.marks for c in candidates if c.marks is not None and c.person.id_number not in left}
        ranks = rank(marks, rule)
        totals = {key: composite(m, rule) for key, m in marks.items()}
        live = {o.id_number: o for o in now.groups[group].outcomes} if group in now.groups else {}
        status: dict[str, Status] = {}
        for c in candidates:
            key = c.person.id_number
            known = self.stored.get(c.person.uid) if settled else None
            placed = live.get(key)
            status[key] = known or ((placed.status, placed.mentor, placed.choice, placed.promoted) if placed else ("", None, None, False))
        ties = self._ties(group, now, ranks, totals, status, plan.seats)
        tied = {one for tie in ties for one in tie.ids}
        entrants = {e.id_number: e for e in plan.entrants}
        ordered = sorted(candidates, key=lambda c: _place(c, ranks, status, plan.rulings))
        rows, reserve = [], 0
        for c in ordered:
            key = c.person.id_number
            what, mentor, choice, promoted = status[key]
            reserve += what == "waitlist"
            total = totals.get(key)
            first = next((uid for uid in entrants[key].choices if uid), "")
            rows.append(
                Row(
                    c.person.uid, key, c.person.name, c.person.gender, c.person.school, self.short.get(c.person.school, c.person.school),
                    c.person.grade, ranks.get(key, 0), printed(c.test), printed(c.marks.interview) if c.marks else "",
                    printed(total) if total is not None else "", total, self.mentors.get(first, ("", ""))[0], what,
                    self.mentors.get(mentor or "", ("", ""))[0], CHOICES.get(choice, "") if what == "admitted" and choice is not None else "", promoted,
                    key in tied, _note(what, promoted, reserve, key in tied),
                )
            )  # fmt: skip
        return GroupBoard(group, plan.seats, tuple(rows), _cut(rows, plan.seats), tuple(ties), self._loads(group, plan, rows, status), waiting)

    def _ties(
        self, group: Group, now: Settlement, ranks: Mapping[str, int], totals: Mapping[str, Fraction],
        status: Mapping[str, Status], seats: int,
    ) -> list[Tie]:  # fmt: skip
        """The ties that stop 录取, and those at the line that the chain or a ruling has settled: always said (ux U42)."""
        found = [self._tie(OPEN, t.ids, ranks, totals) for t in now.ties if t.group == group]
        if found:
            return found
        names = [key for key in ranks if status[key][0] == "admitted"]
        if not names or not any(status[key][0] == "waitlist" for key in ranks):
            return []
        last = min(totals[key] for key in names)
        at_line = tuple(sorted(key for key in ranks if totals[key] == last and status[key][0] in ("admitted", "waitlist")))
        if {status[key][0] for key in at_line} != {"admitted", "waitlist"}:
            return []
        if len({ranks[key] for key in at_line}) == len(at_line):
            chain = "、".join(_BREAKERS[b] for b in selection.ranking_rule(self.case.decisions).tie_break)
            return [self._tie("chain", at_line, ranks, totals, f"已按签认的办法依次比较{chain}，分出先后")]
        ruled = next((r for r in reversed(self.rulings) if r[0] == group and len(r[1] & set(at_line)) > 1), None)
        words = f"已由{'、'.join(ruled[3])}裁定：{ruled[2]}" if ruled else "已分出先后"
        return [self._tie("ruled", at_line, ranks, totals, words)]

    def _tie(self, state: str, ids: Sequence[str], ranks: Mapping[str, int], totals: Mapping[str, Fraction], words: str = "") -> Tie:
        names = tuple(self.declined[one].name for one in ids)
        numbers = tuple(sorted({ranks[one] for one in ids}))
        return Tie(state, tuple(ids), numbers, names, printed(totals[ids[0]]), words)

    def _loads(self, group: Group, plan: GroupPlan, rows: Sequence[Row], status: Mapping[str, Status]) -> tuple[Load, ...]:
        used = Counter(mentor for what, mentor, *_ in status.values() if what == "admitted")
        entrants = {e.id_number: e for e in plan.entrants}
        wanted = Counter(next((c for c in entrants[r.id_number].choices if c), "") for r in rows if r.status == "admitted")
        return tuple(
            Load(m.uid, m.name, self.mentors[m.uid][1], used[m.uid], m.capacity, wanted[m.uid])
            for m in sorted(plan.mentors, key=lambda m: (m.university_order, m.name))
        )


_BREAKERS = {"interview": "面试得分", "innovation": "创新思维", "interest": "科学兴趣", "test": "测试分"}


def _place(c: selection.Candidate, ranks: Mapping[str, int], status: Mapping[str, Status], rulings: Sequence[Ruling]) -> tuple[object, ...]:
    """By rank; of one rank by the last ruling that names the person, the admitted first; the unranked last."""
    key = c.person.id_number
    settled = next((r.order.index(key) for r in reversed(rulings) if key in r.order), 0)
    return (ranks.get(key, 10**6), status[key][0] != "admitted", settled, key)


def _cut(rows: Sequence[Row], seats: int) -> int:
    """The rows above the line: to the last admitted, or so many as there are seats while nothing is settled."""
    admitted = [n for n, row in enumerate(rows, 1) if row.status == "admitted"]
    if admitted:
        return max(admitted)
    return min(seats, sum(row.rank > 0 for row in rows)) if not any(row.status for row in rows) else 0


def _note(status: str, promoted: bool, reserve: int, tied: bool) -> str:
    words = (("同分", tied), ("递补", promoted), (f"候补 {reserve}", status == "waitlist"))
    return "，".join(text for text, on in words if on)
