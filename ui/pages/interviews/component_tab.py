"""The tab of the pilot's further form of examination (动手实验、观察): one mark a candidate; there only where it is signed (附件2 四（二）)."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.interviews.frame import GroupChoice, InterviewTab, scope_of
from ui.parts.empty import EmptyState
from ui.parts.grid import CellBar, Change, Grid, GridColumn, Line, Mark
from ui.parts.look import holder, label, row, stack
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.panels import Component
from yingcai_desktop.services import components

_ABSENT = {"zero": "缺考记 0 分", "no-result": "缺考的没有面试得分"}


class ComponentTab(InterviewTab):
    """Each accepted cell is saved."""

    watches = ("component_score", "shortlist_entry", "application", "decision", "step_result")

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice, component: Component) -> None:
        super().__init__(shell, place, choice)
        self.component = component
        columns = (
            GridColumn("number", "序", "fixed", 44, align="center", look="faint"),
            GridColumn("name", "姓名", "fixed", 120, widest=200),
            GridColumn("group", "学科", "fixed", 200, widest=280),
            GridColumn("mark", component.title, "number", 110, top=component.full, step=Decimal("0.01"),
                       absent={"/": components.ABSENT}, note=f"满分 {component.full:f}", widest=180),
        )  # fmt: skip
        self.grid = Grid(columns, name=component.title, frozen=2, preferences=shell.preferences, view=f"{place.key}/grid")
        self.about = label("", "hint")
        weight = f"占面试 {component.weight:f}%，其余为评委评分；{_ABSENT[component.absent]}。依据：签认的决定，附件2 四（二）"
        self.bar = CellBar(self.grid, note=weight)
        self.card = holder(stack(self.grid, margins=(1, 1, 1, 1)), "card")
        self.empty = EmptyState("还没有面试人选", "面试人选确定之后，在这里登记每人的得分。",
                                [Action("去遴选录取", lambda: shell.go("selection", tab="calling"), "funnel")], "notebook")  # fmt: skip
        self.body.addLayout(row(label(component.title, "title"), (self.about, 1), gap=10))
        self.body.addWidget(self.bar)
        self.body.addWidget(self.card, 1)
        self.body.addWidget(self.empty, 1)
        self.grid.committed.connect(self._save)
        self.grid.told.connect(lambda words, tone: shell.messages.info(words))
        self.grid.status_changed.connect(self.set_status)
        self.refresh()

    def refresh(self) -> None:
        """Everybody of the pilot who was called."""
        if self.desk is None:
            return
        found = components.lines(self.desk, scope_of(self.shell))
        lines = [
            Line(one.uid, {"number": str(n), "name": one.name, "group": one.group, "mark": "/" if one.mark == components.ABSENT else one.mark}, one.name)
            for n, one in enumerate(found, 1)
        ]
        self.grid.show_lines(lines)
        done = sum(bool(one.mark) for one in found)
        self.about.setText(f"已登记 {done} / {len(found)} 人")
        self.card.setVisible(bool(found))
        self.bar.setVisible(bool(found))
        self.empty.setVisible(not found)

    def focus_work_area(self) -> None:
        """The grid."""
        self.grid.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return (self.grid,)

    def undo(self) -> None:
        """Ctrl+Z of the grid."""
        self.grid.undo()

    def redo(self) -> None:
        """Ctrl+Y of the grid."""
        self.grid.redo()

    def _save(self, changes: tuple[Change, ...]) -> None:
        if self.desk is None:
            return
        try:
            components.save(self.desk, {change.uid: change.new for change in changes})
        except Refusal as refused:
            for change in changes:
                self.grid.mark(change.uid, change.key, Mark("bad", str(refused)))
            self.shell.light.failed()
            self.shell.messages.refusal(refused)
            return
        self.shell.light.saved(self.desk.clock())
