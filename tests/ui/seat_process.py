"""A panel's laptop in a process of its own, asked over standard input: for tests with real keys. `say` a line, JSON back."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from db import connect
from tests.services.judging import invented
from ui import theme
from ui.panel.scoring import ScorePage
from ui.panel.window import SeatWindow
from ui.preferences import Preferences


def main(folder: Path) -> None:
    connect.COST.update(memory_cost=256, time_cost=1)
    app = QApplication(["yingcai", "-style", "fusion"])
    theme.install(app, "light")
    laptop = invented(folder)
    window = SeatWindow(laptop, Preferences(folder / "window.ini"))
    window.begin()
    window.show()
    window.activateWindow()

    def answer() -> None:
        if not sys.stdin.readline():
            window.close()
            laptop.close()
            app.quit()
            return
        page = window.pages.get("score")
        told: dict[str, object] = {
            "platform": app.platformName(),
            "active": window.isActiveWindow(),
            "judge": "",
            "page": window.key,
        }
        if isinstance(page, ScorePage) and page.board is not None and window.sitting is not None:
            line = page._line(page.uid)
            told |= {
                "judge": window.sitting.judge,
                "number": line.candidate.number,
                "row": page.place,
                "done": page.board.done,
                "total": page.total.text(),
                "note": page.rows[0].note.text(),
                "focus": page.rows[page.place].edit.hasFocus(),
            }
        print(json.dumps(told), flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
