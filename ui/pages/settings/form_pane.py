"""A pane with one short form and one button: what is typed is kept as a draft until the button stores it (ux §3, Saving)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.parts.detail import DetailPane
from ui.parts.form import Form, FormFooter, Section
from ui.parts.look import button
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import drafts

Save = Callable[[str, Mapping[str, str]], object]
"""Record and texts → stored; raises `Refusal`."""


class FormPane(DetailPane):
    """`stored(record)` after the button; a refusal is said in the window's strip and everything typed stays."""

    stored = Signal(str)

    def __init__(
        self, shell: Shell, form_key: str, sections: Sequence[Section], save: Save, *, name: str, action: str,
        tabs: Sequence[tuple[str, str, QWidget]] = (), extra: Sequence[QWidget] = (),
    ) -> None:  # fmt: skip
        self.shell, self._form_key, self._save = shell, form_key, save
        self.form = Form(sections)
        super().__init__([*tabs, ("form", "修改" if tabs else name, self.form)], name)
        self.print_button.hide()
        self.record, self._base = "", {}  # type: str, dict[str, str]
        self.go = button(action, "primary", "check", self.store, tip="Ctrl+Enter")
        self.footer = FormFooter(self.form, [*extra, self.go])  # type: ignore[list-item]
        self.set_footer(self.footer)
        self.form.committed.connect(lambda _key: self._keep())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.store, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def open(self, record: str, values: Mapping[str, str]) -> None:
        """Show one record, what was typed of it before on top."""
        self.close_record()
        self.record, self._base = record, dict(values)
        with self.shell.desk.read() as session:
            draft = drafts.kept(session, self._form_key).get(record)
        self.form.show_values({**values, **(draft.values if draft else {})})
        self.footer.show_kept(f"草稿保存于 {draft.saved_at:%m月%d日 %H:%M}，还没有存入" if draft else "")

    def close_record(self) -> None:
        """Leave it: what was typed stays as a draft."""
        if self.record:
            self.form.flush()
        self.record = ""

    def store(self) -> None:
        """The button."""
        self.form.flush()
        record, texts = self.record, self.form.values()
        if not record:
            return
        try:
            self._save(record, texts)
            drafts.drop(self.shell.desk, self._form_key, record)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self._base = dict(texts)
        self.shell.light.saved(self.shell.desk.clock())
        self.footer.show_kept("")
        self.stored.emit(record)

    def _keep(self) -> None:
        texts = {key: text for key, text in self.form.values().items() if text != self._base.get(key, "")}
        if not self.record:
            return
        try:
            if texts:
                drafts.keep(self.shell.desk, self._form_key, self.record, texts, 0)
                now = self.shell.desk.clock()
                self.shell.light.saved(now)
                self.footer.show_kept(f"草稿已自动保存 {now:%H:%M}，还没有存入")
            else:
                drafts.drop(self.shell.desk, self._form_key, self.record)
                self.footer.show_kept("")
        except Refusal as refused:
            self.shell.light.failed()
            self.shell.messages.refusal(refused)
