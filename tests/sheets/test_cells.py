"""One cell at a time (FORMAT §1, Cells; §8, Values)."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.facts import facts
from yingcai_desktop.sheets import cells, words
from yingcai_desktop.sheets.cells import BLANK, CellType, Code
from yingcai_desktop.sheets.grid import Cell, shown

KNOWN = facts()


def read(kind: CellType, cell: Cell) -> Any:
    return kind(KNOWN)(cell)


def bad(kind: CellType, cell: Cell) -> str:
    value = read(kind, cell)
    assert isinstance(value, Code)
    return str(value)


@pytest.mark.parametrize("dot", "\u2022\u30fb\uff65\u2027\u22c5\u0387\u2024\uff0e.")
def test_every_dot_becomes_the_one(dot: str) -> None:
    assert read(cells.name, f"巴图{dot} 孟和") == "巴图·孟和"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (" 张\u3000三\u200b", "张三"),
        ("张\u00a0三\n", "张三"),
        ("〇七", "〇七"),
        ("程霞𬭊", "程霞𬭊"),
        ("\ufa0e\ufa0f", "\ufa0e\ufa0f"),  # compatibility ideographs stay: no Unicode normalisation
        ("阿" * 25, "阿" * 25),
    ],
)
def test_names(text: str, stored: str) -> None:
    assert read(cells.name, text) == stored


@pytest.mark.parametrize("text", ["张", "阿" * 26, "张3", "·张三", "张三·", "张.A", "ＡＢ", "张-三", "ㄅㄆ"])
def test_names_refused(text: str) -> None:
    assert bad(cells.name, text) == "name.invalid"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2009-3-5", date(2009, 3, 5)),
        ("2009/03/05", date(2009, 3, 5)),
        ("2009.3.5", date(2009, 3, 5)),
        ("2009年3月5日", date(2009, 3, 5)),
        (" 20090305 ", date(2009, 3, 5)),
        (20090305.0, date(2009, 3, 5)),
        (date(2009, 3, 5), date(2009, 3, 5)),
        ("2008-2-29", date(2008, 2, 29)),
    ],
)
def test_days(cell: Cell, expected: date) -> None:
    assert read(cells.day, cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "2009-3",
        "2009年3月",
        "2009-3/5",
        "3-5-2009",
        "09-3-5",
        "2009-13-1",
        "2009-2-29",
        "今天",
        39877.0,
        2009.0305,
        200935.0,
        time(9),
    ],
)
def test_days_refused(cell: Cell) -> None:
    assert bad(cells.day, cell) == "date.invalid"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9:00", "09:00"),
        ("09:05", "09:05"),
        ("9：30", "09:30"),
        ("23:59", "23:59"),
        (time(9, 0), "09:00"),
        (time(0), "00:00"),
    ],
)
def test_times(cell: Cell, expected: str) -> None:
    assert read(cells.clock, cell) == expected


@pytest.mark.parametrize("cell", ["下午", "24:00", "9:60", "9:5", "9", 0.375, 9.0, date(2025, 1, 1)])
def test_times_refused(cell: Cell) -> None:
    assert bad(cells.clock, cell) == "time.invalid"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (85.0, "85"),
        (85.01, "85.01"),
        (85.00999999999999, "85.01"),
        (66.6700005, "66.67"),
        (0.1 + 0.2, "0.3"),
        ("８５．５", "85.5"),
        (" 85.50 ", "85.5"),
        ("-0", "0"),
        ("+7", "7"),
        (".5", "0.5"),
        (-3.0, "-3"),
    ],
)
def test_scores(cell: Cell, expected: str) -> None:
    value = read(cells.mark, cell)
    assert isinstance(value, Decimal)
    assert str(value) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("八十", "score.not-number"),
        ("1e2", "score.not-number"),
        ("8 5", "score.not-number"),
        ("85分", "score.not-number"),
        (date(2009, 3, 5), "score.not-number"),
        (71.125, "score.precision"),
        (87.0249999996, "score.precision"),
        (66.670002, "score.precision"),
        ("85.001", "score.precision"),
        ("85.00999999", "score.precision"),
    ],
)
def test_scores_refused(cell: Cell, code: str) -> None:
    assert bad(cells.mark, cell) == code


@pytest.mark.parametrize(
    ("cell", "expected"), [(3.0, 3), ("３", 3), (" 12 ", 12), ("3.0", 3), (-1.0, -1), (1e12, 10**12)]
)
def test_whole_numbers(cell: Cell, expected: int) -> None:
    assert read(cells.whole("int.invalid"), cell) == expected


@pytest.mark.parametrize("cell", [3.5, "三", "1e2", "约800", 1e18, "9" * 5000, date(2009, 3, 5)])
def test_whole_numbers_refused(cell: Cell) -> None:
    assert bad(cells.whole("int.invalid"), cell) == "int.invalid"


@pytest.mark.parametrize(("cell", "expected"), [("13812345678", "13812345678"), (13812345678.0, "13812345678")])
def test_phones(cell: Cell, expected: str) -> None:
    assert read(cells.phone, cell) == expected


@pytest.mark.parametrize("cell", ["1381234567", "138123456789", "12812345678", "138-1234-5678", "电话", 1.5])
def test_phones_refused(cell: Cell) -> None:
    assert bad(cells.phone, cell) == "phone.invalid"


@pytest.mark.parametrize("yes", ["是", "√", "Y", "y", "有", " 是 ", "Ｙ"])
def test_flags(yes: str) -> None:
    assert read(cells.flag, yes) is True


@pytest.mark.parametrize("no", ["否", "×", "N", "n", "无"])
def test_flags_no(no: str) -> None:
    assert read(cells.flag, no) is False


@pytest.mark.parametrize("cell", ["对", "TRUE", 1.0, "YES"])
def test_flags_refused(cell: Cell) -> None:
    assert bad(cells.flag, cell) == "flag.invalid"


SYNONYMS: list[tuple[Mapping[str, Any], str, Any]] = [
    (KNOWN.programmes, "国家 国家计划 英才计划 中学生英才计划 国家英才计划", "national"),
    (KNOWN.programmes, "试点 自治区试点 后备人才 后备人才试点 自治区青少年科技创新后备人才培养试点", "pilot"),
    (KNOWN.cities, "呼和浩特市 呼和浩特 呼市 150100", "150100"),
    (KNOWN.cities, "包头市 包头 150200", "150200"),
    (KNOWN.cities, "通辽市 通辽 150500", "150500"),
    (KNOWN.subjects, "物理 物理学", "物理"),
    (KNOWN.subjects, "生物 生物学", "生物"),
    (KNOWN.subjects, "计算机 计算机科学 信息学", "计算机"),
    (words.GENDERS, "男 男性", "男"),
    (KNOWN.grades, "高一 高一年级 高中一年级 高1 十年级", "高一"),
    (KNOWN.grades, "高二 高二年级 高中二年级 高2 十一年级", "高二"),
    (words.DEGREES, "博士 博士学位 博士研究生", "博士"),
    (words.TITLES, "正高 教授 研究员 正高级", "正高"),
    (words.TITLES, "副高 副教授 副研究员 副高级", "副高"),
    (words.OPINIONS, "推荐 同意推荐 同意", "推荐"),
    (words.CITY_OPINIONS, "不通过 未通过", "不通过"),
    (words.TEST_STATES, "故障 技术故障", "故障"),
    (words.INTERVIEW_STATES, "评委缺席 缺席", "评委缺席"),
    (words.REVIEWS, "待审 待审核", "待审"),
    (words.TEAM_GRADES, "优 优秀", "优"),
    (KNOWN.universities, "内蒙古科技大学 内科大 内蒙古科大", "内蒙古科技大学"),
    (words.ETHNICITIES, "蒙古 蒙古族", "蒙古族"),
]


@pytest.mark.parametrize(("table", "said", "meant"), SYNONYMS, ids=[s[1] for s in SYNONYMS])
def test_synonyms(table: Mapping[str, Any], said: str, meant: Any) -> None:
    for text in said.split():
        assert read(cells.word(table, "x"), f" {text[0]} {text[1:]}\u200b") == meant


def test_words_from_number_cells_and_full_width() -> None:
    assert read(cells.word(KNOWN.cities, "x"), 150100.0) == "150100"
    assert read(cells.word(KNOWN.cities, "x"), "１５０１００") == "150100"


def test_fifty_six_ethnicities() -> None:
    assert len(set(words.ETHNICITIES.values())) == 56


def test_text_keeps_what_people_wrote() -> None:
    assert read(cells.text, "\u3000甲\t乙\n丙\u200b\u00a0") == "甲 乙 丙"
    assert read(cells.text, 3.0) == "3"
    assert read(cells.text, date(2009, 3, 5)) == "2009-03-05"


@pytest.mark.parametrize(
    "kind",
    [
        cells.text,
        cells.name,
        cells.identity,
        cells.flag,
        cells.mark,
        cells.day,
        cells.clock,
        cells.phone,
        cells.whole("x"),
    ],
)
@pytest.mark.parametrize("cell", [" ", "\u200b\ufeff", "\u3000\n"])
def test_invisible_text_is_blank(kind: CellType, cell: str) -> None:
    assert read(kind, cell) is BLANK


ANY_CELL = st.one_of(
    st.text(),
    st.text("0123456789０１.．-/年月日:：xXeE+ \u200b·", max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(),
)


@given(ANY_CELL)
def test_nothing_makes_a_reader_raise(cell: Cell) -> None:
    assert isinstance(shown(cell), str)
    for kind in (
        cells.text,
        cells.name,
        cells.identity,
        cells.flag,
        cells.mark,
        cells.day,
        cells.clock,
        cells.phone,
        cells.whole("int.invalid"),
        cells.word(KNOWN.cities, "city.unknown"),
    ):
        read(kind, cell)


@given(st.decimals(-1000, 1000, places=2, allow_nan=False, allow_infinity=False))
def test_a_score_reads_back_whichever_way_it_is_written(score: Decimal) -> None:
    assert read(cells.mark, float(score)) == read(cells.mark, f"{score:f}") == score
