"""学生培养档案: everything the store knows of a trainee's year, the identity number masked (domain.md §4.4–4.7, §4.13)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AlumniRecord,
    AnnualMaterial,
    Assessment,
    Attendance,
    CoMentor,
    ExpertScore,
    Gathering,
    MidtermEvaluation,
    ReadingItem,
    SchoolTeacher,
    Selection,
    Trainee,
    TrainingPlan,
    Visit,
    label,
)
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.record import Annual, Follow, Midterm, Occasion, Plan, Record, training_record_pdf
from yingcai_desktop.documents.record import ExpertScore as Expert
from yingcai_desktop.documents.record import Visit as Entry
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.rules.marks import printed, total
from yingcai_desktop.rules.training import Compliance
from yingcai_desktop.services import deciding, training
from yingcai_desktop.services.admitted import Admitted
from yingcai_desktop.services.applications.materials import photos
from yingcai_desktop.services.exports.selection import score_text
from yingcai_desktop.services.printing.certificates import Registered, registered
from yingcai_desktop.services.printing.heading import nothing, unit
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.sheets.headings import REASONS

Many = TypeVar("Many", Visit, ExpertScore, SchoolTeacher, ReadingItem, CoMentor)

HANDED_IN = {True: "已提交", False: "未提交"}
RECOMMENDED = {True: "推荐", False: "不推荐", None: ""}
CHOICES = {1: "第一志愿", 2: "第二志愿", 3: "第三志愿", 0: "调剂"}


@dataclass(frozen=True)
class _Files:
    """What is on file of everybody, by application; follow-ups by identity number."""

    trainees: Mapping[str, Trainee]
    selections: Mapping[str, Selection]
    visits: Mapping[str, list[Visit]]
    midterms: Mapping[str, MidtermEvaluation]
    materials: Mapping[str, AnnualMaterial]
    experts: Mapping[str, list[ExpertScore]]
    assessments: Mapping[str, Assessment]
    certificates: Mapping[str, Registered]
    follows: Mapping[str, list[AlumniRecord]]
    plans: Mapping[str, Plan]
    teachers: Mapping[str, list[SchoolTeacher]]
    occasions: Mapping[str, list[Occasion]]
    photos: Mapping[str, bytes]


def training_record(desk: Desk, scope: Scope, people: Collection[str] | None = None) -> bytes:
    """培养档案 of every trainee in scope, those who have left included; of these people only, if given."""
    with desk.read() as session:
        everybody = training.compliance(session, desk.schemes, scope)
        rows = [(a, c) for a, c in everybody if a.status != "admitted" and (people is None or a.person.uid in people)]
        required = deciding.stored(session).get("training.min_visits") or 0
        files = _files(desk, session, {a.person.uid for a, _c in rows})
        records = [_record(desk, files, a, c, required) for a, c in rows]
    if not records:
        nothing(desk, "training-record", "open-training", scope)
    return training_record_pdf(records)


def _files(desk: Desk, session: Session, uids: Collection[str]) -> _Files:
    follows: dict[str, list[AlumniRecord]] = defaultdict(list)
    for one in session.scalars(select(AlumniRecord).order_by(AlumniRecord.updated_on)):
        follows[one.id_number].append(one)
    return _Files(
        {t.application_uid: t for t in session.scalars(select(Trainee))},
        {s.application_uid: s for s in session.scalars(select(Selection))},
        _many(session.scalars(select(Visit).order_by(Visit.day, Visit.start_time))),
        {m.application_uid: m for m in session.scalars(select(MidtermEvaluation))},
        {m.application_uid: m for m in session.scalars(select(AnnualMaterial))},
        _many(session.scalars(select(ExpertScore).order_by(ExpertScore.expert))),
        {a.application_uid: a for a in session.scalars(select(Assessment))},
        {r.person.person.uid: r for r in registered(desk, session) if r.in_force},
        follows,
        _plans(session),
        _many(session.scalars(select(SchoolTeacher).order_by(SchoolTeacher.since))),
        _occasions(session),
        photos(session, uids),
    )


def _plans(session: Session) -> dict[str, Plan]:
    """What was planned, by application."""
    books = _many(session.scalars(select(ReadingItem).order_by(ReadingItem.assigned_on, ReadingItem.title)))
    helpers = _many(session.scalars(select(CoMentor).order_by(CoMentor.name)))
    plans = {p.application_uid: p for p in session.scalars(select(TrainingPlan))}
    found = {}
    for uid in {*plans, *books, *helpers}:
        plan = plans.get(uid)
        columns = (TrainingPlan.topic, TrainingPlan.topic_state, TrainingPlan.goal, TrainingPlan.approach, TrainingPlan.schedule, TrainingPlan.made_by)
        lines = tuple((label(c), getattr(plan, c.key)) for c in columns) if plan else ()
        if plan and plan.made_on:
            lines += ((label(TrainingPlan.made_on), chinese_date(plan.made_on)),)
        found[uid] = Plan(
            lines, tuple((b.title, b.author, b.finished_on) for b in books.get(uid, ())),
            tuple((h.name, h.university, h.subject, h.task) for h in helpers.get(uid, ())),
        )  # fmt: skip
    return found


def _occasions(session: Session) -> dict[str, list[Occasion]]:
    query = select(Attendance.application_uid, Gathering.day, Gathering.kind, Gathering.title, Attendance.status)
    rows = session.execute(query.join(Gathering, Gathering.uid == Attendance.gathering_uid).order_by(Gathering.day, Gathering.title))
    found: dict[str, list[Occasion]] = defaultdict(list)
    for uid, day, kind, title, status in rows:
        found[uid].append(Occasion(day, kind, title, status))
    return found


def _many(rows: Iterable[Many]) -> dict[str, list[Many]]:
    found: dict[str, list[Many]] = defaultdict(list)
    for row in rows:
        found[row.application_uid].append(row)
    return found


def _record(desk: Desk, files: _Files, row: Admitted, standing: Compliance, required: int) -> Record:
    p = row.person
    trainee = files.trainees[p.uid]
    return Record(
        unit(desk),
        desk.store.season,
        desk.schemes[p.programme].name,
        p.name,
        p.subject,
        p.school,
        row.university,
        row.mentor,
        city=desk.schemes.city_names.get(p.city, p.city),
        gender=p.gender,
        ethnicity=p.ethnicity,
        birth=p.birth_date,
        id_shown=mask_id(p.id_number),
        grade=p.grade,
        class_name=p.class_name,
        admitted=trainee.admitted_on,
        status=state_label("trainee", trainee.state),
        results=_results(files.selections.get(p.uid)),
        visits=tuple(_entry(v) for v in files.visits.get(p.uid, ())),
        counted=standing.visits,
        required=required,
        months=tuple((_month(m), count) for m, count in standing.months.items()),
        short=tuple(_month(m) for m in standing.short_months),
        midterm=_midterm(files.midterms.get(p.uid), trainee),
        annual=_annual(desk, files, row),
        follows=tuple(_follow(f) for f in files.follows.get(p.id_number, ())),
        advisor=teachers[-1].name if (teachers := files.teachers.get(p.uid, [])) else "",
        plan=files.plans.get(p.uid),
        teachers=tuple((t.since, t.name, t.title) for t in teachers),
        occasions=tuple(files.occasions.get(p.uid, ())),
        photo=files.photos.get(p.uid),
    )


def _results(chosen: Selection | None) -> tuple[tuple[str, str], ...]:
    if chosen is None:
        return ()
    given = CHOICES.get(chosen.choice, "") if chosen.choice is not None else ""
    return (
        ("学科测试", score_text(chosen.test)),
        ("面试得分", score_text(chosen.interview)),
        ("综合成绩", score_text(chosen.composite)),
        ("名次", str(chosen.rank)),
        ("导师志愿", given),
        ("录取方式", "递补" if chosen.promoted else "录取"),
    )


def _month(month: str) -> str:
    return f"{int(month[5:])}月"


def _entry(v: Visit) -> Entry:
    return Entry(v.day, v.mode, v.activity_type, v.face_to_face, v.place, v.instructor, v.content, v.review)


def _midterm(given: MidtermEvaluation | None, trainee: Trainee) -> Midterm | None:
    """The evaluation, and when and why somebody left, at whatever time."""
    left = trainee.exit_reason or (given.exit_reason if given else "")
    if trainee.exited_on:
        left = f"{left}（{chinese_date(trainee.exited_on)}退出）"
    if given is None:
        return Midterm(None, "", "", left) if left else None
    return Midterm(given.report_date, given.team_grade, given.conclusion, left)


def _annual(desk: Desk, files: _Files, row: Admitted) -> Annual | None:
    uid, scheme = row.person.uid, desk.schemes[row.person.programme]
    material, graded, certificate = files.materials.get(uid), files.assessments.get(uid), files.certificates.get(uid)
    if material is None:
        return None
    faces = tuple(scheme.final.dimensions)
    return Annual(
        HANDED_IN[material.project_report],
        HANDED_IN[material.training_report],
        material.mentor_grade,
        "" if material.city_score is None else printed(material.city_score),
        RECOMMENDED[material.city_recommended] if scheme.final.needs_recommendation else "",
        faces,
        tuple(_expert(e, faces) for e in files.experts.get(uid, ())),
        score_text(graded.score) if graded else "",
        graded.grade if graded else "",
        tuple(REASONS.get(reason, reason) for reason in graded.reasons) if graded else (),
        certificate.number if certificate else "",
        certificate.page.issue_date if certificate else None,
    )


def _expert(given: ExpertScore, faces: tuple[str, ...]) -> Expert:
    if given.status != "正常":
        return Expert(given.expert, given.status, ("",) * len(faces), "")
    sum_ = printed(total(Decimal(mark) for mark in given.marks.values()))
    return Expert(given.expert, given.status, tuple(given.marks.get(face, "") for face in faces), sum_)


def _follow(f: AlumniRecord) -> Follow:
    return Follow(f.updated_on, f.stage, f.university, f.major, f.research, f.reported_by)
