"""The start of an empty store: three steps in a row, each with what to press (ux §4.1, first run)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from ui.parts.card import Card
from ui.parts.look import button, holder, label, look, mark, row, stack
from ui.parts.strip import Action
from yingcai_desktop.services import workbench

_SIGNS = {"done": ("check-circle", "grn", "ok"), "now": ("", "priT", "info"), "todo": ("", "text2", "plain")}
_WORDS = {"done": "✓ 已完成", "now": "现在做这一步", "todo": "随后"}


class StartCard(Card):
    """建立年度 → 导入学校和导师 → 导入报名. `actions` gives the buttons of a step by its key."""

    def __init__(self, actions: Mapping[str, Sequence[Action]]) -> None:
        super().__init__("从这里开始", "三步之后就可以审核报名；每一步都可以随时再做")
        self._actions = actions
        self._tiles = row(gap=12)
        self.body.addLayout(self._tiles)
        self.buttons: list[QPushButton] = []

    def show_steps(self, steps: Sequence[workbench.Step]) -> None:
        """Replace the tiles."""
        while (item := self._tiles.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        for number, step in enumerate(steps, 1):
            self._tiles.addWidget(self._tile(number, step), 1)
        self.set_remark(f"共 {len(steps)} 步，已完成 {sum(s.state == 'done' for s in steps)} 步")

    def focus_first(self) -> bool:
        """The main button of the step that is to be done now."""
        if self.buttons:
            self.buttons[0].setFocus()
        return bool(self.buttons)

    def _tile(self, number: int, step: workbench.Step) -> QWidget:
        icon, token, tone = _SIGNS[step.state]
        sign = mark(icon, token, 20) if icon else label(str(number), "strong")
        sign.setFixedSize(32, 32)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look(sign, look="tile", tone=tone)
        state = label(_WORDS[step.state], "pill")
        look(state, tone=tone)
        state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head = row(sign, label(step.title, "title"), None, state, gap=10)
        lines = stack(head, label(step.detail, "label", wrap=True), None, gap=8, margins=(14, 12, 14, 12))
        lines.addLayout(row(*self._buttons(step), None))
        tile = holder(lines, "inset")
        look(tile, tone=tone)
        tile.setAccessibleName(f"第 {number} 步 {step.title}：{_WORDS[step.state]}")
        tile.setFrameShape(QFrame.Shape.NoFrame)
        return tile

    def _buttons(self, step: workbench.Step) -> list[QPushButton]:
        made: list[QPushButton] = []
        for number, action in enumerate(self._actions.get(step.key, ())):
            name = "primary" if step.state == "now" and number == 0 else ""
            made.append(button(action.text, name, action.icon, action.do))
        if step.state == "now":
            self.buttons = made
        return made


def actions(
    record: Callable[[], object], mentors: Callable[[], object], go: Callable[[str], object]
) -> dict[str, list[Action]]:
    """What can be pressed in each step."""
    return {
        "year": [],
        "people": [
            Action("登记决定文件…", record, "pencil-simple"),
            Action("导入导师…", mentors, "download-simple"),
        ],
        "applications": [Action("去报名登记", lambda: go("applicants"), "student")],
    }
