"""Background work: results and errors on the UI thread, a strip only when it lasts, cancel leaves nothing, the window stays alive."""

import threading
import time
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from db.models import School
from db.revisions import JOURNAL
from tests.season import At
from tests.strict_logs import ExpectLog
from ui.jobs import Jobs, Progress
from ui.main_window import MainWindow
from ui.parts.job_strip import JobStrip
from yingcai_desktop.errors import Refusal


def strips(window: MainWindow) -> list[JobStrip]:
    return [strip for strip in window.findChildren(JobStrip) if strip.isVisible()]


def slow(progress: Progress) -> str:
    for step in range(200):
        progress(step, 200, "读取")
        time.sleep(0.01)
    return "read"


def test_the_result_comes_back_on_the_ui_thread(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[tuple[object, bool, bool]] = []
    main = threading.current_thread()
    threads: list[threading.Thread] = []

    def work(progress: Progress) -> int:
        threads.append(threading.current_thread())
        progress(1, 1, "算")
        return 42

    window.jobs.start(
        "算一下", work, lambda n: seen.append((n, threading.current_thread() is main, threads[0] is main))
    )

    qtbot.waitUntil(lambda: seen == [(42, True, False)])
    assert not window.jobs.busy()


def test_u49_short_work_shows_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.jobs.start("一瞬间", lambda progress: None)

    qtbot.wait(700)

    assert strips(window) == []


def test_u49_lasting_work_shows_its_count_and_the_window_stays_alive(window: MainWindow, qtbot: QtBot) -> None:
    beats: list[float] = []
    timer = QTimer(window, interval=20)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()

    job = window.jobs.start("正在导入", slow)
    qtbot.waitUntil(lambda: bool(strips(window)), timeout=700 + 300)
    qtbot.waitUntil(lambda: " / 200" in strips(window)[0].state.text())
    job.cancel()
    qtbot.waitUntil(lambda: not window.jobs.busy())

    assert max(after - before for before, after in pairwise(beats)) < 0.25


def test_u49_progress_is_on_screen_at_once_the_window_breathes_and_cancel_is_prompt(window: MainWindow, qtbot: QtBot) -> None:
    """Within 0.7 s name, k / n and 取消; no gap of 100 ms between two beats of the screen; cancelled within a second. The best of three runs:
    what else the machine does is not ours."""
    shown, gaps, stopped = [], [], []
    for _ in range(3):
        beats: list[float] = []
        timer = QTimer(window, interval=10)
        timer.timeout.connect(lambda beats=beats: beats.append(time.perf_counter()))
        timer.start()
        began = time.perf_counter()
        window.jobs.start("正在导入", slow)
        qtbot.waitUntil(lambda: bool(strips(window)))
        shown.append(time.perf_counter() - began)
        strip = strips(window)[0]
        qtbot.waitUntil(lambda strip=strip: " / 200" in strip.state.text())
        assert any("正在导入" in label.text() for label in strip.findChildren(QLabel)) and strip.stop.isVisible()
        qtbot.wait(150)
        asked = time.perf_counter()
        strip.stop.click()
        qtbot.waitUntil(lambda: not window.jobs.busy())
        stopped.append(time.perf_counter() - asked)
        timer.stop()
        gaps.append(max(after - before for before, after in pairwise(beats)))

    assert min(shown) < 0.7
    assert min(gaps) < 0.1
    assert min(stopped) < 1


def test_u49_a_cancelled_change_leaves_the_store_as_it_was(window: MainWindow, qtbot: QtBot, at: At) -> None:
    desk = at("decided")

    def census() -> tuple[int, int]:
        with desk.read() as session:
            return tuple(session.execute(select(func.count()).select_from(table)).scalar_one() for table in (School.__table__, JOURNAL))  # type: ignore[return-value]

    def work(progress: Progress) -> None:
        with desk.change("school.save") as change:
            for number in range(10_000):
                change.insert(School, [{"name": f"第{number}中学", "city": "150100", "programmes": ["pilot"], "aliases": [], "synthetic": True}])
                progress(number, 10_000, "写入")

    before = census()
    window.jobs.start("正在导入", work)
    qtbot.waitUntil(lambda: bool(strips(window)))
    strips(window)[0].stop.click()
    qtbot.waitUntil(lambda: not window.jobs.busy())

    assert window.messages.kept[0].text == "已取消：正在导入。没有留下半截数据。"
    assert census() == before
    desk.store.close()


def test_u49_cancel_stops_at_the_next_report_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    done: list[object] = []
    window.jobs.start("正在导入", slow, done.append)
    qtbot.waitUntil(lambda: bool(strips(window)))
    started = time.perf_counter()

    strips(window)[0].stop.click()
    qtbot.waitUntil(lambda: not window.jobs.busy())

    assert time.perf_counter() - started < 1
    assert done == []
    assert window.messages.kept[0].text == "已取消：正在导入。没有留下半截数据。"
    assert strips(window) == []


def test_a_refusal_in_the_work_becomes_its_own_sentence(window: MainWindow, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        raise Refusal("第 3 行的身份证号不对。")

    window.jobs.start("正在导入", work)

    qtbot.waitUntil(lambda: bool(window.messages.kept))
    assert window.messages.kept[0].text == "第 3 行的身份证号不对。"


def test_a_bug_in_the_work_is_logged_and_the_window_stays(
    window: MainWindow, qtbot: QtBot, expect_log: ExpectLog
) -> None:
    expect_log("unexpected KeyError")

    def work(progress: Progress) -> None:
        raise KeyError("x")

    window.jobs.start("正在导入", work)

    qtbot.waitUntil(lambda: bool(window.messages.kept))
    assert "意外问题" in window.messages.kept[0].text
    assert window.isVisible()


def test_jobs_run_one_after_another(window: MainWindow, qtbot: QtBot) -> None:
    order: list[str] = []

    def work(name: str) -> object:
        def run(progress: Progress) -> None:
            order.append(f"{name} begins")
            time.sleep(0.05)
            order.append(f"{name} ends")

        return run

    for name in ("one", "two"):
        window.jobs.start(name, work(name))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not window.jobs.busy())

    assert order == ["one begins", "one ends", "two begins", "two ends"]


def test_closing_the_window_waits_for_the_worker(window: MainWindow, qtbot: QtBot) -> None:
    ended = threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress(0, 0, "")
                time.sleep(0.01)
        finally:
            ended.set()

    window.jobs.start("没完没了", work)
    qtbot.wait(50)

    window.close()

    assert ended.is_set()
    QApplication.processEvents()


def test_a_job_that_outlives_its_window_shows_nothing(qtbot: QtBot, window: MainWindow) -> None:
    foot = QWidget()
    jobs = Jobs(QVBoxLayout(foot), window.messages)
    release = threading.Event()
    job = jobs.start("慢", lambda _progress: release.wait(10))
    shiboken6.delete(foot)

    jobs._show(job)  # what the timer does when patience ends

    release.set()
    jobs.close()


def test_a_window_that_is_going_starts_nothing_more(window: MainWindow, qtbot: QtBot) -> None:
    window.jobs.close()
    done: list[object] = []

    window.jobs.start("预览", lambda progress: 1, done.append)

    qtbot.wait(50)
    assert done == [] and not window.jobs.busy()
