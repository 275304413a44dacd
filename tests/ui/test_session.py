"""The open desk of the window: commits reach the pages on the UI thread, whatever thread made them; a good end."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.gate import Changes
from db.models import Application, Draft
from db.store import Store
from tests.season import KEY, At
from tests.strict_logs import ExpectLog
from ui.main_window import MainWindow
from ui.session import Session, backup_words
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import safekeeping


@pytest.fixture
def session(qtbot: QtBot, at: At) -> Iterator[Session]:
    made = Session(at("applied"))
    yield made
    made.close()


def touch(desk: Desk) -> None:
    with desk.change("application.amend") as change:
        uid = change.scalars(select(Application.uid)).first()
        change.update(Application, [{"uid": uid, "class_name": f"{desk.clock():%M%S%f}"}])


def test_a_commit_of_this_thread_is_told_at_once(session: Session) -> None:
    heard: list[Changes] = []
    session.changed.connect(heard.append)

    touch(session.desk)

    assert [c.action for c in heard] == ["application.amend"]
    assert heard[0].of("application")


def test_a_commit_of_a_worker_is_told_on_the_ui_thread(qtbot: QtBot, session: Session) -> None:
    told_on: list[QThread] = []
    session.changed.connect(lambda _changes: told_on.append(QThread.currentThread()))
    worker = threading.Thread(target=touch, args=(session.desk,))

    with qtbot.waitSignal(session.changed):
        worker.start()
        worker.join()
        assert not told_on  # not on the worker

    assert told_on == [session.thread()]


def test_the_board_is_read_once_until_something_commits(session: Session) -> None:
    first = session.board("both")
    assert session.board("both") is first
    assert session.board("pilot") is not first

    touch(session.desk)

    assert session.board("both") is not first


def test_the_board_is_read_again_on_another_day(session: Session) -> None:
    session.desk.clock = lambda: datetime(2025, 3, 28, 23, 59, tzinfo=UTC)
    before = session.board("both")
    session.desk.clock = lambda: datetime(2025, 3, 29, 0, 1, tzinfo=UTC)

    assert (before.today, session.board("both").today) == (date(2025, 3, 28), date(2025, 3, 29))


def test_badges_count_the_work_that_waits(session: Session) -> None:
    badges = session.badges("both")

    assert badges["applicants"] == 558
    assert badges["home"] == 2  # the review, and a backup
    assert badges["selection"] == 0
    assert session.badges("national")["applicants"] == 150


def test_a_draft_is_no_reason_to_count_again(session: Session) -> None:
    first = session.board("both")
    with session.desk.change("draft.keep") as change:
        change.add(Draft(form="f", record="r", values={}, saved_at="2025-03-28"))
    assert session.board("both") is first


def test_the_window_says_whose_store_it_is(session: Session) -> None:
    facts = session.facts()

    assert (facts["season"], facts["office"], facts["user"], facts["backup"]) == (
        "2025",
        "自治区管理办公室",
        "经办甲",
        "",
    )
    assert facts["store"] == str(session.desk.store.path)


@pytest.mark.parametrize(
    ("ago", "words"),
    [(0, "今天 09:30"), (1, "昨天 09:30"), (9, "12月17日（9 天前）")],
)
def test_the_age_of_the_backup_in_words(ago: int, words: str) -> None:
    today = datetime(2025, 12, 26, 9, 30, tzinfo=UTC)

    assert backup_words(today - timedelta(days=ago), today.date()) == words
    assert backup_words(None, today.date()) == ""


def test_a_backup_is_known_at_once(session: Session) -> None:
    assert "backup.old" in {t.rule for t in session.board("both").tasks.value or []}

    made = session.back_up()

    assert made.parent.name == "备份"
    assert "backup.old" not in {t.rule for t in session.board("both").tasks.value or []}
    assert session.facts()["backup"] == "今天 09:30"


def test_u60_closing_backs_up_what_changed_and_frees_the_store(qtbot: QtBot, at: At) -> None:
    desk = at("applied")
    session, folder = Session(desk), safekeeping.folder_of(desk)
    touch(desk)

    session.close()
    session.close()

    assert len(list(folder.glob("*.ycdb"))) == 1
    Store.open(desk.store.path, key=KEY).close()


def test_closing_without_a_change_makes_no_backup(qtbot: QtBot, at: At) -> None:
    desk = at("applied")
    session = Session(desk)
    session.board("both")

    session.close()

    assert not safekeeping.folder_of(desk).exists()


def test_a_backup_that_fails_does_not_keep_the_program_open(qtbot: QtBot, at: At, expect_log: ExpectLog) -> None:
    desk = at("applied")
    session = Session(desk)
    touch(desk)
    safekeeping.folder_of(desk).write_text("a file where the folder should be", "utf-8")
    expect_log("no backup on exit")

    session.close()

    Store.open(desk.store.path, key=KEY).close()


def test_the_lock_page_knows_the_passphrase(qtbot: QtBot, tmp_path: Path) -> None:
    from yingcai_desktop.services.setup import create_store

    session = Session(create_store(tmp_path / "a.ycdb", "three-words-and-more", "150000", 2025))

    assert session.verify("", "three-words-and-more") is None
    with pytest.raises(NotAllowed, match="口令不对"):
        session.verify("", "three-words-and-less")
    session.close()


def test_pages_and_badges_follow_the_store(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    window.sit_down(session)
    window.refresh_badges()
    qtbot.waitUntil(lambda: session.has_board("both"))
    assert window.sidebar.buttons["applicants"].accessibleName() == "报名登记，558 件待办"

    with session.desk.change("application.approve") as change:
        uids = list(change.scalars(select(Application.uid).where(Application.programme == "national")))
        change.update(Application, [{"uid": uid, "state": "approved"} for uid in uids])

    assert len(uids) == 150
    qtbot.waitUntil(lambda: session.has_board("both"))
    assert window.sidebar.buttons["applicants"].accessibleName() == "报名登记，558 件待办"  # 408, and 150 to confirm
    assert {t.rule: t.count for t in session.board("both").tasks.value or []}["applications.review"] == 408
