"""The tab 公示与备案: the public list that shows as little as it can, the filing, objections with their deadline (features F06, F10)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.fields import tidy_date
from ui.parts.line_edit import LineEdit
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action, Strip
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services import printing
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import locks, material, publication

_DATES = {"start": "公示起", "end": "公示止", "taken_down": "撤下日期", "filed_on": "备案日期"}
_TEXTS = {"telephone": "联系电话", "email": "电子邮箱", "address": "通信地址", "receipt": "备案回执号"}
_ANSWER_DAYS = 5

_COLUMNS = (
    Column("state", "状态", lambda c: c.state, 190, kind="pill", tone=lambda c: "ok" if c.outcome else "bad" if c.late else "warn"),
    Column("received", "收到", lambda c: c.received, 96),
    Column("about", "涉及", lambda c: c.about, 110, find=True),
    Column("sender", "反映人", lambda c: c.sender, 90),
    Column("content", "反映内容", lambda c: c.content, 260, tip=lambda c: c.content),
    Column("due", "办结期限", lambda c: c.due, 96, tone=lambda c: "bad" if c.late else "plain"),
    Column("answer", "处理意见", lambda c: c.answer, 220, tip=lambda c: c.answer),
)


class PublicationTab(GroupTab):
    """Dates and contacts save themselves when a field is left."""

    watches = ("selection", "selection_lock", "publication", "objection", "trainee")

    def __init__(self, shell: Shell, place: Place, choice: PartChoice) -> None:
        super().__init__(shell, place, choice)
        self.lock: locks.Lock | None = None
        self.fields = {key: self._field(key, name) for key, name in (_DATES | _TEXTS).items()}
        self.typing = Halfway(shell, self, "publication", self.fields)
        self.object = button("登记异议…", do=self.ask_objection)
        self.answer = button("办结…", do=self.ask_answer, tip="选中一条异议，写明处理结果；两人办理")
        self.notice = button("公示名单", "primary", "printer", self.print_page, tip="只有姓名、学校、年级、学科、高校（Ctrl+P）")
        self.filing = button("备案表", "", "printer", lambda: self._print("filing", "备案表"))
        self.meeting = button("会议材料", "", "printer", self.print_meeting, tip="每个学科一页")
        self.table = Table(_COLUMNS, name="公示异议", unit="条", preferences=shell.preferences, view=place.key)
        self.table.opened.connect(lambda _uid: self.ask_answer())
        self.nothing = empty = EmptyState("没有收到异议", "公示期内收到的异议在这里登记，写明办结期限和处理结果。", [Action("登记异议…", self.ask_objection, "plus")], "clipboard-text")
        none = EmptyState("没有符合条件的异议", "", [Action("刷新", self.refresh)], "magnifying-glass")
        self.complaints: Sequence[publication.Complaint] = ()
        about = stack(self.typing.line(), self._line("start", "end", "taken_down", "filed_on"), self._line("telephone", "email", "address", "receipt"), gap=8)
        card = Card("公示与备案", "公示名单不含证件号、电话、住址、出生日期、成绩和名次；按姓氏笔画排序", about)
        list_card = ListCard(self.table, empty, none)
        head = row(label("公示异议", "title"), None, self.answer, self.object, gap=8)
        self.body.addLayout(row(None, self.meeting, self.filing, self.notice, gap=8))
        self.body.addWidget(self.strips)
        self.body.addLayout(self.questions)
        self.body.addWidget(card)
        self.body.addWidget(holder(stack(head, (list_card, 1), gap=6), "plain"), 1)
        self.give(self.table, "公示异议")
        self.refresh()

    # GroupTab

    def read(self, desk: Desk, part: Part) -> Any:
        """Publication, objections, the lock."""
        published, complaints = publication.read(desk, part)
        with desk.read() as session:
            return published, complaints, locks.current(session, part)

    def show_read(self, found: Any) -> None:
        """Fields and list."""
        published, self.complaints, self.lock = found
        stored = {key: str(getattr(published, key) or "") for key in self.fields}
        if self.lock is not None:
            self.typing.open("/".join(self.choice.part), stored)
        else:
            self.typing.leave()
            for key, field in self.fields.items():
                field.setText(stored[key])
        for field in self.fields.values():
            field.setReadOnly(self.lock is None)
            look(field, flat="true" if self.lock is None else "false")
        self.table.show_rows(self.complaints)
        for one in (self.notice, self.filing, self.object, *self.nothing.buttons):
            one.setEnabled(self.lock is not None)
        self.answer.setEnabled(bool(self.complaints))
        self.tell(self._strips(published))
        self.set_status(self.table.status())

    # Page

    def focus_work_area(self) -> None:
        """The first field, or the list."""
        (self.fields["start"] if self.lock else self.meeting).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.fields["start"], self.table

    # Commands

    def print_page(self) -> None:
        """公示名单."""
        self._print("public-notice", "公示名单")

    def print_meeting(self) -> None:
        """会议材料 of every subject."""
        desk, part = self.desk, self.choice.part
        if desk is not None:
            self.shell.preview(f"{self.part_name}会议材料", lambda _p: material.ranking(desk, part), f"会议材料-{self.part_name}")

    def ask_objection(self) -> None:
        """登记异议."""
        desk, part = self.desk, self.choice.part
        if desk is None:
            return
        people = [("", "（不涉及个人）"), *publication.candidates(desk, part)]
        due = desk.clock().date() + timedelta(days=_ANSWER_DAYS)
        entries = [
            Entry("about", "涉及", options=people, optional=True), Entry("sender", "反映人", "可匿名", optional=True, width=110),
            Entry("content", "内容", "反映了什么"), Entry("due", "办结期限", value=str(due), width=110),
        ]  # fmt: skip

        def then(values: Mapping[str, str]) -> object:
            return self.act(lambda: publication.object_to(desk, part, values["content"], _day(values["due"]), sender=values["sender"], about=values["about"]))

        self.ask(Ask("登记公示异议", "", entries, "登记", then))

    def ask_answer(self) -> None:
        """办结 of the current objection."""
        uid = self.table.current()
        chosen = next((c for c in self.complaints if c.uid == uid), None)
        if chosen is None or chosen.outcome:
            self.shell.messages.info("请先选中一条还没有办结的异议。")
            return
        entries = [Entry("outcome", "结果", options=[(one, one) for one in publication.OUTCOMES]), Entry("words", "处理意见", "核查情况和依据")]

        def then(values: Mapping[str, str]) -> None:
            self.with_witness("办结公示异议", lambda desk: publication.answer(desk, chosen.uid, values["outcome"], values["words"]), self._answered)

        self.ask(Ask("办结异议", chosen.content, entries, "请第二人见证", then, about=chosen.uid))

    # Inside

    def _answered(self, _none: object) -> None:
        self.shell.messages.done("异议已办结。异议成立、取消名额的，请到“录取”办理递补。", [Action("去录取", lambda: self.shell.go("selection", tab="admission"))])

    def _print(self, what: str, title: str) -> None:
        desk, part = self.desk, self.choice.part
        if desk is not None:
            self.shell.preview(f"{self.part_name}{title}", lambda _p: printing.pdf(desk, what, Scope(*part)), f"{title}-{self.part_name}")

    def _strips(self, published: publication.Published) -> list[Strip]:
        if self.lock is None:
            return [Strip(f"{self.part_name}的名单还没有锁定，不能公示、备案。", "warn", [Action("去录取", lambda: self.shell.go("selection", tab="admission"))], closable=False)]
        strips, today = [], self.desk.clock().date() if self.desk else date.min
        late = sum(c.late for c in self.complaints)
        if late:
            strips.append(Strip(f"{late} 条异议过了办结期限。", "bad", closable=False))
        if published.end and published.end < today and published.taken_down is None:
            strips.append(Strip(f"公示已于 {published.end} 结束，请撤下公示并登记撤下日期。", "warn", closable=False))
        if published.start and published.end and (days := publication.workdays(published.start, published.end)) < publication.DAYS:
            strips.append(Strip(f"公示期 {days} 个工作日，{publication.ADVISED}。", "warn", closable=False))
        return strips

    def _field(self, key: str, name: str) -> LineEdit:
        made = LineEdit("", "如 2025-04-21" if key in _DATES else "")
        made.setAccessibleName(name)
        made.setFixedWidth(168)
        made.left.connect(self._saver(key))
        made.entered.connect(self._saver(key))
        return made

    def _line(self, *keys: str) -> QHBoxLayout:
        parts = [part for key in keys for part in (self._name(key), self.fields[key], 12)]
        return row(*parts, None, gap=6)

    def _name(self, key: str) -> QWidget:
        made = label((_DATES | _TEXTS)[key], "label")
        made.setBuddy(self.fields[key])
        made.setFixedWidth(76)
        return made

    def _saver(self, key: str) -> Callable[[], None]:
        return lambda: self._save(key)

    def _save(self, key: str) -> None:
        desk, part = self.desk, self.choice.part
        if desk is None or self.lock is None:
            return
        text = self.fields[key].text().strip()

        def then() -> None:
            value = (_day(text) if text else None) if key in _DATES else text
            known = getattr(publication.read(desk, part)[0], key)
            if value != known:
                for warning in publication.record(desk, part, {key: value}):
                    self.shell.messages.warn(warning)
                self.shell.light.saved(desk.clock())
            self.fields[key].setText(str(value) if value else "")
            self.typing.stored({key: str(value) if value else ""})

        self.act(then)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(tidy_date(text))
    except ValueError as error:
        raise Invalid(f"日期“{text}”读不懂。请按 2025-04-21 的样子填写。") from error


