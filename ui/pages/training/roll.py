"""The roll: everybody with a tick, a search, a mentor to narrow to, and a list to paste (G05)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame

from ui.parts.combo import PickCombo
from ui.parts.line_edit import SearchEdit, TextArea
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from yingcai_desktop.rules.calling import Roll, call
from yingcai_desktop.services.trainees.students import Student

_NAMED = 4


@dataclass(frozen=True, slots=True)
class RollRow:
    """One person on the roll; `mark` is what is recorded of them already."""

    student: Student
    mark: str = ""

    @property
    def uid(self) -> str:
        """Of the application."""
        return self.student.uid


def _columns(marked: str) -> Sequence[Column]:
    mark = Column("mark", marked, lambda r: r.mark, 84, kind="pill", tone=lambda r: _TONES.get(r.mark, "plain"))
    return (
        Column("name", "姓名", lambda r: r.student.name, 136, find=True),
        *((mark,) if marked else ()),
        Column("subject", "学科", lambda r: r.student.subject, 78, kind="subject", find=True),
        Column("mentor", "导师", lambda r: r.student.mentor, 90, find=True),
        Column("school", "学校", lambda r: r.student.school_short, 120, find=True, full=lambda r: r.student.school),
        Column("city", "盟市", lambda r: r.student.city_name, 92),
    )


_TONES = {"到": "ok", "请假": "info", "缺席": "warn", "优秀": "ok", "合格": "info", "不合格": "bad", "不同意": "warn"}


class RollBox(QFrame):
    """`marked`: the heading over what is recorded of them already. Emits `changed` when a tick changes. Space ticks, Ctrl+A ticks everybody on show, Enter in the search goes to the list."""

    changed = Signal()

    def __init__(self, name: str, *, marked: str = "") -> None:
        super().__init__()
        look(self, look="plain")
        self._rows: list[RollRow] = []
        self.search = SearchEdit("", "搜索姓名、学校、导师")
        self.search.setAccessibleName("搜索姓名、学校、导师")
        self.mentor = PickCombo([("", "导师：全部")], "导师")
        self.mentor.setCurrentIndex(0)
        self.mentor.setMinimumWidth(150)
        self.table = Table(_columns(marked), name=name, frozen=2, checks=True, unit="人")
        self.paste = TextArea()
        self.paste.setPlaceholderText("粘贴名单：每行一人" if marked else "粘贴名单：每行一人，姓名或身份证号；也可以从表格整块粘贴")
        self.paste.setToolTip("每行一人，姓名或身份证号；也可以从表格整块粘贴")
        self.paste.setAccessibleName("粘贴名单")
        self.paste.setFixedHeight(44 if marked else 64)
        self.tick_pasted = button("按名单勾选", "", "check", self.tick_list, tip="Ctrl+Enter")
        self.told = label("", "hint", wrap=True)
        self.told.hide()
        every = button("全选", "link", do=lambda: self.tick(self.shown(), True), tip="勾选现在看到的（Ctrl+A）")
        none = button("全不选", "link", do=lambda: self.table.rows.check(list(self.table.rows.checked), False))
        card = holder(stack(self.table, gap=0, margins=(1, 1, 1, 1)), "card")
        self.setLayout(
            stack(
                row((self.search, 1), self.mentor, every, none),
                (card, 1),
                row((self.paste, 1), self.tick_pasted),
                self.told,
            )
        )
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.entered.connect(self.table.setFocus)
        self.mentor.picked.connect(lambda _code: self._narrow())
        self.mentor.entered.connect(self.table.setFocus)
        self.table.rows.checked_changed.connect(self.changed)
        self.table.installEventFilter(self)

    def show_people(self, rows: Sequence[RollRow], ticked: Sequence[str] = ()) -> None:
        """Who can be ticked, and who is from the start."""
        self._rows = list(rows)
        mentors = {r.student.mentor_uid: f"{r.student.mentor}（{r.student.university}）" for r in rows}
        self.mentor.set_options([("", "导师：全部"), *sorted(mentors.items(), key=lambda m: m[1])])
        self.mentor.setCurrentIndex(max(self.mentor.currentIndex(), 0))
        self.table.show_rows(self._rows)
        self.table.rows.check(list(self.table.rows.checked), False)
        self.table.rows.check(ticked, True)
        self._narrow()

    def update_marks(self, rows: Sequence[RollRow]) -> None:
        """The same people with other marks; ticks stay."""
        self._rows = list(rows)
        self.table.show_rows(self._rows)

    def shown(self) -> list[str]:
        """Whom the search lets through."""
        return [r.uid for r in self.table.rows.shown]

    def chosen(self) -> list[str]:
        """Everybody ticked, in the order of the list; those the search hides too: the number is in the button."""
        return [r.uid for r in self._rows if r.uid in self.table.rows.checked]

    def students(self) -> list[Student]:
        """The ticked."""
        return [r.student for r in self._rows if r.uid in self.table.rows.checked]

    def tick(self, uids: Sequence[str], on: bool) -> None:
        """Set or take away ticks."""
        self.table.rows.check(uids, on)

    def draft_text(self) -> str:
        """Who is ticked, for the draft."""
        return " ".join(self.chosen())

    def show_draft(self, text: str) -> None:
        """Exactly these ticks; who is no longer on the roll has none."""
        self.table.rows.check(list(self.table.rows.checked), False)
        self.table.rows.check([r.uid for r in self._rows if r.uid in text.split()], True)

    def tick_list(self) -> Roll:
        """Tick whoever the pasted list names, and say who is not clear."""
        found = call(self.paste.toPlainText(), [r.student.called for r in self._rows])
        self.tick(found.found, True)
        look(self.told, look="warn" if found.ambiguous or found.unknown else "ok")
        self.told.setText(told(found))
        self.told.show()
        if not (found.ambiguous or found.unknown):
            self.paste.clear()
        return found

    def focus(self) -> None:
        """Where work begins."""
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+A in the list ticks everybody on show."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.SelectAll)
        ):
            self.tick(self.shown(), True)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter in the pasted list ticks; elsewhere it goes up to the panel."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if (
            ctrl
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.paste.hasFocus()
            and self.paste.toPlainText().strip()
        ):
            self.tick_list()
        else:
            super().keyPressEvent(event)

    def _narrow(self) -> None:
        mentor = self.mentor.code()
        keep: Callable[[RollRow], bool] | None = (lambda r: r.student.mentor_uid == mentor) if mentor else None
        self.table.filter(self.search.text(), keep)


def told(found: Roll) -> str:
    """Who was ticked, who is not clear, who is not there."""
    parts = [f"名单里 {len(found.found)} 人已勾选" + (f"（重复 {len(found.repeated)} 处）" if found.repeated else "")]
    for line, people in found.ambiguous[:_NAMED]:
        who = "、".join(f"{p.also[0]} {p.also[1]}" for p in people)
        parts.append(f"▲ “{line}”有 {len(people)} 人同名（{who}），请手工勾选，或在名单里加上身份证号")
    if found.unknown:
        more = f" 等 {len(found.unknown)} 处" if len(found.unknown) > _NAMED else ""
        parts.append(f"▲ 名册里没有：{'、'.join(found.unknown[:_NAMED])}{more}，请核对姓名或项目")
    return "；".join(parts) + "。"
