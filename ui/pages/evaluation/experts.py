"""专家: the 专家咨询委员会 and the experts of 终评, what they may judge, and whom they must not (附件2 二（二）、七（三）)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.pages.evaluation.cards import CardTab, flags, tick_values, ticked
from ui.pages.evaluation.lines import Lines
from ui.pages.halfway import Halfway
from ui.pages.register import Declared, SavedView
from ui.parts.combo import PickCombo
from ui.parts.empty import EmptyState
from ui.parts.fields import Field
from ui.parts.form import Section
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.evaluations import committee
from yingcai_desktop.services.evaluations.committee import ExpertRow
from yingcai_desktop.services.evaluations.register import Register

_SUBJECT = "subject."

COLUMNS: Sequence[Column] = (
    Column("active", "状态", lambda e: "在聘" if e.active else "停聘", 76, kind="pill", tone=lambda e: "ok" if e.active else "plain"),
    Column("name", "姓名", lambda e: e.name, 112, find=True, tip=lambda e: e.name),
    Column("committee", "委员会", lambda e: "委员" if e.committee else "", 76, kind="pill", tone=lambda _e: "info"),
    Column("unit", "工作单位", lambda e: e.unit, 176, find=True, full=lambda e: e.unit),
    Column("subjects", "评审学科", lambda e: "、".join(e.subjects), 132, full=lambda e: "、".join(e.subjects)),
    Column("title", "职称", lambda e: e.title, 84),
    Column("tasks", "分配", lambda e: str(e.tasks or ""), 60, "right", number=lambda e: e.tasks, sort=lambda e: e.tasks),
    Column("marked", "已评", lambda e: str(e.marked or ""), 60, "right", number=lambda e: e.marked, sort=lambda e: e.marked),
    Column("recusals", "申报回避", lambda e: str(e.recusals or ""), 84, "right", number=lambda e: e.recusals, sort=lambda e: e.recusals),
    Column("field_of_work", "专业领域", lambda e: e.field_of_work, 140, full=lambda e: e.field_of_work),
    Column("document", "聘任文号", lambda e: e.document, 150, full=lambda e: e.document),
)
VIEWS = (
    SavedView("all", "全部", lambda e: True),
    SavedView("committee", "委员会", lambda e: e.committee and e.active),
    SavedView("working", "有任务", lambda e: e.tasks > 0),
    SavedView("behind", "未评完", lambda e: e.marked < e.tasks),
    SavedView("retired", "停聘", lambda e: not e.active),
)


class ExpertTab(CardTab):
    """One record an expert; the second tab of the pane is 回避."""

    watches = ("expert", "recusal", "expert_task", "expert_score")
    noun = "专家"
    declared = Declared(COLUMNS, 2, (), {}, VIEWS, "搜索姓名、单位", "人",
                        "没有符合条件的专家", ticks=False)  # fmt: skip

    def read(self) -> Sequence[ExpertRow]:
        """Every expert."""
        with self.shell.desk.read() as session:
            return committee.experts(session)

    def sections(self) -> Sequence[Section]:
        """Who, what they judge, by which letter."""
        return (
            Section(
                "专家",
                (
                    Field("name", "姓名", required=True),
                    Field("title", "职称"),
                    Field("unit", "工作单位", required=True, span=2, hint="与学员同校的须回避，请写单位全称"),
                    Field("field_of_work", "专业领域", span=2),
                ),
            ),
            Section("评审学科", flags(_SUBJECT, self.schemes.subject_names)),
            Section(
                "聘任",
                (
                    Field("committee", "专家咨询委员会", "flag", placeholder="委员"),
                    Field("active", "在聘", "flag", placeholder="在聘"),
                    Field("appointed_on", "聘任日期", "date"),
                    Field("document", "聘任文号"),
                ),
            ),
        )

    def extra(self) -> Sequence[tuple[str, str, QWidget]]:
        """回避."""
        self.who = PickCombo((), "须回避的学员")
        self.who.setPlaceholderText("选学员（可打拼音）")
        self.why = LineEdit("", "事由，如：亲属")
        self.why.setAccessibleName("回避事由")
        self.recusing = Halfway(self.shell, self, "expert.recuse", {"who": self.who, "why": self.why})
        adder = QFrame()
        adder.setLayout(stack(self.recusing.line(), self.who, row((self.why, 1), button("登记回避", do=self._recuse)), gap=8))
        self.recusals = Lines("没有申报的回避。本人导师、团队成员、志愿导师和同校的，程序自动回避，不必登记。", adder)
        return (("recusals", "回避", self.recusals),)

    def buttons(self) -> Sequence[QPushButton]:
        """新建."""
        fresh = button("登记专家", "primary", "plus", self.new, tip="Ctrl+N")
        self.offer("expert.save", fresh)
        return (fresh,)

    def empty_state(self) -> EmptyState:
        """What to do first."""
        return EmptyState(
            "还没有专家",
            "登记专家咨询委员会委员和参加终评的专家，写明单位和评审学科，\n程序据此回避、均衡分配。",
            (Action("登记专家", self.new, "plus"),),
            note="附件2 二（二）、七（三）",
        )

    def values_of(self, row: Any) -> dict[str, str]:
        """A new expert is in office."""
        e = row or ExpertRow("", "", "")
        return {
            "name": e.name, "title": e.title, "unit": e.unit, "field_of_work": e.field_of_work, "document": e.document,
            "committee": "1" if e.committee else "", "active": "1" if e.active else "",
            "appointed_on": e.appointed_on.isoformat() if e.appointed_on else "",
            **tick_values(_SUBJECT, self.schemes.subject_names, e.subjects),
        }  # fmt: skip

    def store(self, uid: str, values: Mapping[str, str]) -> str:
        """By the service."""
        made = ExpertRow(
            uid, values["name"], values["unit"], values["title"], values["field_of_work"], ticked(_SUBJECT, values),
            values["committee"] == "1", day(values["appointed_on"], "聘任日期"), values["document"], values["active"] == "1",
        )  # fmt: skip
        return committee.save_expert(self.shell.desk, made)

    def show_more(self, row: Any) -> None:
        """Head and 回避."""
        e = row or ExpertRow("", "登记专家", "填好姓名、单位和学科后按“保存”")
        self.pane.show_head(e.name, ("委员" if e.committee else "专家") if row else "", "info", e.unit)
        self.pane.print_button.hide()
        desk = self.shell.desk
        with desk.read() as session:
            found = committee.recusals(session, e.uid) if row else []
        lines = [(f"{r.name}（{r.subject}）", r.reason, [Action("取消…", partial(self._unrecuse, r.uid, r.name))]) for r in found]
        self.recusals.show_lines(lines)
        self.pane.set_tab_text("recusals", f"回避 {len(found)}" if found else "回避")
        if not self.who.count():
            register = Register(desk, suggesting=False)
            register.read()
            going = [r for r in register.rows if r.active]
            self.who.set_options([(r.uid, f"{r.name}（{r.subject} · {r.school}）") for r in going])
            self.who.setCurrentIndex(-1)
        self.recusing.open(e.uid)

    def _recuse(self) -> None:
        uid, student, why, desk = self._uid, self.who.code(), self.why.text().strip(), self.shell.desk
        if not self.row() or not student or not why:
            self.shell.messages.warn("登记回避要选学员、写明事由。")
            return
        if self.attempt("登记专家回避", lambda: committee.recuse(desk, uid, student, why)):
            self.recusing.done()

    def _unrecuse(self, uid: str, name: str) -> None:
        def go(reason: str) -> None:
            self.attempt("取消专家回避", lambda: committee.unrecuse(self.shell.desk, uid, reason))

        self.plan.show_plan(f"取消对“{name}”的回避", "", "", "取消回避", go, reason="理由（必填）", needs_reason=True)


def day(text: str, name: str) -> date | None:
    """A typed day; raises `Invalid` in words."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"没有保存：{name}“{text}”读不懂，请按 2025-07-10 的样子填写。") from None
