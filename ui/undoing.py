"""Ctrl+Z and Ctrl+Y of a page: what was done, by name, and back again (ux §3, Undo)."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.parts.strip import Action
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deeds
from yingcai_desktop.services.deeds import Deed

DEPTH = 200
_AT_ONCE = 500
"""Entries that are taken back while the screen waits; more of them go to the worker."""

Stack = deque[Deed[Any]]


class Undoing(QObject):
    """The stack lives as long as the page. A deed that cannot be taken back any more says so and is dropped.

    `changed` after every turn; `undo_words` and `redo_words` name what the keys would do, for tool tips.
    """

    changed = Signal()

    def __init__(self, shell: Shell, page: QObject) -> None:
        super().__init__(page)
        self.shell = shell
        self._done: Stack = deque(maxlen=DEPTH)
        self._undone: Stack = deque(maxlen=DEPTH)

    @property
    def undo_words(self) -> str:
        """`撤销 粘贴 320 格`; blank when there is nothing to undo."""
        return f"撤销 {self._done[-1].title}" if self._done else ""

    @property
    def redo_words(self) -> str:
        """`重做 粘贴 320 格`."""
        return f"重做 {self._undone[-1].title.removeprefix('撤销 ')}" if self._undone else ""

    def did(self, deed: Deed[Any], *, aloud: bool = True, actions: Sequence[Action] = ()) -> None:
        """Remember a deed and, if `aloud`, say what happened with the way back in the strip, `actions` before it."""
        if deed.entries:
            self._undone.clear()
        if deed.reversible:
            self._done.append(deed)
        if aloud:
            back = [Action("撤销 Ctrl+Z", self.undo, tip=self.undo_words)] if deed.reversible else []
            self.shell.messages.done(deed.said, [*actions, *back])
        self.changed.emit()

    def undo(self) -> None:
        """Take back the latest deed."""
        self._turn(self._done, self._undone, "没有可以撤销的操作。")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self._undone, self._done, "没有可以重做的操作。")

    def clear(self) -> None:
        """Nothing before this can be taken back: something was submitted, sealed or locked."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    def _turn(self, stack: Stack, other: Stack, nothing: str) -> None:
        if not stack:
            self.shell.messages.info(nothing)
            return
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入登记簿，等它完成后再撤销。")
            return
        words = self.undo_words if stack is self._done else self.redo_words
        deed, desk = stack.pop(), self.shell.desk
        self.changed.emit()
        keep = self._keeper(other)
        if deed.entries > _AT_ONCE:

            def work(progress: Progress) -> Deed[None]:
                progress(0, 0, words)
                return deeds.undo(desk, deed)

            self.shell.jobs.start(words, work, keep)
            return
        try:
            back = deeds.undo(desk, deed)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        keep(back)

    def _keeper(self, stack: Stack) -> Callable[[Deed[None]], None]:
        def keep(back: Deed[None]) -> None:
            stack.append(back)
            self.shell.light.saved(self.shell.desk.clock())
            undone = stack is self._undone
            words, do, tip = ("重做 Ctrl+Y", self.redo, self.redo_words) if undone else ("撤销 Ctrl+Z", self.undo, self.undo_words)
            self.shell.messages.done(back.said, [Action(words, do, tip=tip)])
            self.changed.emit()

        return keep
