"""One former trainee: the years one under another, a form for a new line, and the consent (附件2 八; 个人信息保护法第15条)."""

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from db.models import AlumniRecord, label
from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training.acting import Acting
from ui.parts.detail import DetailPane
from ui.parts.fields import Field
from ui.parts.form import Finding, Form, Section
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, row, stack
from ui.parts.look import label as words
from ui.parts.scroll import Scroll
from ui.parts.strip import Action, Strip
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.following import saving
from yingcai_desktop.services.following.people import Line, Person
from yingcai_desktop.sheets.words import STAGES

_A = AlumniRecord
_FORM = (Section("新的一条", (
    Field("updated_on", label(_A.updated_on), "date", required=True),
    Field("stage", label(_A.stage), "choice", required=True, options=[(s, s) for s in dict.fromkeys(STAGES.values())]),
    Field("university", label(_A.university), span=2),
    Field("major", label(_A.major)),
    Field("research", label(_A.research)),
    Field("route", label(_A.route)),
    Field("top_plan", label(_A.top_plan), "choice", options=[("1", "是"), ("0", "否")]),
    Field("reported_by", label(_A.reported_by)),
    Field("consent", label(_A.consent), "flag", required=True, placeholder="本人同意继续跟踪"),
)),)  # fmt: skip


class AlumniPane(DetailPane):
    """历年, 登记, 同意."""

    def __init__(self, shell: Shell, acting: Acting) -> None:
        self._years = stack(gap=8, margins=(16, 4, 16, 12))
        years = QFrame()
        years.setLayout(self._years)
        self.form = Form(_FORM)
        self.add = button("存入这一条", "primary", "plus")
        page = QWidget()
        lines = stack((self.form, 1), row(None, self.add, margins=(16, 8, 16, 10)), gap=0)
        page.setLayout(lines)
        self.note = LineEdit("", "说明（选填），例如：本人来电")
        self.note.setAccessibleName("说明")
        self.told = words("", wrap=True)
        self.turn = button("", "danger")
        consent = QWidget()
        words_of = stack(self.told, self.note, row(None, self.turn), None, margins=(16, 8, 16, 12))
        consent.setLayout(words_of)
        super().__init__([("years", "历年", Scroll(years)), ("new", "登记", page), ("consent", "同意", consent)], "往届学员")
        self.shell, self.acting = shell, acting
        self.uid = ""
        self.person: Person | None = None
        self.halfway = Halfway(shell, self, "training.alumni", {"form": self.form})
        self.said = Halfway(shell, self, "training.alumni-consent", {"note": self.note})
        lines.insertWidget(1, self.halfway.line())
        words_of.insertWidget(1, self.said.line())
        self.add.clicked.connect(lambda _on=False: self.store())
        self.turn.clicked.connect(lambda _on=False: self.turn_consent())
        self.print_button.hide()
        self.setFocusProxy(self.tabs)

    def show_person(self, found: Person) -> None:
        """Another person, or the same as stored now."""
        self.uid, self.person = found.uid, found
        tone = "plain" if not found.open else "warn" if found.lost else "ok"
        state = "已撤回同意" if not found.open else f"{found.silent_days} 天前更新" if found.lost else "在跟踪"
        self.show_head(found.name, state, tone, f"{found.seasons} 届 · {found.last.subject} · {found.last.grade or '等级未填'}")
        self._show_again(found)
        self._show_years(found)
        self.set_tab_text("years", f"历年 {len(found.lines)}")
        self.add.setEnabled(found.open)
        self.told.setText(
            "本人（和监护人）同意跟踪。本人不愿意继续的，在这里登记撤回：已有内容封存不再显示，跟踪表不再发出，也不再收新的记录。" if found.open
            else f"{found.stopped} 撤回了跟踪同意，内容已封存。取得重新同意后可以恢复。"
        )  # fmt: skip
        self.turn.setText("登记撤回同意" if found.open else "登记重新同意")
        self.turn.setAccessibleName(self.turn.text())
        last = found.last
        today = self.shell.desk.clock().date().isoformat()
        keep = {"stage": last.stage, "university": last.university, "major": last.major, "research": last.research, "route": last.route}
        self.halfway.open(found.uid, {"updated_on": today, **(keep if found.open else {}), "reported_by": last.reported_by})
        self.said.open(found.uid)

    def store(self) -> None:
        """The line as a whole."""
        self.form.flush()
        desk, uid, values = self.shell.desk, self.uid, self.form.values()
        name = self.person.name if self.person else ""
        before = self.form.counts()
        deed = self.acting.do(f"登记 {name} 的去向", partial(self._record, desk, uid, values), f"已登记 {name} 的去向。")
        if deed is not None:
            self.form.show_findings({})
            self.halfway.done(uid)
            self.show_tab("years")
        elif before == self.form.counts():
            self.form.next_finding()

    def turn_consent(self) -> None:
        """撤回, or again."""
        found, desk = self.person, self.shell.desk
        if found is None:
            return
        if found.open:
            act, said = partial(saving.stop, desk, found.uid, "本人", self.note.text()), f"已登记 {found.name} 撤回跟踪同意，内容已封存。"
            turned = self.acting.do("撤回跟踪同意", act, said)
        else:
            turned = self.acting.do("重新同意跟踪", partial(saving.resume, desk, found.stop_uid), f"已登记 {found.name} 重新同意跟踪。")
        if turned is not None:
            self.said.done()

    # Inside

    def _record(self, desk: object, uid: str, values: dict[str, str]) -> None:
        try:
            saving.record(self.shell.desk, uid, values)
        except Invalid as refused:
            if refused.problems and refused.problems[0].detail in self.form.boxes:
                self.form.show_findings({refused.problems[0].detail: Finding("bad", refused.message)})
            raise

    def _show_again(self, found: Person) -> None:
        self.clear_strips()
        if found.again:
            see = Action("查看报名", lambda: self.shell.go("applicants", uid=found.again))
            self.add_strip(Strip(f"今年又报了名（{found.again_state}）：上届学员优先考虑", "info", [see], closable=False))

    def _show_years(self, found: Person) -> None:
        while (item := self._years.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in found.lines:
            self._years.addWidget(_year(line, found.open))
        self._years.addStretch(1)


def _year(line: Line, told: bool) -> QFrame:
    """One line of the years."""
    began = [words("转入跟踪", "label")] if line.moved else []
    head = row(words(line.updated_on.isoformat(), "strong"), words(line.stage if told else "已封存", "label"), *began, None,
               words(f"{line.season} 届 {line.subject}", "hint"))  # fmt: skip
    facts = " · ".join(p for p in (line.university, line.major, line.research, line.route, "拔尖计划" if line.top_plan else "") if p)
    body = words((facts or "没有填写大学和专业") if told else "本人已撤回同意，内容不显示", wrap=True)
    return holder(stack(head, body, words(f"填报：{line.reported_by or '未填'}", "hint"), gap=2, margins=(10, 8, 10, 8)), "inset")
