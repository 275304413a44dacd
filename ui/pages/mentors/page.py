"""The page 导师库: it joins the register, the mentor in the pane, the batch bar, the import, and what is printed."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.pages.batch import BatchBar
from ui.pages.importing import Importing
from ui.pages.mentors.columns import declared
from ui.pages.mentors.pane import MentorPane
from ui.pages.mentors.record import Record
from ui.pages.register import RegisterPage
from ui.parts.empty import EmptyState
from ui.parts.look import button
from ui.parts.search_box import Hit
from ui.parts.strip import Action
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.services.applications.reviewing import Plan
from yingcai_desktop.services.mentors import reviewing
from yingcai_desktop.services.mentors.register import Register, Row, summary

_REGION = (("approve", "复审通过…"), ("endorse", "审定…"), ("publish", "公示无异议…"), ("appoint", "聘任…"), ("renew", "续聘…"),
           ("expire", "聘期届满…"), ("return", "退回补正…"), ("reject", "不通过…"))  # fmt: skip
_CITY = (("city-pass", "初审通过…"), ("return", "退回补正…"), ("reject", "不通过…"))


class MentorsPage(RegisterPage):
    """Every mentor of the scope; one of them in the pane."""

    watches = ("mentor", "team_member", "draft", "application", "selection", "trainee", "decision")

    def __init__(self, shell: Shell, place: Place) -> None:
        self.schemes = shell.desk.schemes if shell.desk else load_schemes(date.today().year)  # noqa: DTZ011  # only words and lists
        self.declared = declared(self.schemes)
        self.shell = shell
        self.register = Register(shell.desk) if shell.desk else None
        self._chosen: Sequence[str] = ()
        self._warned = False
        super().__init__(shell, place)
        self.undoing = Undoing(shell, self)
        self.record = Record(shell, self.pane, self.undoing)
        self.importing = Importing(shell, self, "mentors", self.undoing)
        self.importing.stand_in_for(self.filter, self.area, then=self.table)
        region = not shell.desk or shell.desk.store.office not in self.schemes.city_names
        self.batch = BatchBar(shell, "导师", _REGION if region else _CITY)
        self.foot.addWidget(self.batch)
        self.body.addWidget(self.importing.panel, 1)
        self._join()
        self.show_rows()

    # The register

    def all_rows(self) -> Sequence[Row]:
        """The rows of the scope; a draft without a programme belongs to every scope; a city sees the pilot of its own universities."""
        rows = self.register.rows if self.register else []
        scope = self.shell.scope
        office = self.shell.desk.store.office if self.shell.desk else ""
        if office in self.schemes.city_names:
            rows = [row for row in rows if row.city in (office, "") or not row.stored]
        return rows if scope == "both" else [row for row in rows if row.programme in (scope, "")]

    def make_pane(self) -> MentorPane:
        """资料, 团队, 审核, 历史."""
        self.pane: MentorPane = MentorPane(self.shell, self.schemes)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """导入, 导出, 打印, 新增."""
        self.print_button = button("打印", "", "printer", self.choose_print, tip="推荐汇总表、公示名单、聘书、当前名单")
        return (
            button("模板", "ghost", "file-xls", self.save_template, tip="下载“导师模板”，发给高校填写"),
            button("导入 Excel", "", "download-simple", self.load_workbooks, tip="先核对，再决定导入哪些"),
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的名单（Ctrl+E）"),
            self.print_button,
            button("新增导师", "primary", "plus", self.new, tip="Ctrl+N"),
        )

    def empty_state(self) -> EmptyState:
        """What to do first."""
        return EmptyState(
            "还没有导师",
            "可以从 Excel 批量导入高校的导师推荐汇总表（含团队成员），或逐个新增。\n也可以先下载“导师模板.xlsx”发给高校填写。",
            (
                Action("导入 Excel…", self.load_workbooks, "download-simple"),
                Action("新增导师", self.new, "plus"),
                Action("下载模板", self.save_template),
            ),
        )

    def showing(self) -> str:
        """The mentor in the pane."""
        return self.record.editor.uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        if self.register is not None:
            self.record.show(uid, self.register)

    def leave_record(self) -> None:
        """Store or keep what was typed."""
        self.record.editor.close()

    def edit_record(self) -> None:
        """The keyboard into the first field."""
        self.pane.show_tab("form")
        self.pane.form.focus()

    # What the window tells and asks

    def refresh(self) -> None:
        """Read everything again."""
        if self.register is not None:
            self.register.read()
            self.show_rows()
            self.record.editor.reload()

    def scope_changed(self, scope: str) -> None:
        """Only the rows of another scope."""
        self.show_rows()

    def on_changes(self, changes: Any) -> None:
        """Mentors are few: all are read again."""
        if self.register is None:
            return
        self.register.read()
        editor = self.record.editor
        if editor.gone():
            editor.uid = ""
            self.set_pane(False)
        self.show_rows()
        if not editor.saving:
            editor.reload()
            if editor.uid and changes.of("mentor", "team_member"):
                self.record.fill()

    def open_at(self, **what: object) -> None:
        """`uid`, `view` (a chip, by key or words), or the code of a pick: `university`, `subject`, `state`."""
        for key, combo in self.filter.combos.items():
            if isinstance(code := what.get(key), str):
                combo.set_code(code)
        view = str(what.get("view", ""))
        named = next((v.key for v in self.declared.views if view in (v.key, v.text)), "")
        self.filter.set_view(named or self.filter.view())
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)

    def hits(self, text: str) -> Sequence[Hit]:
        """Mentors by name or pinyin, for Ctrl+K."""
        from ui.parts.pinyin import matches

        found = [row for row in self.all_rows() if matches(text, row.name)]
        return [Hit(r.name, f"{r.university} {r.subject} · {r.state_name}", partial(self.open_record, r.uid), "chalkboard-teacher") for r in found]

    def may_leave(self) -> bool:
        """False once, while something typed is neither stored nor kept as a draft."""
        editor = self.record.editor
        editor.settle()
        again, self._warned = self._warned, editor.failed
        if editor.failed and not again:
            self.shell.messages.error("有内容还没有存下来，暂时留在本页。排除故障后会自动再存；要放弃这些内容，再离开一次。")
        return again or not editor.failed

    # Commands (ui/commands.py)

    def new(self) -> None:
        """Ctrl+N: an empty form beside the list."""
        if self.register is None:
            return
        self.leave_record()
        self.table.clear_current()
        city = self.shell.desk.store.office in self.schemes.city_names
        self.record.new(self.register, "pilot" if city else self.shell.programme)

    def save_now(self) -> None:
        """Ctrl+S: a comfort."""
        self.record.editor.settle()

    def undo(self) -> None:
        """Ctrl+Z."""
        self.record.editor.settle()
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def load_workbooks(self) -> None:
        """导入 Excel."""
        self.importing.choose()

    def save_template(self) -> None:
        """The empty workbook for universities."""
        self.importing.save_template()

    def choose_print(self) -> None:
        """What can be printed, under the button."""
        from yingcai_desktop.services.mentors import papers  # what draws paper is large: the page opens without it

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("现在看到的名单（Ctrl+P）", self.print_page)
        for key, text in papers.PAPERS.items():
            menu.addAction(text, partial(self.print_paper, key))
        menu.popup(self.print_button.mapToGlobal(self.print_button.rect().bottomLeft()))

    def print_paper(self, key: str, uid: str = "") -> None:
        """One of the papers of 导师库, in the preview."""
        from yingcai_desktop.services.mentors import papers

        desk = self.shell.desk
        programme = self.shell.programme
        title = papers.PAPERS[key]

        def work(progress: Progress) -> bytes:
            progress(0, 0, "排版")
            return papers.pdf(desk, key, programme, uid)

        self.shell.preview(title, work, f"{title}-{desk.store.season}.pdf")

    # Inside

    def _join(self) -> None:
        self.table.status_changed.connect(lambda _text: self._show_choice())
        self.batch.planned.connect(self._plan)
        self.batch.confirmed.connect(self._confirmed)
        self.batch.export_wanted.connect(self.export)
        self.batch.cleared.connect(self._clear_choice)
        self.record.passed.connect(self._go_on)
        self.record.closed.connect(lambda: self.set_pane(False))
        self.pane.looked_up.connect(self.open_record)
        self.pane.student_wanted.connect(lambda uid: self.shell.go("applicants", uid=uid))
        self.pane.letter_wanted.connect(lambda: self.print_paper("letters", self.showing()))
        keys = {"Ctrl+Return": self.record.forward, "Ctrl+Enter": self.record.forward, "Shift+F1": self.record.clause}
        for text, do in keys.items():
            QShortcut(QKeySequence(text), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def set_status(self, text: str) -> None:
        """Counts, and the places of those on show while no sum of a selection stands there."""
        several = len(self.table.selected()) > 1
        super().set_status(text if several or not self.table.rows.shown else f"{text} · {summary(self.table.rows.shown)}")

    def _go_on(self) -> None:
        if not self.table.step(1):
            self.shell.messages.info("这是名单里的最后一位。")

    def _show_choice(self) -> None:
        chosen = self.chosen_rows()
        if chosen != self._chosen:
            self._chosen = chosen
            self.batch.offer(self._verbs_for(chosen))
            self.batch.show_choice(len(chosen))

    def _verbs_for(self, chosen: Sequence[str]) -> set[str]:
        """What can be done to at least one of them."""
        wanted = set(chosen)
        kinds = {(row.state, row.programme) for row in self.table.rows.shown if row.uid in wanted}
        return {verb.verb for state, programme in kinds for verb in reviewing.verbs(self.shell.desk, state, programme)}

    def _clear_choice(self) -> None:
        self.table.rows.check(list(self.table.rows.checked), False)
        if self.table.current():
            self.table.select(self.table.current())

    def _plan(self, verb: str) -> None:
        self.record.editor.settle()
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入，等它完成后再办理。")
            return
        try:
            self.batch.show_plan(reviewing.plan(self.shell.desk, verb, self.chosen_rows()))
        except Refusal as refused:
            self.shell.messages.refusal(refused)

    def _confirmed(self, plan: Plan, reason: str) -> None:
        try:
            deed = reviewing.carry_out(self.shell.desk, plan, reason)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.batch.carried_out()
        self._clear_choice()
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed)
