"""The bar above every page: year, scope, the command box, the save light, the theme switch."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.parts import icons
from ui.parts.look import button, label, look, row
from ui.parts.save_light import SaveLight
from ui.parts.search_box import SearchBox
from ui.parts.segments import Segments

HEIGHT = 52
_LONG, _SHORT = "搜索学生、导师、编号、命令　Ctrl+K", "搜索　Ctrl+K"


class TopBar(QFrame):
    """Emits `scope_chosen(key)` and `theme_clicked`."""

    scope_chosen = Signal(str)
    theme_clicked = Signal()

    def __init__(self, scopes: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        look(self, look="top")
        self.setMinimumHeight(HEIGHT)
        self.season = label("", "chip")
        self.season.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.season.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scopes = Segments(scopes, "项目范围")
        self.scopes.chosen.connect(self.scope_chosen)
        self.search = SearchBox(_LONG)
        self.light = SaveLight()
        self.theme = button("切换浅色与深色", "icon", "moon", self.theme_clicked.emit)
        margins = (20, 0, 16, 0)
        self.setLayout(row(self.season, self.scopes, None, self.search, 8, self.light, 8, self.theme, margins=margins))
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Shorter search box on narrow windows."""
        self.search.setPlaceholderText(_SHORT if narrow else _LONG)
        self.search.setFixedWidth(260 if narrow else 330)

    def show_season(self, season: str) -> None:
        """The year at work, e.g. 2025; empty hides the chip."""
        self.season.setText(f"{season} 年度")
        self.season.setVisible(bool(season))

    def show_mode(self, mode: str) -> None:
        """The theme button shows where it leads."""
        icons.put(self.theme, "sun" if mode == "dark" else "moon")
