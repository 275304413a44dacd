"""The pictures of the window: taken from the season without a screen, and those the front page shows."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = {(1440, 900), (1366, 689), (1280, 641)}


def pictures(folder: Path, *options: str) -> dict[str, QImage]:
    command = [sys.executable, str(ROOT / "scripts" / "pictures.py"), str(folder), *options]
    subprocess.run(command, check=True, capture_output=True, timeout=240, cwd=folder)
    return {path.name: QImage(str(path)) for path in folder.glob("*.png")}


def test_a_page_and_a_tab_in_both_themes_and_three_sizes(tmp_path: Path) -> None:
    taken = pictures(tmp_path, "--only", "mentors", "--only", "exams/seats")
    page = {name: image for name, image in taken.items() if name.startswith("mentors-")}
    tab = taken.keys() - page.keys()

    assert {name for name in tab if "-empty-" not in name} >= {f"exams-seats-reviewed-{mode}-1366x689.png" for mode in ("light", "dark")}
    assert all(name.startswith("exams-seats-") for name in tab)  # no other tab of the page
    # the list and a pane, each in both themes and three sizes and at 200 %; an empty one
    assert len(page) == 2 * 7 + 1
    assert {(image.width(), image.height()) for name, image in page.items() if "x2" not in name} == SIZES
    assert page["mentors-pane-interviewing-light-x2.png"].width() == 2 * 1216
    light, dark = (page[f"mentors-interviewing-{mode}-1440x900.png"] for mode in ("light", "dark"))
    assert light.pixelColor(700, 600).lightness() > 200 > 80 > dark.pixelColor(700, 600).lightness()


def test_the_front_page_has_its_pictures() -> None:
    shown = [ROOT / "docs" / "pictures" / f"{name}.png" for name in ("workbench", "register", "selection", "training")]

    assert {(image.width(), image.height()) for image in map(QImage, map(str, shown))} == {(1440, 900)}
    assert sum(path.stat().st_size for path in shown) < 800_000
