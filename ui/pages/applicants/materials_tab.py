"""材料: the list of the programme, line by line — what must come, what is there, and the portrait (ux §4.2)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from ui.parts.cells import pill_text
from ui.parts.elided import ElidedLabel
from ui.parts.file_drop import FileDrop
from ui.parts.look import Item, button, holder, label, look, row, stack
from ui.parts.scroll import Scroll
from ui.parts.when_shown import WhenShown
from yingcai_desktop.services.applications.materials import File, Held, Line

_HINT = "也可以把文件拖到某一项上；拖到空白处的按文件名归类。支持 JPG、PNG、PDF，每个不超过20 MB。"
PORTRAIT = QSize(60, 84)
"""Pixels of the portrait in its line: 一寸."""


class MaterialsTab(QWidget):
    """Says what was pressed; `ui/pages/applicants/materials_acts.py` does it.

    `chosen(kind)`: files are to be picked for a material (blank: by their names); `dropped(paths, kind)`; `ticked(kind, what, on)`.
    """

    chosen = Signal(str)
    dropped = Signal(list, str)
    opened = Signal(object)
    replaced = Signal(object)
    removed = Signal(object)
    refiled = Signal(object, str)
    ticked = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("报名材料")
        self.summary = label("", "strong", wrap=True)
        self.add_button = button(
            "添加材料…", "", "plus", partial(self.chosen.emit, ""), tip="一次可以选多个文件，按文件名归类"
        )
        self._lines = stack(gap=8, margins=(16, 4, 16, 12))
        self._body = FileDrop(self._lines, "plain")
        self._body.dropped.connect(lambda paths: self.dropped.emit(paths, ""))
        head = row((self.summary, 1), self.add_button, margins=(16, 6, 16, 6))
        self.setLayout(stack(head, (Scroll(self._body), 1), gap=0))
        self._when_shown = WhenShown(self)

    def show_nothing(self, words: str) -> None:
        """An application that is not in the register yet has nowhere to keep files."""
        self._when_shown.do(partial(self._show_nothing, words))

    def _show_nothing(self, words: str) -> None:
        self._clear()
        self.summary.setText(words)
        self.add_button.hide()
        self._body.on = False

    def show_held(self, held: Held, portrait: QPixmap | None, *, edits: bool, ticks: bool, opens: bool) -> None:
        """What is there now; the keyboard stays on the control it was on."""
        self._when_shown.do(partial(self._show_held, held, portrait, edits=edits, ticks=ticks, opens=opens))

    def _show_held(self, held: Held, portrait: QPixmap | None, *, edits: bool, ticks: bool, opens: bool) -> None:
        focus = self.focusWidget()
        place = focus.objectName() if focus is not None and self._body.isAncestorOf(focus) else ""
        self._clear()
        done, needed = held.count
        self.summary.setText(
            f"必交 {done}/{needed}，还缺：{'、'.join(held.lacking)}" if held.lacking else f"必交的 {needed} 项已齐"
        )
        self.add_button.setVisible(edits)
        self._body.on = edits
        lines = self._lines
        kinds = [line.material.name for line in held.lines]
        for line in held.lines:
            picture = (
                portrait if line.files and held.photo is not None and line.files[0].uid == held.photo.uid else None
            )
            lines.addWidget(self._line(line, kinds, picture, edits=edits, ticks=ticks, opens=opens))
        if edits:
            lines.addWidget(label(_HINT, "hint", wrap=True))
        lines.addStretch(1)
        if place and (again := self._body.findChild(QWidget, place)) is not None:
            again.setFocus()

    # Inside

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setObjectName("")
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _line(
        self, line: Line, kinds: Sequence[str], picture: QPixmap | None, *, edits: bool, ticks: bool, opens: bool
    ) -> FileDrop:
        kind = line.material.name
        text, tone = _state(line)
        pill = label(pill_text(text, tone), "pill")
        look(pill, tone=tone)
        pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        boxes: list[Item] = []
        for what, words, on in (("received", "纸质已收", line.have.received), ("stamped", "已盖章", line.have.stamped)):
            if what == "received" or line.material.stamp:
                boxes.append(self._box(kind, what, words, on, ticks))
        plus = self._icon(f"添加{kind}…", "plus", partial(self.chosen.emit, kind), f"{kind}/add")
        if not edits:
            plus.hide()  # to show one that has no parent yet would make a window of it
        head = row(label(kind, "strong"), pill, None, *boxes, plus, gap=8)
        files = [self._file(file, kinds, edits=edits, opens=opens) for file in line.files]
        inside = stack(head, *files, gap=4)
        if picture is None:
            inner = row((inside, 1), margins=(12, 6, 8, 6))
        else:
            inner = row(_portrait(picture), (inside, 1), gap=10, margins=(12, 8, 8, 8))
        made = FileDrop(inner)
        made.on = edits
        made.setAccessibleName(f"{kind}：{text}")
        made.setToolTip(line.material.clause if line.needed else "")
        made.dropped.connect(lambda paths: self.dropped.emit(paths, kind))
        return made

    def _box(self, kind: str, what: str, words: str, on: bool, ticks: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setChecked(on)
        box.setEnabled(ticks)
        box.setAccessibleName(f"{kind} {words}")
        box.setObjectName(f"{kind}/{what}")
        box.clicked.connect(lambda now: self.ticked.emit(kind, what, bool(now)))
        return box

    def _file(self, file: File, kinds: Sequence[str], *, edits: bool, opens: bool) -> QFrame:
        name = ElidedLabel(file.name)
        acts = (
            [self._icon(f"查看 {file.name}", "eye", partial(self.opened.emit, file), f"{file.uid}/open")]
            if opens
            else []
        )
        if edits:
            other = [kind for kind in kinds if kind != file.kind]
            acts += [
                self._icon(
                    f"更换 {file.name}…", "arrow-clockwise", partial(self.replaced.emit, file), f"{file.uid}/replace"
                ),
                self._mover(file, other),
                self._icon(f"移除 {file.name}", "trash", partial(self.removed.emit, file), f"{file.uid}/remove"),
            ]
        return holder(row((stack(name, label(file.words, "hint"), gap=0), 1), *acts, gap=0), "plain")

    def _mover(self, file: File, kinds: Sequence[str]) -> QPushButton:
        made = self._icon(f"{file.name} 改归…", "arrows-left-right", lambda: None, f"{file.uid}/move")
        menu = QMenu(made)
        for kind in kinds:
            menu.addAction(f"改归 {kind}", partial(self.refiled.emit, file, kind))
        made.clicked.connect(lambda: menu.popup(made.mapToGlobal(made.rect().bottomLeft())))
        return made

    def _icon(self, words: str, icon: str, do: Callable[[], object], name: str) -> QPushButton:
        made = button(words, "icon", icon, do)
        made.setObjectName(name)
        return made


def _state(line: Line) -> tuple[str, str]:
    """The words of the pill and their tone."""
    if line.complete:
        return "已齐", "ok"
    if line.have.there:
        return "未核盖章", "warn"
    return ("缺", "warn") if line.needed else ("选交", "plain")


def _portrait(picture: QPixmap) -> QLabel:
    made = QLabel()
    made.setPixmap(picture)
    made.setFixedSize(PORTRAIT)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setAccessibleName("学生照片")
    return made
