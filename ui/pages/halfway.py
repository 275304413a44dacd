"""What stands half typed beside a button: a reason, a remark, a form that one press stores (ux §3, Saving; U13, U14, U59).

Editors of whole records keep themselves (ui/pages/editing.py). Everywhere else this is the one way a text waits for its button: kept as a
draft 400 ms after the last keystroke, offered again when the same thing is opened again, dropped once the act is done.

    self.halfway = Halfway(shell, self, "training.stay", {"reason": self.reason, "day": self.day})
    self.halfway.open(uid, {"day": today})      # another record: what was typed of the one before stays its draft
    self.halfway.done()                          # carried out: the fields are as at the beginning

Passwords, words typed to confirm and numbers called out in a draw are never among the parts.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget
from shiboken6 import isValid

from ui.pages.base import Shell
from ui.pages.keeping import Keeper
from ui.parts.combo import PickCombo
from ui.parts.form import COMMIT_MS, Form
from ui.parts.line_edit import LineEdit, TextArea
from ui.parts.look import button, label, row
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import drafts

Texts = Mapping[str, str]


class _Part(NamedTuple):
    """One part of what is typed: its texts, how they are shown, which signals tell of an edit and of leaving it.

    `follow` shows only some of the texts, and disturbs nobody who is typing; without it `show` does.
    """

    texts: Callable[[], dict[str, str]]
    show: Callable[[Texts], object]
    edited: Any
    left: Any = None
    follow: Callable[[Texts], object] | None = None


class Halfway(QObject):
    """`told(words)` for a line of the form: when the draft was kept, blank once there is none."""

    told = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget, form: str, parts: Mapping[str, Any] | None = None) -> None:
        """`form`: the name its drafts are kept under. `parts`: fields by key; a whole `Form` brings its own keys."""
        super().__init__(parent)
        self.shell, self.form, self.record = shell, form, ""
        self._parts: list[_Part] = []
        self._blank: dict[str, str] = {}
        self._base: dict[str, str] = {}
        self._on_disk: dict[str, Texts] = {}
        self._quiet = False
        self._line: _Line | None = None
        self.keeper = Keeper(shell, self, form)
        self.keeper.kept.connect(self._kept)
        self.keeper.trouble.connect(self._trouble)
        self._wait = QTimer(self, singleShot=True, interval=COMMIT_MS)
        self._wait.timeout.connect(self.flush)
        parent.installEventFilter(self)
        self.watch(parts or {})

    def watch(self, parts: Mapping[str, Any]) -> None:
        """Other fields from now on (a question put into the page); what they hold now is their beginning."""
        self._parts = [_part(key, part) for key, part in parts.items()]
        self._blank = self.texts()
        for part in self._parts:
            part.edited.connect(self._edited)
            if part.left is not None:
                part.left.connect(self._left)

    def line(self) -> QWidget:
        """A line for loose fields: what was put back, and a way to be rid of it. Takes no room otherwise."""
        self._line = _Line(self)
        return self._line

    # What a page calls

    def open(self, record: str, values: Texts | None = None) -> bool:
        """Another record with these stored texts (else blank), its draft on top; True if there was one. The same record again: only what
        nobody has typed over follows the stored texts."""
        base = {**self._blank, **(values or {})}
        if record == self.record:
            self._follow(base)
            return False
        self.leave()
        self._show(base)
        self.record, self._base = record, {**base, **self.texts()}  # as the fields say it: what they cannot show nobody has typed
        draft = self._draft(record)
        typed = {**(draft.values if draft else {}), **self.keeper.held(record)}
        if typed:
            self._show({**self._base, **typed})
        self._offer(draft.saved_at if draft else None)
        return bool(typed)

    def leave(self) -> None:
        """No record any more; what was typed is its draft."""
        if self.record:
            self.flush()
        self.record = ""

    def done(self, record: str = "") -> None:
        """The act is carried out, or the texts are stored elsewhere: no draft remains. Of the record on show the fields begin anew."""
        record = record or self.record
        if record and record == self.record:
            self._wait.stop()
            self._show(self._base)
            self._offer(None)
        self._drop(record)

    def stored(self, values: Texts, record: str = "") -> None:
        """These texts of a record are stored now: what stands in the fields is no draft as far as it agrees with them."""
        if record and record != self.record:
            self._drop(record)  # the page has gone on to another
            return
        self._base = {**self._base, **values}
        self._keep()

    def typed(self) -> dict[str, str]:
        """What differs from what is stored."""
        return {key: text for key, text in self.texts().items() if text != self._base.get(key, "")}

    def texts(self) -> dict[str, str]:
        """Everything that stands in the fields."""
        return {key: text for part in self._parts for key, text in part.texts().items()}

    def flush(self) -> None:
        """Keep what stands in the fields, now."""
        waited = self._wait.isActive()
        self._wait.stop()
        self._keep()
        if waited and not self.typed():
            self.shell.light.saved(self.shell.desk.clock())  # typed back to what is stored

    def swap(self, texts: Texts) -> None:
        """Other texts into the fields, as if typed."""
        self._show(texts)
        self._keep()

    @property
    def base(self) -> Texts:
        """What is stored."""
        return self._base

    # Inside

    def _draft(self, record: str) -> drafts.Kept | None:
        if self.shell.desk is None:
            return None
        with self.shell.desk.read() as session:
            found = drafts.kept(session, self.form).get(record)
        if found:
            self._on_disk[record] = dict(found.values)
        return found

    def _show(self, texts: Texts) -> None:
        self._quiet = True
        try:
            for part in self._parts:
                part.show(texts)
        finally:
            self._quiet = False

    def _follow(self, base: dict[str, str]) -> None:
        if base == self._base:
            return
        now = self.texts()
        fresh = {key: text for key, text in base.items() if now.get(key) == self._base.get(key, "")}
        self._quiet = True
        try:
            for part in self._parts:
                (part.follow or part.show)(fresh if part.follow else {**now, **fresh})
        finally:
            self._quiet = False
        shown = self.texts()
        self._base = {**base, **{key: shown[key] for key in fresh if key in shown}}
        self._keep()

    def _keep(self) -> None:
        if not self.record or not self._may():
            return
        typed = self.typed()
        if not typed:
            self._drop(self.record)
        elif typed != self._on_disk.get(self.record):
            self._on_disk[self.record] = typed
            self.keeper.put(self.record, typed, 0)

    def _drop(self, record: str) -> None:
        self.keeper.forget(record)
        if record in self._on_disk:
            del self._on_disk[record]
            self.keeper.drop(record)
        if record == self.record:
            self.told.emit("")

    def _edited(self, *_what: object) -> None:
        if self.record and not self._quiet and self._may():
            self.shell.light.saving()
            self._wait.start()

    def _may(self) -> bool:
        return self.shell.desk is not None and bool(self.shell.desk.may("draft.keep"))

    def _left(self, *_what: object) -> None:
        if self._wait.isActive():
            self.flush()

    def _kept(self, at: datetime) -> None:
        self.shell.light.saved(at)
        self.told.emit(f"草稿已自动保存 {at:%H:%M}，还没有存入")

    def _trouble(self, refused: Refusal) -> None:
        self.shell.light.failed()
        self.shell.messages.refusal(refused)

    def _offer(self, at: datetime | None) -> None:
        self.told.emit(f"草稿保存于 {at:%m月%d日 %H:%M}，还没有存入" if at else "")
        if self._line is not None and isValid(self._line):
            self._line.offer(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Out of sight: nothing waits."""
        if event.type() == QEvent.Type.Hide and self._wait.isActive():
            self.flush()
        return super().eventFilter(watched, event)


