"""The tab 分组与评委: panels above, candidates below, the panel's form at the right; 回避, draw and late changes as questions in the page."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.giving import Giving
from ui.pages.base import Shell
from ui.pages.interviews.columns import PANELS, PEOPLE
from ui.pages.interviews.frame import GroupChoice, InterviewTab, scope_of
from ui.pages.interviews.panel_pane import PanelPane
from ui.parts.ask import Ask, Entry
from ui.parts.detail import ListAndDetail
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, row, stack
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.rules.interviewing import KINDS
from yingcai_desktop.services import panels
from yingcai_desktop.services.printing import interview as paper
from yingcai_desktop.services.printing import panels as panel_paper

_CLAUSE = "附件1 四（二）、附件2 四（二）"


class PanelsTab(InterviewTab):
    """Rows carry the panel's or the candidate's uid."""

    watches = ("panel", "panel_place", "panel_recusal", "panel_draw", "interview_score", "shortlist_entry", "application", "decision", "step_result")

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice) -> None:
        super().__init__(shell, place, choice)
        self.board: panels.Board | None = None
        self.new_button = button("新建面试组", "", "plus", self.new, tip="Ctrl+N")
        self.draw_button = button("抽签分组…", "primary", "check", self.ask_draw, tip="考生分到哪一组、第几个出场，由两人当场抽签")
        self.print_button = button("打印", "", "printer", self.print_page, tip="抽签结果；没有抽签时打印各评委的空白评分表（Ctrl+P）")
        self.recuse_button = button("登记回避…", "link", do=self.ask_recuse)
        self.unrecuse_button = button("取消回避…", "link", do=self.ask_unrecuse)
        self.move_button = button("调组…", "link", do=self.ask_move)
        self.caption, self.about = label("", "title"), label("", "hint")
        self.panels = Table(PANELS, name="面试组", frozen=1, unit="组", preferences=shell.preferences, view=f"{place.key}/panels")
        self.people = Table(PEOPLE, name="面试人选", frozen=2, unit="人", preferences=shell.preferences, view=f"{place.key}/people")
        none = EmptyState("没有符合条件的记录", "换一个条件试试。", [Action("刷新", self.refresh)], "magnifying-glass")
        no_panels = EmptyState("还没有面试组", "先建组，登记评委、组长和工作人员。", [Action("新建面试组", self.new, "plus")], "users")
        nobody = EmptyState("还没有面试人选", "测试成绩登记之后，在“遴选录取”里确定面试人选。",
                            [Action("去遴选录取", lambda: shell.go("selection", tab="calling"), "funnel")], "student")  # fmt: skip
        self.panel_card = ListCard(self.panels, no_panels, none)
        self.people_card = ListCard(self.people, nobody, EmptyState("没有符合条件的考生", "换一个条件试试。", [Action("刷新", self.refresh)], "magnifying-glass"))
        self.pane = PanelPane(shell, self.act)
        self.giving = Giving(shell, self, self.people, "面试分组", covers=lambda: self.group_name)
        self._build()
        self.refresh()

    # Page

    def refresh(self) -> None:
        """Read everything of the scope; the group on show is picked out of it."""
        if self.desk is None:
            return
        self.board = panels.board(self.desk, scope_of(self.shell))
        self._show()

    def focus_work_area(self) -> None:
        """The list of panels."""
        (self.panels if self.panels.isVisible() else self.new_button).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.choice.combo, self.panels, self.people, self.pane

    def open_at(self, **what: object) -> None:
        """`uid` of a panel or a candidate."""
        if isinstance(uid := what.get("uid"), str) and not self.panels.select(uid):
            self.people.select(uid)

    # Commands

    def new(self) -> None:
        """Ctrl+N."""
        if self.group is not None:
            self.panels.clear_current()
            self.pane.begin(self.group)

    def print_page(self) -> None:
        """The draw, or the blank sheets while nobody has drawn."""
        desk, group = self.desk, self.group
        if desk is None or group is None or self.board is None:
            return
        if group in self.board.drawn:
            self.shell.preview(f"{self.group_name}面试抽签结果", lambda _p: panel_paper.draw_pdf(desk, group), f"面试抽签结果-{self.group_name}")
        else:
            scope = scope_of(self.shell)
            self.shell.preview("面试评分表", lambda _p: paper.score_sheets(desk, scope), "面试评分表")

    def export(self) -> None:
        """Ctrl+E: the candidates as they are seen."""
        self.giving.export()

    # Questions

    def ask_draw(self) -> None:
        """抽签: the number is called out by the second person."""
        group, desk = self.group, self.desk
        if group is None or desk is None or self.board is None:
            return
        waiting = [r for r in self._people() if not r.drawn]
        if group in self.board.drawn:
            words = f"已经抽过签。新增的 {len(waiting)} 人按同一抽签码补抽，其他人不动。"
            entries: list[Entry] = []
        else:
            words = f"{self.group_name} {len(waiting)} 人分到 {len(self._cards())} 组，避开回避关系。请监督人当场报一个 4 位以上的数字，程序用它算出分组和顺序；只能抽一次。"
            entries = [Entry("number", "监督人报的数字", "如 20250419", width=200, kept=False)]

        def then(values: Mapping[str, str]) -> None:
            number = values.get("number", "")
            self.with_witness("面试分组抽签", lambda witnessed: panels.draw(witnessed, group, number), lambda n: f"已为 {n} 人抽签分组，抽签码、监督人、时间都已留存。", _CLAUSE)

        self.ask(Ask("抽签分组", words, entries, "请监督人到场", then))

    def ask_recuse(self) -> None:
        """登记回避 of the current candidate."""
        one = self._current()
        if one is None:
            return
        judges = [(name, f"{name}（{card.name}）") for card in self._cards() for name, _unit in card.judges]
        if not judges:
            self.shell.messages.info("还没有评委，请先建组。")
            return
        entries = [
            Entry("judge", "评委", options=judges, width=220), Entry("kind", "关系", options=[(k, k) for k in KINDS], width=150),
            Entry("note", "说明", "其他利害关系要写明情况", optional=True),
        ]  # fmt: skip

        def then(values: Mapping[str, str]) -> bool:
            judge, kind = values["judge"], values["kind"]
            return self.act(f"登记{judge}回避", lambda: panels.recuse(self.shell.desk, one.uid, judge, kind, values["note"]), f"已登记{judge}对{one.name}回避，该评委不能给这名考生打分。")

        self.ask(Ask(f"登记回避：{one.name}", "评委与考生有亲属等利害关系的，须回避。同校教师不用登记，程序按评委单位自动识别。", entries, "登记回避", then, about=one.uid))

    def ask_unrecuse(self) -> None:
        """Take a declaration of the current candidate back."""
        one = self._current()
        if one is None:
            return
        declared = [(uid, f"{judge}（{why}）") for judge, why, uid in one.away if uid]
        if not declared:
            self.shell.messages.info(f"{one.name}没有登记过的回避。同校教师的回避按评委单位自动识别，请核对评委单位。")
            return
        entries = [Entry("uid", "回避", options=declared, width=260), Entry("reason", "理由", "为什么取消")]

        def then(values: Mapping[str, str]) -> bool:
            return self.act("取消回避", lambda: panels.unrecuse(self.shell.desk, values["uid"], values["reason"]), "已取消回避。")

        self.ask(Ask(f"取消回避：{one.name}", "", entries, "取消回避", then, about=one.uid))

    def ask_move(self) -> None:
        """调组 of the current candidate; marks are kept, counted or not."""
        one = self._current()
        if one is None:
            return
        others = [(card.uid, card.name) for card in self._cards() if card.name != one.panel]
        if not others:
            self.shell.messages.info("这个学科只有一个面试组，不能调组。")
            return
        entries = [Entry("panel", "调到", options=others, width=150), Entry("reason", "原因", "如：原组评委须回避")]
        words = "调组不换序号以外的任何内容。"
        if one.sheets:
            words = f"原组已有 {one.sheets} 份评分，全部保留、随时可查。请选择是否计入成绩。"
            entries.insert(1, Entry("counts", "原有评分", options=[("no", "保留，不计分"), ("yes", "保留，与新组评分一起计算")], width=230))

        def then(values: Mapping[str, str]) -> bool:
            counts = values.get("counts") == "yes"
            return self.act(f"{one.name}调组", lambda: panels.move(self.shell.desk, one.uid, values["panel"], values["reason"], counts=counts), f"已把{one.name}调到{dict(others)[values['panel']]}。")

        self.ask(Ask(f"调组：{one.name}", words, entries, "调组", then, about=one.uid))

    def ask_replace(self) -> None:
        """更换评委 of the panel in the pane."""
        card = next((c for c in self._cards() if c.uid == self.pane.uid), None)
        if card is None:
            return
        entries = [
            Entry("old", "原评委", options=[(name, name) for name, _unit in card.judges], width=140), Entry("new", "接替的评委", "姓名", width=130),
            Entry("unit", "单位", "学校或单位", optional=True), Entry("reason", "原因", "如：临时有课"),
            Entry("counts", "原评委已打的分", options=[("yes", "照常计分"), ("no", "保留，不计分")], width=150),
        ]  # fmt: skip

        def then(values: Mapping[str, str]) -> bool:
            done = self.act(
                f"更换评委{values['old']}",
                lambda: panels.replace_judge(self.shell.desk, card.uid, values["old"], values["new"], values["reason"], unit=values["unit"], counts=values["counts"] == "yes"),
                f"已由{values['new']}接替{values['old']}，原来的评分都保留。",
            )
            if done:
                self.pane.hide()
                self.pane.open(card.uid)
            return done

        self.ask(Ask(f"更换评委：{card.name}", "原评委打过的分全部保留；照常计分的，接替的评委不用重打。", entries, "更换", then, about=card.uid))

    # Inside

    def _build(self) -> None:
        self.pane.replace.clicked.connect(lambda _on=False: self.ask_replace())
        self.pane.stored.connect(self._stored)
        self.panels.current_changed.connect(self._panel_current)
        self.panels.clicked.connect(lambda _index: self._panel_current(self.panels.current()))
        self.panels.opened.connect(self._panel_opened)
        self.panels.status_changed.connect(lambda _t: self._tell())
        self.people.status_changed.connect(lambda _t: self._tell())
        top = row(self.caption, (self.about, 1), self.new_button, self.print_button, self.draw_button, gap=8)
        below = row(label("面试人选", "title"), None, self.recuse_button, self.unrecuse_button, self.move_button, gap=8)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.panel_card)
        lists.addWidget(holder(stack(below, (self.people_card, 1), gap=6), "plain"))
        lists.setStretchFactor(0, 0)
        lists.setStretchFactor(1, 1)
        lists.setSizes([170, 470])
        self.body.addLayout(top)
        self.body.addLayout(self.questions)
        self.body.addWidget(self.giving.panel)
        self.body.addWidget(ListAndDetail(lists, self.pane), 1)

    def _show(self) -> None:
        cards, people = self._cards(), self._people()
        self.panels.show_rows(cards)
        self.people.show_rows(people)
        waiting = sum(not r.drawn for r in people)
        self.caption.setText(self.group_name)
        unready = [card.name for card in cards if card.gaps]
        parts = [f"面试人选 {len(people)} 人", f"{len(cards)} 组"]
        parts += [f"待补齐 {'、'.join(unready)}"] if unready else []
        parts += ["已全部抽签" if people and not waiting else f"未抽签 {waiting} 人"] if people else []
        self.about.setText(" · ".join(parts))
        self.draw_button.setEnabled(bool(cards and waiting))
        self.draw_button.setText("补抽…" if self.board and self.group in self.board.drawn else "抽签分组…")
        for one in (self.recuse_button, self.unrecuse_button, self.move_button):
            one.setEnabled(bool(people))
        self._tell()

    def _cards(self) -> list[panels.PanelCard]:
        return [c for c in self.board.panels if c.group == self.group] if self.board else []

    def _people(self) -> list[panels.HeardRow]:
        return [r for r in self.board.people if r.group == self.group] if self.board else []

    def _current(self) -> panels.HeardRow | None:
        uid = self.people.current()
        one = next((r for r in self._people() if r.uid == uid), None)
        if one is None:
            self.shell.messages.info("请先在面试人选里选中一名考生。")
        return one

    def _panel_current(self, uid: str) -> None:
        if uid:
            self.pane.open(uid)

    def _panel_opened(self, uid: str) -> None:
        self._panel_current(uid)
        self.pane.name.setFocus()

    def _stored(self, uid: str) -> None:
        self.refresh()
        self.panels.select(uid)

    def _tell(self) -> None:
        table = self.people if self.people.hasFocus() else self.panels
        self.set_status(table.status())
