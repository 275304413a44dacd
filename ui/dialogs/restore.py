"""恢复备份: one of the few dialogs. It says what will be lost, and wants the word typed (ux §0.5, §4.15, U60)."""

from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.services.safekeeping import Loss

WORD = "恢复"
_SHOWN = 200


class RestoreDialog(QDialog):
    """Accepted when the word is typed and the button pressed."""

    def __init__(self, when: str, loss: Loss, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复备份")
        look(self, look="canvas")
        self.setModal(True)
        self.resize(640, 460)
        words = (
            f"恢复到 {when} 的备份后，下面 {len(loss.acts)} 次操作（{loss.entries} 条记录）不在数据文件里了。"
            if loss.acts
            else f"{when} 的备份之后没有新的操作，恢复不会丢失内容。"
        )
        self.sentence = label(words, "strong", wrap=True)
        self.acts = QListWidget()
        self.acts.setAccessibleName("将丢失的操作")
        self.acts.addItems(loss.acts[:_SHOWN])
        if len(loss.acts) > _SHOWN:
            self.acts.addItem(f"……还有 {len(loss.acts) - _SHOWN} 次")
        note = label("现在的数据文件会另存一份，放在旁边，需要时可以再换回来。恢复后要重新登录。", "hint", wrap=True)
        self.word = LineEdit("", f"输入“{WORD}”两个字")
        self.word.setAccessibleName(f"输入“{WORD}”确认")
        self.go = button("恢复备份", "danger", "arrow-counter-clockwise", self.accept)
        self.go.setEnabled(False)
        self.word.textChanged.connect(lambda text: self.go.setEnabled(text.strip() == WORD))
        back = button("不恢复", "", "", self.reject)
        foot = row(self.word, None, back, self.go)
        self.setLayout(stack(self.sentence, (self.acts, 1), note, foot, gap=12, margins=(20, 18, 20, 18)))
        self.acts.setVisible(bool(loss.acts))
        self.word.setFocus()
