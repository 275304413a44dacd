"""One entry of the journal: field by field old and new, the other entries of the same change, and the way to the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from ui.pages.history.columns import KIND_TONES, who
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, row
from ui.parts.rows import Column
from ui.parts.table import Table
from yingcai_desktop.services.history import FieldChange
from yingcai_desktop.services.logbook import KINDS, Line


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of the entry."""

    uid: str
    label: str
    old: str
    new: str


_FIELDS = (
    Column("label", "字段", lambda r: r.label, 96, tip=lambda r: r.label),
    Column("old", "原值", lambda r: r.old or "（空）", 132, tip=lambda r: r.old, tone=lambda r: "plain"),
    Column("new", "新值", lambda r: r.new or "（空）", 186, tip=lambda r: r.new, tone=lambda r: "info" if r.new else "plain"),
)
_SAME = (
    Column("n", "序号", lambda r: str(r.n), 58, "right", sort=lambda r: r.n),
    Column("kind", "类别", lambda r: KINDS.get(r.kind, r.kind), 78, kind="pill", tone=lambda r: KIND_TONES.get(r.kind, "plain")),
    Column("subject", "对象", lambda r: r.subject, 250, find=True, tip=lambda r: r.subject),
)


class EntryPane(DetailPane):
    """`opened(line)`: its record is wanted; `undo_wanted(line)`: the whole change is to be taken back; `chosen(uid)`: another entry of the change."""

    opened = Signal(object)
    undo_wanted = Signal(object)
    chosen = Signal(str)

    def __init__(self) -> None:
        self.fields = Table(_FIELDS, name="改动的字段", unit="项")
        self.same = Table(_SAME, name="同一次操作的记录", unit="条")
        none = EmptyState("没有字段改动", "这一条没有可以显示的字段。", (), "check")
        only = EmptyState("只有这一条", "这一次操作只写了这一条记录。", (), "check")
        super().__init__(
            [("fields", "改动内容", ListCard(self.fields, none, none)), ("same", "同一次操作", ListCard(self.same, only, only))], "记录详情"
        )
        self.reason = label("", "label", wrap=True)
        self.add_strip(self.reason)
        self.open_button = button("打开这条记录", "primary", "arrow-square-out", lambda: self.opened.emit(self.line))
        self.undo_button = button("撤销这次操作", "", "arrow-counter-clockwise", lambda: self.undo_wanted.emit(self.line),
                                  tip="整次操作一起撤销；后来又改过的不能撤销")  # fmt: skip
        self.set_footer(holder(row(self.undo_button, None, self.open_button, margins=(16, 10, 16, 10)), "plain"))
        self.same.opened.connect(self.chosen)
        self.print_button.hide()
        self.line: Line | None = None

    def show_line(self, line: Line, changes: Sequence[FieldChange], same: Sequence[Line], *, openable: bool, undoable: bool) -> None:
        """Fill everything."""
        self.line = line
        self.show_head(line.title, KINDS.get(line.kind, line.kind), KIND_TONES.get(line.kind, "plain"), f"第 {line.n} 条 · {line.at} · {who(line)}")
        reason = f"理由或来源：{line.reason}" if line.reason else "没有写理由"
        self.reason.setText(f"对象：{line.subject}\n{reason} · {line.source}")
        self.fields.show_rows([FieldLine(str(n), c.label, c.old, c.new) for n, c in enumerate(changes)])
        self.same.show_rows(same if len(same) > 1 else [])
        self.set_tab_text("fields", f"改动内容 {len(changes)}")
        self.set_tab_text("same", f"同一次操作 {len(same)}")
        self.open_button.setEnabled(openable)
        self.open_button.setToolTip("" if openable else "这类记录没有单独的页面")
        self.undo_button.setEnabled(undoable)
        self.undo_button.setToolTip("整次操作一起撤销；后来又改过的不能撤销" if undoable else "签字、编号、办结的不能撤销，请重新办理")
