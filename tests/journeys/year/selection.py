"""面试人选, 录取, 锁定."""

from tests.journeys.hands import Hands
from tests.journeys.year.seat import open_place, sit_down, witness

def shortlist(hands: Hands, name: str, part: str) -> None:
    sit_down(hands, name)
    open_place(hands, "Ctrl+6")
    hands.turn_to("面试人选")
    hands.turn_to(part)
    hands.press("确定面试人选")
    assert "面试人选已确定" in hands.said()


def admission(hands: Hands) -> None:
    """Every part, the empty ones too: who has a place in both programmes is only known then."""
    for part in ("呼市", "通辽", "英才计划"):
        shortlist(hands, "高娃", part)
        admit(hands, part)
        assert "录取 0 人" in hands.said()
    admit(hands, "包头")
    assert hands.said() == "后备人才·包头市：录取 2 人，候补 3 人，无导师可配 0 人，另一项目已入选 0 人。"


def admit(hands: Hands, part: str) -> None:
    """办理录取 by two."""
    open_place(hands, "Ctrl+6")
    hands.turn_to("录取")
    hands.turn_to(part)
    hands.press("办理录取")
    witness(hands, "赵敏")


def lock(hands: Hands) -> None:
    """The second person types the word and signs."""
    table = hands.list(); print([hands.says(table)]); print([[table.rows.data(table.rows.index(r,c)) for c in range(table.rows.columnCount())] for r in range(table.rows.rowCount())])
    hands.press("锁定并生成公示名单")
    hands.fill("第二人输入", "锁定")
    hands.key("Return")
    witness(hands, "赵敏")
    assert "已锁定" in hands.said()
