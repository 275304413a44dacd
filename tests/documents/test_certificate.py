"""Only 优秀 and 合格 (附件2 七（三）); what the QR code claims; and the way back from code and file to the claim."""

import re
from dataclasses import replace
from datetime import date

import pytest
import segno

from tests.documents.reading import blankless, glyphs, overlapping, pdfium_text
from tests.documents.samples import LONG_NAME, LONG_SCHOOL, LONGEST_NAME, RARE, certificate, letter
from yingcai_desktop.documents import qr
from yingcai_desktop.documents.certificate import certificates_pdf, claim_of
from yingcai_desktop.documents.claim import Claim, claims_in, parse_code
from yingcai_desktop.documents.letters import appointment_letters_pdf
from yingcai_desktop.errors import Invalid, NotAllowed


@pytest.mark.parametrize("grade", ["不合格", "未参评", "未定", "", "优", "良好", "优秀 "])
def test_no_certificate_for_any_other_grade(grade: str) -> None:
    with pytest.raises(NotAllowed, match="附件2 七（三）"):
        certificate(grade=grade)
    with pytest.raises(NotAllowed):
        replace(certificate(), grade=grade)


@pytest.mark.parametrize("number", ["", "内后备证|1", "内后备证 1号"])
def test_a_number_the_code_cannot_hold_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="certificate number"):
        certificate(number=number)


def test_every_field_of_the_form_is_printed() -> None:
    """domain.md §4.11."""
    one = certificate(grade="合格")
    text = pdfium_text(certificates_pdf([one]))
    for part in (*one.facts().values(), "培养证书", "特颁此证。", "2025年12月26日", "生物学科", claim_of(one).digits()):
        if part != one.issue_date.isoformat() and part != "、".join(one.issuers):
            assert blankless(part) in text
    assert all(issuer in text for issuer in one.issuers)
    assert "盖章" not in text


def test_u53_long_names_and_schools_are_whole() -> None:
    for name in (RARE, LONG_NAME, LONGEST_NAME):
        one = certificate(name=name, school=LONG_SCHOOL * 2, mentor=LONGEST_NAME)
        text = pdfium_text(certificates_pdf([one]))
        assert name in text
        assert LONG_SCHOOL * 2 in text
        assert LONGEST_NAME in text


def test_u53_the_longest_texts_fit_at_nine_points_and_more() -> None:
    """A school of 20 characters, the longest line of 40, a name of 8: nothing lies on anything, nothing is too small to read, all of it whole."""
    school, university, name = "内蒙古自治区锡林郭勒盟多伦县第一高级中学校", "内蒙古自治区" * 6 + "综合大学", "阿拉坦苏和·巴特"
    assert (len(school) >= 20, len(university), len(name)) == (True, 40, 8)
    pdf = certificates_pdf([certificate(school=school, university=university, name=name, mentor=LONGEST_NAME)])

    text, found = pdfium_text(pdf), glyphs(pdf)
    assert school in text and university in text and name in text
    assert overlapping(found) == []
    assert min(glyph.size for glyph in found) >= 9


def test_the_claim_covers_everything_printed() -> None:
    one = certificate()
    others = [replace(one, **change) for change in (
        {"name": "娜仁托亚"}, {"school": "通辽第一中学"}, {"grade": "合格"}, {"mentor": "乌兰"}, {"subject": "化学"},
        {"university": "内蒙古大学"}, {"period": "2025年3月至2025年12月"}, {"issue_date": date(2025, 12, 27)}, {"number": "内后备证〔2025〕第0008号"},
        {"issuers": one.issuers[:1]},
    )]
    digests = [claim_of(each).digest for each in (one, *others)]
    assert len(set(digests)) == len(digests)
    assert claim_of(replace(one)) == claim_of(one)


def test_code_and_back() -> None:
    claim = claim_of(certificate())
    assert re.fullmatch(r"NMHB\|内后备证〔2025〕第0007号\|2025\|优秀\|[0-9A-F]{12}", claim.code())
    assert parse_code(claim.code()) == claim
    assert parse_code(f"  {claim.code().replace('|', '｜').lower()}\n") == claim


@pytest.mark.parametrize("text", ["", "NMHB", "NMHB|1|2025|不合格|0123456789AB", "NMHB|1|2025|优秀|0123", "http://example.org", "NMHB||2025|优秀|0123456789AB"])
def test_other_text_is_no_code(text: str) -> None:
    with pytest.raises(Invalid, match="查验码"):
        parse_code(text)


def test_claims_are_read_from_the_file() -> None:
    batch = [certificate(number=f"内后备证〔2025〕第{n:04d}号", name=name) for n, name in enumerate((RARE, LONG_NAME, "王一"), 1)]
    found = claims_in(certificates_pdf(batch))
    assert [(one.claim, one.page) for one in found] == [(claim_of(each), page) for page, each in enumerate(batch, 1)]
    for one, each in zip(found, batch, strict=True):
        assert one.shows(each.name)
        assert one.shows(each.school)
        assert not one.shows("李四")


def test_a_file_without_certificates_or_without_sense_is_refused() -> None:
    with pytest.raises(Invalid, match="没有培养证书"):
        claims_in(appointment_letters_pdf([letter()]))
    with pytest.raises(Invalid, match="PDF"):
        claims_in(b"not a PDF at all")


def test_the_drawn_modules_are_those_of_the_code() -> None:
    text = claim_of(certificate()).code()
    size, runs = qr.runs(text)
    drawn = [[0] * size for _ in range(size)]
    for x, y, length in runs:
        drawn[y][x : x + length] = [1] * length
    expected = segno.make(text, error="m", micro=False, mask=qr.MASK, boost_error=False, encoding="utf-8").matrix
    assert drawn == [list(row) for row in expected]


def test_claim_prints_its_digest_in_groups() -> None:
    assert Claim("1", 2025, "合格", "0123456789AB").digits() == "0123 4567 89AB"


def test_a_letter_says_who_what_and_how_long() -> None:
    """domain.md §4.12."""
    text = pdfium_text(appointment_letters_pdf([letter()]))
    for part in (f"兹聘请内蒙古民族大学{LONG_NAME}教授为", "计算机学科培养导师", "聘期自2025年3月25日至2026年3月24日。", "此聘。", "2025年7月15日", "内后备聘〔2025〕第001号"):
        assert part in text


def test_a_term_must_have_an_end_after_its_start() -> None:
    with pytest.raises(ValueError, match="term"):
        letter(term_end=date(2025, 3, 25))
