"""U40 with real key events of a real X server: a judge signs in and scores a child without the mouse (ux §9)."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.services.judging import JUDGES, PIN
from tests.ui.xkeys import Keyboard, available, server

pytestmark = pytest.mark.skipif(not available(), reason="needs Xvfb and libXtst")
CHILD = "8 Enter 8 Enter 1 2 Enter 1 5 Enter 1 2 Enter 8 Enter 4 Enter 1 2 Enter Ctrl+Enter"


def test_u40_judge_keyboard_run_under_x(tmp_path: Path) -> None:
    with server() as display:
        env = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.ui.seat_process", str(tmp_path)]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        keys = Keyboard(display)

        def ask() -> dict[str, Any]:
            assert process.stdin and process.stdout
            process.stdin.write("say\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            return answer

        def until(key: str, wanted: object, seconds: float = 20) -> dict[str, Any]:
            end = time.monotonic() + seconds
            while (told := ask()).get(key) != wanted and time.monotonic() < end:
                time.sleep(0.05)
            return told

        try:
            assert until("active", True, 60)["platform"] == "xcb"
            keys.type(" ".join([*PIN, "Enter"]))
            told = until("focus", True)
            assert (told["judge"], told["number"], told["row"]) == (JUDGES[0], 1, 0)

            assert len(CHILD.split()) <= 24
            keys.type(CHILD)
            told = until("number", 2)
            assert (told["number"], told["row"], told["done"], told["focus"]) == (2, 0, 1, True)

            keys.type("1 1 Enter")
            told = until("note", "× 分数“11”超出范围")
            assert (told["row"], told["focus"]) == (0, True) and told["note"].startswith("×")
            keys.type("9 Enter")
            assert until("row", 1)["total"] == "9"
        finally:
            process.communicate(timeout=20)  # end of input: the window closes
