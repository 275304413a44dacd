"""The sheets of paper there are to enter: of a room, a judge, the pilot's further form, an expert (domain.md §4.8–4.9)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Assessment, EntrySheet, Expert, ExpertScore, ExpertTask, InterviewScore, Panel, Trainee
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.entry import Field
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.rules.judging import JUDGE_ABSENT
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, exams, returned, seating
from yingcai_desktop.services.interviews import PILOT
from yingcai_desktop.services.marked import MARK, STATES, SheetRef
from yingcai_desktop.services.panels.hearing import hearing, left_judges, panels_of, placed_people
from yingcai_desktop.services.people import Person, people
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.sheets.kinds.experts import STEP as EXPERT_STEP
from yingcai_desktop.sheets.kinds.tests import USUAL_FULL


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate on a sheet: `place` is the seat or drawn number, `number` the ticket or the masked identity number."""

    uid: str
    place: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as it lies on the table: what it is called, its columns, the codes it knows, and who is on it."""

    ref: SheetRef
    title: str
    fields: tuple[Field, ...]
    states: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def full_mark(self) -> Decimal:
        """The most a row can be."""
        return sum((f.maximum for f in self.fields), Decimal(0))


def papers(desk: Desk, kind: str, scope: Scope = EVERYTHING) -> list[Paper]:
    """Every sheet of a kind in scope, in the order of every list. Raises `Undecided` while the step of marks is not decided."""
    with desk.read() as session:
        return list(_FIND[kind](session, desk.schemes, scope))


def paper(desk: Desk, ref: SheetRef) -> Paper:
    """One sheet as it is today. Raises `NotAllowed` where nobody sits any more."""
    for found in papers(desk, ref.kind, Scope(ref.programme, ref.city if ref.kind == "test" else "")):
        if found.ref == ref:
            return found
    raise NotAllowed("这张成绩单上现在没有考生（考场、面试组或专家有变动）。没有改动；请刷新后重选。")


def _fulls(session: Session, kind: str) -> dict[tuple[str, str, str, str], Decimal]:
    """Sheet → the full mark it was begun with, which what was typed is out of."""
    begun = session.scalars(select(EntrySheet).where(EntrySheet.kind == kind))
    return {(s.programme, s.city, s.subject, s.panel): s.full_mark for s in begun}


def _tests(session: Session, schemes: Schemes, scope: Scope) -> Iterator[Paper]:
    fulls = _fulls(session, "test")
    for test, places in seating.seated(session, schemes, scope).items():
        for number, members in groupby(places, key=lambda place: place.room):
            room = f"{number:02d}"
            ref = SheetRef("test", *test, room)
            title = f"{schemes.group_name(*test)} · 第{room}考场"
            mark = Field(MARK, fulls.get((*test, room), USUAL_FULL))
            lines = tuple(Line(p.person.uid, f"{p.seat:02d}", p.ticket, p.person.name) for p in members)
            yield Paper(ref, title, (mark,), STATES["test"], lines)


def interview_papers(session: Session, schemes: Schemes, programme: str) -> list[Paper]:
    """Every judge's sheet of a programme, in a session that is open already."""
    return list(_interviews(session, schemes, Scope(programme)))


def fields_of(session: Session, schemes: Schemes, programme: str) -> tuple[Field, ...]:
    """The columns of a judge's sheet: the criteria of the interview in the step that is decided."""
    return _criteria(deciding.stored(session), schemes, programme)


def _criteria(decisions: Decisions, schemes: Schemes, programme: str) -> tuple[Field, ...]:
    step = decisions.number("interview.step")
    return tuple(Field(t, Decimal(most), step) for t, most in schemes[programme].interview.criteria.items())


def _interviews(session: Session, schemes: Schemes, scope: Scope) -> Iterator[Paper]:
    """Each judge's sheet, in the drawn order of the printed one (`services.printing.interview`)."""
    decisions = deciding.stored(session)
    panels = panels_of(session)
    late, placed = returned.counted(session), placed_people(session)
    gave = _gave(session) | set(late)
    for group, found in exams.shortlisted_groups(session, schemes, scope).items():
        of_group = panels.get(group, {})
        if not found.entries or not of_group:
            continue
        fields = _criteria(decisions, schemes, group[0])
        called = [e.person for e in found.entries]
        for name, members in hearing(placed, schemes, group, called, list(of_group)).items():
            panel = of_group[name]
            for judge in (*panel.judges, *left_judges(panel)):
                moved = [p for p in called if late.get((p.uid, judge)) == panel.uid and p not in members]
                lines = _judged_by(panel, judge, _numbered([*members, *moved]), gave)
                if lines:
                    ref = SheetRef("interview", *group, panel.uid, judge)
                    yield Paper(ref, f"{schemes.group_name(*group)} · {name} · {judge}", fields, STATES["interview"], lines)


def _gave(session: Session) -> set[tuple[str, str]]:
    """Candidate and judge of every row that counts; where the judge was absent, whoever sits there since may still give one."""
    asked = select(InterviewScore.application_uid, InterviewScore.judge)
    rows = session.execute(asked.where(InterviewScore.set_aside == "", InterviewScore.status != JUDGE_ABSENT))
    return {(uid, judge) for uid, judge in rows}


