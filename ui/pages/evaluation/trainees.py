"""What the tabs with trainees share: the list, the pane, printing, and the words for an empty page."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.pages.base import Shell
from ui.pages.evaluation.columns import declared
from ui.pages.evaluation.pane import TraineePane
from ui.pages.evaluation.plan import PlanBar
from ui.pages.importing import Importing
from ui.pages.register import RegisterPage
from ui.pages.tabbed import TAB_MARGINS
from ui.parts.empty import EmptyState
from ui.parts.look import button
from ui.parts.search_box import Hit
from ui.parts.strip import Action
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.scheme import Schemes, load_schemes
from yingcai_desktop.services import history
from yingcai_desktop.services.evaluations.growth import growth
from yingcai_desktop.services.evaluations.register import Register, Row, own_part
from yingcai_desktop.services.scope import Scope

WATCHED = (
    "trainee", "selection", "application", "mentor", "initial_evaluation", "midterm_evaluation", "annual_material", "expert_score",
    "expert_task", "expert", "recusal", "assessment", "visit", "decision", "certificate",
)  # fmt: skip


class TraineeTab(RegisterPage):
    """Subclasses give `tab` (columns, form), buttons, and what the pane's first page shows."""

    watches = WATCHED
    tab = ""
    table_name = ""
    """The table whose history the pane shows."""
    kind = "evaluations"
    """The kind of workbook that comes in here."""
    summary = ""
    """The word of `printing.evaluation` for the list of this tab."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.shell = shell
        self.schemes: Schemes = shell.desk.schemes if shell.desk else load_schemes(2025)
        self.region = not shell.desk or shell.desk.store.office not in self.schemes.city_names
        self.declared = declared(self.schemes, self.tab)
        self.register = Register(shell.desk, suggesting=self.tab == "final") if shell.desk else None
        self._uid = ""
        super().__init__(shell, place)
        self.body.setContentsMargins(*TAB_MARGINS)
        self.undoing = Undoing(shell, self)
        self.importing = Importing(shell, self, self.kind, self.undoing)
        self.body.addWidget(self.importing.panel, 1)
        self.importing.stand_in_for(self.filter, self.area, then=self.table)
        self.plan = PlanBar(shell)
        self.foot.addWidget(self.plan)
        self.pane.print_wanted.connect(self.print_person)
        self.pane.next_button.clicked.connect(lambda _checked=False: self.forward())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.forward)
        self.refresh()

    # What a tab overrides

    def fill(self, row: Row) -> None:
        """The first page of the pane."""

    def remark(self, row: Row) -> str:
        """The end of the quiet line under the name."""
        return ""

    # The register (ui/pages/register.py)

    def all_rows(self) -> Sequence[Row]:
        """The rows of the scope."""
        rows = self.register.rows if self.register else []
        scope = self.shell.scope
        return rows if scope == "both" else [row for row in rows if row.programme == scope]

    def make_pane(self) -> TraineePane:
        """The form, the growth view, the history."""
        self.pane: TraineePane = self.new_pane()
        return self.pane

    def new_pane(self) -> TraineePane:
        """Made once."""
        raise NotImplementedError

    def buttons(self) -> Sequence[QPushButton]:
        """打印 and what the tab adds."""
        load = button("导入 Excel", "", "download-simple", self.load_workbooks, tip="先核对，再决定导入哪些")
        self.offer(f"{self.kind}.load", load)
        return (
            load,
            button("打印", "", "printer", self.print_page, tip="打印现在这个项目的汇总表（Ctrl+P）"),
            *self.own_buttons(),
        )

    def own_buttons(self) -> Sequence[QPushButton]:
        """At the right; the last is the main one."""
        return ()

    def empty_state(self) -> EmptyState:
        """Before training is open nobody can be evaluated."""
        return EmptyState(
            "还没有学员",
            "办理“开始培养”之后，录取的学员会列在这里，按初期、中期、年度逐段评价。",
            (Action("去培养过程", partial(self.shell.go, "training"), "calendar-check"), Action("去遴选录取", partial(self.shell.go, "selection"))),
            note="附件1 六 · 附件2 七",
        )  # fmt: skip

    def showing(self) -> str:
        """The trainee in the pane."""
        return self._uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        row = self.register.row(uid) if self.register else None
        if row is None:
            return
        self._uid = uid
        self._show(row)

    def leave_record(self) -> None:
        """Nothing is left open."""
        self._uid = ""

    def edit_record(self) -> None:
        """The keyboard into the form."""
        self.pane.show_tab("form")
        self.pane.setFocus()

    # What the window tells and asks (ui/pages/base.py)

    def refresh(self) -> None:
        """Read everything again; the trainee in the pane stays."""
        if self.register is None:
            return
        self.register.read()
        self.show_rows()
        row = self.register.row(self._uid)
        if row is not None:
            self._show(row)

    def scope_changed(self, scope: str) -> None:
        """Only the rows of another scope."""
        self.show_rows()

    def open_at(self, **what: object) -> None:
        """`uid`, `view`, or the code of a pick: `city`, `subject`."""
        for key, combo in self.filter.combos.items():
            if isinstance(code := what.get(key), str):
                combo.set_code(code)
        view = str(what.get("view", ""))
        self.filter.set_view(view if view in self.filter.chips else self.filter.view())
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)

    def hits(self, text: str) -> Sequence[Hit]:
        """Trainees by name or pinyin, for Ctrl+K."""
        from ui.parts.pinyin import matches

        found = [row for row in self.all_rows() if matches(text, row.name)]
        return [Hit(r.name, f"{r.programme_name} · {r.subject} · 考核评价", partial(self.open_record, r.uid), "shield-check") for r in found]

    # Commands (ui/commands.py)

    def load_workbooks(self) -> None:
        """导入: checked and shown before anything is stored."""
        self.importing.choose()

    def undo(self) -> None:
        """Ctrl+Z."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def print_page(self) -> None:
        """Ctrl+P: the trainee if the keyboard is in the pane, else the list of the tab."""
        focus = self.window().focusWidget()
        if self._uid and focus is not None and self.pane.isAncestorOf(focus):
            self.print_person()
        elif self.summary:
            self.preview(self.summary)

    def print_person(self) -> None:
        """评价表 of the trainee in the pane."""
        row = self.register.row(self._uid) if self.register else None
        if row is not None:
            self.preview("person", row)

    def preview(self, what: str, row: Row | None = None) -> None:
        """One of `printing.evaluation`, for the scope on show."""
        import yingcai_desktop.services.printing.evaluation as paper

        desk, scope = self.shell.desk, self.scope()
        title = paper.TITLES[what] + (f" {row.name}" if row else "")
        uid = row.uid if row else ""
        self.shell.preview(title, lambda _progress: paper.pdf(desk, what, scope, uid), f"{title}.pdf")

    def rights_changed(self) -> None:
        """The trainee in the pane, as whoever sits down now may act on them."""
        super().rights_changed()
        self.plan.put_away()
        if self.register is not None and (row := self.register.row(self._uid)) is not None:
            self._show(row)

    # What tabs use

    def may(self, action: str, *links: Action) -> list[Action]:
        """These links to somebody who may do the action, none to others."""
        return list(links) if self.shell.desk.may(action) else []

    def scope(self) -> Scope:
        """The window's scope and the picked city."""
        programme = self.shell.programme
        return own_part(self.shell.desk, Scope(programme, self.filter.combos["city"].code()))

    def programme_scope(self) -> Scope:
        """For a step: never a part of a programme, but at a city its own."""
        return own_part(self.shell.desk, Scope(self.shell.programme))

    def forward(self) -> None:
        """Ctrl+Enter: the next trainee."""
        if not self.table.step(1):
            self.shell.messages.info("这是名单里的最后一名。")

    def done(self, deed: Any, *, aloud: bool = True) -> None:
        """After a change: light, undo, the strip."""
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed, aloud=aloud)

    def attempt(self, act: Any) -> Any:
        """Run a service call; what it refuses is said in a strip and gives None."""
        try:
            found = act()
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return None
        self.plan.carried_out()
        return found

    def _show(self, row: Row) -> None:
        city = row.city_name if row.needs_recommendation else ""
        place = " · ".join(p for p in (row.programme_name, city, row.subject, f"导师 {row.mentor}", self.remark(row)) if p)
        self.pane.show_head(row.name, row.state_name, "info" if row.active else "bad", place)
        self.pane.growth.show_growth(growth(self.shell.desk, row, self.register.rows if self.register else []))
        self.pane.show_acts(self._acts(row))
        self.fill(row)

    def _acts(self, row: Row) -> Sequence[history.Act]:
        from sqlalchemy import select

        from db.base import Base

        table = Base.metadata.tables[self.table_name]
        with self.shell.desk.read() as session:
            uid = session.execute(select(table.c.uid).where(table.c.application_uid == row.uid)).scalar()
            return history.of_record(session, self.shell.desk, self.table_name, uid) if uid else []

    def panes(self) -> Sequence[QWidget]:
        """F6: filter, list, plan, pane."""
        return self.filter, self.table, self.plan, self.pane
