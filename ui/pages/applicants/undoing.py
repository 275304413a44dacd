"""Ctrl+Z and Ctrl+Y of a page: what was done, by name, and back again (ux §3, Undo)."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.pages.base import Shell
from ui.parts.strip import Action
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services.applications import acts
from yingcai_desktop.services.applications.acts import Act

DEPTH = 100


class Undoing(QObject):
    """The stack lives as long as the page. An act that cannot be taken back any more says so and is dropped."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self._done: deque[Act] = deque(maxlen=DEPTH)
        self._undone: list[Act] = []

    def did(self, act: Act, *, aloud: bool = True) -> None:
        """Remember an act and say what happened, with the way back in the strip."""
        self._undone.clear()
        if act.reversible:
            self._done.append(act)
        if aloud:
            self._say(act)

    def undo(self) -> None:
        """Take back the latest act."""
        self._turn(self._done, self._undone.append, "没有可以撤销的操作。")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self._undone, self._done.append, "没有可以重做的操作。")

    def _turn(self, stack: "deque[Act] | list[Act]", keep: Callable[[Act], object], nothing: str) -> None:
        if not stack:
            self.shell.messages.info(nothing)
            return
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入登记簿，等它完成后再撤销。")
            return
        try:
            back = acts.undo(self.shell.desk, stack.pop())
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        keep(back)
        self.shell.light.saved(self.shell.desk.clock())
        again = Action("重做 Ctrl+Y", self.redo) if stack is self._done else Action("撤销 Ctrl+Z", self.undo)
        self.shell.messages.done(back.said, [again])

    def _say(self, act: Act) -> None:
        actions = [Action("撤销 Ctrl+Z", self.undo)] if act.reversible else []
        self.shell.messages.done(act.said, actions)
