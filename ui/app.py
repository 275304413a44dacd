"""Start of the window: application, theme, translation, crash guard, then the first window (ui/opening.py).

What is imported here is paid for before anything shows; the rest is imported where it is opened.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.opening import Opening
from ui.preferences import Preferences

log = logging.getLogger(__name__)


def application(argv: Sequence[str], preferences: Preferences) -> QApplication:
    """The one `QApplication`: name, Chinese texts of Qt's own, theme."""
    import os

    scale = preferences.text("scale", "1")
    if scale != "1":
        os.environ.setdefault("QT_SCALE_FACTOR", scale)  # 界面大小: scales everything, nothing to re-measure
    app = QApplication(["yingcai", "-style", "fusion", *argv])
    app.setApplicationName("yingcai-desktop")
    app.setApplicationDisplayName("英才培养管理")
    translate(app)
    theme.install(app, theme.wanted_mode(app, preferences.text("theme", "light")))
    return app


def translate(app: QApplication) -> None:
    """Chinese for Qt's own words (确定, 取消, 复制 …)."""
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    else:
        log.warning("no Chinese texts for Qt's own dialogs")


def guard(tell: Callable[[BaseException], object]) -> Callable[[], None]:
    """Whatever escapes is told in a strip; the window stays open. Returns what puts the old hook back."""
    old = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            old(kind, error, trace)
        else:
            tell(error.with_traceback(trace))

    sys.excepthook = hook

    def restore() -> None:
        sys.excepthook = old

    return restore


def run(argv: Sequence[str], begin: Callable[[Opening], object] = Opening.begin) -> int:
    """Open the first window and stay until the last is closed; returns the exit status. `begin` is what happens first."""
    preferences = Preferences()
    app = application(argv, preferences)
    opening = Opening(preferences)
    restore = guard(opening.trouble)
    try:
        begin(opening)
        QTimer.singleShot(1500, theme.load_rare_fonts)  # after the first paint
        return app.exec()
    finally:
        opening.close()
        restore()
