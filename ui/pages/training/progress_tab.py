"""进度: the heat map of the year, the same as lists, the line of one student, and the registration of a visit (ux §4.9)."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.pages.base import Shell
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.pages.training import papers
from ui.pages.training.acting import Acting
from ui.pages.training.heat import HEADS, LEGEND, heat_row, tails
from ui.pages.training.line import StudentLine
from ui.pages.training.register_visit import RegisterVisit
from ui.pages.training.roster import COLUMNS, MENTOR_COLUMNS, VIEWS
from ui.parts.empty import EmptyState
from ui.parts.faces import Faces
from ui.parts.filters import FilterBar, Pick, View, Wanted
from ui.parts.heat_map import HeatLegend, HeatMap, HeatRow
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.segments import Segments
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.parts.when_shown import WhenShown
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import stages
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees.board import Board, Row
from yingcai_desktop.services.workbench import scope_of

_FACES = (("heat", "热图"), ("list", "名册"), ("mentors", "按导师"))


class ProgressTab(Tab):
    """Filter and views hold for map and lists alike; the current student is the same in all of them."""

    watches = ("trainee", "visit", "training_plan", "school_teacher", "application", "selection", "decision", "mentor",
               "midterm_evaluation", "gathering", "attendance", "initial_evaluation", "meeting", "meeting_guest", "reminder_days")  # fmt: skip

    def __init__(self, shell: Shell, place: Place, acting: Acting) -> None:
        super().__init__(shell, place)
        self.acting = acting
        self.board: Board | None = None
        self._views = {v.key: v for v in VIEWS}
        self._cells: dict[str, HeatRow] = {}
        self._build()
        self.refresh()

    # What the window tells and asks

    def refresh(self) -> None:
        """Read the year again."""
        desk = self.shell.desk
        if desk is None:
            self._face(self.empty)
            return
        try:
            self.board = boards.board(desk, self.shell.programme)
        except Refusal as refused:
            self.trouble.sentence.setText(refused.message)
            self._face(self.trouble)
            return
        self._show_begin(self.board.waiting)
        self._face(self.work if self.board.rows else self.empty)
        self.show_rows()

    def open_at(self, **what: object) -> None:
        """`uid`: a student; `view`: a chip, by key or words; `face`: heat, list or mentors."""
        view = str(what.get("view", ""))
        named = next((v.key for v in VIEWS if view in (v.key, v.text)), "")
        if named:
            self.filter.set_view(named)
        if isinstance(face := what.get("face"), str):
            self.show_face(face)
        if isinstance(uid := what.get("uid"), str):
            self.select(uid)

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter.focus()

    def focus_work_area(self) -> None:
        """The map, or the first button of the empty state."""
        if self._registering():
            self.panel.roll.focus()
        elif self.work.isVisible():
            self._front().setFocus()
        elif self.empty.isVisible():
            self.empty.buttons[0].setFocus()
        elif self.trouble.isVisible():
            self.trouble.buttons[0].setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return (
            (self.panel.roll.table, self.panel.form)
            if self._registering()
            else (self.filter, self._front(), self.line)
        )

    # Commands

    def new(self) -> None:
        """Ctrl+N: register a visit."""
        self.register()

    def register(self, *ticked: str) -> None:
        """The roll instead of the map, some people ticked."""
        if self.board is None or not self.board.rows:
            self.shell.messages.info("还没有在培学员，不能登记到校。请先办理“开始培养”。")
            return
        people = [r.student for r in self.board.rows if r.student.training]
        self._face(self.panel)
        self.panel.open(people, ticked)

    def export(self) -> None:
        """Ctrl+E: 台账."""
        papers.ledger(self, self.board, [r.uid for r in self.table.rows.shown])

    def print_page(self) -> None:
        """Ctrl+P: the file of the current student."""
        self.print_record()

    def print_record(self) -> None:
        """学生培养档案 of the current student."""
        if row := self.row():
            papers.record(self.shell, [row.uid], f"培养档案-{row.student.name}")

    def begin(self) -> None:
        """开始培养: said before it is done, for the selection rests from then on (附件1 八（五）, 附件2 六（七）)."""
        if not self.waiting_to_begin:
            self.shell.messages.info("没有等待开始培养的录取学生。请先在“遴选录取”完成录取。")
            return
        self.shell.messages.warn(
            f"有 {self.waiting_to_begin} 名录取学生将成为学员；开始培养以后，遴选结果不再更改。",
            [Action(f"确认开始培养 {self.waiting_to_begin} 名", self._begin)],
        )

    def _begin(self) -> None:
        desk = self.shell.desk
        act = partial(stages.begin_training, desk, scope_of(desk, self.shell.programme))
        if self.acting.do("开始培养", act, lambda done: f"已开始培养，学员 {done.counts['trainees']} 名。") is not None:
            self.acting.undoing.clear()

    def _show_begin(self, count: int) -> None:
        self.waiting_to_begin = count
        self.start.setText(f"开始培养 {count} 名…")
        self.start.setAccessibleName(self.start.text())
        self.start.setVisible(bool(count) and self.shell.desk.may("training.open"))

    waiting_to_begin = 0

    # Inside

    def row(self) -> Row | None:
        """The current student."""
        return self.board.row(self.heat.current()) if self.board else None

    def select(self, uid: str) -> None:
        """Make a student current, dropping the filter if it hides them."""
        if self.table.rows.row_of(uid) < 0:
            self.filter.clear()
        self.heat.select(uid)
        self.table.select(uid)

    def show_rows(self) -> None:
        """The same students in map and lists."""
        if self.board is None:
            return
        rows = self.board.rows
        self._cells = {}
        self.table.show_rows(rows)  # map and mentors follow (`_narrowed`)
        self.filter.name_view("away", f"未到校超 {self.board.away_from} 天")
        self.filter.set_counts({v.key: sum(map(v.keep, rows)) for v in VIEWS})
        mentors = {r.student.mentor_uid: f"{r.student.mentor}（{r.student.university}）" for r in rows}
        self.filter.set_options("mentor", sorted(mentors.items(), key=lambda m: m[1]))
        behind, waiting = sum(r.behind for r in rows), sum(r.waiting for r in rows)
        self.behind.setText(f"▲ 进度落后 {behind} 人")
        self.behind.setVisible(bool(behind))
        self.waiting.setText(f"▲ 日志待审 {waiting} 篇")
        self.waiting.setVisible(bool(waiting))
        least = f"，试点要求每月不少于 {self.board.least} 次" if self.board.least else ""
        today = self.board.today
        self.hint.setText(f"{today.month}月{today.day}日 · 每格＝当月导师面授天数{least}")

    def show_face(self, key: str) -> None:
        """热图, 名册 or 按导师."""
        self.faces.choose(key)
        self.stack.setCurrentWidget(self._by_key[key])
        self.legend.setVisible(key == "heat")
        self.line.setVisible(key != "mentors")
        self.shell.preferences.put("face/training", key)

    def _narrow(self, wanted: Wanted) -> None:
        picks = {k: v for k, v in wanted.picks.items() if v}
        keep = self._views[wanted.view].keep

        def kept(r: Row) -> bool:
            s = r.student
            of = {"city": s.city, "subject": s.subject, "mentor": s.mentor_uid}
            return keep(r) and all(of[key] == code for key, code in picks.items())

        self.table.filter(wanted.text, kept)

    def _narrowed(self) -> None:
        """Other rows, another filter or another order of the list: map and mentors follow."""
        if self.board is None:
            return
        shown: list[Row] = list(self.table.rows.shown)
        season, today = self.board.season, self.board.today
        self.heat.show_rows([self._cells_of(r, self.board) for r in shown], today.month - 1 if today.year == season else -1)
        narrow = Board(today, season, tuple(shown), self.board.required, self.board.least)
        self._when_mentors.do(lambda: self.mentors.show_rows(boards.by_mentor(narrow)))
        self.filter.show_count(len(shown), self.table.rows.total())
        self.set_status(
            f"{len(shown)} 名学员 · 落后 {sum(r.behind for r in shown)} · 日志待审 {sum(r.waiting for r in shown)}"
        )
        self._show_line()

    def _cells_of(self, row: Row, board: Board) -> HeatRow:
        """The line of a student, worked out once per reading: filter and order only choose among them."""
        if row.uid not in self._cells:
            self._cells[row.uid] = heat_row(row, board)
        return self._cells[row.uid]

    def _show_line(self) -> None:
        row = self.row()
        self.line.show_row(self.shell.desk, row)

    def _moved(self, uid: str) -> None:
        if self.table.current() != uid and uid:
            self.table.select(uid)
        self._show_line()

    def _listed(self, uid: str) -> None:
        if uid and uid != self.heat.current():
            self.heat.select(uid)

    def _open_month(self, uid: str, column: int) -> None:
        """Enter in a cell: the activities of that student in that month."""
        season = self.board.season if self.board else 0
        self.shell.go("training", tab="log", student=uid, month=f"{season}-{column + 1:02d}")

    def _mentor_opened(self, uid: str) -> None:
        self.filter.combos["mentor"].set_code(uid)
        self._narrow(self.filter.wanted())
        self.show_face("heat")

    def _front(self) -> QWidget:
        return self._by_key[self.faces.current()]

    @cached_property
    def panel(self) -> RegisterVisit:
        """In place of the map while somebody registers a visit; made for the first."""
        made = RegisterVisit(self.shell, self.acting)
        made.closed.connect(self._closed)
        self._fronts.addWidget(made)
        return made

    def _registering(self) -> bool:
        return "panel" in self.__dict__ and self.panel.isVisible()

    def _face(self, widget: QWidget) -> None:
        self._fronts.setCurrentWidget(widget)

    def _closed(self) -> None:
        self._face(self.work)
        self.heat.setFocus()

    def _build(self) -> None:
        schemes = self.shell.desk.schemes if self.shell.desk else None
        cities = [(c.code, c.name) for c in schemes.common.cities] if schemes else []
        office = self.shell.desk.store.office if self.shell.desk else ""
        picks = [
            Pick("subject", "学科", [(s, s) for s in schemes.subject_names] if schemes else []),
            Pick("mentor", "导师"),
        ]
        if office not in dict(cities):
            picks.insert(0, Pick("city", "盟市", cities))
        fresh = button("登记一次到校", "primary", "plus", self.new, tip="Ctrl+N")
        self.offer("visit.register", fresh)
        self.filter = FilterBar("搜索姓名、学校、导师", picks, [View(v.key, v.text) for v in VIEWS], (
            button("导出台账", "", "upload-simple", self.export, tip="Ctrl+E"),
            button("打印…", "", "printer", self._print_menu, tip="签到表、催办单、培养档案"),
            fresh,
        ))  # fmt: skip
        self.heat = HeatMap("到校培养与面授", HEADS, tails(10))
        prefs = self.shell.preferences
        self.table = Table(COLUMNS, name="学员名册", frozen=2, unit="人", preferences=prefs, view="training/roster")
        self.mentors = Table(
            MENTOR_COLUMNS, name="按导师", frozen=1, unit="位", preferences=prefs, view="training/mentors"
        )
        self._by_key: dict[str, QWidget] = {"heat": self.heat, "list": self.table, "mentors": self.mentors}
        self._when_mentors = WhenShown(self.mentors)
        self.stack = Faces()
        for part in self._by_key.values():
            self.stack.addWidget(part)
        self.faces = Segments(_FACES, "看法")
        self.hint = label("", "hint")
        self.start = button("开始培养…", "link", do=self.begin, tip="还有录取学生没有开始培养")
        self.behind, self.waiting = label("", "pill"), label("", "pill")
        look(self.behind, tone="bad")
        look(self.waiting, tone="warn")
        for pill in (self.behind, self.waiting):
            pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.legend = HeatLegend(LEGEND)
        head = row(label("到校培养与面授", "title"), self.hint, None, self.start, self.behind, self.waiting, 4, self.faces,
                   margins=(14, 8, 10, 4))  # fmt: skip
        foot = row(self.legend, None, margins=(14, 2, 14, 6))
        card = holder(stack(head, (self.stack, 1), foot, gap=0, margins=(1, 1, 1, 1)), "card")
        self.line = StudentLine()
        self.work = QFrame()
        look(self.work, look="plain")
        self.work.setLayout(stack(self.filter, (card, 1), self.line, gap=10))
        self.empty = EmptyState("还没有入选学生", "录取名单锁定后，办理“开始培养”，学员就会出现在这里，\n再登记到校、面授和成长日志。", (
            Action("开始培养…", self.begin, "calendar-check"),
            Action("去遴选录取", lambda: self.shell.go("selection"), "funnel"),
            Action("回到工作台", lambda: self.shell.go("home")),
        ), "calendar-check", note="1—12月 培养周期")  # fmt: skip
        self.offer("training.open", self.empty.buttons[0])
        self.trouble = EmptyState(
            "还不能判断进度", "", (Action("去系统设置", lambda: self.shell.go("settings"), "gear-six"),), "warning"
        )
        self._fronts = Faces()
        for one in (self.work, self.empty, self.trouble):
            self._fronts.addWidget(one)
        self.setLayout(stack((self._fronts, 1), gap=0, margins=TAB_MARGINS))
        self._join()
        self.show_face(
            prefs.text("face/training", "heat") if prefs.text("face/training", "heat") in self._by_key else "heat"
        )

    def _join(self) -> None:
        self.filter.changed.connect(self._narrow)
        self.heat.current_changed.connect(self._moved)
        self.heat.opened.connect(self._open_month)
        self.table.current_changed.connect(self._listed)
        self.table.opened.connect(lambda uid: self.shell.go("training", tab="plans", uid=uid))
        self.table.rows.modelReset.connect(self._narrowed)
        self.mentors.opened.connect(self._mentor_opened)
        self.faces.chosen.connect(self.show_face)
        self.line.register_wanted.connect(lambda: self.register(*filter(None, [self.heat.current()])))
        self.line.record_wanted.connect(self.print_record)
        self.line.plan_wanted.connect(lambda: self.shell.go("training", tab="plans", uid=self.heat.current()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self.heat, lambda: self.register(self.heat.current()),
                      context=Qt.ShortcutContext.WidgetShortcut)  # fmt: skip

    def _print_menu(self) -> None:
        papers.menu(self, self.board, [r.uid for r in self.table.rows.shown], self.heat.current())

    def on_changes(self, changes: Any) -> None:
        """Read again; the panel stays open while somebody types in it."""
        typing = self._registering()
        self.refresh()
        if typing:
            self._face(self.panel)
