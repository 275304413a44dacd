"""潜质测试 with the hands of two clerks and a third: sixty seated, thirty marks entered twice, two differences settled, sealed (D02–D09)."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Application, TestScore
from tests.season import At
from ui.main_window import MainWindow
from ui.pages.entry.differences import DifferencesPanel
from ui.pages.entry.pass_panel import PassPanel
from ui.pages.entry.seal_panel import SealPanel
from ui.pages.exams import ExamsPage
from ui.pages.exams.events import EventsTab
from ui.pages.exams.lines import LinesTab
from ui.pages.exams.marks import MarksTab
from ui.pages.exams.seats import SeatsTab
from ui.parts.empty import EmptyState
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import deciding, entry, exam_day, sealing, seating
from yingcai_desktop.services.printing import exam
from yingcai_desktop.services.scope import Scope

TEST = ("pilot", "150500", "数学")


class Clerk:
    """Somebody at the keyboard."""

    def __init__(self, qtbot: QtBot, window: MainWindow, page: ExamsPage) -> None:
        self.qtbot, self.window, self.page = qtbot, window, page

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        self.qtbot.keyClick(target, key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            self.qtbot.keyClicks(target, letter)

    def into(self, box: QLineEdit, text: str) -> None:
        box.setFocus()
        box.selectAll()
        box.setText(text)
        self.qtbot.keyClick(box, Qt.Key.Key_Return)
        QApplication.processEvents()

    @property
    def marks(self) -> MarksTab:
        tab = self.page.tab
        assert isinstance(tab, MarksTab)
        return tab

    def sit(self, name: str, view: str) -> QWidget:
        """Another person takes the keyboard and opens a step."""
        self.into(self.marks.pane.typist, name)
        self.marks.pane.views.go(view)
        QApplication.processEvents()
        panel = self.marks.pane.panel
        return panel if panel is not None else self.marks.pane.place.currentWidget()

    def type_pass(self, name: str, view: str, marks: list[str]) -> PassPanel:
        panel = self.sit(name, view)
        assert isinstance(panel, PassPanel)
        panel.start()
        for mark in marks:
            self.type(mark)
            self.key(Qt.Key.Key_Return)
        return panel


@pytest.fixture
def clerk(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Clerk]:
    desk = at("reviewed")
    _to_one_test(desk)
    window = MainWindow(desk, preferences)
    qtbot.addWidget(window)
    desk.store.listeners.append(window.store_changed.emit)
    window.resize(1366, 689)
    window.show()
    page = window.go("exams")
    qtbot.waitExposed(window)
    window.activateWindow()
    assert isinstance(page, ExamsPage)
    yield Clerk(qtbot, window, page)
    window.jobs.close()


def _to_one_test(desk: Desk) -> None:
    """Sixty people of one city in one subject."""
    with desk.read() as session:
        rows = session.scalars(select(Application.uid).where(Application.programme == "pilot", Application.state == "approved", Application.city == TEST[1])).all()
    assert len(rows) >= 60
    with desk.change("application.edit") as change:
        change.update(Application, [{"uid": uid, "subject": "数学" if n < 60 else "化学"} for n, uid in enumerate(rows)])


def seat_sixty(clerk: Clerk) -> SeatsTab:
    tab = clerk.page.tab
    assert isinstance(tab, SeatsTab)
    tab.tests.set_code("|".join(TEST))
    tab.tests.picked.emit("|".join(TEST))
    clerk.into(tab.site, "通辽市第一中学实验楼")
    clerk.into(tab.time, "3月29日 9:00—10:30")
    clerk.qtbot.keyClick(tab.draw, Qt.Key.Key_Space)
    return tab


def tickets(clerk: Clerk) -> dict[str, str]:
    with clerk.window.desk.read() as session:
        return dict(session.execute(select(Application.uid, Application.ticket).where(Application.ticket != "")).all())


def test_sixty_are_seated_and_a_swap_by_keys_has_a_reason_and_a_way_back(clerk: Clerk) -> None:
    tab = seat_sixty(clerk)
    before = tickets(clerk)
    assert len(before) == 60
    assert tab.left_out.text() == "全部考生都有座位"

    tab.map.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        clerk.key(key)
    assert QApplication.focusWidget() is tab.reason
    assert not tab.below.isVisible(), "the question takes the place of the papers: nothing lies on top of the map"
    clerk.key(Qt.Key.Key_Return)
    assert tickets(clerk) == before, "no exchange without a reason"
    tab.reason.setText("腿伤，靠门")
    clerk.key(Qt.Key.Key_Return)
    after = tickets(clerk)
    assert sorted(after.values()) == sorted(before.values())
    assert sum(after[uid] != before[uid] for uid in before) == 2
    tab.undoing.undo()
    assert tickets(clerk) == before


def test_thirty_marks_entered_twice_two_differences_settled_and_sealed(clerk: Clerk) -> None:
    seat_sixty(clerk)
    clerk.page.show_tab("marks")
    pane = clerk.marks.pane
    pane.sheets.set_code(next(p.title for p in pane.papers if p.ref.subject == "数学" and p.ref.panel == "01"))
    pane.show_sheet()
    first = [str(50 + n) for n in range(30)]
    second = [*first]
    second[4], second[9] = "45", "/"

    panel = clerk.type_pass("陈静", "1", first)
    assert panel.sum.text() == f"已录 30 / 30 · 录入合计 {sum(map(int, first))}.00"
    assert not panel.submit.isEnabled()
    clerk.into(panel.paper_total, str(sum(map(int, first)) + 1))
    assert not pane.views._buttons["1"].text().endswith("✓"), "the total of the paper must agree"
    clerk.into(panel.paper_total, str(sum(map(int, first))))
    assert pane.views._buttons["1"].text() == "第一遍 ✓"

    refused = clerk.sit("陈静", "2")
    assert not isinstance(refused, PassPanel), "the same person may not type both"
    panel = clerk.type_pass("李慧", "2", second)
    total = sum(int(m) for m in second if m != "/")
    clerk.into(panel.paper_total, str(total))
    assert pane.views._buttons["3"].text() == "核对差异 2"

    own = clerk.sit("李慧", "3")
    assert isinstance(own, DifferencesPanel)
    own.start()
    clerk.key(Qt.Key.Key_1)
    assert own.found is not None and len(own.found.open) == 2, "not by one of the two"

    third = clerk.sit("王强", "3")
    assert isinstance(third, DifferencesPanel)
    third.start()
    clerk.key(Qt.Key.Key_1)
    assert third.found is not None and len(third.found.open) == 1
    clerk.key(Qt.Key.Key_3)
    clerk.into(third.value, "58.5")
    clerk.into(third.note, "原卷第 10 页")
    assert not third.found.open
    clerk.qtbot.keyClick(third.done, Qt.Key.Key_Space)
    with clerk.window.desk.read() as session:
        marks = session.scalars(select(TestScore)).all()
    assert len(marks) == 30
    assert {f"{m.raw:f}" for m in marks} == {*(m for n, m in enumerate(first) if n != 9), "58.5"}


def visible_texts(window: MainWindow) -> str:
    parts = [w.text() + w.toolTip() + w.accessibleName() + w.accessibleDescription() for kind in (QLabel, QLineEdit) for w in window.findChildren(kind)]
    return " ".join(parts)


def test_comparing_too_early_says_so_and_leads_to_the_pass_that_is_lacking(clerk: Clerk) -> None:
    seat_sixty(clerk)
    clerk.page.show_tab("marks")

    face = clerk.sit("录入甲", "3")

    assert isinstance(face, EmptyState) and face.title.text() == "还不能核对"
    face.buttons[0].click()
    assert clerk.marks.pane.views.current() == "1" and isinstance(clerk.marks.pane.panel, PassPanel)


def test_u37_second_pass_is_blind_on_screen(clerk: Clerk) -> None:
    seat_sixty(clerk)
    clerk.page.show_tab("marks")
    pane = clerk.marks.pane
    pane.show_sheet()
    panel = clerk.type_pass("陈静", "1", ["87.65", "/"])
    panel.grid.settle()

    second = clerk.sit("李慧", "2")
    assert isinstance(second, PassPanel)
    second.grid.selectAll()
    second.grid.copy()
    copied = QGuiApplication.clipboard().text()
    shown = [second.grid.sheet.shown(row, 3) for row in range(len(second.paper.lines))]
    assert "87.65" not in copied and "缺考" not in copied
    assert not any(shown)
    assert "87.65" not in visible_texts(clerk.window)
    assert not isinstance(clerk.sit("李慧", "1"), PassPanel)
    assert "87.65" not in visible_texts(clerk.window)
    assert not isinstance(clerk.sit("李慧", "3"), DifferencesPanel)


def test_rooms_of_different_sizes_are_typed_in_one_line_and_seated(clerk: Clerk) -> None:
    tab = clerk.page.tab
    assert isinstance(tab, SeatsTab)
    tab.tests.set_code("|".join(TEST))
    tab.tests.picked.emit("|".join(TEST))
    clerk.into(tab.site, "通辽一中")
    clerk.into(tab.listed, "机房201 3O")
    assert any("看不出几个座位" in m.text for m in clerk.window.messages.kept)
    clerk.into(tab.listed, "机房201 ２0；机房202 14")
    assert tab.listed.text() == "机房201 20，机房202 14" and tab.room_count.text() == "2 个考场 34 座"
    assert not tab.machines.isEnabled(), "the list takes the place of one size"
    clerk.qtbot.keyClick(tab.draw, Qt.Key.Key_Space)
    assert any("还有 26 名考生没有座位" in m.text for m in clerk.window.messages.kept) and not tickets(clerk)

    clerk.into(tab.listed, "机房201 20，机房202 14，3号楼 40")
    clerk.qtbot.keyClick(tab.draw, Qt.Key.Key_Space)

    with clerk.window.desk.read() as session:
        places = seating.seated(session, clerk.window.desk.schemes, Scope("pilot", TEST[1]))[TEST]
    assert [sum(p.room == n for p in places) for n in (1, 2, 3)] == [20, 14, 26]
    tab.rooms.go("2")
    assert tab.room_words.text() == "机房202 · 14 人 / 14 座"
    clerk.into(tab.listed, "")
    assert tab.machines.isEnabled() and exam_day.sessions(clerk.window.desk)[TEST].rooms.listed == ()


def begun(clerk: Clerk) -> PassPanel:
    """The first pass of a seated sheet, the keyboard in its first cell."""
    seat_sixty(clerk)
    clerk.page.show_tab("marks")
    clerk.marks.pane.show_sheet()
    return clerk.type_pass("陈静", "1", [])


def test_enter_on_a_zero_asks_and_enter_again_confirms_and_goes_on(clerk: Clerk) -> None:
    panel = begun(clerk)
    clerk.type("0")
    clerk.key(Qt.Key.Key_Return)
    assert panel.grid.currentIndex().row() == 0, "the keyboard stays until the zero is answered"
    assert panel.grid.sheet.shown(0, 3) == "0？" and "再按一次 Enter" in panel.bar.hint.text()
    clerk.key(Qt.Key.Key_Return)
    assert panel.grid.currentIndex().row() == 1 and panel.grid.sheet.shown(0, 3) == "0"
    assert entry.view(panel._desk(), panel.paper, 1).rows[panel.paper.lines[0].uid].zeros == {"原始分"}


def test_a_zero_answered_by_another_mark_or_left_is_not_confirmed(clerk: Clerk) -> None:
    panel = begun(clerk)
    clerk.type("0")
    clerk.key(Qt.Key.Key_Return)
    clerk.type("7")
    clerk.key(Qt.Key.Key_Return)
    assert panel.grid.sheet.text(0, 3) == "7" and panel.grid.currentIndex().row() == 1
    clerk.type("0")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Up)
    clerk.key(Qt.Key.Key_Return)
    assert panel.grid.currentIndex().row() == 1, "asked anew: the first question was left"
    assert entry.view(panel._desk(), panel.paper, 1).rows[panel.paper.lines[1].uid].zeros == frozenset()


def test_an_enter_held_down_does_not_confirm_a_zero(clerk: Clerk) -> None:
    panel = begun(clerk)
    clerk.type("0")
    clerk.key(Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(panel.grid, held)
    assert panel.grid.currentIndex().row() == 0 and panel.grid.sheet.shown(0, 3) == "0？"


def test_pasted_zeros_are_confirmed_with_f9_and_a_wrong_mark_is_kept_red(clerk: Clerk) -> None:
    panel = begun(clerk)
    QGuiApplication.clipboard().setText("0\n120")
    panel.grid.paste()
    assert panel.zero.isVisible() and panel.grid.wrong() == 2
    clerk.key(Qt.Key.Key_F9)
    assert not panel.zero.isVisible() and panel.grid.wrong() == 1
    again = clerk.sit("陈静", "1")
    assert isinstance(again, PassPanel)
    assert again.grid.sheet.text(1, 3) == "120", "a wrong mark is kept"
    assert "还不能提交" in again.lacking.text() and not again.submit.isEnabled()


def test_sealing_takes_a_second_person_and_prints(clerk: Clerk) -> None:
    from decimal import Decimal

    with clerk.window.desk.change("test-scores.load") as change:
        uids = list(change.session.scalars(select(Application.uid).where(Application.city == TEST[1], Application.subject == "数学", Application.state == "approved", Application.programme == "pilot")))
        change.insert(TestScore, [{"application_uid": uid, "status": "正常", "full_mark": Decimal(100), "raw": Decimal(60)} for uid in uids])
    seating.assign(clerk.window.desk, Scope("pilot", TEST[1]))
    clerk.page.show_tab("marks")
    pane = clerk.marks.pane
    pane.refresh()
    pane.sheets.set_code(next(p.title for p in pane.papers if p.ref.subject == "数学"))
    panel = clerk.sit("陈静", "4")
    assert isinstance(panel, SealPanel)
    clerk.into(panel.total, str(60 * len(uids)))
    second = clerk.window.second.panel
    assert second is not None and sealing.seals(clerk.window.desk) == []
    second.name.setText("李慧")
    clerk.qtbot.keyClick(second.name, Qt.Key.Key_Return)
    (seal,) = sealing.seals(clerk.window.desk)
    assert (seal.sealed_by, seal.sealed_with) == ("陈静", "李慧")
    assert panel.held is not None and "已封存" in panel.head.text()
    form = panel.amending
    form.who.set_code(uids[0])
    form.value.setText("61.5")
    form.reason.setText("登分时看错一位")
    clerk.into(form.paper, "更〔2025〕1号")
    clerk.window.second.panel.name.setText("李慧")
    clerk.qtbot.keyClick(clerk.window.second.panel.name, Qt.Key.Key_Return)
    (made,) = sealing.amendments(clerk.window.desk)
    assert (made.amended_by, made.amended_with, made.paper) == ("陈静", "李慧", "更〔2025〕1号")
    assert panel.held.version == 2 and len(form.table.rows.shown) == 1

    entered = clerk.sit("王强", "1")
    assert isinstance(entered, PassPanel)
    entered.start()
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    assert entry.progress(clerk.window.desk, entered.paper).first_by == "", "sealed: nothing is typed any more"


def test_lines_show_only_what_is_signed(clerk: Clerk) -> None:
    clerk.page.show_tab("lines")
    tab = clerk.page.tab
    assert isinstance(tab, LinesTab)
    with clerk.window.desk.read() as session:
        decisions = deciding.stored(session)
    for one in tab._rows.values():
        assert one.line == str(decisions.get(f"pass_line.{one.group[0]}.{one.group[2]}") or "")
    assert tab._rows


def test_site_and_time_are_printed_on_the_tickets_of_a_range(clerk: Clerk) -> None:
    seat_sixty(clerk)
    clerk.page.show_tab("tickets")
    uids = list(tickets(clerk))[:5]
    pages = pypdf.PdfReader(BytesIO(exam.tickets(clerk.window.desk, Scope("pilot", TEST[1]), uids))).pages
    said = "".join(page.extract_text() for page in pages)
    assert len(pages) == 2 and said.count("通辽市第一中学实验楼") == 5 and said.count("3月29日") == 5


def test_an_event_of_the_day_is_registered_and_taken_back(clerk: Clerk) -> None:
    seat_sixty(clerk)
    clerk.page.show_tab("events")
    tab = clerk.page.tab
    assert isinstance(tab, EventsTab)
    tab.who.set_code(next(iter(tickets(clerk))))
    tab.kind.set_code("转场")
    tab.detail.setText("机器故障，转到第02考场")
    clerk.into(tab.by, "高娃")
    (line,) = exam_day.events(clerk.window.desk)
    assert (line.kind, line.handled_by) == ("转场", "高娃")
    tab.undo()
    assert exam_day.events(clerk.window.desk) == []


def test_u37_another_person_at_the_desk_sees_nothing_of_the_pass_before(clerk: Clerk) -> None:
    seat_sixty(clerk)
    clerk.page.show_tab("marks")
    clerk.marks.pane.show_sheet()
    panel = clerk.type_pass("陈静", "1", ["87.65"])
    panel.grid.settle()
    clerk.window.desk = replace(clerk.window.desk, actor="李慧")
    clerk.page.seat_taken()
    clerk.qtbot.wait(50)
    assert not isinstance(clerk.marks.pane.panel, PassPanel), "the first pass is 陈静's"
    assert "87.65" not in visible_texts(clerk.window)
