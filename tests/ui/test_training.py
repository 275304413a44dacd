"""培养过程 in a real window: heat map, registration of a whole group by keyboard, logs, plans, city and scope (ux §4.9; G01–G08)."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import SchoolTeacher, Trainee, TrainingPlan, Visit
from tests.season import At
from tests.services.boards import on
from ui.main_window import MainWindow
from ui.pages.training import TrainingPage
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees import visits
from yingcai_desktop.services.trainees.visits import Entry

FREE = date(2025, 9, 29)
"""A day nobody came in the sample season."""


class Opened:
    def __init__(self, window: MainWindow, page: TrainingPage, desk: Desk) -> None:
        self.window, self.page, self.desk = window, page, desk

    def tab(self, key: str) -> Any:
        assert self.page.show_tab(key)
        return self.page.tab


Opener = Callable[..., Opened]


@pytest.fixture
def open_training(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Opener]:
    windows: list[MainWindow] = []

    def open_at(milestone: str = "logged", day: str = "09-29", office: str = "") -> Opened:
        desk = on(at(milestone), day)
        if office:
            desk.store.__dict__["office"] = office
        window = MainWindow(desk, preferences)
        qtbot.addWidget(window)
        desk.store.listeners.append(window.store_changed.emit)
        window.resize(1440, 900)
        window.show()
        page = window.go("training")
        qtbot.waitExposed(window)
        window.activateWindow()
        windows.append(window)
        assert isinstance(page, TrainingPage)
        return Opened(window, page, desk)

    yield open_at
    for window in windows:
        window.jobs.close()


def keys(qtbot: QtBot, window: MainWindow, *presses: Any) -> None:
    """Each press to whatever has the keyboard in the window."""
    for press in presses:
        target = window.focusWidget()
        assert target is not None
        if isinstance(press, str):
            qtbot.keyClicks(target, press)
        elif isinstance(press, tuple):
            qtbot.keyClick(target, press[0], press[1])
        else:
            qtbot.keyClick(target, press)


def test_numbers_stand_in_every_judged_cell_and_rows_scroll(open_training: Opener) -> None:
    tab = open_training().tab("progress")
    board = tab.board
    assert tab.heat.count() == len(board.rows) == 130
    for n, row in enumerate(board.rows):
        for m, cell in enumerate(row.cells):
            if cell.state in ("short", "met", "running", "exempt", "free"):
                assert tab.heat.cell_text(n, m) == str(cell.meetings)
    assert tab.heat.cell_area(0, 0).height() >= 24
    assert tab.heat.verticalScrollBar().maximum() > 0
    assert tab.heat.horizontalScrollBar().maximum() == 0


def test_arrows_move_the_cell_and_enter_opens_the_month(open_training: Opener, qtbot: QtBot) -> None:
    opened = open_training()
    tab = opened.tab("progress")
    tab.heat.setFocus()
    keys(qtbot, opened.window, Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 4, Qt.Key.Key_Down)
    wanted = tab.board.rows[1]
    assert (tab.heat.current(), tab.heat.column()) == (wanted.uid, 4)
    assert wanted.student.name in tab.line.name.text()
    keys(qtbot, opened.window, Qt.Key.Key_Return)
    log = opened.page.tab
    assert {(r.student.uid, r.day.month) for r in log.table.rows.shown} == {(wanted.uid, 5)}


def test_everyday_record_a_visit_for_a_whole_group_by_keyboard(open_training: Opener, qtbot: QtBot) -> None:
    """Ctrl+N, name the mentor, tick all, place, Ctrl+Enter; one Ctrl+Z takes all of it back."""
    opened = open_training()
    tab = opened.tab("progress")
    mentor = next(r.student.mentor for r in tab.board.rows if r.student.programme == "pilot" and r.student.training)
    group = {r.uid for r in tab.board.rows if r.student.mentor == mentor and r.student.training}
    tab.heat.setFocus()
    tab.new()
    assert opened.window.focusWidget() is tab.panel.roll.search
    tab.panel.roll.search.setText(mentor)  # hanzi come from an input method
    keys(qtbot, opened.window, Qt.Key.Key_Return, (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier))
    assert set(tab.panel.roll.chosen()) == group
    assert tab.panel.go.text() == f"登记 {len(group)} 人"
    assert tab.panel.form.values()["instructor"] == mentor
    assert tab.panel.form.values()["day"] == "2025-09-29"
    keys(qtbot, opened.window, (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
    assert not tab.panel.isVisible()
    with opened.desk.read() as session:
        stored = list(session.scalars(select(Visit).where(Visit.day == FREE)))
    assert {v.application_uid for v in stored} == group
    assert {(v.mode, v.face_to_face, v.review, v.instructor) for v in stored} == {("到校", True, "未交", mentor)}
    row = tab.board.row(next(iter(group)))
    assert row.pending_visits >= 1
    opened.page.undo()
    with opened.desk.read() as session:
        assert session.scalars(select(Visit).where(Visit.day == FREE)).first() is None


def test_a_hundred_people_from_one_pasted_list(open_training: Opener) -> None:
    """Unmatched and ambiguous ones are listed, never guessed."""
    opened = open_training()
    tab = opened.tab("progress")
    tab.new()
    people = [r.student for r in tab.board.rows if r.student.training]
    names: dict[str, int] = {}
    for s in people:
        names[s.name] = names.get(s.name, 0) + 1
    unique = [s for s in people if names[s.name] == 1][:100]
    tab.panel.roll.paste.setPlainText("\n".join([*(s.name for s in unique), "没有这人"]))
    found = tab.panel.roll.tick_list()
    assert len(found.found) == 100
    assert len(tab.panel.roll.chosen()) == 100
    assert "没有这人" in tab.panel.roll.told.text()
    assert tab.panel.go.text() == "登记 100 人"
    tab.panel.register()
    with opened.desk.read() as session:
        assert len(list(session.scalars(select(Visit).where(Visit.day == FREE)))) == 100


@pytest.mark.parametrize(
    ("day", "words"), [("2025-09-30", "在今天之后"), ("2024-12-31", "不在本培养周期"), ("昨天", "读不懂")]
)
def test_days_that_cannot_be_are_refused_at_the_field(open_training: Opener, day: str, words: str) -> None:
    opened = open_training()
    tab = opened.tab("progress")
    tab.register(tab.board.rows[50].uid)
    tab.panel.form.show_values({**tab.panel.form.values(), "day": day})
    tab.panel.register()
    assert tab.panel.isVisible()
    assert words in tab.panel.form.boxes["day"].note.text()
    with opened.desk.read() as session:
        assert session.scalars(select(Visit).where(Visit.day == FREE)).first() is None


def test_before_admission_is_a_warning(open_training: Opener) -> None:
    tab = open_training().tab("progress")
    tab.register(tab.board.rows[50].uid)
    tab.panel.form.show_values({**tab.panel.form.values(), "day": "2025-02-11"})
    assert tab.panel._check().entry is not None
    assert tab.panel.form.boxes["day"].finding.level == "warn"


def test_esc_goes_back_and_what_was_typed_stays(open_training: Opener, qtbot: QtBot) -> None:
    opened = open_training()
    tab = opened.tab("progress")
    tab.new()
    tab.panel.form.update_values({"place": "物理楼"})
    keys(qtbot, opened.window, Qt.Key.Key_Escape)
    assert not tab.panel.isVisible() and tab.heat.isVisible()
    tab.new()
    assert tab.panel.form.values()["place"] == "物理楼"


def test_views_narrow_map_list_and_mentors_alike(open_training: Opener) -> None:
    tab = open_training().tab("progress")
    tab.filter.set_view("behind")
    behind = [r for r in tab.board.rows if r.behind]
    assert 0 < len(behind) < 130
    assert tab.heat.count() == len(tab.table.rows.shown) == len(behind)
    tab.show_face("mentors")
    assert sum(m.students for m in tab.mentors.rows.shown) == len(behind)
    assert all(r.forecast < r.required or r.short for r in behind)
    tab.filter.set_view("left")
    assert {r.student.state_name for r in tab.table.rows.shown} == {"已退出"}


def test_scope_and_city(open_training: Opener) -> None:
    opened = open_training(office="150200")
    tab = opened.tab("progress")
    assert {r.student.city for r in tab.board.rows} == {"150200"}
    assert "city" not in tab.filter.combos
    assert {r.student.city for r in opened.tab("log").lines} == {"150200"}


def test_only_one_programme(open_training: Opener) -> None:
    opened = open_training()
    tab = opened.tab("progress")
    opened.window.top.scopes.go("national")
    assert {r.student.programme for r in tab.board.rows} == {"national"}
    assert tab.heat.count() == 30


def test_nobody_yet_is_an_honest_empty_state(open_training: Opener) -> None:
    tab = open_training("admitted", "04-22").tab("progress")
    assert tab.empty.isVisible() and tab.empty.buttons
    tab.new()
    assert not tab.panel.isVisible()


def test_a_log_comes_and_is_approved_with_two_times_ctrl_enter(open_training: Opener, qtbot: QtBot) -> None:
    opened = open_training()
    uid = next(r.uid for r in boards.board(opened.desk).rows if r.student.training)
    visits.register(opened.desk, [uid], Entry(FREE, "到校", True))
    log = opened.tab("log")
    line = next(r for r in log.lines if r.day == FREE)
    log.open_at(uid=line.uid)
    pane = log.pane
    assert (pane.pill.text(), pane.main.text()) == ("▲ 未交", "日志已交")
    pane.forward()
    assert "请填写日志内容" in pane.form.boxes["content"].note.text()
    pane.form.boxes["content"].editor.inputs[0].setPlainText("听取学术报告，讨论文献")
    pane.forward()
    assert (pane.pill.text(), pane.main.text()) == ("待审", "审核通过")
    pane.forward()
    with opened.desk.read() as session:
        held = session.get(Visit, line.uid)
        assert held is not None and (held.review, held.content) == ("通过", "听取学术报告，讨论文献")
    opened.page.undo()
    with opened.desk.read() as session:
        held = session.get(Visit, line.uid)
        assert held is not None and held.review == "待审"


def test_many_logs_at_once_and_a_return_needs_its_words(open_training: Opener) -> None:
    opened = open_training()
    log = opened.tab("log")
    log.filter.set_view("waiting")
    waiting = [r.uid for r in log.table.rows.shown]
    log.table.rows.check(waiting[:5], True)
    assert log.batch.isVisible()
    assert log.batch.verbs["approve"].text() == "审核通过 5 条"
    assert not log.batch.verbs["return"].isEnabled()
    log.batch.verbs["approve"].click()
    assert sum(r.waiting for r in log.lines) == len(waiting) - 5
    opened.page.undo()
    assert sum(r.waiting for r in log.lines) == len(waiting)


def test_a_correction_keeps_itself_and_is_undone_by_name(open_training: Opener) -> None:
    opened = open_training()
    log = opened.tab("log")
    log.filter.set_view("waiting")
    line = next(r for r in log.table.rows.shown if r.age >= 0)
    log.open_at(uid=line.uid)
    log.pane.form.boxes["place"].editor.inputs[0].setText("别处")
    log.pane.form.boxes["place"].editor.inputs[0].textEdited.emit("别处")
    log.pane.settle()
    assert next(r for r in log.lines if r.uid == line.uid).place == "别处"
    assert opened.page.undoing.undo_words == "撤销 更正 地点"
    opened.page.undo()
    assert next(r for r in log.lines if r.uid == line.uid).place == line.place


def test_plan_keeps_itself_and_teachers_are_dated(open_training: Opener) -> None:
    opened = open_training()
    tab = opened.tab("plans")
    row = tab.board.rows[45]
    tab.open_at(uid=row.uid)
    edit = tab.pane.form.boxes["topic"].editor.inputs[0]
    edit.setText("草原土壤")
    edit.textEdited.emit("草原土壤")
    tab.pane.settle()
    tab.pane.teachers.fields["name"].setText("乌日娜")
    tab.pane.teachers.fields["since"].setText("2025.5.1")
    tab.pane.teachers.button.click()
    tab.pane.books.fields["title"].setText("微生物学")
    tab.pane.books.button.click()
    with opened.desk.read() as session:
        assert session.scalars(select(TrainingPlan.topic)).all() == ["草原土壤"]
        assert session.execute(select(SchoolTeacher.name, SchoolTeacher.since)).all() == [("乌日娜", date(2025, 5, 1))]
    shown = tab.board.row(row.uid)
    assert (shown.topic, shown.teacher) == ("草原土壤", "乌日娜")
    for _ in range(3):
        opened.page.undo()
    with opened.desk.read() as session:
        assert session.scalars(select(TrainingPlan.topic)).first() is None
        assert session.scalars(select(SchoolTeacher.name)).first() is None


def test_one_teacher_for_several_trainees_of_a_school(open_training: Opener) -> None:
    opened = open_training()
    tab = opened.tab("plans")
    uids = [r.uid for r in tab.board.rows[40:46]]
    tab.table.rows.check(uids, True)
    assert tab.bar.isVisible()
    tab.bar.name.setText("哈斯额尔敦")
    tab.bar.go.click()
    assert {tab.board.row(u).teacher for u in uids} == {"哈斯额尔敦"}


def test_leaving_asks_for_a_second_person(open_training: Opener, qtbot: QtBot) -> None:
    opened = open_training()
    tab = opened.tab("plans")
    row = next(r for r in tab.board.rows if r.student.training)
    tab.open_at(uid=row.uid, pane="stay")
    stay = tab.pane.stay
    assert not stay.go.isEnabled()
    stay.reason.setPlainText("转学到外地")
    stay.go.click()
    from ui.second_person import SecondPerson

    panel = opened.window.findChildren(SecondPerson)[0]
    panel.name.setText("见证丙")
    panel.confirm()
    with opened.desk.read() as session:
        trainee = session.scalars(select(Trainee).where(Trainee.application_uid == row.uid)).one()
        assert (trainee.state, trainee.exit_reason) == ("exited", "转学到外地")
    assert stay.go.text() == "恢复培养…"


def test_the_ledger_says_what_the_map_says(open_training: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    from ui.pages.training import papers

    tab = open_training().tab("progress")
    tab.filter.set_view("behind")
    shown = [r.uid for r in tab.table.rows.shown]
    out = tmp_path / "台账.xlsx"
    papers.ledger(tab, tab.board, shown, out)
    qtbot.waitUntil(out.exists, timeout=5000)
    qtbot.waitUntil(lambda: not tab.shell.jobs.busy())
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    head = list(rows[0])
    assert len(rows) - 1 == len(shown)
    first = tab.board.row(shown[0])
    assert rows[1][head.index("姓名")] == first.student.name
    assert rows[1][head.index("到校次数")] == first.visits
    assert rows[1][head.index("6月面授")] == first.cells[5].meetings
    assert first.student.id_number not in str(rows)


def test_the_page_turns_quickly(open_training: Opener) -> None:
    """Processor time, so that a busy machine does not decide."""
    import time

    tab = open_training().tab("progress")
    spent = []
    for _ in range(3):
        start = time.process_time()
        tab.refresh()
        spent.append(time.process_time() - start)
    assert min(spent) < 0.3


def test_a_group_activity_is_stored_and_signed_in_from_a_list(open_training: Opener) -> None:
    opened = open_training()
    tab = opened.tab("gatherings")
    assert tab.card._empty.isVisible()
    tab.new()
    pane = tab.pane
    pane.forward()
    assert "还没有填写活动名称" in pane.form.boxes["title"].note.text()
    pane.form.show_values({"title": "走近大科学装置", "kind": "科普报告", "day": "2025-09-10"})
    pane.forward()
    assert len(tab.rows) == 1 and pane.uid == tab.rows[0].uid
    assert pane.tabs.current() == "roll"
    names = [r.student.name for r in pane.roll._rows][:30]
    pane.roll.paste.setPlainText("\n".join(names))
    found = pane.roll.tick_list()
    pane.mark("到")
    pane.roll.tick([pane.roll._rows[-1].uid], True)
    pane.mark("请假")
    assert (tab.rows[0].present, tab.rows[0].excused) == (len(found.found), 1)
    opened.page.undo()
    opened.page.undo()
    assert (tab.rows[0].present, tab.rows[0].excused) == (0, 0)


def test_the_pane_of_an_activity_offers_what_its_tab_needs(open_training: Opener) -> None:
    from yingcai_desktop.services.trainees import gatherings

    opened = open_training()
    uid = gatherings.save(opened.desk, {"kind": "培训班", "title": "编程", "day": "2025-09-10"})
    tab = opened.tab("gatherings")
    tab.open_at(uid=uid)
    pane = tab.pane
    assert pane.main.isVisible() and not pane.marks["到"].isVisible()
    pane.show_tab("roll")
    assert pane.marks["到"].isVisible() and not pane.main.isVisible()
    assert not pane.marks["到"].isEnabled()


def test_former_trainees_are_one_person_over_the_years(open_training: Opener) -> None:
    opened = open_training()
    tab = opened.tab("alumni")
    assert tab.people
    numbers = [p.id_number for p in tab.people]
    assert len(set(numbers)) == len(numbers)
    person = next(p for p in tab.people if not p.again)
    tab.open_at(uid=person.uid)
    tab.pane.form.show_values(
        {"updated_on": "2025-09-20", "stage": "本科", "university": "内蒙古大学", "major": "数学类"}
    )
    tab.pane.store()
    assert "同意" in tab.pane.form.boxes["consent"].note.text()
    tab.pane.form.show_values({**tab.pane.form.values(), "consent": "1"})
    tab.pane.store()
    now = next(p for p in tab.people if p.uid == person.uid)
    assert len(now.lines) == len(person.lines) + 1
    assert (now.last.university, now.last.season, now.silent_days) == ("内蒙古大学", person.last.season, 9)
    opened.page.undo()
    assert len(next(p for p in tab.people if p.uid == person.uid).lines) == len(person.lines)


def test_who_takes_the_consent_back_is_sealed_and_asked_no_more(open_training: Opener, tmp_path: Path) -> None:
    from yingcai_desktop.services.following import sheets

    opened = open_training()
    tab = opened.tab("alumni")
    person = next(p for p in tab.people if p.last.university and p.open)
    tab.open_at(uid=person.uid)
    tab.pane.turn_consent()
    now = next(p for p in tab.people if p.uid == person.uid)
    assert not now.open and not now.lost
    shown = " ".join(" ".join(line) for line in tab.table.texts()[1] if person.name in line)
    assert person.last.university not in shown
    assert all(p.uid != person.uid for group in sheets.units(tab.people, "reporter").values() for p in group)
    assert not tab.pane.add.isEnabled()
    tab.pane.turn_consent()
    assert next(p for p in tab.people if p.uid == person.uid).open


def test_sheets_go_out_and_come_back(open_training: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    """One workbook per unit; filled in, it is taken by the import of 往届跟踪."""
    from yingcai_desktop.services import intake

    opened = open_training()
    tab = opened.tab("alumni")
    tab.send("reporter", tmp_path)
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=10000)
    files = sorted(tmp_path.glob("往届跟踪表-2025-*.xlsx"))
    assert len(files) == len({p.last.reported_by for p in tab.people})
    book = openpyxl.load_workbook(files[0])
    sheet = book.worksheets[0]
    head = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    asked = sheet.max_row - 1
    for number in range(2, sheet.max_row + 1):
        assert sheet.cell(number, head["更新日期"]).value is None
        sheet.cell(number, head["更新日期"]).value = "2025-09-25"
        sheet.cell(number, head["阶段"]).value = "本科"
        sheet.cell(number, head["跟踪同意"]).value = "是"
    book.save(files[0])
    result = intake.load(opened.desk, "alumni", [files[0]])
    assert [(f.tally.new, f.checked.refused_rows) for f in result.files] == [(asked, 0)]
    assert sum(p.last.updated_on == date(2025, 9, 25) for p in tab.people) == asked


def test_returning_applicants_lead_to_their_file_and_back(open_training: Opener) -> None:
    opened = open_training()
    tab = opened.tab("alumni")
    person = next(p for p in tab.people if p.again and p.last.season == 2024)
    applicants: Any = opened.window.go("applicants", uid=person.again)
    from ui.parts.strip import Strip

    strip = next(s for s in applicants.pane.findChildren(Strip) if "上届学员" in s.text)
    assert "优先考虑" in strip.text
    applicants.pane.former_wanted.emit(person.uid)
    assert opened.window.page is opened.page
    assert opened.page.tab.pane.uid == person.uid


def test_training_begins_here_and_says_so_first(open_training: Opener) -> None:
    from ui.parts.strip import Strip

    opened = open_training("admitted", "04-26")
    tab = opened.tab("progress")
    tab.empty.buttons[0].click()
    strip = next(s for s in opened.window.findChildren(Strip) if "将成为学员" in s.text)
    assert "遴选结果不再更改" in strip.text
    with opened.desk.read() as session:
        assert session.scalars(select(Trainee)).first() is None
    tab._begin()
    assert tab.work.isVisible() and tab.heat.count() == 130
    assert not tab.start.isVisible()


def test_every_control_has_a_name_and_no_word_is_cut(open_training: Opener) -> None:
    """U24, U31 on every tab at the smallest window."""
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit

    opened = open_training()
    opened.window.resize(1280, 641)
    for key in ("progress", "log", "plans", "gatherings", "alumni"):
        tab = opened.tab(key)
        for control in tab.findChildren(QAbstractButton) + tab.findChildren(QLineEdit) + tab.findChildren(QComboBox):
            hidden = control.objectName().startswith("qt_") or isinstance(control.parent(), QComboBox)
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert control.accessibleName() or text or hidden or not control.isVisible(), (key, control)
        for words in tab.findChildren(QLabel):
            if words.isVisible() and words.text() and not words.wordWrap() and not words.toolTip():
                need = words.fontMetrics().horizontalAdvance(words.text())
                assert need <= words.width() + 1, (key, words.text())


def test_the_window_does_not_scroll_sideways_and_the_main_button_is_in_sight(open_training: Opener) -> None:
    """U21, U22."""
    opened = open_training()
    for size in ((1366, 689), (1280, 641)):
        opened.window.resize(*size)
        tab = opened.tab("progress")
        button = next(b for b in tab.filter.findChildren(type(tab.start)) if b.text() == "登记一次到校")
        assert button.mapTo(opened.window, button.rect().bottomRight()).x() <= size[0]
        assert tab.heat.viewport().height() >= 4 * 26
        tab.new()
        go = tab.panel.go
        corner = go.mapTo(opened.window, go.rect().bottomRight())
        assert corner.x() <= size[0] and corner.y() <= size[1]
        tab.panel.closed.emit()


def test_plans_come_in_by_workbook_cell_by_cell_and_go_out_again_as_one(open_training: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    """The template out, filled, a dry run with the bad cell named, one undo (G04)."""
    o = open_training()
    tab = o.tab("plans")
    one, two = [r.student for r in tab.all_rows() if r.student.training and not r.planned and r.student.programme == "pilot"][:2]
    path = tmp_path / "培养计划.xlsx"
    tab.importing.save_template(path)
    book = openpyxl.load_workbook(path)
    sheet = book["培养计划"]
    head = {str(c.value).rstrip("*"): c.column for c in sheet[1]}
    for line, (who, topic, state) in enumerate(((one, "草原土壤微生物", "已定"), (two, "沙地植物群落", "想好了")), 3):
        for title, text in {"项目": "试点", "身份证号": who.id_number, "姓名": who.name, "课题": topic, "选题情况": state}.items():
            sheet.cell(line, head[title]).value = text
    book.save(path)

    tab.importing.check([path])
    qtbot.waitUntil(tab.importing.panel.isVisible, timeout=20_000)
    (finding,) = tab.importing.result.files[0].checked.refusals
    assert (finding.sheet, finding.row, finding.column, finding.code) == ("培养计划", 4, "选题情况", "value.invalid")
    with o.desk.read() as session:
        assert session.scalars(select(TrainingPlan).where(TrainingPlan.application_uid == one.uid)).first() is None

    tab.importing.load()
    qtbot.waitUntil(lambda: not tab.importing.panel.isVisible() and not o.window.jobs.busy(), timeout=20_000)
    assert tab.board.row(one.uid).topic == "草原土壤微生物" and not tab.board.row(two.uid).planned
    o.page.undo()
    assert not tab.board.row(one.uid).planned


def test_trainees_with_a_final_result_are_moved_to_the_alumni_from_the_workbench(open_training: Opener, qtbot: QtBot) -> None:
    """工作台 → 往届跟踪 → ticked, with the consent; once; undone as one (附件1 七, 附件2 八)."""
    o = open_training("graded", "12-28")
    o.window.go("home").lead("alumni.move")  # type: ignore[attr-defined]
    tab = o.page.tab
    assert tab.panel.isVisible() and not tab.area.isVisible()
    waiting = len(tab.waiting)
    assert tab.move_button.text() == f"转入跟踪 {waiting} 人…"
    one, two = tab.waiting[0].student, tab.waiting[1].student
    tab.panel.roll.tick([one.uid, two.uid], True)
    assert not tab.panel.go.isEnabled() and "取得同意" in tab.panel.who.text()
    tab.panel.consent.setChecked(True)
    assert tab.panel.go.text() == "转入跟踪 2 人"
    qtbot.keyClick(tab.panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert tab.area.isVisible() and not tab.panel.isVisible()
    tab.open_record(one.id_number)
    assert any(w.text() == "转入跟踪" for w in tab.pane.findChildren(QLabel))
    assert len(tab.waiting) == waiting - 2
    o.page.undo()
    assert len(tab.waiting) == waiting and one.id_number not in {p.uid for p in tab.people}
