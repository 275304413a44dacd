"""Who stands behind a number: a short list at the right; Enter opens the person in 报名登记."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import holder, label, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from yingcai_desktop.services.reports import Behind

_COLUMNS = (
    Column("name", "姓名", lambda p: p.name, 116, find=True),
    Column("subject", "学科", lambda p: p.subject, 82, kind="subject"),
    Column("school", "学校", lambda p: p.school, 150, find=True, tip=lambda p: p.school),
    Column("grade", "年级", lambda p: p.grade, 50),
    Column("programme", "项目", lambda p: p.programme, 76),
)


class PeoplePane(DetailPane):
    """`wanted(uid)` when somebody is opened."""

    wanted = Signal(str)

    def __init__(self) -> None:
        self.table = Table(_COLUMNS, name="数字背后的人", unit="人次")
        self.hint = label("Enter 打开报名登记", "hint")
        none = EmptyState("没有可以列出的人", "这个数字背后没有人；换一个数字，或按 Esc 收起。", (), "users")
        lines = holder(stack((ListCard(self.table, none, none), 1), holder(stack(self.hint, margins=(16, 6, 16, 8)), "plain"), gap=0), "plain")
        super().__init__([("people", "名单", lines)], "数字背后的人")
        self.print_button.hide()
        self.setFocusProxy(self.table)
        self.table.opened.connect(self.wanted)

    def show_people(self, title: str, remark: str, people: Sequence[Behind]) -> None:
        """Fill the list."""
        self.show_head(title, f"{len(people)} 人次", "info", remark)
        self.table.show_rows(people)
