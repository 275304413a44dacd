"""The pictures of the window: taken from the season without a screen, and the two the front page shows."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = {(1440, 900), (1366, 689), (1280, 641)}


def test_a_page_in_both_themes_and_three_sizes(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "pictures.py"), str(tmp_path), "--only", "mentors"]

    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)

    taken = {path.name: QImage(str(path)) for path in tmp_path.glob("*.png")}
    assert len(taken) == 6
    assert {(image.width(), image.height()) for image in taken.values()} == SIZES
    light, dark = (taken[f"mentors-interviewing-{mode}-1440x900.png"] for mode in ("light", "dark"))
    assert light.pixelColor(700, 600).lightness() > 200 > 80 > dark.pixelColor(700, 600).lightness()


def test_the_front_page_has_its_pictures() -> None:
    shown = [ROOT / "docs" / "pictures" / f"{name}.png" for name in ("workbench", "register")]

    assert {(image.width(), image.height()) for image in map(QImage, map(str, shown))} == {(1440, 900)}
    assert sum(path.stat().st_size for path in shown) < 800_000
