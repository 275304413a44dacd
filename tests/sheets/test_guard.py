"""A file is judged by its content (FORMAT §1, File)."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.raw import MAIN, packed, parts, read
from yingcai_desktop.sheets import guard

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def ole(stream: str) -> bytes:
    """An OLE compound file with one stream of that name: header sector, then a directory sector."""
    name = f"{stream}\0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<HB", len(name), 2) + b"\0" * 61
    return guard.OLE_MAGIC + b"\0" * 504 + b"\0" * 128 + entry + b"\0" * 256


def code(content: bytes) -> str:
    return read(content).refused


def test_sound_workbook_is_read() -> None:
    assert code(packed(parts(ROW))) == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ole("EncryptedPackage"), "file.encrypted"),
        (ole("Workbook"), "file.old-xls"),
        (ole("Workbook") + "EncryptedPackage\0".encode("utf-16-le"), "file.old-xls"),  # only a cell's text
        (b"", "file.not-xlsx"),
        (b"a,b,c\n1,2,3\n", "file.not-xlsx"),
        (b"<html><table></table></html>", "file.not-xlsx"),
        (packed({"word/document.xml": "<a/>"}), "file.not-xlsx"),
        (packed({}), "file.not-xlsx"),
    ],
)
def test_other_files(content: bytes, expected: str) -> None:
    assert code(content) == expected


def test_word_document_is_no_workbook() -> None:
    files = parts(ROW)
    files["xl/workbook.xml"] = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert code(packed(files)) == "file.not-xlsx"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_truncated(keep: float) -> None:
    whole = packed(parts(ROW * 50))
    assert code(whole[: int(len(whole) * keep)]) == "file.damaged"


def test_every_flipped_byte_of_a_part_is_noticed() -> None:
    whole = packed(parts(ROW), zipfile.ZIP_STORED)
    at = whole.index(b"<v>1</v>") + 3
    assert code(whole[:at] + b"7" + whole[at + 1 :]) == "file.damaged"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "docProps/app.xml", "_rels/.rels"]
)
def test_broken_xml_anywhere(part: str) -> None:
    assert code(packed(parts(ROW) | {part: "<a><b></a>"})) == "file.damaged"


def test_missing_sheet_part() -> None:
    files = parts(ROW)
    del files["xl/worksheets/sheet1.xml"]
    assert code(packed(files)) == "file.damaged"


@pytest.mark.parametrize("index", ["3", "-1", "x", "1.5"])
def test_missing_shared_string(index: str) -> None:
    data = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>'
    assert code(packed(parts(data, strings="<si><t>a</t></si>"))) == "file.damaged"


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        f'<row r="{"9" * 5000}"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        f'<row r="1"><c r="{"A" * 5000}1"><v>1</v></c></row>',
        '<row r="1"><c r="11"><v>1</v></c></row>',
    ],
)
def test_places_no_sheet_has(data: str) -> None:
    assert code(packed(parts(data))) == "file.damaged"


@given(st.data())
def test_no_damage_makes_the_reader_raise(data: st.DataObject) -> None:
    """Bytes overwritten anywhere, in the archive or within a part with its CRC put right again."""
    junk = st.sampled_from([b"<", b'"', b"&", b"-1", b"9" * 30, b"\xff", b"<v/>", b"</c>", b"<c r='A9'/>", b"nan", b""])
    files: dict[str, str | bytes] = dict(
        parts(ROW + '<row r="2"><c r="B2" t="s" s="1"><v>0</v></c></row>', strings="<si><t>a</t></si>")
    )
    name = data.draw(st.sampled_from(sorted(files)))
    inside = str(files[name]).encode()
    at = data.draw(st.integers(0, len(inside)))
    files[name] = inside[:at] + data.draw(junk) + inside[at + data.draw(st.integers(0, 5)) :]
    whole = packed(files)
    at = data.draw(st.integers(0, len(whole)))
    torn = whole[:at] + data.draw(junk) + whole[at + data.draw(st.integers(0, 5)) :]
    for content in (whole, torn):
        assert code(content) in ("", "file.damaged", "file.not-xlsx", "file.unsafe")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "docProps/core.xml",
        "xl/a.vml",
    ],
)
def test_dtd_anywhere(part: str) -> None:
    assert code(packed(parts(ROW) | {part: BOMB})) == "file.unsafe"


def test_dtd_in_utf16() -> None:
    assert code(packed(parts(ROW) | {"docProps/app.xml": BOMB.encode("utf-16")})) == "file.unsafe"


def test_danger_weighs_more_than_damage() -> None:
    assert code(packed(parts(ROW) | {"xl/styles.xml": "<a>", "docProps/app.xml": BOMB})) == "file.unsafe"


def test_sloppy_drawing_is_nobodys_business() -> None:
    assert code(packed(parts(ROW) | {"xl/drawings/a.vml": "<xml><br></xml>"})) == ""


def test_part_packed_too_well() -> None:
    assert code(packed(parts(ROW) | {"xl/media/a.bin": b"\0" * (17 * guard.MIB)})) == "file.unsafe"
    assert code(packed(parts(ROW) | {"xl/media/a.bin": b"\0" * (15 * guard.MIB)})) == ""


def test_total_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "TOTAL_LIMIT", 3 * guard.MIB)
    block = b"\0" * guard.MIB
    assert code(packed(parts(ROW) | {f"a{n}.bin": block for n in range(2)})) == ""
    assert code(packed(parts(ROW) | {f"a{n}.bin": block for n in range(4)})) == "file.unsafe"


def test_directory_that_lies_about_sizes() -> None:
    """The directory says 10 bytes; 17 MiB of zeros come out."""
    whole = bytearray(packed(parts(ROW) | {"zz.bin": b"\0" * (17 * guard.MIB)}))
    size = struct.pack("<I", 17 * guard.MIB)
    while (at := whole.find(size)) >= 0:
        whole[at : at + 4] = struct.pack("<I", 10)
    assert code(bytes(whole)) == "file.unsafe"


def test_two_parts_of_one_name() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(ROW).items():
            archive.writestr(name, content)
        archive.writestr("xl/Worksheets/Sheet1.xml", "<x/>")
    assert code(out.getvalue()) == "file.unsafe"


def test_thousands_of_members() -> None:
    assert code(packed(parts(ROW) | {f"junk/{n}.txt": "x" for n in range(5000)})) == ""


def test_paths_that_climb_out_write_nothing(tmp_path: Path) -> None:
    content = packed(parts(ROW) | {"../../evil.xml": "<a/>", "/etc/evil.txt": "x"})
    assert code(content) == ""
    assert list(tmp_path.iterdir()) == []


def test_backslashes_and_case_of_names() -> None:
    files = {name.replace("/", "\\").upper() if name.startswith("xl/w") else name: c for name, c in parts(ROW).items()}
    assert code(packed(files)) == ""


def test_sheet_part_that_is_no_sheet() -> None:
    assert code(packed(parts(ROW) | {"xl/worksheets/sheet1.xml": f'<sst xmlns="{MAIN}"/>'})) == "file.damaged"
