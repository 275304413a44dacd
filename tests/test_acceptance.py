"""The acceptance table: every row has a test named after it, `test_u20_…`; a row marked X also one with real keys, `test_u27_…_under_x`."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
NAME = re.compile(r"^ *def (test_((?:u\d+_(?:and_)?)+)\w+)\(", re.MULTILINE)
ROWS = {
    1: "Enter moves down in grids", 2: "Tab moves right, then Enter returns", 3: "Type replaces, F2 edits, Esc restores",
    4: "Paste of a block from Excel or WPS", 5: "Paste past the edge", 6: "Fill and copy", 7: "One Ctrl+Z undoes a whole paste or batch",
    8: "Full-width input", 9: "Input method off on number cells", 10: "First letter of a composition kept in text cells",
    11: "Leaving during a composition", 12: "Keys belong to the input method while composing", 13: "Esc never loses edits", 14: "Autosave",
    15: "Save light truthful", 16: "Column state remembered", 17: "Frozen columns", 18: "Selection", 19: "10 000 rows", 20: "Pinyin search",
    21: "1366×768 screen", 22: "1080p laptop at 150 %", 23: "HiDPI 100/125/150/175/200 %", 24: "No clipped Chinese",
    25: "Long Mongolian names", 26: "Tab order", 27: "All by keyboard", 28: "Focus ring visible", 29: "Contrast", 30: "Not colour alone",
    31: "Accessible names", 32: "Wheel guard", 33: "ID number", 34: "Eligibility", 35: "Grade, school, source clause, help",
    36: "Mentor capacity live", 37: "Double entry blind", 38: "Differences", 39: "Judge sees no other marks",
    40: "Judge keyboard run", 41: "Judge touch targets", 42: "Ties at the cut line", 43: "What-if is separate",
    44: "3:1 interview list and quotas", 45: "Lock needs second person", 46: "Import review", 47: "Import atomic + undo",
    48: "Bad packages", 49: "Progress and cancel", 50: "Dialog count",
    51: "Empty states", 52: "Certificate only for 合格 and 优秀", 53: "Certificate fit", 55: "Batch print and reprint", 56: "Rare characters",
    57: "Privacy", 58: "Dark theme", 59: "Idle lock", 60: "Backups",
}  # fmt: skip
"""Row → the point, as the table words it. Row 54 (套打) joins with its page."""
UNDER_X = (1, 2, 14, 17, 27, 40)


def named() -> dict[int, set[str]]:
    """Row → names of its tests."""
    found: dict[int, set[str]] = defaultdict(set)
    for path in TESTS.rglob("test_*.py"):
        for name, rows in NAME.findall(path.read_text("utf-8")):
            for number in re.findall(r"\d+", rows):
                found[int(number)].add(name)
    return found


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_its_test(row: int) -> None:
    assert named()[row], f"U{row} {ROWS[row]}: no test is named test_u{row}_…"


@pytest.mark.parametrize("row", UNDER_X)
def test_a_row_marked_x_is_done_with_real_keys(row: int) -> None:
    assert any(name.endswith("_under_x") for name in named()[row]), f"U{row} {ROWS[row]}: no test test_u{row}_…_under_x"


def test_a_missing_row_would_be_found() -> None:
    assert not named()[0]
