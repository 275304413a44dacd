"""Ctrl+E and Ctrl+P of any list: what is seen as a workbook or as PDF, numbers of people masked unless they are ticked (ux §3, U57)."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.parts.look import button, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.table import Table, line_text
from yingcai_desktop.services import seen
from yingcai_desktop.services.seen import Seen, SeenColumn

Way = Literal["export", "print"]
_WORDS: dict[Way, tuple[str, str]] = {"export": ("导出", "选择位置并导出…"), "print": ("打印", "预览…")}
_SCOPES = {"both": "两个项目", "national": "英才计划", "pilot": "后备人才"}


class GivePanel(QFrame):
    """Which numbers are to be written in full; shown only where a list has such columns. `chosen(columns)`, or `left`."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName("导出和打印")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.words, self.hint = label("", "strong"), label("", "hint", wrap=True)
        self.go = button("导出", "primary", do=lambda: self.chosen.emit([key for key, box in self.boxes.items() if box.isChecked()]))
        self.boxes: dict[str, QCheckBox] = {}
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(16)
        back = button("取消", do=self.left.emit)
        first = row(self.words, 8, self._line, None, back, self.go, gap=8)
        self.setLayout(stack(first, self.hint, gap=4, margins=(16, 8, 12, 8)))
        self.hide()

    def ask(self, words: str, go: str, columns: Sequence[Column], allowed: bool) -> None:
        """Nothing is ticked at first."""
        self.words.setText(words)
        self.go.setText(go)
        self.go.setAccessibleName(go)
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {column.key: QCheckBox(f"{column.title}写全号") for column in columns}
        for box in self.boxes.values():
            box.setEnabled(allowed)
            self._line.addWidget(box)
        self.hint.setText(
            "不勾选的只写遮盖后的号码；勾选的写全号，并记入操作记录。" if allowed else "号码只写遮盖后的；写全号须由经办、审核或管理员办理。"
        )
        self.show()
        self.go.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Giving(QObject):
    """For one list. Put `panel` under it; `filters` says in words what was asked for, `chosen` which rows a batch is about (none: all on show)."""

    def __init__(
        self,
        shell: Shell,
        page: QWidget,
        table: Table,
        title: str,
        *,
        filters: Callable[[], str] = lambda: "",
        chosen: Callable[[], Collection[str]] = lambda: (),
        covers: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(page)
        self.shell, self.table, self.title = shell, table, title
        self._page, self._filters, self._chosen = page, filters, chosen
        self._covers = covers or (lambda: _SCOPES.get(shell.scope, ""))
        self._way: Way = "export"
        self.panel = GivePanel()
        self.panel.chosen.connect(self._go_on)
        self.panel.left.connect(self.leave)

    def export(self) -> None:
        """Ctrl+E."""
        self._ask("export")

    def print_page(self) -> None:
        """Ctrl+P."""
        self._ask("print")

    def leave(self) -> None:
        """Nothing goes out; the keyboard goes back to the list."""
        self.panel.hide()
        self.table.setFocus()

    def export_to(self, out: Path, whole: Collection[str] = ()) -> None:
        """Write the workbook; `whole` are keys of columns written in full."""
        desk, make = self.shell.desk, self.maker(whole)
        masks = "、".join(c.title for c in self._secrets() if c.key not in whole)
        openly = "、".join(c.title for c in self._secrets() if c.key in whole)
        said = (f"；{masks}已遮盖" if masks else "") + (f"；{openly}为全号，已记入操作记录" if openly else "")
        self.shell.jobs.start(
            f"导出 {self.title}",
            lambda progress: seen.write_workbook(desk, make(), out),
            lambda count: self.shell.messages.done(f"已导出 {count} 条到 {out.name}{said}。"),
        )

    def preview(self, whole: Collection[str] = ()) -> None:
        """The same list as PDF, in the window."""
        desk, make = self.shell.desk, self.maker(whole)

        def work(progress: Progress) -> bytes:
            progress(0, 0, "排版")
            return seen.as_pdf(desk, make())

        self.shell.preview(self.title, work, f"{self.title}-{desk.store.season}.pdf")

    def maker(self, whole: Collection[str] = ()) -> Callable[[], Seen]:
        """What is seen now, to be written out on the worker."""
        columns, rows = self.table.visible(), self._rows()
        picked = f"选中的 {len(rows)} 条" if self._chosen() else ""
        filters = "；".join(part for part in (self._filters(), picked) if part)
        title, covers = self.title, self._covers()
        masked = tuple(c.title for c in columns if c.secret and c.key not in whole)
        openly = tuple(c.title for c in columns if c.secret and c.key in whole)
        given = tuple(SeenColumn(c.title.replace("\n", " "), c.width, c.number is not None) for c in columns)

        def make() -> Seen:
            lines = tuple(tuple(line_text(c, one, whole=c.key in whole) for c in columns) for one in rows)
            return Seen(title, given, lines, covers, filters, masked, openly)

        return make

    # Inside

    def _ask(self, way: Way) -> None:
        count = len(self._rows())
        if self.shell.desk is None or not count:
            self.shell.messages.info("现在没有看得见的记录，没有可以导出和打印的。请先清除筛选，或登记内容。")
            return
        self._way = way
        secrets = self._secrets()
        verb, go = _WORDS[way]
        if secrets:
            self.panel.ask(f"{verb} {count} 条：", go, secrets, self.shell.desk.may(f"disclosure.{way}"))
        else:
            self._go_on(())

    def _go_on(self, whole: Collection[str]) -> None:
        self.panel.hide()
        if self._way == "print":
            self.preview(whole)
            return
        name = f"{self.title}-{self.shell.desk.store.season}.xlsx"
        out, _ = QFileDialog.getSaveFileName(self._page, f"导出{self.title}", name, "Excel 工作簿 (*.xlsx)")
        if out:
            self.export_to(Path(out), whole)
        self.table.setFocus()

    def _secrets(self) -> list[Column]:
        return [column for column in self.table.visible() if column.secret]

    def _rows(self) -> list[Any]:
        chosen = set(self._chosen())
        return [one for one in self.table.rows.shown if not chosen or one.uid in chosen]
