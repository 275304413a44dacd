"""A tab whose pane is a form: typed, checked under each field, stored when it is sound, kept as a draft while it is not."""

from collections.abc import Mapping

from ui.pages.base import Shell
from ui.pages.evaluation.forms import KIND, LETTER, sections
from ui.pages.evaluation.pane import TraineePane
from ui.pages.evaluation.trainees import TraineeTab
from ui.parts.form import Finding, Form
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.evidence import REPORT_KINDS
from yingcai_desktop.services import deeds, drafts
from yingcai_desktop.services.evaluations import saving
from yingcai_desktop.services.evaluations.fields import FORMS
from yingcai_desktop.services.evaluations.register import Row

_AT_ONCE = ("choice", "flag")


class FormTab(TraineeTab):
    """`tab` is also the key of the form."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self._seen: set[str] = set()
        self._failed = False
        self._warned = False
        self._base: Mapping[str, str] = {}
        self._windows = saving.windows_of(shell.desk, self.tab) if shell.desk else {}
        super().__init__(shell, place)
        form = self.form
        form.committed.connect(self._committed)
        for key, box in form.boxes.items():
            box.editor.left.connect(lambda key=key: self._left(key))

    @property
    def form(self) -> Form:
        """The form in the pane."""
        assert self.pane.form is not None
        return self.pane.form

    def new_pane(self) -> TraineePane:
        """With the form of this tab."""
        return TraineePane(FORMS[self.tab].title, sections(self.tab, region=self.region))

    # Showing

    def fill(self, row: Row) -> None:
        """Stored values, a draft on top; a form somebody is typing in is left alone."""
        self.pane.clear_strips()
        self.fill_strips(row)
        values = self.stored(row)
        self.form.set_read_only(not self.writable(row))
        if self._base == values and self._shown == row.uid:
            return
        with self.shell.desk.read() as session:
            draft = drafts.kept(session, saving.draft_form(self.tab)).get(row.uid)
        self._base, self._shown, self._seen = values, row.uid, set()
        self.form.show_values({**values, **(draft.values if draft else {})})
        if draft:
            self._seen = set(self.form.boxes)
            self.pane.show_kept("草稿保存于", draft.saved_at)
        elif self.pane.footer is not None:
            self.pane.footer.show_kept("")
        self.recheck()

    _shown = ""

    def fill_strips(self, row: Row) -> None:
        """Strips above the tabs of the pane."""

    def remark(self, row: Row) -> str:
        """When it is due: from the scheme and the signed days (H01)."""
        when = self._windows.get(row.programme)
        return when.days() if when is not None else ""

    def writable(self, row: Row) -> bool:
        """Whether the form can be filled in, by whoever sits at the desk."""
        return row.active and self.shell.desk.may(FORMS[self.tab].action)

    def stored(self, row: Row) -> dict[str, str]:
        """What is stored, as the form shows it; a new initial evaluation names the mentor."""
        part: Mapping[str, str] = row.annual if self.tab in ("annual", "city") else getattr(row, self.tab)
        values = {key: part.get(key, "") for key in FORMS[self.tab].reads}
        if self.tab == "initial" and not part:
            values |= {"signer": row.mentor, "overall": "正常"}
        if "report_kinds" in values:
            held = values.pop("report_kinds").split("、")
            values |= {f"{KIND}{kind}": "1" if kind in held else "" for kind in REPORT_KINDS}
        if LETTER in self.form.boxes:
            values[LETTER] = ""
        return values

    def typed(self) -> dict[str, str]:
        """What stands in the form, as the service wants it."""
        values = self.form.values()
        if self.tab == "annual":
            kinds = [kind for kind in REPORT_KINDS if values.pop(f"{KIND}{kind}", "") == "1"]
            values["report_kinds"] = "、".join(kinds)
            if kinds:
                values["training_report"] = "1"  # a paper handed in is a report handed in
        return values

    def recheck(self) -> list[saving.Check]:
        """Say under the fields what is wrong; a blank field nobody has been to is no error yet."""
        row = self.row()
        if row is None:
            return []
        typed = self.typed()
        if not self.writable(row):
            self.form.show_findings({})
            if self.pane.footer is not None:
                self.pane.footer.show_open(0)
            return []  # what nobody can fill in has no faults
        checks = saving.check(self.tab, row, typed, self._windows.get(row.programme))
        if LETTER in self.form.boxes and not typed[LETTER].strip() and self.dirty():
            checks.append(saving.Check(LETTER, "bad", "请写明盟市来文的文号或日期"))
        told = [c for c in checks if _field(c.field) in self._seen or not c.text.startswith(saving.BLANK)]
        shown = {_field(c.field): Finding(c.level, c.text) for c in told}
        self.form.show_findings(shown)
        if self.pane.footer is not None:
            self.pane.footer.show_open(sum(c.level == "bad" and _field(c.field) not in shown for c in checks) if row.active else 0)
        return checks

    def row(self) -> Row | None:
        """The trainee in the pane."""
        return self.register.row(self._uid) if self.register and self._uid else None

    # Keeping

    def dirty(self) -> bool:
        """Whether the form differs from what is stored; the city's letter alone does not count."""
        held, now = dict(self._base), self.form.values()
        held.pop(LETTER, None)
        now.pop(LETTER, None)
        return bool(self._uid) and self._shown == self._uid and now != held

    def save(self) -> bool:
        """Store what is typed, or keep it as a draft while it is not sound. Nothing typed is lost."""
        row = self.row()
        if row is None or not self.dirty() or not self.writable(row):
            return True
        self._seen |= {key for key, text in self.form.values().items() if text}
        sound = not any(c.level == "bad" for c in self.recheck())
        if not sound or self.shell.jobs.busy():
            return self._keep(row)
        self.shell.light.saving()
        typed = self.typed()
        reason = typed.pop(LETTER, "")
        title = f"填写{FORMS[self.tab].title}"
        self._base = self.form.values()
        try:
            deed = deeds.done(self.shell.desk, title, lambda: saving.save(self.shell.desk, self.tab, row, typed, reason), about=row.name)
        except Refusal as refused:
            self._base = {}
            self._keep(row)
            self.shell.light.failed()
            self.shell.messages.refusal(refused)
            return False
        self._failed = False
        self.done(deed, aloud=False)
        self.pane.show_kept("已存入登记簿", self.shell.desk.clock())
        return True

    def _keep(self, row: Row) -> bool:
        try:
            kept = drafts.keep(self.shell.desk, saving.draft_form(self.tab), row.uid, self.form.values(), 0)
        except Refusal as refused:
            self._failed = True
            self.shell.light.failed()
            self.shell.messages.refusal(refused)
            return False
        self._failed = False
        self.shell.light.saved(kept.saved_at)
        self.pane.show_kept("草稿已自动保存", kept.saved_at)
        return True

    def save_now(self) -> None:
        """Ctrl+S: a comfort."""
        self.form.flush()
        self.save()

    def leave_record(self) -> None:
        """Store or keep what was typed."""
        self.form.flush()
        self.save()
        self._base, self._shown = {}, ""
        super().leave_record()

    def forward(self) -> None:
        """Ctrl+Enter: store, then the next; while something is wrong the keyboard goes there."""
        self.form.flush()
        row = self.row()
        if row is not None and self.dirty():
            self._seen = set(self.form.boxes)
            if any(c.level == "bad" for c in self.recheck()):
                self.save()
                self.pane.show_tab("form")
                self.form.next_finding()
                return
            if not self.save():
                return
        super().forward()

    def may_leave(self) -> bool:
        """False once, while something typed could not be kept."""
        self.form.flush()
        self.save()
        again, self._warned = self._warned, self._failed
        return again or not self._failed

    def undo(self) -> None:
        """Ctrl+Z, after what is still open has been stored."""
        self.save_now()
        super().undo()
        self._reload()

    def redo(self) -> None:
        """Ctrl+Y."""
        super().redo()
        self._reload()

    def _reload(self) -> None:
        self._shown = ""
        self.refresh()

    def _committed(self, key: str) -> None:
        if not self._uid:
            return
        row = self.row()
        if self.form.boxes[key].spec.kind in _AT_ONCE:
            self._seen.add(key)
            self.save()
        elif row is not None and self.dirty():
            self.recheck()
            self._keep(row)

    def _left(self, key: str) -> None:
        if self._uid:
            self._seen.add(key)
            self.recheck()
            self.save()


def _field(name: str) -> str:
    """The field a finding stands under."""
    return f"{KIND}{REPORT_KINDS[0]}" if name == "report_kinds" else name


