"""What a journal entry is about, in a few words: `阿古拉（150199********0022）`, `内师大附中`, `面试占比`. Numbers of people are masked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Base
from db.models import (
    AlumniRecord,
    Application,
    Decision,
    Declination,
    Disclosure,
    EntrySheet,
    ExamSession,
    Expert,
    ExpertDraw,
    Gathering,
    Meeting,
    Mentor,
    Panel,
    PanelDraw,
    Publication,
    RecoverySheet,
    ReminderDays,
    School,
    Seal,
    SelectionLock,
    StageDays,
    StepResult,
    SummaryItem,
    Supervision,
    SupervisionFinding,
    TeamMember,
    TieDraw,
    TieRuling,
    TrackingStop,
    TrialPlan,
    UnitPerson,
    User,
)
from yingcai_desktop.decision_names import name_of
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.decided_words import programme_of
from yingcai_desktop.services.reminding import KINDS as REMINDERS
from yingcai_desktop.vocabulary import STEPS

TABLES: Mapping[str, str] = {
    "application": "报名",
    "attachment": "报名材料",
    "material_check": "材料登记",
    "mentor": "导师",
    "team_member": "团队成员",
    "school": "学校",
    "decision": "单位决定",
    "panel": "面试组",
    "tie_ruling": "同分裁定",
    "declination": "放弃",
    "test_score": "测试成绩",
    "interview_score": "面试评分",
    "exam_session": "考场安排",
    "exam_event": "考务异常",
    "entry_sheet": "双录成绩单",
    "entry_mark": "双录的分数",
    "seal": "封存记录",
    "sealed_mark": "封存的成绩",
    "amendment": "更正单",
    "panel_draw": "面试抽签",
    "panel_place": "面试安排",
    "panel_recusal": "面试回避",
    "component_score": "增加形式成绩",
    "spread_note": "评分差异说明",
    "shortlist_entry": "面试人选",
    "selection": "遴选结果",
    "trainee": "学员",
    "visit": "成长日志",
    "training_plan": "培养计划",
    "reading_item": "阅读书目",
    "co_mentor": "合作导师",
    "school_teacher": "中学指导教师",
    "gathering": "集体活动",
    "attendance": "活动签到",
    "initial_evaluation": "初期评价",
    "midterm_evaluation": "中期评价",
    "annual_material": "年度材料",
    "expert_score": "专家评分",
    "expert": "专家",
    "recusal": "专家回避",
    "expert_task": "专家分工",
    "expert_draw": "专家分工记录",
    "assessment": "终评",
    "supervision": "督导",
    "supervision_finding": "督导发现",
    "dossier_view": "查阅档案",
    "certificate": "证书",
    "certificate_check": "证书核对",
    "certificate_print": "证书打印",
    "certificate_collection": "证书领取",
    "national_certificate": "全国证书",
    "alumni_record": "往届跟踪",
    "tracking_stop": "撤回跟踪同意",
    "step_result": "办理结果",
    "user": "用户",
    "recovery_sheet": "恢复单",
    "disclosure": "号码查看",
    "summary_item": "总结验收材料",
    "unit_person": "单位人员",
    "stage_days": "阶段日期",
    "reminder_days": "提醒天数",
    "selection_lock": "遴选锁定",
    "tie_draw": "同分抽签",
    "trial_plan": "试算方案",
    "publication": "公示与备案",
    "objection": "公示异议",
    "mentor_change": "导师变更",
    "meeting": "师生见面会",
    "meeting_guest": "见面会签到",
    "panel_task": "面试任务",
    "panel_return": "评委席的评分",
    "seat_mark": "评委席的评分",
    "seat_judge": "评委席的评委",
    "package": "数据包收发",
    "voiding": "撤销导入",
    "withheld": "拒收记录",
    "directory_version": "名录",
}
"""Journaled table → what a clerk calls its records."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what a record is about. `application` is the uid of the person's application, `key` that of a decision."""

    name: str
    programme: str = ""
    application: str = ""
    key: str = ""


NOBODY = Subject("")


