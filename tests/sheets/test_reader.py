"""Cells come out exactly as the workbook has them (FORMAT §1, Sheets and Cells)."""

import io
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.sheets.raw import DOC, MAIN, cells, packed, parts, read
from yingcai_desktop.sheets.grid import plain_number, shown
from yingcai_desktop.sheets.text import resolved

FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="0.00E+00"/>'
    '<numFmt numFmtId="167" formatCode="[Red]#,##0.00_);(&quot;d&quot;0)"/></numFmts>'
)
XFS = '<cellXfs><xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{n}"/>' for n in (14, 20, 164, 165, 31, 166, 167, 57, 49))
STYLES = f"{FORMATS}<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>{XFS}</cellXfs>"


def row(*found: str) -> str:
    letters = "ABCDEFGHIJ"
    return f'<row r="1">{"".join(c.replace("@", f"{letters[i]}1", 1) for i, c in enumerate(found))}</row>'


def inline(content: str) -> str:
    return f'<c r="@" t="inlineStr"><is>{content}</is></c>'


def test_escapes_are_resolved_once_everywhere() -> None:
    data = row(
        inline("<t>a_x000D_b</t>"),
        inline("<t>_x005F_x000D_</t>"),
        '<c r="@" t="str"><f>A1</f><v>q_x0041_</v></c>',
        '<c r="@" t="s"><v>0</v></c>',
    )
    found = cells(data, strings="<si><t>_xD842__xDFB7_</t></si>")
    assert found == {1: {0: "a\rb", 1: "_x000D_", 2: "qA", 3: "\U00020bb7"}}


def test_lone_surrogate_does_not_break() -> None:
    assert resolved("_xD800_x") == "\ufffdx"


def test_rich_text_without_phonetics() -> None:
    rich = '<r><rPr><b/></rPr><t>阿拉</t></r><r><t xml:space="preserve"> 腾</t></r><rPh sb="0" eb="1"><t>音</t></rPh>'
    found = cells(row(inline(rich), '<c r="@" t="s"><v>0</v></c>'), strings=f"<si>{rich}</si>")
    assert found == {1: {0: "阿拉 腾", 1: "阿拉 腾"}}


