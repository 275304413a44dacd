"""报名登记, workbooks coming in: checked in the background, reviewed on the page, loaded or left, given back."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from db.models import Application
from db.store import Store
from tests.season import SEASON
from tests.ui.applicants import Opened, Opener
from yingcai_desktop.services import history, safekeeping

BOOKS = sorted((SEASON / "inbox").glob("报名-国家-*.xlsx"))


@pytest.fixture
def opened(open_applicants: Opener) -> Opened:
    return open_applicants("appointed")


def check(opened: Opened, qtbot: QtBot, paths: Sequence[Path]) -> None:
    opened.page.importing.check(paths)
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)


def said(opened: Opened) -> str:
    return opened.window._strips.strips()[0].text


def test_a_dry_run_shows_counts_and_writes_nothing(opened: Opened, qtbot: QtBot) -> None:
    entries = len(history.actions(opened.desk))

    check(opened, qtbot, BOOKS)

    panel = opened.page.importing.panel
    result = opened.page.importing.result
    assert result is not None
    assert panel.isVisible()
    assert not opened.page.table.isVisible()
    lines = panel.files.rows.shown
    assert [(f.file, f.rows, f.new + f.changed + f.same + f.refused_rows) for f in lines] == [
        (b.name, f.rows, f.rows) for b, f in zip(BOOKS, lines, strict=True)
    ]
    assert panel.take.text() == f"只导入 {sum(f.new for f in lines)} 条正确的"
    assert len(history.actions(opened.desk)) == entries
    assert opened.page.register.rows == []
    assert QApplication.activeModalWidget() is None


def test_refused_cells_are_listed_with_row_column_reason_and_masked_number(opened: Opened, qtbot: QtBot) -> None:
    check(opened, qtbot, BOOKS)

    panel = opened.page.importing.panel
    shown = panel.findings.rows.shown
    assert shown
    assert all(line.grave and line.row > 1 and line.column and line.reason for line in shown)
    assert not any(line.column == "身份证号" and line.value and "*" not in line.value for line in shown)
    panel.tabs.go("warnings")
    assert all(not line.grave for line in panel.findings.rows.shown)
    panel.tabs.go("files")
    assert panel.files.isVisible()


def test_what_is_sound_is_loaded(opened: Opened, qtbot: QtBot) -> None:
    check(opened, qtbot, BOOKS)
    panel = opened.page.importing.panel
    expected = sum(f.new for f in panel.files.rows.shown)

    panel.take.click()
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)

    assert len(opened.page.register.rows) == expected
    assert said(opened).startswith(f"已导入：新增 {expected} 条，更正 0 条，相同 0 条。")
    assert opened.page.table.isVisible()


def test_u60_a_backup_is_made_before_anything_is_imported(opened: Opened, qtbot: QtBot) -> None:
    check(opened, qtbot, BOOKS[:1])
    assert safekeeping.backups(opened.desk) == []

    opened.page.importing.panel.take.click()
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)

    (made,) = safekeeping.backups(opened.desk)
    with Store.open(made.path, key=opened.desk.store.key.secret, read_only=True) as before, before.read() as session:
        assert session.scalar(select(func.count(Application.uid))) == 0
    assert opened.page.register.rows


def test_an_import_is_undone_and_done_again_as_one(opened: Opened, qtbot: QtBot) -> None:
    check(opened, qtbot, BOOKS[:1])
    opened.page.importing.panel.take.click()
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)
    loaded = {r.uid for r in opened.page.register.rows}
    words = opened.page.undoing.undo_words

    opened.page.undo()
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)
    undone = len(opened.page.register.rows)
    opened.page.redo()
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)

    assert words == f"撤销 导入报名 “{BOOKS[0].name}”"
    assert undone == 0 < len(loaded)
    assert {r.uid for r in opened.page.register.rows} == loaded


def test_loading_again_has_nothing_to_load(opened: Opened, qtbot: QtBot) -> None:
    check(opened, qtbot, BOOKS[:1])
    opened.page.importing.panel.take.click()
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)

    check(opened, qtbot, BOOKS[:1])

    assert opened.page.importing.panel.take.text() == "没有要导入的"
    assert not opened.page.importing.panel.take.isEnabled()


def test_leaving_changes_nothing_and_says_so(opened: Opened, qtbot: QtBot) -> None:
    check(opened, qtbot, BOOKS)

    opened.page.importing.panel.leave.click()

    assert opened.page.register.rows == []
    assert said(opened) == "没有导入，登记簿没有改动。"
    assert not opened.page.importing.panel.isVisible()


def test_the_errors_go_back_as_the_senders_workbooks(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    check(opened, qtbot, BOOKS)
    out = tmp_path / "错误.xlsx"

    opened.page.importing.save_errors(out)
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20_000)

    assert openpyxl.load_workbook(out).active.max_row > 1
    book = openpyxl.load_workbook(tmp_path / f"错误-{BOOKS[0].stem}.xlsx")
    assert [cell.comment for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    assert "放在旁边" in said(opened)


def test_no_workbook_is_said_with_what_to_do(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    fake = tmp_path / "报名.xlsx"
    fake.write_bytes(b"not a workbook")

    check(opened, qtbot, [fake])

    panel = opened.page.importing.panel
    assert panel.files.rows.shown[0].refused == "这不是 .xlsx 工作簿"
    assert not panel.take.isEnabled()
    assert panel.files.isVisible()


def test_an_undecided_office_is_told_what_is_missing(open_applicants: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    opened = open_applicants("appointed")
    from sqlalchemy import select

    from db.models import Decision

    with opened.desk.change("decision.record") as change:
        found = change.execute(select(Decision.uid).where(Decision.key == "apply_until")).scalar_one()
        change.delete(Decision, [found])

    check(opened, qtbot, BOOKS[:1])

    assert "报名截止日" in said(opened)
    assert not opened.page.importing.panel.isVisible()
