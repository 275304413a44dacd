"""工作台 in a real window on a real store: what it shows through the year, where its buttons lead, what it does when a card breaks."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Application, Decision, Mentor
from tests.season import SEASON, At
from tests.strict_logs import ExpectLog
from ui.main_window import MainWindow
from ui.pages.home import HomePage
from ui.pages.home_where import STAGES, WHERE
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.desk import Desk
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.services import progress, safekeeping
from yingcai_desktop.services.workbench import Card

SIZES = [(1440, 900), (1366, 689), (1280, 641), (1216, 640)]
Opened = Callable[..., HomePage]


@pytest.fixture
def opened(qtbot: QtBot, preferences: Preferences) -> Iterator[Opened]:
    """`opened(desk, "04-12")`: the workbench of a window at that desk, on that day."""
    sessions: list[Session] = []
    windows: list[MainWindow] = []

    def open_home(desk: Desk, day: str, size: tuple[int, int] = (1440, 900), scope: str = "both") -> HomePage:
        moment = datetime.fromisoformat(f"2025-{day}T10:00:00").replace(tzinfo=UTC)
        desk.clock = lambda: moment
        window = MainWindow(preferences=preferences)
        qtbot.addWidget(window)
        sessions.append(Session(desk))
        windows.append(window)
        window.sit_down(sessions[-1])
        window.top.scopes.choose(scope)
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page = window.go("home")
        qtbot.waitUntil(lambda: not window.jobs.busy())
        assert isinstance(page, HomePage)
        return page

    yield open_home
    for window in windows:
        window.jobs.close()
    for session in sessions:
        session.close()


def window_of(page: HomePage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def titles(page: HomePage) -> list[str]:
    return [made.accessibleName() for made in page.tasks.list.buttons]


def press(page: HomePage, rule: str) -> None:
    place = [task.rule for task in page.shell.session.board(page.shell.scope).tasks.value].index(rule)
    page.tasks.list.buttons[place].click()


def answer(monkeypatch: pytest.MonkeyPatch, method: str, *paths: Path) -> None:
    """What the operating system's file dialog would answer; the dialog itself is not ours to test."""
    names = [str(path) for path in paths]
    value = names if method == "getOpenFileNames" else (names or [""])[0]
    monkeypatch.setattr(QFileDialog, method, lambda *_args, **_kwargs: (value, ""))


# What it shows


def test_tasks_come_with_deadline_and_button(at: At, opened: Opened) -> None:
    page = opened(at("shortlisted"), "04-12")

    assert titles(page) == [
        "去录入：362 名面试人选还没有面试成绩",
        "去查看：6 个组面试人选不足 3:1",
        "立即备份：还没有备份",
    ]
    assert page.tasks.remark.text() == "3 项，按截止时间排序"
    assert "截止 4月20日 · 剩 8 天" in page.tasks.list.buttons[0].parentWidget().findChildren(QLabel)[2].text()


def test_charts_say_their_figures(at: At, opened: Opened) -> None:
    page = opened(at("shortlisted"), "04-12")

    assert "物理 报名 17，面试/应面 6 / 15，入选/名额 — / 5" in page.subjects.chart.accessibleDescription()
    assert "呼和浩特市，名额 50　报名 204，面试人选 148 / 150 · 缺 2" in page.cities.chart.accessibleDescription()
    assert page.funnel.chart.accessibleDescription() == "报名 558；资格通过 486；参加测试 464；面试人选 362；入选 待定"
    assert (
        "包头市：报名 103 人，测试成绩 101 人，面试成绩 待办，录取名单 无"
        in page.arrivals.chart.accessibleDescription()
    )
    assert page.schools.chart.accessibleDescription().endswith("其余 8 校 204")
    assert "潜质测试 03-01 至 04-30 已完成" in page.year.chart.accessibleDescription()


