"""操作手册: every chapter and picture is in it, the contents name the right pages, no character is missing."""

from io import BytesIO

import pypdf
import pytest

from tests.documents.reading import page_count, pypdf_text
from yingcai_desktop.documents.glyphs import MissingGlyph
from yingcai_desktop.documents.manual import Chapter, Manual, Picture, manual_pdf
from yingcai_desktop.documents.page import NothingToPrint
from yingcai_desktop.documents.paper import Paper
from yingcai_desktop.documents.prose import parse


def png() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (1366, 689), "#17406D").save(out, "PNG")
    return out.getvalue()


def book(*, long: int = 40) -> Manual:
    shot = Picture(png(), "名单")
    first = Chapter("甲章", tuple(parse("一段。\n\n## 名单\n\n按 **Ctrl+N** 新建。\n- 一\n- 二\n\n## 键盘\n\n- **F1** 帮助")), {"名单": (shot,)})
    second = Chapter("乙章", tuple(parse("## 尾\n\n" + "\n\n".join("很长的一段，" * 30 for _ in range(long)) + "\n\n## 末\n\n完。")))
    return Manual("操作手册", "样子", ("依据",), (first, second))


def test_the_contents_name_the_pages_where_the_headings_stand() -> None:
    pdf = manual_pdf(book())
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]

    contents = "".join(pages[1].split())
    assert "目录" in contents and "名单" in contents and "键盘" not in contents
    for heading in ("1甲章", "2乙章", "末"):
        number = contents.split(heading)[1]
        page = next(n for n, text in enumerate(pages[2:], 3) if any("".join(line.split()) == heading for line in text.splitlines()))
        assert number.startswith(str(page)), heading
    assert page > 5  # the second chapter runs over several pages


def test_pictures_with_their_captions_and_an_outline() -> None:
    pdf = manual_pdf(book())
    reader = pypdf.PdfReader(BytesIO(pdf))

    assert sum(len(page.images) for page in reader.pages) == 1
    assert "图1-1" in pypdf_text(pdf)
    assert [item["/Title"] for item in reader.outline if not isinstance(item, list)] == ["目录", "1　甲章", "2　乙章"]
    assert all(len(page.get("/Annots") or []) == 5 for page in reader.pages[1:2])


def test_nothing_leaves_the_page() -> None:
    pdf = manual_pdf(book())
    paper = Paper(pdf)
    try:
        for number in range(1, page_count(pdf)):
            picture = paper.picture(number, 0.5)
            rows = [picture.pixels[y * picture.stride : (y + 1) * picture.stride] for y in (2, picture.height - 3)]
            assert all(set(row[: picture.width * 4]) == {255} for row in rows)
    finally:
        paper.close()


def test_a_character_no_face_has_stops_it_and_an_empty_one_is_not_made() -> None:
    with pytest.raises(MissingGlyph):
        manual_pdf(Manual("操作手册", "", (), (Chapter("章", tuple(parse("\U0001f600"))),)))
    with pytest.raises(NothingToPrint):
        manual_pdf(Manual("操作手册", "", (), ()))


def test_the_same_twice() -> None:
    assert manual_pdf(book(long=2)) == manual_pdf(book(long=2))
