"""报名登记, tab 材料: files picked and dropped, seen, replaced, moved, removed, taken back; ticks, one by one and many at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Disclosure
from tests.documents.reading import pdfium_text
from tests.scans.pictures import pdf, picture
from tests.ui.applicants import Opened, Opener
from ui.pages.applicants.materials_acts import MaterialsActs
from ui.parts.file_drop import FileDrop
from ui.preview import Preview
from yingcai_desktop.desk import SignedIn
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services.applications.materials import File, Held


@pytest.fixture
def opened(open_applicants: Opener) -> Opened:
    made = open_applicants("applied")
    page = made.page
    page.open_record(next(r.uid for r in page.table.rows.shown if r.programme == "national" and r.result == "eligible"))
    page.pane.show_tab("materials")
    return made


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def acts(opened: Opened) -> MaterialsActs:
    return opened.page.record.materials


def held(opened: Opened) -> Held:
    found = acts(opened).held
    assert found is not None
    return found


def file(opened: Opened, kind: str) -> File:
    [found] = [f for line in held(opened).lines if line.material.name == kind for f in line.files]
    return found


def rest(opened: Opened, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=30_000)


def control(opened: Opened, name: str, kind: type[QWidget] = QPushButton) -> QWidget:
    found = opened.page.pane.materials.findChild(kind, name)
    assert isinstance(found, QWidget), name
    return found


def drop(target: FileDrop, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    target.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier))


def added(opened: Opened, qtbot: QtBot, *paths: Path, kind: str = "") -> None:
    acts(opened).drop(list(paths), kind)
    rest(opened, qtbot)


def test_nothing_to_add_to_before_the_application_is_stored(open_applicants: Opener) -> None:
    page = open_applicants("applied").page
    page.new()
    page.pane.show_tab("materials")
    assert page.pane.materials.summary.text() == "存入登记簿后才能添加材料。"
    assert not page.pane.materials.add_button.isVisible()


def test_several_files_are_picked_and_filed_by_their_names(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [
        put(tmp_path, "证件照.png", picture(form="PNG")),
        put(tmp_path, "报名表.pdf", pdf()),
        put(tmp_path, "坏的成绩单.jpg", b"no"),
    ]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([str(n) for n in names], ""))
    pane = opened.page.pane
    assert pane.picture.isHidden()

    pane.materials.add_button.click()
    rest(opened, qtbot)

    assert held(opened).count == (1, 3)
    assert pane.picture.isVisible() and not pane.picture.pixmap().isNull()
    assert pane.materials.summary.text() == "必交 1/3，还缺：报名表盖章、成绩证明"
    texts = [strip.text for strip in opened.window._strips.strips()]
    assert any("坏的成绩单.jpg：不是图片，也不是 PDF" in text for text in texts)
    assert any(text.startswith("已为 ") and "2 份材料" in text for text in texts)
    row = opened.page.register.row(held(opened).uid) if opened.page.register else None
    assert row is not None and row.missing == ("报名表盖章", "成绩证明")

    opened.page.undo()
    assert held(opened).count == (0, 3) and pane.picture.isHidden()
    opened.page.redo()
    assert held(opened).count == (1, 3)


def test_files_are_dropped_on_a_line_or_beside_the_lines(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    one, two = put(tmp_path, "IMG_1.jpg", picture()), put(tmp_path, "成绩单.jpg", picture(500, 700))
    lines = {
        w.accessibleName().split("：")[0]: w
        for w in opened.page.pane.materials.findChildren(FileDrop)
        if w.accessibleName()
    }
    drop(lines["报名表"], one)
    rest(opened, qtbot)
    assert file(opened, "报名表").name == "IMG_1.jpg"
    drop(opened.page.pane.materials._body, two)
    rest(opened, qtbot)
    assert file(opened, "成绩证明").name == "成绩单.jpg"


def test_a_file_is_seen_in_the_preview_and_that_is_written_down(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    added(opened, qtbot, put(tmp_path, "报名表.pdf", pdf("signed and sealed")))
    control(opened, f"{file(opened, '报名表').uid}/open").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: isinstance(opened.window.front, Preview), timeout=20_000)
    front = opened.window.front
    assert isinstance(front, Preview)
    qtbot.waitUntil(lambda: front.view.paper is not None)
    assert front.view.paper is not None
    assert "signedandsealed" in pdfium_text(front.view.paper.pdf)
    with opened.desk.read() as session:
        [line] = session.scalars(select(Disclosure)).all()
    assert line.columns == ["报名表"] and held(opened).name in line.about


def test_replaced_moved_removed_and_back(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened.page
    added(opened, qtbot, put(tmp_path, "IMG_1.jpg", picture()))
    page.pane.materials.refiled.emit(file(opened, "其他材料"), "照片")
    first = file(opened, "照片")
    acts(opened).replace_with(first, put(tmp_path, "IMG_2.jpg", picture(500, 700)))
    rest(opened, qtbot)
    assert file(opened, "照片").name == "IMG_2.jpg"
    control(opened, f"{first.uid}/remove").click()  # type: ignore[attr-defined]  # a button
    assert held(opened).photo is None and page.pane.picture.isHidden()
    for name in ("IMG_2.jpg", "IMG_1.jpg"):
        page.undo()
        assert file(opened, "照片").name == name
    page.undo()
    assert file(opened, "其他材料").name == "IMG_1.jpg"


def test_ticks_by_keyboard_keep_the_keyboard_where_it_was(opened: Opened, qtbot: QtBot) -> None:
    qtbot.waitUntil(opened.window.isActiveWindow)
    for what in ("received", "stamped"):
        control(opened, f"报名表/{what}", QCheckBox).setFocus()
        qtbot.keyClick(control(opened, f"报名表/{what}", QCheckBox), Qt.Key.Key_Space)
        assert opened.window.focusWidget() is control(opened, f"报名表/{what}", QCheckBox)
    assert held(opened).count == (1, 3)
    opened.page.undo()
    assert held(opened).count == (0, 3)


def test_paper_of_many_comes_at_once_and_is_taken_back(opened: Opened, qtbot: QtBot) -> None:
    page = opened.page
    uids = [r.uid for r in page.table.rows.shown[:30]]
    page.table.rows.check(uids, True)
    next(a for a in page.b_receive.menu_of.actions() if a.text() == "报名表：已收到，已盖章").trigger()
    rest(opened, qtbot)
    assert page.register is not None
    assert all("报名表" not in (row.missing if (row := page.register.row(uid)) else ("报名表",)) for uid in uids)
    page.undo()
    assert all("报名表" in (row.missing if (row := page.register.row(uid)) else ()) for uid in uids)


def test_who_only_reviews_sees_and_ticks_but_adds_nothing(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    added(opened, qtbot, put(tmp_path, "报名表.pdf", pdf()))
    uid = file(opened, "报名表").uid
    opened.desk.user = SignedIn("x", "审核甲", frozenset({Duty.REVIEWER}))
    opened.page.rights_changed()
    tab = opened.page.pane.materials
    assert not tab.add_button.isVisible() and not tab._body.on
    assert tab.findChild(QPushButton, f"{uid}/remove") is None
    assert not control(opened, f"{uid}/open").isHidden() and control(opened, "报名表/received", QCheckBox).isEnabled()
    opened.desk.user = SignedIn("x", "监督甲", frozenset({Duty.SUPERVISOR}))
    opened.page.rights_changed()
    assert tab.findChild(QPushButton, f"{uid}/open") is None
    assert not control(opened, "报名表/received", QCheckBox).isEnabled()


def test_what_is_lacking_is_offered_as_a_reason_to_send_back(opened: Opened) -> None:
    page = opened.page
    page.pane.show_tab("opinion")
    offers = [b.text() for b in page.pane.opinion.findChildren(QPushButton) if b.text().startswith("材料不全")]
    assert offers == ["材料不全，缺照片、报名表、成绩证明"]