@pytest.mark.parametrize(
    ("milestone", "day", "words"),
    [
        ("applied", "03-28", "等待资格审查"),
        ("reviewed", "04-02", "资格通过 101 · 应面 75 · 等待测试成绩"),
        ("tested", "04-08", "资格通过 101 · 应面 75 · 已有成绩"),
        ("shortlisted", "04-12", "面试人选 72 / 75 · 缺 3"),
        ("admitted", "04-22", "入选 25 / 25"),
        ("midterm", "07-20", "在培 24 / 25 · 退出 1"),
    ],
)
def test_a_city_stands_where_the_year_stands(at: At, opened: Opened, milestone: str, day: str, words: str) -> None:
    page = opened(at(milestone), day)

    assert words in page.cities.chart.accessibleDescription().split("；")[1]


def test_the_scope_switch_is_obeyed(at: At, opened: Opened) -> None:
    page = opened(at("shortlisted"), "04-12")
    window = window_of(page)

    window.top.scopes.go("national")
    assert titles(page)[0] == "去录入：71 名面试人选还没有面试成绩"
    assert not page.cities.isVisible()
    assert page.funnel.remark.text() == "英才计划"

    window.top.scopes.go("pilot")
    assert page.subjects.title.text() == "后备人才学科名额"
    assert page.cities.isVisible()


def test_a_city_may_look_at_the_programme_it_has_no_seats_of(at: At, opened: Opened) -> None:
    desk = at("admitted")
    desk.store.office = "150200"
    page = opened(desk, "04-22")

    window_of(page).top.scopes.go("national")
    assert not page.subjects.isVisible()
    assert page.tasks.isVisible()


def test_more_than_five_tasks_wait_behind_a_link(at: At, opened: Opened) -> None:
    desk = at("reviewed")
    with desk.change("application.return") as change:
        people = list(change.scalars(select(Application.uid)))
        change.update(
            Application, [{"uid": people[0], "state": "returned"}, {"uid": people[1], "state": "recommended"}]
        )
        mentors = list(change.scalars(select(Mentor.uid)))
        change.update(Mentor, [{"uid": mentors[0], "state": "recommended"}, {"uid": mentors[1], "state": "approved"}])
    page = opened(desk, "04-12")

    assert len(titles(page)) == 5
    assert page.tasks.more.text() == "全部待办（还有 1 项）"
    page.tasks.more.click()
    assert len(titles(page)) == 6
    assert "，已过 12 天" in page.tasks.list.findChildren(QLabel)[2].text()


def test_a_commit_is_seen_in_a_moment_and_the_keyboard_stays(at: At, opened: Opened, qtbot: QtBot) -> None:
    page = opened(at("applied"), "03-28")
    page.tasks.list.buttons[1].setFocus()

    with page.shell.desk.change("application.approve") as change:
        first = list(change.scalars(select(Application.uid)))[:8]
        change.update(Application, [{"uid": uid, "state": "approved"} for uid in first])

    qtbot.waitUntil(lambda: titles(page)[0] == "去审核：550 名报名学生待审核")
    assert page.tasks.list.buttons[1].hasFocus()


def test_what_comes_next_fills_the_room_the_tasks_leave(at: At, opened: Opened) -> None:
    page = opened(at("certified"), "10-12")
    words = [part.text() for part in page.tasks.ahead.findChildren(QLabel)]

    assert titles(page) == ["立即备份：还没有备份", "去转入：125 名学员已有终评结果，还没有转入跟踪"]
    assert words == ["接下来", "12月31日", "培养周期", "进行中 · 剩 80 天"]


def test_many_tasks_leave_no_room_for_what_comes_next(at: At, opened: Opened) -> None:
    assert not opened(at("annual"), "12-05").tasks.ahead.isVisible()


def test_ties_are_found_in_the_background(at: At, opened: Opened, qtbot: QtBot) -> None:
    page = opened(at("interviewed"), "04-16")

    qtbot.waitUntil(lambda: any("1 处同分影响名额" in title for title in titles(page)), timeout=5000)
    assert not window_of(page).jobs.busy()


# The start


def test_an_empty_store_begins_with_three_steps(desk: Desk, opened: Opened) -> None:
    page = opened(desk, "03-02")

    assert page.start.isVisible()
    assert page.start.remark.text() == "共 3 步，已完成 1 步"
    assert page.start.buttons[0].hasFocus()
    assert page.start.buttons[0].text() == "登记决定文件…"
    assert not page.schools.isVisible()


