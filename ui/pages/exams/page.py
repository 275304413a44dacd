"""The page: five tabs of the test day, each made when it is first opened."""

from collections.abc import Callable, Sequence
from importlib import import_module

from ui.pages.base import Page, Shell
from ui.pages.tabbed import TabbedPage, TabSpec
from ui.places import Place


def _made(module: str, name: str) -> Callable[[Shell, Place], Page]:
    """A tab whose module is imported when it is first opened."""

    def make(shell: Shell, place: Place) -> Page:
        tab: Page = getattr(import_module(f"ui.pages.exams.{module}"), name)(shell, place)
        return tab

    return make


class ExamsPage(TabbedPage):
    """考场安排 · 准考证 · 成绩录入 · 分数线 · 异常登记."""

    specs: Sequence[TabSpec] = (
        TabSpec("seats", "考场安排", _made("seats", "SeatsTab")),
        TabSpec("tickets", "准考证", _made("tickets", "TicketsTab")),
        TabSpec("marks", "成绩录入", _made("marks", "MarksTab")),
        TabSpec("lines", "分数线", _made("lines", "LinesTab")),
        TabSpec("events", "异常登记", _made("events", "EventsTab")),
    )
