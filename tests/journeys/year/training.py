"""Training is opened; one visit of the whole group."""

from tests.journeys.hands import Hands
from tests.journeys.year.seat import open_place, sit_down


def training(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+7")
    hands.turn_to("包头")
    assert hands.sees("位置 6 · 已用 2 · 空 4")
    open_place(hands, "Ctrl+8")
    hands.press("开始培养")
    hands.press("确认开始培养 2 名")
    assert hands.said() == "已开始培养，学员 2 名。"
    hands.key("Ctrl+N")
    hands.press("全选")
    hands.form([("日期", "2025-05-10"), ("成长日志", "已交，导师"), ("内容", "参加课题组例会")])
    hands.key("Ctrl+Return")
    hands.settle()
    assert hands.said().startswith("已登记 2 人")
