"""工作台: what must be done and by when, how the year and the seats stand, what has come (ux §4.1). Nothing is typed here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui.pages.base import PAGE_MARGINS, Page, Shell
from ui.pages.home_cards import ArrivalsCard, CityCard, FunnelCard, SchoolsCard, SubjectCard, TrafficCard, YearCard
from ui.pages.home_import import Import
from ui.pages.home_start import StartCard, actions
from ui.pages.home_tasks import TasksCard
from ui.pages.home_where import WHERE
from ui.pages.stepping import run_step
from ui.parts.empty import EmptyState
from ui.parts.look import holder, row, stack
from ui.parts.scroll import Scroll
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import workbench

_GAP = 12
_SCOPES = {"both": "两个项目合计，按报名人次", "national": "英才计划", "pilot": "后备人才"}


class HomePage(Page):
    """One read of the board fills every card; a card that fails leaves the others alone."""

    watches = (
        "application", "mentor", "school", "decision", "panel", "tie_ruling", "declination", "test_score", "interview_score",
        "shortlist_entry", "selection", "step_result", "trainee", "visit", "midterm_evaluation", "annual_material", "assessment",
        "expert_score", "certificate", "package", "withheld",
    )  # fmt: skip

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.imports = Import(self, shell)
        self.tasks = TasksCard(self.lead)
        self.year = YearCard(self._go)
        self.subjects = SubjectCard(lambda subject: self._register(subject=subject))
        self.cities = CityCard(lambda city: self._register(city=city))
        self.funnel = FunnelCard(self._register)
        self.arrivals = ArrivalsCard(self._go)
        self.schools = SchoolsCard(lambda school: self._register(**({"school": school} if school else {})))
        self.traffic = TrafficCard(lambda: self.shell.go("exchange", tab="ledger"))
        self.start = StartCard(actions(self.record_decisions, lambda: self.imports.choose("mentors"), self._go))
        self._board: workbench.Board | None = None
        self._scope = ""
        self._checking = False
        self.closed = EmptyState("还没有打开数据文件", "打开或建立数据文件以后，这里列出现在要做的事。", (), "database")
        self._build()
        if shell.session is not None:
            shell.session.figures.connect(self._figures_came)
        self.refresh()

    # What the window calls

    def refresh(self) -> None:
        """Show the board as the store is now."""
        session = self.shell.session
        self._scroll.setVisible(session is not None)
        self.closed.setVisible(session is None)
        if session is None:
            return
        try:
            board = session.board(self.shell.scope)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.show_board(board)
        if any(task.rule == "ties.checking" for task in board.tasks.value or ()):
            self._look_deeper()

    def on_changes(self, changes: Any) -> None:
        """Reading takes longer than a screen should wait: the window does it beside once nobody has stored anything for a moment."""

    def entered(self) -> None:
        """A new day moves the deadlines."""
        session, scope = self.shell.session, self.shell.scope
        if session is not None and self._board is not None and self._scope == scope:
            known = session.has_board(scope)
            self._stale = known and session.board(scope) is not self._board
            if not known:
                self.shell.refresh_badges()
        super().entered()

    def _figures_came(self, scope: str) -> None:
        """Somebody has read them."""
        if scope == self.shell.scope and self.isVisible():
            self.refresh()

    def focus_work_area(self) -> None:
        """The first thing to do."""
        if self.start.isVisible() and self.start.focus_first():
            return
        if not self.tasks.list.focus_first():
            self.year.chart.setFocus()

    def panes(self) -> list[QWidget]:
        """Start or tasks, then the charts."""
        return [self.start, self.tasks, self.year, self.subjects, self.cities, self.funnel, self.arrivals, self.schools, self.traffic]

    # What it does

    def show_board(self, board: workbench.Board) -> None:
        """Fill every card."""
        self._board, self._scope = board, self.shell.scope
        session = self.shell.session
        city = bool(board.scope.city)
        begun = board.begun.value is not False
        self.start.setVisible(not begun)
        if not begun:
            self.start.show_steps(board.start.value or [])
        self.tasks.show_card(board.tasks, board.today)
        self.tasks.show_ahead(board.year, board.today)
        self.year.show_card(board.year, board.today, session.desk.schemes.common.document)
        self.subjects.show_card(board.subjects)
        self.cities.show_card(board.cities)
        self.funnel.show_card(board.funnel, "本盟市" if city else _SCOPES[self.shell.scope])
        self.arrivals.show_card(board.arrivals, city)
        self.schools.show_card(board.schools)
        self.traffic.show_card(board.traffic)
        self.traffic.setVisible(board.traffic.error is not None or bool(board.traffic.value))
        self.subjects.setVisible(board.subjects.error is not None or bool(board.subjects.value))
        self.cities.setVisible(board.cities.error is not None or bool(board.cities.value))
        self._rows[2].setVisible(begun)
        self.shell.refresh_badges()
        self.set_status(f"{len(board.tasks.value or ())} 项要做的事")

    def lead(self, rule: str) -> None:
        """What the button of a task does: open its place, or act here."""
        where = WHERE[rule]
        if where.do:
            doing: dict[str, Callable[[], object]] = {
                "decide": self.record_decisions,
                "back-up": self.back_up,
                "load": lambda: self.imports.choose(where.word),
                "step": lambda: run_step(self.shell, where.word),
            }
            doing[where.do]()
        else:
            self.shell.go(where.place, **where.what)

    def record_decisions(self) -> None:
        """Choose a decision file and record it; single values are signed in 系统设置."""
        chosen, _ = QFileDialog.getOpenFileName(self, "登记决定文件", "", "决定文件 (*.toml)")
        if chosen:
            self.imports.decide(Path(chosen))

    def back_up(self) -> None:
        """A checked backup beside the store, in the background."""
        session, messages = self.shell.session, self.shell.messages
        self.shell.jobs.start(
            "备份数据文件", lambda _progress: session.back_up(), self._backed_up, failed=messages.trouble
        )

    def _backed_up(self, made: Path) -> None:
        self.shell.messages.done(f"已备份并核对完整：{made}。请再拷一份到 U 盘，放在另一处。")
        self.shell.show_facts(**self.shell.session.facts())
        self.shell.refresh_badges()

    def _look_deeper(self) -> None:
        """Ties are found by walking the whole selection: on the worker, once per commit."""
        if self._checking:
            return
        self._checking = True
        session, scope, turn = self.shell.session, self.shell.scope, self.shell.session.turn

        def done(board: Any) -> None:
            self._checking = False
            if session.turn == turn:  # else the next one is on its way
                session.keep_board(scope, board)

        def failed(error: BaseException) -> None:
            self._checking = False
            self.shell.messages.trouble(error)

        self.shell.jobs.start("核对同分", lambda _progress: session.read_board(scope, deep=True), done, failed=failed)

    def _go(self, place: str) -> None:
        self.shell.go(place)

    def _register(self, **what: object) -> None:
        """The register of applications, filtered by what was clicked."""
        self.shell.go("applicants", **what)

    # Building

    def _build(self) -> None:
        self._rows = [
            _line((self.tasks, 50), (self.year, 50)),
            _line((self.subjects, 42), (self.cities, 33), (self.funnel, 25)),
            _line((self.arrivals, 67), (self.schools, 33)),
            _line((self.traffic, 100)),
        ]
        page = holder(stack(self.start, *self._rows, None, gap=_GAP, margins=PAGE_MARGINS), "plain")
        self._scroll = Scroll(page)
        self.setLayout(stack((self.closed, 1), (self._scroll, 1), gap=0))


def _line(*cards: tuple[QWidget, int]) -> QWidget:
    """Cards side by side; widths by weight, whatever their words need."""
    for card, _ in cards:
        policy = card.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        card.setSizePolicy(policy)
    line: QHBoxLayout = row(*cards, gap=_GAP)
    return holder(line, "plain")
