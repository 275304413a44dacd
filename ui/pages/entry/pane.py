"""The whole of it: which sheet, who types, and 第一遍 | 第二遍 | 核对差异 | 封存 (ux §4.4, §4.5)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.pages.base import Shell
from ui.pages.entry.differences import DifferencesPanel
from ui.pages.entry.pass_panel import PassPanel
from ui.pages.entry.seal_panel import SealPanel
from ui.parts.combo import PickCombo
from ui.parts.empty import EmptyState
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, row, stack
from ui.parts.segments import Segments
from ui.parts.strip import Action
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import entry
from yingcai_desktop.services.entry import Paper
from yingcai_desktop.services.scope import Scope

VIEWS = (("1", "第一遍"), ("2", "第二遍"), ("3", "核对差异"), ("4", "封存"))
Panel = PassPanel | DifferencesPanel | SealPanel


class EntryPane(QWidget):
    """`kind` is test, interview or expert. `nothing` is what an office without sheets reads, and what it can do about it; `more` stands at the right."""

    status_changed = Signal(str)

    def __init__(self, shell: Shell, kind: str, nothing: tuple[str, Sequence[Action]], *more: QWidget) -> None:
        super().__init__()
        self.shell, self.kind, self._nothing = shell, kind, nothing
        self.papers: list[Paper] = []
        self.panel: Panel | None = None
        self.sheets = PickCombo([], "成绩单")
        self.sheets.setMinimumWidth(280)
        self.sheets.setMaximumWidth(400)
        self.views = Segments(VIEWS, "录入步骤")
        self.typist = LineEdit("", "录入人姓名")
        self.typist.setAccessibleName("录入人")
        self.typist.setFixedWidth(110)
        self.typist_label = label("录入人", "label")
        self.back = button("退回再录", do=self.reopen)
        head = row((self.sheets, 4), self.views, None, self.typist_label, self.typist, self.back, *more, gap=12)
        self.place = QStackedWidget()
        self.setLayout(stack(head, (self.place, 1), gap=12))
        self.sheets.picked.connect(lambda _key: self.show_sheet())
        self.views.chosen.connect(lambda _key: self.show_sheet(focus=True))
        self.typist.entered.connect(lambda: self.show_sheet(focus=True))
        self.typist.left.connect(self._typist_left)
        self._named = ""

    # Who is at the desk

    def desk(self) -> Desk:
        """The desk in the name of who types: in a store without users the name in the box."""
        desk: Desk = self.shell.desk
        name = self.typist.text().strip()
        return desk if desk.user is not None or not name else replace(desk, actor=name)

    # What the page uses

    def refresh(self) -> None:
        """Sheets of the scope again; the one on show stays."""
        if self.shell.desk is None:
            return
        without_users = self.shell.desk.user is None
        self.typist.setVisible(without_users)
        self.typist_label.setVisible(without_users)
        if without_users and not self.typist.text():
            self.typist.setText(self.shell.desk.actor)
            self._named = self.typist.text()
        try:
            self.papers = entry.papers(self.shell.desk, self.kind, Scope(self.shell.programme, _city(self.shell.desk)))
        except Refusal as refused:
            self.papers = []
            self._show(EmptyState("还不能录入", str(refused), self._nothing[1]))
            return
        self.sheets.set_options([(paper.title, paper.title) for paper in self.papers])
        if self.papers and not any(p.title == self.sheets.code() for p in self.papers):
            self.sheets.set_code(self.papers[0].title)
        self.show_sheet()

    def seat_taken(self) -> None:
        """Somebody else sits at the desk: call it from `rights_changed`, so that nothing of the pass before stays on the screen (U37)."""
        self.typist.clear()
        self.refresh()

    @property
    def paper(self) -> Paper | None:
        """The sheet on show."""
        return next((p for p in self.papers if p.title == self.sheets.code()), None)

    def show_sheet(self, *, focus: bool = False) -> None:
        """The chosen step of the chosen sheet, for the person at the desk."""
        paper, self._named = self.paper, self.typist.text()
        for widget in (self.views, self.sheets):
            widget.setVisible(paper is not None)
        if paper is None:
            self.back.hide()
            self._show(EmptyState("还没有成绩单", self._nothing[0], self._nothing[1]))
            return
        self._tell(paper)
        try:
            panel = self._panel(paper, self.views.current())
        except Refusal as refused:
            self._show(self._cannot(paper, refused))
            return
        self._show(panel)
        self.panel = panel
        if focus:
            panel.start()

    def focus(self) -> None:
        """Where work begins."""
        if self.panel is not None:
            self.panel.start()
        else:
            self.sheets.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6; from the middle of a grid it is the way to the total of the paper and the button."""
        if isinstance(self.panel, PassPanel):
            return self.sheets, self.views, self.panel.grid, self.panel.paper_total
        return (self.sheets, self.views, *((self.panel,) if self.panel else ()))

    def command(self, name: str) -> Callable[[], object] | None:
        """Ctrl+Z and Ctrl+Y of the grid, Ctrl+P of the seal."""
        panel = self.panel
        if isinstance(panel, PassPanel) and name in ("undo", "redo"):
            return panel.grid.undo if name == "undo" else panel.grid.redo
        return panel.print_protocol if isinstance(panel, SealPanel) and name == "print_page" and panel.held else None

    def reopen(self) -> None:
        """Take one's own pass back."""
        paper = self.paper
        if paper is None or self.views.current() not in ("1", "2"):
            return
        try:
            entry.reopen(self.desk(), paper, int(self.views.current()))
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.show_sheet(focus=True)

    # Inside

    def _panel(self, paper: Paper, view: str) -> Panel:
        messages = self.shell.messages
        panel: Panel
        if view in ("1", "2"):
            turn = int(view)
            panel = PassPanel(paper, turn, self.desk, messages)
            panel.setParent(self.place)
            panel.handed_in.connect(self._handed_in)
            panel.kept.connect(self._kept)
            panel.grid.status_changed.connect(self.status_changed)
            at = entry.progress(self.desk(), paper)
            other = at.second_by if turn == 1 else at.first_by
            if other and other == at_name(self.desk()) and not at.compared:
                raise _theirs(turn, other)
        elif view == "3":
            panel = DifferencesPanel(paper, self.desk, messages, lambda act: self.shell.second_person("核定双录的差异", self._as_typist(act), action="entry.pick"))
            panel.settled.connect(self.show_sheet)
            panel.changed.connect(lambda: self._tell(paper))
        else:
            panel = SealPanel(paper.ref, self.desk, self.shell)
        panel.refresh()
        return panel

    def _as_typist(self, act: Callable[[Any], object]) -> Callable[[Any], object]:
        """The witness beside the one who types, not beside the account of the machine."""
        return lambda desk: act(replace(desk, actor=self.desk().actor))

    def _handed_in(self) -> None:
        paper = self.paper
        assert paper is not None
        turn = int(self.views.current())
        at = entry.progress(self.desk(), paper)
        if at.compared:
            found = entry.compare(self.desk(), paper)
            words = f"有 {len(found.open)} 处差异，请第三人核定" if found.open else "两遍全部一致，可以核定"
            self.shell.messages.done(f"{paper.title}：两遍都已提交，{words}。", [Action("核对差异", lambda: self._go("3"))])
        else:
            self.shell.messages.done(f"{paper.title}：{VIEWS[turn - 1][1]}已提交。请换另一人录{VIEWS[2 - turn][1]}。")
        self.show_sheet()

    def _go(self, view: str) -> None:
        self.views.choose(view)
        self.show_sheet(focus=True)

    def _kept(self) -> None:
        self.shell.light.saved(self.shell.desk.clock())
        if self.paper is not None:
            self._tell(self.paper)

    def _tell(self, paper: Paper) -> None:
        """How far the sheet is, in the segments; 退回再录 where it is one's own to take back."""
        at = entry.progress(self.desk(), paper)
        total = len(paper.lines)
        for turn, rows, closed in ((1, at.first_rows, at.first_closed), (2, at.second_rows, at.second_closed)):
            mark = " ✓" if closed else f" {rows}/{total}" if rows else ""
            self.views.set_text(str(turn), f"{VIEWS[turn - 1][1]}{mark}")
        count = len(entry.compare(self.desk(), paper).open) if at.compared and at.first_closed and at.second_closed else 0
        self.views.set_text("3", f"核对差异 {count}" if count else f"核对差异{' ✓' if at.settled else ''}")
        view = self.views.current()
        own = view in ("1", "2") and at.turn_of(self.desk().actor) == int(view)
        self.back.setVisible(own and at.is_closed(int(view)) and not at.compared)

    def _cannot(self, paper: Paper, refused: Refusal) -> EmptyState:
        """Too early for this step, or somebody else's."""
        at = entry.progress(self.desk(), paper)
        if self.views.current() == "3" and not (at.first_closed and at.second_closed):
            lacking = "2" if at.first_closed else "1"
            return EmptyState("还不能核对", str(refused), [Action(f"去{VIEWS[int(lacking) - 1][1]}", lambda: self._go(lacking))], "clipboard-text")
        return EmptyState("这一步由另一人办理", str(refused), self._elsewhere(paper), "users")

    def _elsewhere(self, paper: Paper) -> Sequence[Action]:
        """What the person at the desk can do instead."""
        if self.shell.desk.user is None:
            return (Action("改录入人姓名", self._rename),)
        return (Action("换人登录", getattr(self.shell, "lock", self.typist.setFocus)),)

    def _rename(self) -> None:
        self.typist.setFocus()
        self.typist.selectAll()

    def _typist_left(self) -> None:
        if self.typist.text() != self._named:
            self._named = self.typist.text()
            self.show_sheet()

    def _show(self, widget: QWidget) -> None:
        """Put a panel in place of the last one."""
        self.panel = None
        while (old := self.place.widget(0)) is not None:
            if isinstance(old, PassPanel):
                old.grid.settle()
            self.place.removeWidget(old)
            old.hide()
            QTimer.singleShot(0, old.deleteLater)
        self.place.addWidget(widget)


def at_name(desk: Desk) -> str:
    """The name a pass is owned under."""
    from yingcai_desktop.services.entry.keeping import who

    return who(desk.actor)


def _theirs(turn: int, name: str) -> Refusal:
    from yingcai_desktop.errors import NotAllowed

    done, this = VIEWS[2 - turn][1], VIEWS[turn - 1][1]
    return NotAllowed(f"{done}是“{name}”录的，{this}须由另一人录入。请换人之后再录（双录由两人各录一遍，互不可见）。")


def _city(desk: Desk) -> str:
    """A city office sees its own."""
    return desk.store.office if desk.store.office in desk.schemes.city_names else ""
