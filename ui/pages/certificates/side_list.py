"""The holders at the left: search, state, city, ticks; under the list who is left out and by which clause."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from ui.pages.certificates.columns import COLUMNS, STATE_OPTIONS
from ui.parts.combo import PickCombo
from ui.parts.faces import Faces
from ui.parts.line_edit import SearchEdit
from ui.parts.look import button, label, look, row, stack
from ui.parts.table import Table
from ui.preferences import Preferences
from yingcai_desktop.services.certificates_register import Listed

WIDTH = 376
_DELAY_MS = 150


class HolderList(QFrame):
    """Hidden rows are never among the ticked ones a batch works on (`table.batch`)."""

    narrowed = Signal()

    def __init__(self, cities: Sequence[tuple[str, str]], preferences: Preferences) -> None:
        super().__init__()
        look(self, look="card")
        self.setFixedWidth(WIDTH)
        self.title, self.remark = label("持证人", "title"), label("", "hint")
        self.search = SearchEdit("", "搜索姓名、编号、学校")
        self.search.setAccessibleName("搜索姓名、编号、学校")
        self.search.setToolTip("Ctrl+F")
        self.state = PickCombo([("", "状态：全部"), *STATE_OPTIONS], "状态")
        self.city = PickCombo([("", "盟市：全部"), *cities], "盟市")
        self.table = Table(COLUMNS, name="持证人", frozen=3, checks=True, unit="人", preferences=preferences, view="certificates")
        self.nobody = label("没有符合条件的人", "label")
        self.all_again = button("清除筛选", "link", do=self.clear)
        none = QFrame()
        look(none, look="plain")
        none.setLayout(stack(None, row(None, self.nobody, self.all_again, None), None))
        self._none = none
        self._faces = Faces()
        self._faces.addWidget(self.table)
        self._faces.addWidget(none)
        self.sentence = label("", "hint", wrap=True)
        lines = stack(row(self.title, self.remark, None), self.search, row((self.state, 1), (self.city, 1)), gap=8, margins=(13, 11, 13, 10))
        lines.addWidget(self._faces, 1)
        lines.addWidget(self.sentence)
        self.setLayout(lines)
        self.city.setVisible(len(cities) > 1)
        self._wait = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._wait.timeout.connect(self._narrow)
        self.search.textChanged.connect(lambda _text: self._wait.start())
        for combo in (self.state, self.city):
            combo.setCurrentIndex(0)
            combo.picked.connect(lambda _code: self._narrow())
        self.table.rows.modelReset.connect(self._choose_face)

    def show_rows(self, listed: Listed) -> None:
        """Rows again; ticks, order and the current person stay."""
        self.table.show_rows(listed.holders)
        grades = [sum(h.grade == grade for h in listed.holders) for grade in ("优秀", "合格")]
        self.remark.setText(f"优秀 {grades[0]} 人 · 合格 {grades[1]} 人")
        self.sentence.setText(listed.sentence)

    def clear(self) -> None:
        """Everybody again."""
        self.search.clear()
        for combo in (self.state, self.city):
            combo.setCurrentIndex(0)
        self._narrow()
        self.table.setFocus()

    def words(self) -> str:
        """What was asked for, for the heading of an export."""
        picks = [combo.currentText() for combo in (self.state, self.city) if combo.code()]
        return "；".join([*picks, *([f"搜索“{self.search.text()}”"] if self.search.text().strip() else [])])

    def show_state(self, state: str) -> None:
        """Only those in a state."""
        self.state.set_code(state)
        self._narrow()

    def _narrow(self) -> None:
        self._wait.stop()
        state, city = self.state.code(), self.city.code()
        self.table.filter(self.search.text(), lambda h: state in ("", h.state) and city in ("", h.city))
        self.narrowed.emit()

    def _choose_face(self) -> None:
        self._faces.setCurrentWidget(self.table if self.table.rows.shown or not self.table.rows.total() else self._none)
