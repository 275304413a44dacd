"""The form beside a list: sections of fields, findings under each field, a footer that counts and jumps.

Nothing is lost: `committed(key)` follows 400 ms after the last keystroke and at once when a field is left; what to do with a value
that breaks a rule is the page's business, the form keeps showing it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.parts.fields import ChoiceEditor, Editor, Field, editor
from ui.parts.look import button, label, look, row, rule, stack
from ui.parts.scroll import Scroll

COMMIT_MS = 400
_SYMBOLS = {"bad": "×", "warn": "▲", "ok": "✓"}
_LOOKS = {"bad": "error", "warn": "warn", "ok": "ok"}
_FRAMES = {"bad": "bad", "warn": "warn"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its fields, in the order of the paper form."""

    title: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check says about one field: `bad` blocks, `warn` may pass with a reason, `ok` was verified or filled in."""

    level: str
    text: str


class FieldBox(QWidget):
    """Label, star, editor, and one line under it for the finding or the hint, made when there is one."""

    def __init__(self, spec: Field) -> None:
        super().__init__()
        self.spec = spec
        self.editor: Editor = editor(spec)
        self.editor.setParent(self)
        name = label(spec.label, "label")
        name.setBuddy(self.editor.inputs[0])
        star = [label("*", "star", tip="必填")] if spec.required else []
        self.finding: Finding | None = None
        self._lines = stack(row(name, *star, None, gap=3), self.editor.widget, None, gap=3)
        self.setLayout(self._lines)
        if spec.hint:
            self._say(spec.hint, "hint")
        self.editor.set_flat(spec.read_only)

    @cached_property
    def note(self) -> QLabel:
        """The line under the editor."""
        made = label("", "hint", wrap=True)
        self._lines.insertWidget(2, made)
        return made

    def show_finding(self, finding: Finding | None) -> None:
        """Symbol, colour and words; the hint comes back when there is nothing to say."""
        self.finding = finding
        text = f"{_SYMBOLS[finding.level]} {finding.text}" if finding else self.spec.hint
        if text or "note" in self.__dict__:
            self._say(text, _LOOKS[finding.level] if finding else "hint")
        self.editor.set_level(_FRAMES.get(finding.level, "") if finding else "")
        for part in self.editor.inputs:
            part.setAccessibleDescription(text)

    def _say(self, text: str, name: str) -> None:
        look(self.note, look=name)
        self.note.setText(text)
        self.note.setVisible(bool(text))


class Form(QWidget):
    """`edited(key)` at every change, `committed(key)` when the value has settled."""

    edited = Signal(str)
    committed = Signal(str)
    counted = Signal(int, int)

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self.boxes: dict[str, FieldBox] = {}
        self._waiting: dict[str, None] = {}
        self._wait = QTimer(self, singleShot=True, interval=COMMIT_MS)
        self._wait.timeout.connect(self._settled)
        self._slots: dict[str, QFrame] = {}
        body = QFrame()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        at = 0
        for section in sections:
            at = self._add_section(section, at)
        body.setLayout(stack(self._grid, None, margins=(16, 6, 16, 12)))
        self.area = Scroll(body)
        self.setLayout(stack(self.area, gap=0))
        self._chain()

    def show_values(self, values: Mapping[str, str]) -> None:
        """Another record: stored values without a signal, findings gone."""
        self.flush()
        for box in self.boxes.values():
            box.editor.show(values)
            box.show_finding(None)
        self.area.verticalScrollBar().setValue(0)
        self._count()

    def update_values(self, values: Mapping[str, str]) -> None:
        """Values filled in by a rule (birth date from the ID number); fields being edited are left alone."""
        for key, box in self.boxes.items():
            if {key, box.spec.partner} & values.keys() and key not in self._waiting:
                box.editor.show({**box.editor.values(), **values})

    def values(self) -> dict[str, str]:
        """Everything that stands in the form, valid or not."""
        found: dict[str, str] = {}
        for box in self.boxes.values():
            found.update(box.editor.values())
        return found

    def show_findings(self, findings: Mapping[str, Finding]) -> None:
        """Replace all findings; keys of no field are ignored here and belong into a strip."""
        for key, box in self.boxes.items():
            box.show_finding(findings.get(key) or findings.get(box.spec.partner))
        self._count()

    def set_options(self, key: str, options: Sequence[tuple[str, str]]) -> None:
        """Other options of a choice (mentors of the chosen subject)."""
        chooser = self.boxes[key].editor
        if isinstance(chooser, ChoiceEditor):
            chooser.combo.set_options(options)

    def set_read_only(self, locked: bool) -> None:
        """After 锁定 or without the right: flat fields."""
        for box in self.boxes.values():
            box.editor.set_flat(locked or box.spec.read_only)

    def section_slot(self, title: str) -> QFrame:
        """An empty frame at the end of a section for a strip of the page's own."""
        return self._slots[title]

    def counts(self) -> tuple[int, int]:
        """Errors and warnings on show."""
        levels = [box.finding.level for box in self.boxes.values() if box.finding]
        return levels.count("bad"), levels.count("warn")

    def next_finding(self) -> None:
        """Put the keyboard into the next field with an error, or else with a warning, after the current one."""
        level = "bad" if self.counts()[0] else "warn"
        keys = [key for key, box in self.boxes.items() if box.finding and box.finding.level == level]
        if keys:
            order = list(self.boxes)
            at = order.index(self.current()) if self.current() else -1
            self.focus(next((key for key in keys if order.index(key) > at), keys[0]))

    def focus(self, key: str = "") -> None:
        """Put the keyboard into a field; the first that can be written if none is named."""
        writable = (k for k, box in self.boxes.items() if not box.spec.read_only)
        box = self.boxes[key or next(writable)]
        box.editor.inputs[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(box, 0, 12)

    def current(self) -> str:
        """The field that has the keyboard."""
        return next((k for k, b in self.boxes.items() if any(part.hasFocus() for part in b.editor.inputs)), "")

    def flush(self) -> None:
        """Commit what is waiting now: before another record, before closing."""
        self._wait.stop()
        self._settled(force=True)

    # Inside

    def _add_section(self, section: Section, at: int) -> int:
        line = rule()
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid.addLayout(row(label(section.title, "section"), (line, 1), gap=10, margins=(0, 4, 0, 0)), at, 0, 1, 2)
        at, side = at + 1, 0
        for spec in section.fields:
            box = self._add_field(spec)
            if side and spec.span == 2:
                at, side = at + 1, 0
            self._grid.addWidget(box, at, side, 1, spec.span, Qt.AlignmentFlag.AlignTop)
            at, side = (at + 1, 0) if side or spec.span == 2 else (at, 1)
        at += side
        slot = QFrame()
        slot.hide()
        self._slots[section.title] = slot
        self._grid.addWidget(slot, at, 0, 1, 2)
        return at + 1

    def _add_field(self, spec: Field) -> FieldBox:
        box = FieldBox(spec)
        self.boxes[spec.key] = box
        box.editor.edited.connect(lambda key=spec.key: self._touched(key))
        box.editor.left.connect(lambda key=spec.key: self._left(key))
        box.editor.entered.connect(self._next)
        for part in box.editor.inputs:
            part.installEventFilter(self)
        return box

    def _chain(self) -> None:
        """Tab follows the paper form."""
        parts = [part for box in self.boxes.values() for part in box.editor.inputs]
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def _next(self) -> None:
        """Enter = next field."""
        order = [key for key, box in self.boxes.items() if not box.spec.read_only]
        at = order.index(self.current()) if self.current() in order else -1
        if at + 1 < len(order):
            self.focus(order[at + 1])

    def _touched(self, key: str) -> None:
        self._waiting[key] = None
        self._wait.start()
        self.edited.emit(key)

    def _left(self, key: str) -> None:
        if key in self._waiting:
            self._waiting.pop(key)
            self.committed.emit(key)

    def _settled(self, force: bool = False) -> None:
        for key in list(self._waiting):
            if not force and self.boxes[key].editor.composing():
                self._wait.start()
                continue
            self._waiting.pop(key, None)
            self.committed.emit(key)

    def _count(self) -> None:
        self.counted.emit(*self.counts())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F8 jumps to the next finding from any field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F8:
            self.next_finding()
            return True
        return super().eventFilter(watched, event)


class FormFooter(QFrame):
    """× 1 处错误 ▲ 3 处提醒 (a click jumps), when the draft was kept, and the buttons."""

    def __init__(self, form: Form, buttons: Sequence[QPushButton] = ()) -> None:
        super().__init__()
        self._bad = button("", "link", do=form.next_finding, tip="跳到下一处（F8）")
        self._kept = label("", "hint")
        self._kept.hide()
        self._open, self._counts = 0, (0, 0)
        look(self._bad, tone="quiet")
        words = stack(row(self._bad, None, gap=0), row(5, self._kept, None, gap=0), gap=0)
        self.setLayout(row((words, 1), *buttons, margins=(12, 8, 16, 10)))
        form.counted.connect(self.show_counts)
        self.show_counts(*form.counts())

    def show_counts(self, bad: int, warn: int) -> None:
        """How much stands in the way."""
        self._counts = bad, warn
        parts = [f"× {bad} 处错误" if bad else "", f"▲ {warn} 处提醒" if warn else ""]
        text = "　".join(part for part in parts if part)
        calm = f"还有 {self._open} 项必填" if self._open else "✓ 没有错误"
        self._bad.setText(text or calm)
        self._bad.setAccessibleName(text or calm)
        self._bad.setEnabled(bool(text))
        look(self._bad, tone="bad" if bad else "warn" if warn else "quiet" if self._open else "ok")

    def show_open(self, count: int) -> None:
        """How many required fields nobody has been to yet; said only while there is no error to say first."""
        self._open = count
        self.show_counts(*self._counts)

    def show_kept(self, text: str) -> None:
        """草稿已自动保存 14:32."""
        self._kept.setText(text)
        self._kept.setVisible(bool(text))
