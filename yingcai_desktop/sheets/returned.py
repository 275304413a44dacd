"""`--errors`: refused rows go back as the sender's own workbook, with a comment on each bad cell.

One file with refusals: `out` is that workbook. Several: `out` is a list of all findings, and each sender's workbook stands beside it
as `<out>-<its name>.xlsx`. A workbook openpyxl cannot take within the limits is given back as a list alone.
"""

from collections.abc import Sequence
from pathlib import Path

from yingcai_desktop import codes
from yingcai_desktop.sheets.check import FileResult, Finding
from yingcai_desktop.sheets.flat import FlatColumn, FlatTable
from yingcai_desktop.sheets.marking import Mark
from yingcai_desktop.sheets.supervised import WorkbookReader
from yingcai_desktop.sheets.writer import save
from yingcai_desktop.sheets.xlsx import workbook

TITLE = "需要更正的内容"
COLUMNS = ("文件", "工作表", "行", "列", "所填内容", "问题和办法")


def give_back(files: Sequence[tuple[Path, FileResult]], out: Path) -> list[Path]:
    """Write what must be corrected; returns the files written, `out` first. Raises `Invalid` when one cannot be written."""
    wrong = [(path, result) for path, result in files if result.refused or result.refusals]
    marked = [(path, result) for path, result in wrong if result.refusals]
    written: list[Path] = []
    with WorkbookReader() as reader:
        if len(wrong) == len(marked) == 1 and _mark(reader, *marked[0], out):
            return [out]
        save(out, workbook(_table(wrong), TITLE))
        written.append(out)
        for path, result in marked:
            beside = out.with_name(f"{out.stem}-{path.stem}.xlsx")
            if len(wrong) > 1 and _mark(reader, path, result, beside):
                written.append(beside)
    return written


def _mark(reader: WorkbookReader, path: Path, result: FileResult, out: Path) -> bool:
    """Write one sender's workbook with its marks; False when it cannot be done within the limits."""
    try:
        content = reader.mark(path, [_mark_of(found, result) for found in result.refusals])
    except OSError:  # moved or locked since it was read: the list of findings still says everything
        return False
    if content is not None:
        save(out, content)
    return content is not None


def _mark_of(found: Finding, result: FileResult) -> Mark:
    """Where the comment goes, and what it says."""
    columns = result.places[found.sheet]
    said = codes.sentence(found.code, value=found.value)
    return Mark(found.sheet, found.row, columns.get(found.column), max(columns.values()), found.column, said)


def _table(files: Sequence[tuple[Path, FileResult]]) -> FlatTable:
    rows: list[list[str | int | float]] = []
    for _, result in files:
        if result.refused:
            rows.append([result.file, "", "", "", "", codes.sentence(result.refused)])
        rows += [
            [result.file, f.sheet, f.row, f.column, f.value, codes.sentence(f.code, value=f.value)]
            for f in result.refusals
        ]
    return FlatTable([FlatColumn(title) for title in COLUMNS], rows)
