"""面试评分 in the window: panels by keyboard, recusal, the draw with a second person, late changes, schedule, summary."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Application, Decision, ShortlistEntry
from tests.season import At
from ui.main_window import MainWindow
from ui.pages.entry.pass_panel import PassPanel
from ui.pages.interviews import InterviewsPage
from ui.pages.interviews.component_tab import ComponentTab
from ui.pages.interviews.entry_tab import EntryTab
from ui.pages.interviews.panels_tab import PanelsTab
from ui.pages.interviews.schedule_tab import ScheduleTab
from ui.pages.interviews.summary_tab import SummaryTab
from ui.parts.empty import EmptyState
from ui.preferences import Preferences
from ui.second_person import SecondPerson
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import deciding, entry, interviews, panels

MATHS = ("national", "", "数学")
PILOT = ("pilot", "150100", "数学")
Open = Callable[..., tuple[MainWindow, InterviewsPage, Desk]]


@pytest.fixture
def open_page(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(milestone: str, tab: str = "panels", before: Callable[[Desk], object] = lambda _desk: None):  # type: ignore[no-untyped-def]
        desk = at(milestone)
        before(desk)
        made = MainWindow(desk, preferences)
        qtbot.addWidget(made)
        desk.store.listeners.append(made.store_changed.emit)
        made.resize(1440, 900)
        made.show()
        page = made.go("interviews", group=MATHS, tab=tab)
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        windows.append(made)
        assert isinstance(page, InterviewsPage)
        return made, page, desk

    yield opened
    for made in windows:
        made.jobs.close()


def fit(desk: Desk) -> None:
    for card in panels.board(desk).panels:
        form = panels.form_of(desk, card.uid)
        panels.save(desk, replace(form, chair=form.judges[0][0]))


def drawn(desk: Desk) -> None:
    fit(desk)
    panels.draw(desk, MATHS, "4711")


def type_in(qtbot: QtBot, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    for letter in text:  # the first letter may open an editor
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    qtbot.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def panels_tab(page: InterviewsPage) -> PanelsTab:
    tab = page.tab
    assert isinstance(tab, PanelsTab)
    return tab


def test_a_panel_is_typed_and_stored(open_page: Open, qtbot: QtBot) -> None:
    _window, page, desk = open_page("shortlisted")
    tab = panels_tab(page)
    tab.new()
    type_in(qtbot, "San zu", Qt.Key.Key_Tab)
    tab.pane.judges.add()
    QApplication.processEvents()
    for name, unit, chair in (("Bao", "NMU", "z"), ("Wu", "NMU", "")):
        type_in(qtbot, name, Qt.Key.Key_Tab)
        type_in(qtbot, unit, Qt.Key.Key_Tab)
        type_in(qtbot, chair, Qt.Key.Key_Tab)

    qtbot.keyClick(tab.pane, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    tab.pane.store()

    made = next(c for c in panels.board(desk).panels if c.name == "San zu")
    assert made.judges == (("Bao", "NMU"), ("Wu", "NMU"))
    assert made.chair == "Bao"
    assert tab.panels.current() == made.uid
    assert {c.uid for c in tab.panels.rows.shown} >= {made.uid}


def test_a_refused_panel_keeps_what_was_typed(open_page: Open) -> None:
    _window, page, desk = open_page("shortlisted")
    tab = panels_tab(page)
    before = len(panels.board(desk).panels)
    tab.new()
    tab.pane.name.setText("空组")
    tab.pane.store()
    assert len(panels.board(desk).panels) == before
    assert tab.pane.name.text() == "空组"
    assert tab.pane.isVisible()


def test_the_draw_asks_for_the_number_and_a_second_person(open_page: Open, qtbot: QtBot) -> None:
    window, page, desk = open_page("shortlisted", before=fit)
    tab = panels_tab(page)
    assert tab.draw_button.isEnabled()
    tab.ask_draw()
    assert tab.asking is not None and not tab.asking.go.isEnabled()
    tab.asking.fields["number"].setText("20250419")  # type: ignore[union-attr]
    tab.asking.confirm()
    assert panels.draw_sheet(desk, MATHS) is None  # nothing without the second person
    witness = window.second.panel
    assert isinstance(witness, SecondPerson)
    witness.name.setText("监督丙")
    witness.go.click()
    qtbot.waitUntil(lambda: panels.draw_sheet(desk, MATHS) is not None)

    sheet = panels.draw_sheet(desk, MATHS)
    assert sheet is not None and sheet.witness == "监督丙" and sheet.seed.endswith("20250419")
    assert all(row.drawn for row in tab.people.rows.shown)
    assert not tab.draw_button.isEnabled()


def test_a_recusal_is_declared_for_the_current_candidate_and_shown(open_page: Open) -> None:
    _window, page, desk = open_page("shortlisted")
    tab = panels_tab(page)
    one = tab.people.rows.shown[0]
    tab.people.select(one.uid)
    tab.ask_recuse()
    assert tab.asking is not None
    tab.asking.confirm()

    after = next(r for r in panels.board(desk).people if r.uid == one.uid)
    assert [why for _judge, why, _uid in after.away] == ["近亲属"]
    shown = next(r for r in tab.people.rows.shown if r.uid == one.uid)
    assert shown.away == after.away
    tab.undo()
    assert not any(r.away for r in panels.board(desk).people)
    tab.redo()
    assert any(r.away for r in panels.board(desk).people)


def test_a_judge_is_replaced_in_the_window_without_losing_a_mark(open_page: Open) -> None:
    _window, page, desk = open_page("interviewed")
    tab = panels_tab(page)
    with desk.read() as session:
        before = {r.person.uid: r.corrected for r in interviews.results(session, desk.schemes)}
    tab.panels.select(tab.panels.rows.shown[0].uid)
    tab.ask_replace()
    assert tab.asking is not None
    for key, text in (("new", "新评委"), ("reason", "临时有课")):
        tab.asking.fields[key].setText(text)  # type: ignore[union-attr]
    tab.asking.confirm()
    with desk.read() as session:
        assert {r.person.uid: r.corrected for r in interviews.results(session, desk.schemes)} == before
    assert "新评委" in [row["name"] for row in tab.pane.judges.values()]


def test_the_schedule_is_typed_in_the_grid_and_every_cell_is_saved(open_page: Open, qtbot: QtBot) -> None:
    _window, page, desk = open_page("shortlisted", "schedule", before=drawn)
    tab = page.tab
    assert isinstance(tab, ScheduleTab)
    sheet = tab.grid.sheet
    tab.grid.go_to(0, sheet.place["day"])
    QApplication.processEvents()
    for text in ("2025-04-19", "0830", "12", "A101"):
        type_in(qtbot, text.replace("0830", "08:30"), Qt.Key.Key_Tab)

    uid = sheet.lines[0].uid
    with desk.read() as session:
        slots = [s for s in panels.timetable(session, desk) if s.panel_uid == uid]
    assert [s.time for s in slots[:2]] == ["08:30", "08:42"]
    assert slots[0].room == "A101"
    assert tab.slots.rows.shown[0].time == "08:30"
    tab.grid.go_to(0, sheet.place["start"])
    QApplication.processEvents()
    type_in(qtbot, "25:00")
    assert tab.grid.wrong() == 1


def test_the_grid_stays_under_the_hands_while_marks_are_typed(open_page: Open, qtbot: QtBot) -> None:
    _window, page, _desk = open_page("shortlisted", "entry", drawn)
    tab = page.tab
    assert isinstance(tab, EntryTab)
    tab.pane.focus()
    assert isinstance(tab.pane.panel, PassPanel)
    grid = tab.pane.panel.grid

    for mark in ("9", "8", "14", "17"):
        type_in(qtbot, mark, Qt.Key.Key_Tab)

    assert isinstance(tab.pane.panel, PassPanel) and tab.pane.panel.grid is grid
    typed = grid.sheet.current()[grid.currentIndex().row()].cells
    assert [value for key, value in typed.items() if key not in ("place", "number", "name")] == ["9", "8", "14", "17"]
    qtbot.keyClick(grid, Qt.Key.Key_F6)
    assert tab.pane.panel.paper_total.hasFocus() or not tab.pane.panel.paper_total.isEnabled()


def test_what_one_programme_has_not_signed_is_no_obstacle_to_the_other(open_page: Open) -> None:
    def unsigned(desk: Desk) -> None:
        with desk.change("test.unsign") as change:
            for decision in change.session.scalars(select(Decision).where(Decision.key.startswith("seats.national"))):
                change.session.delete(decision)
            for entry in change.session.scalars(select(ShortlistEntry)).all():
                if change.session.get_one(Application, entry.application_uid).programme == "national":
                    change.session.delete(entry)

    _window, page, _desk = open_page("shortlisted", "panels", unsigned)
    page.open_at(group=PILOT)

    assert panels_tab(page).people.rows.total() > 0


def test_the_summary_shows_every_judge_and_a_reason_changes_no_mark(open_page: Open, tmp_path: Path, qtbot: QtBot) -> None:
    _window, page, desk = open_page("interviewed", "summary")
    tab = page.tab
    assert isinstance(tab, SummaryTab)
    assert tab.grid is not None and tab.found is not None
    titles = [c.title for c in tab.grid.sheet.columns]
    assert {j.judge for j in tab.found.judges} <= set(titles)
    before = [row.final for row in tab.found.rows]
    tab.grid.go_to(0, 2)
    tab.ask_explain()
    assert tab.asking is not None
    tab.asking.fields["reason"].setText("合议维持")  # type: ignore[union-attr]
    tab.asking.confirm()
    tab.export(tmp_path / "summary.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "summary.xlsx").exists() and not _window.jobs.busy())
    found = panels.summary(desk, MATHS)
    assert found.rows[0].note == "合议维持"
    assert [row.final for row in found.rows] == before


def test_another_group_makes_the_summary_anew(open_page: Open) -> None:
    _window, page, _desk = open_page("interviewed", "summary")
    tab = page.tab
    assert isinstance(tab, SummaryTab) and tab.grid is not None
    first = [c.title for c in tab.grid.sheet.columns]
    page.choice.choose(PILOT)
    assert tab.grid is not None
    assert [c.title for c in tab.grid.sheet.columns] != first
    assert tab.caption.text() == page.choice.name(PILOT)


def test_without_a_signature_there_is_no_tab_for_a_further_form(open_page: Open) -> None:
    _window, page, _desk = open_page("interviewed")
    assert page.segments.keys() == ["panels", "schedule", "seat", "entry", "summary"]


def test_the_pilots_further_form_has_a_tab_where_it_is_signed(open_page: Open, tmp_path: Path, qtbot: QtBot) -> None:
    def sign(desk: Desk) -> None:
        path = tmp_path / "component.toml"
        path.write_text('season = 2025\n[interview.component]\ntitle = "动手实验"\nfull = 20\nweight = 30\nabsent = "zero"\n', "utf-8")
        deciding.decide(desk, path)

    _window, page, desk = open_page("interviewed", "component", before=sign)
    tab = page.tab
    assert isinstance(tab, ComponentTab)
    panel = tab.pane.panel
    assert isinstance(panel, PassPanel)
    panel.start()
    type_in(qtbot, "17.5")
    type_in(qtbot, "/")
    type_in(qtbot, "21")
    rows = entry.view(panel._desk(), panel.paper, 1).rows
    given = [rows[line.uid] for line in panel.paper.lines[:3]]
    assert [(g.status, dict(g.marks)) for g in given] == [("正常", {"原始分": "17.5"}), ("缺考", {}), ("正常", {"原始分": "21"})]
    assert panel.grid.wrong() == 1 and panel.grid.sheet.columns[2].title == "姓名" and not panel.grid.sheet.columns[2].hidden
    with desk.read() as session:
        assert interviews.component_marks(session) == {}, "nothing counts before two people agree"


def test_an_office_without_a_shortlist_reads_what_to_do(open_page: Open) -> None:
    _window, page, _desk = open_page("decided")
    for tab in ("panels", "schedule", "seat", "entry", "summary"):
        page.show_tab(tab)
        empty = [state for state in page.tab.findChildren(EmptyState) if state.isVisible()]
        assert empty or tab in ("panels", "seat"), tab  # the panels are there already: a card each
        assert all(state.findChildren(QPushButton) for state in empty)


def test_a_lacking_judge_is_another_thing_than_an_absent_one_and_never_a_zero(open_page: Open) -> None:
    def lose(desk: Desk) -> None:
        card = next(c for c in panels.board(desk).panels if c.group == MATHS)
        form = panels.form_of(desk, card.uid)
        panels.save(desk, replace(form, judges=(*form.judges, ("新评委", ""))))

    _window, page, desk = open_page("interviewed", "summary", before=lose)
    tab = page.tab
    assert isinstance(tab, SummaryTab) and tab.grid is not None
    sheet = tab.grid.sheet
    lacking = [n for n, row in enumerate(panels.summary(desk, MATHS).rows) if row.missing and row.totals]
    assert lacking
    for row in lacking:
        assert sheet.text(row, sheet.place["state"]) == "缺评分"
        assert sheet.text(row, sheet.place["final"]) == "—"
        assert sheet.text(row, sheet.place["j/新评委"]) == "未打分"
