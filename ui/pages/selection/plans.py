"""方案对比: kept plans beside the official one, and whom they treat differently; tinted like the what-if, never the official list (ux U43)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from ui.parts.look import button, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from yingcai_desktop.services.selecting.board import Row
from yingcai_desktop.services.selecting.trial_plans import OFFICIAL_UID, Tried

_PLANS = (
    Column("name", "方案", lambda t: t.name, 116),
    Column("weights", "笔试∶面试", lambda t: t.weights, 90, "center"),
    Column("line", "最低分", lambda t: f"{t.plan.pass_line:f}", 62, "right"),
    Column("seats", "名额", lambda t: str(t.plan.seats), 50, "right"),
    Column("comes", "进入（名次变化）", lambda t: t.comes, 164, tip=lambda t: t.comes),
    Column("goes", "退出（名次变化）", lambda t: t.goes, 164, tip=lambda t: t.goes),
    Column("made", "存方案", lambda t: t.made, 130),
)
_HEAD = 56  # pixels: heading, and a bar to scroll where names are many
_SEEN = 5  # plans in sight at once; a low screen has no room for more


class PlansCard(QFrame):
    """`load` (uid) puts a plan into the sliders, `remove` gives one up, `print_wanted`, `closed`."""

    load = Signal(str)
    remove = Signal(str)
    print_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, look="trial")
        self.setAccessibleName("试算方案对比，不是录取结果")
        self.tried: Sequence[Tried] = ()
        self.plans = Table(_PLANS, name="试算方案", frozen=1, unit="个方案")
        self.people = self._people_table(())
        self.same = label("", "hint", wrap=True)
        self.use = button("载入试算", "", "arrow-counter-clockwise", lambda: self.load.emit(self.plans.current()), tip="把这个方案的数值放进右边的试算（Enter）")
        self.drop = button("删除方案", "", "trash", lambda: self.remove.emit(self.plans.current()), tip="可以撤销（Ctrl+Z）")
        self.paper = button("打印对比", "", "printer", self.print_wanted.emit, tip="每页都印有“试算”字样")
        self.away = button("回到正式名单", "primary", do=self.closed.emit, tip="Esc")
        head = row(label("试算 · 方案对比", "title"), (label("不是录取结果，不影响正式名单", "hint"), 1), self.use, self.drop, self.paper, self.away)
        self._place = stack(self.people, gap=0)
        self.setLayout(stack(head, self.plans, label("各方案结果不同的人（数字是名次）", "label"), self.same, (self._place, 1), gap=8, margins=(16, 12, 16, 14)))
        self.plans.current_changed.connect(lambda _uid: self._enable())
        self.plans.opened.connect(self.load.emit)

    def show_plans(self, tried: Sequence[Tried], people: Sequence[Row]) -> None:
        """The official plan first; whom the plans treat differently below."""
        self.tried = tried
        self.plans.show_rows(tried)
        self.plans.setFixedHeight(_HEAD + self.plans.row_height() * min(len(tried), _SEEN))
        self._place.removeWidget(self.people)
        self.people.hide()
        self.people.deleteLater()
        self.people = self._people_table(tried)
        self._place.addWidget(self.people, 1)
        self.people.show_rows(people)
        self.people.setVisible(bool(people))
        self.same.setText("" if people else "各方案录取的人完全一样。" if len(tried) > 1 else "还没有存过方案：在右边试好数值，按“存为方案…”。")
        self.same.setVisible(not people)
        self._enable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back to the official list."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _people_table(self, tried: Sequence[Tried]) -> Table:
        columns = [Column("name", "姓名", lambda r: r.name, 130), Column("school", "学校", lambda r: r.school_short, 170, full=lambda r: r.school)]
        columns += [Column(one.uid, one.name, partial(_outcome, one), 118, "center", "pill", tone=partial(_tone, one)) for one in tried]
        return Table(columns, name="方案结果对照", frozen=1, unit="人")

    def _enable(self) -> None:
        chosen = self.plans.current()
        self.use.setEnabled(bool(chosen))
        self.drop.setEnabled(chosen not in ("", OFFICIAL_UID))
        self.paper.setEnabled(len(self.tried) > 1)


def _outcome(one: Tried, person: Row) -> str:
    return one.of(person)


def _tone(one: Tried, person: Row) -> str:
    return "ok" if person.uid in one.trial.inside else "warn" if one.trial.ties else "plain"
