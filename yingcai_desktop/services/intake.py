"""`load`: workbooks into the store. One transaction per command; refused rows are left out and listed (FORMAT: docs/workbooks.md §1–§3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from db.models import School
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.knowing import known
from yingcai_desktop.services.landing import LANDINGS, Tally, land
from yingcai_desktop.sheets.check import FileResult, Finding, check_book
from yingcai_desktop.sheets.grid import Book
from yingcai_desktop.sheets.supervised import WorkbookReader
from yingcai_desktop.vocabulary import KINDS

Progress = Callable[[int, int, str], None]
SHOWN = 20
"""Refusals a person is shown per file; the rest is in the error workbook."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file of a command: what checking found, and what became of its accepted rows."""

    path: Path
    checked: FileResult
    tally: Tally

    @property
    def rows(self) -> int:
        """Rows counted: accepted and refused, skipped ones not."""
        return self.tally.new + self.tally.changed + self.tally.same + self.checked.refused_rows

    def as_json(self) -> dict[str, object]:
        """One entry of `files` (FORMAT §6)."""
        return {
            "file": self.checked.file,
            "refused": self.checked.refused,
            "rows": self.rows,
            "new": self.tally.new,
            "changed": self.tally.changed,
            "same": self.tally.same,
            "refused_rows": self.checked.refused_rows,
            "refusals": [f.as_json() for f in self.checked.refusals],
            "warnings": [f.as_json() for f in self.checked.warnings],
        }


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The outcome of one `load`. `stored` is false after a dry run, or when `--strict` met a refusal."""

    kind: str
    files: tuple[LoadedFile, ...]
    stored: bool
    strict: bool = False

    @property
    def accepted(self) -> bool:
        """Whether every file could be read and, under `strict`, no row was refused."""
        return not any(f.checked.refused or (self.strict and f.checked.refused_rows) for f in self.files)

    @property
    def has_findings(self) -> bool:
        """Whether there is anything to give back."""
        return any(f.checked.refusals for f in self.files)

    def as_json(self) -> dict[str, object]:
        """`load --json` (FORMAT §6)."""
        return {"kind": self.kind, "files": [f.as_json() for f in self.files]}

    def sentences(self) -> list[str]:
        """What a person reads: one line a file, then its refusals."""
        return [line for f in self.files for line in _lines(f, self.stored)]


class _NotKept(Exception):
    """Leaves the change without keeping it: a dry run, or a refusal under `strict`."""


def load(
    desk: Desk,
    kind: str,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> LoadResult:
    """Check workbooks of one kind and store their sound rows in one transaction.

    With `dry_run` nothing is stored; with `strict` nothing is stored if any row of any file is refused. Loading the same
    file twice changes nothing. Raises `Invalid` for a path that cannot be opened, `Undecided` for a decision the checks need;
    `progress` may raise to cancel: then nothing is stored either.
    """
    step = progress or (lambda done, total, what: None)
    books = _read(paths, step)
    loaded: list[LoadedFile] = []
    try:
        with desk.change(f"{kind}.load", reason="、".join(p.name for p in paths)) as change:
            facts = known(change.session, desk.schemes, kind)
            for number, (path, book) in enumerate(zip(paths, books, strict=True)):
                step(len(paths) + number, 2 * len(paths), f"核对 {path.name}")
                checked = check_book(kind, path.name, book, facts)
                tallies = [land(change, LANDINGS[table], rows, facts) for table, rows in checked.tables.items()]
                loaded.append(LoadedFile(path, checked, _sum(tallies)))
            if dry_run or (strict and any(f.checked.refused or f.checked.refused_rows for f in loaded)):
                raise _NotKept
    except _NotKept:
        return LoadResult(kind, tuple(loaded), stored=False, strict=strict)
    return LoadResult(kind, tuple(loaded), stored=True, strict=strict)


def _read(paths: Sequence[Path], step: Progress) -> list[Book]:
    """Every workbook, each in the limited child process."""
    books = []
    with WorkbookReader() as reader:
        for number, path in enumerate(paths):
            step(number, 2 * len(paths), f"读取 {path.name}")
            try:
                books.append(reader.read(path))
            except OSError as error:
                raise Invalid(f"{path.name} 打不开：{error.strerror}。什么都没有导入；请核对路径和权限后重试。") from error
    return books


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(sum(t.new for t in tallies), sum(t.changed for t in tallies), sum(t.same for t in tallies))


def _lines(loaded: LoadedFile, stored: bool) -> list[str]:
    checked, tally = loaded.checked, loaded.tally
    if checked.refused:
        return [f"{checked.file}：整份没有导入。{codes.sentence(checked.refused)}"]
    verb = "已导入" if stored else "试算（没有写入）"
    lines = [
        f"{checked.file}：{verb} {loaded.rows} 行——新增 {tally.new}，更正 {tally.changed}，相同 {tally.same}，拒收 {checked.refused_rows}。"
    ]
    lines += [_finding(f) for f in checked.refusals[:SHOWN]]
    if len(checked.refusals) > SHOWN:
        lines.append(f"  ……还有 {len(checked.refusals) - SHOWN} 处，用 --errors 可得到带批注的工作簿。")
    return lines


def _finding(found: Finding) -> str:
    return f"  {found.sheet} 第 {found.row} 行 {found.column}：{codes.sentence(found.code, value=found.value)}"


def give_back(result: LoadResult, out: Path) -> None:
    """Write the refused rows back as the senders' own workbooks, with a comment on each bad cell."""
    from yingcai_desktop.sheets.returned import give_back as write_back

    write_back([(f.path, f.checked) for f in result.files], out)


def write_template(desk: Desk, kind: str, out: Path) -> None:
    """Write the empty workbook of a kind, with drop-downs and how to fill it. Raises `Invalid` when the file cannot be written."""
    from yingcai_desktop.sheets.template import template
    from yingcai_desktop.sheets.writer import save

    with desk.read() as session:
        schools = session.scalars(select(School.name).order_by(School.name)).all() if kind == "applicants" else []
    save(out, template(kind, desk.schemes, schools))


__all__ = ["KINDS", "LoadResult", "LoadedFile", "give_back", "load", "write_template"]
