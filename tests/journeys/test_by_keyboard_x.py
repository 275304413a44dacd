"""New applicant, approved, exported: with the keys of a real X server (Xvfb, XTest) and no mouse (U27)."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.journeys.x_applicant import NAME
from tests.season import At
from tests.ui.xkeys import available, server

pytestmark = pytest.mark.skipif(not available(), reason="needs Xvfb and libXtst")


@pytest.mark.timeout(600)
def test_u27_a_new_applicant_is_typed_approved_and_exported_under_x(at: At, tmp_path: Path) -> None:
    desk = at("applied")
    store, out = desk.store.path, tmp_path / "list.xlsx"
    desk.store.close()
    with server() as display:
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.x_applicant", str(store), str(tmp_path / "window.ini"), str(out)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )

    assert done.returncode == 0, done.stderr[-3000:]
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert [row for row in rows if NAME in row and "复审通过" in row]
