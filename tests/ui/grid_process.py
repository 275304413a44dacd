"""A window with the score grid in a process of its own, for real key events: prints its cells and place after each line it reads.

Lines on stdin: `at ROW COLUMN`, `clip TEXT` (with \\n and \\t escaped), `say`. The answer is one line of JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.ui.grids import new_grid
from ui.app import application
from ui.parts.frozen import FrozenTable
from ui.preferences import Preferences


def main() -> int:
    app = application([], Preferences(Path(sys.argv[1]) / "window.ini"))
    grid = new_grid(40)
    grid.resize(700, 500)
    grid.show()
    grid.activateWindow()
    grid.setFocus()

    def answer() -> None:
        line = sys.stdin.readline()
        word, _, rest = line.strip().partition(" ")
        if not line:
            app.quit()
            return
        if word == "at":
            row, column = map(int, rest.split())
            grid.go_to(row, column)
        elif word == "clip":
            QGuiApplication.clipboard().setText(rest.encode().decode("unicode_escape"))
        print(json.dumps(told(grid, app)), flush=True)

    def told(grid: FrozenTable, app: QApplication) -> dict[str, object]:
        sheet = grid.sheet  # type: ignore[attr-defined]
        index = grid.currentIndex()
        return {
            "platform": app.platformName(),
            "active": grid.isActiveWindow(),
            "cells": [[sheet.text(row, column) for column in range(3, 11)] for row in range(40)],
            "at": [index.row(), index.column()],
            "left": grid.visualRect(index).left(),
            "frozen": [grid.part.width(), grid.part.columnViewportPosition(2), grid.horizontalScrollBar().value()],
            "rows": [grid.rowAt(60), grid.part.rowAt(60)],
        }

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
