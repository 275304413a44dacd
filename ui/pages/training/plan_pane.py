"""One trainee's plan, reading list, co-mentors, teacher at school, and whether they stay: each in its tab (G04; 附件2 五（三）2)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from db.models import SchoolTeacher, TrainingPlan, label
from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training.acting import Acting
from ui.pages.training.lines import Entry, LineList
from ui.pages.training.stay import StayTab
from ui.parts.detail import DetailPane
from ui.parts.fields import Field, tidy_date
from ui.parts.form import Finding, Form, FormFooter, Section
from ui.parts.look import button
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.trainees import plans, teachers
from yingcai_desktop.services.trainees.board import Row

_P = TrainingPlan
_PLAN = (Section("培养计划", (
    Field("topic", label(_P.topic), span=2),
    Field("topic_state", label(_P.topic_state), "choice", options=[(s, s) for s in plans.TOPIC_STATES]),
    Field("made_on", label(_P.made_on), "date"),
    Field("goal", label(_P.goal), "long", span=2),
    Field("approach", label(_P.approach), "long", span=2, placeholder="指定书目、学术讨论、学术报告、课题研究……"),
    Field("schedule", label(_P.schedule), "long", span=2),
    Field("made_by", label(_P.made_by), hint="一般为导师"),
)),)  # fmt: skip


class PlanPane(DetailPane):
    """What is typed in the plan keeps itself; the lists add with Enter."""

    passed = Signal()

    def __init__(self, shell: Shell, acting: Acting) -> None:
        self.form = Form(_PLAN)
        self.books = LineList(
            shell, "training.book", "阅读书目",
            (("title", "书名（必填）"), ("author", "作者")),
            "加入书目",
            "还没有指定书目。填写书名后按 Enter 加入。",
        )
        self.helpers = LineList(
            shell, "training.helper", "合作导师",
            (("name", "姓名（必填）"), ("university", "单位"), ("subject", "学科方向"), ("task", "合作内容")),
            "加合作导师", "还没有合作导师。课题属于交叉学科的，可以由不同学科、实验室或高校合作培养。",
        )  # fmt: skip
        t = SchoolTeacher
        self.teachers = LineList(
            shell, "training.teacher", "中学指导教师",
            (("name", "姓名（必填）"), ("since", "起始日期，不填为今天"), ("subject", label(t.subject)), ("title", label(t.title)),
             ("phone", label(t.phone)), ("reason", "更换原因")),
            "登记", "还没有中学指导教师。入选的每名学生都要配备（附件1 二（三）、附件2 五（三）2）。",
        )  # fmt: skip
        self.stay = StayTab(shell, acting)
        tabs = [("plan", "计划", self.form), ("books", "书目", self.books), ("helpers", "合作导师", self.helpers),
                ("teachers", "指导教师", self.teachers), ("stay", "去留", self.stay)]  # fmt: skip
        super().__init__(tabs, "计划与师资")
        self.shell, self.acting = shell, acting
        self.uid, self.saving = "", False
        self.row: Row | None = None
        footer = FormFooter(self.form, [button("看下一名", "primary", do=self.passed.emit, tip="Ctrl+Enter")])
        self.set_footer(footer)
        self.halfway = Halfway(shell, self, "training.plan", {"plan": self.form})
        self.halfway.told.connect(footer.show_kept)
        for key in ("goal", "approach", "schedule"):
            self.form.boxes[key].editor.widget.setMaximumHeight(96)
        self.form.committed.connect(self._committed)
        self.books.added.connect(self._add_book)
        self.helpers.added.connect(self._add_helper)
        self.teachers.added.connect(self._appoint)
        self.setFocusProxy(self.form.boxes["topic"].editor.inputs[0])

    def show_row(self, row: Row) -> None:
        """Another trainee, or the same as stored now."""
        self.uid, self.row = row.uid, row
        s = row.student
        tone = "ok" if s.training else "plain"
        self.show_head(s.name, s.state_name, tone, f"{s.subject} · 导师 {s.mentor} · {s.school_short} {s.grade}")
        with self.shell.desk.read() as session:
            held, past = plans.file_of(session, row.uid), teachers.history(session, row.uid)
        self.halfway.open(row.uid, held.values)
        self.books.show_entries(row.uid, [self._book(b) for b in held.books])
        self.helpers.show_entries(row.uid, [
            Entry(h.name, " · ".join(p for p in (h.university, h.subject, h.task) if p),
                  (("撤去", self._doing("撤去合作导师", partial(plans.remove_helper, self.shell.desk, h.uid))),))
            for h in held.helpers
        ])  # fmt: skip
        self.teachers.show_entries(row.uid, [self._teacher(t, n) for n, t in enumerate(past)])
        for key, text, count in (("books", "书目", len(held.books)), ("helpers", "合作导师", len(held.helpers))):
            self.set_tab_text(key, f"{text} {count}" if count else text)
        self.stay.show_row(row)

    def settle(self) -> None:
        """Store what is typed."""
        self.form.flush()

    # Inside

    def _book(self, b: plans.Book) -> Entry:
        desk, today = self.shell.desk, self.shell.desk.clock().date()
        done = f"{b.finished_on.isoformat()} 读完" if b.finished_on else "还没有读完"
        given = f"{b.assigned_on.isoformat()} 指定 · " if b.assigned_on else ""
        turn = ("取消读完", None) if b.finished_on else ("读完", today)
        return Entry(f"《{b.title}》{b.author}", given + done, (
            (turn[0], self._doing(turn[0], partial(plans.finish_book, desk, b.uid, turn[1]))),
            ("撤去", self._doing("撤去书目", partial(plans.remove_book, desk, b.uid))),
        ))  # fmt: skip

    def _teacher(self, t: teachers.Teacher, number: int) -> Entry:
        facts = (f"自 {t.since.isoformat()} 起", t.subject, t.title, t.phone, t.reason)
        take = (
            (("撤去", self._doing("撤去指导教师", partial(teachers.remove, self.shell.desk, t.uid))),)
            if number == 0
            else ()
        )
        return Entry(t.name, " · ".join(f for f in facts if f), take)

    def _doing(self, title: str, act: Callable[[], Any]) -> Callable[[], object]:
        return lambda: self.acting.do(title, act)

    def _committed(self, key: str) -> None:
        if self.row is None or not self.uid:
            return
        uid, values, spec = self.uid, {key: self.form.values()[key]}, self.form.boxes[key].spec
        try:
            with self.shell.desk.read() as session:
                if plans.file_of(session, uid).values[key] == values[key].strip():
                    self.form.show_findings({})
                    self.halfway.stored(values)
                    return
            if key == "made_on" and values[key]:
                date.fromisoformat(values[key])
        except ValueError:
            self.form.show_findings({key: Finding("bad", "日期读不懂，请按 2025-03-05 的样子填写")})
            return
        self.form.show_findings({})
        self.saving = True
        try:
            self.acting.do(
                f"填写{spec.label}",
                lambda: plans.save(self.shell.desk, uid, values),
                f"已保存{spec.label}。",
                aloud=False,
            )
        finally:
            self.saving = False
        with self.shell.desk.read() as session:
            self.halfway.stored(plans.file_of(session, uid).values)

    def _add_book(self, values: dict[str, str]) -> None:
        desk, today, uid = self.shell.desk, self.shell.desk.clock().date(), self.uid
        given = [(values["title"], values["author"])]
        if self.acting.do(
            "指定书目",
            lambda: plans.add_books(desk, [uid], given, today),
            f"已加入书目《{values['title']}》。",
            aloud=False,
        ):
            self.books.clear_fields()

    def _add_helper(self, values: dict[str, str]) -> None:
        desk, uid = self.shell.desk, self.uid
        if self.acting.do(
            "登记合作导师", lambda: plans.add_helper(desk, uid, **values), f"已登记合作导师 {values['name']}。"
        ):
            self.helpers.clear_fields()

    def _appoint(self, values: dict[str, str]) -> None:
        desk, uid = self.shell.desk, self.uid
        since = tidy_date(values.pop("since")) or desk.clock().date().isoformat()

        def act() -> str:
            try:
                day = date.fromisoformat(since)
            except ValueError as error:
                raise Invalid(f"日期“{since}”读不懂，没有保存。请按 2025-05-01 的样子填写。") from error
            return teachers.appoint(desk, [uid], since=day, **values)

        if self.acting.do("登记中学指导教师", act, lambda said: said):
            self.teachers.clear_fields()
