"""The tab 评委席: the task of each panel on a stick, the marks that come back, and the receipt (docs/packages.md §5)."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.pages.interviews.frame import GroupChoice, InterviewTab
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.look import button, emphasise, holder, label, look, row, stack
from ui.parts.scroll import Scroll
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import judging
from yingcai_desktop.services.judging import Incoming, Issued, SeatCard

_PACKAGES = "打分包 (*.ycp)"
_TONES = {"已核定": "ok", "没有打分包": "plain", "两遍已录，待核对": "info"}
_COUNT = {"yes": True, "no": False}


class SeatTab(InterviewTab):
    """One card a panel of the group."""

    watches = ("panel", "panel_task", "panel_return", "panel_place", "entry_sheet")

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice) -> None:
        super().__init__(shell, place, choice)
        self.caption = label("", "title")
        self.take_button = button(
            "导入打分包…",
            "primary",
            "download-simple",
            self.choose_result,
            tip="评委席电脑导出的“打分包_…”，可以重复导入",
        )
        self.offer("panel.receive", self.take_button)
        self._cards = stack(gap=12)
        self._slip = stack(gap=0)
        hint = label(
            "评委在评委席电脑上打的分算第一遍；第二遍由工作人员照评委签字的纸质表录，不一致的以纸质表为准。",
            "hint",
            wrap=True,
        )
        self.body.addLayout(row(self.caption, None, self.take_button, gap=8))
        self.body.addWidget(hint)
        self.body.addLayout(self.questions)
        self.body.addLayout(self._slip)
        self.body.addWidget(Scroll(holder(stack(self._cards, None), "plain")), 1)
        self.refresh()

    # Page

    def refresh(self) -> None:
        """Read the panels of the group."""
        if self.desk is None or self.group is None:
            return
        self.caption.setText(self.group_name)
        _clear(self._cards)
        found = judging.overview(self.desk, self.group)
        for card in found:
            self._cards.addWidget(self._card(card))
        # before a task is made, making one is what there is to do; while the slip is on show, printing it
        emphasise(self.take_button, any(card.number for card in found) and not self._slip.count())
        if not found:
            there = Action("去分组与评委", partial(self.shell.go, "interviews", tab="panels"), "users")
            self._cards.addWidget(
                EmptyState("还没有面试组", "先在“分组与评委”里建组、抽签，再制作面试任务。", [there], "users")
            )

    def rights_changed(self) -> None:
        """The cards offer what whoever sits down now may do."""
        super().rights_changed()
        self.refresh()

    def focus_work_area(self) -> None:
        """What is done most often here."""
        self.take_button.setFocus()

    def group_chosen(self) -> None:
        """Another group: a slip that is still on show goes."""
        _clear(self._slip)
        super().group_chosen()

    # Task

    def choose_folder(self, card: SeatCard) -> None:
        """制作面试任务…: where to."""
        chosen = QFileDialog.getExistingDirectory(self, "任务文件写到哪里（组长的 U 盘）")
        if chosen:
            self.issue_to(card, Path(chosen))

    def issue_to(self, card: SeatCard, folder: Path) -> None:
        """Write the task; passphrase and PINs are shown once."""
        desk = self.shell.desk

        def work(_progress: Progress) -> Issued:
            return judging.issue(desk, card.uid, folder)

        self.shell.jobs.start(f"制作 {card.name} 面试任务", work, partial(self.show_slip, card.name))

    def show_slip(self, name: str, issued: Issued) -> None:
        """开启单, this once."""
        _clear(self._slip)
        desk = self.shell.desk
        title = f"评委席开启单（{name}）"
        words = row(
            label("开启口令", "label"),
            label(issued.passphrase, "code"),
            16,
            label("校验码", "label"),
            label(issued.check_code, "strong"),
            None,
        )
        pins = row(
            *(part for judge, pin in issued.pins for part in (label(judge, "label"), label(pin, "code"), 14)), None
        )
        told = f"任务文件已写到 {issued.path}。口令和 PIN 只在这里出现这一次，程序不保存；请现在打印，剪开后当面交给评委本人。"
        see = button(
            "打印开启单…",
            "primary",
            "printer",
            lambda: self.shell.preview(title, lambda _p: judging.slip_pdf(desk, issued), title),
        )
        away = button("已打印，收起", do=self._put_slip_away)
        shown = Card(title, "", label(told, "hint", wrap=True), words, pins, row(see, away, None))
        self._slip.addWidget(shown)
        emphasise(self.take_button, False)
        see.setFocus()

    def _put_slip_away(self) -> None:
        _clear(self._slip)
        self.refresh()

    # Result

    def choose_result(self) -> None:
        """导入打分包…."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选打分包", "", _PACKAGES)
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Open it and ask for what only a person can decide."""
        desk = self.shell.desk

        def work(_progress: Progress) -> Incoming:
            return judging.look(desk, path)

        self.shell.jobs.start("打开打分包", work, self.ask_result)

    def ask_result(self, incoming: Incoming) -> None:
        """What comes, judge by judge; a choice for every clash and for every row off the paper."""
        if not incoming.changes and not incoming.clashes and not incoming.off:
            self._take(incoming, {})
            return
        parts = [
            f"{one.judge}：新增 {one.new}、更改 {one.changed}、相同 {one.same}"
            + (f"（中途离开：{one.left}）" if one.left else "")
            for one in incoming.news
        ]
        entries = [
            Entry(
                f"clash/{one.judge}/{one.uid}", f"{one.judge}·{one.name} 以哪台为准",
                options=[(laptop, f"{at[11:16]} 提交的") for laptop, at in one.laptops], width=130,
            )
            for one in incoming.clashes
        ] + [
            Entry(f"off/{one.judge}/{one.uid}", f"{one.judge}·{one.name}（{one.why}）", options=[("no", "保留，不计分"), ("yes", "保留，计分")], width=130)
            for one in incoming.off
        ]  # fmt: skip
        words = f"{incoming.panel}，校验码 {incoming.check_code}。{'；'.join(parts)}。"
        self.ask(
            Ask(
                f"导入打分包：{incoming.panel}",
                words,
                entries,
                "导入",
                partial(self._take, incoming),
                about=incoming.manifest.package_id,
            )
        )

    def _take(self, incoming: Incoming, values: Mapping[str, str]) -> bool:
        """Take it in beside the screen; the question stays until that is done."""
        desk, answer = self.shell.desk, self.asked_for()
        clashes = {(one.judge, one.uid): values.get(f"clash/{one.judge}/{one.uid}", "") for one in incoming.clashes}
        counts = {
            (o.judge, o.uid): _COUNT[v]
            for o in incoming.off
            if (v := values.get(f"off/{o.judge}/{o.uid}", "")) in _COUNT
        }

        def work(_progress: Progress) -> int:
            return judging.take(desk, incoming, clashes=clashes, counts=counts)

        self.shell.jobs.start("导入打分包", work, partial(self._taken, incoming.panel, answer))
        return False

    def _taken(self, panel: str, answer: str, changed: int) -> None:
        self.shell.light.saved(self.shell.desk.clock())
        self.answered(answer)
        self.put_question_away()
        self.refresh()
        if changed:
            go = Action("去成绩录入", lambda: self.shell.go("interviews", tab="entry"))
            self.shell.messages.done(f"{panel}的打分包已导入，{changed} 行。请照评委签字的纸质表录第二遍。", [go])
        else:
            self.shell.messages.info(f"{panel}的这个打分包以前已经导入过，没有改动。")

    # Receipt, and paper instead

    def give_receipt(self, card: SeatCard) -> None:
        """出回执…."""
        chosen = QFileDialog.getExistingDirectory(self, "回执写到哪里（组长的 U 盘）")
        if chosen:
            self.receipt_to(card, Path(chosen))

    def receipt_to(self, card: SeatCard, folder: Path) -> None:
        """Write it."""
        desk = self.shell.desk

        def told(path: Path) -> None:
            self.shell.messages.done(
                f"回执已写到 {path}。在评委席电脑的“导出成绩包”页选这个文件，那台电脑的数据就会清除。"
            )

        self.shell.jobs.start("出回执", lambda _progress: judging.give_receipt(desk, card.code, folder), told)

    def ask_paper(self, card: SeatCard) -> None:
        """改用纸质录入…."""
        judges = [(one.judge, one.judge) for one in card.judges if one.handed_at]
        entries = [
            Entry("judge", "评委", options=judges, width=150),
            Entry("reason", "理由", "如：电脑误操作，以纸质表为准"),
        ]
        words = "这名评委在评委席打的分留存备查、不再采用，改由两人照签字的纸质表各录一遍。两遍已经核对过的不能改。"

        def then(values: Mapping[str, str]) -> bool:
            try:
                judging.to_paper(self.shell.desk, card.uid, values["judge"], values["reason"])
            except Refusal as refused:
                self.shell.messages.refusal(refused)
                return False
            self.refresh()
            self.shell.messages.done(f"{values['judge']}改用纸质录入，请两人照纸质表各录一遍。")
            return True

        self.ask(Ask(f"改用纸质录入：{card.name}", words, entries, "改用纸质录入", then, about=card.uid))

    # Inside

    def _card(self, card: SeatCard) -> Card:
        remark = (
            f"第 {card.number} 份任务，{card.made_at[:16].replace('T', ' ')} 制作；导入打分包 {card.taken} 次"
            if card.number
            else "还没有制作面试任务"
        )
        make = button("制作面试任务…" if not card.number else "重新制作…", "" if card.number else "primary", "package", partial(self.choose_folder, card),
                      tip="评委更换、考生调组、PIN 遗失的，重新制作；已评的分不会丢失")  # fmt: skip
        receipt = button(
            "出回执…", "", "check-circle", partial(self.give_receipt, card), tip="评委席电脑收到回执后清除全部数据"
        )
        paper = button("改用纸质录入…", "link", do=partial(self.ask_paper, card))
        for offered, action in ((make, "panel.issue"), (receipt, "panel.receipt"), (paper, "panel.paper")):
            if not self.shell.desk.may(action):
                offered.hide()
        receipt.setEnabled(bool(card.taken))
        paper.setEnabled(any(one.handed_at for one in card.judges))
        lines = stack(gap=4)
        for one in card.judges:
            pill = label(one.state, "pill")
            look(pill, tone=_TONES.get(one.state, "warn"))
            when = f"{one.handed_at[5:16].replace('T', ' ')} 提交，{one.rows} 人" if one.handed_at else ""
            line = QFrame()
            look(line, look="plain")
            name = label(one.judge, "strong")
            name.setMinimumWidth(120)
            line.setLayout(
                row(name, pill, label(when, "label"), (label("；".join(one.notes), "hint", wrap=True), 1), gap=10)
            )
            lines.addWidget(line)
        return Card(card.name, remark, lines, row(make, receipt, None, paper))


def _clear(lines: QBoxLayout) -> None:
    while (item := lines.takeAt(0)) is not None:
        if (gone := item.widget()) is not None:
            gone.hide()
            gone.deleteLater()
