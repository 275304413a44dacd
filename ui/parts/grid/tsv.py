"""Blocks of cells on the clipboard, as Excel and WPS write and read them. No Qt here."""

from collections.abc import Iterable, Sequence

MOST_CELLS = 200_000
"""A clipboard with more than this is no block of marks: what lies beyond is not read."""


def read(text: str) -> list[list[str]]:
    """Rows of cells. A cell in quotes may hold tabs, line ends and doubled quotes; any other quote is a quote."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if '"' not in text:
        return [line.split("\t") for line in _lines(text)]
    rows: list[list[str]] = [[]]
    at, count = 0, 0
    while at <= len(text) and count < MOST_CELLS:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        count += 1
        if at >= len(text):
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    if len(rows) > 1 and rows[-1] == [""]:
        rows.pop()
    return rows


def write(rows: Iterable[Sequence[str]]) -> str:
    """Plain TSV without quote noise: a cell never holds a tab or a line end, so no quotes are needed."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def _lines(text: str) -> list[str]:
    lines = text.split("\n", MOST_CELLS)[:MOST_CELLS]
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # the line end after the last row
    return lines


def _cell(text: str, start: int) -> tuple[str, int]:
    """One cell from `start`, and where it ends (a tab, a line end or the end of all)."""
    if text[start : start + 1] == '"':
        at, parts = start + 1, []
        while (end := text.find('"', at)) >= 0:
            parts.append(text[at:end])
            if text[end + 1 : end + 2] == '"':
                parts.append('"')
                at = end + 2
            elif text[end + 1 : end + 2] in ("", "\t", "\n"):
                return "".join(parts), end + 1
            else:
                break  # a quote within: the cell was not in quotes after all
    ends = [end for mark in ("\t", "\n") if (end := text.find(mark, start)) >= 0]
    stop = min(ends, default=len(text))
    return text[start:stop], stop
