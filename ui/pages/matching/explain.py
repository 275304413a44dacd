"""The right of the board: the current student, the choices and how full they are, why, and the history of the mentor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.parts.card import Card
from ui.parts.combo import PickCombo
from ui.parts.look import add, button, holder, label, row, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.services.matching.board import Board, GroupBoard, Student


class Explain(Card):
    """`move_wanted(uid, mentor)` when a mentor is picked below."""

    move_wanted = Signal(str, str)
    back_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("学生", "志愿、理由和变更记录")
        self.uid = ""
        self.facts, self.choices, self.past = label("", "", wrap=True), label("", "label", wrap=True), label("", "hint", wrap=True)
        self.to = PickCombo((), "改派给")
        self.go = button("改派", "primary", do=self._go)
        self.back = button("退回待安排", do=lambda: self.back_wanted.emit(self.uid))
        self.nobody = label("在左边或中间点一名学生，这里显示志愿、空位和变更记录，并可以改派。", "label", wrap=True)
        self.moving = holder(row((self.to, 1), self.go))
        self.parts: tuple[QWidget, ...] = (self.facts, self.choices, self.moving, self.back, self.past)
        lines = stack(self.nobody, *self.parts, None)
        lines.setAlignment(self.back, Qt.AlignmentFlag.AlignLeft)
        add(self.body, (Scroll(holder(lines, "plain")), 1))  # on a low screen a question above leaves little room
        self.show_student(None, None, None)

    def show_student(self, board: Board | None, group: GroupBoard | None, student: Student | None) -> None:
        """One student, or nobody."""
        self.uid = student.uid if student else ""
        known = board is not None and group is not None and student is not None
        self.nobody.setVisible(not known)
        for one in self.parts:
            one.setVisible(known)
        if board is None or group is None or student is None:
            self.set_title("学生")
            self.set_remark("志愿、理由和变更记录")
            return
        self.set_title(student.name)
        self.set_remark(f"{student.subject} 第 {student.rank} 名 · {student.school_short} · {student.grade}")
        cards = {c.uid: c for c in group.cards}
        now = f"导师 {board.mentors[student.mentor]}（{student.choice_words or '调剂'}）" if student.mentor else "▲ 还没有导师"
        extra = "；★ 上届学员，予以优先考虑（附件1 四（二））" if student.returner else ""
        self.facts.setText(f"{now}{extra}")
        lines = []
        for number, uid in enumerate(student.choices, 1):
            if uid:
                card = cards.get(uid)
                state = "未聘任或不在本组" if card is None else f"{len(card.students)}/{card.capacity}，" + ("有空位" if card.free else "已满")
                lines.append(f"第{number}志愿　{board.mentors.get(uid, '')}　{state}")
        lines.append("服从调剂" if student.adjust else "不服从调剂")
        self.choices.setText("\n".join(lines))
        self.to.set_options([(c.uid, f"{c.name}（{len(c.students)}/{c.capacity}）") for c in group.cards if c.uid != student.mentor])
        others = [c.uid for c in group.cards if c.uid != student.mentor]
        free = [*(c for c in student.choices if c in others and cards[c].free), *(c for c in others if cards[c].free)]
        self.to.set_code(next(iter([*free, *others]), ""))
        self.go.setText("改派" if student.mentor else "安排")
        self.back.setVisible(bool(student.mentor) and not student.training)
        past = board.past.get(student.uid, ())
        self.past.setText("变更记录\n" + "\n".join(f"{p.day} {p.before} → {p.after}　{p.reason}（{p.actor}）" for p in reversed(past)) if past else "")

    def _go(self) -> None:
        if self.uid and self.to.code():
            self.move_wanted.emit(self.uid, self.to.code())
