"""What the tabs of 遴选录取 share: the chosen part, its subjects, reading on the worker, questions in the page."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.giving import Giving
from ui.pages.asking import AskingTab
from ui.pages.base import Shell
from ui.pages.tabbed import TAB_MARGINS
from ui.parts.line_edit import SearchEdit
from ui.parts.look import stack
from ui.parts.segments import Segments
from ui.parts.strip import Strip, Strips
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.selecting import board

Group = tuple[str, str, str]


class PartChoice(QWidget):
    """英才计划 · 呼和浩特 · 包头 · 通辽: one for all tabs. Away where an office has only one."""

    chosen = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(4, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.segments: Segments | None = None
        self.parts: list[Part] = []
        self.part: Part = ("", "")
        self.offer()

    def offer(self) -> None:
        """The parts of the scope; the chosen one stays if it is among them."""
        desk = self.shell.desk
        found = board.parts(desk, self.shell.programme) if desk else []
        if found == self.parts:
            return
        self.parts = found
        if self.segments is not None:
            self._line.removeWidget(self.segments)
            self.segments.hide()
            self.segments.deleteLater()
        self.segments = Segments([("/".join(part), self.name(part)) for part in found], "项目和盟市")
        self.segments.chosen.connect(self._picked)
        self._line.addWidget(self.segments)
        self.part = self.part if self.part in found else (found[0] if found else ("", ""))
        if found:
            self.segments.choose("/".join(self.part))
        if self.parentWidget() is not None:
            self.setVisible(len(found) > 1)
        elif len(found) <= 1:  # shown before it has a parent, it would flash up as a window of its own
            self.hide()

    def name(self, part: Part) -> str:
        """英才计划, or the city's name without 市."""
        schemes = self.shell.desk.schemes
        return next((c.short for c in schemes.common.cities if c.code == part[1]), "") or str(schemes[part[0]].short)

    def choose(self, part: Part) -> None:
        """From outside; an unknown one is left alone."""
        if part in self.parts and self.segments is not None:
            self.segments.choose("/".join(part))
            self._picked("/".join(part))

    def _picked(self, key: str) -> None:
        programme, _, city = key.partition("/")
        if self.part != (programme, city):
            self.part = (programme, city)
            self.chosen.emit()


class GroupTab(AskingTab):
    """Subclasses give `read` (on the worker), `show_read`, and build under `self.body`."""

    def __init__(self, shell: Shell, place: Place, choice: PartChoice) -> None:
        super().__init__(shell, place)
        self.choice = choice
        self.desk: Desk | None = shell.desk
        self.subject = ""
        self._asked = 0
        self.giving: Giving | None = None
        self.search: SearchEdit | None = None
        self.strips = Strips()
        self.init_asking()
        self.body = stack(gap=12, margins=TAB_MARGINS)
        self.setLayout(self.body)

    # What a tab overrides

    def read(self, desk: Desk, part: Part) -> Any:
        """Read what is shown; on the worker."""
        raise NotImplementedError

    def show_read(self, found: Any) -> None:
        """Show it."""
        raise NotImplementedError

    # What the page calls

    def refresh(self) -> None:
        """Read again; what comes back late for another part is dropped."""
        if self.desk is None:
            return
        self._asked += 1
        asked, part, desk = self._asked, self.choice.part, self.desk

        def show(found: Any) -> None:
            if asked == self._asked:
                self.show_read(found)

        self.shell.jobs.start("读取遴选数据", lambda _progress: self.read(desk, part), show)

    def part_chosen(self) -> None:
        """Another part: at once if on show, else when opened next."""
        self.put_question_away()
        if self.isVisible():
            self.refresh()
        else:
            self.mark_stale()

    # Commands

    def export(self) -> None:
        """Ctrl+E: the list as it is seen."""
        if self.giving is not None:
            self.giving.export()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        if self.search is not None:
            self.search.setFocus()

    def _covers(self) -> str:
        return f"{self.part_name} {self.subject}".strip()

    # What tabs use

    def searched(self, table: Table) -> SearchEdit:
        """A small box that narrows a list by name, school or pinyin."""
        self.search = SearchEdit("", "筛选姓名、学校")
        self.search.setAccessibleName("筛选")
        self.search.setFixedWidth(140)
        self.search.textChanged.connect(table.filter)
        return self.search

    def give(self, table: Table, title: str) -> None:
        """Let a list be exported; it says which part it covers."""
        self.giving = Giving(self.shell, self, table, title, covers=self._covers)

    @property
    def part_name(self) -> str:
        """英才计划; 后备人才·包头市."""
        return self.desk.schemes.group_name(*self.choice.part, "") if self.desk else ""

    def asked_where(self) -> str:
        """The part, and the subject on show."""
        return "/".join((*self.choice.part, self.subject))

    def tell(self, strips: Sequence[Strip]) -> None:
        """The strips of the state as it is, the most important first."""
        for old in self.strips.strips():
            self.strips.take(old)
        for strip in reversed(strips):
            self.strips.show_strip(strip)

    def with_witness(self, doing: str, act: Callable[[Desk], Any], done: Callable[[Any], object], clause: str = "") -> None:
        """Two people, then the act on the worker."""
        answer = self.asked_for()

        def carried_out(found: Any) -> None:
            self.answered(answer)
            done(found)

        def then(desk: Desk) -> None:
            self.shell.jobs.start(doing, lambda _progress: act(desk), carried_out)

        self.shell.second_person(doing, then, clause)

    def act(self, do: Callable[[], Any]) -> Any:
        """Do something quick; a refusal is told. False when refused."""
        answer = self.asked_for()
        try:
            found = do()
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self.answered(answer)
        return found
