"""Workbooks written part by part, to put in what no library would write."""

import io
import zipfile
from collections.abc import Mapping
from typing import IO

from yingcai_desktop.sheets.grid import Book
from yingcai_desktop.sheets.reader import read_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(**targets: str) -> str:
    """A `.rels` part: id → `type target`."""
    items = "".join(
        f'<Relationship Id="{i}" Type="{DOC}/{t.split()[0]}" Target="{t.split()[1]}"/>' for i, t in targets.items()
    )
    return f'<Relationships xmlns="{RELS}">{items}</Relationships>'


def parts(
    data: str = "",
    *,
    tail: str = "",
    strings: str = "",
    styles: str = "",
    workbook: str = "",
    state: str = "visible",
) -> dict[str, str]:
    """The parts of a workbook with one sheet; `data` are its rows, `tail` what follows them."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(r1="officeDocument xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}">{workbook}'
            f'<sheets><sheet name="表" sheetId="1" state="{state}" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            r1="worksheet worksheets/sheet1.xml", r2="sharedStrings sharedStrings.xml", r3="styles styles.xml"
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><dimension ref="A1:A1"/><sheetData>{data}</sheetData>{tail}</worksheet>'
        ),
    }


def packed(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes) -> Book:
    """Read a workbook without a child process."""
    file: IO[bytes] = io.BytesIO(content)
    return read_book(file)


def cells(data: str, **options: str) -> dict[int, dict[int, object]]:
    """The cells of a one-sheet workbook."""
    book = read(packed(parts(data, **options)))
    assert not book.refused
    return {row: dict(found) for row, found in book.sheets[0].rows.items()}
