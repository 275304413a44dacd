"""One 中学指导教师 for several ticked trainees, as schools give them: name, since when, in one line."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training.acting import Acting
from ui.parts.fields import tidy_date
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.trainees import teachers
from yingcai_desktop.services.trainees.board import Row


class TeacherBar(QFrame):
    """`done` when it is stored."""

    done = Signal()

    def __init__(self, shell: Shell, acting: Acting) -> None:
        super().__init__()
        self.shell, self.acting = shell, acting
        look(self, look="card")
        self.setAccessibleName("给勾选的学员登记中学指导教师")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows: Sequence[Row] = ()
        self.words = label("", "strong")
        self.name, self.since = LineEdit("", "中学指导教师姓名"), LineEdit("", "起始日期")
        self.name.setAccessibleName("中学指导教师姓名")
        self.since.setAccessibleName("起始日期")
        self.since.setMaximumWidth(140)
        self.go = button("登记", "primary", do=self.appoint)
        self.name.textChanged.connect(lambda _text: self.go.setEnabled(bool(self.name.text().strip())))
        self.name.entered.connect(self.appoint)
        self.halfway = Halfway(shell, self, "training.teacher-bar", {"name": self.name, "since": self.since})
        self.setLayout(row(self.words, (self.name, 1), self.halfway.line(), self.since, self.go, margins=(16, 8, 12, 8)))
        self.hide()

    def show_choice(self, rows: Sequence[Row]) -> None:
        """These are ticked; none puts the bar away."""
        self._rows = rows
        schools = {r.student.school_short for r in rows}
        where = f"（{schools.copy().pop()}）" if len(schools) == 1 else f"（{len(schools)} 所学校）" if schools else ""
        self.words.setText(f"勾选的 {len(rows)} 名{where}：")
        self.go.setText(f"登记 {len(rows)} 名")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(self.name.text().strip()))
        self.halfway.open("teacher", {"since": self.shell.desk.clock().date().isoformat()})
        self.setVisible(bool(rows))

    def appoint(self) -> None:
        """Store it for everybody ticked."""
        desk, uids, name, since = (
            self.shell.desk,
            [r.uid for r in self._rows],
            self.name.text(),
            tidy_date(self.since.text()),
        )

        def act() -> str:
            try:
                day = date.fromisoformat(since)
            except ValueError as error:
                raise Invalid(f"日期“{since}”读不懂，没有保存。请按 2025-05-01 的样子填写。") from error
            return teachers.appoint(desk, uids, name, day)

        if uids and self.acting.do(f"登记中学指导教师 {len(uids)} 名", act, lambda said: said) is not None:
            self.halfway.done()
            self.done.emit()
