"""现在要做的事: the tasks of the board with the place each leads to; the first five, or all."""

from collections.abc import Callable
from datetime import date

from ui.pages.home_ahead import AheadList, lines_beside
from ui.pages.home_cards import BoardCard
from ui.pages.home_where import WHERE
from ui.parts.todo import Task, TaskList
from yingcai_desktop.services import workbench

FIRST = 5
"""As many as stand beside the year without scrolling on an office screen."""


class TasksCard(BoardCard):
    """`lead(rule)` does what the button of a task says."""

    def __init__(self, lead: Callable[[str], object]) -> None:
        self._lead, self._all, self._tasks = lead, False, list[workbench.Task]()
        self._today = date.min
        self.list = TaskList()
        self.ahead = AheadList()
        super().__init__("现在要做的事", [self.list, self.ahead, None], link=("全部待办", self.show_all))
        self.more.hide()

    def has_value(self, value: list[workbench.Task]) -> bool:
        """No task is an answer too; the list says it."""
        return True

    def show_value(self, value: list[workbench.Task], today: date) -> None:
        """Replace the tasks."""
        self._tasks, self._today = value, today
        self._draw()

    def show_ahead(self, stages: workbench.Card[list[workbench.Stage]], today: date) -> None:
        """What comes after, where there is room; the year's own card speaks if it cannot be read."""
        coming = workbench.ahead(stages.value or [])
        self.ahead.show_stages(coming[: lines_beside(len(self._tasks))], today)

    def show_all(self) -> None:
        """All tasks, or the first five again."""
        self._all = not self._all
        self._draw()

    def _draw(self) -> None:
        shown = self._tasks if self._all else self._tasks[:FIRST]
        hidden = len(self._tasks) - FIRST
        self.set_remark(f"{len(self._tasks)} 项，按截止时间排序" if self._tasks else "")
        self.more.setVisible(hidden > 0)
        self.more.setText("只看前五项" if self._all else f"全部待办（还有 {hidden} 项）")
        self.more.setAccessibleName(self.more.text())
        focus = self.window().focusWidget()
        focused = next((n for n, made in enumerate(self.list.buttons) if made is focus), -1)
        self.list.show_tasks(
            [self._line(task) for task in shown], "现在没有要做的事。有新的报名、成绩或到期事项时，会列在这里。"
        )
        if focused >= 0 and self.list.buttons:  # a refresh must not take the keyboard away
            self.list.buttons[min(focused, len(self.list.buttons) - 1)].setFocus()

    def _line(self, task: workbench.Task) -> Task:
        where = WHERE[task.rule]
        return Task(
            task.title, task.line(self._today), where.button, lambda: self._lead(task.rule), task.tone, where.icon
        )
