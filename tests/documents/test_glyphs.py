"""A character no bundled face has stops the document before anything is drawn, with the character and the person named."""

from collections.abc import Callable

import pytest

from tests.documents import samples
from tests.documents.reading import fonts, pdfium_text, pypdf_text
from yingcai_desktop.documents.certificate import certificates_pdf
from yingcai_desktop.documents.fonts import Style, runs, to_unicode, width
from yingcai_desktop.documents.glyphs import Missing, MissingGlyph, printable
from yingcai_desktop.documents.record import training_record_pdf
from yingcai_desktop.documents.ticket import tickets_pdf
from yingcai_desktop.errors import Refusal

NOWHERE = "\U0010fffd"


def test_the_character_and_the_person_are_named() -> None:
    with pytest.raises(MissingGlyph) as refusal:
        certificates_pdf([samples.certificate(), samples.certificate(name=f"张{NOWHERE}")])
    assert refusal.value.missing == (Missing(NOWHERE, f"张{NOWHERE}"),)
    assert "U+10FFFD" in refusal.value.message
    assert f"张{NOWHERE}" in refusal.value.message
    assert isinstance(refusal.value, Refusal)


def test_a_character_in_another_field_is_named_with_its_person() -> None:
    with pytest.raises(MissingGlyph) as refusal:
        certificates_pdf([samples.certificate(name="王一", school=f"{NOWHERE}中学")])
    assert refusal.value.missing == (Missing(NOWHERE, "王一"),)


def test_all_missing_characters_are_listed_at_once() -> None:
    other = "\ue000"
    with pytest.raises(MissingGlyph) as refusal:
        tickets_pdf(samples.tickets(f"甲{NOWHERE}", f"乙{other}", "丙"))
    assert {one.char for one in refusal.value.missing} == {NOWHERE, other}


def test_texts_deep_inside_are_looked_at() -> None:
    with pytest.raises(MissingGlyph) as refusal:
        training_record_pdf([samples.record(results=((f"测试{NOWHERE}", "1"),))])
    assert refusal.value.missing == (Missing(NOWHERE, samples.LONG_NAME),)


def test_emoji_and_vertical_mongolian_are_refused_rather_than_left_out() -> None:
    assert not printable("😀")
    assert not printable("\u182e")


@pytest.mark.parametrize("style", list(Style))
def test_every_style_has_every_standard_and_many_other_characters(style: Style) -> None:
    """䶖 is not in WenKai, 𠀀 and 𪚥 in no Noto face."""
    text = samples.RARE + "䶖𠀀𪚥·—〔〕（）《》“”…〇㑇"
    assert "".join(part for _, part in runs(text, style)) == text
    assert width(text, style, 10) > 0


@pytest.mark.parametrize("reader", [pdfium_text, pypdf_text])
def test_fallback_faces_extract_letter_by_letter(reader: Callable[[bytes], str]) -> None:
    name = "𠀀䶖𪚥㑇鿍王"
    pdf = certificates_pdf([samples.certificate(name=name)])
    assert name in reader(pdf)
    assert any("Hana" in font["/BaseFont"] for font in fonts(pdf))


def test_more_names_than_one_subset_holds() -> None:
    """A subset has at most 255 characters; ToUnicode blocks have at most 100."""
    chars = [chr(point) for point in range(0x4E00, 0x4E00 + 600)]
    names = ["".join(chars[n : n + 12]) for n in range(0, 600, 12)]
    text = pdfium_text(certificates_pdf([samples.certificate(name=name) for name in names]))
    assert all(name in text for name in names)


def test_to_unicode_is_utf16() -> None:
    lines = to_unicode("X", [0, ord("一"), ord("𬭎")]).splitlines()
    assert "<01> <4E00>" in lines
    assert f"<02> <{'𬭎'.encode('utf-16-be').hex().upper()}>" in lines
    assert not any(line.startswith("<00> <0") for line in lines if line != "<00> <02>")
