"""One pass: the grid, what is lacking, the total of the paper, and handing it in (ux §4.4; U37, U38)."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from ui.messages import Messages
from ui.pages.entry.columns import FIXED, columns, lines, texts, typed
from ui.parts.elided import ElidedLabel
from ui.parts.grid import CellBar, Change, Grid, Mark
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, look, row, stack
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.entry import Gap, Given, tidy
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services import entry
from yingcai_desktop.services.entry import Paper

TURNS = {1: "第一遍", 2: "第二遍"}


class PassPanel(QWidget):
    """Shows one pass of one sheet to the person who types it. `handed_in` after 提交, `kept` after every cell that is stored."""

    handed_in = Signal()
    kept = Signal()

    def __init__(self, paper: Paper, turn: int, desk: Callable[[], Desk], messages: Messages) -> None:
        super().__init__()
        self.paper, self.turn, self._desk, self._messages = paper, turn, desk, messages
        self.rows: dict[str, Given] = {}
        self.gaps: tuple[Gap, ...] = ()
        self.grid = Grid(columns(paper), name=f"{paper.title} {TURNS[turn]}", frozen=FIXED)
        note = "第二遍看不到第一遍" if turn == 2 else "第二遍由另一人录入，互不可见"
        self.bar = CellBar(self.grid, note=note)
        self.lacking = ElidedLabel("", "hint")
        self.sum = label("", "strong")
        self.paper_total = LineEdit("", "照纸面抄")
        self.paper_total.setAccessibleName("纸面合计")
        self.paper_total.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.paper_total.setFixedWidth(96)
        self.zero = button("", "", "", self.confirm_zeros, tip="0 分要确认第二次；缺考的请改填状态")
        self.zero.hide()
        self.submit = button(f"提交{TURNS[turn]}", "primary", "check", self.hand_in)
        foot = row(self.sum, (self.lacking, 1), self.zero, label("纸面合计", "label"), self.paper_total, self.submit, margins=(16, 8, 16, 8))
        self.foot = holder(foot, "card")
        self.setLayout(stack(self.bar, (holder(stack(self.grid, margins=(1, 1, 1, 1)), "card"), 1), self.foot, gap=8))
        self.grid.committed.connect(self._keep)
        self.grid.rejected.connect(self._keep)
        self.grid.told.connect(self._tell)
        self.paper_total.textChanged.connect(self._judge)
        self.paper_total.entered.connect(self.hand_in)
        self.grid.stays = self._ask_zero
        self.grid.cell_changed.connect(self._moved)
        self._asked: tuple[str, str] | None = None
        QShortcut(QKeySequence("F9"), self, self.confirm_zeros, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def refresh(self) -> None:
        """Read the pass again. Raises `NotAllowed` for somebody else's."""
        seen = entry.view(self._desk(), self.paper, self.turn)
        self.rows, self.gaps = dict(seen.rows), seen.gaps
        self.grid.show_lines(lines(self.paper, self.rows))
        self.grid.lock("这一遍已经提交" if seen.closed else "")
        self.paper_total.setReadOnly(bool(seen.closed))
        if seen.paper_total is not None and seen.closed:
            self.paper_total.setText(printed(seen.paper_total))
        self._closed = bool(seen.closed)
        self._judge()

    def start(self) -> None:
        """The keyboard to the first cell that is lacking."""
        self.next_gap()
        self.grid.setFocus()

    def next_gap(self) -> bool:
        """F8 where nothing is wrong: the first cell with neither mark nor state."""
        if not self.gaps:
            return False
        gap = self.gaps[0]
        at = self.grid.sheet.row_of(gap.uid)
        given = self.rows.get(gap.uid)
        blank = given is None or not given.marks  # a row nobody has begun is begun at its first mark, not at its state
        place = FIXED if blank else self.grid.sheet.place.get(gap.field, FIXED)
        self.grid.go_to(max(at, 0), place if place >= FIXED else FIXED)
        return True

    def confirm_zeros(self) -> None:
        """F9: the marks of 0 are meant (D04)."""
        wanted: dict[str, Given] = {}
        for gap in self.gaps:
            if gap.code == "entry.zero":
                row_ = wanted.get(gap.uid, self.rows[gap.uid])
                wanted[gap.uid] = Given(row_.status, row_.marks, row_.zeros | {gap.field})
        if wanted:
            self._store(wanted)

    def _ask_zero(self, row_: int, column: int, repeated: bool) -> bool:
        """Enter on a mark of 0 asks once, audibly; the second Enter there confirms it and goes on (D04). A key held down never answers."""
        spot = self._spot(row_, column)
        if Gap(*spot, "entry.zero") not in self.gaps:
            return False
        if self._asked != spot:
            self._asked = spot
            QApplication.beep()  # who types from paper does not look at the screen
            self._judge()
            return True
        if repeated:
            return True
        held = self.rows[spot[0]]
        self._store({spot[0]: Given(held.status, held.marks, held.zeros | {spot[1]})})
        return False

    def _moved(self) -> None:
        """Another cell: the question there is not answered by a key pressed here."""
        at = self.grid.currentIndex()
        if self._asked is not None and (not at.isValid() or self._spot(at.row(), at.column()) != self._asked):
            self._asked = None
            self._judge()

    def _spot(self, row_: int, column: int) -> tuple[str, str]:
        return self.grid.sheet.lines[row_].uid, self.grid.sheet.columns[column].key

    def hand_in(self) -> None:
        """提交: whole, with the total of the paper, or not at all."""
        self.grid.settle()
        total = self._paper_total()
        if not self.submit.isEnabled() or total is None:
            if not self.gaps:
                self.paper_total.setFocus()
            return
        try:
            entry.close(self._desk(), self.paper, self.turn, total)
        except Refusal as refused:
            self._messages.refusal(refused)
            self.paper_total.setFocus()
            self.paper_total.selectAll()
            return
        self.grid.sheet.forget_steps()
        self.handed_in.emit()

    def _keep(self, changes: tuple[Change, ...]) -> None:
        """Every cell is stored when it is left, a wrong one too, so that nothing typed is lost."""
        wanted = {}
        for change in changes:
            at = self.grid.sheet.row_of(change.uid)
            cells = {c.key: self.grid.sheet.text(at, n) for n, c in enumerate(self.grid.sheet.columns) if c.takes_input}
            zeros = self.rows.get(change.uid, Given()).zeros - {change.key}
            wanted[change.uid] = typed(self.paper, cells, zeros)
        self._store(wanted)

    def _store(self, wanted: dict[str, Given]) -> None:
        try:
            kept = entry.save(self._desk(), self.paper, self.turn, wanted)
        except Refusal as refused:
            self._messages.refusal(refused)
            self.refresh_quietly()
            return
        self.rows.update(kept)
        from yingcai_desktop.services.entry.passes import gaps

        self.gaps = tuple(gaps(self.paper, self.rows))
        self._judge()
        self.kept.emit()

    def refresh_quietly(self) -> None:
        """What is stored stands again in the cells."""
        self.grid.show_lines([*lines(self.paper, self.rows)])

    def _judge(self) -> None:
        """Marks of 0, what is lacking, the sum, and whether it may be handed in."""
        zeros = [g for g in self.gaps if g.code == "entry.zero"]
        self.grid.set_marks({(g.uid, g.field): Mark("warn", self._zero_words((g.uid, g.field)), "0？") for g in zeros})
        self.zero.setVisible(bool(zeros) and not self._closed)
        self.zero.setText(f"确认 {len(zeros)} 个 0 分 F9")
        self.zero.setAccessibleName(self.zero.text())
        done = len(self.paper.lines) - len({g.uid for g in self.gaps})
        from yingcai_desktop.rules.entry import sheet_total

        total = printed(sheet_total(self.rows.values(), self.paper.fields)) if not self.gaps else "—"
        self.sum.setText(f"已录 {done} / {len(self.paper.lines)} · 录入合计 {total}")
        self.lacking.setText(self._said())
        look(self.lacking, look="hint")
        self.submit.setEnabled(not self._closed and not self.gaps and self._paper_total() is not None)
        self.submit.setToolTip(self.lacking.text())

    def _zero_words(self, spot: tuple[str, str]) -> str:
        absent = "缺考请填 /" if len(self.paper.fields) == 1 else "没有到场的请填“状态”"
        return f"零分？再按一次 Enter 确认；{absent}" if spot == self._asked else f"0 分还没有确认：按两次 Enter，或按 F9 一并确认；{absent}"

    def _said(self) -> str:
        if self._closed:
            return f"{TURNS[self.turn]}已经提交"
        if not self.gaps:
            return "" if self._paper_total() is not None else "请照纸面抄写合计，再提交"
        places = {one.uid: one.place for one in self.paper.lines}
        names = {"entry.empty": "未录", "entry.zero": "0 分未确认"}
        shown = [f"{places[g.uid]} 号{names.get(g.code) or codes.message(g.code).what.format(value='')}" for g in self.gaps[:4]]
        return f"还不能提交：{'；'.join(shown)}{f' 等 {len(self.gaps)} 处' if len(self.gaps) > 4 else ''}"

    def _paper_total(self) -> Decimal | None:
        try:
            return Decimal(tidy(self.paper_total.text()))
        except InvalidOperation:
            return None

    def _tell(self, words: str, tone: str) -> None:
        {"ok": self._messages.done, "warn": self._messages.warn}.get(tone, self._messages.info)(words)

    _closed = False


__all__ = ["PassPanel", "texts"]
