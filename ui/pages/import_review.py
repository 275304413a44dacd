"""What a workbook would do, before it does it: files with their counts, refused cells, warnings; then one of three buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.segments import Segments
from ui.parts.table import Table
from yingcai_desktop import codes
from yingcai_desktop.rules.identity import mask_id, mask_phone
from yingcai_desktop.services.intake import LoadedFile, LoadResult
from yingcai_desktop.sheets.check import Finding


@dataclass(frozen=True, slots=True)
class FileLine:
    """One workbook of the load."""

    uid: str
    file: str
    refused: str
    rows: int
    new: int
    changed: int
    same: int
    refused_rows: int
    warnings: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One refused cell or warning; `value` with numbers of people masked."""

    uid: str
    grave: bool
    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str


_COUNTS = ("new", "changed", "same", "refused_rows")
_FILES = (
    Column("file", "工作簿", lambda r: r.file, 320, find=True),
    Column("rows", "行数", lambda r: str(r.rows), 70, "right", number=lambda r: r.rows),
    Column("new", "新增", lambda r: str(r.new), 70, "right", number=lambda r: r.new),
    Column("changed", "更正", lambda r: str(r.changed), 70, "right", number=lambda r: r.changed),
    Column("same", "相同", lambda r: str(r.same), 70, "right", number=lambda r: r.same),
    Column("refused", "拒收", lambda r: str(r.refused_rows), 70, "right", number=lambda r: r.refused_rows,
           tone=lambda r: "bad" if r.refused_rows else "plain"),
    Column("warnings", "提醒", lambda r: str(r.warnings), 70, "right", number=lambda r: r.warnings,
           tone=lambda r: "warn" if r.warnings else "plain"),
    Column("state", "整份", lambda r: f"× {r.refused}" if r.refused else "可以导入", 420, tone=lambda r: "bad" if r.refused else "ok"),
)  # fmt: skip
_FINDINGS = (
    Column(
        "level",
        "",
        lambda r: "拒收" if r.grave else "提醒",
        76,
        kind="pill",
        tone=lambda r: "bad" if r.grave else "warn",
    ),
    Column("row", "行", lambda r: str(r.row), 56, "right", sort=lambda r: r.row),
    Column("column", "列", lambda r: r.column, 116),
    Column("value", "内容", lambda r: r.value, 160),
    Column("reason", "原因和办法", lambda r: r.reason, 560, full=lambda r: r.reason),
    Column("file", "工作簿", lambda r: r.file, 240, find=True),
    Column("sheet", "工作表", lambda r: r.sheet, 100),
)


