"""试算: a tinted card with its watermark; another object than the official result, and never printed or exported as one (ux U43)."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QSlider

from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, rule, stack
from ui.theme import colour, font
from yingcai_desktop.services.selecting.trial import Moved, Plan, Trial


class QuietSlider(QSlider):
    """The wheel moves it only while it has the keyboard (ux U32)."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TrialCard(QFrame):
    """`changed` with every other plan; `adopt_wanted` when somebody wants to make it official, `keep_wanted` to keep it under a name."""

    changed = Signal(object)
    adopt_wanted = Signal()
    keep_wanted = Signal()
    compare_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, look="trial")
        self.setAccessibleName("试算，不影响正式结果")
        self.weight = QuietSlider(Qt.Orientation.Horizontal)
        self.weight.setRange(0, 100)
        self.weight.setPageStep(5)
        self.weight.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.weight.setAccessibleName("笔试权重")
        self.weight_text, self.rest = label("", "strong"), label("", "hint")
        self.line, self.seats = LineEdit(), LineEdit()
        for field, name in ((self.line, "面试最低分"), (self.seats, "名额")):
            field.setAccessibleName(name)
            field.setFixedWidth(64)
            field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            field.textEdited.connect(lambda _t: self._moved())
        self.weight.valueChanged.connect(lambda _v: self._moved())
        self.comes, self.goes = label("进 0", "pill"), label("出 0", "pill")
        look(self.comes, tone="ok")
        look(self.goes, tone="bad")
        self.against = label("", "hint")
        self.names = label("", "", wrap=True)
        self.reset = button("还原", do=self._reset)
        self.adopt = button("采用此方案…", do=self.adopt_wanted.emit, tip="成为新的签认决定：写明理由，由第二人见证")
        self.keep = button("存为方案…", "", "floppy-disk", self.keep_wanted.emit, tip="起个名称存下来，和别的方案比较")
        self.compare = button("方案对比", do=self.compare_wanted.emit, tip="存下的方案和正式方案并排看")
        self._official = Plan(0, Decimal(0), 0)
        self._showing = False
        self.setLayout(
            stack(
                row(label("试算", "title"), label("不影响正式结果", "hint"), None),
                row(label("笔试权重", "label"), None, self.weight_text), self.weight,
                row(label("面试权重", "hint"), None, self.rest),
                row(label("面试最低分", "label"), self.line, None, label("名额", "label"), self.seats),
                rule(), row(self.against, None, self.comes, self.goes), self.names, row(self.reset, None, self.adopt),
                row(self.compare, None, self.keep),
                gap=8, margins=(16, 12, 16, 14),
            )
        )  # fmt: skip

    def start(self, official: Plan) -> None:
        """Stand at the signed values."""
        if official != self._official:
            self._official = official
            self._reset()

    def set_plan(self, plan: Plan) -> None:
        """Stand at other values: those of a kept plan."""
        self._showing = True
        self.weight.setValue(plan.test_weight)
        self.line.setText(f"{plan.pass_line:f}")
        self.seats.setText(str(plan.seats))
        self._showing = False
        self._moved()

    def show_kept(self, count: int) -> None:
        """How many plans are kept."""
        self.compare.setText(f"方案对比 {count}" if count else "方案对比")
        self.compare.setAccessibleName(f"方案对比，存有 {count} 个方案")

    def plan(self) -> Plan | None:
        """What is tried; None while a field cannot be read."""
        try:
            line, seats = Decimal(self.line.text().strip()), int(self.seats.text().strip())
        except (InvalidOperation, ValueError):
            return None
        if not line.is_finite() or not 0 <= line <= 100 or not 0 <= seats <= 999:
            return None
        return Plan(self.weight.value(), line, seats)

    def show_trial(self, trial: Trial | None) -> None:
        """Who would come in and go out, by name."""
        asked = self._official
        self.against.setText(f"与正式方案（{asked.test_weight}∶{100 - asked.test_weight}）相比")
        same = trial is None or trial.same
        self.comes.setText(f"进 {len(trial.comes) if trial else 0}")
        self.goes.setText(f"出 {len(trial.goes) if trial else 0}")
        self.adopt.setEnabled(not same and not (trial and trial.ties))
        self.reset.setEnabled(not same)
        self.keep.setEnabled(not same)
        if trial is None:
            self.names.setText("× 请填写 0—100 的最低分和整数名额。")
        elif trial.ties:
            self.names.setText(f"▲ 这样会有 {trial.ties} 人同分影响名额，须先裁定先后。")
        elif trial.same:
            self.names.setText("移动滑块或改数值，看谁会进、谁会出。")
        else:
            lines = [f"进入　{_words(m)}" for m in trial.comes] + [f"退出　{_words(m)}" for m in trial.goes]
            self.names.setText("\n".join(lines) or "入选的人不变。")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The watermark."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.rotate(-24)
        painter.setFont(font(72, strong=True))
        ink = QColor(colour("priT"))
        ink.setAlphaF(0.1)
        painter.setPen(ink)
        painter.drawText(QRectF(-200, -60, 400, 120), Qt.AlignmentFlag.AlignCenter, "试 算")
        painter.end()

    def _reset(self) -> None:
        self.set_plan(self._official)

    def _moved(self) -> None:
        self.weight_text.setText(f"{self.weight.value()}%")
        self.rest.setText(f"{100 - self.weight.value()}%（自动）")
        if not self._showing:
            self.changed.emit(self.plan())


def _words(moved: Moved) -> str:
    before = str(moved.before) if moved.before else "—"
    return f"{moved.name}　{before} → {moved.after or '—'}"
