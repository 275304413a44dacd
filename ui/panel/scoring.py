"""逐人打分: one candidate, eight criteria, big keys; the hand never leaves the digits (ux §4.6, judge.png; U39–U41)."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.panel.criterion import CriterionRow
from ui.panel.page import SeatPage, numbered
from ui.parts import icons
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.line_edit import LineEdit, TextArea
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.errors import Invalid, Refusal
from yingcai_desktop.rules.entry import tidy
from yingcai_desktop.rules.judging import asks_reason
from yingcai_desktop.rules.marks import number_of, printed
from yingcai_desktop.services import seat as services
from yingcai_desktop.services.seat import Board, Line

_TICK_MS = 1000
_SIDE_PX = 220
_LIST_PX = 246


class ScorePage(SeatPage):
    """Everything typed is stored row by row; after a power cut the same candidate and row are open again."""

    title = "逐人打分"

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self.board: Board | None = None
        self.uid, self.place, self.seconds = "", 0, 0
        self.rows: list[CriterionRow] = []
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._second)
        self._build()
        for keys, do in (
            ("PgUp", self.previous),
            ("PgDown", self.next),
            ("Ctrl+Return", self.finish),
            ("Ctrl+Enter", self.finish),
        ):
            QShortcut(QKeySequence(keys), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # Page

    def entered(self) -> None:
        """The judge's own sheet, where it was left."""
        self._make_rows()
        self.board = services.board(self.window_.sitting)
        self._show(self.board.candidate, self.board.place)

    def left(self) -> None:
        """Nothing runs on behind another page."""
        self._keep_words()
        self._tick.stop()

    # Moving

    def previous(self) -> None:
        """PgUp."""
        self._go(-1)

    def next(self) -> None:
        """PgDn."""
        self._go(1)

    def _go(self, by: int) -> None:
        lines = self._lines()
        now = next((n for n, line in enumerate(lines) if line.candidate.uid == self.uid), 0)
        if 0 <= now + by < len(lines):
            self.open(lines[now + by].candidate.uid)

    def open(self, uid: str, place: int | None = None) -> None:
        """Another candidate; by default at the first row without a mark."""
        self._keep_words()
        if self.board is None:
            return
        line = self._line(uid)
        if place is None:
            missing = [n for n, one in enumerate(self.rows) if not line.given.marks.get(one.field.title)]
            place = missing[0] if missing else 0
        try:
            services.put_place(self.window_.sitting, uid, place)
        except Refusal as refused:
            self.window_.messages.refusal(refused)
        self._show(uid, place)

    def finish(self) -> None:
        """Ctrl+Enter: the row that is being typed, then the next candidate who is not finished."""
        if self.board is None or self._read_only(self._line(self.uid)):
            self._go(1)
            return
        row_ = self.rows[self.place]
        if tidy(row_.edit.text()) != self._line(self.uid).given.marks.get(row_.field.title, "") and not self.enter(
            self.place, row_.edit.text()
        ):
            return
        self._keep_words()
        line = self._line(self.uid)
        if missing := [n for n, one in enumerate(self.rows) if not line.given.marks.get(one.field.title)]:
            self.window_.messages.warn(
                f"还有 {len(missing)} 项没有打分，先看“{self.rows[missing[0]].field.title}”。已打的分都已保存。"
            )
            self._take(missing[0])
            return
        if not line.done:
            self._ask_reason(line)
            return
        waiting = [one for one in self._after(line) if not one.done]
        if waiting:
            self.open(waiting[0].candidate.uid)
        else:
            self._show(self.uid, 0)
            self.window_.messages.done("全部评完。核对无误后，请按左边的“提交”。")
            self.submit.setFocus()

    def _after(self, line: Line) -> list[Line]:
        lines = self._lines()
        at = lines.index(line)
        return [*lines[at + 1 :], *lines[:at]]

    def _ask_reason(self, line: Line) -> None:
        titles = "、".join(asks_reason(line.given, self.window_.seat.fields()))
        self.reason_note.setText(f"× {titles} 过高或过低，请写一行说明")
        look(self.reason_note, look="error")
        self.reason.setFocus()

    # Marks

    def enter(self, number: int, text: str) -> bool:
        """A mark of one row; a wrong one is said in the row and the keyboard stays there. Goes on to the next row."""
        if self.board is None:
            return False
        row_, line = self.rows[number], self._line(self.uid)
        marks = {**line.given.marks, row_.field.title: text}
        place = min(number + 1, len(self.rows) - 1)
        try:
            kept = services.save(
                self.window_.sitting, self.uid, marks,
                reason=self.reason.text(), comment=self.comment.toPlainText(), seconds=self.seconds, place=place,
            )  # fmt: skip
        except Invalid as refused:
            row_.edit.setText(text)
            row_.say(_short(refused))
            self._take(number)
            return False
        except Refusal as refused:
            self.window_.messages.refusal(refused)
            return False
        row_.show_mark(kept.marks.get(row_.field.title, ""))
        self._stored()
        self._take(place)
        return True

    def ask_absent(self) -> None:
        """缺考…."""
        line = self._line(self.uid)
        entries = [Entry("comment", "说明", "如：9:40 三次叫号未到", optional=True)]
        words = f"登记 {line.candidate.number} 号{line.candidate.name}缺考。已打的分会去掉；登错了，重新打分即可。"

        def then(values: Any) -> bool:
            try:
                services.absent(self.window_.sitting, self.uid, values["comment"])
            except Refusal as refused:
                self.window_.messages.refusal(refused)
                return False
            self._stored()
            if waiting := [one for one in self._after(self._line(self.uid)) if not one.done]:
                self.open(waiting[0].candidate.uid)
            else:
                self._show(self.uid, 0)
            return True

        self._ask(Ask("缺考", words, entries, "登记缺考", then))

    def ask_submit(self) -> None:
        """提交: read-only from then on."""
        self._keep_words()
        shown = self.board
        if shown is None:
            return
        if shown.handed_at:
            self.print_own()
            return
        words = f"{self.window_.sitting.judge}的评分 {len(shown.lines)} 人。提交后不能再改，确需改动由组长解锁；提交后请打印本人评分表签名。"

        def then(_values: Any) -> bool:
            try:
                services.hand_in(self.window_.sitting)
            except Refusal as refused:
                self.window_.messages.refusal(refused)
                return False
            self.entered()
            self.window_.messages.done("已提交。请打印本人评分表签名，再由组长导出成绩包。")
            return True

        self._ask(Ask("提交评分", words, [], "提交", then))

    def print_own(self) -> None:
        """本人评分表 to be signed."""
        one = self.window_.sitting
        self.window_.preview(f"{one.judge}的评分表", lambda _progress: services.own_sheet_pdf(one), "本人评分表")

    # Inside

    def _ask(self, question: Ask) -> None:
        self._put_question_away()
        self._question.addWidget(question, 0, Qt.AlignmentFlag.AlignTop)
        self._work.hide()  # a question takes room: the keys never shrink for it
        question.ended.connect(self._put_question_away)
        if question.fields:
            next(iter(question.fields.values())).setFocus()
        else:
            question.go.setFocus()

    def _put_question_away(self) -> None:
        while (item := self._question.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._work.show()
        self._take(self.place)

    def _lines(self) -> list[Line]:
        return list(self.board.lines) if self.board else []

    def _line(self, uid: str) -> Line:
        return next(line for line in self._lines() if line.candidate.uid == uid)

    def _read_only(self, line: Line) -> bool:
        return line.away or bool(self.board and self.board.handed_at)

    def _take(self, number: int) -> None:
        self.place = number
        for n, one in enumerate(self.rows):
            one.set_now(n == number)
        if self.rows and self.rows[number].edit.isEnabled():
            self.rows[number].take_keyboard()
            self._sheet.ensureWidgetVisible(self.rows[number], 0, 0)

    def _came(self, number: int) -> None:
        self.place = number
        for n, one in enumerate(self.rows):
            one.set_now(n == number)

    def _move(self, number: int, by: int) -> None:
        """↑ ↓: what was typed is entered first."""
        typed = self.rows[number].edit.text()
        if tidy(typed) != self._line(self.uid).given.marks.get(self.rows[number].field.title, "") and not self.enter(
            number, typed
        ):
            return
        self._take(max(0, min(number + by, len(self.rows) - 1)))

    def _stored(self) -> None:
        """Something was stored: light, list, total."""
        self.window_.light.saved(self.window_.seat.clock())
        self.board = services.board(self.window_.sitting)
        self._show_list()
        self._show_total(self._line(self.uid))

    def _keep_words(self) -> None:
        """Comment and reason of the candidate on show."""
        if self.board is None or not self.uid or self.window_.sitting is None:
            return
        line = self._line(self.uid)
        if self._read_only(line) or (self.reason.text().strip(), self.comment.toPlainText().strip()) == (
            line.reason,
            line.comment,
        ):
            return
        try:
            services.save(
                self.window_.sitting, self.uid, line.given.marks,
                reason=self.reason.text(), comment=self.comment.toPlainText(), seconds=self.seconds,
            )  # fmt: skip
        except Refusal as refused:
            self.window_.messages.refusal(refused)
            return
        self._stored()

    def _second(self) -> None:
        self.seconds += 1
        self.timer.setText(f"{self.seconds // 60:02d}:{self.seconds % 60:02d}")

    def _show(self, uid: str, place: int) -> None:
        assert self.board is not None
        if not self.board.lines:
            return
        self.uid = uid
        line = self._line(uid)
        one = line.candidate
        self.head.setText(f"{one.number} 号　{one.name}")
        self.grade.setText(one.grade)
        self.subject.setText(self.window_.seat.task.subject)
        self.state.setText(self._state_words(line))
        for row_ in self.rows:
            row_.show_mark(line.given.marks.get(row_.field.title, ""))
            row_.setEnabled(not self._read_only(line))
        self.comment.setPlainText(line.comment)
        self.reason.setText(line.reason)
        for part in (self.comment, self.reason):
            part.setEnabled(not self._read_only(line))
        self.missed.setEnabled(not self._read_only(line))
        self.how.setVisible(not self._read_only(line))
        self.go.setText("下一位 PgDn" if self._read_only(line) else "保存并下一位 Ctrl+Enter")
        self.seconds = line.seconds - 1
        self._second()
        self._tick.start() if not self._read_only(line) else self._tick.stop()
        self._show_list()
        self._show_total(line)
        self._take(min(place, len(self.rows) - 1))
        if self._read_only(line):
            self.list.setFocus()

    def _state_words(self, line: Line) -> str:
        if line.away:
            return "须回避，不评分"
        if self.board and self.board.handed_at:
            return f"已于 {self.board.handed_at[11:16]} 提交，只能查看"
        return "已登记缺考，重新打分即取消" if line.given.status == services.ABSENT else "不显示学校与排名（匿名评审）"

    def _show_total(self, line: Line) -> None:
        given = [number for text in line.given.marks.values() if (number := number_of(text)) is not None]
        full = sum(one.field.maximum for one in self.rows)
        text = printed(sum(given), 1).removesuffix(".0") if given else "—"
        self.total.setText(text)
        self.full.setText(f"/ {full}")
        self.total.setAccessibleName(f"总分 {text}，满分 {full}")
        wanted = asks_reason(line.given, self.window_.seat.fields())
        needed = bool(wanted) and not self.reason.text().strip()
        self.reason_note.setText(
            f"▲ {'、'.join(wanted)} 过高或过低，写一行依据" if needed else "低于六成或满分的，写一行依据。"
        )
        look(self.reason_note, look="warn" if needed else "hint")

    def _show_list(self) -> None:
        assert self.board is not None
        shown = self.board
        self.list.blockSignals(True)
        self.list.clear()
        for line in shown.lines:
            item = QListWidgetItem(numbered(line.candidate.number, line.candidate.name))
            item.setData(Qt.ItemDataRole.UserRole, line.candidate.uid)
            role, token, said = _mark_of(line)
            item.setIcon(icons.icon(role, token, 18))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.candidate.number} 号{line.candidate.name}，{said}")
            item.setToolTip(f"{line.candidate.name}：{said}")
            self.list.addItem(item)
            if line.candidate.uid == self.uid:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        task = self.window_.seat.task
        self.list_title.setText(f"{task.subject}{task.name}")
        self.count.setText(f"已评 {shown.done} · 剩 {len(shown.lines) - shown.done}")
        self.submit.setText("打印签名表" if shown.handed_at else "提交…")
        whole = shown.done == len(shown.lines)
        look(self.submit, look="primary" if whole else "")
        look(self.go, look="" if whole else "primary")
        mean = "—" if shown.own_mean is None else printed(shown.own_mean, 1)
        scored = sum(line.total is not None for line in shown.lines)
        self.told.setText(f"你已评 {scored} 人，平均 {mean}")

    def _make_rows(self) -> None:
        fields = self.window_.seat.fields()
        if [one.field for one in self.rows] == list(fields):
            return
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = [CriterionRow(n, field) for n, field in enumerate(fields, 1)]
        for n, made in enumerate(self.rows):
            self._criteria.addWidget(made)
            made.given.connect(partial(self.enter, n))
            made.moved.connect(partial(self._move, n))
            made.came.connect(partial(self._came, n))

    def _build(self) -> None:
        self.list = QListWidget()
        look(self.list, look="heard")
        self.list.setAccessibleName("考生")
        self.list.setIconSize(QSize(18, 18))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self.open(item.data(Qt.ItemDataRole.UserRole)))
        self.list.itemActivated.connect(lambda item: self.open(item.data(Qt.ItemDataRole.UserRole)))
        self.list_title, self.count = label("", "title"), label("", "label")
        self.submit = button("提交…", "", "", self.ask_submit)
        look(self.submit, touch="true")
        people = holder(
            stack(self.list_title, (self.list, 1), self.count, self.submit, gap=8, margins=(12, 12, 12, 12)), "card"
        )
        people.setFixedWidth(_LIST_PX)
        self.head, self.grade, self.subject = label("", "h1"), label("", "pill"), label("", "pill")
        look(self.subject, tone="info")
        self.state = label("", "hint")
        self.total, self.full, self.timer = label("", "number"), label("", "hint"), label("", "number")
        names = stack(row(self.head, self.grade, self.subject, None, gap=8), self.state, gap=2)
        total = stack(label("总分", "hint"), row(self.total, self.full, gap=6), gap=0)
        spent = stack(label("用时", "hint"), self.timer, gap=0)
        self._criteria = stack(gap=4)
        self.missed = button("缺考…", do=self.ask_absent)
        before = button("上一位 PgUp", do=self.previous)
        self.go = button("保存并下一位 Ctrl+Enter", "primary", do=self.finish)
        for one in (self.missed, before, self.go):
            look(one, touch="true")
        self.how = label("数字键打分，Enter 下一项，↑↓ 换项", "hint")
        self._question = stack(gap=0)
        foot = row(before, self.missed, None, self.how, self.go, gap=8)
        self._sheet = Scroll(holder(self._criteria, "plain"))  # two strips on a low screen: the keys keep their size
        self._work = holder(stack((self._sheet, 1), foot, gap=8), "plain")
        middle = stack(row((names, 1), total, 18, spent, gap=8), self._question, (self._work, 1), gap=8)
        middle.addStretch(0)
        self.comment = TextArea()
        self.comment.setAccessibleName("评语（可选）")
        self.comment.setMaximumHeight(110)
        self.comment.left.connect(self._keep_words)
        self.reason, self.reason_note = LineEdit("", "如：三次到野外采样"), label("", "hint", wrap=True)
        self.reason.setAccessibleName("高分低分说明")
        self.reason_note.setMinimumHeight(34)
        self.reason.left.connect(self._keep_words)
        self.reason.entered.connect(self.finish)
        self.told = label("", "label", wrap=True)
        notes = ("提交前看不到其他评委的分数。", "分数只存本机，由组长导出。", "半分用右边的框键入，如 8.5。")
        side = stack(
            Card("评语（可选）", "", self.comment),
            Card("高分低分说明", "", self.reason, self.reason_note),
            Card("提醒", "", self.told, *(label(text, "hint", wrap=True) for text in notes)),
            None,
            gap=12,
        )
        right = Scroll(holder(side, "plain"))
        right.setFixedWidth(_SIDE_PX)
        self.setLayout(row(people, (middle, 1), right, gap=14, margins=(20, 12, 20, 12)))


def _mark_of(line: Line) -> tuple[str, str, str]:
    """Icon, colour and words of a candidate in the list."""
    if line.away:
        return "x-circle", "text3", "回避"
    if line.given.status == services.ABSENT:
        return "minus", "text3", "缺考"
    if line.done:
        return "check-circle", "grn", "已评"
    return ("warning-circle", "amb", "没有评完") if line.given.marks else ("clock", "text3", "未评")


def _short(refused: Invalid) -> str:
    """The first half of the sentence: there is one line of room in the row."""
    return f"× {refused.message.split('，')[0].split('。')[0].split('；')[0]}"
