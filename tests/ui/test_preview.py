"""打印预览 in a real window: the bytes on screen, in the file and on paper are the same; Esc comes back to where one was."""

import subprocess
import sys
import time
from functools import reduce
from operator import and_
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.documents import samples
from ui import printing, theme
from ui.jobs import Cancelled, Progress
from ui.main_window import MainWindow
from ui.preview import Preview
from yingcai_desktop.documents.certificate import certificates_pdf
from yingcai_desktop.documents.paper import _OPEN, PDFIUM, Paper, count
from yingcai_desktop.errors import NotAllowed, Refusal

Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return certificates_pdf([samples.certificate()] * 3)


@pytest.fixture
def preview(window: MainWindow, qtbot: QtBot, pdf: bytes) -> Preview:
    window.preview("培养证书 3 张", lambda progress: pdf, "证书.pdf")
    qtbot.waitUntil(lambda: isinstance(window.front, Preview))
    made = window.front
    assert isinstance(made, Preview)
    qtbot.waitUntil(made.view.settled)
    return made


def file_printer(out: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    return printer


def paper_printer(out: Path, monkeypatch: pytest.MonkeyPatch) -> QPrinter:
    """A printer that rasters like a real one and can be looked at: Qt's PDF engine without the short cut."""
    printer = file_printer(out)
    printer.setResolution(150)
    monkeypatch.setattr(printer, "outputFormat", lambda: QPrinter.OutputFormat.NativeFormat)
    return printer


def unheard(done: int, total: int = 0, text: str = "") -> None:
    pass


def test_the_preview_takes_the_place_of_the_page(window: MainWindow, preview: Preview) -> None:
    assert preview.isVisible()
    assert not window.page.isVisible()
    assert preview.title.text() == "培养证书 3 张"
    assert preview.pages.text() == "第 1 页 / 共 3 页"
    assert preview.view.hasFocus()


def test_esc_comes_back_to_where_the_keyboard_was(window: MainWindow, qtbot: QtBot, pdf: bytes) -> None:
    window.go("exchange")
    focus = window.page.tab.start_state.buttons[1]  # type: ignore[attr-defined]
    focus.setFocus()
    window.preview("名册", lambda progress: pdf, "名册.pdf")
    qtbot.waitUntil(lambda: isinstance(window.front, Preview))

    qtbot.keyClick(window.front, Qt.Key.Key_Escape)

    assert window.front is window.page
    assert window.page.isVisible()
    assert QApplication.focusWidget() is focus


def test_going_elsewhere_puts_the_preview_away(window: MainWindow, preview: Preview) -> None:
    window.go("mentors")
    assert window.front is window.page
    assert preview.view.count == 0


def test_the_screen_does_not_wait_for_pdfium_to_let_go_of_a_file(preview: Preview, qtbot: QtBot) -> None:
    """A printing job may hold pdfium for a while; going back, and another file, are no reason to stand still."""
    paper = preview.view.paper
    assert paper is not None
    with PDFIUM:
        before = time.monotonic()
        preview.view.clear()
        preview.clear()
        assert time.monotonic() - before < 0.05
        assert preview.view.count == 0
    qtbot.waitUntil(lambda: not paper._open)  # the drawing thread has closed it


def test_the_screen_does_not_wait_for_a_file_to_be_opened(preview: Preview, pdf: bytes, qtbot: QtBot) -> None:
    """Nor for pdfium, which is drawing or printing; of two files asked for in a row the later one is shown, and the other let go of."""
    view, other, of_others = preview.view, certificates_pdf([samples.certificate()] * 2), set(_OPEN)
    with PDFIUM:
        before = time.monotonic()
        view.show_pdf(other, "page")
        view.show_pdf(pdf, "width")
        assert time.monotonic() - before < 0.05
        assert not view.settled()
    qtbot.waitUntil(view.settled)
    assert view.paper is not None and view.paper.pdf is pdf
    qtbot.waitUntil(lambda: [paper.pdf for paper in set(_OPEN) - of_others if paper._open] == [pdf])


def test_a_finished_file_does_not_jump_at_somebody_who_has_gone_on(window: MainWindow, qtbot: QtBot, pdf: bytes) -> None:
    def make(progress: Progress) -> bytes:
        time.sleep(0.1)
        return pdf

    window.preview("名册", make, "名册.pdf")
    window.go("mentors")
    qtbot.waitUntil(lambda: bool(window.messages.kept))

    assert window.front is window.page
    assert "已经生成" in window.messages.kept[0].text


def test_a_refusal_is_a_strip_and_the_page_stays(window: MainWindow, qtbot: QtBot) -> None:
    def make(progress: Progress) -> bytes:
        raise Refusal("还没有颁发证书。")

    window.preview("证书", make, "证书.pdf")
    qtbot.waitUntil(lambda: bool(window.messages.kept))

    assert window.messages.kept[0].text == "还没有颁发证书。"
    assert window.front is window.page


def test_keys_turn_pages_and_zoom(preview: Preview, qtbot: QtBot) -> None:
    view = preview.view
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 2
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert preview.pages.text() == "第 3 页 / 共 3 页"
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == 2
    before = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Minus, Control)
    assert view.zoom == pytest.approx(before / 1.2)
    assert view.page == 2
    assert preview.fits.current() == ""
    qtbot.keyClick(view, Qt.Key.Key_0, Control)
    assert preview.fits.current() == "actual"
    assert preview.percent.text() == "100%"


