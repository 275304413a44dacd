"""A panel of two, the draw, marks twice, sealed."""

from tests.journeys.hands import Hands
from tests.journeys.year.exams import PART
from tests.journeys.year.marks import one_pass, seal
from tests.journeys.year.people import JUDGES
from tests.journeys.year.seat import open_place, sit_down, witness

MARKS = (
    ("9", "9", "14", "18", "14", "9", "5", "14"), ("8", "8", "13", "17", "13", "8", "4", "13"), ("8", "8", "13", "17", "13", "8", "4", "13"),
    ("8", "8", "12", "16", "12", "8", "4", "12"), ("7", "7", "11", "15", "11", "7", "4", "11"),
)  # fmt: skip
"""The second and the third are level, at the line of two seats."""
TOTAL = "413"


def interviews(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+5", "Alt+1")
    hands.fill("组别", PART)
    hands.key("Ctrl+N")
    hands.fill("组别", "数学一组")
    hands.to("评委")
    hands.key("Ctrl+Home")
    for number, judge in enumerate(JUDGES):
        hands.type(judge)
        hands.key("Tab")
        hands.type("内蒙古科技大学")
        if not number:
            hands.key("Tab")
            hands.type("zz")  # 组长
        hands.key("Return")
    hands.key("Ctrl+Return")
    assert hands.said() == "数学一组已保存。"
    hands.press("抽签分组")
    hands.fill("监督人报的数字", "20250419")
    hands.key("Return")
    witness(hands, "王芳")
    assert "已为 5 人抽签分组" in hands.said()
    hands.turn_to("成绩录入")
    for judge in JUDGES:
        hands.fill("成绩单", judge)
        one_pass(hands, list(MARKS), TOTAL)
    sit_down(hands, "李慧")
    hands.turn_to("第二遍")
    for judge in JUDGES:
        hands.fill("成绩单", judge)
        one_pass(hands, list(MARKS), TOTAL)
    sit_down(hands, "王芳")
    for judge in JUDGES:
        hands.turn_to("核对差异")
        hands.fill("成绩单", judge)
        hands.press("核定成绩单")
        seal(hands, TOTAL)
