"""The pane of one trainee: the form of the tab, the growth view, the history; a footer whose button goes on to the next."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ui.pages.evaluation.growth import GrowthView
from ui.parts.detail import DetailPane
from ui.parts.form import Form, FormFooter, Section
from ui.parts.history import Change, Entry, HistoryList
from ui.parts.look import button, holder, row
from yingcai_desktop.services.history import Act


class TraineePane(DetailPane):
    """`form` is None on a tab whose first page is a widget of its own (the experts' marks)."""

    def __init__(self, title: str, sections: Sequence[Section] = (), first: QWidget | None = None) -> None:
        self.form = Form(sections) if sections else None
        self.growth, self.history = GrowthView(), HistoryList()
        head = first or self.form
        assert head is not None
        super().__init__([("form", title, head), ("growth", "成长", self.growth), ("history", "历史", self.history)], title)
        self.next_button = button("看下一名", "primary", tip="Ctrl+Enter")
        self.print_button.setAccessibleName("打印这名学员的评价表（Ctrl+P）")
        self.print_button.setToolTip("打印这名学员的评价表")
        self.footer: FormFooter | None = None
        if self.form is not None:
            self.footer = FormFooter(self.form, [self.next_button])
            self.set_footer(self.footer)
            self.setFocusProxy(next(iter(self.form.boxes.values())).editor.inputs[0])
        else:
            self.set_footer(holder(row(None, self.next_button, margins=(12, 8, 16, 10)), "plain"))

    def show_acts(self, acts: Sequence[Act]) -> None:
        """Everything that happened to the record of this tab, latest first."""
        self.history.show_entries([_entry(act) for act in acts])
        self.set_tab_text("history", f"历史 {len(acts)}" if acts else "历史")

    def show_kept(self, words: str, at: datetime) -> None:
        """`已保存 14:32`."""
        if self.footer is not None:
            self.footer.show_kept(f"{words} {at:%H:%M}")


def _entry(act: Act) -> Entry:
    actor = f"{act.actor}（见证 {act.witness}）" if act.witness else act.actor
    return Entry(act.at, actor, act.title, act.reason, [Change(c.label, c.old, c.new) for c in act.changes])