def test_fits(preview: Preview) -> None:
    view = preview.view
    view.zoom_to("page")
    assert view.paper is not None
    high = view.paper.sheets[0].height * view.zoom * view.logicalDpiX() / 72
    assert high <= view.viewport().height()
    view.zoom_to("width")
    wide = view.paper.sheets[0].width * view.zoom * view.logicalDpiX() / 72
    assert view.viewport().width() - 42 < wide < view.viewport().width()


def test_real_size_is_real(preview: Preview) -> None:
    preview.view.zoom_to("actual")
    place = preview.view._places[0]
    inch = preview.view.logicalDpiX()
    assert place.width() / inch * 25.4 == pytest.approx(297, abs=0.2)


def test_paper_is_white_in_the_dark(window: MainWindow, preview: Preview, qtbot: QtBot, qapp: QApplication) -> None:
    theme.switch(qapp, "dark")
    view = preview.view
    view.zoom_to("page")
    qtbot.waitUntil(view.settled)
    picture = view.viewport().grab().toImage()
    place = view._places[0]
    assert picture.pixelColor(round(place.x() + 5), round(place.y() + 5 - view.verticalScrollBar().value())).name() == "#ffffff"


def test_u53_what_the_screen_shows_lies_where_the_file_has_it(preview: Preview, qtbot: QtBot) -> None:
    """Within 0.2 mm, at a zoom whose pixels are smaller than that."""
    view = preview.view
    view.zoom_to(2.5)
    qtbot.waitUntil(view.settled)
    assert view.paper is not None
    image, sheet = view._kept[0, view._scale()], view.paper.sheets[0]
    shown = image.convertToFormat(QImage.Format.Format_RGB32)
    per_mm = shown.width() / sheet.millimetres[0]
    assert 1 / per_mm < 0.2

    bits = bytes(shown.constBits())
    on_screen = box(bits, shown.width(), shown.height(), shown.bytesPerLine(), per_mm)
    assert on_screen == pytest.approx(ink_box(view.paper, 0), abs=0.2)


def test_saved_file_is_the_same_bytes(preview: Preview, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "证书"), ""))
    qtbot.keyClick(preview.view, Qt.Key.Key_S, Control)
    assert (tmp_path / "证书.pdf").read_bytes() == pdf


