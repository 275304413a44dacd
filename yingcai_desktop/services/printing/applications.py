"""报名表 of chosen students, and 名册 of every school."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import groupby

from sqlalchemy import select

from db.models import Application, Mentor, School
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.application import (
    ApplicationForm,
    Roster,
    RosterPerson,
    application_forms_pdf,
    rosters_pdf,
)
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.identity import mask_id, mask_phone
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.services import deciding, disclosing
from yingcai_desktop.services.applications.materials import photos
from yingcai_desktop.services.people import Person, people
from yingcai_desktop.services.printing.heading import heading, nothing
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.sheets.headings import ELIGIBILITY

_GONE = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
PLACE = "报名表"


def forms(desk: Desk, only: Collection[str]) -> bytes:
    """报名表 of these applications, a page each, in the order of every list.

    Numbers stand in full, with a line in the journal, where the person at the desk may see them so; else masked (ux §3, Privacy).
    """
    with desk.read() as session:
        decisions = deciding.stored(session)
        rows = {a.uid: a for a in session.scalars(select(Application).where(Application.uid.in_(list(only))))}
        order = [p for p in people(session, desk.schemes) if p.uid in rows]
        portraits = photos(session, rows)
        columns = select(Mentor.uid, Mentor.name, Mentor.university)
        mentors = {uid: f"{name}（{university}）" for uid, name, university in session.execute(columns)}
    if not order:
        raise NotAllowed("选中的报名还没有存入登记簿，不能打印报名表。请先存入登记簿，再打印。")
    openly = desk.may("disclosure.print")
    made = [replace(_form(desk, decisions, p, rows[p.uid], mentors, openly), photo=portraits.get(p.uid)) for p in order]
    content = application_forms_pdf(made)
    if openly:
        disclosing.printed(desk, PLACE, ["身份证号", "手机"], len(made))
    return content


def _form(desk: Desk, decisions: Decisions, p: Person, a: Application, mentors: Mapping[str, str], openly: bool) -> ApplicationForm:
    about = heading(desk, decisions, (p.programme, p.city, p.subject))
    cohort = f" / {a.cohort}人" if a.cohort else ""
    basis = f"（{a.rank_basis}）" if a.rank_basis else ""
    ranks = (("学科名次", _rank(a.subject_rank, cohort) + basis), ("综合名次", _rank(a.overall_rank, cohort)))
    chosen = tuple(mentors.get(uid, "") for uid in (a.choice1_uid, a.choice2_uid, a.choice3_uid) if uid)
    relation = f"（{a.guardian_relation}）" if a.guardian_relation else ""
    phone = (lambda number: number) if openly else mask_phone
    return ApplicationForm(
        about, p.name, p.gender, p.ethnicity, p.id_number if openly else mask_id(p.id_number), p.birth_date.isoformat(), p.school,
        p.grade, p.class_name, p.subject, ranks, f"表现优秀，证明：{a.proof or '（未填）'}" if a.pretraining else "",
        chosen, "是" if a.adjust else "否", f"{a.guardian_name}{relation}", phone(a.guardian_phone), phone(a.student_phone),
        checks=(("审核情况", "；".join(part for part in (state_label("application", p.state), ELIGIBILITY.get(p.result, ""), a.opinion) if part)),),
        returner=a.returner,
    )  # fmt: skip


def _rank(rank: int | None, cohort: str) -> str:
    return f"第{rank}名{cohort}" if rank else ""


def rosters(desk: Desk, scope: Scope = EVERYTHING) -> bytes:
    """报名名册 of every school, by programme and city; drafts and withdrawn applications are left out. Raises `NotAllowed`."""
    with desk.read() as session:
        decisions = deciding.stored(session)
        found = [p for p in people(session, desk.schemes, scope) if p.state not in _GONE]
        columns = select(Application.uid, Application.subject_rank, Application.overall_rank, Application.cohort)
        ranks = {uid: (subject, overall, cohort) for uid, subject, overall, cohort in session.execute(columns)}
        schools = {name: n for n, name in enumerate(session.scalars(select(School.name).order_by(School.city, School.name)))}
    if not found:
        nothing(desk, "roster", "review-applicants", scope)
    programmes = {programme: n for n, programme in enumerate(desk.schemes.programmes)}
    found.sort(key=lambda p: (programmes[p.programme], schools[p.school]))  # stable: subject and ID number stay in order
    return rosters_pdf(
        [
            Roster(heading(desk, decisions, (programme, members[0].city, "")), school, tuple(_line(p, *ranks[p.uid]) for p in members))
            for (programme, school), group in groupby(found, key=lambda p: (p.programme, p.school))
            if (members := list(group))
        ]
    )


def _line(p: Person, subject: int | None, overall: int | None, cohort: int | None) -> RosterPerson:
    of = f"/{cohort}" if cohort else ""
    return RosterPerson(
        p.name, p.gender, p.ethnicity, p.grade, p.class_name, p.subject, f"{subject}{of}" if subject else "", f"{overall}{of}" if overall else "",
        ELIGIBILITY.get(p.result, ""), state_label("application", p.state),
    )  # fmt: skip
