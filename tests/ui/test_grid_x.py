"""The rows of ux §9 marked X, with real key events of a real X server (Xvfb, XTest): U1, U2, U17, and the paste of U4."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.ui.xkeys import Keyboard, available, server

pytestmark = pytest.mark.skipif(not available(), reason="needs Xvfb and libXtst")


class GridProcess:
    """The grid in its own process under the X server."""

    def __init__(self, display: str, folder: Path) -> None:
        env = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "PYTHONPATH": str(ROOT)}
        self.keys = Keyboard(display)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.grid_process", str(folder)],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, line: str = "say") -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def until(self, key: str, wanted: object, seconds: float = 5) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while (told := self.ask())[key] != wanted and time.monotonic() < end:
            time.sleep(0.05)
        return told


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GridProcess]:
    with server() as display:
        made = GridProcess(display, tmp_path_factory.mktemp("x"))
        try:
            assert made.until("active", True, 20)["platform"] == "xcb"
            yield made
        finally:
            made.process.communicate(timeout=10)  # end of input: the window closes


def test_u1_enter_moves_down_under_x(grid: GridProcess) -> None:
    grid.ask("at 0 3")
    grid.keys.type("8 Enter 9 Enter 7 Enter")

    told = grid.until("at", [3, 3])

    assert [row[0] for row in told["cells"][:4]] == ["8", "9", "7", ""]
    assert told["at"] == [3, 3]
    grid.keys.press("Shift+Enter")
    assert grid.until("at", [2, 3])["at"] == [2, 3]


def test_u2_tab_moves_right_and_enter_returns_under_x(grid: GridProcess) -> None:
    grid.ask("at 10 3")
    grid.keys.type("5 Tab 6 Tab 7 Enter")

    told = grid.until("at", [11, 3])

    assert told["cells"][10][:3] == ["5", "6", "7"]
    assert told["at"] == [11, 3]


def test_u4_and_u7_a_block_is_pasted_and_taken_back_under_x(grid: GridProcess) -> None:
    grid.ask(r"clip 1\t2\n3\t4\n")
    grid.ask("at 20 4")
    grid.keys.press("Ctrl+v")
    told = grid.until("at", [20, 4])
    assert [row[1:3] for row in told["cells"][20:22]] == [["1", "2"], ["3", "4"]]

    grid.keys.press("Ctrl+z")
    time.sleep(0.2)

    assert [row[1:3] for row in grid.ask()["cells"][20:22]] == [["", ""], ["", ""]]


def test_u17_frozen_columns_stay_while_the_keyboard_goes_right_under_x(grid: GridProcess) -> None:
    grid.ask("at 0 3")
    grid.keys.type(" ".join(["Right"] * 7 + ["Down"] * 30))

    told = grid.until("at", [30, 10])

    width, name_at, scrolled = told["frozen"]
    assert scrolled > 0
    assert width >= 36 + 72 + 84 + 1
    assert name_at == 36 + 72
    assert told["left"] >= width - 2
    assert told["rows"][0] == told["rows"][1] > 10
