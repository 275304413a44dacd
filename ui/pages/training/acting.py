"""Doing something on this page: one service call, its refusal said in the strip, its way back remembered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ui.pages.base import Shell
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deeds
from yingcai_desktop.services.deeds import Deed

Said = str | Callable[[Any], str]


class Acting:
    """One for the page and its tabs: they share one stack of what can be undone."""

    def __init__(self, shell: Shell, undoing: Undoing) -> None:
        self.shell, self.undoing = shell, undoing

    def do(
        self, title: str, act: Callable[[], Any], said: Said = "", *, about: str = "", aloud: bool = True
    ) -> Deed[Any] | None:
        """The deed, or None when it was refused; then the strip says why. `said` may be made from the result."""
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入登记簿，等它完成后再办理。")
            return None
        try:
            deed = deeds.done(self.shell.desk, title, act, about=about)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return None
        if said:
            deed = replace(deed, said=said if isinstance(said, str) else said(deed.result))
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed, aloud=aloud)
        return deed