def test_text_and_number_stay_apart() -> None:
    found = cells(
        row(
            "<c r='@'><v>150199200907018000</v></c>",
            "<c r='@' t='n'><v>1.50199200907018E+17</v></c>",
            inline("<t>150199200907018002</t>"),
            "<c r='@' t='str'><f>x</f><v>12</v></c>",
            "<c r='@' t='b'><v>1</v></c>",
            "<c r='@' t='e'><v>#N/A</v></c>",
            "<c r='@' s='1'/>",
            "<c r='@'><f>1+1</f></c>",
        )
    )[1]
    assert found == {
        0: 150199200907018000.0,
        1: 150199200907018000.0,
        2: "150199200907018002",
        3: "12",
        4: "TRUE",
        5: "#N/A",
    }
    assert shown(found[0]) == "150199200907018000"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (85.01, "85.01"),
        (2.0, "2"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_shortest_decimal(number: float, text: str) -> None:
    assert plain_number(number) == text
    assert float(text) == number


@pytest.mark.parametrize(
    ("style", "serial", "expected"),
    [
        (1, "39877", date(2009, 3, 5)),
        (3, "39877", date(2009, 3, 5)),
        (5, "39877", date(2009, 3, 5)),  # id 31, undefined, as WPS writes it
        (8, "39877", date(2009, 3, 5)),  # id 57
        (1, "39877.5", date(2009, 3, 5)),
        (1, "1", date(1900, 1, 1)),
        (1, "59", date(1900, 2, 28)),
        (1, "61", date(1900, 3, 1)),
        (1, "2958465", date(9999, 12, 31)),
        (1, "2958466", 2958466.0),
        (1, "-1", -1.0),
        (2, "0.375", time(9, 0)),
        (2, "0.37499999999", time(9, 0)),
        (1, "0.375", time(9, 0)),
        (4, "0.375", time(9, 0)),
        (4, "1.375", 1.375),  # 33 hours are no time of day
        (6, "39877", 39877.0),
        (7, "39877", 39877.0),
        (9, "39877", 39877.0),
        (0, "39877", 39877.0),
        (99, "39877", 39877.0),
    ],
)
def test_dates_by_number_format(style: int, serial: str, expected: object) -> None:
    found = cells(row(f'<c r="@" s="{style}"><v>{serial}</v></c>'), styles=STYLES)
    assert found[1][0] == expected
    assert type(found[1][0]) is type(expected)


def test_1904_epoch() -> None:
    found = cells(row('<c r="@" s="1"><v>38415</v></c>'), styles=STYLES, workbook='<workbookPr date1904="1"/>')
    assert found == {1: {0: date(2009, 3, 5)}}


def test_iso_cells() -> None:
    found = cells(row("<c r='@' t='d'><v>2009-03-05T00:00:00</v></c>", "<c r='@' t='d'><v>09:30:00</v></c>"))
    assert found == {1: {0: date(2009, 3, 5), 1: time(9, 30)}}


def test_rows_and_cells_without_addresses() -> None:
    data = "<row><c><v>1</v></c><c r='D1'><v>2</v></c><c><v>3</v></c></row><row r='7'><c><v>4</v></c></row><row><c><v>5</v></c></row>"
    assert cells(data) == {1: {0: 1.0, 3: 2.0, 4: 3.0}, 7: {0: 4.0}, 8: {0: 5.0}}


def test_rows_out_of_order_and_split() -> None:
    data = "<row r='3'><c r='B3'><v>1</v></c></row><row r='2'><c r='A2'><v>2</v></c></row><row r='3'><c r='A3'><v>3</v></c></row>"
    found = cells(data)
    assert list(found) == [2, 3]
    assert found[3] == {0: 3.0, 1: 1.0}


def test_far_corner_costs_one_cell() -> None:
    data = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
    assert cells(data) == {1: {0: 1.0}, 1048576: {16383: 2.0}}


def test_declared_dimension_is_not_believed() -> None:
    data = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c><c r='B{n}'><v>1</v></c></row>" for n in range(1, 91))
    assert sum(len(r) for r in cells(data).values()) == 180


def test_hidden_rows_and_merges() -> None:
    data = "<row r='1'><c r='A1'><v>1</v></c></row><row r='2' hidden='1'><c r='A2'><v>1</v></c></row><row r='3' hidden='true'/>"
    grid = read(packed(parts(data, tail='<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'))).sheets[0]
    assert grid.hidden == {2, 3}
    assert grid.merged == [(1, 0, 2, 0)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_ignored(state: str) -> None:
    assert read(packed(parts(row("<c r='@'><v>1</v></c>"), state=state))).sheets == []


def test_prefixed_and_strict_namespaces() -> None:
    files = parts()
    sheet = '<row r="1"><c r="A1" t="inlineStr"><is><t>文</t></is></c><c r="B1"><v>2</v></c></row>'
    prefixed = (
        sheet.replace("</", "</x:")
        .replace("<x:", "<")
        .replace("<", "<x:")
        .replace("<x:/x:", "</x:")
        .replace("<x:/", "</x:")
    )
    files["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'
    )
    assert read(packed(files)).sheets[0].rows == {1: {0: "文", 1: 2.0}}
    strict = {
        n: c.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            DOC, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for n, c in parts(sheet).items()
    }
    assert read(packed(strict)).sheets[0].rows == {1: {0: "文", 1: 2.0}}


def test_absolute_targets() -> None:
    files = parts(row("<c r='@'><v>1</v></c>"))
    files["xl/_rels/workbook.xml.rels"] = files["xl/_rels/workbook.xml.rels"].replace(
        '"worksheets/', '"/xl/worksheets/'
    )
    assert read(packed(files)).sheets[0].rows == {1: {0: 1.0}}


def test_openpyxl_and_xlsxwriter_files_agree(tmp_path: Path) -> None:
    """What both libraries write is read back value by value."""
    values = ["  两端空格 ", "=1+1", "换\n行", "巴图·孟和", "𬭳", 85.01, 3, datetime(2009, 3, 5), time(9, 30)]  # noqa: DTZ001
    expected = {
        0: "  两端空格 ",
        1: "=1+1",
        2: "换\n行",
        3: "巴图·孟和",
        4: "𬭳",
        5: 85.01,
        6: 3.0,
        7: date(2009, 3, 5),
        8: time(9, 30),
    }
    book = openpyxl.Workbook()
    for column, value in enumerate(values, 1):
        cell = book.worksheets[0].cell(2, column, value)
        if value == "=1+1":
            cell.data_type = "s"
    book.save(first := io.BytesIO())
    second = xlsxwriter.Workbook(tmp_path / "b.xlsx", {"strings_to_formulas": False})
    sheet = second.add_worksheet()
    day, clock = second.add_format({"num_format": "yyyy/m/d"}), second.add_format({"num_format": "h:mm"})
    for column, value in enumerate(values):
        if isinstance(value, datetime | time):
            sheet.write_datetime(1, column, value, clock if isinstance(value, time) else day)
        else:
            sheet.write(1, column, value)
    second.close()
    for content in (first.getvalue(), (tmp_path / "b.xlsx").read_bytes()):
        assert read(content).sheets[0].rows == {2: expected}
