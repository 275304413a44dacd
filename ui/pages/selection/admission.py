"""The tab 录取: one subject's ranking with its red line, ties always said, what-if apart, the lock (ux §4.7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.selection.acts import Acts
from ui.pages.selection.columns import ranking as columns
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.pages.selection.planning import Plans
from ui.pages.selection.side import Side
from ui.pages.selection.trial import TrialCard
from ui.parts.ask import Ask, Entry
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.scroll import Scroll
from ui.parts.segments import Segments
from ui.parts.strip import Action, Strip
from ui.parts.table import Table
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.selecting import board, material, trial, why

SIDE_WIDTH = 304


class RankingTable(Table):
    """What goes out — export, print, copy — is the official result: the column of the what-if stays on the screen (ux U43)."""

    def _seen_columns(self) -> list[Column]:
        return [column for column in super()._seen_columns() if column.key != "moved"]


class AdmissionTab(GroupTab):
    """What is official stands in the table; what is tried stands in the tinted card and nowhere else."""

    watches = (
        "application", "mentor", "test_score", "interview_score", "panel", "shortlist_entry", "selection", "decision", "tie_ruling",
        "declination", "step_result", "selection_lock", "trainee", "trial_plan",
    )  # fmt: skip

    def __init__(self, shell: Shell, place: Place, choice: PartChoice) -> None:
        super().__init__(shell, place, choice)
        self.found: board.Board | None = None
        self.tried: trial.Trial | None = None
        self.acts = Acts(self)
        names = shell.desk.schemes.subject_names if shell.desk else ("数学",)
        self.subject = names[0]
        self.subjects = Segments([(one, one) for one in names], "学科")
        self.subjects.chosen.connect(self._subject_chosen)
        self.print_button = button("打印", "", "printer", self.print_page, tip="本学科会议材料（Ctrl+P）")
        self.admit = button("办理录取", do=self.acts.admit, tip="按签认的办法排名、定名额、配导师；两人办理，可以重做")
        self.lock = button("锁定并生成公示名单…", "primary", "lock", self.acts.ask_lock, tip="由录取经办人以外的人锁定，之后不能再改")
        self.caption, self.about = label("", "title"), ElidedLabel("", "hint")
        self.why = button("结果说明…", "link", do=self.show_why, tip="这名考生的结果怎样得来，一页 A4（Enter）")
        self.leave = button("放弃与递补…", "link", do=self.acts.ask_leave, tip="登记放弃；锁定之后由候补依次递补")
        self.table = RankingTable(columns(self._moved), name="录取排名", frozen=2, unit="人", preferences=shell.preferences, view=place.key)
        self.table.line_below = self._is_last
        self.table.status_changed.connect(lambda _t: self._tell_status())
        self.table.opened.connect(lambda _uid: self.show_why())
        self.empty = EmptyState("本学科还没有面试成绩", "面试评分登记之后，这里按签认的权重排名，画出录取线。",
                                [Action("去面试评分", lambda: shell.go("interviews"), "notebook")], "funnel")  # fmt: skip
        none = EmptyState("没有符合条件的考生", "换一个条件试试。", [Action("刷新", self.refresh)], "magnifying-glass")
        self.card = ListCard(self.table, self.empty, none)
        self.trial = TrialCard()
        self.trial.changed.connect(self._try)
        self.trial.adopt_wanted.connect(self.ask_adopt)
        self.undoing = Undoing(shell, self)
        self.plans = Plans(self)
        self.side = Side(lambda: shell.go("matching"))
        self._build()
        self.give(self.table, "录取排名")
        self.refresh()

    # GroupTab

    def read(self, desk: Desk, part: Part) -> board.Board:
        """Everything of the part."""
        return board.read(desk, part)

    def show_read(self, found: Any) -> None:
        """Segments with seats, the subject on show."""
        self.found = found
        for group, one in found.groups.items():
            open_tie = any(tie.state == board.OPEN for tie in one.ties)
            self.subjects.set_text(group[2], f"{group[2]} {one.seats}{'▲' if open_tie else ''}")
        if found.case is not None and self.group is not None:
            self.trial.start(trial.official(found, self.key))
        self._show()

    # Page

    def open_at(self, **what: object) -> None:
        """A subject; a candidate."""
        if isinstance(subject := what.get("subject"), str) and subject in list(self.subjects.keys()):
            self.subjects.go(subject)
        if isinstance(uid := what.get("uid"), str):
            self.table.select(uid)

    def focus_work_area(self) -> None:
        """The list."""
        (self.plans.card.plans if self.plans.open else self.table if self.table.isVisible() else self.subjects).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6: subjects, list, what-if."""
        return self.subjects, self.plans.card.plans if self.plans.open else self.table, self.trial.weight

    # Commands

    def undo(self) -> None:
        """Ctrl+Z: of the plans kept."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def print_page(self) -> None:
        """会议材料 of the subject on show: the official result only."""
        desk, part, subject = self.desk, self.choice.part, self.subject
        if desk is not None:
            self.shell.preview(f"{self.part_name}{subject}录取排名表", lambda _p: material.ranking(desk, part, subject), f"录取排名-{self.part_name}-{subject}")

    def show_why(self) -> None:
        """为什么, of the current row."""
        desk, chosen = self.desk, self.current()
        if desk is None or chosen is None:
            self.shell.messages.info("请先选中一名考生。")
            return
        self.shell.preview(f"{chosen.name}的遴选结果说明", lambda _p: why.page(desk, chosen.uid), f"遴选结果说明-{chosen.name}")

    def ask_adopt(self) -> None:
        """采用此方案: reason and second person."""
        found, plan, group = self.found, self.trial.plan(), self.key
        if found is None or plan is None or self.tried is None:
            return
        if found.lock is not None or found.opened:
            self.shell.messages.error("遴选结果已经锁定或培养已经开始，不能再采用别的方案。")
            return
        come = "、".join(m.name for m in self.tried.comes) or "无"
        out = "、".join(m.name for m in self.tried.goes) or "无"
        words = f"采用后成为新的签认决定，须重新办理录取。{self.subject}：进 {come}；出 {out}。权重和最低分对两个项目的所有学科都起作用。"

        def then(values: Mapping[str, str]) -> None:
            self.with_witness("采用试算方案", lambda desk: trial.adopt(desk, found, group, plan, values["reason"]), self._adopted, "附件1 四（二）")

        self.ask(Ask("采用试算方案", words, [Entry("reason", "理由", "会议纪要、文号")], "请第二人见证", then))

    # What acts use

    @property
    def key(self) -> tuple[str, str, str]:
        """The group on show."""
        return (*self.choice.part, self.subject)

    @property
    def group(self) -> board.GroupBoard | None:
        """Its board."""
        return self.found.groups.get(self.key) if self.found else None

    def current(self) -> board.Row | None:
        """The current candidate."""
        uid = self.table.current()
        return next((r for r in self.group.rows if r.uid == uid), None) if self.group else None

    # Inside

    def _build(self) -> None:
        beside = stack(self.trial, self.side.capacity, self.side.structure, None, gap=12)
        right = Scroll(holder(beside, "plain"))
        right.setFixedWidth(SIDE_WIDTH)
        key = row(self.caption, (self.about, 1), label("━ 录取线", "error"), label("◥ 同分", "warn"), self.leave, self.why, self.searched(self.table), gap=10)
        self.official = holder(stack(key, (self.card, 1), gap=4), "plain")
        left = holder(stack((self.official, 1), (self.plans.card, 1), gap=0), "plain")
        self.body.addLayout(row(self.subjects, None, self.print_button, self.admit, self.lock, gap=8))
        self.body.addWidget(self.strips)
        self.body.addLayout(self.questions)
        self.body.addLayout(row((left, 1), right, gap=14), 1)
        for keys, do in (("L", self.acts.rule_first), ("Alt+Right", lambda: self.subjects.step(1)), ("Alt+Left", lambda: self.subjects.step(-1))):
            QShortcut(QKeySequence(keys), self.table, do, context=Qt.ShortcutContext.WidgetShortcut)

    def _subject_chosen(self, subject: str) -> None:
        self.subject = subject
        self.put_question_away()
        if self.found is not None and self.found.case is not None and self.group is not None:
            self.trial.start(trial.official(self.found, self.key))
        self._show()

    def _show(self) -> None:
        found, one = self.found, self.group
        free = bool(found and not found.lock and not found.opened and not found.refusal)
        self.table.show_rows(one.rows if one else ())
        if one is not None and found is not None:
            self._try(self.trial.plan())
            self.plans.show()
            self.side.show_group(one)
            self.caption.setText(f"{self.subject} · 名额 {one.seats}")
            done = f"录取 {len(one.admitted)} 人" if found.settled else "还没有办理录取，结果是预排"
            self.about.setText(f"面试 {len(one.rows)} 人（{one.seats and round(len(one.rows) / one.seats, 1)}∶1）· {done}")
        else:
            self.caption.setText(self.subject)
            self.about.setText("")
        self.admit.setText("重新办理录取" if found and found.settled else "办理录取")
        self.admit.setEnabled(free)
        look(self.admit, look="" if found and found.settled else "primary")  # what comes next is the main one
        look(self.lock, look="primary" if found and found.settled else "")
        self.lock.setEnabled(free and bool(found and found.settled))
        self.lock.setText("已锁定" if found and found.lock else "锁定并生成公示名单…")
        self.leave.setEnabled(bool(found and found.settled and not found.opened))
        self.why.setEnabled(bool(found and found.settled))
        self.trial.setEnabled(bool(one and one.rows))
        self.trial.adopt.setVisible(free)
        self.trial.keep.setVisible(bool(self.desk and self.desk.may("trial.keep")))
        self.tell(self._strips() if found else ())
        self._tell_status()

    def _strips(self) -> list[Strip]:
        found, one = self.found, self.group
        assert found is not None
        if found.refusal:
            return [Strip(found.refusal, "bad", [Action("去系统设置", lambda: self.shell.go("settings"))], closable=False)]
        strips = []
        if found.lock is not None:
            lock = found.lock
            actions = [Action("核对快照", self.acts.verify), Action("锁定记录", self.acts.print_lock)]
            if not found.opened:
                actions.append(Action("解锁…", self.acts.ask_unlock))
            words = f"{lock.locked_at[:16].replace('T', ' ')} {lock.locker} 锁定（第 {lock.number} 版，摘要 {lock.digest[:8]}）；解锁须另一人见证并写明理由。"
            strips.append(Strip(words, "info", actions, closable=False))
        if found.twice:
            strips.append(Strip(f"两个项目都录取：{'、'.join(found.twice)}。请按签认的优先办法只保留一个，另一个办理放弃。", "bad", closable=False))
        if found.stale:
            strips.append(Strip("录取之后成绩、决定或放弃有改动，名单已不是最新，不能锁定。", "warn", [Action("重新办理录取", self.acts.admit)], closable=False))
        strips += [self._tie_strip(tie) for tie in (one.ties if one else ())]
        if one and one.waiting:
            strips.append(Strip(f"{self.subject}还有 {one.waiting} 名面试人选缺评委打分（缺席、回避、缺考也要登记），不能录取。", "warn", [Action("去面试评分", lambda: self.shell.go("interviews"))], closable=False))
        return strips

    def _tie_strip(self, tie: board.Tie) -> Strip:
        ranks = "、".join(map(str, tie.ranks))
        seats = self.group.seats if self.group else 0
        words = f"同分：第 {ranks} 名 {'、'.join(tie.names)} 总分相同（{tie.total}），名额 {seats} 个。"
        if tie.state != board.OPEN:
            return Strip(f"{words}{tie.words}。", "info" if tie.state == "chain" else "ok", [Action("抽签记录", self.acts.print_draw)] if "抽签码" in tie.words else [], closable=False)
        actions = [Action("监督抽签…", lambda: self.acts.ask_draw(tie)), Action("逐人指定…（L）", lambda: self.acts.ask_ruling(tie))]
        return Strip(f"{words}按签认的办法仍分不出，请两人裁定或抽签，不定不能录取。", "warn", actions, closable=False)

    def _moved(self, one: board.Row) -> str:
        return trial.row_words(self.tried, one) if self.tried is not None and not self.tried.same else "—"

    def _is_last(self, one: board.Row) -> bool:
        group = self.group
        return bool(group and group.cut and group.rows[group.cut - 1].uid == one.uid)

    def _try(self, plan: trial.Plan | None) -> None:
        if self.found is None or self.found.case is None or self.group is None or not self.group.rows:
            return
        self.tried = trial.attempt(self.found, self.key, plan) if plan else None
        self.trial.show_trial(self.tried)
        self.table.viewport().update()

    def _adopted(self, _recorded: Any) -> None:
        self.shell.messages.done("试算方案已成为新的签认决定，理由和见证人已记入操作记录。请重新办理录取。", [Action("重新办理录取", self.acts.admit)])

    def _tell_status(self) -> None:
        one = self.group
        totals = [float(r.total) for r in one.rows if r.total] if one else []
        words = f"{self.subject} {len(one.rows)} 人 · 平均 {sum(totals) / len(totals):.2f}" if one and totals else self.subject
        if inside := [float(r.total) for r in one.admitted if r.total] if one else []:
            words += f" · 录取线 {min(inside):.2f}"
        self.set_status(f"{words} · {self.table.status()}")
