"""One group activity: its fields, and the roll of who came, excused themselves or stayed away."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from db.models import Gathering, label
from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training.acting import Acting
from ui.pages.training.roll import RollBox, RollRow
from ui.parts.detail import DetailPane
from ui.parts.fields import Field
from ui.parts.form import Finding, Form, FormFooter, Section
from ui.parts.look import button, look, stack
from yingcai_desktop.errors import Invalid
from yingcai_desktop.rules.training import GATHERINGS
from yingcai_desktop.services.trainees import gatherings
from yingcai_desktop.services.trainees.gatherings import STATUSES, Row
from yingcai_desktop.services.trainees.students import students

_G = Gathering
_FORM = (Section("集体活动", (
    Field("title", label(_G.title), required=True, span=2),
    Field("kind", label(_G.kind), "choice", required=True, options=[(k, k) for k in GATHERINGS]),
    Field("host", label(_G.host)),
    Field("day", label(_G.day), "date", required=True),
    Field("until", label(_G.until), "date", hint="一天的不用填"),
    Field("place", label(_G.place), span=2),
    Field("content", label(_G.content), "long", span=2),
)),)  # fmt: skip


_NEW = "new"
"""The record of the draft of an activity that is not stored yet."""


class GatheringPane(DetailPane):
    """`stored(uid)` after a new one is stored, `removed` after one is taken away."""

    stored = Signal(str)
    removed = Signal()

    def __init__(self, shell: Shell, acting: Acting) -> None:
        self.form = Form(_FORM)
        self.form.boxes["content"].editor.widget.setMaximumHeight(112)
        self.roll = RollBox("签到的学员", marked="签到")
        marks = [button(f"记为{s}", "primary" if s == "到" else "", do=partial(self.mark, s)) for s in STATUSES]
        clear = button("清除", "link", do=partial(self.mark, ""), tip="撤去勾选的学员的签到")
        self.marks = dict(zip(STATUSES, marks, strict=True))
        page = QFrame()
        look(page, look="plain")
        page.setLayout(stack((self.roll, 1), gap=8, margins=(16, 4, 16, 8)))
        super().__init__([("form", "活动", self.form), ("roll", "签到", page)], "集体活动")
        self.shell, self.acting = shell, acting
        self.uid, self.saving = "", False
        self.row: Row | None = None
        self.take = button("撤去这次活动", "link", do=self.remove)
        self.main = button("存入并签到", "primary", do=self.forward, tip="Ctrl+Enter")
        footer = FormFooter(self.form, [self.take, self.main, clear, *reversed(marks)])
        self.set_footer(footer)
        self.halfway = Halfway(shell, self, "training.gathering", {"form": self.form})
        self.halfway.told.connect(footer.show_kept)
        self._on = {"form": (self.take, self.main), "roll": (clear, *marks)}
        self.print_button.hide()
        self.form.committed.connect(self._committed)
        self.roll.changed.connect(self._count)
        self.setFocusProxy(self.form.boxes["title"].editor.inputs[0])

    def show_tab(self, key: str) -> None:
        """The buttons at the foot are those of the tab."""
        super().show_tab(key)
        for tab, buttons in self._on.items():
            for made in buttons:
                made.setVisible(tab == key and (made is not self.take or bool(self.uid)))

    def show_new(self) -> None:
        """An empty form; today, unless another day is typed."""
        self.uid, self.row = "", None
        self.show_head("登记集体活动", "新建", "plain", "填好后存入，再签到")
        self.halfway.open(_NEW, {"day": self.shell.desk.clock().date().isoformat()})
        self.main.setText("存入并签到")
        self.tabs.setVisible(False)
        self.show_tab("form")

    def show_row(self, found: Row) -> None:
        """Another activity, or the same as stored now."""
        same = found.uid == self.uid
        self.uid, self.row = found.uid, found
        come = found.present + found.excused + found.absent
        self.show_head(found.title, f"到 {found.present} 人" if come else "未签到", "ok" if come else "warn", f"{found.day} · {found.kind} · {found.place}")
        self.halfway.open(found.uid, found.values())
        self.main.setText("去签到")
        self.show_tab(self.tabs.current())
        self.tabs.setVisible(True)
        self.set_tab_text("roll", f"签到 {come}" if come else "签到")
        desk = self.shell.desk
        held = gatherings.attendance(desk, found.uid)
        with desk.read() as session:
            people = students(session, desk, found.programme or self.shell.programme)
        rows = [RollRow(s, held.get(s.uid, "")) for s in people if s.training or s.uid in held]
        (self.roll.update_marks if same else self.roll.show_people)(rows)
        self._count()

    def settle(self) -> None:
        """Store what is typed of a stored one; a new one is stored when it is asked for."""
        self.form.flush()

    def forward(self) -> None:
        """Store a new activity; of a stored one go to the sign-in, there mark the ticked 到."""
        self.settle()
        if not self.uid:
            self._create()
        elif self.tabs.current() == "form":
            self.show_tab("roll")
            self.roll.focus()
        else:
            self.mark("到")

    def mark(self, status: str) -> None:
        """Record it for everybody ticked."""
        desk, uid, chosen = self.shell.desk, self.uid, self.roll.chosen()
        if not chosen:
            self.shell.messages.info("还没有勾选学员，没有签到。请先勾选，或粘贴名单后按“按名单勾选”。")
            return
        words = f"记为{status}" if status else "清除签到"
        act = partial(gatherings.sign_in, desk, uid, dict.fromkeys(chosen, status))
        if self.acting.do(f"{words} {len(chosen)} 人", act, lambda count: f"已{words}：{count} 人有改动。") is not None:
            self.roll.tick(chosen, False)

    def remove(self) -> None:
        """Take it away with its sign-in; undo brings both back."""
        found = self.row
        if found is not None and self.acting.do(f"撤去 {found.title}", partial(gatherings.remove, self.shell.desk, found.uid)) is not None:
            self.uid, self.row = "", None
            self.removed.emit()

    # Inside

    def _create(self) -> None:
        desk, values = self.shell.desk, self.form.values()
        if not self._sound():
            return
        programme = self.shell.programme
        deed = self.acting.do(f"登记 {values['title']}", partial(gatherings.save, desk, values, programme=programme), f"已登记“{values['title']}”，请签到。")
        if deed is not None:
            self.halfway.done(_NEW)
            self.stored.emit(deed.result)

    def _committed(self, key: str) -> None:
        found, values = self.row, self.form.values()
        if found is None or not self.uid or values == found.values() or not self._sound():
            return
        self.saving = True
        try:
            self.acting.do(f"更正 {self.form.boxes[key].spec.label}", partial(gatherings.save, self.shell.desk, values, found.uid, found.revision),
                           f"已更正“{values['title']}”。", aloud=False)  # fmt: skip
        finally:
            self.saving = False
        self.row = next((r for r in gatherings.rows(self.shell.desk) if r.uid == self.uid), self.row)
        if self.row is not None:
            self.halfway.stored(self.row.values())

    def _sound(self) -> bool:
        """What is wrong is said at its field."""
        try:
            gatherings.sound(self.shell.desk, self.form.values())
        except Invalid as refused:
            key = refused.problems[0].detail
            self.form.show_findings({key: Finding("bad", refused.message)})
            return False
        self.form.show_findings({})
        return True

    def _count(self) -> None:
        count = len(self.roll.chosen())
        for status, made in self.marks.items():
            made.setText(f"记为{status} {count} 人" if count and status == "到" else f"记为{status}")
            made.setEnabled(bool(count))
