"""What holds for every printed page: true text, embedded fonts, readable size, nothing over anything, same bytes twice."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.documents import samples
from tests.documents.reading import fonts, glyphs, overlapping, page_count, page_size, pdfium_text, pypdf_text
from tests.documents.samples import LONG_NAME, LONG_SCHOOL, LONGEST_NAME, RARE
from yingcai_desktop.documents.application import application_forms_pdf, rosters_pdf
from yingcai_desktop.documents.certificate import certificates_pdf
from yingcai_desktop.documents.exam import door_signs_pdf, room_records_pdf, seating_pdf, sign_in_pdf
from yingcai_desktop.documents.interview import score_sheets_pdf, score_summary_pdf
from yingcai_desktop.documents.ledger import check_sheet_pdf, receipt_pdf, register_pdf
from yingcai_desktop.documents.letters import appointment_letters_pdf
from yingcai_desktop.documents.lists import filing_pdf, public_notice_pdf
from yingcai_desktop.documents.record import training_record_pdf
from yingcai_desktop.documents.ticket import tickets_pdf

UPRIGHT, WIDE = (595.3, 841.9), (841.9, 595.3)
KINDS: dict[str, tuple[Callable[[], bytes], tuple[float, float], int]] = {
    "tickets": (lambda: tickets_pdf(samples.tickets(RARE, LONG_NAME, "王一", LONGEST_NAME, "李二")), UPRIGHT, 2),
    "seating": (lambda: seating_pdf(samples.seating()), UPRIGHT, 2),
    "sign-in": (lambda: sign_in_pdf(samples.sign_in()), UPRIGHT, 2),
    "application-forms": (lambda: application_forms_pdf([samples.application(), samples.application(name=RARE)]), UPRIGHT, 2),
    "roster": (lambda: rosters_pdf([samples.roster()]), WIDE, 2),
    "door-signs": (lambda: door_signs_pdf(samples.seating()), UPRIGHT, 1),
    "score-sheets": (lambda: score_sheets_pdf(samples.score_sheets()), WIDE, 2),
    "score-summary": (lambda: score_summary_pdf(samples.summaries()), WIDE, 1),
    "public-notice": (lambda: public_notice_pdf(samples.notice()), UPRIGHT, 1),
    "filing": (lambda: filing_pdf(samples.filing()), WIDE, 3),
    "appointment-letters": (lambda: appointment_letters_pdf([samples.letter(), samples.letter(name=RARE)]), WIDE, 2),
    "certificates": (
        lambda: certificates_pdf([samples.certificate(name=name, school=LONG_SCHOOL) for name in (RARE, LONG_NAME, LONGEST_NAME)]),
        WIDE,
        3,
    ),
    "certificate-check": (lambda: check_sheet_pdf([samples.ledger()]), WIDE, 3),
    "certificate-receipt": (lambda: receipt_pdf([samples.ledger()]), WIDE, 3),
    "certificate-register": (lambda: register_pdf([samples.ledger()]), WIDE, 3),
    "training-record": (lambda: training_record_pdf([samples.record(), samples.record(name=RARE, visits=())]), UPRIGHT, 7),
}


@pytest.fixture(params=list(KINDS), scope="module")
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pdf(kind: str) -> bytes:
    return KINDS[kind][0]()


def test_pages_and_paper(kind: str, pdf: bytes) -> None:
    assert page_count(pdf) == KINDS[kind][2]
    assert page_size(pdf) == KINDS[kind][1]


@pytest.mark.parametrize("reader", [pdfium_text, pypdf_text])
def test_names_come_back_letter_by_letter(pdf: bytes, reader: Callable[[bytes], str]) -> None:
    text = reader(pdf)
    assert RARE in text
    assert LONG_NAME in text
    assert "\ufffd" not in text
    assert not any("\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" for char in text)


def test_fonts_are_embedded_truetype_subsets(pdf: bytes) -> None:
    used = fonts(pdf)
    assert used
    for font in used:
        name = font["/BaseFont"]
        assert font["/Subtype"] == "/TrueType"
        assert name[7] == "+"
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_nothing_is_smaller_than_nine_points_or_over_other_text(pdf: bytes) -> None:
    for page in range(page_count(pdf)):
        found = list(glyphs(pdf, page))
        assert found
        assert min(glyph.size for glyph in found) >= 9
        assert overlapping(found) == []


def test_text_stays_on_the_paper(kind: str, pdf: bytes) -> None:
    wide, high = KINDS[kind][1]
    for page in range(page_count(pdf)):
        for glyph in glyphs(pdf, page):
            assert glyph.box[0] > 15, glyph
            assert glyph.box[2] < wide - 15, glyph
            assert glyph.box[1] > 15, glyph
            assert glyph.box[3] < high - 15, glyph


def test_the_same_bytes_again(kind: str, pdf: bytes) -> None:
    assert KINDS[kind][0]() == pdf


def test_the_same_bytes_in_another_process() -> None:
    script = "import hashlib; from tests.documents.test_every_kind import KINDS; print(hashlib.sha256(b''.join(make() for make, _, _ in KINDS.values())).hexdigest())"
    prints = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                             env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone})
        prints.add(run.stdout)
    assert len(prints) == 1


def test_a_room_record_has_its_room_and_lines_to_write_on() -> None:
    """No names of candidates stand on it: it is written by hand on the day."""
    pdf = room_records_pdf(samples.sign_in())
    text = pdfium_text(pdf)
    assert page_count(pdf) == 1
    assert page_size(pdf) == UPRIGHT
    assert "第01考场" in text
    assert "应到：30人" in text
    assert all(word in text for word in ("缺考座位号", "监考员甲", "监考员乙", "录像编号"))
