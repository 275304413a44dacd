"""本组进度: how far each judge is, and what the chair does with the own PIN: 解锁, 中途离开. No mark of anybody is here (E05)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame

from ui.aside import Aside
from ui.panel.page import SeatPage
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import seat as services
from yingcai_desktop.services.seat import Sitting, Standing

_NAME_PX, _BUTTON_PX = 200, 108


class ProgressPage(SeatPage):
    """One line a judge."""

    title = "本组进度"

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._aside = Aside(self)
        self._question = stack(gap=0)
        self._lines = stack(gap=8)
        self.card = Card("评委", "只显示评了几人，不显示分数", self._lines)
        self.setLayout(stack(self._question, self.card, None, gap=12, margins=(20, 14, 20, 14)))

    def entered(self) -> None:
        """Read it."""
        self._clear(self._question)
        self._clear(self._lines)
        for one in services.standings(self.window_.seat):
            self._lines.addWidget(self._line(one))

    def _line(self, one: Standing) -> QFrame:
        line = QFrame()
        look(line, look="inset")
        state, tone = _state(one)
        pill = label(state, "pill")
        look(pill, tone=tone)
        chair = "（组长）" if one.judge == self.window_.seat.task.chair else ""
        unlock = button("解锁…", do=lambda: self._ask_chair(one, "解锁", "改动的原因", services.unlock))
        leave = button("中途离开…", do=lambda: self._ask_chair(one, "登记中途离开", "离开的原因", services.leave))
        for made in (unlock, leave):
            made.setMinimumWidth(_BUTTON_PX)
        unlock.setVisible(bool(one.handed_at))
        leave.setVisible(not one.handed_at)
        name = label(f"{one.judge}{chair}", "strong")
        name.setMinimumWidth(_NAME_PX)  # states and counts stand under one another
        line.setLayout(
            row(
                name,
                pill,
                None,
                label(f"已评 {one.done} / {one.total} 人", "label"),
                12,
                unlock,
                leave,
                margins=(14, 8, 10, 8),
            )
        )
        return line

    def _ask_chair(self, one: Standing, verb: str, why: str, act: Callable[[Any, str, Sitting, str], object]) -> None:
        seat = self.window_.seat
        chair = seat.task.chair or seat.task.judges[0].name
        words = f"{one.judge}：{verb}须由组长{chair}凭本人 PIN 办理，原因随成绩包报办公室。"
        if verb != "解锁":
            words += "已经评完的考生照交，没有评完的不交。"
        entries = [Entry("reason", "原因", why), Entry("pin", "组长 PIN", "6 位数字", width=130, kept=False)]

        def then(values: Any) -> bool:
            def work() -> object:
                return act(seat, one.judge, services.sign_in(seat, chair, values["pin"]), values["reason"])

            self._aside.run(work, lambda _done: self._acted(one, verb), self._refused)
            return False

        self._clear(self._question)
        question = Ask(f"{verb}：{one.judge}", words, entries, verb, then)
        question.ended.connect(lambda: self._clear(self._question))
        self._question.addWidget(question)
        next(iter(question.fields.values())).setFocus()

    def _acted(self, one: Standing, verb: str) -> None:
        self.entered()
        self.window_.messages.done(
            f"已为{one.judge}{verb}。"
            + ("请本人进入改好后再提交。" if verb == "解锁" else "评完的部分已提交，请导出成绩包。")
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.window_.messages.refusal(error)
        else:
            self.window_.messages.trouble(error)

    def _clear(self, lines: Any) -> None:
        while (item := lines.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()


def _state(one: Standing) -> tuple[str, str]:
    if one.left:
        return "中途离开，评完的已提交", "warn"
    if one.handed_at:
        return (f"{one.handed_at[11:16]} 已提交" + ("，已导出" if one.exported else "，未导出")), (
            "ok" if one.exported else "info"
        )
    return ("正在评", "plain") if one.done else ("未开始", "plain")
