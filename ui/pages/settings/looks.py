"""外观: theme, size of everything, minutes until the screen locks. Remembered by this computer, not by the data file."""

from PySide6.QtWidgets import QHBoxLayout

from ui.idle import MINUTES
from ui.pages.base import Shell
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.card import Card
from ui.parts.look import label, row, stack
from ui.parts.segments import Segments
from ui.places import Place

THEMES = (("light", "浅色"), ("dark", "深色"), ("system", "跟随系统"))
SCALES = (("0.9", "90%"), ("1", "100%"), ("1.15", "115%"), ("1.3", "130%"))
_NAMES = 112
LOCKS = (("5", "5 分钟"), ("15", "15 分钟"), ("30", "30 分钟"), ("60", "1 小时"))


class LooksTab(Tab):
    """Every choice holds at once, but the size: it is measured at start."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.themes, self.scales, self.locks = Segments(THEMES, "主题"), Segments(SCALES, "界面大小"), Segments(LOCKS, "自动锁定")
        held = shell.preferences
        _choose(self.themes, held.text("theme", "light"))
        _choose(self.scales, held.text("scale", "1"))
        _choose(self.locks, held.text("idle", str(MINUTES)))
        self.themes.chosen.connect(self._theme)
        self.scales.chosen.connect(self._scale)
        self.locks.chosen.connect(self._lock)
        card = Card(
            "这台电脑上的外观", "只记在这台电脑上，不写进数据文件",
            _line("主题", self.themes),
            _line("界面大小", self.scales, "重新打开程序后生效"),
            _line("没人操作时锁定", self.locks, "锁定时没写完的内容原样留着"),
        )  # fmt: skip
        card.body.setSpacing(16)
        self.setLayout(stack(card, None, margins=TAB_MARGINS))

    def focus_work_area(self) -> None:
        """The first choice."""
        self.themes.focus()

    def _theme(self, name: str) -> None:
        self.shell.choose_theme(name)

    def _scale(self, scale: str) -> None:
        self.shell.preferences.put("scale", scale)
        self.shell.messages.info(f"界面大小设为 {dict(SCALES)[scale]}，重新打开程序后生效。")

    def _lock(self, minutes: str) -> None:
        self.shell.preferences.put("idle", minutes)
        self.shell.idle_chosen.emit(float(minutes))


def _line(name: str, choice: Segments, remark: str = "") -> QHBoxLayout:
    words = label(name, "label")
    words.setMinimumWidth(_NAMES)
    return row(words, choice, label(remark, "hint"), None)


def _choose(segments: Segments, key: str) -> None:
    if key in segments.keys():  # noqa: SIM118  # a method, not a dictionary
        segments.choose(key)
