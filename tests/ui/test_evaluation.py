"""考核评价 in the window: the everyday tasks of a year, at the region's desk and at a city's."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Certificate, ExpertScore, MidtermEvaluation, Trainee
from tests.documents.reading import pdfium_text as text_of
from tests.season import KEY, NOW, At
from ui.main_window import MainWindow
from ui.pages.evaluation.page import EvaluationPage
from ui.pages.tabbed import TabbedPage
from ui.parts.strip import Strip
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.rules.permissions import permits
from yingcai_desktop.services import stages
from yingcai_desktop.services.evaluations import committee, draws, supervising
from yingcai_desktop.services.evaluations.committee import ExpertRow
from yingcai_desktop.services.evaluations.register import Row
from yingcai_desktop.services.printing import evaluation as paper

Open = Callable[..., tuple[MainWindow, EvaluationPage]]
SUBJECTS = ("数学", "物理", "化学", "生物", "计算机")


@pytest.fixture
def open_page(qtbot: QtBot, preferences: Preferences) -> Iterator[Open]:
    made: list[MainWindow] = []

    def opened(desk: Desk, tab: str) -> tuple[MainWindow, EvaluationPage]:
        window = MainWindow(desk, preferences)
        qtbot.addWidget(window)
        desk.store.listeners.append(window.store_changed.emit)
        window.resize(1440, 900)
        window.show()
        page = window.go("evaluation", tab=tab)
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        made.append(window)
        assert isinstance(page, EvaluationPage)
        return window, page

    yield opened
    for window in made:
        window.jobs.close()


def said(window: MainWindow) -> str:
    return window._strips.strips()[0].text


def pilot(tab: object, **wanted: object) -> Row:
    rows: list[Row] = tab.all_rows()  # type: ignore[attr-defined]
    return next(r for r in rows if r.programme == "pilot" and all(getattr(r, k) == v for k, v in wanted.items()))


def type_into(form: object, key: str, text: str) -> None:
    """As a clerk leaves a field: the text, then the next field."""
    box = form.boxes[key]  # type: ignore[attr-defined]
    edit = box.editor.inputs[0]
    edit.setFocus()
    if hasattr(edit, "setPlainText"):
        edit.setPlainText(text)
    else:
        edit.setText(text)
        edit.textEdited.emit(text)
    box.editor.left.emit()


def pick(form: object, key: str, code: str) -> None:
    combo = form.boxes[key].editor.combo  # type: ignore[attr-defined]
    combo.set_code(code)
    combo.picked.emit(code)
    form.flush()  # type: ignore[attr-defined]


def test_a_pilot_student_fails_midterm(at: At, open_page: Open, qtbot: QtBot) -> None:
    """Everyday task 9: from the form to the exit, the filing, and no certificate (附件2 七（二）)."""
    desk = at("training")
    everybody = _midterms(desk)
    window, page = open_page(desk, "midterm")
    tab = page.tab
    row = pilot(tab, state="training")
    tab.open_record(row.uid)
    form = tab.form

    type_into(form, "report_date", "2025-07-10")
    pick(form, "team_grade", "不合格")
    pick(form, "conclusion", "不合格")
    assert "必须写明原因" in form.boxes["exit_reason"].note.text()
    with desk.read() as session:
        assert session.scalars(select(MidtermEvaluation).where(MidtermEvaluation.application_uid == row.uid)).one().conclusion == "合格"
    type_into(form, "exit_reason", "连续两月未到校，课题未开展")

    tab.look_ahead()
    assert tab.plan.isVisible()
    assert f"将退出培养 1 人：{row.name}（连续两月未到校，课题未开展）" in tab.plan.who.text()
    tab.plan.go.click()

    assert "退出 1 人" in said(window)
    left = tab.register.row(row.uid)
    assert (left.state, left.exit_reason) == ("exited", "连续两月未到校，课题未开展")
    assert tab.pane.pill.text() == "× 已退出"
    text = text_of(paper.pdf(desk, "exits"))
    assert row.name in text and "连续两月未到校" in text
    with desk.read() as session:
        assert session.scalars(select(Trainee).where(Trainee.state == "training", Trainee.application_uid == row.uid)).first() is None
        assert session.scalars(select(Certificate).where(Certificate.application_uid == row.uid)).first() is None
    assert everybody == len(tab.register.rows)


def _midterms(desk: Desk) -> int:
    """Everybody passed at midterm."""
    with desk.change("test.midterm") as change:
        uids = change.execute(select(Trainee.application_uid)).scalars().all()
        change.insert(MidtermEvaluation, [{"application_uid": uid, "team_grade": "良", "conclusion": "合格"} for uid in uids])
    return len(uids)


def test_the_step_waits_for_those_without_an_evaluation(at: At, open_page: Open) -> None:
    _window, page = open_page(at("training"), "midterm")

    page.tab.look_ahead()

    assert page.tab.plan.obstacle.text().startswith("▲ 还有 130 人没有中期评价")
    assert not page.tab.plan.go.isVisible()


def test_a_clerk_is_not_offered_what_the_reviewer_decides(at: At, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """办理中期评价 is the reviewer's; the form is the clerk's. Whoever sits down next sees their own (L03)."""
    held = {Duty.CLERK}
    monkeypatch.setattr(Desk, "may", lambda _desk, action: permits(action, held))
    desk = at("training")
    _midterms(desk)
    _window, page = open_page(desk, "midterm")
    tab = page.tab
    row = pilot(tab, state="training")
    tab.open_record(row.uid)
    type_into(tab.form, "report_date", "2025-07-10")
    for key, text in (("team_grade", "不合格"), ("conclusion", "不合格")):
        pick(tab.form, key, text)
    type_into(tab.form, "exit_reason", "连续两月未到校")

    def links() -> list[str]:
        QApplication.processEvents()  # a strip is shown, and an old one taken away, on the next turn
        assert any("退出培养" in strip.text for strip in tab.pane.findChildren(Strip))
        return [b.text() for strip in tab.pane.findChildren(Strip) if not strip.isHidden() for b in strip.findChildren(QPushButton)]

    assert tab.register.row(row.uid).midterm["conclusion"] == "不合格" and links() == []
    assert not tab.form.boxes["goal"].editor.inputs[0].isReadOnly()

    held.clear()
    held.add(Duty.REVIEWER)
    page.seat_taken()

    assert links() == ["办理…"]
    assert tab.form.boxes["goal"].editor.inputs[0].isReadOnly()


def test_what_is_not_sound_stays_as_a_draft(at: At, open_page: Open) -> None:
    _window, page = open_page(at("training"), "initial")
    tab = page.tab
    row = pilot(tab)
    tab.open_record(row.uid)
    type_into(tab.form, "topic", "草原土壤微生物")
    tab.open_record(next(r.uid for r in tab.all_rows() if r.uid != row.uid))

    tab.open_record(row.uid)

    assert tab.form.values()["topic"] == "草原土壤微生物"
    assert not tab.register.row(row.uid).initial


def test_a_typed_evaluation_is_undone_and_redone(at: At, open_page: Open, qtbot: QtBot) -> None:
    _window, page = open_page(at("midterm"), "midterm")
    tab = page.tab
    row = pilot(tab, state="training")
    tab.open_record(row.uid)
    type_into(tab.form, "goal", "完成数据采集")
    assert tab.register.row(row.uid).midterm["goal"] == "完成数据采集"

    page.command("undo")()
    assert tab.register.row(row.uid).midterm["goal"] == ""
    assert tab.form.values()["goal"] == ""
    page.command("redo")()
    assert tab.form.values()["goal"] == "完成数据采集"


def test_who_has_left_is_read_only(at: At, open_page: Open) -> None:
    _window, page = open_page(at("midterm"), "midterm")
    tab = page.tab
    tab.open_record(pilot(tab, state="exited").uid)
    assert tab.form.boxes["goal"].editor.inputs[0].isReadOnly()


def test_missing_evidence_is_named_and_waived_with_a_reason(at: At, open_page: Open) -> None:
    _window, page = open_page(at("annual"), "annual")
    tab = page.tab
    row = next(r for r in tab.all_rows() if "课题报告" in r.missing and r.annual)
    tab.open_record(row.uid)

    tab._waive(row, "课题报告")
    assert not tab.plan.go.isEnabled()
    tab.plan.reason.setText("住院，证明存档")
    tab.plan.go.click()

    assert tab.register.row(row.uid).evidence["课题报告"] == "waived"
    assert "住院，证明存档" in text_of(paper.pdf(page.shell.desk, "person", uid=row.uid))


def test_a_paper_handed_in_is_a_report_handed_in(at: At, open_page: Open) -> None:
    _window, page = open_page(at("logged"), "annual")
    tab = page.tab
    row = pilot(tab, state="training")
    tab.open_record(row.uid)
    pick(tab.form, "mentor_grade", "优秀")
    box = tab.form.boxes["kind.小论文"].editor
    box._box.setChecked(True)
    tab.form.flush()

    kept = tab.register.row(row.uid)
    assert kept.annual["report_kinds"] == "小论文"
    assert kept.evidence["培养报告"] == "present"


def test_the_region_sees_the_citys_order_and_needs_its_letter(at: At, open_page: Open) -> None:
    _window, page = open_page(at("annual"), "city")
    tab = page.tab
    row = pilot(tab, state="training")
    tab.open_record(row.uid)
    type_into(tab.form, "city_order", "3")
    assert "盟市来文" in tab.form.boxes["letter"].note.text()
    type_into(tab.form, "letter", "包科协函〔2025〕3号")

    assert tab.register.row(row.uid).city_order == 3
    page.show_tab("final")
    assert page.tab.register.row(row.uid).city_order == 3


def test_what_nobody_can_fill_in_has_no_faults(at: At, open_page: Open) -> None:
    _window, page = open_page(at("annual"), "city")
    tab = page.tab
    row = next(r for r in tab.all_rows() if r.programme == "national")
    tab.open_record(row.uid)
    assert tab.recheck() == []
    assert not any(box.note.text().startswith("×") for box in tab.form.boxes.values())


def test_a_city_has_no_final_and_its_form_asks_for_no_letter(at: At, open_page: Open, tmp_path: Path) -> None:
    from db.store import Store

    desk = Desk(Store.create(tmp_path / "city.ycdb", key=KEY, office="150200", season=2025), "经办甲", "见证乙", lambda: NOW)
    try:
        _window, page = open_page(desk, "city")
        assert page.segments.keys() == ["initial", "midterm", "annual", "city", "supervision"]
        assert "letter" not in page.tab.form.boxes

        page.show_tab("supervision")
        page.command("new")()
        assert "由自治区组织和登记" in said(page.shell)
        assert not page.tab.pane.isVisible()
    finally:
        desk.store.close()


def test_experts_are_assigned_after_a_look(at: At, open_page: Open) -> None:
    desk = at("recommended")
    for subject in SUBJECTS:
        for n in range(4):
            committee.save_expert(desk, ExpertRow("", f"专{'甲乙丙丁'[n]}{subject[0]}", f"示例院{n}", subjects=(subject,)))
    _window, page = open_page(desk, "final")
    tab = page.tab
    tab.plan_experts()
    assert "每位专家评" in tab.plan.who.text()
    tab.plan.tick.setChecked(True)
    tab.plan.go.click()

    going = [r for r in tab.all_rows() if r.to_final]
    assert {r.tasks for r in tab.register.rows if r.to_final} == {3}
    text = text_of(paper.pdf(desk, "tasks"))
    assert "数-01" in text
    assert going[0].name not in text  # blind


def test_the_experts_sheets_are_typed_twice_on_their_own_tab(at: At, open_page: Open) -> None:
    desk = at("recommended")
    for n in range(4):
        committee.save_expert(desk, ExpertRow("", f"专家{'甲乙丙丁'[n]}", f"示例院{n}", subjects=SUBJECTS))
    _window, page = open_page(desk, "final")
    page.tab.plan_experts()
    page.tab.plan.go.click()

    page.show_tab("marks")

    going = {r.uid for r in page.tabs["final"].register.rows if r.to_final}
    assert {line.uid for sheet in page.tab.pane.papers for line in sheet.lines} == going
    assert page.tab.pane.views.keys() == ["1", "2", "3", "4"]


def test_experts_are_assigned_again_in_the_window_with_a_reason(at: At, open_page: Open) -> None:
    desk = at("recommended")
    for n in range(6):
        committee.save_expert(desk, ExpertRow("", f"专家{'甲乙丙丁戊己'[n]}", f"示例院{n}", subjects=SUBJECTS))
    _window, page = open_page(desk, "final")
    tab = page.tab
    tab.plan_experts()
    tab.plan.go.click()
    tab.plan_experts()
    assert "现行分工：第 1 次" in tab.plan.who.text() and not tab.plan.go.isEnabled()
    tab.plan.reason.setText("专家甲出差")
    tab.plan.go.click()

    with desk.read() as session:
        assert [(d.number, d.reason) for d in draws.draws(session)] == [(2, "专家甲出差"), (1, "")]
        task = committee.tasks(session)[0]
    with desk.change("test.mark") as change:
        change.insert(ExpertScore, [{"application_uid": task.application_uid, "expert": task.expert, "status": "正常", "marks": {}}])
    tab.plan_experts()
    assert "不能重新分配" in tab.plan.obstacle.text() and not tab.plan.go.isVisible()


def test_a_city_records_in_the_window_what_it_put_right_and_nothing_else(at: At, open_page: Open) -> None:
    desk = at("graded")
    committee.save_expert(desk, ExpertRow("", "委员甲", "示例院", subjects=("数学",), committee=True))
    uid = supervising.save(desk, supervising.Act("", supervising.REPORTS, NOW.date(), "包头市管理办公室", "150200", ("委员甲",)))
    supervising.save_finding(desk, supervising.Found("", uid, supervising.PROBLEM, "日志审核滞后", "包头市管理办公室"))
    desk.store.__dict__["office"] = "150200"
    _window, page = open_page(desk, "supervision")
    tab = page.tab
    tab.open_record(uid)
    tab.pane.show_tab("findings")
    assert tab.form.boxes["place"].editor.inputs[0].isReadOnly() and not tab.text.isVisible() and not tab.save_button.isVisible()
    QApplication.processEvents()
    (done,) = [b for b in tab.findings.findChildren(QPushButton) if b.text() == "整改完成…"]
    done.click()
    tab.plan.reason.setText("已补审")
    tab.plan.go.click()
    assert [(a.uid, a.open_problems) for a in tab.rows] == [(uid, 0)]


def test_the_final_takes_a_second_person(at: At, open_page: Open) -> None:
    desk = at("recommended")
    desk.witness = ""
    window, page = open_page(desk, "final")
    page.tab.look_ahead()
    page.tab.plan.go.click()
    assert window.second is not None and window.second.panel is not None
    window.second.panel.name.setText("经办甲")
    window.second.panel.confirm()
    assert not any(r.grade for r in page.tab.register.rows)  # nobody witnesses their own act
    window.second.panel.name.setText("李慧")
    window.second.panel.confirm()

    assert "终评已办理" in said(window)
    assert any(r.grade == "优秀" for r in page.tab.register.rows)


def test_a_grade_is_changed_with_a_reason_by_two(at: At, open_page: Open) -> None:
    window, page = open_page(at("graded"), "final")
    tab = page.tab
    row = next(r for r in tab.all_rows() if r.grade == "合格" and r.to_final and r.needs_recommendation)
    tab.open_record(row.uid)
    tab.marks.grade.set_code("不合格")
    tab.marks.change.click()
    assert "写明理由" in said(window)
    tab.marks.reason.setText("课题报告系抄袭")
    tab.marks.change.click()
    window.second.panel.name.setText("李慧")
    window.second.panel.confirm()

    assert tab.register.row(row.uid).grade == "不合格"
    assert "改定理由：课题报告系抄袭" in tab.marks.verdict.text()


def test_an_expert_is_registered_by_keyboard(at: At, open_page: Open, qtbot: QtBot) -> None:
    window, page = open_page(at("graded"), "experts")
    page.command("new")()
    tab = page.tab
    type_into(tab.form, "name", "白音那")
    type_into(tab.form, "unit", "示例研究院")
    qtbot.keyClick(tab.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "评审学科" in said(window)
    tab.form.boxes["subject.数学"].editor._box.setChecked(True)
    tab.form.boxes["committee"].editor._box.setChecked(True)
    qtbot.keyClick(tab.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert [(e.name, e.subjects, e.committee) for e in tab.rows] == [("白音那", ("数学",), True)]


def test_a_file_is_looked_into_only_within_the_supervision(at: At, open_page: Open, qtbot: QtBot) -> None:
    desk = at("graded")
    committee.save_expert(desk, ExpertRow("", "委员甲", "示例院", subjects=("数学",), committee=True))
    window, page = open_page(desk, "supervision")
    page.command("new")()
    tab = page.tab
    tab.who.setCurrentIndex(3)
    student = tab.who.code()
    tab._add_file()
    pick(tab.form, "kind", "查阅培养档案")
    type_into(tab.form, "place", "包头市管理办公室")
    type_into(tab.form, "experts", "委员甲")
    tab.save_now()
    assert "查阅截止日" in said(window)
    type_into(tab.form, "closes", "2025-12-28")
    tab.save_now()
    act = tab.row()
    assert act.dossiers == (student,)

    tab._look_into(student)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=10000)

    assert tab.row().views == 1
    text = text_of(paper.pdf(desk, "supervision", uid=act.uid))
    assert "委员甲" in text and "档案查阅登记" in text


def test_the_growth_page_fits_one_sheet(at: At) -> None:
    from pypdf import PdfReader

    desk = at("certified")
    window_rows = _rows(desk)
    for row in [r for r in window_rows if r.grade == "优秀"][:2] + [r for r in window_rows if not r.active][:1]:
        import io

        assert len(PdfReader(io.BytesIO(paper.pdf(desk, "person", uid=row.uid))).pages) == 1


def _rows(desk: Desk) -> list[Row]:
    from yingcai_desktop.services.evaluations.register import Register

    register = Register(desk)
    register.read()
    return register.rows


@pytest.mark.parametrize("what", ["midterm", "annual", "city", "final", "exits"])
def test_every_list_prints(at: At, what: str) -> None:
    assert paper.TITLES[what] in text_of(paper.pdf(at("certified"), what))


def test_the_page_is_tabbed_and_every_tab_opens(at: At, open_page: Open) -> None:
    _window, page = open_page(at("certified"), "initial")
    assert isinstance(page, TabbedPage)
    for key in [spec.key for spec in page.tab_specs()]:
        assert page.show_tab(key)
    stages.advance(page.shell.desk, "certify")
