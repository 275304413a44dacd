"""The editor of an open cell: when a key belongs to the input method, to the text being typed, or to the grid.

A text cell has its editor open before the first key, so that composing starts inside a line edit and no first letter is lost (ux C1, U10).
Until something is typed such an editor is `resting`: arrows, Ctrl+C, Delete and the like still belong to the grid.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget

from ui.parts.grid.cells import CellPainter
from ui.parts.grid.model import SIDES
from ui.parts.line_edit import LineEdit
from ui.parts.look import look
from ui.parts.rows import Index

if TYPE_CHECKING:
    from ui.parts.grid.surface import GridSurface

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_UP_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_LEFT_RIGHT = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock)
_LEAVING = frozenset((*_ENTER, *_TAB, *_UP_DOWN))
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def types(event: QKeyEvent) -> bool:
    """Whether a key puts a character into a cell."""
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _CHORD


class CellEdit(LineEdit):
    """`mode` is `resting` (open, nothing typed), `typing` (arrows leave the cell) or `editing` (arrows move within the text)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.setParent(parent)
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._mode = "typing"
        look(self, look="cell")

    @property
    def mode(self) -> str:
        """See the class."""
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        self._mode = mode
        look(self, resting="true" if mode == "resting" else "false")

    def settle(self) -> None:
        """What is being composed becomes text: leaving a cell in the middle of a word never drops it (U11)."""
        if not self.composing():
            return
        waiting = self._preedit
        QGuiApplication.inputMethod().commit()
        if self.composing():  # an input method that has nothing to say, as under a test
            commit = QInputMethodEvent()
            commit.setCommitString(waiting)
            QApplication.sendEvent(self, commit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The first letter composed ends the rest."""
        if self.mode == "resting" and (event.preeditString() or event.commitString()):
            self.mode = "typing"
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into the text edits it."""
        self.mode = "editing"
        super().mousePressEvent(event)


class CellDelegate(CellPainter):
    """Makes the editors and sorts their keys."""

    def __init__(self, grid: "GridSurface") -> None:
        super().__init__(grid)
        self.open: CellEdit | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line edit; without input method where numbers are wanted (U9)."""
        column = self._grid.sheet.columns[index.column()]
        editor = CellEdit(parent)
        editor.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, column.takes_text)
        editor.setAlignment(SIDES[column.side])
        editor.setAccessibleName(self._grid.cell_name(index.row(), index.column()))
        editor.setAccessibleDescription(column.hint())
        editor.destroyed.connect(self._closed)
        self.open = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the cell keeps, unless something is being typed already."""
        if isinstance(editor, CellEdit) and not editor.isModified():
            editor.setText(self._grid.sheet.text(index.row(), index.column()))
            if editor.mode == "resting":
                editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Only what was typed goes into the sheet."""
        if isinstance(editor, CellEdit):
            editor.settle()
            if editor.isModified():
                self._grid.enter(index.row(), index.column(), editor.text())
                editor.setModified(False)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Exactly over the cell."""
        editor.setGeometry(option.rect)

    def destroyEditor(self, editor: QWidget, index: QModelIndex | Index) -> None:
        """It is closed: forget it."""
        if editor is self.open:
            self.open = None
        super().destroyEditor(editor, index)

    def finish(self, *, keep: bool) -> None:
        """Close the open editor, keeping or dropping what was typed."""
        editor = self.open
        if editor is None:
            return
        if keep:
            editor.settle()
            self.commitData.emit(editor)
        else:
            editor.setModified(False)
        self.closeEditor.emit(editor, CellDelegate.EndEditHint.NoHint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys, as the module says."""
        editor = watched
        if not isinstance(editor, CellEdit):
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if editor.composing():
                event.accept()  # keys belong to the input method (U12): no shortcut and no cell takes them
                return True
            pressed = event.type() == QEvent.Type.KeyPress
            return self._key(editor, event) if pressed else self._override(editor, event)
        if event.type() == QEvent.Type.FocusOut:
            editor.settle()
        return super().eventFilter(watched, event)

    def _key(self, editor: CellEdit, event: QKeyEvent) -> bool:
        key, chord = event.key(), event.modifiers() & _CHORD
        if key == Qt.Key.Key_F2:
            editor.mode = "editing"
            editor.end(False)
            return True
        if key == Qt.Key.Key_Escape:
            event.setAccepted(editor.mode != "resting")
            self.finish(keep=False)
            return True
        if key in _HELD:
            return False
        if editor.mode == "resting":
            if types(event):
                editor.mode = "typing"
                return False
            return self._pass_on(event)
        if key in _LEAVING or (key in _LEFT_RIGHT and editor.mode == "typing" and not chord):
            return self._pass_on(event)
        return False

    def _pass_on(self, event: QKeyEvent) -> bool:
        """Commit and let the grid have the key: an event that is not accepted goes to the parent."""
        self.finish(keep=True)
        event.ignore()
        return True

    def _override(self, editor: CellEdit, event: QKeyEvent) -> bool:
        """A resting editor claims no shortcut but characters: the grid is asked next."""
        if editor.mode != "resting":
            return False
        event.setAccepted(types(event) or event.key() == Qt.Key.Key_F2)
        return True

    def _closed(self, gone: QObject | None = None) -> None:
        if self.open is not None and self.open is gone:
            self.open = None
