"""导师库 in a real window: views, form with live checks, team, review one by one and many, import, papers, undo, city and region."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Mentor, TeamMember
from db.store import Store
from tests.documents.reading import pdfium_text
from tests.season import KEY, NOW, SEASON, At
from ui.main_window import MainWindow
from ui.pages.mentors import MentorsPage
from ui.parts.strip import Strips
from ui.preferences import Preferences
from ui.preview import Preview
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.mentors import papers

Open = Callable[[str], MentorsPage]
ControlModifier = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def show(qtbot: QtBot, preferences: Preferences) -> Iterator[Callable[[Desk], MentorsPage]]:
    windows: list[MainWindow] = []

    def make(desk: Desk) -> MentorsPage:
        window = MainWindow(desk, preferences)
        qtbot.addWidget(window)
        desk.store.listeners.append(window.store_changed.emit)
        window.resize(1440, 900)
        window.show()
        page = window.go("mentors")
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        windows.append(window)
        assert isinstance(page, MentorsPage)
        return page

    yield make
    for window in windows:
        window.jobs.close()


@pytest.fixture
def open_mentors(show: Callable[[Desk], MentorsPage], at: At) -> Open:
    return lambda milestone: show(at(milestone))


def settle(page: MentorsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.busy(), timeout=20_000)


def said(page: MentorsPage) -> str:
    strips = page.window().findChildren(Strips)[0].strips()
    return strips[0].text if strips else ""


def type_into(page: MentorsPage, key: str, text: str) -> None:
    field = page.pane.form.boxes[key].editor.inputs[0]
    field.setFocus()
    if isinstance(field, QComboBox):
        field.set_code(text)  # type: ignore[attr-defined]  # our combo
        field.picked.emit(text)  # type: ignore[attr-defined]
    else:
        field.setText(text)  # type: ignore[attr-defined]  # a line
        field.textEdited.emit(text)  # type: ignore[attr-defined]
    page.pane.form.flush()


def leave(page: MentorsPage) -> None:
    page.pane.opinion.reason.setFocus()
    page.filter.search.setFocus()


def finding(page: MentorsPage, key: str) -> tuple[str, str]:
    found = page.pane.form.boxes[key].finding
    return (found.level, found.text) if found else ("", "")


def fill(page: MentorsPage, **changes: str) -> None:
    values = {
        "programme": "pilot", "name": "斯琴·高娃", "university": "内蒙古民族大学", "subject": "生物", "degree": "博士", "title": "正高",
        "honours": "杰青", "capacity": "4", "university_opinion": "推荐", "city_opinion": "通过",
    }  # fmt: skip
    for key, text in (values | changes).items():
        type_into(page, key, text)
    leave(page)


def mentor(page: MentorsPage, name: str = "斯琴·高娃") -> Mentor | None:
    with page.shell.desk.read() as session:
        return session.scalars(select(Mentor).where(Mentor.name == name)).first()


def row_in(page: MentorsPage, state: str, programme: str = "pilot") -> str:
    return next(r.uid for r in page.register.rows if r.state == state and r.programme == programme)  # type: ignore[union-attr]


def test_views_count_and_narrow(open_mentors: Open) -> None:
    page = open_mentors("appointed")
    rows = page.register.rows  # type: ignore[union-attr]  # a store is open

    page.open_at(view="已聘")

    assert {r.state for r in page.table.rows.shown} == {"appointed"}
    assert page.filter.chips["appointed"].text() == f"已聘 {sum(r.state == 'appointed' for r in rows)}"
    assert "可带" in page._status


def test_a_new_mentor_is_a_draft_until_it_is_sound_and_then_stored(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    page.new()
    type_into(page, "name", "斯琴·高娃")
    leave(page)
    early = mentor(page)

    fill(page)

    assert early is None
    made = mentor(page)
    assert made is not None
    assert made.state == "recommended"
    assert said(page) == "已登记导师：斯琴·高娃。"
    assert page.table.current() == made.uid


def test_the_form_says_at_once_what_a_university_does_not_teach(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    scheme = page.schemes["pilot"]
    university = next(u for u in scheme.universities if len(u.subjects) < len(page.schemes.subject_names))
    missing = next(s for s in page.schemes.subject_names if s not in university.subjects)
    page.new()

    fill(page, university=university.name, subject=missing)

    level, text = finding(page, "subject")
    assert level == "bad"
    assert text.startswith(f"{university.name}只培养")
    assert "附件2 三（二）" in text
    assert mentor(page) is None


def test_more_than_five_students_are_refused_in_the_form(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    page.new()

    fill(page, capacity="6")

    assert finding(page, "capacity") == ("bad", "最多 5 人（附件2 五（三）1）")


def test_a_capacity_below_the_students_placed_is_refused_in_the_form(open_mentors: Open) -> None:
    page = open_mentors("admitted")
    row = max(page.register.rows, key=lambda r: r.placed)  # type: ignore[union-attr]  # a store is open
    page.open_record(row.uid)

    type_into(page, "capacity", str(row.placed - 1))
    leave(page)

    assert finding(page, "capacity")[0] == "bad"
    assert page.register.row(row.uid).capacity == row.capacity  # type: ignore[union-attr]


def test_a_team_pasted_from_excel_is_stored_with_the_mentor_and_undone(open_mentors: Open, qtbot: QtBot) -> None:
    page = open_mentors("mentors-loaded")
    page.open_record(row_in(page, "recommended"))
    before = len(page.pane.team.values())
    page.pane.show_tab("team")
    page.pane.team.add()
    QGuiApplication.clipboard().setText("乌兰\t博士\t副高\t菌物\n朝鲁\t硕士\t中级\t土壤")

    page.pane.team.grid.paste()
    leave(page)
    uid = page.showing()
    with page.shell.desk.read() as session:
        names = set(session.scalars(select(TeamMember.name).where(TeamMember.mentor_uid == uid)))
    page.undo()

    assert {"乌兰", "朝鲁"} <= names
    assert len(page.pane.team.values()) == before


def test_an_unfit_member_warns_with_the_clause_and_asks_for_a_reason(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    page.open_record(row_in(page, "recommended"))
    page.pane.team.set_values([*page.pane.team.values(), {"name": "乌兰", "degree": "学士", "title": "中级"}])

    page.pane.team.changed.emit()

    assert "乌兰 未达到" in page.pane.team_note.text()
    assert "附件2 四（一）" in page.pane.team_note.text()
    assert page.pane.tabs._buttons["team"].text().endswith("▲")


def test_ctrl_enter_takes_one_on_and_shows_the_next(open_mentors: Open, qtbot: QtBot) -> None:
    page = open_mentors("mentors-loaded")
    page.open_at(view="city")
    first = page.table.rows.shown[0].uid
    page.open_record(first)

    page.record.forward()

    assert page.register.row(first).state == "city-passed"  # type: ignore[union-attr]  # it is there
    assert page.showing() != first
    page.undo()
    assert page.register.row(first).state in ("recommended", "city-passed")  # type: ignore[union-attr]


def test_many_are_taken_on_at_once_after_saying_who_and_who_not(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    page.filter.set_view("all")
    page.table.rows.check([r.uid for r in page.table.rows.shown], True)

    page.batch.verbs["approve"].click()
    words = page.batch.who.text(), page.batch.not_who.text()
    page.batch.go.click()

    assert words[0].startswith("自治区复审通过")
    assert any(r.state == "approved" for r in page.register.rows)  # type: ignore[union-attr]
    assert said(page).startswith("自治区复审通过")


def test_only_what_applies_is_offered_to_many(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    page.open_at(view="city")
    page.table.rows.check([r.uid for r in page.table.rows.shown], True)

    offered = [verb for verb, made in page.batch.verbs.items() if made.isVisible()]

    assert offered == ["approve", "return", "reject"]


def test_the_students_of_a_mentor_and_their_teachers_are_listed(open_mentors: Open) -> None:
    page = open_mentors("training")
    row = max(page.register.rows, key=lambda r: r.placed)  # type: ignore[union-attr]  # a store is open

    page.open_record(row.uid)

    shown = page.pane.students.rows.shown
    assert sum(s.placed for s in shown) == row.placed
    assert shown[0].placed
    page.pane.students.opened.emit(shown[0].uid)
    assert page.window().key == "applicants"  # type: ignore[attr-defined]  # the window


def test_ctrl_k_finds_mentors_by_pinyin(open_mentors: Open) -> None:
    page = open_mentors("appointed")
    row = page.table.rows.shown[5]

    assert row.name in [hit.title for hit in page.hits(row.name)]


def test_sending_back_asks_for_the_reason(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    uid = row_in(page, "recommended")
    page.open_record(uid)

    page.send = page.record.send_back()  # type: ignore[attr-defined]  # only to call it
    button = page.pane.opinion.button("return")
    assert button is not None
    before = button.isEnabled()
    page.pane.opinion.reason.setPlainText("缺高校推荐意见")
    button.click()

    assert not before
    assert page.register.row(uid).state == "returned"  # type: ignore[union-attr]


def test_dismissal_waits_for_the_second_person(open_mentors: Open) -> None:
    page = open_mentors("appointed")
    uid = row_in(page, "appointed")
    page.open_record(uid)

    assert not page.record.carry("dismiss", "调离")

    assert page.register.row(uid).state == "appointed"  # type: ignore[union-attr]
    assert page.window().second is not None  # type: ignore[attr-defined]  # the panel asks


def test_workbooks_come_in_through_the_review_and_go_as_one(open_mentors: Open, qtbot: QtBot) -> None:
    page = open_mentors("decided")
    books = sorted((SEASON / "inbox").glob("导师-*.xlsx"))
    assert [b.text() for b in page.card.findChildren(type(page.print_button)) if b.isVisible()] == ["导入 Excel…", "新增导师", "下载模板"]

    page.importing.check(books)
    settle(page, qtbot)
    shown = page.importing.panel.isVisible()
    page.importing.panel.take.click()
    settle(page, qtbot)
    loaded = len(page.register.rows)  # type: ignore[union-attr]
    page.undo()
    settle(page, qtbot)

    assert shown
    assert loaded > 20
    assert page.register.rows == []  # type: ignore[union-attr]


def test_a_city_sees_its_own_and_only_first_reviews(show: Callable[[Desk], MentorsPage], tmp_path: Path) -> None:
    with Store.create(tmp_path / "city.ycdb", key=KEY, office="150500", season=2025) as store:
        page = show(Desk(store, "李慧", "", lambda: NOW))
        page.new()

        assert page.pane.form.values()["programme"] == "pilot"
        assert list(page.batch.verbs) == ["city-pass", "return", "reject"]
        page.shell.jobs.close()


@pytest.mark.parametrize(("key", "words"), [("recommendation", "团队成员"), ("letters", "聘")])
def test_papers_open_in_the_preview(open_mentors: Open, qtbot: QtBot, key: str, words: str) -> None:
    page = open_mentors("appointed")
    page.window().top.scopes.go("pilot")  # type: ignore[attr-defined]  # the window

    page.print_paper(key)
    qtbot.waitUntil(lambda: isinstance(page.window().front, Preview), timeout=20_000)  # type: ignore[attr-defined]

    assert words in pdfium_text(page.window().front._pdf)  # type: ignore[attr-defined]


def test_the_public_list_shows_as_little_as_it_can(open_mentors: Open) -> None:
    page = open_mentors("mentors-loaded")
    desk = page.shell.desk
    from yingcai_desktop.services import mentors

    uid = row_in(page, "recommended")
    for verb in ("city-pass", "approve", "endorse"):
        mentors.act(desk, uid, verb)
    row = page.register.row(uid)  # type: ignore[union-attr]
    assert row is not None

    text = "".join(pdfium_text(papers.pdf(desk, "notice", "pilot")).split())

    assert row.name in text
    assert "公示期" in text
    assert row.phone not in text or not row.phone


def test_nothing_to_publish_says_what_comes_first(open_mentors: Open, qtbot: QtBot) -> None:
    page = open_mentors("appointed")

    page.print_paper("notice")
    settle(page, qtbot)

    assert "先在“待审定”里办理审定" in said(page)


def test_half_a_form_is_still_there_the_next_time(show: Callable[[Desk], MentorsPage], at: At) -> None:
    desk = at("mentors-loaded")
    page = show(desk)
    page.new()
    type_into(page, "name", "斯琴·高娃")
    leave(page)
    page.record.editor.keep()

    again = show(desk)

    row = next(r for r in again.register.rows if not r.stored)  # type: ignore[union-attr]
    again.open_record(row.uid)
    assert again.pane.form.values()["name"] == "斯琴·高娃"


def test_keys_of_the_register(open_mentors: Open, qtbot: QtBot) -> None:
    page = open_mentors("appointed")
    page.focus_work_area()
    first = page.pane.title.text()

    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    second = page.pane.title.text()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    inside = page.pane.form.current()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    assert first != second
    assert inside == "programme"
    assert not page.pane.isVisible()
