"""考核评价 through the year: forms, waivers, experts, grades, supervision — and each way round a rule."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from openpyxl import Workbook
from sqlalchemy import select

from db.connect import make_key
from db.models import (
    AnnualMaterial,
    Assessment,
    Certificate,
    EntryMark,
    EntrySheet,
    ExpertDraw,
    ExpertScore,
    ExpertTask,
    Mentor,
    MidtermEvaluation,
    Selection,
    Trainee,
)
from tests.documents.reading import pdfium_text as text_of
from tests.season import KEY, NOW, SEASON, At, new_desk, reopened
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.entry import Given
from yingcai_desktop.services import deeds, entry, evaluation, exports, history, intake, stages
from yingcai_desktop.services.entry import landing
from yingcai_desktop.services.evaluations import committee, draws, grading, growth, saving, supervising
from yingcai_desktop.services.evaluations.committee import ExpertRow
from yingcai_desktop.services.evaluations.register import Register, Row
from yingcai_desktop.services.knowing import known
from yingcai_desktop.services.printing import evaluation as paper
from yingcai_desktop.services.workbench import scope_of
from yingcai_desktop.services.workbench.facts import Facts

SUBJECTS = ("数学", "物理", "化学", "生物", "计算机")


def read(desk: Desk) -> list[Row]:
    register = Register(desk)
    register.read()
    return register.rows


def one(desk: Desk, **wanted: object) -> Row:
    return next(r for r in read(desk) if all(getattr(r, k) == v for k, v in wanted.items()))


def again(desk: Desk, row: Row) -> Row:
    return one(desk, uid=row.uid)


MIDTERM = {"report_date": "2025-07-10", "team_grade": "不合格", "conclusion": "不合格"}


# 初期

def test_an_initial_evaluation_is_kept_and_read_back(at: At) -> None:
    desk = at("training")
    row = one(desk, programme="pilot")
    typed = {"evaluated_on": "2025-05-12", "condition": "较好", "topic": "草原土壤微生物", "topic_settled": "已定", "progress": "已采样",
             "opinion": "继续", "overall": "正常", "signer": row.mentor}  # fmt: skip

    assert saving.save(desk, "initial", row, typed)

    kept = again(desk, row)
    assert kept.initial == typed
    assert not saving.save(desk, "initial", kept, typed)  # nothing differs


@pytest.mark.parametrize(("field", "text"), [("overall", "尚可"), ("evaluated_on", "五月"), ("condition", ""), ("topic", "")])
def test_what_is_no_initial_evaluation_is_refused(at: At, field: str, text: str) -> None:
    desk = at("training")
    row = one(desk, programme="pilot")
    typed = {"evaluated_on": "2025-05-12", "condition": "较好", "topic": "题", "topic_settled": "已定", "progress": "已采样", "opinion": "继续",
             "overall": "正常", "signer": row.mentor, field: text}  # fmt: skip

    with pytest.raises(Invalid):
        saving.save(desk, "initial", row, typed)


def test_a_day_outside_the_window_of_the_scheme_is_a_warning(at: At) -> None:
    desk = at("training")
    row = one(desk, programme="pilot")
    when = saving.windows_of(desk, "midterm")["pilot"]

    late = saving.check("midterm", row, {"report_date": "2025-09-01", "team_grade": "优", "conclusion": "合格"}, when)
    fit = saving.check("midterm", row, {"report_date": when.due.isoformat(), "team_grade": "优", "conclusion": "合格"}, when)

    assert [(c.field, c.level) for c in late] == [("report_date", "warn")]
    assert fit == []


# 中期

def test_a_pilot_trainee_does_not_fail_midterm_without_a_reason(at: At) -> None:
    desk = at("midterm")
    row = one(desk, programme="pilot", state="training")

    with pytest.raises(Invalid, match="必须写明原因"):
        saving.save(desk, "midterm", row, MIDTERM)
    assert saving.save(desk, "midterm", row, {**MIDTERM, "exit_reason": "连续两月未到校"})


def test_nationally_it_is_recorded_only(at: At) -> None:
    desk = at("midterm")
    row = one(desk, programme="national")

    assert saving.save(desk, "midterm", row, MIDTERM)
    stages.advance(desk, "midterm")

    assert again(desk, row).state == "training"


def test_the_plan_says_who_would_leave_and_the_step_does_exactly_that(at: At) -> None:
    desk = at("midterm")
    row = one(desk, programme="pilot", state="training")
    saving.save(desk, "midterm", row, {**MIDTERM, "exit_reason": "连续两月未到校"})

    plan = evaluation.midterm_plan(desk)
    stages.advance(desk, "midterm")

    assert [(a.person.uid, reason) for a, reason in plan.exits] == [(row.uid, "连续两月未到校")]
    left = again(desk, row)
    assert (left.state, left.exit_reason) == ("exited", "连续两月未到校")


def test_the_store_itself_lets_nobody_leave_without_a_reason(at: At) -> None:
    desk = at("midterm")
    with desk.read() as session:
        uid = session.scalars(select(Trainee.uid).where(Trainee.state == "training")).first()

    with pytest.raises(NotAllowed, match="必须写明原因"), desk.change("test.exit") as change:
        change.update(Trainee, [{"uid": uid, "state": "exited"}])


def test_an_exit_frees_the_place_of_the_mentor(at: At) -> None:
    desk = at("midterm")
    with desk.read() as session:
        gone = session.scalars(select(Trainee).where(Trainee.state == "exited")).first()
        stays = session.scalars(select(Trainee).where(Trainee.state == "training", Trainee.mentor_uid != gone.mentor_uid)).first()
        held = len(session.scalars(select(Trainee).where(Trainee.mentor_uid == gone.mentor_uid, Trainee.state == "training")).all())
        mentor = session.get(Mentor, gone.mentor_uid)
    with desk.change("test.full") as change:
        change.update(Mentor, [{"uid": mentor.uid, "capacity": held + 1}])

    with desk.change("test.move") as change:
        change.update(Trainee, [{"uid": stays.uid, "mentor_uid": mentor.uid}])  # the one place there is


def test_an_exited_student_reaches_no_certificate_by_any_route(at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        gone = session.scalars(select(Trainee.application_uid).where(Trainee.state == "exited")).first()
        model = session.scalars(select(Certificate)).first()
    row = one(desk, uid=gone)

    for form, typed in (("annual", {"mentor_grade": "优秀"}), ("midterm", {**MIDTERM, "conclusion": "合格", "team_grade": "优"})):
        with pytest.raises(NotAllowed, match="已不在培养中"):
            saving.save(desk, form, row, typed)
    with pytest.raises(NotAllowed):
        grading.confirm_grade(desk, row, "优秀", "补评")
    with desk.change("test.grade") as change:
        change.insert(Assessment, [{"application_uid": gone, "recommended": True, "grade": "优秀", "suggested": "优秀"}])
    stages.advance(desk, "certify")
    with desk.read() as session:
        assert session.scalars(select(Certificate).where(Certificate.application_uid == gone)).first() is None
    with pytest.raises(NotAllowed, match="已退出培养"), desk.change("test.certificate") as change:
        change.insert(Certificate, [{"application_uid": gone, "number": "X", "sequence": 999, "grade": "优秀", "issue_date": model.issue_date,
                                     "state": "issued"}])  # fmt: skip


def test_the_region_files_the_exit_only_of_who_left(at: At) -> None:
    desk = at("midterm")

    saving.file_exit(desk, one(desk, state="exited"), "内后备备〔2025〕1号")

    assert one(desk, state="exited").midterm["filing_number"] == "内后备备〔2025〕1号"
    with pytest.raises(NotAllowed, match="仍在培养中"):
        saving.file_exit(desk, one(desk, state="training"), "1")


# 年度

def test_missing_evidence_is_named_and_a_waiver_needs_its_reason(at: At) -> None:
    desk = at("logged")
    row = one(desk, programme="pilot", state="training")
    saving.save(desk, "annual", row, {"mentor_grade": "优秀", "project_report": "1"})
    assert "培养报告" in again(desk, row).missing and "课题报告" not in again(desk, row).missing

    with pytest.raises(Invalid, match="必须写明理由"):
        saving.waive(desk, row, "培养报告", "  ")
    saving.waive(desk, row, "培养报告", "住院，医院证明存档")

    assert again(desk, row).evidence["培养报告"] == "waived"
    with pytest.raises(NotAllowed, match="免交年度材料必须写明理由"), desk.change("test.waive") as change:
        found = change.scalars(select(AnnualMaterial).where(AnnualMaterial.application_uid == row.uid)).one()
        change.update(AnnualMaterial, [{"uid": found.uid, "waivers": {"课题报告": " "}}])


def test_the_mentors_grade_cannot_be_waived(at: At) -> None:
    desk = at("logged")
    with pytest.raises(Invalid, match="不能免交"):
        saving.waive(desk, one(desk, programme="pilot", state="training"), "导师评价", "导师出国")


def test_a_waiver_lifts_the_refusal_for_want_of_material(at: At) -> None:
    desk = at("graded")
    row = next(r for r in read(desk) if "materials" in r.reasons and r.grade == "不合格")

    for piece in ("课题报告", "培养报告"):
        saving.waive(desk, row, piece, "住院，医院证明存档")
    stages.advance(desk, "final")

    assert "materials" not in again(desk, row).reasons


def test_a_city_form_alone_is_no_material(at: At) -> None:
    desk = at("logged")
    row = one(desk, programme="pilot", state="training")

    saving.save(desk, "city", row, {"city_recommended": "1", "city_score": "90"}, "包科协函〔2025〕3号")

    with pytest.raises(NotAllowed, match="没有年度材料"):
        stages.advance(desk, "recommend")


# 推荐

def test_the_region_registers_a_citys_word_only_with_its_letter(at: At) -> None:
    desk = at("annual")
    row = one(desk, programme="pilot", state="training")

    with pytest.raises(NotAllowed, match="盟市来文"):
        saving.save(desk, "city", row, {"city_recommended": "1"})
    saving.save(desk, "city", row, {"city_recommended": "1", "city_order": "2", "city_score": "88.5"}, "包科协函〔2025〕3号")

    assert (again(desk, row).city_order, again(desk, row).city_score) == (2, Decimal("88.5"))


def test_nobody_recommends_a_national_trainee(at: At) -> None:
    desk = at("annual")
    with pytest.raises(Invalid, match="不经盟市推荐"):
        saving.save(desk, "city", one(desk, programme="national"), {"city_recommended": "1"}, "函")


# 终评

def _committee(desk: Desk, each: int = 4) -> list[str]:
    return [
        committee.save_expert(desk, ExpertRow("", f"专{'甲乙丙丁戊'[n]}{subject[0]}", f"示例研究院{n}", subjects=(subject,), committee=True))
        for subject in SUBJECTS
        for n in range(each)
    ]


def test_experts_judge_evenly_and_never_whom_they_must_not(at: At) -> None:
    desk = at("recommended")
    uids = _committee(desk)
    rows = read(desk)
    kin = next(r for r in rows if r.to_final and r.subject == "数学")
    committee.recuse(desk, uids[0], kin.uid, "亲属")

    plan = committee.plan(desk, rows, "2025-12-01", blind=True)
    count = committee.confirm(desk, rows, plan)

    assert not plan.short
    assert count == sum(r.to_final for r in rows) * plan.each
    assert uids[0] not in plan.given[kin.uid]
    for subject in range(5):
        loads = [plan.loads[u] for u in uids[subject * 4 : subject * 4 + 4]]
        assert max(loads) - min(loads) <= 1
    assert committee.plan(desk, rows, "2025-12-01", blind=True).given == plan.given
    with desk.read() as session:
        codes = {t.application_uid: t.code for t in committee.tasks(session)}
    assert len(set(codes.values())) == len(codes)
    assert codes[kin.uid].startswith("数-")
    sheets = entry.papers(desk, "expert")
    assert {line.uid for sheet in sheets for line in sheet.lines} == set(plan.given)
    assert all(line.name == f"学员 {codes[line.uid]}" and not line.number for sheet in sheets for line in sheet.lines)  # blind for the typists too


def test_experts_are_assigned_again_only_with_a_reason_and_the_old_assignment_stays_to_be_seen(at: At) -> None:
    desk = at("recommended")
    _committee(desk)
    rows = read(desk)
    first = committee.plan(desk, rows, "4711", blind=False)
    deed = deeds.done(desk, "分配专家", lambda: committee.confirm(desk, rows, first))
    assert not deed.reversible  # taking it back would be a way to draw until it pleases
    second = committee.plan(desk, rows, "4712", blind=False)
    assert second.given != first.given

    for reason in ("", "  "):
        with pytest.raises(Invalid, match="写明理由"):
            committee.confirm(desk, rows, second, reason)
    with desk.read() as session:
        assert [d.number for d in draws.draws(session)] == [1]
    committee.confirm(desk, rows, second, "专甲数出差")

    with desk.read() as session:
        names = {e.uid: e.name for e in committee.experts(session)}
        now, before = draws.draws(session)
        held = {(t.application_uid, t.expert_uid) for t in committee.tasks(session)}
        uid = session.scalars(select(ExpertDraw.uid).where(ExpertDraw.number == 2)).one()
        (act,) = history.of_record(session, desk, "expert_draw", uid)
    assert held == {(uid, expert) for uid, chosen in second.given.items() for expert in chosen}
    assert (now.holds, now.reason, before.holds, before.reason) == (True, "专甲数出差", False, "")
    assert before.given == {uid: tuple(names[e] for e in chosen) for uid, chosen in first.given.items()}
    assert "专甲数出差" in act.reason and act.actor == "经办甲"
    text = text_of(paper.pdf(desk, "draws"))
    assert "第1次，已不用" in text and "第2次，现行" in text and "重新分配理由：专甲数出差" in text


@pytest.mark.parametrize("way", ["workbook", "typed"])
def test_after_the_first_mark_nobody_is_assigned_again_by_any_way(at: At, way: str) -> None:
    desk = at("recommended")
    _committee(desk)
    rows = read(desk)
    made = committee.plan(desk, rows, "4711", blind=False)
    committee.confirm(desk, rows, made)
    uid, chosen = next(iter(made.given.items()))
    with desk.read() as session:
        name = next(e.name for e in committee.experts(session) if e.uid == chosen[0])
    row = next(r for r in rows if r.uid == uid)
    with desk.change("test.mark") as change:
        if way == "workbook":
            change.insert(ExpertScore, [{"application_uid": uid, "expert": name, "status": "正常", "marks": {}}])
        else:  # the first pass of double entry, before anything is settled
            facts = {"kind": "expert", "programme": row.programme, "city": "", "subject": row.subject, "panel": "", "judge": name, "full_mark": Decimal(100)}
            (sheet,) = change.insert(EntrySheet, [{**facts, "first_by": "经办甲"}])
            change.insert(EntryMark, [{"sheet_uid": sheet, "application_uid": uid, "turn": 1, "by": "经办甲", "marks": {"科学兴趣": "18"}}])

    with pytest.raises(NotAllowed, match="不能重新分配"):
        committee.confirm(desk, rows, committee.plan(desk, rows, "4712", blind=False), "换一次")
    draw = {"number": 2, "drawn_at": "2025-12-26T09:30:00", "actor": "某人", "seed": "1", "each": 3, "reason": "换", "given": {}}
    with pytest.raises(NotAllowed, match="分工不再改动"), desk.change("test.draw") as change:
        change.insert(ExpertDraw, [draw])
    if way == "workbook":
        with pytest.raises(NotAllowed, match="分工不再改动"), desk.change("test.task") as change:
            change.delete(ExpertTask, change.scalars(select(ExpertTask.uid)).all())
    with desk.read() as session:
        assert {(t.application_uid, t.expert_uid) for t in committee.tasks(session)} == {(u, e) for u, c in made.given.items() for e in c}


def test_the_store_itself_keeps_what_was_drawn(at: At) -> None:
    desk = at("recommended")
    _committee(desk)
    rows = read(desk)
    committee.confirm(desk, rows, committee.plan(desk, rows, "4711", blind=False))
    with desk.read() as session:
        uid = session.scalars(select(ExpertDraw.uid)).one()

    with pytest.raises(NotAllowed, match="不能改动"), desk.change("test.draw") as change:
        change.update(ExpertDraw, [{"uid": uid, "seed": "1"}])
    with pytest.raises(NotAllowed, match="不能改动"), desk.change("test.draw") as change:
        change.delete(ExpertDraw, [uid])


def test_an_own_mentor_is_not_asked_and_a_short_subject_is_named(at: At) -> None:
    desk = at("recommended")
    rows = read(desk)
    row = next(r for r in rows if r.to_final and r.subject == "物理")
    for n, name in enumerate((row.mentor, "专甲", "专乙")):
        committee.save_expert(desk, ExpertRow("", name, f"院{n}", subjects=SUBJECTS))

    plan = committee.plan(desk, rows, "s", blind=False)

    assert f"{row.mentor}（本人导师）" in plan.short[row.uid]
    with pytest.raises(NotAllowed, match="增聘专家"):
        committee.confirm(desk, rows, plan)


def test_the_store_itself_keeps_an_own_mentor_from_judging(at: At) -> None:
    desk = at("recommended")
    row = next(r for r in read(desk) if r.to_final)
    uid = committee.save_expert(desk, ExpertRow("", row.mentor, "院", subjects=SUBJECTS))

    with pytest.raises(NotAllowed, match="应当回避"), desk.change("test.task") as change:
        change.insert(ExpertTask, [{"expert_uid": uid, "application_uid": row.uid}])
    with pytest.raises(NotAllowed, match="应当回避"), desk.change("test.marks") as change:
        change.insert(ExpertScore, [{"application_uid": row.uid, "expert": row.mentor, "status": "正常", "marks": {}}])
    with desk.read() as session, pytest.raises(NotAllowed, match="须回避"):
        committee.refuse_conflicts(session, row.mentor, [row.uid])


def test_a_teacher_of_the_same_school_must_not_judge(at: At) -> None:
    desk = at("recommended")
    row = next(r for r in read(desk) if r.to_final)
    committee.save_expert(desk, ExpertRow("", "同校老师", row.school, subjects=SUBJECTS))

    sheet = entry.expert_paper(desk, row.programme, row.subject, "同校老师")
    full = Given("", {"科学兴趣": "18", "学科基础知识": "20.5", "创新及科研潜质": "30", "综合能力": "17"})

    with pytest.raises(NotAllowed, match="同校"), desk.change("test.land") as change:
        landing.land(change, sheet, {row.uid: full}, {})
    with desk.change("test.land") as change:
        assert landing.land(change, sheet, {row.uid: Given("回避", {})}, {}) == 1


def test_a_city_cannot_write_regional_marks_or_grades(tmp_path: Path, at: At) -> None:
    city = new_desk(tmp_path / "city.ycdb", office="150200")
    row = next(r for r in read(at("recommended")) if r.to_final)
    try:
        for act in (
            lambda: evaluation.final(city),
            lambda: committee.save_expert(city, ExpertRow("", "专甲", "院", subjects=SUBJECTS)),
            lambda: grading.confirm_grade(city, row, "优秀", "好"),
        ):
            with pytest.raises(NotAllowed, match="盟市的数据文件不能"):
                act()
    finally:
        city.store.close()


def test_a_grade_is_changed_by_two_people_with_a_reason_and_stays(at: At) -> None:
    desk = at("graded")
    row = next(r for r in read(desk) if r.grade == "合格" and r.to_final and r.needs_recommendation)
    with pytest.raises(Invalid, match="写明定级理由"):
        grading.confirm_grade(desk, row, "不合格", " ")
    alone = replace_witness(desk)
    with pytest.raises(NotAllowed, match="两人"):
        grading.confirm_grade(alone, row, "不合格", "抄袭")

    grading.confirm_grade(desk, row, "不合格", "课题报告系抄袭，专家组一致认定")
    stages.advance(desk, "final")

    kept = again(desk, row)
    assert (kept.suggested, kept.grade, kept.grade_reason) == ("合格", "不合格", "课题报告系抄袭，专家组一致认定")
    assert next(g for g in exports.export(desk, "grades") if g["id_number"] == row.id_number)["grade"] == "不合格"


def replace_witness(desk: Desk) -> Desk:
    return replace(desk, witness="")


def test_excellent_beyond_the_signed_share_is_refused(at: At) -> None:
    desk = at("graded")
    row = max((r for r in read(desk) if r.programme == "pilot" and r.rank and r.grade == "合格"), key=lambda r: r.rank)

    with pytest.raises(NotAllowed, match="优秀比例"):
        grading.confirm_grade(desk, row, "优秀", "突出")


def test_the_store_itself_refuses_an_unexplained_failure(at: At) -> None:
    desk = at("graded")
    with desk.read() as session:
        found = session.scalars(select(Assessment).where(Assessment.grade == "优秀")).first()

    with pytest.raises(NotAllowed, match="写明理由"), desk.change("test.grade") as change:
        change.update(Assessment, [{"uid": found.uid, "grade": "不合格", "reasons": []}])


# 成长视图

def test_the_growth_view_says_what_the_exports_say(at: At) -> None:
    desk = at("certified")
    rows = read(desk)
    grades = {(g["programme"], g["id_number"]): g for g in exports.export(desk, "grades")}
    visits = {(c["programme"], c["id_number"]): c["visits"] for c in exports.export(desk, "compliance")}
    assert len(grades) > 100

    for row in rows:
        key = (row.programme, row.id_number)
        assert row.visits == visits[key]
        if key in grades:
            told = growth.growth(desk, row, rows)
            assert told.stages[3].verdict == grades[key]["grade"]
            assert (row.score, row.rank) == (grades[key]["score"], grades[key]["rank"])
            assert sum(count for _, count, _ in told.spread) == sum(
                g["score"] != "" for g in grades.values() if g["programme"] == row.programme
            )


# 督导

def _act(desk: Desk, rows: list[Row]) -> str:
    committee.save_expert(desk, ExpertRow("", "委员甲", "示例研究院", subjects=("数学",), committee=True))
    return supervising.save(
        desk,
        supervising.Act("", supervising.DOSSIERS, NOW.date(), "包头市管理办公室", "150200", ("委员甲",), "抽查档案",
                        tuple(r.uid for r in rows), NOW + timedelta(days=2)),
    )  # fmt: skip


def test_files_are_opened_only_within_the_act_and_each_opening_is_logged(at: At) -> None:
    desk = at("logged")
    rows = read(desk)
    uid = _act(desk, rows[:2])

    supervising.open_dossier(desk, uid, rows[0].uid, "委员甲")

    with desk.read() as session:
        assert [(v.viewer, v.name) for v in supervising.views(session, desk, uid)] == [("委员甲", rows[0].name)]
    with pytest.raises(NotAllowed, match="不在本次督导选定的范围"):
        supervising.open_dossier(desk, uid, rows[2].uid, "委员甲")
    with pytest.raises(NotAllowed, match="没有参加"):
        supervising.open_dossier(desk, uid, rows[0].uid, "外人")
    later = replace(desk, clock=lambda: NOW + timedelta(days=3))
    with pytest.raises(NotAllowed, match="截止"):
        supervising.open_dossier(later, uid, rows[0].uid, "委员甲")


def test_an_act_needs_a_member_of_the_committee_and_bounds(at: At) -> None:
    desk = at("logged")
    rows = read(desk)
    _act(desk, rows[:1])
    act = supervising.Act("", supervising.DOSSIERS, NOW.date(), "包头市", experts=("委员甲",), dossiers=(rows[0].uid,))
    for wrong, words in (
        (replace(act, experts=("路人",), closes_at=NOW), "专家咨询委员会委员"),
        (replace(act, experts=()), "专家咨询委员会委员"),
        (act, "查阅截止日"),
        (replace(act, closes_at=NOW, dossiers=()), "可查阅的学员"),
        (replace(act, closes_at=NOW + timedelta(days=60)), "30 天以内"),
    ):
        with pytest.raises(Invalid, match=words):
            supervising.save(desk, wrong)


def test_a_problem_is_followed_until_it_is_put_right(at: At) -> None:
    desk = at("logged")
    uid = _act(desk, read(desk)[:1])
    problem = supervising.Found("", uid, supervising.PROBLEM, "成长日志审核滞后", "包头市管理办公室", date(2025, 12, 31))
    with pytest.raises(Invalid, match="责任单位"):
        supervising.save_finding(desk, replace(problem, responsible=""))
    kept = replace(problem, uid=supervising.save_finding(desk, problem))
    with pytest.raises(Invalid, match="整改情况"):
        supervising.save_finding(desk, replace(kept, done_on=date(2025, 12, 28)))

    supervising.save_finding(desk, replace(kept, done_on=date(2025, 12, 28), follow_up="已补审"))

    with desk.read() as session:
        act = supervising.acts(session, desk)[0]
    assert (act.problems, act.open_problems) == (1, 0)


def test_names_are_unique_among_experts(at: At) -> None:
    desk = at("recommended")
    committee.save_expert(desk, ExpertRow("", "委员甲", "一院", subjects=("数学",)))
    with pytest.raises(Invalid, match="已有名为"):
        committee.save_expert(desk, ExpertRow("", "委员甲", "二院", subjects=("数学",)))


def test_midterm_rows_of_who_left_are_closed(at: At) -> None:
    desk = at("midterm")
    with desk.read() as session:
        gone = session.scalars(select(Trainee.application_uid).where(Trainee.state == "exited")).first()
        assert session.scalars(select(MidtermEvaluation).where(MidtermEvaluation.application_uid == gone)).one()
        assert session.scalars(select(Selection).where(Selection.application_uid == gone)).one().status == "admitted"
    with pytest.raises(NotAllowed):
        saving.save(desk, "midterm", one(desk, uid=gone), {**MIDTERM, "conclusion": "合格"})


# Workbooks

def test_marks_are_never_a_citys(at: At) -> None:
    desk = at("recommended")
    row = next(r for r in read(desk) if r.to_final)

    with pytest.raises(NotAllowed, match="盟市的数据文件不能登记"), desk.change("test.marks") as change:
        change.insert(ExpertScore, [{"application_uid": row.uid, "expert": "专甲", "status": "缺席", "office": "150200"}])


def test_a_workbook_does_not_bring_in_marks_of_kin_or_of_the_same_school(at: At) -> None:
    desk = at("annual")
    rows = read(desk)
    kin, pupil = rows[0], rows[1]
    uid = committee.save_expert(desk, ExpertRow("", "亲属专家", "示例院", subjects=SUBJECTS))
    committee.recuse(desk, uid, kin.uid, "亲属")
    committee.save_expert(desk, ExpertRow("", "同校专家", pupil.school, subjects=SUBJECTS))

    with desk.read() as session:
        facts = known(session, desk.schemes, "evaluations")

    assert "亲属专家" in facts.people[kin.programme, kin.id_number].team
    assert "同校专家" in facts.people[pupil.programme, pupil.id_number].team
    assert "亲属专家" not in facts.people[pupil.programme, pupil.id_number].team


def test_initial_evaluations_come_in_by_workbook(at: At, tmp_path: Path) -> None:
    desk = at("training")
    rows = [r for r in read(desk) if r.programme == "pilot"][:2]
    book = Workbook()
    book.active.append(["项目", "身份证号", "姓名", "评价日期", "培养状态", "课题选题", "选题情况", "课题进展", "评价意见", "总体意见", "评价人"])
    for row, topic in zip(rows, ("草原土壤微生物", ""), strict=True):
        book.active.append(["试点", row.id_number, row.name, "2025-05-10", "较好", topic, "已定", "已采样", "继续", "正常", row.mentor])
    book.save(tmp_path / "初期.xlsx")

    result = intake.load(desk, "initial-evaluations", [tmp_path / "初期.xlsx"])

    assert [(f.column, f.code) for f in result.files[0].checked.refusals] == [("课题选题", "cell.blank")]
    assert again(desk, rows[0]).initial["topic"] == "草原土壤微生物"
    assert not again(desk, rows[1]).initial


# A city's desk

def as_city(desk: Desk, office: str) -> Desk:
    """The same season as it would lie at a city's desk."""
    path = desk.store.path
    desk.store.close()
    raw = sqlcipher3.dbapi2.connect(str(path))
    raw.execute(f"PRAGMA key={make_key(path.read_bytes()[:16], key=KEY).pragma}")
    raw.execute("UPDATE store_info SET office = ?", (office,))
    raw.commit()
    raw.close()
    return reopened(path)


