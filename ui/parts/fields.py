"""The fields of a form: text, long text, choice, date, yes or no, rank pair. Declared as data; the form builds them.

A field holds text under its key; a rank pair holds two texts under two keys. Yes is `"1"`, no is `""`, dates are ISO.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from ui.parts import icons
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit, TextArea
from ui.parts.look import label, look, row

Level = Literal["bad", "warn", "ok"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind` says which editor; `options` are for a choice; `partner` is the second key of a rank pair."""

    key: str
    label: str
    kind: Literal["text", "long", "choice", "date", "flag", "rank"] = "text"
    required: bool = False
    span: int = 1
    """Columns of the form: 1 or 2."""
    hint: str = ""
    placeholder: str = ""
    options: Sequence[tuple[str, str]] = ()
    partner: str = ""
    read_only: bool = False
    digits: bool = False
    """Numbers only: full-width digits become plain ones, the input method stays off."""
    mask: Callable[[str], str] | None = None
    """How the value looks while the field is not being edited (ID and phone numbers)."""


class Editor(QObject):
    """An editor over one field: texts in, texts out, and two signals."""

    edited = Signal()
    left = Signal()
    entered = Signal()

    widget: QWidget

    def __init__(self, spec: Field) -> None:
        super().__init__()
        self.spec = spec
        self.inputs: list[QWidget] = []
        self.flat = False

    def show(self, values: Mapping[str, str]) -> None:
        """Show stored values without a signal."""

    def values(self) -> dict[str, str]:
        """What stands in the field."""
        return {}

    def composing(self) -> bool:
        """Whether the input method holds text that is not committed."""
        return any(isinstance(part, LineEdit | TextArea) and part.composing() for part in self.inputs)

    def set_flat(self, flat: bool) -> None:
        """Read-only: flat, not grey on grey; still focusable to copy from."""
        self.flat = flat
        for part in self.inputs:
            if isinstance(part, QLineEdit | QPlainTextEdit):
                part.setReadOnly(flat)
            else:
                part.setEnabled(not flat)
            look(part, flat="true" if flat else "false")

    def set_level(self, level: str) -> None:
        """Colour the frame: `bad`, `warn` or nothing."""
        for part in self.inputs:
            look(part, note=level)


class TextEditor(Editor):
    """One line; dates and numbers are tidied when it is left. A masked one asks `allow` before it shows the whole number."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.allow: Callable[[], bool] = lambda: True
        self._open = self._shut = False
        self._edit, self._value = LineEdit("", spec.placeholder), ""
        self.widget, self.inputs = self._edit, [self._edit]
        if spec.digits or spec.kind == "date":
            self._edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self._edit.textEdited.connect(self._typed)
        self._edit.left.connect(self._tidy)
        self._edit.entered.connect(self.entered)
        self._edit.selectionChanged.connect(self._unmask)
        self.eye: QAction | None = None
        if spec.mask:
            self.eye = self._edit.addAction(icons.icon("eye", "text3"), QLineEdit.ActionPosition.TrailingPosition)
            icons.put(self._edit.findChildren(QToolButton)[-1], "eye", "text3", 16).setAccessibleName(f"显示完整的{spec.label}")
            self.eye.setText(f"显示完整的{spec.label}")
            self.eye.setToolTip(f"显示完整的{spec.label}，会记入操作记录")
            self.eye.triggered.connect(lambda _checked=False: self.reveal())

    def reveal(self) -> None:
        """The eye: the whole number until the field is left or another record is shown; pressed again, the mask."""
        self._open = not self._open and self._value != "" and self.allow()
        self._paint()

    def show(self, values: Mapping[str, str]) -> None:
        """Masked unless it has the keyboard."""
        self._open = False
        self._value = values.get(self.spec.key, "")
        self._paint()

    def values(self) -> dict[str, str]:
        """The whole value, never the mask."""
        return {self.spec.key: self._value}

    def _typed(self, text: str) -> None:
        self._value = text
        self.edited.emit()

    def _unmask(self) -> None:
        if self.spec.mask and self._edit.hasFocus() and self._edit.text() != self._value and not self._shut:
            self._shut = not self.allow()
            self._edit.setReadOnly(self._shut)
            with QSignalBlocker(self._edit):
                self._edit.setText(self.spec.mask(self._value) if self._shut else self._value)

    def _tidy(self) -> None:
        if self._shut:
            self._shut = False
            self._edit.setReadOnly(self.flat)
        self._open = False
        tidy = self._value.strip()
        if self.spec.kind == "date":
            tidy = tidy_date(tidy)
        elif self.spec.digits:
            tidy = tidy_digits(tidy)
        changed, self._value = tidy != self._value, tidy
        self._paint()
        if changed:
            self.edited.emit()
        self.left.emit()

    def _paint(self) -> None:
        masked = self.spec.mask is not None and not self._open and (self._shut or not self._edit.hasFocus())
        text = self.spec.mask(self._value) if masked and self.spec.mask else self._value
        if text != self._edit.text():
            self._edit.setText(text)
            self._edit.setCursorPosition(0)


class LongEditor(Editor):
    """Several lines."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self._edit = TextArea()
        self._edit.setPlaceholderText(spec.placeholder)
        line = self._edit.fontMetrics().lineSpacing()
        self._edit.setMinimumHeight(line * 3 + 16)
        self._edit.setMaximumHeight(line * 4 + 16)  # longer texts scroll: the fields below must stay near
        self.widget, self.inputs = self._edit, [self._edit]
        self._edit.textChanged.connect(self.edited)
        self._edit.left.connect(self.left)

    def show(self, values: Mapping[str, str]) -> None:
        """Show without a signal."""
        text = values.get(self.spec.key, "")
        if text != self._edit.toPlainText():
            with QSignalBlocker(self._edit):
                self._edit.setPlainText(text)

    def values(self) -> dict[str, str]:
        """The text as typed."""
        return {self.spec.key: self._edit.toPlainText().strip()}