def subjects(session: Session, schemes: Schemes) -> dict[str, Subject]:
    """Uid of every stored record → its subject. Records that are gone are not in it (see `from_body`)."""
    found = dict(_people(session))
    found.update(_others(session, schemes))
    for table in Base.metadata.sorted_tables:
        if "application_uid" in table.columns and table.name in TABLES:
            columns = select(table.c.uid, table.c.application_uid)
            found.update({uid: found[person] for uid, person in session.execute(columns) if person in found})
    return found


def from_body(schemes: Schemes, table: str, values: Mapping[str, Any], known: Mapping[str, Subject]) -> Subject:
    """The subject of a record that is gone, from the values it had."""
    if (person := values.get("application_uid")) in known:
        return known[str(person)]
    programme = str(values.get("programme") or "")
    if table == Decision.__tablename__:
        return _decision(schemes, str(values.get("key", "")))
    number = str(values.get("id_number") or "")
    name = str(values.get("name") or values.get("title") or "")
    if name or number:
        return Subject(f"{name}（{mask_id(number)}）" if name and number else name or mask_id(number), programme)
    referred = next((known[value] for column, value in sorted(values.items()) if column.endswith("_uid") and value in known), NOBODY)
    if referred is not NOBODY:
        return referred
    if programme in schemes.programmes and "subject" in values:
        return Subject(schemes.group_name(programme, str(values.get("city") or ""), str(values["subject"] or "")), programme)
    return Subject("", programme)


def _people(session: Session) -> Iterator[tuple[str, Subject]]:
    columns = select(Application.uid, Application.name, Application.id_number, Application.programme)
    for uid, name, number, programme in session.execute(columns):
        yield uid, Subject(f"{name}（{mask_id(number)}）", programme, uid)


def _others(session: Session, schemes: Schemes) -> Iterator[tuple[str, Subject]]:
    mentors: dict[str, Subject] = {}
    for uid, name, university, programme in session.execute(
        select(Mentor.uid, Mentor.name, Mentor.university, Mentor.programme)
    ):
        mentors[uid] = Subject(f"{name}（{university}）", programme)
    yield from mentors.items()
    for uid, mentor, name in session.execute(select(TeamMember.uid, TeamMember.mentor_uid, TeamMember.name)):
        leader = mentors.get(mentor, NOBODY)
        yield uid, Subject(f"{name}（{leader.name.partition('（')[0]}团队）", leader.programme)
    yield from ((uid, Subject(name)) for uid, name in session.execute(select(School.uid, School.name)))
    yield from ((uid, Subject(name)) for uid, name in session.execute(select(User.uid, User.name)))
    yield from ((uid, Subject("数据文件恢复单")) for uid in session.scalars(select(RecoverySheet.uid)))
    for uid, key in session.execute(select(Decision.uid, Decision.key)):
        yield uid, _decision(schemes, key)
    steps = select(StepResult.uid, StepResult.step, StepResult.programme, StepResult.city)
    for uid, step, programme, city in session.execute(steps):
        place = schemes.city_names.get(city, "")
        yield uid, Subject(f"{STEPS.get(step, step)} · {_short(schemes, programme)}{place}", programme)
    for uid, unit, item, programme in session.execute(select(SummaryItem.uid, SummaryItem.unit, SummaryItem.item, SummaryItem.programme)):
        yield uid, Subject(f"{unit} {item}", programme)
    for uid, unit, name in session.execute(select(UnitPerson.uid, UnitPerson.unit, UnitPerson.name)):
        yield uid, Subject(f"{unit} {name}")
    for uid, stage, programme in session.execute(select(StageDays.uid, StageDays.stage, StageDays.programme)):
        yield uid, Subject(f"{_short(schemes, programme)}{stage}", programme)
    for uid, kind in session.execute(select(ReminderDays.uid, ReminderDays.kind)):
        yield uid, Subject(REMINDERS[kind].name if kind in REMINDERS else kind)
    for uid, place, about in session.execute(select(Disclosure.uid, Disclosure.place, Disclosure.about)):
        yield uid, Subject(about or place)
    yield from _in_groups(session, schemes)
    for uid, title, day, programme in session.execute(select(Gathering.uid, Gathering.title, Gathering.day, Gathering.programme)):
        yield uid, Subject(f"{title}（{day.isoformat()}）", programme)
    yield from _committee(session)
    for uid, name, number in session.execute(select(TrackingStop.uid, TrackingStop.name, TrackingStop.id_number)):
        yield uid, Subject(f"{name}（{mask_id(number)}）")
    for uid, name, number, programme in session.execute(
        select(AlumniRecord.uid, AlumniRecord.name, AlumniRecord.id_number, AlumniRecord.programme)
    ):
        yield uid, Subject(f"{name}（{mask_id(number)}）", programme)


