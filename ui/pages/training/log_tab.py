"""活动与日志: every activity, whether its log has come, and the mentor's word on it, one or many at a time (G03)."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from ui.pages.base import Shell
from ui.pages.importing import Importing
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.training.acting import Acting
from ui.pages.training.log_batch import LogBatch
from ui.pages.training.log_pane import LogPane
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.filters import Pick
from ui.parts.look import button
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.rules.training import APPROVED, MODES, NOT_HANDED_IN, RETURNED, WAITING
from yingcai_desktop.services.trainees import log, visits
from yingcai_desktop.services.trainees.log import Line

TONES = {APPROVED: "ok", WAITING: "info", RETURNED: "bad", NOT_HANDED_IN: "warn"}

COLUMNS: Sequence[Column] = (
    Column("review", "日志", lambda r: r.review, 84, kind="pill", tone=lambda r: TONES.get(r.review, "plain")),
    Column("name", "姓名", lambda r: r.name, 136, find=True),
    Column("day", "日期", lambda r: r.day.isoformat(), 100),
    Column("mode", "形式", lambda r: r.mode, 80),
    Column("face", "面授", lambda r: "是" if r.face_to_face else "", 54, "center"),
    Column("kind", "活动类型", lambda r: r.activity_type, 90),
    Column("place", "地点", lambda r: r.place, 128, find=True, tip=lambda r: r.place),
    Column("instructor", "指导人", lambda r: r.instructor, 90, find=True, tip=lambda r: r.instructor),
    Column("content", "内容", lambda r: r.content, 202, find=True, tip=lambda r: r.content),
    Column("age", "过去天数", lambda r: str(r.age) if r.age >= 0 else "", 80, "right", sort=lambda r: r.age, tone=lambda r: "warn" if r.late else "plain"),
    Column("note", "审核意见", lambda r: r.review_note, 140, tip=lambda r: r.review_note),
    Column("by", "审核导师", lambda r: r.reviewed_by, 90),
    Column("on", "审核日期", lambda r: r.reviewed_on.isoformat() if r.reviewed_on else "", 100),
    Column("handed", "提交日期", lambda r: r.handed_in_on.isoformat() if r.handed_in_on else "", 100),
    Column("subject", "学科", lambda r: r.subject, 78, kind="subject"),
    Column("mentor", "导师", lambda r: r.student.mentor, 90, find=True),
    Column("school", "学校", lambda r: r.student.school_short, 120, full=lambda r: r.student.school),
    Column("city", "盟市", lambda r: r.student.city_name, 96),
    Column("time", "开始时间", lambda r: r.start_time, 84),
)  # fmt: skip
VIEWS = (
    SavedView("all", "全部", lambda r: True),
    SavedView("waiting", "待审", lambda r: r.waiting),
    SavedView("lacking", "未交日志", lambda r: r.lacking),
    SavedView("late", "超期未交", lambda r: r.late),
    SavedView("returned", "退回", lambda r: r.review == RETURNED),
    SavedView("approved", "已审", lambda r: r.review == APPROVED),
)


class LogTab(RegisterPage):
    """The list, the activity in the pane, the bar for many."""

    watches = ("visit", "trainee", "application", "selection", "reminder_days")

    def __init__(self, shell: Shell, place: Place, acting: Acting) -> None:
        self.shell, self.acting = shell, acting
        self.lines: list[Line] = []
        self._student, self._month = "", ""
        self.declared = _declared(shell)
        super().__init__(shell, place)
        self.batch = LogBatch(shell)
        self.foot.addWidget(self.batch)
        self.importing = Importing(shell, self, "visits", acting.undoing)
        self.importing.stand_in_for(self.filter, self.area, then=self.table)
        self.body.addWidget(self.importing.panel, 1)
        self.batch.wanted.connect(self._many)
        self.table.status_changed.connect(lambda _text: self._show_choice())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self.pane.forward, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        self.refresh()

    # The register

    def all_rows(self) -> Sequence[Line]:
        """Of the student and month asked for, or all."""
        rows = self.lines
        if self._student:
            rows = [r for r in rows if r.student.uid == self._student]
        return [r for r in rows if r.day.isoformat().startswith(self._month)] if self._month else rows

    def make_pane(self) -> DetailPane:
        """The activity."""
        self.pane: LogPane = LogPane(self.shell, self.acting)
        self.pane.passed.connect(lambda: self.table.step(1))
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """导入, 导出, 登记."""
        self.one = button("", "chip", "x", self._everybody)
        self.one.hide()
        load = button("导入 Excel", "", "download-simple", self.load_workbooks, tip="成长日志，先核对再导入")
        fresh = button("登记一次到校", "primary", "plus", self.new, tip="Ctrl+N")
        self.offer("visits.load", load)
        self.offer("visit.register", fresh)
        return self.one, load, button("导出", "", "upload-simple", self.export, tip="导出现在看到的（Ctrl+E）"), fresh

    def empty_state(self) -> EmptyState:
        """What to do first."""
        return EmptyState("还没有活动和日志", "登记学员的到校和面授，或导入高校交来的成长日志工作簿。", (
            Action("登记一次到校", self.new, "plus"),
            Action("导入 Excel…", self.load_workbooks, "download-simple"),
        ), "notebook")  # fmt: skip

    def showing(self) -> str:
        """The activity in the pane."""
        return self.pane.uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        found = next((r for r in self.lines if r.uid == uid), None)
        if found is not None:
            self.pane.show_line(found)

    def leave_record(self) -> None:
        """Store what was typed."""
        self.pane.settle()
        self.pane.uid = ""

    def edit_record(self) -> None:
        """Into the form."""
        self.pane.form.focus()

    # What the window tells and asks

    def refresh(self) -> None:
        """Read everything again."""
        if self.shell.desk is None:
            return
        self.lines = log.lines(self.shell.desk, self.shell.programme)
        if self.lines:
            self.filter.name_view("late", f"超 {self.lines[0].late_after} 天未交")
        self.show_rows()
        found = next((r for r in self.lines if r.uid == self.pane.uid), None)
        if found is not None and not self.pane.saving:
            self.pane.show_line(found)

    def open_at(self, **what: object) -> None:
        """`student` and `month` narrow; `view` is a chip, by key or words; `uid` an activity."""
        if isinstance(student := what.get("student"), str):
            self._student, self._month = student, str(what.get("month", ""))
            self.filter.clear()
            name = next((r.name for r in self.lines if r.student.uid == student), "这名学员")
            month = f" {int(self._month[5:])}月" if self._month else ""
            self.one.setText(f"只看 {name}{month}")
            self.one.setAccessibleName(f"只看 {name}{month}，按下看全部")
            self.one.show()
            self.show_rows()
        view = str(what.get("view", ""))
        if named := next((v.key for v in VIEWS if view in (v.key, v.text)), ""):
            self.filter.set_view(named)
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)

    def may_leave(self) -> bool:
        """What was typed is stored first."""
        self.pane.settle()
        return True

    # Commands

    def new(self) -> None:
        """Ctrl+N: the roll of 进度."""
        page: Any = self.shell.go("training", tab="progress")
        page.tab.register(*filter(None, [self._student]))

    def save_now(self) -> None:
        """Ctrl+S."""
        self.pane.settle()

    def load_workbooks(self) -> None:
        """成长日志 workbooks."""
        self.importing.choose()

    # Inside

    def _everybody(self) -> None:
        self._student = self._month = ""
        self.one.hide()
        self.show_rows()

    def _show_choice(self) -> None:
        chosen = self.table.batch()
        many = len(chosen) > 1 or bool(self.table.rows.checked_shown())
        self.batch.show_choice([r for r in self.table.rows.shown if r.uid in set(chosen)] if many else [])

    def _many(self, verb: str, note: str) -> None:
        desk, lines = self.shell.desk, self.batch.fit(verb)
        uids = [r.uid for r in lines]
        acts: dict[str, tuple[str, Callable[[], Any]]] = {
            "approve": ("审核通过", lambda: visits.review(desk, uids, "approve")),
            "return": ("退回日志", lambda: visits.review(desk, uids, "return", note)),
            "delete": ("撤去活动", lambda: visits.remove(desk, uids)),
        }
        words, act = acts[verb]
        if self.acting.do(f"{words} {len(uids)} 条", act, f"已{words} {len(uids)} 条。") is not None:
            self.batch.halfway.done()
            self.table.rows.check(list(self.table.rows.checked), False)


def _declared(shell: Shell) -> Declared:
    schemes = shell.desk.schemes if shell.desk else None
    cities = [(c.code, c.name) for c in schemes.common.cities] if schemes else []
    picks = [
        Pick("subject", "学科", [(s, s) for s in schemes.subject_names] if schemes else []),
        Pick("mode", "形式", [(m, m) for m in MODES]),
    ]
    of = {"subject": "subject", "mode": "mode"}
    if shell.desk is None or shell.desk.store.office not in dict(cities):
        picks, of = [Pick("city", "盟市", cities), *picks], {"city": "city", **of}
    return Declared(COLUMNS, 3, picks, of, VIEWS, "搜索姓名、地点、内容", "条", "没有符合条件的活动")
