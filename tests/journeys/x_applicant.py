"""In a process of its own under X: the places by their keys, a new applicant typed and approved, the list exported. Fails loudly."""

import os
import sys
from pathlib import Path
from typing import Any

from tests.journeys.x_hands import XHands
from tests.season import reopened
from tests.services.forms import form
from ui.app import application
from ui.main_window import MainWindow
from ui.places import PLACES
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk

NAME = "巴图孟和"
FIELDS = (
    ("项目", "programme"), ("盟市", "city"), ("姓名", "name"), ("身份证号", "id_number"), ("学校", "school_uid"), ("年级", "grade"),
    ("年级人数", "cohort"), ("学科名次", "subject_rank"), ("报名学科", "subject"), ("第一志愿导师", "choice1_uid"), ("学校意见", "school_opinion"),
    ("监护人姓名", "guardian_name"), ("监护人手机", "guardian_phone"),
)  # fmt: skip
"""In the order of the paper: name on the form, key."""


def main() -> int:
    store, ini, out = map(Path, sys.argv[1:])
    app = application([], Preferences(ini))
    desk = reopened(store)
    window = MainWindow(desk, Preferences(ini))
    desk.store.listeners.append(window.store_changed.emit)
    window.resize(1380, 860)
    window.show()
    window.go("home")
    hands = XHands(window, os.environ["DISPLAY"])
    assert app.platformName() == "xcb"
    window.activateWindow()
    hands.until(window.isActiveWindow, "the keyboard at the window")
    places(hands)
    applicant(hands, desk)
    export(hands, out)
    assert hands.watch.keys > 100 and hands.watch.clicks == 0, (hands.watch.keys, hands.watch.clicks)
    window.jobs.close()
    desk.store.close()
    return 0


def places(hands: XHands) -> None:
    """Ctrl+1 … Ctrl+9, Ctrl+K, F6."""
    for number, place in enumerate(PLACES[:9], 1):
        hands.key(f"Ctrl+{number}")
        hands.settle()
        assert hands.window.key == place.key
        assert hands.window.page.isAncestorOf(hands.focus), f"Ctrl+{number} leaves the keyboard on {hands.focus}"
    hands.key("Ctrl+k")
    assert hands.focus.accessibleName() == hands.window.top.search.accessibleName()
    hands.type("bmdj")
    hands.key("Return")
    hands.settle()
    assert hands.window.key == "applicants"
    seen = []
    for _ in range(4):
        hands.key("F6")
        seen.append(hands.focus)
    page: Any = hands.window.page
    assert any(hands.window.sidebar.isAncestorOf(one) for one in seen), "F6 reaches the places"
    assert page.table in seen, "F6 reaches the list"
    assert any(page.filter.isAncestorOf(one) for one in seen), "F6 reaches the filter"


def applicant(hands: XHands, desk: Desk) -> None:
    """Typed, and approved step by step."""
    values = form(desk, name=NAME)
    hands.key("Ctrl+n")
    boxes = hands.window.page.pane.form.boxes
    for name, key in FIELDS:
        combo = getattr(boxes[key].editor, "combo", None)  # only to know the words of a choice
        hands.fill(name, values[key] if combo is None else combo.itemText(combo.findData(values[key])))
    for name in ("学生承诺", "监护人同意"):
        hands.press(name)
    hands.key("Ctrl+Return")  # stored and handed in; the next one is on show
    hands.settle()
    hands.key("Ctrl+f")
    hands.type(NAME)
    hands.until(lambda: len(hands.window.page.table.rows.shown) == 1, "the list narrowed to the name")
    for _step in ("recommended", "approved"):
        hands.row(NAME, "报名登记")
        hands.key("Ctrl+Return")
        hands.settle()
    assert any(row.name == NAME and row.state_name == "复审通过" for row in hands.window.page.all_rows()), hands.said()


def export(hands: XHands, out: Path) -> None:
    """What is on show, into a workbook, by the dialog of the system."""
    hands.list("报名登记")
    hands.key("Ctrl+e")
    hands.answer_file_dialog(out)
    hands.key("Space")
    hands.settle()
    assert "已导出" in hands.said(), hands.said()


if __name__ == "__main__":
    sys.exit(main())
