"""考场安排: site, time and size of a test, desks drawn with a kept seed, the map of each room, exchanges with a reason (D02)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.exams.scoped import preview, scope_of
from ui.pages.exams.seat_map import SeatMap
from ui.pages.halfway import Halfway
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.combo import PickCombo
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.segments import Segments
from ui.parts.strip import Action
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.seating import Rooms, read_rooms, room_columns, written
from yingcai_desktop.services import deeds, exam_day, seating
from yingcai_desktop.services.people import Person
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.seating import ROOM_SIZE, Test
from yingcai_desktop.services.seating import Place as Seat


class SeatsTab(Tab):
    """One test at a time; the rooms are the segments above the map."""

    watches = ("application", "exam_session", "school")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.undoing = Undoing(shell, self)
        self._seated: dict[Test, list[Seat]] = {}
        self._waiting: dict[Test, list[Person]] = {}
        self._ask: tuple[int, int] | None = None
        self._days: dict[Test, exam_day.Day] = {}
        self.tests = PickCombo([], "考试")
        self.tests.setMinimumWidth(248)
        self.machines = LineEdit(str(ROOM_SIZE))
        self.machines.setFixedWidth(52)
        self.listed = LineEdit("", "考场一样大的不用填；不一样的依次写，如 机房201 40，机房202 28")
        self.site, self.time = LineEdit("", "考点，如学校和楼号"), LineEdit("", "如 3月29日 9:00—10:30")
        for box, name in ((self.machines, "每场人数"), (self.listed, "各考场座位"), (self.site, "考点"), (self.time, "考试时间")):
            box.setAccessibleName(name)
            box.left.connect(self._keep_session)
            box.entered.connect(self._keep_session)
        parts = {"machines": self.machines, "listed": self.listed, "site": self.site, "time": self.time}
        self.halfway = Halfway(shell, self, "exam.session", parts)
        self.draw = button("自动编排", "primary", "arrows-left-right", self.assign)
        self.map = SeatMap()
        self.map.swapped.connect(self._ask_why)
        self.map.seat_changed.connect(self._show_seat)
        self.here = ElidedLabel("", "strong")
        self.left_out = label("", "label", wrap=True)
        self.rooms = Segments([("1", "第01考场")], "考场")
        self.room_words = label("", "label")
        self.rooms_place = row(self.rooms, self.room_words, None, gap=12)
        self.reason = LineEdit("", "调换座位的理由，如残疾考生靠门")
        self.reason.setAccessibleName("调换理由")
        self.reason.entered.connect(self.swap)
        self.why = holder(row(label("调换理由", "label"), (self.reason, 1), button("调换", "primary", do=self.swap), button("取消", do=self._give_up)))
        self.why.hide()
        self.paper = row(button("座次表和门贴", "", "printer", lambda: self._print("seating")), button("签到表", "", "printer", lambda: self._print("sign-in")))
        self.tests.picked.connect(lambda _key: self._show_test())
        self._build()

    def _build(self) -> None:
        first = row(self.tests, label("每场人数", "label"), self.machines, label("考点", "label"), (self.site, 2), label("时间", "label"), (self.time, 2), self.draw)
        self.below = holder(row((self.left_out, 1), self.paper))
        self.room_count = label("", "hint")
        second = row(label("各考场座位", "label"), (self.listed, 1), self.room_count)
        keys = label("方向键选座 · Enter 拿起、放下 · Esc 放回", "keys")
        self.work = holder(stack(self.rooms_place, (self.map, 1), self.why, row((self.here, 1), keys), self.below, gap=8))
        self.top = holder(stack(first, second, self.halfway.line(), gap=8))
        self.empty = EmptyState(
            "还没有可以编排的考生", "资格审查通过的学生会出现在这里。请先在“报名登记”审核学生，再回来编排考场。",
            (Action("去报名登记审核", lambda: self.shell.go("applicants"), "student"),), "student",
        )  # fmt: skip
        self.setLayout(stack(self.top, (self.work, 1), (self.empty, 1), gap=12, margins=TAB_MARGINS))
        self.refresh()

    # Pages

    def refresh(self) -> None:
        """Everybody of the scope again."""
        if self.shell.desk is None:
            return
        desk = self.shell.desk
        with desk.read() as session:
            self._seated = seating.seated(session, desk.schemes, scope_of(self.shell))
            self._waiting = seating.waiting(session, desk.schemes, scope_of(self.shell))
        self._days = exam_day.sessions(desk)
        options = [("|".join(test), desk.schemes.group_name(*test)) for test in self._waiting]
        self.tests.set_options(options)
        if options and self.tests.code() not in dict(options):
            self.tests.set_code(options[0][0])
        for part, shown in ((self.top, bool(options)), (self.work, bool(options)), (self.empty, not options)):
            part.setVisible(shown)
        if options:
            self._show_test()

    def focus_work_area(self) -> None:
        """The map, or the choice of the test."""
        (self.map if self._places() else self.tests if self._waiting else self.empty.buttons[0]).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.tests, self.rooms, self.map

    def command(self, name: str) -> Callable[[], object] | None:
        """Ctrl+Z, Ctrl+Y, Ctrl+P."""
        return {"undo": self.undoing.undo, "redo": self.undoing.redo, "print_page": lambda: self._print("seating")}.get(name)

    # Acts

    @property
    def test(self) -> Test:
        """The test on show."""
        programme, city, subject = self.tests.code().split("|")
        return programme, city, subject

    def assign(self) -> None:
        """自动编排: everybody without a desk gets one; nobody is moved."""
        self._keep_session()
        desk, test = self.shell.desk, self.test
        rooms = self._rooms()
        if rooms is None:
            return
        if not self._waiting.get(test):
            self.shell.messages.info("这场考试的考生都有座位了，没有改动。补编的考生取下一个空位。")
            return
        count = len(self._waiting[test])
        try:
            deed = deeds.done(desk, f"编排 {count} 名考生", lambda: seating.assign_test(desk, test, rooms.usual), said=f"已为 {count} 名考生编排座位，编定准考证号。")
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.undoing.did(deed)
        self.refresh()
        self.map.setFocus()

    def swap(self) -> None:
        """Do the exchange that was asked for, with its reason."""
        if self._ask is None:
            return
        one, other = self._ask
        room, desk, test, reason = self._room(), self.shell.desk, self.test, self.reason.text()
        try:
            deed = deeds.done(desk, f"调换 {one:02d} 号和 {other:02d} 号", lambda: exam_day.swap(desk, test, (room, one), (room, other), reason))
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            self.reason.setFocus()
            return
        self._give_up()
        self.undoing.did(deed)
        self.refresh()

    # Inside

    def _ask_why(self, one: int, other: int) -> None:
        self._ask = one, other
        self.reason.clear()
        self._put_question(shown=True)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.here.setText(f"{self.map.words(one)}  ⇄  {self.map.words(other)}")

    def _put_question(self, *, shown: bool) -> None:
        """The question takes the place of the papers: on a low screen there is no room for both."""
        self.why.setVisible(shown)
        self.below.setVisible(not shown)

    def _give_up(self) -> None:
        self._ask = None
        self._put_question(shown=False)
        self.map.setFocus()

    def _places(self) -> list[Seat]:
        return self._seated.get(self.test, []) if self.tests.code() else []

    def _room(self) -> int:
        return int(self.rooms.current() or 1)

    def _rooms(self) -> Rooms | None:
        """What is typed about the rooms; None after saying what is wrong with it."""
        if not self.machines.text().strip().isdecimal():
            self.shell.messages.warn("每场人数要填整数，如 30。")
            self.machines.setFocus()
            return None
        try:
            return Rooms(int(self.machines.text()), read_rooms(self.listed.text()))
        except ValueError as wrong:
            self.shell.messages.warn(f"“{wrong}”看不出几个座位（1–99，最多 99 个考场），没有保存。请依次写考场和座位数，如 机房201 40，机房202 28。")
            self.listed.setFocus()
            return None

    def _held_day(self) -> exam_day.Day:
        return self._days.get(self.test) or exam_day.Day("", "", Rooms(ROOM_SIZE))

    def _show_test(self) -> None:
        """Site and time, the rooms there are, who has no desk."""
        day = self._held_day()
        held = {"machines": str(day.rooms.usual), "listed": written(day.rooms.listed), "site": day.site, "time": day.starts}
        self.halfway.open(self.tests.code(), held)
        self._show_rooms(day.rooms)
        numbers = sorted({p.room for p in self._places()}) or [1]
        room = self._room()
        fresh = Segments([(str(n), f"第{n:02d}考场") for n in numbers], "考场")
        self.rooms_place.replaceWidget(self.rooms, fresh)
        self.rooms.hide()  # it goes with the next turn of the event loop
        self.rooms.deleteLater()
        self.rooms = fresh
        fresh.choose(str(room if room in numbers else numbers[0]))
        fresh.chosen.connect(lambda _key: self._show_room())
        waiting = self._waiting.get(self.test, [])
        names = "、".join(p.name for p in waiting[:12]) + (" 等" if len(waiting) > 12 else "")
        self.left_out.setText(f"未安排 {len(waiting)} 人：{names}" if waiting else "全部考生都有座位")
        self.draw.setText(f"自动编排 {len(waiting)} 人" if waiting else "自动编排")
        self._show_room()

    def _show_rooms(self, rooms: Rooms) -> None:
        """A list takes the place of one size for all."""
        self.machines.setEnabled(not rooms.listed)
        self.room_count.setText(f"{len(rooms.listed)} 个考场 {rooms.total} 座" if rooms.listed else "")

    def _show_room(self) -> None:
        people = {p.seat: p for p in self._places() if p.room == self._room()}
        rooms = self._held_day().rooms
        size = max([rooms.seats(self._room()), *people])
        self.map.show_room(room_columns(size), people)
        seed = seating.seed_of(self.shell.desk.store.season, self.shell.desk.schemes, self.test)
        name = rooms.name(self._room())
        self.room_words.setText(f"{f'{name} · ' if name else ''}{len(people)} 人 / {size} 座")
        self.set_status(f"{len(people)} 人 · 同校尽量不相邻 · 抽签码“{seed}”")

    def _show_seat(self, seat: int) -> None:
        lifted = f"拿起 {self.map.words(self.map.held)}，放到 " if self.map.held else ""
        if self._ask is None:
            self.here.setText(f"{lifted}{self.map.words(seat)}")

    def _keep_session(self) -> None:
        if not self.tests.code():
            return
        rooms = self._rooms()
        if rooms is None:
            return
        wanted = exam_day.Day(self.site.text().strip(), self.time.text().strip(), rooms)
        if wanted == self._held_day():
            return
        try:
            exam_day.save_session(self.shell.desk, self.test, wanted)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self._days = exam_day.sessions(self.shell.desk)
        self.listed.setText(written(rooms.listed))
        self.halfway.stored(self.halfway.texts())
        self._show_rooms(rooms)
        self._show_room()
        self.shell.light.saved(self.shell.desk.clock())

    def _print(self, what: str) -> None:
        programme, city, _subject = self.test
        preview(self.shell, what, Scope(programme, city))