def test_printing_into_a_file_writes_the_same_bytes(
    window: MainWindow, preview: Preview, pdf: bytes, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(preview, "ask_printer", lambda: file_printer(tmp_path / "out.pdf"))
    qtbot.keyClick(preview.view, Qt.Key.Key_P, Control)
    qtbot.waitUntil(lambda: not window.jobs.busy())

    assert (tmp_path / "out.pdf").read_bytes() == pdf
    assert window.messages.kept[0].text == "已把《培养证书 3 张》的 3 页送到打印机。"


def test_a_range_of_pages_into_a_file(pdf: bytes, tmp_path: Path) -> None:
    printer = file_printer(tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    sent = printing.send(pdf, printer, unheard)
    assert (sent.first, sent.last, sent.count) == (2, 3, 2)
    assert count((tmp_path / "out.pdf").read_bytes()) == 2


def test_u53_paper_has_as_many_pages_in_the_real_size_and_the_same_ink(pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """U53: what comes out of the printer is what was on the screen, within 0.2 mm."""
    out = tmp_path / "paper.pdf"
    printing.send(pdf, paper_printer(out, monkeypatch), unheard)
    given, printed = Paper(pdf), Paper(out.read_bytes())

    assert len(printed) == 3
    assert printed.sheets[0].words == "A4 横向"
    for n in range(3):
        first, second = (ink_box(paper, n) for paper in (given, printed))
        assert first == pytest.approx(second, abs=0.2)
    given.close()
    printed.close()


def ink_box(paper: Paper, number: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is not white, in mm."""
    made = paper.picture(number, 300 / 72)
    return box(made.pixels, made.width, made.height, made.stride, 300 / 25.4)


LIGHT = bytes(range(128, 256))


def box(pixels: bytes, width: int, height: int, stride: int, per_mm: float) -> tuple[float, float, float, float]:
    """The same of any picture with `per_mm` pixels to the millimetre."""
    rows = [pixels[y * stride : y * stride + width * 4] for y in range(height)]
    inked = [y for y, line in enumerate(rows) if line.translate(None, LIGHT)]
    darkest = reduce(and_, (int.from_bytes(rows[y]) for y in inked[::7])).to_bytes(width * 4)  # a byte of 128 or more has its first bit
    columns = [x for x in range(width) if min(darkest[4 * x : 4 * x + 3]) < 128]
    return tuple(value / per_mm for value in (columns[0], inked[0], columns[-1], inked[-1]))  # type: ignore[return-value]


def test_cancelled_printing_says_how_many_went(pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int, total: int = 0, text: str = "") -> None:
        if done == 2:
            raise Cancelled

    sent = printing.send(pdf, paper_printer(tmp_path / "paper.pdf", monkeypatch), stop)
    assert (sent.first, sent.last, sent.whole) == (1, 2, False)


def test_wrong_paper_is_refused_before_anything_is_sent(pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = paper_printer(tmp_path / "paper.pdf", monkeypatch)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    with pytest.raises(NotAllowed, match="A4 横向"):
        printing.send(pdf, printer, unheard)
    assert not (tmp_path / "paper.pdf").exists()


def test_without_a_printer_the_way_out_is_offered(window: MainWindow, preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    preview.print_page()
    assert "没有装打印机" in window.messages.kept[0].text


def test_the_page_is_told_what_was_printed(
    window: MainWindow, qtbot: QtBot, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[printing.Sent] = []
    window.preview("证书", lambda progress: pdf, "证书.pdf", printed=told.append)
    qtbot.waitUntil(lambda: isinstance(window.front, Preview))
    window.front.print_on(file_printer(tmp_path / "out.pdf"))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(told))
    assert told == [printing.Sent(1, 3, True)]


def test_commands_of_the_hidden_page_do_nothing(window: MainWindow, preview: Preview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    undone: list[bool] = []
    monkeypatch.setattr(window.page, "undo", lambda: undone.append(True), raising=False)
    qtbot.keyClick(preview.view, Qt.Key.Key_Z, Control)
    assert undone == []
    assert window._status.text() == "“打印预览”没有“撤销”"


def test_the_window_starts_without_pdfium_and_printing() -> None:
    code = (
        "import sys, ui.app, ui.main_window, ui.pages.home, ui.opening, ui.session;"
        "print([m for m in ('pypdfium2', 'PySide6.QtPrintSupport', 'reportlab') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
