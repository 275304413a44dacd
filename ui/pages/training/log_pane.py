"""One activity in the pane: its fields keep themselves, the log is handed in, the mentor's word is recorded (已交 → 已审/退回)."""

from datetime import date

from PySide6.QtCore import Signal

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training import visit_form
from ui.pages.training.acting import Acting
from ui.parts.detail import DetailPane
from ui.parts.fields import Field
from ui.parts.form import Finding, Form, FormFooter, Section
from ui.parts.look import button
from yingcai_desktop.rules.training import APPROVED, NOT_HANDED_IN, RETURNED, WAITING
from yingcai_desktop.services.trainees import visits
from yingcai_desktop.services.trainees.log import Line

_TONES = {APPROVED: "ok", WAITING: "info", RETURNED: "bad", NOT_HANDED_IN: "warn"}
_REVIEW = Section("导师审核", (
    Field("reviewed_by", "审核导师", hint="不填为本人导师"),
    Field("handed_in_on", "日志提交日期", "date"),
    Field("review_note", "审核意见", "long", span=2, hint="退回必填"),
))  # fmt: skip
_LOG_KEYS = ("review_note", "reviewed_by", "handed_in_on")


class LogPane(DetailPane):
    """`passed` when the next one may be shown."""

    passed = Signal()

    def __init__(self, shell: Shell, acting: Acting) -> None:
        self.form = Form((*visit_form.sections(with_log=False), _REVIEW))
        super().__init__([("form", "活动与日志", self.form)], "活动与日志")
        self.shell, self.acting = shell, acting
        self.uid, self.saving = "", False
        self.line: Line | None = None
        self.back = button("退回…", do=self.send_back, tip="写明审核意见，退给学员重交")
        self.main = button("审核通过", "primary", do=self.forward, tip="Ctrl+Enter")
        footer = FormFooter(self.form, [self.back, self.main])
        self.set_footer(footer)
        self.halfway = Halfway(shell, self, "training.log", {"form": self.form})
        self.halfway.told.connect(footer.show_kept)
        self.print_button.hide()
        for key in ("content", "review_note"):
            self.form.boxes[key].editor.widget.setMaximumHeight(112)
        self.form.committed.connect(self._committed)
        self.setFocusProxy(self.form.boxes["day"].editor.inputs[0])

    def show_line(self, line: Line) -> None:
        """Another activity, or the same one as it is stored now."""
        self.uid, self.line = line.uid, line
        s = line.student
        self.show_head(s.name, line.review, _TONES[line.review], f"{s.subject} · 导师 {s.mentor} · {s.school_short}")
        values = _values(line)
        values["handed_in_on"] = values["handed_in_on"] or self.shell.desk.clock().date().isoformat()
        self.halfway.open(line.uid, values)
        self._check()
        lacking = line.lacking
        self.main.setText("日志已交" if lacking else "审核通过" if line.waiting else "看下一条")
        self.main.setAccessibleName(self.main.text())
        self.back.setVisible(line.review in (WAITING, APPROVED))

    def settle(self) -> None:
        """Store what is typed now."""
        self.form.flush()

    def forward(self) -> None:
        """One step on: 日志已交, then 审核通过, then the next (Ctrl+Enter)."""
        self.settle()
        line, desk, values = self.line, self.shell.desk, self.form.values()
        if line is None or not self.uid:
            return
        if line.lacking:
            on = _day(values["handed_in_on"]) or desk.clock().date()
            if not values["content"].strip():
                self.form.show_findings({"content": Finding("bad", "请填写日志内容，或从学员的日志里粘贴")})
                self.form.focus("content")
                return
            self.acting.do(
                "登记日志",
                lambda: visits.hand_in(desk, line.uid, line.revision, values["content"], on),
                f"{line.name} {line.day} 的日志已登记，等待导师审核。",
            )
        elif line.waiting:
            by, note = values["reviewed_by"].strip(), values["review_note"]
            act = self.acting.do(
                "审核通过",
                lambda: visits.review(desk, [line.uid], "approve", note, by),
                f"{line.name} {line.day} 的日志审核通过，计入次数。",
            )
            if act is not None:
                self.passed.emit()
        else:
            self.passed.emit()

    def send_back(self) -> None:
        """退回: the opinion first."""
        self.settle()
        line, desk, values = self.line, self.shell.desk, self.form.values()
        if line is None:
            return
        if not values["review_note"].strip():
            self.form.show_findings({"review_note": Finding("bad", "请写明退回的意见（附件1 五（三）1）")})
            self.form.focus("review_note")
            return
        by, note = values["reviewed_by"].strip(), values["review_note"]
        self.acting.do(
            "退回日志",
            lambda: visits.review(desk, [line.uid], "return", note, by),
            f"{line.name} {line.day} 的日志已退回：{note}",
        )

    def _committed(self, key: str) -> None:
        """A field has settled: store the activity if it is sound."""
        line, desk = self.line, self.shell.desk
        if line is None or not self.uid or key in _LOG_KEYS:
            return
        found = self._check()
        if found.entry is None or _same(line, found.entry):
            return
        entry = found.entry
        self.saving = True
        try:
            self.acting.do(f"更正 {self.form.boxes[key].spec.label}", lambda: visits.correct(desk, line.uid, line.revision, entry),
                           f"已更正 {line.name} {line.day} 的活动。", aloud=False)  # fmt: skip
        finally:
            self.saving = False
        self._again()

    def _again(self) -> None:
        from yingcai_desktop.services.trainees import log

        found = next((r for r in log.lines(self.shell.desk) if r.uid == self.uid), None)
        if found is not None:
            self.line = found
            self.halfway.stored({key: text for key, text in _values(found).items() if key not in _LOG_KEYS})

    def _check(self) -> visit_form.Read:
        since = [self.line.student.admitted_on] if self.line else []
        found = visit_form.read(self.shell.desk, self.form.values(), since)
        self.form.show_findings(found.findings)
        return found


def _values(line: Line) -> dict[str, str]:
    return {
        "day": line.day.isoformat(), "start_time": line.start_time, "mode": line.mode,
        "face_to_face": "1" if line.face_to_face else "", "activity_type": line.activity_type, "place": line.place,
        "instructor": line.instructor, "content": line.content, "reviewed_by": line.reviewed_by,
        "handed_in_on": line.handed_in_on.isoformat() if line.handed_in_on else "", "review_note": line.review_note,
    }  # fmt: skip


def _same(line: Line, entry: visits.Entry) -> bool:
    return all(getattr(line, name) == value for name, value in entry.values().items() if name != "review")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
