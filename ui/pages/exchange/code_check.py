"""校验码 as it is read over the telephone: the half that is not on the screen is typed, so that nobody only nods (K13)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.parts.group_edit import GroupEdit
from ui.parts.look import label, look, row
from yingcai_desktop.rules.spoken import CHECK_CODE

_HIDDEN = "····"


class CodeCheck(QWidget):
    """`changed` when something was typed. `told()` is what the screen may show of the code; `compared`: it was typed as it is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code, self.slip, self.compared = "", "", False
        self.edit = GroupEdit(CHECK_CODE, "对方念的后四位")
        self.edit.setAccessibleName("对方念的校验码后四位")
        self.edit.setFixedWidth(136)
        self.edit.textChanged.connect(lambda _text: self._compare())
        self.note = label("", "hint")
        self.setLayout(row(label("校验码", "label"), self.edit, self.note, gap=8))

    def ask(self, code: str) -> None:
        """Another package, or the same one again: what was typed for it stays."""
        if code != self._code:
            self._code = code
            self.edit.clear()
        self._compare()

    def told(self) -> str:
        """`A1B2-····` until the rest was typed."""
        return self._code if self.compared else f"{self._code[: CHECK_CODE.size]}-{_HIDDEN}"

    def _compare(self) -> None:
        typed = CHECK_CODE.bare(self.edit.text())
        whole = typed if len(typed) > CHECK_CODE.size else CHECK_CODE.bare(self._code)[: CHECK_CODE.size] + typed
        slip = CHECK_CODE.slip(whole, self._code) if typed else ""
        self.compared = bool(typed) and not slip
        # while somebody is still typing there is nothing to complain of
        self.slip = slip if not slip.startswith("还少") else "没有输完"
        words, name = ("✓ 已核对", "ok") if self.compared else (f"× {self.slip}", "error") if self.slip else ("", "hint")
        self.note.setText(words)
        look(self.note, look=name)
        self.changed.emit()
