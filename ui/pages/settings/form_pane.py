"""A pane with one short form and one button: what is typed is kept as a draft until the button stores it (ux §3, Saving)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.detail import DetailPane
from ui.parts.form import Form, FormFooter, Section
from ui.parts.look import button
from yingcai_desktop.errors import Refusal

Save = Callable[[str, Mapping[str, str]], object]
"""Record and texts → stored; raises `Refusal`."""


class FormPane(DetailPane):
    """`stored(record)` after the button; a refusal is said in the window's strip and everything typed stays.

    Whoever is not offered the button (`Page.offer`) reads the form only.
    """

    stored = Signal(str)

    def __init__(
        self, shell: Shell, form_key: str, sections: Sequence[Section], save: Save, *, name: str, action: str,
        tabs: Sequence[tuple[str, str, QWidget]] = (), extra: Sequence[QWidget] = (),
    ) -> None:  # fmt: skip
        self.shell, self._save = shell, save
        self.form = Form(sections)
        super().__init__([*tabs, ("form", "修改" if tabs else name, self.form)], name)
        self.print_button.hide()
        self.go = button(action, "primary", "check", self.store, tip="Ctrl+Enter")
        self.footer = FormFooter(self.form, [*extra, self.go])  # type: ignore[list-item]
        self.set_footer(self.footer)
        self.go.installEventFilter(self)
        self.halfway = Halfway(shell, self, form_key, {"form": self.form})
        self.halfway.told.connect(self.footer.show_kept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.store, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button comes and goes with the rights of whoever sits at the desk."""
        if watched is self.go and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.form.set_read_only(self.go.isHidden())
            self.footer.setHidden(self.go.isHidden())
        return super().eventFilter(watched, event)

    @property
    def record(self) -> str:
        """The record on show."""
        return self.halfway.record

    def open(self, record: str, values: Mapping[str, str]) -> None:
        """Show one record, what was typed of it before on top."""
        self.close_record()
        self.form.show_values(values)
        self.halfway.open(record, self.form.values())

    def close_record(self) -> None:
        """Leave it: what was typed stays as a draft."""
        self.form.flush()
        self.halfway.leave()

    def store(self) -> None:
        """The button."""
        self.form.flush()
        record, texts = self.record, self.form.values()
        if not record:
            return
        try:
            self._save(record, texts)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.halfway.stored(self.form.values(), record)
        self.shell.light.saved(self.shell.desk.clock())
        self.stored.emit(record)
