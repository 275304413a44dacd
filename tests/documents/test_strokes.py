import pytest

from yingcai_desktop.documents.strokes import name_key


def ordered(names: list[str], singles: str = "blank-first") -> list[str]:
    return sorted(names, key=lambda name: name_key(name, singles))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("singles", "expected"),
    [("blank-first", ["田富", "田大利"]), ("plain", ["田大利", "田富"])],
)
def test_single_given_names_stand_by_convention(singles: str, expected: list[str]) -> None:
    """domain.md §3.18 笔画序."""
    assert ordered(["田大利", "田富"], singles) == expected
    assert ordered(["田富", "田大利"], singles) == expected


def test_count_then_first_stroke_decides() -> None:
    """丁2 马3(折) 王4(横) 牛4(撇) 文4(点) 孔4(折) 田5 刘6 李7 张7 赵9."""
    names = ["赵一", "张一", "李一", "刘一", "田一", "孔一", "文一", "牛一", "王一", "马一", "丁一"]
    assert ordered(names) == list(reversed(names))


def test_only_the_first_character_counts_before_the_second() -> None:
    assert ordered(["乌云其其格", "乌兰", "巴图", "巴特尔"]) == ["乌兰", "乌云其其格", "巴图", "巴特尔"]


def test_middle_dot_does_not_count() -> None:
    assert name_key("巴图·孟和") == name_key("巴图孟和")


def test_rare_surnames_have_a_place_of_their_own() -> None:
    assert ordered(["齉一", *"䶮𬭎𫍯㛃𬭊", "一一"])[-1] == "齉一"


def test_unknown_characters_come_last_by_code_point() -> None:
    assert ordered(["\u1820一", "Z一", "齉一", "一一"]) == ["一一", "齉一", "Z一", "\u1820一"]


def test_the_standard_order_holds_within_neighbours_of_the_first_level() -> None:
    """The opening of 通用规范汉字表, level one, and its last characters."""
    opening = "一乙二十丁厂七卜八人入儿匕几九刁了刀力乃又三干于亏工土士才下寸大丈与万上小口山巾"
    assert ordered(list(opening)) == list(opening)
