"""准考证: everybody with a number, by room and seat; tickets, sign-in sheets and the mark book of what is on show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.exams.scoped import preview, scope_of
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.empty import EmptyState
from ui.parts.line_edit import SearchEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.services import seating
from yingcai_desktop.services.seating import Place as Seat


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with the desk."""

    uid: str
    test: str
    at: Seat


COLUMNS = (
    Column("test", "考试", lambda r: r.test, 236, full=lambda r: r.test),
    Column("room", "考场", lambda r: f"第{r.at.room:02d}考场", 90),
    Column("seat", "座号", lambda r: f"{r.at.seat:02d}", 60, "center"),
    Column("ticket", "准考证号", lambda r: r.at.ticket, 130, find=True),
    Column("name", "姓名", lambda r: r.at.person.name, 116, find=True),
    Column("school", "学校", lambda r: r.at.person.school, 244, find=True),
    Column("grade", "年级", lambda r: r.at.person.grade, 70),
)


class TicketsTab(Tab):
    """The list of tickets of the scope."""

    watches = ("application", "school")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.search = SearchEdit("", "姓名、准考证号、学校或拼音")
        self.search.setAccessibleName("查找")
        self.table = Table(COLUMNS, name="准考证", frozen=3, preferences=shell.preferences, view="exam-tickets")
        self.search.textChanged.connect(self._find)
        self.table.status_changed.connect(self.set_status)
        self.count = label("", "label")
        self.ranged = button("打印选中的", "", "printer", self.print_selected, tip="按住 Shift 或 Ctrl 选一段，再预览打印")
        self.print = button("预览打印准考证", "primary", "printer", self.print_page)
        self.book = button("成绩册", "", "printer", self.print_book, tip="各考场的成绩，供核对和签字")
        self.signing = button("签到表", "", "printer", lambda: preview(self.shell, "sign-in", scope_of(self.shell)))
        self.bar = row((self.search, 1), self.count, None, self.book, self.signing, self.ranged, self.print)
        self.empty = EmptyState("还没有准考证", "编排考场之后，考生的准考证号和座位会出现在这里。",
                                (Action("去编排考场", self._to_seats, "clipboard-text"),), "identification-card")  # fmt: skip
        self.card = holder(stack(self.table, margins=(1, 1, 1, 1)), "card")
        self.setLayout(stack(self.bar, (self.card, 1), (self.empty, 1), gap=12, margins=TAB_MARGINS))
        self.refresh()

    def refresh(self) -> None:
        """Everybody seated."""
        desk = self.shell.desk
        if desk is None:
            return
        with desk.read() as session:
            found = seating.seated(session, desk.schemes, scope_of(self.shell))
        rows = [Row(p.person.uid, desk.schemes.group_name(*test), p) for test, places in found.items() for p in places]
        self.table.show_rows(rows)
        self.card.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.print.setEnabled(bool(rows))
        self.ranged.setEnabled(bool(rows))
        self.signing.setEnabled(bool(rows))
        self.count.setText(f"{len(rows)} 张，每页 4 张" if rows else "")

    def focus_work_area(self) -> None:
        """The list."""
        (self.table if self.table.isVisible() else self.empty.buttons[0]).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.search, self.table

    def command(self, name: str) -> Callable[[], object] | None:
        """Ctrl+F and Ctrl+P."""
        return {"focus_filter": self.search.setFocus, "print_page": self.print_page}.get(name)

    def print_page(self) -> None:
        """Four to a page, in the order of rooms and seats."""
        preview(self.shell, "tickets", scope_of(self.shell))

    def print_selected(self) -> None:
        """The chosen stretch of the list only."""
        from yingcai_desktop.services.printing import exam

        uids, desk, scope = frozenset(self.table.selected()), self.shell.desk, scope_of(self.shell)
        if not uids:
            self.shell.messages.info("请先在名单里选考生，再打印选中的准考证。")
            return
        self.shell.preview(f"准考证 {len(uids)} 张", lambda _progress: exam.tickets(desk, scope, uids), "准考证（选中）.pdf")

    def print_book(self) -> None:
        """成绩册 of every room of the scope."""
        from yingcai_desktop.services.printing.mark_book import mark_book

        desk, scope = self.shell.desk, scope_of(self.shell)
        self.shell.preview("成绩册", lambda _progress: mark_book(desk, scope), "成绩册.pdf")

    def _find(self, text: str) -> None:
        self.table.filter(text)

    def _to_seats(self) -> None:
        self.shell.go("exams", tab="seats")