def _judged_by(panel: Panel, judge: str, lines: tuple[Line, ...], gave: set[tuple[str, str]]) -> tuple[Line, ...]:
    """A judge who was replaced keeps the candidates they judged; who sits instead has the others (features E10)."""
    if judge not in panel.judges:
        return tuple(line for line in lines if (line.uid, judge) in gave)
    before = [old for old, new in panel.replaced.items() if new == judge]
    return tuple(line for line in lines if not any((line.uid, old) in gave for old in before))


def _components(session: Session, schemes: Schemes, scope: Scope) -> Iterator[Paper]:
    """动手实验、观察 of the pilot where it is signed: a sheet a group with everybody who was called (附件2 四（二）)."""
    component = deciding.stored(session).component()
    if component is None or scope.programme not in ("", PILOT):
        return
    fulls = _fulls(session, "component")
    for group, found in exams.shortlisted_groups(session, schemes, Scope(PILOT, scope.city)).items():
        called = sorted((entry.person for entry in found.entries), key=lambda p: p.id_number)  # not by rank
        if called:
            mark = Field(MARK, fulls.get((*group, ""), component.full))
            title = f"{schemes.group_name(*group)} · {component.title}"
            yield Paper(SheetRef("component", *group), title, (mark,), STATES["component"], _numbered(called))


def _experts(session: Session, schemes: Schemes, scope: Scope) -> Iterator[Paper]:
    """Each expert's sheet of a subject: the students the expert was given, or, without a plan of who judges whom, everybody to be graded."""
    names = set(session.scalars(select(ExpertScore.expert))) | set(session.scalars(select(Expert.name).where(Expert.active)))
    graded = _graded(session, schemes, scope)
    for programme in schemes.programmes:
        if scope.programme in ("", programme):
            for expert in sorted(names):
                for subject in schemes.subject_names:
                    found = _expert(schemes, graded, SheetRef("expert", programme, "", subject, "", expert))
                    if found.lines:
                        yield found


def expert_paper(desk: Desk, programme: str, subject: str, expert: str) -> Paper:
    """The sheet of an expert named now; everybody of that subject who goes to 终评 is on it (附件2 七（三）)."""
    with desk.read() as session:
        graded = _graded(session, desk.schemes, Scope(programme))
        return _expert(desk.schemes, graded, SheetRef("expert", programme, "", subject, "", expert))


class _Graded(NamedTuple):
    """Who goes to 终评, read once for all sheets: people by programme and subject; whom each expert was given, and under which code."""

    people: Mapping[tuple[str, str], list[Person]]
    given: Mapping[str, set[str]] | None
    codes: Mapping[str, str]


def _graded(session: Session, schemes: Schemes, scope: Scope) -> _Graded:
    training = set(session.scalars(select(Trainee.application_uid).where(Trainee.state == "training")))
    recommended = set(session.scalars(select(Assessment.application_uid).where(Assessment.recommended)))
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for p in people(session, schemes, Scope(scope.programme)):
        if p.uid in training and (p.uid in recommended or not schemes[p.programme].final.needs_recommendation):
            found[p.programme, p.subject].append(p)
    columns = (Expert.name, ExpertTask.application_uid, ExpertTask.code)
    tasks = session.execute(select(*columns).join(Expert, Expert.uid == ExpertTask.expert_uid)).all()
    given: dict[str, set[str]] = defaultdict(set)
    for expert, uid, _code in tasks:
        given[expert].add(uid)
    return _Graded(found, given if tasks else None, {uid: code for _expert, uid, code in tasks})


def _expert(schemes: Schemes, graded: _Graded, ref: SheetRef) -> Paper:
    rows = graded.people.get((ref.programme, ref.subject), [])
    if graded.given is not None:
        rows = [p for p in rows if p.uid in graded.given.get(ref.judge, ())]
    blind = bool(rows) and all(graded.codes.get(p.uid) for p in rows)
    fields = tuple(Field(t, Decimal(most), EXPERT_STEP) for t, most in schemes[ref.programme].final.dimensions.items())
    title = f"{schemes.group_name(ref.programme, '', ref.subject)} · {ref.judge}"
    return Paper(ref, title, fields, STATES["expert"], _coded(rows, graded.codes) if blind else _numbered(rows))


def _coded(rows: Iterable[Person], codes: Mapping[str, str]) -> tuple[Line, ...]:
    """A blind sheet shows the code and nothing else, in the order of the codes, like the printed one."""
    return tuple(Line(p.uid, codes[p.uid], "", f"学员 {codes[p.uid]}") for p in sorted(rows, key=lambda p: codes[p.uid]))


def _numbered(rows: Iterable[Person]) -> tuple[Line, ...]:
    return tuple(Line(p.uid, f"{n:02d}", mask_id(p.id_number), p.name) for n, p in enumerate(rows, 1))


_FIND = {"test": _tests, "interview": _interviews, "component": _components, "expert": _experts}
