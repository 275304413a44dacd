"""Reading in a child process with limits (reliability §3.9): whatever a file does, the next one is read."""

import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from tests.sheets.raw import packed, parts, read
from yingcai_desktop.sheets import child, reader
from yingcai_desktop.sheets.child import decode, encode
from yingcai_desktop.sheets.grid import Book, Grid
from yingcai_desktop.sheets.supervised import WorkbookReader

SOUND = packed(parts('<row r="1"><c r="A1"><v>1</v></c></row>'))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "报名 表.xlsx"
    path.write_bytes(SOUND)
    return path


def test_what_travels_is_what_was_sent() -> None:
    grid = Grid(
        "表", {3: {0: "2009-03-05", 5: 1.5, 16383: date(2009, 3, 5), 7: time(9, 0)}}, [(1, 2, 3, 4)], frozenset({3})
    )
    assert decode(encode(Book([grid], ""))) == Book([grid], "")
    assert decode(encode(Book([], "file.damaged"))).refused == "file.damaged"


def test_one_child_reads_many_files(sound: Path, tmp_path: Path) -> None:
    other = tmp_path / "x.xlsx"
    other.write_text("no workbook", "utf-8")
    with WorkbookReader() as reading:
        assert reading.read(sound).sheets[0].rows == {1: {0: 1.0}}
        first = reading._child
        assert reading.read(other).refused == "file.not-xlsx"
        assert reading.read(sound).refused == ""
        assert reading._child is first
    assert first is not None and first.poll() is not None


def test_missing_file(tmp_path: Path) -> None:
    with WorkbookReader() as reading, pytest.raises(FileNotFoundError):
        reading.read(tmp_path / "no.xlsx")


def test_slow_file_is_unsafe_and_the_next_is_read(sound: Path, tmp_path: Path) -> None:
    """A pipe nobody writes to stands in for a file that never ends."""
    if sys.platform == "win32":
        pytest.skip("no named pipes")
    import os

    pipe = tmp_path / "slow.xlsx"
    os.mkfifo(pipe)
    holder = os.open(pipe, os.O_RDWR)
    try:
        with WorkbookReader(seconds=1) as reading:
            assert reading.read(pipe).refused == "file.unsafe"
            assert reading.read(sound).refused == ""
    finally:
        os.close(holder)


def test_more_cells_than_memory_should_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(parts(f"<row>{'<c><v>1</v></c>' * 10}</row>" * 11 + "<row/>"))
    monkeypatch.setattr(reader, "CELL_LIMIT", 110)
    assert read(content).refused == ""
    monkeypatch.setattr(reader, "CELL_LIMIT", 109)
    assert read(content).refused == "file.unsafe"


def test_one_text_in_a_million_cells(tmp_path: Path) -> None:
    """A 3 MB file that would be gigabytes when every cell says its text again."""
    path = tmp_path / "echo.xlsx"
    cell = '<c t="s"><v>0</v></c>'
    path.write_bytes(packed(parts(f"<row>{cell * 20}</row>" * 20000, strings=f"<si><t>{'长' * 30000}</t></si>")))
    with WorkbookReader() as reading:
        assert reading.read(path).refused == "file.unsafe"


@pytest.mark.skipif(sys.platform == "win32", reason="rlimits are POSIX")
def test_memory_is_limited() -> None:
    program = "from yingcai_desktop.sheets import child; child._limit_memory(); bytearray(child.MEMORY_LIMIT)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("MemoryError")


def test_child_that_dies_is_replaced(sound: Path) -> None:
    with WorkbookReader() as reading:
        assert reading.read(sound).refused == ""
        assert reading._child is not None
        reading._child.kill()
        reading._child.wait()
        assert reading.read(sound).refused == "file.unsafe"
        assert reading.read(sound).refused == ""


def test_hidden_switch_of_the_program() -> None:
    """The packaged program is its own child."""
    command = [sys.executable, "-m", "yingcai_desktop", child.CHILD_SWITCH]
    done = subprocess.run(command, input=b"", capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_child_imports_only_what_reading_needs() -> None:
    program = "import sys, yingcai_desktop.sheets.child, yingcai_desktop.sheets.reader; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"openpyxl", "sqlalchemy", "PySide6", "reportlab", "xlsxwriter"} & set(loaded)
