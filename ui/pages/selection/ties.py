"""The question of a tie: an order two people give with a reason, or a draw whose number the witness calls out."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.parts.ask import Ask, Entry
from ui.parts.look import button, holder, row, stack
from yingcai_desktop.services.selecting.board import Tie

_WIDE = 360


class OrderList(QListWidget):
    """People from first to last; the buttons move the current one. `changed` when somebody was moved."""

    changed = Signal()

    def __init__(self, people: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName("先后顺序")
        for key, name in people:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.addItem(item)
        self.setCurrentRow(0)
        self.setFixedHeight(min(6, len(people)) * 42 + 4)

    def order(self) -> list[str]:
        """Keys from first to last."""
        return [str(self.item(n).data(Qt.ItemDataRole.UserRole)) for n in range(self.count())]

    def shift(self, by: int) -> None:
        """Move the current one up or down."""
        at = self.currentRow()
        if 0 <= at + by < self.count():
            self.insertItem(at + by, self.takeItem(at))
            self.setCurrentRow(at + by)
            self.changed.emit()

    def draft_text(self) -> str:
        """The order, for the draft."""
        return " ".join(self.order())

    def show_draft(self, text: str) -> None:
        """That order, if it is one of these people."""
        wanted = text.split()
        if sorted(wanted) == sorted(self.order()):
            for place, key in enumerate(wanted):
                self.insertItem(place, self.takeItem(self.order().index(key)))
            self.setCurrentRow(0)


def ruling(tie: Tie, then: Callable[[list[str], str], object]) -> Ask:
    """逐人指定."""
    people = OrderList(list(zip(tie.ids, tie.names, strict=True)))
    people.setFixedWidth(_WIDE)
    buttons = stack(button("上移", do=lambda: people.shift(-1)), button("下移", do=lambda: people.shift(1)), None, gap=6)
    extra = holder(row(people, buttons, None), "plain")
    ranks = "、".join(map(str, tie.ranks))
    words = f"第 {ranks} 名 {'、'.join(tie.names)} 总分同为 {tie.total}，按签认的办法比到底仍然相同。请排定先后，写明理由，由另一人当场签认。"
    return Ask("裁定同分先后", words, [Entry("reason", "理由", "如：会议纪要〔2025〕3号")], "请第二人签认",
               lambda values: then(people.order(), values["reason"]), extra=extra, kept={"order": people}, about="/".join(map(str, tie.ranks)))  # fmt: skip


def drawing(tie: Tie, then: Callable[[str], object]) -> Ask:
    """监督抽签."""
    words = (
        f"{'、'.join(tie.names)} 总分同为 {tie.total}。请监督人当场报一个 4 位以上的数字，程序用它合成抽签码、算出先后；抽签码、监督人、时间都留存并打印，谁都能重算。"
        "同一批人只能抽一次。"
    )
    return Ask("监督抽签", words, [Entry("number", "监督人报的数字", "如 20250419", width=200, kept=False)], "请监督人到场", lambda values: then(values["number"]))
