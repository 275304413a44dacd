"""面试人选; 录取, with a tie at the line that a supervised draw settles; 锁定."""

from tests.journeys.hands import Hands
from tests.journeys.year.seat import open_place, sit_down, witness


def shortlist(hands: Hands, part: str) -> None:
    """确定面试人选 of a part."""
    open_place(hands, "Ctrl+6")
    hands.turn_to("面试人选")
    hands.turn_to(part)
    hands.press("确定面试人选")
    assert "面试人选已确定" in hands.said()


def admission(hands: Hands) -> None:
    """Every part, the empty ones too: who has a place in both programmes is only known then."""
    sit_down(hands, "高娃")
    for part in ("呼市", "通辽", "英才计划"):
        shortlist(hands, part)
        admit(hands, part)
        assert "录取 0 人" in hands.said()
    admit(hands, "包头")
    assert "同分" in hands.said(), "nobody is admitted while two are level at the line"
    draw(hands)
    admit(hands, "包头")
    assert hands.said() == "后备人才·包头市：录取 2 人，候补 3 人，无导师可配 0 人，另一项目已入选 0 人。"


def admit(hands: Hands, part: str) -> None:
    """办理录取 by two."""
    open_place(hands, "Ctrl+6")
    hands.turn_to("录取")
    hands.turn_to(part)
    hands.press("办理录取")
    witness(hands, "赵敏")


def draw(hands: Hands) -> None:
    """The supervisor calls out a number, signs, and the order is on the page."""
    assert hands.sees("同分：第 2 名") and hands.sees("名额 2 个")
    hands.press("监督抽签")
    hands.fill("监督人报的数字", "20250420")
    hands.key("Return")
    witness(hands, "王芳")
    assert hands.said().startswith("抽签结果：")
    assert hands.sees("监督人 王芳")


def lock(hands: Hands) -> list[str]:
    """The second person types the word and signs; who is on the list now."""
    hands.press("锁定并生成公示名单")
    hands.fill("第二人输入", "锁定")
    hands.key("Return")
    witness(hands, "赵敏")
    assert "已锁定" in hands.said()
    return [row[1] for row in hands.read("录取排名") if "录取" in row]
