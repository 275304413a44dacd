"""The page: five tabs of the test day, each made when it is first opened."""

from collections.abc import Sequence

from ui.pages.tabbed import TabbedPage, TabSpec, when_opened


class ExamsPage(TabbedPage):
    """考场安排 · 准考证 · 成绩录入 · 分数线 · 异常登记."""

    specs: Sequence[TabSpec] = (
        TabSpec("seats", "考场安排", when_opened("ui.pages.exams.seats:SeatsTab")),
        TabSpec("tickets", "准考证", when_opened("ui.pages.exams.tickets:TicketsTab")),
        TabSpec("marks", "成绩录入", when_opened("ui.pages.exams.marks:MarksTab")),
        TabSpec("lines", "分数线", when_opened("ui.pages.exams.lines:LinesTab")),
        TabSpec("events", "异常登记", when_opened("ui.pages.exams.events:EventsTab")),
    )