class ChoiceEditor(Editor):
    """Type to pick."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.combo = PickCombo(spec.options, spec.label)
        self.combo.setCurrentIndex(-1)
        self.combo.setPlaceholderText(spec.placeholder or "请选择")
        self.widget, self.inputs = self.combo, [self.combo]
        self.combo.picked.connect(lambda _code: self.edited.emit())
        self.combo.left.connect(self.left)
        self.combo.entered.connect(self.entered)

    def show(self, values: Mapping[str, str]) -> None:
        """Show without a signal."""
        self.combo.set_code(values.get(self.spec.key, ""))

    def values(self) -> dict[str, str]:
        """The chosen code."""
        return {self.spec.key: self.combo.code()}


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self._box = QCheckBox(spec.placeholder or "是")
        self.widget, self.inputs = self._box, [self._box]
        self._box.toggled.connect(self._toggled)

    def show(self, values: Mapping[str, str]) -> None:
        """Show without a signal."""
        with QSignalBlocker(self._box):
            self._box.setChecked(values.get(self.spec.key, "") == "1")

    def values(self) -> dict[str, str]:
        """`1` or empty."""
        return {self.spec.key: "1" if self._box.isChecked() else ""}

    def _toggled(self) -> None:
        self.edited.emit()
        self.left.emit()


class RankEditor(Editor):
    """Rank out of cohort: two numbers with a stroke between."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self._edits = [LineEdit("", "名次"), LineEdit("", "人数")]
        self.widget = QWidget()
        self.widget.setLayout(row((self._edits[0], 1), label("/", "label"), (self._edits[1], 1), gap=6))
        self.inputs = [*self._edits]
        for edit in self._edits:
            edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            edit.setMinimumWidth(48)
            edit.textEdited.connect(lambda _text: self.edited.emit())
            edit.left.connect(self._tidy)
        self._edits[0].entered.connect(self._edits[1].setFocus)
        self._edits[1].entered.connect(self.entered)

    def show(self, values: Mapping[str, str]) -> None:
        """Show without a signal."""
        for edit, key in zip(self._edits, (self.spec.key, self.spec.partner), strict=True):
            edit.setText(values.get(key, ""))

    def values(self) -> dict[str, str]:
        """Two texts under two keys."""
        return {self.spec.key: self._edits[0].text().strip(), self.spec.partner: self._edits[1].text().strip()}

    def _tidy(self) -> None:
        for edit in self._edits:
            if (tidy := tidy_digits(edit.text())) != edit.text():
                edit.setText(tidy)
                self.edited.emit()
        self.left.emit()


_EDITORS: dict[str, type[Editor]] = {
    "text": TextEditor,
    "date": TextEditor,
    "long": LongEditor,
    "choice": ChoiceEditor,
    "flag": FlagEditor,
    "rank": RankEditor,
}


def editor(spec: Field) -> Editor:
    """The editor of a field, with the names a screen reader says."""
    made = _EDITORS[spec.kind](spec)
    ends = ("", "") if len(made.inputs) == 1 else ("：名次", "：人数")
    for part, end in zip(made.inputs, ends, strict=False):
        part.setAccessibleName(f"{spec.label}{end}" + ("，必填" if spec.required else ""))
        if spec.hint:
            part.setToolTip(spec.hint)
    if spec.digits:
        for part in made.inputs:
            part.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
    return made


def tidy_digits(text: str) -> str:
    """Full-width digits, letters and 。 as an input method leaves them: `１２。5` → `12.5`."""
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return text.strip().translate({**wide, ord("。"): ord(".")})


def tidy_date(text: str) -> str:
    """`2008.11.4`, `2008年11月4日`, `20081104` → `2008-11-04`; anything that is no date stays as typed."""
    plain = tidy_digits(text)
    found = re.fullmatch(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))", plain)
    if not found:
        return plain
    try:
        return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])).isoformat()
    except ValueError:
        return plain
