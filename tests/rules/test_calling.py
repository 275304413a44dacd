"""A pasted roll: names, numbers, both; doubles and strangers are given back, never guessed (G05)."""

from yingcai_desktop.rules.calling import Called, call

PEOPLE = (
    Called("a", "阿古拉", "150199200903050015", ("内蒙古师范大学附属中学", "数学")),
    Called("b", "巴图·孟和", "150199200903050023"),
    Called("c", "王一诺", "150199200903050031", ("包头市第九中学", "数学")),
    Called("d", "王一诺", "15019920090305004X", ("呼和浩特市第二中学", "物理")),
)


def test_names_in_a_column_or_in_one_line() -> None:
    assert call("阿古拉\n巴图•孟和\n", PEOPLE).found == ("a", "b")
    assert call("阿古拉、巴图.孟和", PEOPLE).found == ("a", "b")


def test_a_table_with_heading_numbers_and_other_columns() -> None:
    text = "序号\t姓名\t身份证号\n1\t阿 古拉\t150199200903050015\n2\t巴图·孟和\t\n"
    roll = call(text.replace("序号\t", ""), PEOPLE)
    assert roll.found == ("a", "b")
    assert not roll.unknown


def test_a_name_of_two_people_is_given_back_with_both() -> None:
    roll = call("王一诺", PEOPLE)
    assert roll.found == ()
    assert [(line, [p.uid for p in people]) for line, people in roll.ambiguous] == [("王一诺", ["c", "d"])]


def test_school_or_subject_in_the_line_tells_them_apart() -> None:
    assert call("王一诺 包头市第九中学", PEOPLE).found == ("c",)
    assert call("王一诺\t物理", PEOPLE).found == ("d",)
    assert call("王一诺 15019920090305004x", PEOPLE).found == ("d",)


def test_strangers_and_repetitions() -> None:
    roll = call("阿古拉\n不存在\n阿古拉\n150199200903059999 阿古拉", PEOPLE)
    assert roll.found == ("a",)
    assert roll.unknown == ("不存在", "150199200903059999 阿古拉")
    assert roll.repeated == ("阿古拉",)


def test_a_hundred_from_one_list() -> None:
    people = [
        Called(f"u{n}", f"学员{'一二三四五六七八九十'[n // 10]}{'一二三四五六七八九十'[n % 10]}", f"{n:017d}X")
        for n in range(100)
    ]
    assert len(call("\n".join(p.name for p in people), people).found) == 100
