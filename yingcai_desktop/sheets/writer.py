"""Lists that go out, as xlsx, csv or json by the ending of the file (FORMAT §6; cli: export)."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from yingcai_desktop.errors import Invalid
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.sheets.flat import FlatTable, flatten
from yingcai_desktop.sheets.xlsx import FORMULA_STARTS, Heading, workbook

__all__ = ["ENDINGS", "Heading", "save", "write"]

ENDINGS = (".xlsx", ".csv", ".json")


def write(rows: Sequence[Mapping[str, Any]], what: str, out: Path, heading: Heading) -> None:
    """Write the rows of one list. The file appears whole or not at all.

    Raises `Invalid` for another ending than `ENDINGS`, or when the file cannot be written.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise Invalid(f"{out.name} 不是能导出的格式。请用 {'、'.join(ENDINGS)} 结尾的文件名。")
    if ending == ".json":
        save(out, json.dumps(list(rows), ensure_ascii=False, indent=1).encode())
        return
    table = flatten(rows, what, load_schemes(heading.season))
    save(out, workbook(table, heading) if ending == ".xlsx" else _csv(table))


def _csv(table: FlatTable) -> bytes:
    """UTF-8 with a byte order mark, for Excel; a text that begins like a formula gets `'` in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([c.title for c in table.columns])
    for row in table.rows:
        writer.writerow([_cell(v, c.places) for v, c in zip(row, table.columns, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: str | int | float, places: int | None) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return f"{value:.{places}f}" if places else str(value)


def save(out: Path, content: bytes) -> None:
    """Put a whole file in place: a temporary beside it, flushed to disk, then renamed over it. Raises `Invalid` when that fails."""
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".", suffix=".part", delete=False) as file:
            temporary = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(out)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise Invalid(
            f"{out.name} 没有写成：{error.strerror}。请检查文件夹、磁盘空间，或关闭正打开它的程序后重试。"
        ) from error
