"""The light that tells the truth about saving, always in the same place."""

from datetime import datetime

from PySide6.QtWidgets import QFrame

from ui.parts import icons
from ui.parts.look import label, look, mark, row


class SaveLight(QFrame):
    """● 正在保存 → ✓ 已保存 14:32 → × 没有保存."""

    def __init__(self) -> None:
        super().__init__()
        look(self, look="plain")
        self._sign, self._words = mark("check-circle", "grn"), label("", "label")
        self.setLayout(row(self._sign, self._words, gap=6))
        self.quiet()

    def quiet(self) -> None:
        """Nothing has been saved yet in this session."""
        self._show("check-circle", "text3", "无改动")

    def saving(self) -> None:
        """A change is on its way to the store."""
        self._show("clock", "priT", "正在保存")

    def saved(self, at: datetime) -> None:
        """The store holds everything; `at` is shown as hours and minutes."""
        self._show("check-circle", "grn", f"已保存 {at:%H:%M}")

    def failed(self) -> None:
        """Something on the screen is not in the store."""
        self._show("x-circle", "red", "没有保存")

    def text(self) -> str:
        """What the light says."""
        return self._words.text()

    def _show(self, icon: str, token: str, text: str) -> None:
        icons.put(self._sign, icon, token)
        self._words.setText(text)
        self.setAccessibleName(f"保存状态：{text}")
