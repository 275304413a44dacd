"""The page 报名登记: it joins the register, the record in the pane, the batch bar and the import."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton

from ui.jobs import Progress
from ui.pages.applicants.columns import declared, id_needle
from ui.pages.applicants.pane import ApplicantPane
from ui.pages.applicants.receive import ReceiveButton
from ui.pages.applicants.record import Record
from ui.pages.base import Shell
from ui.pages.batch import BatchBar
from ui.pages.importing import Importing
from ui.pages.register import Keep, RegisterPage
from ui.parts.empty import EmptyState
from ui.parts.look import button
from ui.parts.search_box import Hit
from ui.parts.strip import Action
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.services.applications import materials, reviewing
from yingcai_desktop.services.applications.register import Register, Row
from yingcai_desktop.services.applications.reviewing import Plan
from yingcai_desktop.services.deeds import Deed

_VERBS = (("approve", "通过…"), ("city-pass", "初审通过…"), ("return", "退回补正…"), ("reject", "不通过…"))
_WIDE = 200  # when more records than this were touched, everything is read anew
_OTHERS = ("mentor", "school", "decision", "alumni_record")


class ApplicantsPage(RegisterPage):
    """Every application of the scope; one of them in the pane."""

    watches = ("application", "attachment", "material_check", "draft", *_OTHERS)

    def __init__(self, shell: Shell, place: Place) -> None:
        self.schemes = shell.desk.schemes if shell.desk else load_schemes(date.today().year)  # noqa: DTZ011  # only words and lists
        self.declared = declared(self.schemes)
        self.shell = shell
        self.register = Register(shell.desk) if shell.desk else None
        super().__init__(shell, place)
        self.undoing = Undoing(shell, self)
        self.record = Record(shell, self.pane, self.undoing)
        self.importing = Importing(shell, self, "applicants", self.undoing)
        self.importing.stand_in_for(self.filter, self.area, then=self.table)
        region = not shell.desk or shell.desk.store.office not in self.schemes.city_names
        self.b_receive = ReceiveButton(self.schemes, self._receive)
        verbs = [pair for pair in _VERBS if pair[0] != ("city-pass" if region else "approve")]
        self.batch = BatchBar(shell, "报名", verbs, "报名表", [self.b_receive])
        self.foot.addWidget(self.batch)
        self.body.addWidget(self.importing.panel, 1)
        self._join()
        self.show_rows()
        self.rights_changed()

    # The register (ui/pages/register.py)

    def all_rows(self) -> Sequence[Row]:
        """The rows of the scope; a draft without a programme belongs to every scope."""
        rows = self.register.rows if self.register else []
        scope = self.shell.scope
        return rows if scope == "both" else [row for row in rows if row.programme in (scope, "")]

    def make_pane(self) -> ApplicantPane:
        """资料, 材料, 审核意见, 历史."""
        self.pane: ApplicantPane = ApplicantPane(self.shell, self.schemes)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """导入, 导出, 新建."""
        self.b_load = button("导入 Excel", "", "download-simple", self.load_workbooks, tip="先核对，再决定导入哪些")
        self.b_new = button("新建报名", "primary", "plus", self.new, tip="Ctrl+N")
        return (
            button("模板", "ghost", "file-xls", self.save_template, tip="下载“报名信息模板”，发给中学填写"),
            self.b_load,
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的名单（Ctrl+E）"),
            self.b_new,
        )

    def rights_changed(self) -> None:
        """What this role may not do is not offered; the form is there to read."""
        desk = self.shell.desk
        if desk is None:
            return
        self.b_load.setVisible(desk.may("applicants.load"))
        self.b_new.setVisible(desk.may("application.create"))
        for verb, made in self.batch.verbs.items():
            made.setVisible(desk.may(f"application.{verb}"))
        self.b_receive.setVisible(desk.may("material.tick"))
        self.record.lock(not desk.may("application.edit"))
        if self.showing():
            self.record.fill()

    def empty_state(self) -> EmptyState:
        """What to do first."""
        return EmptyState(
            "还没有报名学生",
            "可以从 Excel 批量导入中学的报名汇总表，或逐个新建。\n也可以先下载“报名信息模板.xlsx”发给中学填写。",
            (
                Action("导入 Excel…", self.load_workbooks, "download-simple"),
                Action("新建报名", self.new, "plus"),
                Action("下载模板", self.save_template),
            ),
        )

    def needle(self, text: str) -> tuple[str, Keep | None]:
        """Six digits and more are looked for in the whole identity number, which the list only shows masked."""
        number = id_needle(text)
        return ("", lambda row: number in row.id_number) if number else (text, None)

    def showing(self) -> str:
        """The record in the pane."""
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

    # What the window tells and asks (ui/pages/base.py)

    def refresh(self) -> None:
        """Read everything again."""
        if self.register is not None:
            self.register.read()
            self._show_again(whole=bool(self.showing()))

    def scope_changed(self, scope: str) -> None:
        """Only the rows of another scope."""
        self.show_rows()

    def on_changes(self, changes: Any) -> None:
        """Read what a commit touched, no more."""
        if self.register is None:
            return
        uids, files, ticks = (
            {uid for t, uid in changes.touched if t == name} for name in ("application", "attachment", "material_check")
        )
        if changes.of(*_OTHERS) or len(uids) + len(files) + len(ticks) > _WIDE:
            self.register.read()
        elif uids or files or ticks:
            if uids:
                self.register.refresh(uids)
            uids |= self.register.refresh_materials(files, ticks)
        elif not self.register.refresh_drafts():
            return
        self._show_again(whole=self.showing() in uids or bool(files or ticks))

    def _show_again(self, *, whole: bool) -> None:
        """List and open record as they now stand; `whole`: its head, history and files, too."""
        if self.record.editor.gone():
            self.record.editor.uid = ""
            self.set_pane(False)
        self.show_rows()
        if not self.record.editor.saving:
            self.record.editor.reload()
            if whole and self.showing():
                self.record.fill()

    def open_at(self, **what: object) -> None:
        """`uid`, `view` (a chip, by key or words), or the code of a pick: `city`, `subject`, `state`."""
        for key, combo in self.filter.combos.items():
            if isinstance(code := what.get(key), str):
                combo.set_code(code)
        view = str(what.get("view", ""))
        named = next((v.key for v in self.declared.views if view in (v.key, v.text)), "")
        self.filter.set_view(named or self.filter.view())
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)

    def hits(self, text: str) -> Sequence[Hit]:
        """People by name or pinyin, for Ctrl+K."""
        from ui.parts.pinyin import matches

        found = [row for row in self.all_rows() if matches(text, row.name)]
        return [
            Hit(r.name, f"{r.school_short} · {r.state_name}", partial(self.open_record, r.uid), "student")
            for r in found
        ]

    def clauses(self) -> Sequence[str]:
        """Of the finding of the field the keyboard is in (U35)."""
        return self.record.clauses()

    def may_leave(self) -> bool:
        """False once, while something typed is neither stored nor kept as a draft; the second time it is given up."""
        editor = self.record.editor
        editor.settle()
        again, self._warned = self._warned, editor.failed
        if editor.failed and not again:
            self.shell.messages.error("有内容还没有存下来，暂时留在本页。排除故障后会自动再存；要放弃这些内容，再离开一次。")
        return again or not editor.failed

    # Commands (ui/commands.py)

    def new(self) -> None:
        """Ctrl+N: an empty form beside the list."""
        if self.register is None or not self.shell.desk.may("application.create"):
            return
        self.leave_record()
        self.table.clear_current()
        self.record.new(self.register, self.shell.programme)

    def save_now(self) -> None:
        """Ctrl+S: a comfort."""
        self.record.editor.settle()

    def print_page(self) -> None:
        """Ctrl+P: 报名表 of the chosen, or of the record the keyboard is in; else the list as it is seen."""
        inside = self.pane.isAncestorOf(focus) if (focus := QApplication.focusWidget()) else False
        if self.chosen_rows():
            self.print_forms(self.chosen_rows())
        elif inside and self.showing():
            self.print_forms([self.showing()])
        else:
            super().print_page()

    def print_forms(self, uids: Sequence[str]) -> None:
        """报名表, a page each; numbers in full, with a line in the journal, for who may."""
        self.record.editor.settle()
        desk, wanted = self.shell.desk, list(uids)

        def make(progress: Progress) -> bytes:
            from yingcai_desktop.services.printing import applications

            progress(0, 0, "排版")
            return applications.forms(desk, wanted)

        title = f"报名表 {len(wanted)} 份" if len(wanted) > 1 else f"{self.pane.title.text()} 的报名表"
        self.shell.preview(title, make, f"{title}-{desk.store.season}.pdf")

    def undo(self) -> None:
        """Ctrl+Z."""
        self.record.editor.settle()
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def load_workbooks(self) -> None:
        """导入 Excel."""
        if self.shell.desk is None or self.shell.desk.may("applicants.load"):
            self.importing.choose()

    def save_template(self, out: Path | None = None) -> None:
        """The empty workbook for schools."""
        self.importing.save_template(out)

    # Inside

    def _join(self) -> None:
        self.table.status_changed.connect(lambda _text: self._show_choice())
        self.batch.planned.connect(self._plan)
        self.batch.confirmed.connect(self._confirmed)
        self.batch.export_wanted.connect(self.export)
        self.batch.forms_wanted.connect(lambda: self.print_forms(self.chosen_rows()))
        self.batch.cleared.connect(self._clear_choice)
        self.pane.print_wanted.connect(lambda: self.print_forms([self.showing()]))
        self.record.passed.connect(self._go_on)
        self.record.closed.connect(lambda: self.set_pane(False))
        self.pane.looked_up.connect(self.open_record)
        self.pane.former_wanted.connect(lambda number: self.shell.go("training", tab="alumni", uid=number))
        keys = {"Ctrl+Return": self.record.forward, "Ctrl+Enter": self.record.forward}
        for text, do in keys.items():
            QShortcut(QKeySequence(text), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _go_on(self) -> None:
        """The next record; the one just passed stays in the list until then."""
        if not self.table.step(1):
            self.shell.messages.info("这是名单里的最后一条。")

    def _show_choice(self) -> None:
        chosen = self.chosen_rows()
        if chosen != self._chosen:
            self._chosen = chosen
            self.batch.show_choice(len(chosen))

    _chosen: Sequence[str] = ()
    _warned = False

    def _clear_choice(self) -> None:
        self.table.rows.check(list(self.table.rows.checked), False)
        if self.table.current():
            self.table.select(self.table.current())

    def _receive(self, kind: str, *, stamped: bool) -> None:
        """The paper of one material came for all that are chosen; as many as they are, it can be taken back."""
        desk, uids = self.shell.desk, [uid for uid in self.chosen_rows() if (row := self._row(uid)) and row.stored]

        def work(progress: Progress) -> Deed[int]:
            progress(0, 0, kind)
            return materials.tick(desk, uids, kind, received=True, stamped=stamped or None)

        def done(deed: Deed[int]) -> None:
            self._clear_choice()
            self.shell.light.saved(desk.clock())
            self.undoing.did(deed)

        if uids:
            self.shell.jobs.start(f"登记材料收讫：{kind}", work, done)

    def _row(self, uid: str) -> Row | None:
        return self.register.row(uid) if self.register else None

    def _plan(self, verb: str) -> None:
        self.record.editor.settle()
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入登记簿，等它完成后再办理。")
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