def test_the_city_gives_its_word_without_a_letter_and_no_grade(at: At) -> None:
    city = as_city(at("annual"), "150200")
    try:
        row = one(city, programme="pilot", state="training", city="150200")
        assert saving.save(city, "city", row, {"city_recommended": "1", "city_order": "1", "city_score": "96"})
        assert again(city, row).city_order == 1
        stages.advance(city, "recommend")
        with pytest.raises(NotAllowed, match="盟市的数据文件不能"):
            stages.advance(city, "final")
    finally:
        city.store.close()


def test_a_workbook_brings_no_marks_into_a_citys_store(at: At) -> None:
    city = as_city(at("logged"), "150200")
    try:
        with pytest.raises(NotAllowed, match="盟市的数据文件不能登记"):
            intake.load(city, "evaluations", [SEASON / "inbox" / "年度评价-试点.xlsx"])
        assert not one(city, programme="pilot", state="training").annual  # nothing of the file was stored
    finally:
        city.store.close()


BAOTOU = "150200"


def _at_city(desk: Desk) -> Desk:
    """The same store as the office of Baotou would see it."""
    desk.store.__dict__["office"] = BAOTOU
    return desk


def test_a_city_sees_only_what_concerned_it_and_records_only_what_it_put_right(at: At) -> None:
    """附件2 二（二）: its own acts whole, of others that its own files were opened; the region organises (rules/ownership.py)."""
    desk = at("graded")
    committee.save_expert(desk, ExpertRow("", "委员甲", "示例院", subjects=("数学",), committee=True))
    rows = read(desk)
    own = next(r for r in rows if r.city == BAOTOU and r.programme == "pilot")
    other = next(r for r in rows if r.city == "150500" and r.programme == "pilot")
    until = NOW + timedelta(days=2)
    act = supervising.Act("", supervising.REPORTS, NOW.date(), "包头市管理办公室", BAOTOU, ("委员甲",))
    here = supervising.save(desk, act)
    across = supervising.save(desk, replace(act, kind=supervising.DOSSIERS, place="抽查", city="", dossiers=(own.uid, other.uid), closes_at=until))
    there = supervising.save(desk, replace(act, place="通辽市管理办公室", city="150500"))
    problem = supervising.Found("", here, supervising.PROBLEM, "日志审核滞后", "包头市管理办公室", date(2025, 12, 31))
    supervising.save_finding(desk, problem)
    supervising.save_finding(desk, replace(problem, act=across, text="别处的问题"))
    for uid in (own.uid, other.uid):
        supervising.open_dossier(desk, across, uid, "委员甲")

    _at_city(desk)
    with desk.read() as session:
        seen = {a.uid: a for a in supervising.acts(session, desk)}
        assert seen.keys() == {here, across}
        assert (seen[here].own, seen[here].open_problems) == (True, 1)
        assert (seen[across].own, seen[across].problems, seen[across].dossiers, seen[across].views) == (False, 0, (own.uid,), 1)
        assert supervising.findings(session, desk, across) == []
        assert [v.name for v in supervising.views(session, desk, across)] == [own.name]
        assert Facts(session, desk.schemes, scope_of(desk), NOW.date()).problems == [date(2025, 12, 31)]
    with pytest.raises(NotAllowed):
        paper.pdf(desk, "supervision", uid=there)

    held = replace(problem, uid=_finding(desk, here))
    for wrong in (replace(problem, text="另一个问题"), replace(held, text="改了"), replace(held, due=None), replace(held, act=across)):
        with pytest.raises(NotAllowed, match="整改情况"):
            supervising.save_finding(desk, wrong)
    for act_uid in (here, across, there):
        with pytest.raises(NotAllowed):
            supervising.open_dossier(desk, act_uid, own.uid, "委员甲")
    for saved in (act, replace(act, uid=here, matter="改了")):
        with pytest.raises(NotAllowed, match="自治区组织"):
            supervising.save(desk, saved)
    supervising.save_finding(desk, replace(held, follow_up="已补审", done_on=NOW.date()))
    with desk.read() as session:
        assert [a.open_problems for a in supervising.acts(session, desk) if a.uid == here] == [0]


def _finding(desk: Desk, act: str) -> str:
    with desk.read() as session:
        return supervising.findings(session, desk, act)[0].uid
