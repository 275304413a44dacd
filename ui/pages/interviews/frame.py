"""What the tabs of 面试评分 share: the chosen group, questions in the page, two people for an act."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.pages.asking import AskingTab
from ui.pages.base import Shell
from ui.pages.tabbed import TAB_MARGINS
from ui.parts.combo import PickCombo
from ui.parts.look import label, stack
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deeds
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.scope import Scope

REGION = "0000"
"""How the code of the region's office ends (GB/T 2260): it sees every group, a city only its own."""


def scope_of(shell: Shell) -> Scope:
    """What the switch and the office leave: a city sees its own groups of the pilot."""
    office = str(shell.desk.store.office) if shell.desk is not None else ""
    programme = shell.programme
    return Scope(programme, "" if not office or office.endswith(REGION) else office)


class GroupChoice(QWidget):
    """The group all tabs look at; `chosen` when the user picks another."""

    chosen = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.combo = PickCombo([], "组别")
        self.combo.setMinimumWidth(230)
        self.groups: list[Group] = []
        self._counts: Mapping[Group, str] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 0, 0)
        line.setSpacing(8)
        self.words = label("学科", "label")
        self.words.setBuddy(self.combo)
        line.addWidget(self.words)
        line.addWidget(self.combo)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.combo.picked.connect(lambda _code: self.chosen.emit())
        self.offer()

    @property
    def group(self) -> Group | None:
        """The chosen one."""
        code = self.combo.code()
        return next((g for g in self.groups if "/".join(g) == code), None)

    def offer(self) -> None:
        """The groups of the scope that have a shortlist; the chosen one stays if it is among them."""
        desk = self.shell.desk
        if desk is None:
            return
        scope = scope_of(self.shell)
        self.groups = [g for g in desk.schemes.groups() if scope.covers(*g[:2])]
        options = [("/".join(g), self.name(g)) for g in self.groups]
        held = self.combo.code()
        self.combo.clear()
        self.combo.set_options(options)
        wanted = held if held in dict(options) else (options[0][0] if options else "")
        self.combo.set_code(wanted)
        if self.parentWidget() is not None:
            self.setVisible(len(options) > 1)
        elif len(options) <= 1:  # shown before it has a parent, it would flash up as a window of its own
            self.hide()

    def choose(self, group: Group) -> None:
        """From outside."""
        if group in self.groups:
            self.combo.set_code("/".join(group))
            self.chosen.emit()

    def name(self, group: Group) -> str:
        """英才计划 数学; 后备人才·包头市 物理."""
        return str(self.shell.desk.schemes.group_name(*group))


class InterviewTab(AskingTab):
    """Subclasses build under `self.body`, put questions with `ask`, and read in `refresh`."""

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice) -> None:
        super().__init__(shell, place)
        self.choice = choice
        self.undoing = Undoing(shell, self)
        self.init_asking()
        self.body = stack(gap=12, margins=TAB_MARGINS)
        self.setLayout(self.body)

    @property
    def desk(self) -> Desk | None:
        """The desk of the window."""
        desk: Desk | None = self.shell.desk
        return desk

    @property
    def group(self) -> Group | None:
        """The group on show."""
        return self.choice.group

    @property
    def group_name(self) -> str:
        """In words."""
        return self.choice.name(self.group) if self.group else ""

    def group_chosen(self) -> None:
        """Another group: at once if on show, else when opened next."""
        self.put_question_away()
        if self.isVisible():
            self.refresh()
        else:
            self.mark_stale()

    def asked_where(self) -> str:
        """The group."""
        return "/".join(self.group or ())

    def act(self, title: str, do: Callable[[], Any], said: str) -> bool:
        """Do something quick as one step of undo; what happened or why not is told. False when refused."""
        answer = self.asked_for()
        try:
            deed = deeds.done(self.shell.desk, title, do, said=said)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed)
        self.answered(answer)
        return True

    def undo(self) -> None:
        """Ctrl+Z."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def with_witness(self, doing: str, act: Callable[[Desk], Any], said: Callable[[Any], str], clause: str = "") -> None:
        """Two people, then the act."""
        answer = self.asked_for()

        def then(desk: Desk) -> None:
            try:
                found = act(desk)
            except Refusal as refused:
                self.shell.messages.refusal(refused)
                return
            self.shell.light.saved(desk.clock())
            self.answered(answer)
            self.shell.messages.done(said(found))

        self.shell.second_person(doing, then, clause)

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return (self.choice.combo,)