def test_from_the_empty_store_to_the_first_mentors(
    desk: Desk, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(desk, "03-02")
    window = window_of(page)
    answer(monkeypatch, "getOpenFileName", SEASON / "decisions.toml")
    page.start.buttons[0].click()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert "已登记 decisions.toml" in window.messages.kept[0].text
    qtbot.waitUntil(lambda: titles(page) == [])

    answer(monkeypatch, "getOpenFileNames", SEASON / "inbox" / "导师-国家-内蒙古大学.xlsx")
    next(b for b in page.start.buttons if b.text() == "导入导师…").click()
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    strip = window.messages.kept[0].text
    assert strip == "看过 1 份导师工作簿：新增 61 行，拒收 3 行。还没有存入。"
    assert not mentors(desk)

    qtbot.waitUntil(lambda: any(b.text() == "导入 61 行" and b.isVisible() for b in window.findChildren(QPushButton)))
    button_named(window, "导入 61 行").click()
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    assert window.messages.kept[0].text == "已导入导师：新增 61 行，拒收 3 行。"
    assert len(mentors(desk)) == 21
    qtbot.waitUntil(lambda: page.start.remark.text() == "共 3 步，已完成 2 步")


def test_refused_rows_go_back_to_their_sender(
    at: At, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = opened(at("decided"), "03-02")
    window, out = window_of(page), tmp_path / "更正.xlsx"
    page.imports.look_through("mentors", [SEASON / "inbox" / "导师-国家-内蒙古大学.xlsx"])
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    answer(monkeypatch, "getSaveFileName", out)

    button_named(window, "被拒的行另存…").click()

    assert out.stat().st_size > 1000
    assert str(out) in window.messages.kept[0].text


def test_a_decision_file_of_another_year_is_refused_in_a_strip(
    desk: Desk, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(desk, "03-02")
    wrong = tmp_path / "2024.toml"
    wrong.write_text('season = 2024\nratio = "3"\n', "utf-8")

    page.imports.decide(wrong)
    qtbot.waitUntil(lambda: not window_of(page).jobs.busy())

    assert window_of(page).messages.kept[0].tone == "bad"
    assert "决定文件是 2024 年度的" in window_of(page).messages.kept[0].text


def mentors(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(select(Mentor.uid)))


def button_named(root: QWidget, text: str) -> QPushButton:
    return next(b for b in root.findChildren(QPushButton) if b.text() == text and b.isVisible())


# Where it leads


def test_a_task_leads_to_its_place(at: At, opened: Opened) -> None:
    page = opened(at("applied"), "03-28")

    press(page, "applications.review")

    assert window_of(page).key == "applicants"


def test_the_backup_is_made_here(at: At, opened: Opened, qtbot: QtBot) -> None:
    desk = at("applied")
    page = opened(desk, "03-28")

    press(page, "backup.old")
    qtbot.waitUntil(lambda: not window_of(page).jobs.busy(), timeout=10_000)

    assert len(list(safekeeping.folder_of(desk).glob("*.ycdb"))) == 1
    qtbot.waitUntil(lambda: all("备份" not in title for title in titles(page)))
    assert "上次备份 今天" in " ".join(part.text() for part in window_of(page).statusBar().findChildren(QLabel))


def test_every_rule_and_stage_leads_to_a_place_that_exists(at: At, opened: Opened) -> None:
    places = window_of(opened(at("applied"), "03-28")).places
    stages = {s.stage for scheme in load_schemes(2025).programmes.values() for s in scheme.schedule}

    assert {where.place for where in WHERE.values() if where.place} <= set(places)
    assert all(where.place or where.do for where in WHERE.values())
    assert stages == set(STAGES) and set(STAGES.values()) <= set(places)


def test_a_chart_leads_into_the_register(at: At, opened: Opened, qtbot: QtBot) -> None:
    page = opened(at("applied"), "03-28")
    page.subjects.chart.setFocus()

    qtbot.keyClick(page.subjects.chart, Qt.Key.Key_Down)
    qtbot.keyClick(page.subjects.chart, Qt.Key.Key_Return)

    window = window_of(page)
    assert window.key == "applicants"
    register: Any = window.page
    assert register.filter.combos["subject"].code() == "物理"


# When things go wrong, and at every size


def test_a_broken_card_shows_its_own_red_line(at: At, opened: Opened, expect_log: ExpectLog) -> None:
    desk = at("shortlisted")
    with desk.change("decision.record") as change:
        uid = change.scalars(select(Decision.uid).where(Decision.key == "seats.national.数学")).one()
        change.update(Decision, [{"uid": uid, "value": {"value": "五"}}])
    expect_log("a card of the workbench failed")

    page = opened(desk, "04-12")

    red = [part for part in page.subjects.findChildren(QLabel) if part.property("look") == "error" and part.isVisible()]
    assert len(red) == 1 and red[0].text().startswith("× 这一块没有读出来")
    assert not page.subjects.content.isVisible()
    assert page.year.content.isVisible() and page.schools.content.isVisible()


def test_a_card_comes_back_when_it_can_be_read_again(at: At, opened: Opened) -> None:
    page = opened(at("applied"), "03-28")
    page.schools.show_card(Card(None, ValueError("broken")))
    assert not page.schools.content.isVisible()

    page.refresh()

    assert page.schools.content.isVisible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("milestone", "day"), [("decided", "03-02"), ("shortlisted", "04-12"), ("logged", "11-10")])
def test_nothing_is_cut_at_any_size(at: At, opened: Opened, size: tuple[int, int], milestone: str, day: str) -> None:
    page = opened(at(milestone), day, size)
    QApplication.processEvents()

    assert page.window().size().toTuple() == size
    assert page._scroll.horizontalScrollBar().maximum() == 0
    cut = [part.text() for part in page.findChildren(QLabel) if _cut(part)]
    assert cut == []
    for card in (page.tasks, page.year, page.subjects, page.cities, page.funnel, page.arrivals, page.schools):
        chart: QWidget | None = getattr(card, "chart", None)
        if card.isVisible() and chart is not None and chart.isVisible():
            assert chart.height() >= chart.minimumSizeHint().height()
            assert chart.width() >= chart.minimumSizeHint().width()


def _cut(part: QLabel) -> bool:
    """Words wider than their label and not in the tool tip either; wrapped words lower than they need."""
    if not part.isVisible() or not part.text():
        return False
    if part.wordWrap():
        return part.height() < part.heightForWidth(part.width())
    return (
        part.fontMetrics().horizontalAdvance(part.text()) > part.contentsRect().width() + 1
        and part.toolTip() != part.text()
    )


def test_by_keyboard_alone(at: At, opened: Opened, qtbot: QtBot) -> None:
    page = opened(at("shortlisted"), "04-12")
    page.focus_work_area()
    assert page.tasks.list.buttons[0].hasFocus()

    qtbot.keyClick(page.tasks.list.buttons[0], Qt.Key.Key_Down)
    assert page.tasks.list.buttons[1].hasFocus()
    qtbot.keyClick(page.tasks.list.buttons[1], Qt.Key.Key_Return)

    assert window_of(page).key == "selection"


# Steps done from the workbench


@pytest.mark.parametrize(
    ("milestone", "day", "rule", "step", "words"),
    [
        ("applied", "03-28", "step.review-applicants", "review-applicants", "已办理“资格审查”"),
        ("admitted", "04-22", "step.open-training", "open-training", "学员 130"),
    ],
)
def test_a_step_is_done_from_the_workbench(
    at: At, opened: Opened, qtbot: QtBot, milestone: str, day: str, rule: str, step: str, words: str
) -> None:
    page = opened(at(milestone), day)
    window = window_of(page)

    page.lead(rule)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)

    assert any(words in message.text for message in window.messages.kept)
    with window.desk.read() as session:
        assert progress.is_done(session, step, "pilot")
