"""Seats and tickets; marks twice and blind, one difference settled, sealed."""

from tests.journeys.hands import Hands
from tests.journeys.year.marks import one_pass, seal
from tests.journeys.year.seat import open_place, sit_down

PART = "后备人才·包头市·数学"


def day_of_tests(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+4", "Alt+1")
    hands.fill("考点", "包头九中")
    hands.fill("考试时间", "3月29日 9:00")
    hands.press("自动编排 6 人")
    assert "已为 6 名考生编排座位" in hands.said()
    hands.key("Alt+2")
    hands.settle()
    hands.press("预览打印准考证")
    assert hands.window.front is not hands.window.page, "the tickets are in the preview"
    hands.key("Esc")


def marks_of_tests(hands: Hands) -> None:
    open_place(hands, "Ctrl+4", "Alt+3")
    one_pass(hands, [*[("80",)] * 5, ("40",)], "440")
    sit_down(hands, "李慧")
    hands.turn_to("第二遍")
    one_pass(hands, [*[("80",)] * 2, ("81",), *[("80",)] * 2, ("40",)], "441")
    sit_down(hands, "王芳")
    hands.turn_to("核对差异 1")
    hands.list(f"{PART} · 第01考场 差异")
    hands.key("1")  # what stood first is right
    hands.press("核定成绩单")
    assert "登记 6 份成绩" in hands.said()
    seal(hands, "440")
