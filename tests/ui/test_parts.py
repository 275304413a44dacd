"""Filters, detail pane, list card, charts, tasks, history, idle watch, page base: the parts a page is put together from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import new_table
from ui.idle import IdleWatch
from ui.main_window import MainWindow
from ui.pages.base import Page
from ui.parts.charts import Bar, BarList, Bound, Funnel, ProgressList, Quota, QuotaTable
from ui.parts.detail import DetailPane, ListAndDetail
from ui.parts.empty import EmptyState
from ui.parts.filters import FilterBar, Pick, View, Wanted
from ui.parts.flow import flow
from ui.parts.gantt import Gantt, Span
from ui.parts.history import Change, Entry, HistoryList
from ui.parts.list_card import ListCard
from ui.parts.look import button
from ui.parts.matrix import Cell, Matrix
from ui.parts.strip import Action
from ui.parts.todo import Task, TaskList
from ui.places import PLACES
from ui.preferences import Preferences


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar(
        "搜索 姓名",
        [Pick("subject", "学科", [("m", "数学"), ("p", "物理")])],
        [View("all", "全部"), View("todo", "待复核")],
    )
    qtbot.addWidget(made)
    made.resize(900, 80)
    made.show()
    made.activateWindow()
    return made


def test_a_filter_tells_once_after_typing_pauses(bar: FilterBar, qtbot: QtBot) -> None:
    told: list[Wanted] = []
    bar.changed.connect(told.append)

    qtbot.keyClicks(bar.search, "ntty")
    assert told == []

    qtbot.waitUntil(lambda: told == [Wanted("ntty", {"subject": ""}, "all")])


def test_picks_and_views_are_told_and_cleared(bar: FilterBar, qtbot: QtBot) -> None:
    told: list[Wanted] = []
    bar.changed.connect(told.append)
    bar.combos["subject"].setFocus()

    qtbot.keyClicks(bar.combos["subject"], "wuli")
    bar.chips["todo"].click()
    narrowed = bar.narrowed()
    bar.clear()

    assert [(wanted.picks["subject"], wanted.view) for wanted in told] == [("p", "all"), ("p", "todo"), ("", "all")]
    assert narrowed
    assert not bar.narrowed()


def test_counts_and_what_is_left_are_always_said(bar: FilterBar) -> None:
    bar.set_counts({"all": 608, "todo": 18})
    bar.show_count(60, 608)

    assert [chip.text() for chip in bar.chips.values()] == ["全部 608", "待复核 18"]
    assert "已筛出 60 / 608" in [label.text() for label in bar.findChildren(QLabel)]


def test_escape_clears_the_search_before_anything_else(bar: FilterBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.search, "abc")

    qtbot.keyClick(bar.search, Qt.Key.Key_Escape)

    assert bar.search.text() == ""
    assert bar.isVisible()


def test_the_escape_ladder_selection_then_pane_never_the_window(preferences: Preferences, qtbot: QtBot) -> None:
    table = new_table(preferences)
    pane = DetailPane([("data", "资料", QWidget()), ("log", "历史", QWidget())])
    both = ListAndDetail(table, pane)
    qtbot.addWidget(both)
    both.resize(1200, 500)
    both.show()
    both.activateWindow()
    table.setFocus()
    table.select("u3")
    table.selectAll()

    qtbot.keyClick(table, Qt.Key.Key_Escape)
    after_one = (len(table.selected()), pane.isVisible())
    pane.tabs.setFocus()
    qtbot.keyClick(pane, Qt.Key.Key_Escape)

    assert after_one == (1, True)
    assert not pane.isVisible()
    assert both.isVisible()
    assert table.width() == both.width()


def test_the_pane_stands_beside_a_wide_list_and_over_a_narrow_one(preferences: Preferences, qtbot: QtBot) -> None:
    table = new_table(preferences)
    pane = DetailPane([("data", "资料", QWidget())])
    both = ListAndDetail(table, pane)
    qtbot.addWidget(both)
    both.show()
    both.resize(1200, 500)
    wide = (both.overlaid(), table.geometry().intersects(pane.geometry()))
    both.resize(900, 500)

    assert wide == (False, False)
    assert (both.overlaid(), table.geometry().intersects(pane.geometry())) == (True, True)


def test_alt_and_a_digit_switch_tabs(qtbot: QtBot) -> None:
    pages = [QWidget(), QWidget()]
    pane = DetailPane([("data", "资料", pages[0]), ("log", "历史", pages[1])])
    qtbot.addWidget(pane)
    pane.show()

    qtbot.keyClick(pane, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    assert (pane.tabs.current(), pages[1].isVisible()) == ("log", True)


def test_a_list_is_never_a_bare_white_table(preferences: Preferences, qtbot: QtBot) -> None:
    table = new_table(preferences)
    empty = EmptyState("还没有", "现在可以导入。", [Action("导入", lambda: None)])
    none = EmptyState("没有符合条件的学生", "清除筛选再看。", [Action("清除筛选", lambda: table.filter(""))])
    card = ListCard(table, empty, none)
    qtbot.addWidget(card)
    card.show()
    shown = [table.isVisible()]

    table.filter("没有这个人")
    shown.append(none.isVisible())
    none.buttons[0].click()
    shown.append(table.isVisible())
    table.show_rows([])
    shown.append(empty.isVisible())

    assert shown == [True, True, True, True]


def bars() -> BarList:
    made = BarList("报名学校")
    made.show_bars([Bar("a", "甲校", 3), Bar("b", "乙校", 1, quiet=True)])
    return made


def funnel() -> Funnel:
    made = Funnel("选拔漏斗")
    made.show_stages([("a", "报名", 608), ("b", "资格通过", 561), ("c", "入选", None)])
    return made


def quotas() -> QuotaTable:
    made = QuotaTable("名额")
    made.show_quotas("学科", ["报名", "入选"], [Quota("m", "数学", 13, 15, ["33", "13 / 15"], short=1)])
    return made


def progress() -> ProgressList:
    made = ProgressList("名额")
    made.show_bounds([Bound("a", "通辽市", "名额 25", 0, "× 等待成绩", "bad")])
    return made


def matrix() -> Matrix:
    made = Matrix("往来")
    made.show_cells(["报名", "成绩"], [("a", "包头市", [Cell("3月27日", "ok"), Cell()])])
    return made


def gantt() -> Gantt:
    made = Gantt("进度")
    made.show_spans([Span("a", "报名", date(2025, 3, 1), date(2025, 3, 31), "done")], date(2025, 4, 8))
    return made


@pytest.mark.parametrize(
    ("make", "spoken"),
    [
        (bars, "甲校 3；乙校 1"),
        (funnel, "报名 608；资格通过 561；入选 待定"),
        (quotas, "数学 报名 33，入选 13 / 15"),
        (progress, "通辽市，名额 25，× 等待成绩"),
        (matrix, "包头市：报名 3月27日，成绩 无"),
        (gantt, "报名 03-01 至 03-31 已完成"),
    ],
)
def test_a_chart_draws_and_can_be_heard_and_picked(make: object, spoken: str, qtbot: QtBot) -> None:
    chart = make()  # type: ignore[operator]
    qtbot.addWidget(chart)
    chart.resize(420, chart.sizeHint().height() + 20)
    chart.show()
    chart.activateWindow()
    image = chart.grab().toImage()
    chart.setFocus()

    with qtbot.waitSignal(chart.picked):
        qtbot.keyClick(chart, Qt.Key.Key_Return)

    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(inks) > 3
    assert chart.accessibleDescription() == spoken


@pytest.mark.parametrize("make", [BarList, Funnel, QuotaTable, ProgressList, Matrix, Gantt])
def test_a_chart_without_figures_draws_nothing_and_does_not_fail(make: type[BarList], qtbot: QtBot) -> None:
    chart = make("空")
    qtbot.addWidget(chart)
    chart.show()

    assert not chart.grab().isNull()


def test_tasks_go_up_and_down_and_enter_presses(qtbot: QtBot) -> None:
    pressed: list[str] = []
    tasks = TaskList()
    qtbot.addWidget(tasks)
    tasks.show_tasks([Task(t, "细节", "去", lambda t=t: pressed.append(t)) for t in ("一", "二", "三")])
    tasks.show()
    tasks.activateWindow()
    tasks.focus_first()
    qtbot.waitUntil(tasks.buttons[0].hasFocus)

    qtbot.keyClick(tasks.buttons[0], Qt.Key.Key_Down)
    qtbot.keyClick(tasks.buttons[1], Qt.Key.Key_Return)
    qtbot.keyClick(tasks.buttons[1], Qt.Key.Key_Up)
    qtbot.keyClick(tasks.buttons[0], Qt.Key.Key_Up)

    assert pressed == ["二"]
    assert tasks.buttons[2].hasFocus()
    assert tasks.buttons[1].accessibleName() == "去：二"


def test_history_shows_old_and_new_and_says_so_when_empty(qtbot: QtBot) -> None:
    shown = HistoryList()
    qtbot.addWidget(shown)
    shown.show()
    empty = [label.text() for label in shown.findChildren(QLabel)]

    shown.show_entries(
        [Entry(datetime(2025, 4, 2, 10, 5, tzinfo=UTC), "陈静", "退回", "缺材料", [Change("状态", "", "退回补正")])]
    )

    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert empty[0].startswith("还没有改动记录")
    assert {"退回", "陈静", "2025-04-02 10:05", "理由：缺材料", "状态：（空） → 退回补正"} <= set(texts)


def _key(touched: QWidget) -> None:
    QTest.keyClick(touched.windowHandle(), Qt.Key.Key_Shift)


def _finger(touched: QWidget) -> None:
    device = QTest.createTouchDevice()
    for act in ("press", "release"):
        finger = QTest.touchEvent(touched, device)
        getattr(finger, act)(0, QPoint(5, 5), touched)
        finger.commit()


@pytest.mark.parametrize("touch", [_key, _finger])
def test_nobody_there_is_noticed_and_a_key_or_a_finger_starts_again(
    qapp: QApplication, qtbot: QtBot, touch: Callable[[QWidget], None]
) -> None:
    watch = IdleWatch(qapp, minutes=1.5 / 60)
    told: list[int] = []
    watch.idle.connect(lambda: told.append(1))
    touched = button("x")
    qtbot.addWidget(touched)
    touched.show()
    qtbot.waitExposed(touched)
    touched.activateWindow()
    for _ in range(4):
        qtbot.wait(120)
        touch(touched)
    awake = list(told)

    qtbot.waitUntil(lambda: told == [1], timeout=6000)

    assert awake == []
    watch.deleteLater()


@dataclass(frozen=True)
class Touched:
    """What a gate tells."""

    action: str
    touched: frozenset[tuple[str, str]]


class Watching(Page):
    """A page that counts how often it reads."""

    watches = ("application",)

    def __init__(self, shell: MainWindow, place: object) -> None:
        super().__init__(shell, place)  # type: ignore[arg-type]
        self.read = 0

    def refresh(self) -> None:
        self.read += 1

    def new(self) -> None:
        self.set_status("新建")


@pytest.fixture
def watching(qtbot: QtBot, preferences: Preferences) -> MainWindow:
    places = [replace(place, page=f"{__name__}:Watching") if place.key == "applicants" else place for place in PLACES]
    made = MainWindow(preferences=preferences, places=places)
    qtbot.addWidget(made)
    made.show()
    made.go("applicants")
    return made


def test_a_page_reads_again_only_for_its_own_tables(watching: MainWindow, qtbot: QtBot) -> None:
    page = watching.page
    assert isinstance(page, Watching)

    watching.store_changed.emit(Touched("x", frozenset({("mentor", "u")})))
    other = page.read
    watching.store_changed.emit(Touched("x", frozenset({("application", "u")})))

    assert (other, page.read) == (0, 1)
    watching.jobs.close()


def test_a_hidden_page_reads_once_when_it_comes_back(watching: MainWindow, qtbot: QtBot) -> None:
    page = watching.page
    assert isinstance(page, Watching)
    watching.go("home")

    for _ in range(3):
        watching.store_changed.emit(Touched("x", frozenset({("application", "u")})))
    hidden = page.read
    watching.go("applicants")

    assert (hidden, page.read) == (0, 1)
    watching.jobs.close()


def test_a_shortcut_goes_to_the_page_first_and_says_when_it_does_not_apply(watching: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(watching, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    on_page = watching._status.text()
    watching.go("exchange")
    qtbot.keyClick(watching, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert on_page == "新建"
    assert watching._status.text() == "“数据包”没有“新建”"
    watching.jobs.close()


def test_the_scope_makes_pages_read_again(watching: MainWindow) -> None:
    page = watching.page
    assert isinstance(page, Watching)

    watching.top.scopes.go("pilot")

    assert page.read == 1
    watching.jobs.close()


def test_an_empty_states_sentence_never_ends_in_a_lost_character(qtbot: QtBot) -> None:
    made = EmptyState("还没有", "登记时间、地点之后，应到的学生、家长、中学指导教师和导师会自动列出，当场签到。" * 2, [Action("登记", lambda: None)])
    qtbot.addWidget(made)
    room, whole = made.sentence.width(), made.sentence.fontMetrics().horizontalAdvance(made.sentence.text())

    assert room <= 560
    lines = -(-whole // room)
    assert whole - (lines - 1) * room > room / 2


def test_a_breaking_row_is_as_high_as_what_is_in_it_now(qtbot: QtBot) -> None:
    buttons = [button("办理") for _ in range(3)]
    host, row = QWidget(), flow(*buttons)
    qtbot.addWidget(host)
    host.setLayout(row)
    host.show()
    width = row.sizeHint().width()  # all in one row

    one = row.heightForWidth(width)
    buttons[0].setText("办理一件长得多的事")
    QApplication.processEvents()
    two = row.heightForWidth(width)
    buttons[0].hide()
    QApplication.processEvents()

    assert two > one == row.heightForWidth(width)