def _committee(session: Session) -> Iterable[tuple[str, Subject]]:
    """Experts by name and unit, supervisions by kind and day, their findings likewise."""
    for uid, name, unit in session.execute(select(Expert.uid, Expert.name, Expert.unit)):
        yield uid, Subject(f"{name}（{unit}）")
    acts = {uid: f"{kind} {day.isoformat()} {place}" for uid, kind, day, place in session.execute(
        select(Supervision.uid, Supervision.kind, Supervision.day, Supervision.place)
    )}  # fmt: skip
    yield from ((uid, Subject(words)) for uid, words in acts.items())
    yield from ((uid, Subject(f"专家分工第 {number} 次")) for uid, number in session.execute(select(ExpertDraw.uid, ExpertDraw.number)))
    for uid, act in session.execute(select(SupervisionFinding.uid, SupervisionFinding.supervision_uid)):
        yield uid, Subject(acts.get(act, ""))


def _in_groups(session: Session, schemes: Schemes) -> Iterable[tuple[str, Subject]]:
    """Panels, tie rulings and declinations, by the group they belong to."""
    panels = dict(session.execute(select(Panel.uid, Panel.name)).all())
    for e in session.execute(select(ExamSession.uid, ExamSession.programme, ExamSession.city, ExamSession.subject)):
        yield e[0], Subject(schemes.group_name(*e[1:4]), e[1])
    for marked in (EntrySheet, Seal):
        for m in session.execute(select(marked.uid, marked.programme, marked.city, marked.subject, marked.panel, marked.judge)):
            parts = (schemes.group_name(*m[1:4]), panels.get(m[4], f"第{m[4]}考场" if m[4] else ""), m[5])
            yield m[0], Subject(" ".join(part for part in parts if part), m[1])
    for p in session.scalars(select(Panel)):
        yield p.uid, Subject(f"{schemes.group_name(p.programme, p.city, p.subject)} {p.name}", p.programme)
    for tie in (*session.scalars(select(TieRuling)), *session.scalars(select(TieDraw)), *session.scalars(select(PanelDraw))):
        yield tie.uid, Subject(schemes.group_name(tie.programme, tie.city, tie.subject), tie.programme)
    for plan in session.scalars(select(TrialPlan)):
        yield plan.uid, Subject(f"{schemes.group_name(plan.programme, plan.city, plan.subject)} {plan.name}", plan.programme)
    for model in (SelectionLock.uid, SelectionLock.programme, SelectionLock.city), (Publication.uid, Publication.programme, Publication.city):
        for uid, programme, city in session.execute(select(*model)):
            yield uid, Subject(schemes.group_name(programme, city, ""), programme)
    for uid, programme, title in session.execute(select(Meeting.uid, Meeting.programme, Meeting.title)):
        yield uid, Subject(title, programme)
    names = {
        (programme, number): f"{name}（{mask_id(number)}）"
        for programme, number, name in session.execute(
            select(Application.programme, Application.id_number, Application.name)
        )
    }
    for d in session.scalars(select(Declination)):
        yield d.uid, Subject(names.get((d.programme, d.id_number), mask_id(d.id_number)), d.programme)


def _decision(schemes: Schemes, key: str) -> Subject:
    return Subject(name_of(schemes, key), programme_of(schemes, key), key=key)


def _short(schemes: Schemes, programme: str) -> str:
    return schemes[programme].short if programme in schemes.programmes else programme