class _Line(QFrame):
    """上次写到一半的内容已放回 · 清空; after that 放回来."""

    def __init__(self, halfway: Halfway) -> None:
        super().__init__()
        self._halfway, self._away = halfway, {}  # type: Halfway, dict[str, str]
        self.words = label("", "hint", wrap=True)
        self.turn = button("清空", "link", do=self._turn)
        self.setLayout(row((self.words, 1), self.turn, gap=6))
        self.hide()

    def offer(self, at: datetime | None) -> None:
        """Say what was put back; None: nothing was."""
        self._away = {}
        if at is not None:
            self._say(f"上次写到一半的内容已放回（{at.month}月{at.day}日 {at:%H:%M}）", "清空")
        self.setVisible(at is not None)

    def _turn(self) -> None:
        back, self._away = self._away, {} if self._away else self._halfway.texts()
        self._halfway.swap(back or self._halfway.base)
        self._say("已放回" if back else "已清空", "清空" if back else "放回来")

    def _say(self, words: str, turn: str) -> None:
        self.words.setText(words)
        self.turn.setText(turn)
        self.turn.setAccessibleName(turn)


def _part(key: str, part: Any) -> _Part:
    match part:
        case Form():
            return _Part(part.values, _show_form(part), part.edited, part.committed, part.update_values)
        case LineEdit():
            return _Part(lambda: {key: part.text()}, lambda texts: _put(part, texts[key]), part.textEdited, part.left)
        case TextArea():
            return _Part(lambda: {key: part.toPlainText()}, lambda texts: _put(part, texts[key]), part.textChanged, part.left)
        case PickCombo():
            return _Part(lambda: {key: part.code()}, lambda texts: _choose(part, texts[key]), part.picked)
        case QCheckBox():
            return _Part(lambda: {key: "1" if part.isChecked() else ""}, lambda texts: part.setChecked(texts[key] == "1"), part.toggled)
    return _Part(lambda: {key: part.draft_text()}, lambda texts: part.show_draft(texts[key]), part.changed)


def _put(field: LineEdit | TextArea, text: str) -> None:
    if isinstance(field, LineEdit):
        if field.text() != text:
            field.setText(text)
    elif field.toPlainText() != text:
        field.setPlainText(text)


def _choose(combo: PickCombo, code: str) -> None:
    if not code or combo.findData(code) >= 0:  # what is no choice any more is not chosen again
        combo.set_code(code)


def _show_form(form: Form) -> Callable[[Texts], object]:
    def show(texts: Texts) -> None:
        if any(texts.get(key, "") != text for key, text in form.values().items()):
            form.show_values(texts)

    return show
