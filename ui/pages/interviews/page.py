"""The page 面试评分: tabs over one group, chosen once for all of them."""

from collections.abc import Sequence

from ui.pages.base import Shell
from ui.pages.interviews.component_tab import ComponentTab
from ui.pages.interviews.entry_tab import EntryTab
from ui.pages.interviews.frame import GroupChoice, InterviewTab
from ui.pages.interviews.panels_tab import PanelsTab
from ui.pages.interviews.schedule_tab import ScheduleTab
from ui.pages.interviews.seat_tab import SeatTab
from ui.pages.interviews.summary_tab import SummaryTab
from ui.pages.tabbed import TabbedPage, TabSpec
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.panels import Component
from yingcai_desktop.services import components

OVER_ALL = ("schedule", "entry", "component")
"""Tabs that look at every group at once."""


class InterviewsPage(TabbedPage):
    """`open_at(group=(programme, city, subject), tab=)`."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.choice = GroupChoice(shell)
        super().__init__(shell, place)
        self.head.insertWidget(1, self.choice)
        self.choice.chosen.connect(self._group_chosen)
        self._fit()

    def tab_specs(self) -> Sequence[TabSpec]:
        """The pilot's further form has a tab where it is signed."""
        specs = [
            TabSpec("panels", "分组与评委", lambda shell, place: PanelsTab(shell, place, self.choice)),
            TabSpec("schedule", "日程", lambda shell, place: ScheduleTab(shell, place, self.choice)),
            TabSpec("seat", "评委席", lambda shell, place: SeatTab(shell, place, self.choice)),
            TabSpec("entry", "成绩录入", lambda shell, place: EntryTab(shell, place, self.choice)),
            TabSpec("summary", "汇总", lambda shell, place: SummaryTab(shell, place, self.choice)),
        ]
        component = self._component()
        if component is not None:
            made = TabSpec("component", component.title, lambda shell, place: ComponentTab(shell, place, self.choice, component))
            specs.insert(4, made)
        return specs

    def scope_changed(self, scope: str) -> None:
        """Other groups may be on offer."""
        self.choice.offer()
        super().scope_changed(scope)

    def open_at(self, **what: object) -> None:
        """A group, a tab."""
        group = what.pop("group", None)
        if isinstance(group, tuple) and len(group) == 3:
            self.choice.choose(group)
        super().open_at(**what)

    def help_heading(self) -> str:
        """The further form is called as it was signed; its help has one name."""
        return "增加的形式" if self._key == "component" else super().help_heading()

    def show_tab(self, key: str) -> bool:
        """The group matters only where one group is on show."""
        shown = super().show_tab(key)
        self._fit()
        return shown

    def _fit(self) -> None:
        self.choice.setVisible(len(self.choice.groups) > 1 and self._key not in OVER_ALL)

    def _component(self) -> Component | None:
        desk = self.shell.desk
        if desk is None or self.shell.scope == "national":
            return None
        try:
            return components.signed(desk)
        except Refusal:
            return None

    def _group_chosen(self) -> None:
        for tab in self.tabs.values():
            if isinstance(tab, InterviewTab):
                tab.group_chosen()
