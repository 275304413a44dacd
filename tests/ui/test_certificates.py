"""证书打印 in a real window over the sample season: list, paper, numbers, printing from the seventh on, what came out badly, hand-over."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Application, Certificate, CertificateCheck, CertificateCollection, CertificatePrint
from tests.documents.reading import blankless, pdfium_text
from tests.season import At
from tests.ui.test_window import SIZES, clipped, unnamed
from ui import printing
from ui.jobs import Cancelled, Progress
from ui.main_window import MainWindow
from ui.pages.certificates import CertificatesPage
from ui.pages.certificates.bars import CollectBar, PrintBar, ReasonBar, SpoiledBar
from ui.preferences import Preferences
from ui.preview import Preview
from ui.second_person import SecondPerson
from yingcai_desktop.desk import Desk

Open = Callable[[str], CertificatesPage]


@pytest.fixture
def opened(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def open_at(milestone: str) -> CertificatesPage:
        desk = at(milestone)
        made = MainWindow(desk, preferences)
        qtbot.addWidget(made)
        desk.store.listeners.append(made.store_changed.emit)
        made.resize(1440, 900)
        made.show()
        page = made.go("certificates")
        qtbot.waitExposed(made)
        made.activateWindow()
        windows.append(made)
        assert isinstance(page, CertificatesPage)
        qtbot.waitUntil(lambda: page.loaded)
        return page

    yield open_at
    for made in windows:
        made.close()
        made.pages["certificates"].paper.view.shut()  # type: ignore[attr-defined]


@pytest.fixture
def page(opened: Open) -> CertificatesPage:
    return opened("certified")


def window(page: CertificatesPage) -> MainWindow:
    assert isinstance(page.shell, MainWindow)
    return page.shell


def paper(page: CertificatesPage, qtbot: QtBot) -> str:
    """What stands on the paper on show."""
    qtbot.waitUntil(lambda: not page._wait.isActive() and page._setting is None and page.paper.view._opening is None)
    shown = page.paper.view.paper
    return pdfium_text(shown.pdf) if shown is not None else page.paper.note.text()


def witness(page: CertificatesPage, name: str = "李慧") -> None:
    panel = window(page).findChild(SecondPerson)
    assert panel is not None
    panel.name.setText(name)
    panel.confirm()


def ours(page: CertificatesPage, count: int = 18) -> list[str]:
    return [uid for uid, h in page.rows.items() if h.ours][:count]


def file_printer(out: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(out))
    return made


def start(page: CertificatesPage, qtbot: QtBot, uids: list[str], first: str = "", reason: str = "已由学校电话核对") -> Preview:
    """As far as the preview."""
    page.list.table.rows.check(uids, True)
    page.print_page()
    bar = page.bar
    assert isinstance(bar, PrintBar)
    if first:
        bar.start.set_code(first)
        bar.start.picked.emit(first)
    bar.reason.setText(reason)
    qtbot.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window(page).front, Preview))
    made = window(page).front
    assert isinstance(made, Preview)
    return made


def prints(desk: Desk) -> list[CertificatePrint]:
    with desk.read() as session:
        return list(session.scalars(select(CertificatePrint)))


def test_the_first_person_with_the_paper_as_it_will_be(page: CertificatesPage, qtbot: QtBot) -> None:
    first = page.rows[page.list.table.current()]
    text = paper(page, qtbot)
    assert f"{blankless(first.name)}同学" in text
    assert first.number in text
    assert page.paper.place.text().startswith("1 / ")
    assert "不在此列：不合格" in page.list.sentence.text()
    assert "附件2 七（三）" in page.list.sentence.text()


def test_u52_only_who_has_earned_one_is_on_the_page(page: CertificatesPage) -> None:
    assert {h.grade for h in page.rows.values()} == {"优秀", "合格"}
    assert len(ours(page, 999)) == 47


def test_without_a_result_the_page_says_so_and_leads_on(opened: Open) -> None:
    page = opened("training")
    assert page.empty.isVisible()
    assert "没有评价结果 130 人" in page.empty.sentence.text()
    assert window(page).focusWidget() is page.empty.buttons[0]


def test_alt_and_arrows_turn_to_the_neighbour(page: CertificatesPage, qtbot: QtBot) -> None:
    page.list.table.select(ours(page)[0])
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.list.table.current() == ours(page)[1]
    assert page.rows[ours(page)[1]].number in paper(page, qtbot)


def test_numbering_takes_a_second_person(opened: Open, qtbot: QtBot) -> None:
    page = opened("graded")
    window(page).desk.witness = ""
    assert {page.rows[uid].state for uid in ours(page)} == {"entitled"}
    assert "还没有编号" in paper(page, qtbot)
    qtbot.mouseClick(page.facts.buttons["number"], Qt.MouseButton.LeftButton)
    witness(page)

    assert {page.rows[uid].state for uid in ours(page)} == {"numbered"}
    assert page.rows[page.list.table.current()].number in paper(page, qtbot)


def test_u55_printing_from_the_seventh_on(page: CertificatesPage, qtbot: QtBot, tmp_path: Path) -> None:
    """One of the ten everyday tasks: eighteen chosen, the first six lie there already."""
    uids = ours(page)
    assert page.paper.main.text() == "打印这一张…"
    page.list.table.rows.check(uids, True)
    assert page.paper.main.text() == "打印选中 18 张…"

    preview = start(page, qtbot, uids, first=uids[6])
    assert preview.title.text() == "培养证书 12 张"
    preview.print_on(file_printer(tmp_path / "out.pdf"))
    qtbot.waitUntil(lambda: isinstance(page.bar, SpoiledBar))

    assert [page.rows[uid].state for uid in uids] == ["numbered"] * 6 + ["printed"] * 12
    assert window(page).front is page
    assert len(prints(page.shell.desk)) == 12
    printed = pdfium_text((tmp_path / "out.pdf").read_bytes())
    assert page.rows[uids[6]].number in printed
    assert page.rows[uids[5]].number not in printed


def test_what_came_out_badly_is_printed_again_under_its_number(page: CertificatesPage, qtbot: QtBot, tmp_path: Path) -> None:
    uids = ours(page, 3)
    start(page, qtbot, uids).print_on(file_printer(tmp_path / "out.pdf"))
    qtbot.waitUntil(lambda: isinstance(page.bar, SpoiledBar))
    bar = page.bar
    assert isinstance(bar, SpoiledBar)
    assert not bar.again.isEnabled()
    bar.sheets[uids[1]].click()
    assert bar.again.text() == "重打打坏的 1 张…"
    bar.again.click()

    again = page.bar
    assert isinstance(again, PrintBar)
    assert [h.uid for h in again.plan.ready] == [uids[1]]
    assert again.plan.again == ()
    page.printing.start(again.plan, "")
    qtbot.waitUntil(lambda: isinstance(window(page).front, Preview))
    window(page).front.print_on(file_printer(tmp_path / "again.pdf"))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: isinstance(page.bar, SpoiledBar))

    sheets = [(s.sheet, s.spoiled) for s in prints(page.shell.desk) if s.application_uid == uids[1]]
    assert sorted(sheets) == [(1, True), (2, False)]
    assert [page.rows[uid].state for uid in uids] == ["printed"] * 3


def test_a_second_print_always_interrupts(page: CertificatesPage, qtbot: QtBot, tmp_path: Path) -> None:
    uids = ours(page, 3)
    start(page, qtbot, uids[:1]).print_on(file_printer(tmp_path / "out.pdf"))
    qtbot.waitUntil(lambda: isinstance(page.bar, SpoiledBar))
    page.list.table.rows.check(uids, True)
    page.print_page()
    bar = page.bar
    assert isinstance(bar, PrintBar)
    assert "1 张已经打印过" in bar.again.text()
    assert not bar.go.isEnabled()
    bar.only_new.click()
    assert [h.uid for h in bar.plan.ready] == uids[1:]


def test_a_cancelled_batch_goes_on_where_it_stopped(
    page: CertificatesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uids = ours(page, 4)
    preview = start(page, qtbot, uids)

    def two_only(pdf: bytes, printer: QPrinter, progress: Progress) -> printing.Sent:
        try:
            raise Cancelled
        except Cancelled:
            return printing.Sent(1, 2, False)

    monkeypatch.setattr(printing, "send", two_only)
    preview.print_on(file_printer(tmp_path / "out.pdf"))
    qtbot.waitUntil(lambda: isinstance(page.bar, SpoiledBar))
    bar = page.bar
    assert isinstance(bar, SpoiledBar)
    assert [page.rows[uid].state for uid in uids] == ["printed", "printed", "numbered", "numbered"]
    assert bar.rest.text() == "接着打其余 2 张…"
    bar.rest.click()
    assert isinstance(page.bar, PrintBar)
    assert [h.uid for h in page.bar.plan.ready] == uids[2:]


def test_checked_people_need_no_reason_and_it_can_be_undone(page: CertificatesPage, qtbot: QtBot) -> None:
    uids = ours(page, 2)
    page.list.table.rows.check(uids, True)
    page.facts.buttons["check"].click()
    assert {page.rows[uid].check for uid in uids} == {"checked"}
    page.print_page()
    assert isinstance(page.bar, PrintBar)
    assert page.bar.go.isEnabled()
    qtbot.keyClick(page.bar.go, Qt.Key.Key_Escape)
    assert page.bar is None
    assert QApplication.focusWidget() is page.list.table

    page.undo()

    assert {page.rows[uid].check for uid in uids} == {""}
    with page.shell.desk.read() as session:
        assert session.scalars(select(CertificateCheck)).all() == []


def test_void_and_a_new_number_take_two_people_and_a_reason(page: CertificatesPage, qtbot: QtBot) -> None:
    window(page).desk.witness = ""
    uid = ours(page)[0]
    old = page.rows[uid].number
    page.list.table.select(uid)
    page.facts.buttons["void"].click()
    bar = page.bar
    assert isinstance(bar, ReasonBar)
    assert not bar.go.isEnabled()
    qtbot.keyClicks(bar.reason, "typo")
    qtbot.keyClick(bar.reason, Qt.Key.Key_Return)
    witness(page)

    assert page.rows[uid].state == "void"
    assert "已作废" in page.facts._void.text()
    assert "不能打印" in paper(page, qtbot)
    page.facts.buttons["renumber"].click()
    assert isinstance(page.bar, ReasonBar)
    page.bar.reason.setText("重新颁发")
    page.bar.go.click()
    witness(page)
    assert page.rows[uid].state == "numbered"
    assert page.rows[uid].number != old


def test_hand_over_with_date_and_receiver(page: CertificatesPage, qtbot: QtBot, tmp_path: Path) -> None:
    uids = ours(page, 2)
    start(page, qtbot, uids).print_on(file_printer(tmp_path / "out.pdf"))
    qtbot.waitUntil(lambda: isinstance(page.bar, SpoiledBar))
    page.list.table.rows.check(uids, True)
    page.facts.buttons["collect"].click()
    bar = page.bar
    assert isinstance(bar, CollectBar)
    bar.day.setText("昨天")
    bar.go.click()
    assert page.bar is bar  # what was typed stays
    bar.day.setText("2025-12-26")
    bar.receiver.setText("通辽五中")
    bar.relation.set_code("学校代领")
    bar.go.click()

    assert page.bar is None
    assert [page.rows[uid].state for uid in uids] == ["collected"] * 2
    with page.shell.desk.read() as session:
        assert {c.receiver for c in session.scalars(select(CertificateCollection))} == {"通辽五中"}


def test_sheets_printed_elsewhere_are_registered_so_that_they_can_be_handed_over(page: CertificatesPage, qtbot: QtBot) -> None:
    uids = ours(page, 2)
    page.list.table.select(uids[0])
    assert page.facts.buttons["collect"].isHidden()  # nothing to hand over yet
    page.list.table.rows.check(uids, True)
    page.facts.buttons["printed"].click()
    bar = page.bar
    assert isinstance(bar, ReasonBar)
    assert "另存 PDF" in bar.reason.text()
    bar.go.click()

    assert page.bar is None
    assert {page.rows[uid].state for uid in uids} == {"printed"}
    assert {s.reason for s in prints(page.shell.desk)} == {bar.reason.text()}
    page.list.table.rows.check(uids, False)
    page.list.table.select(uids[0])
    assert page.facts.buttons["printed"].isHidden()
    assert not page.facts.buttons["collect"].isHidden()


def test_opened_at_a_person_before_the_register_is_read(qtbot: QtBot, preferences: Preferences, at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        uid = str(session.scalars(select(Certificate.application_uid).where(Certificate.sequence == 7)).one())
    made = MainWindow(desk, preferences)
    qtbot.addWidget(made)
    made.show()
    page = made.go("certificates", uid=uid)
    assert isinstance(page, CertificatesPage)
    assert not page.loaded  # the screen stands before the register is read
    qtbot.waitUntil(lambda: page.loaded)
    assert page.list.table.current() == uid
    made.close()
    page.paper.view.shut()


def test_opening_the_page_imports_nothing_that_makes_paper() -> None:
    """ReportLab and the printing services take half a second; the job that sets a page brings them."""
    code = "import sys, ui.pages.certificates.page; print([m for m in ('reportlab', 'pypdfium2', 'yingcai_desktop.services.printing') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_only_what_somebody_may_do_is_offered(page: CertificatesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.list.table.select(ours(page)[0])
    assert not page.facts.buttons["void"].isHidden()
    monkeypatch.setattr(type(page.shell.desk), "may", lambda _self, action: action == "certificate.check")
    page.seat_taken()
    shown = {verb for verb, made in page.facts.buttons.items() if not made.isHidden()}
    assert shown == {"check", "certificate-check", "certificate-receipt", "certificate-register", "register"}
    assert not page.paper.main.isEnabled()


def test_a_national_number_is_registered_and_nothing_printed(page: CertificatesPage, qtbot: QtBot) -> None:
    uid = next(uid for uid, h in page.rows.items() if not h.ours)
    page.list.table.select(uid)
    assert "由全国管理办公室颁发" in paper(page, qtbot)
    assert not page.paper.main.isEnabled()
    page.facts.national.setText("YC-2025-31")
    page.facts.buttons["register"].click()
    assert page.rows[uid].number == "YC-2025-31"
    assert page.rows[uid].state_name == "已登记"


def test_u56_a_missing_glyph_is_named_with_the_person(page: CertificatesPage, qtbot: QtBot) -> None:
    uid = ours(page)[3]
    with page.shell.desk.change("application.edit") as change:
        change.update(Application, [{"uid": uid, "name": "李\U000323ae"}])
    page.list.table.select(uid)
    text = paper(page, qtbot)
    assert "U+323AE" in text
    assert "李" in text


def test_lists_before_and_after(page: CertificatesPage, qtbot: QtBot) -> None:
    for what, words in (("certificate-check", "证书信息核对确认单"), ("certificate-receipt", "领证签收表"), ("certificate-register", "证书登记簿")):
        page.facts.buttons[what].click()
        qtbot.waitUntil(lambda: isinstance(window(page).front, Preview))
        front = window(page).front
        assert isinstance(front, Preview)
        qtbot.waitUntil(lambda view=front.view: view.paper is not None)
        assert front.view.paper is not None
        assert words in pdfium_text(front.view.paper.pdf)
        window(page).leave_preview()


def test_search_and_state_narrow_and_the_way_back(page: CertificatesPage) -> None:
    page.open_at(state="awaited")
    assert {page.rows[r.uid].ours for r in page.list.table.rows.shown} == {False}
    page.list.search.setText("没有这个人")
    page.list._narrow()
    assert page.list.all_again.isVisible()
    page.list.all_again.click()
    assert len(page.list.table.rows.shown) == len(page.rows)


def test_what_is_seen_goes_out_as_a_workbook(page: CertificatesPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.list.show_state("awaited")
    page.giving.export_to(tmp_path / "证书.xlsx")
    qtbot.waitUntil(lambda: not window(page).jobs.busy())
    sheet = openpyxl.load_workbook(tmp_path / "证书.xlsx").active
    assert sheet is not None
    words = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any("状态" in w or "待登记" in w for w in words)
    assert {h.name for h in page.list.table.rows.shown} <= set(words)
    assert not set(words) & {h.number for h in page.rows.values() if h.ours}


def test_scope_shows_one_programme(page: CertificatesPage) -> None:
    window(page).top.scopes.go("national")
    assert {h.programme for h in page.rows.values()} == {"national"}


@pytest.mark.parametrize("size", SIZES)
def test_u21_nothing_is_cut_and_everything_is_named(page: CertificatesPage, qtbot: QtBot, size: tuple[int, int]) -> None:
    window(page).resize(*size)
    page.list.table.rows.check(ours(page), True)
    paper(page, qtbot)
    assert clipped(page) == []
    assert unnamed(page) == []
    assert page.facts.horizontalScrollBar().maximum() == 0
    page.print_page()
    QApplication.processEvents()
    assert clipped(page) == []
    assert page.bar is not None
    assert page.bar.go.isVisible()
    assert page.bar.mapTo(page, page.bar.rect().bottomRight()).y() <= page.height()


def test_a_city_prints_but_does_not_number(qtbot: QtBot, preferences: Preferences, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at("certified")
    monkeypatch.setattr(desk.store, "office", "150500")
    made = MainWindow(desk, preferences)
    qtbot.addWidget(made)
    made.show()
    page = made.go("certificates")
    assert isinstance(page, CertificatesPage)
    qtbot.waitUntil(lambda: page.loaded)
    assert {h.city for h in page.rows.values()} == {"150500"}
    assert page.facts.buttons["number"].isHidden()
    assert not page.facts._elsewhere.isHidden()
    made.close()
    page.paper.view.shut()
