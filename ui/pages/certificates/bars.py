"""The panel at the foot while something is being done: reason, hand-over, what will be printed, which sheets came out badly."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from ui.parts.combo import PickCombo
from ui.parts.flow import FlowLayout
from ui.parts.line_edit import LineEdit
from ui.parts.look import Item, button, holder, label, look, row, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.services.certificates_printing import PrintPlan
from yingcai_desktop.services.certificates_register import Holder

RELATIONS = ("本人", "父亲", "母亲", "其他监护人", "学校代领")
_NAMED = 6


def few(people: Sequence[Holder]) -> str:
    """Some names, and how many more."""
    names = "、".join(h.name for h in people[:_NAMED])
    return f"{names} 等 {len(people)} 人" if len(people) > _NAMED else names


class Bar(QFrame):
    """A card; Esc and 返回 give up. `fields` that are half typed are kept, by title and `about` (ui/pages/halfway.py). `first` gets the keyboard; `beside` stand at the left of the main button instead of 返回."""

    left = Signal()

    def __init__(
        self, title: str, *lines: Item, go: QPushButton, first: QWidget | None = None, beside: Sequence[QWidget] | None = None,
        fields: Mapping[str, QWidget] | None = None, about: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.fields, self.record = fields or {}, f"{title}|{sha256(','.join(sorted(about)).encode()).hexdigest()}"
        look(self, look="card")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.go, self.first = go, first or go
        others = [button("返回", do=self.left.emit, tip="Esc")] if beside is None else beside
        self.lines = stack(label(title, "strong", wrap=True), *lines, row(None, *others, go), gap=6, margins=(16, 10, 12, 10))
        self.setLayout(self.lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReasonBar(Bar):
    """One act on one certificate: what it does, and the reason that goes into the journal."""

    def __init__(self, title: str, word: str, told: str, do: Callable[[str], object], about: Sequence[str]) -> None:
        self.reason = LineEdit("", "理由（必填，会记入操作记录）")
        self.reason.setAccessibleName("理由")
        go = button(word, "danger" if word.startswith("作废") else "primary", do=lambda: do(self.reason.text().strip()))
        go.setEnabled(False)
        super().__init__(title, label(told, "label", wrap=True), self.reason, go=go, first=self.reason, fields={"reason": self.reason}, about=about)
        self.reason.textChanged.connect(lambda text: go.setEnabled(bool(text.strip())))
        self.reason.entered.connect(go.click)


class CollectBar(Bar):
    """领取: the day, who took it, and how they belong to the student."""

    def __init__(self, people: Sequence[Holder], today: str, do: Callable[[str, str, str], object]) -> None:
        self.day, self.receiver = LineEdit(today), LineEdit("", "领取人；学生本人领取的不用填")
        self.day.setAccessibleName("领取日期")
        self.day.setMaximumWidth(130)
        self.receiver.setAccessibleName("领取人")
        self.relation = PickCombo([(word, word) for word in RELATIONS], "与学员关系")
        self.relation.setCurrentIndex(0)
        go = button(
            f"登记领取 {len(people)} 人" if len(people) > 1 else "登记领取", "primary",
            do=lambda: do(self.day.text().strip(), self.receiver.text().strip(), self.relation.code()),
        )  # fmt: skip
        line = row(
            label("领取日期", "label"), self.day, 8, label("领取人", "label"), (self.receiver, 1), 8, label("与学员关系", "label"), self.relation
        )
        fields = {"day": self.day, "receiver": self.receiver, "relation": self.relation}
        super().__init__(f"登记领取：{few(people)}", line, go=go, first=self.receiver, fields=fields, about=[h.uid for h in people])
        self.receiver.entered.connect(go.click)


class PrintBar(Bar):
    """Before printing: from which sheet on, who is not printed and why, what is unusual and needs a reason."""

    check_wanted = Signal()
    """A 核对确认单 for those nobody has checked."""

    def __init__(self, plan: PrintPlan, replan: Callable[[str], PrintPlan], do: Callable[[PrintPlan, str], object]) -> None:
        self.plan, self._replan, self._do = plan, replan, do
        self.start = PickCombo([(h.uid, f"第 {n} 张　{h.sequence:04d}　{h.name}") for n, h in enumerate(plan.ready, 1)], "从哪一张打起")
        self.start.setCurrentIndex(0)
        self.start.setMinimumWidth(240)
        self.start.picked.connect(self._from)
        self.only_new = button("只打没有打过的", "link", do=self._skip_printed)
        self.ask_check = button("先打核对确认单", "link", do=self._ask_check)
        self.ready, self.blocked = label("", "label", wrap=True), label("", "error", wrap=True)
        self.unchecked, self.again = label("", "warn", wrap=True), label("", "warn", wrap=True)
        self.reason = LineEdit("", "")
        self.reason.setAccessibleName("理由")
        go = button("", "primary", "printer", self._confirm)
        starting = holder(row(label("从", "label"), self.start, label("打起", "label")), "plain")
        self._lines = [holder(row((self.unchecked, 1), self.ask_check), "plain"), holder(row((self.again, 1), self.only_new), "plain")]
        super().__init__("打印证书", row(starting, (self.ready, 1), gap=12), self.blocked, *self._lines, self.reason, go=go, first=self.reason,
                         fields={"reason": self.reason}, about=[h.uid for h in plan.ready])  # fmt: skip
        starting.setVisible(len(plan.ready) > 1)
        self.reason.textChanged.connect(lambda _text: self._enable())
        self.reason.entered.connect(go.click)
        self._show()

    def _ask_check(self) -> None:
        self.check_wanted.emit()

    def _from(self, uid: str) -> None:
        self.plan = self._replan(uid)
        self._show()

    def _skip_printed(self) -> None:
        left = tuple(h for h in self.plan.ready if not h.good)
        self.plan = PrintPlan(left, self.plan.blocked, tuple(h for h in self.plan.unchecked if h in left), ())
        self._show()

    def _show(self) -> None:
        plan = self.plan
        count = len(plan.ready)
        self.ready.setText(f"将打印 {count} 张，每张 A4 横向：{few(plan.ready)}" if count else "选中的人里没有可以打印的。")
        whys = "；".join(f"{name}（{why}）" for name, why in plan.blocked[:_NAMED]) + (" 等" if len(plan.blocked) > _NAMED else "")
        self.blocked.setText(f"× 不打印 {len(plan.blocked)} 人：{whys}")
        self.blocked.setVisible(bool(plan.blocked))
        self.unchecked.setText(f"▲ {len(plan.unchecked)} 人的信息还没有经学生和学校核对：{few(plan.unchecked)}")
        self._lines[0].setVisible(bool(plan.unchecked))
        self.again.setText(f"▲ {len(plan.again)} 张已经打印过，再打记为补印，编号不变：{few(plan.again)}")
        self._lines[1].setVisible(bool(plan.again))
        self.only_new.setVisible(len(plan.again) < count)
        why = "、".join(word for word, on in (("补印", plan.again), ("未核对就打印", plan.unchecked)) if on)
        self.reason.setPlaceholderText(f"{why}的理由（必填，会记入操作记录）")
        self.reason.setVisible(plan.needs_reason and bool(count))
        self.first = self.reason if plan.needs_reason and count else self.go
        self.go.setText(f"预览并打印 {count} 张…")
        self.go.setAccessibleName(self.go.text())
        self._enable()

    def _enable(self) -> None:
        asked = self.plan.needs_reason
        self.go.setEnabled(bool(self.plan.ready) and (not asked or bool(self.reason.text().strip())))

    def _confirm(self) -> None:
        if self.go.isEnabled():
            self._do(self.plan, self.reason.text().strip() if self.plan.needs_reason else "")


class SpoiledBar(Bar):
    """After printing: which sheets came out badly, and which were never sent."""

    def __init__(
        self, sent: Sequence[Holder], unsent: Sequence[Holder], spoil: Callable[[list[str]], object], go_on: Callable[[list[str]], object]
    ) -> None:
        self.sheets = {h.uid: button(f"{h.sequence:04d} {h.name}", "chip", do=self._count) for h in sent}
        line = FlowLayout()
        for chip in self.sheets.values():
            chip.setCheckable(True)
            line.addWidget(chip)
        chips = QWidget()
        chips.setLayout(line)
        area = Scroll(chips)
        area.setMaximumHeight(110)
        area.setMinimumHeight(36)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.rest = button(f"接着打其余 {len(unsent)} 张…", "", "printer", lambda: go_on([h.uid for h in unsent]))
        self.rest.setVisible(bool(unsent))
        self.again = button("重打打坏的…", "", "printer", lambda: spoil([uid for uid, chip in self.sheets.items() if chip.isChecked()]))
        go = button("都好", "primary", "check", self._all_good)
        told = "点一下打坏的（卡纸、缺墨、歪斜）；编号不变，重打的在登记簿里记为补印。"
        super().__init__(
            f"{len(sent)} 张已送到打印机。哪些打坏了？", area, go=go, beside=(label(told, "hint"), self.rest, self.again)
        )
        self._count()

    def _all_good(self) -> None:
        self.left.emit()

    def _count(self) -> None:
        count = sum(chip.isChecked() for chip in self.sheets.values())
        self.again.setEnabled(bool(count))
        self.again.setText(f"重打打坏的 {count} 张…" if count else "重打打坏的…")
        if hasattr(self, "go"):
            self.go.setText("其余都好" if count else "都好")
