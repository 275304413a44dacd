"""The first page of the pane at 终评: every expert's marks of one student, and the grade two people confirm."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, rule, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.services.evaluations.grading import CHOICES


class MarksView(QWidget):
    """`graded(grade, reason)`. Marks are typed twice, by two people, on the tab 录分."""

    graded = Signal(str, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.verdict = label("", "strong", wrap=True)
        self.note = label("", "hint", wrap=True)
        self._given = QGridLayout()
        self._given.setHorizontalSpacing(8)
        self._given.setVerticalSpacing(6)
        self.grade, self.reason = PickCombo([(g, g) for g in CHOICES], "等级"), LineEdit("", "定级理由（必填）")
        self.reason.setAccessibleName("定级理由")
        self.halfway = Halfway(shell, self, "final.grade", {"grade": self.grade, "reason": self.reason})
        self.change = button("改定等级…", do=lambda: self.graded.emit(self.grade.code(), self.reason.text().strip()), tip="须由两人办理")
        self.deciding = QFrame()
        look(self.deciding, look="inset")
        self.deciding.setLayout(
            stack(label("与建议等级不同的，由两人改定，写明理由", "label", wrap=True), self.halfway.line(), row(self.grade, (self.reason, 1), self.change), gap=8,
                  margins=(12, 10, 12, 10))
        )  # fmt: skip
        body = QFrame()
        body.setLayout(
            stack(self.verdict, self.note, rule(), label("专家评分", "section"), self._given, label("定级", "section"), self.deciding, None,
                  gap=10, margins=(16, 8, 16, 16))
        )  # fmt: skip
        self.setLayout(stack(Scroll(body), gap=0))

    def show_marks(
        self,
        uid: str,
        verdict: str,
        note: str,
        maxima: Mapping[str, int],
        given: Mapping[str, tuple[str, Mapping[str, str]]],
        *,
        open_to_grade: bool,
    ) -> None:
        """`given`: expert → status (blank: none yet) and marks."""
        self.verdict.setText(verdict)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._fill_table(list(maxima), given)
        self.deciding.setVisible(open_to_grade)
        self.halfway.open(uid)

    def _fill_table(self, names: Sequence[str], given: Mapping[str, tuple[str, Mapping[str, str]]]) -> None:
        while (item := self._given.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not given:
            self._given.addWidget(label("还没有分配专家。先在“专家”页登记专家，再按“分配专家…”。", "hint", wrap=True), 0, 0)
            return
        heads = ["专家", *map(_two_lines, names), "合计"]
        for n, text in enumerate(heads):
            head = label(text, "hint", tip=("专家", *names, "合计")[n])
            head.setAlignment(_align(n))  # both of its lines
            self._given.addWidget(head, 0, n, _align(n))
        for line, (expert, (status, marks)) in enumerate(given.items(), 1):
            self._given.addWidget(label(expert, "label", tip=expert), line, 0)
            if status == "正常":
                values = [marks.get(name, "") for name in names]
                for n, text in enumerate([*values, _total(values)], 1):
                    self._given.addWidget(label(text, "strong" if n > len(names) else "label"), line, n, _align(n))
            else:
                self._given.addWidget(label(status or "未交", "warn" if not status else "hint"), line, 1, 1, len(names) + 1)
        self._given.setColumnStretch(0, 1)


def _align(n: int) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if n else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _total(texts: Sequence[str]) -> str:
    """The sum of complete marks, blank while one is missing or no number."""
    try:
        return f"{sum(map(Decimal, texts), Decimal(0)).normalize():f}" if texts else ""
    except InvalidOperation:
        return ""


def _two_lines(name: str) -> str:
    """`创新及科研潜质` over two lines, so that no heading is cut."""
    return name if len(name) <= 4 else f"{name[:-4]}\n{name[-4:]}"