class ImportReview(QFrame):
    """`accepted`, `refused` (nothing is loaded), `errors_wanted` (the senders' workbooks with comments).

    Built when there is something to review: most who open a page import nothing.
    """

    accepted = Signal()
    refused = Signal()
    errors_wanted = Signal()

    def __init__(self, noun: str) -> None:
        super().__init__()
        look(self, look="plain")
        self.setAccessibleName(f"{noun}导入核对")
        self._noun = noun
        self.loadable = self._built = False
        self.take = button("导入", "primary", do=self.accepted.emit)
        self.take.setParent(self)

    def _build(self) -> None:
        self._built = True
        self.title, self.sum = label("", "h1"), label("", "label", wrap=True)
        self.tabs = Segments((("refusals", "拒收"), ("warnings", "提醒"), ("files", "工作簿")), "导入核对")
        self.tabs.chosen.connect(lambda _key: self._narrow())
        self.files = Table(_FILES, name="工作簿", unit="份")
        self.findings = Table(_FINDINGS, name="拒收和提醒", unit="处")
        none = EmptyState("没有要看的", "这些工作簿里没有这一类问题。", (), "check")
        self._files_card = ListCard(self.files, EmptyState("没有工作簿", "请重新选择文件。"), none)
        self._findings_card = ListCard(self.findings, EmptyState("没有问题", "全部行都可以导入。", (), "check"), none)
        self.leave = button("全部不导入", do=self.refused.emit)
        self.errors = button(
            "导出错误清单…", "", "file-xls", self.errors_wanted.emit, tip="把拒收的行连同批注还给报送单位"
        )
        head = row((stack(self.title, self.sum, gap=2), 1))
        foot = row(
            label("导入前什么都没有写入；拒收的行改正后可以再导入同一份工作簿。", "hint"),
            None,
            self.errors,
            self.leave,
            self.take,
        )
        tab_line = row(self.tabs, None)
        self.setLayout(stack(head, tab_line, (self._findings_card, 1), (self._files_card, 1), foot, gap=10))

    def show_result(self, result: LoadResult) -> None:
        """The outcome of a dry run."""
        if not self._built:
            self._build()
        lines = [_file_line(number, file) for number, file in enumerate(result.files)]
        found = [line for file in result.files for line in _finding_lines(file)]
        self.files.show_rows(lines)
        self.findings.show_rows(found)
        new, changed, same, refused = (sum(getattr(line, name) for line in lines) for name in _COUNTS)
        grave = sum(line.grave for line in found)
        self.title.setText(f"{self._noun}导入核对：{len(lines)} 份工作簿，{sum(line.rows for line in lines)} 行")
        whole = sum(bool(line.refused) for line in lines)
        parts = [
            f"新增 {new}",
            f"更正 {changed}",
            f"相同 {same}",
            f"拒收 {refused} 行",
            f"提醒 {len(found) - grave} 处",
        ]
        self.sum.setText(" · ".join([*parts, *([f"{whole} 份整份读不了"] if whole else [])]))
        self.tabs.set_text("refusals", f"拒收 {grave} 处")
        self.tabs.set_text("warnings", f"提醒 {len(found) - grave} 处")
        self.tabs.set_text("files", f"工作簿 {len(lines)} 份")
        self.take.setText(_take_words(new + changed, refused))
        self.take.setAccessibleName(self.take.text())
        self.loadable = new + changed > 0
        self.take.setEnabled(self.loadable)
        self.errors.setVisible(result.has_findings)
        self.tabs.choose("refusals" if grave and not whole else "files")
        self._narrow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves without loading anything."""
        if event.key() == Qt.Key.Key_Escape:
            self.refused.emit()
        else:
            super().keyPressEvent(event)

    def _narrow(self) -> None:
        chosen = self.tabs.current()
        self._files_card.setVisible(chosen == "files")
        self._findings_card.setVisible(chosen != "files")
        if chosen != "files":
            grave = chosen == "refusals"
            self.findings.filter("", lambda line: line.grave == grave)


def _take_words(count: int, refused: int) -> str:
    if not count:
        return "没有要导入的"
    return f"只导入 {count} 条正确的" if refused else f"导入 {count} 条"


def _file_line(number: int, file: LoadedFile) -> FileLine:
    checked, tally = file.checked, file.tally
    why = codes.message(checked.refused).what if checked.refused else ""
    return FileLine(
        str(number),
        checked.file,
        why,
        file.rows,
        tally.new,
        tally.changed,
        tally.same,
        checked.refused_rows,
        len(checked.warnings),
    )


def _finding_lines(file: LoadedFile) -> Sequence[FindingLine]:
    checked = file.checked
    pairs = [(True, f) for f in checked.refusals] + [(False, f) for f in checked.warnings]
    return [_finding_line(f"{file.path}:{n}", checked.file, grave, found) for n, (grave, found) in enumerate(pairs)]


def _finding_line(uid: str, file: str, grave: bool, found: Finding) -> FindingLine:
    value = _masked(found.column, found.value)
    return FindingLine(
        uid, grave, file, found.sheet, found.row, found.column, value, codes.sentence(found.code, value=value)
    )


def _masked(column: str, value: str) -> str:
    """Numbers of people are masked in every list (ux §3, Privacy); the workbook itself shows them."""
    if column == "身份证号":
        return mask_id(value)
    return mask_phone(value) if "手机" in column else value
