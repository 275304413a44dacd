"""A sheet of marks typed once, and sealed by two."""

from tests.journeys.hands import Hands
from tests.journeys.year.seat import witness


def one_pass(hands: Hands, rows: list[tuple[str, ...]], total: str) -> None:
    """A sheet once: row by row with Tab and Enter, then the total of the paper."""
    hands.grid()
    hands.key("Ctrl+Home", "Right", "Right", "Right")
    for row in rows:
        for value in row[:-1]:
            hands.type(value)
            hands.key("Tab")
        hands.type(row[-1])
        hands.key("Return")
    hands.to_total()
    hands.type(total)
    hands.key("Return")
    hands.settle()
    assert "已提交" in hands.said() or "都已提交" in hands.said(), hands.said()


def seal(hands: Hands, total: str) -> None:
    """两人封存."""
    hands.turn_to("封存")
    hands.fill("纸面总分", total)
    hands.key("Return")
    witness(hands, "赵敏")  # 审核: 经办 does not witness a seal
    assert "已封存" in hands.said()
