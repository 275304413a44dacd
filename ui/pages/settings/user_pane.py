"""The pane of one user: name, post, roles; a password only where one is given. Passwords are never kept as a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from ui.dialogs.passphrase import NewPassphrase, PassphraseEdit
from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.detail import DetailPane
from ui.parts.line_edit import LineEdit
from ui.parts.look import Item, button, label, look, row, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.rules.duties import MEANING, Duty, listed, unfit
from yingcai_desktop.services.users import Person


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds when its button is pressed."""

    mode: str
    uid: str
    revision: int
    name: str
    post: str
    duties: frozenset[Duty]
    old: str
    password: str


_ROLE_PX = 84
_TITLES = {"first": "设置首位管理员", "new": "新增用户", "edit": "", "reset": "重设口令", "own": "修改我的口令", "leave": "停用用户"}
_BUTTONS = {"first": "设置管理员", "new": "增加用户", "edit": "存入", "reset": "重设口令", "own": "修改口令", "leave": "停用"}


class UserPane(DetailPane):
    """Emits `done(Typed)`; `asked(mode)` for the buttons that show another face of the same person."""

    done = Signal(object)
    asked = Signal(str)

    def __init__(self, shell: Shell) -> None:
        self.mode, self.person = "", None  # type: str, Person | None
        self.name, self.post, self.reason = LineEdit("", "姓名"), LineEdit("", "如 科员"), LineEdit("", "如 调离、退休")
        self.duties = {duty: QCheckBox(duty.label) for duty in Duty}
        self.old, self.password = PassphraseEdit("现在的口令", "现在的口令"), NewPassphrase("口令", narrow=True)
        self.note = label("", "error", wrap=True)
        for field, name in ((self.name, "姓名"), (self.post, "职务"), (self.reason, "停用理由")):
            field.setAccessibleName(name)
        roles = stack(gap=6)
        for duty, box in self.duties.items():
            box.setAccessibleName(f"角色 {duty.label}")
            box.toggled.connect(lambda _on: self._check())
            box.setFixedWidth(_ROLE_PX)
            roles.addLayout(row(box, (label(MEANING[duty], "hint", wrap=True), 1), gap=4))
        self.parts: dict[str, QWidget] = {
            "name": _part("姓名", self.name), "post": _part("职务", self.post), "roles": _part("角色", roles),
            "old": _part("现在的口令", self.old), "password": _part("口令", self.password), "reason": _part("停用理由", self.reason),
        }  # fmt: skip
        self.explain = label("", "label", wrap=True)
        body = QFrame()
        look(body, look="plain")
        offered = stack(gap=0)
        body.setLayout(stack(self.explain, offered, *self.parts.values(), self.note, None, gap=12, margins=(16, 10, 16, 12)))
        super().__init__([("form", "资料", Scroll(body))], "用户资料")
        self.print_button.hide()
        self.go = button("存入", "primary", "check", self.press, tip="Ctrl+Enter")
        self.reset = button("重设口令…", do=lambda: self.asked.emit("reset"))
        self.leave = button("停用…", "danger", do=lambda: self.asked.emit("leave"))
        foot = QFrame()
        foot.setLayout(row(self.reset, self.leave, None, self.go, margins=(16, 8, 16, 8)))
        self.set_footer(foot)
        self.password.second.entered.connect(self.press)
        self.halfway = Halfway(shell, self, "user", {"name": self.name, "post": self.post, "reason": self.reason})
        offered.addWidget(self.halfway.line())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.press, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_mode(self, mode: str, person: Person | None, may: bool) -> None:
        """Another face or another person: a password typed before is gone. `may`: whether the person at the desk may store it."""
        self.mode, self.person = mode, person
        texts = {"name": person.name, "post": person.post} if person else {}
        self.halfway.open(_record(mode, person.uid if person else ""), texts)
        self.name.setReadOnly(person is not None)
        for duty, box in self.duties.items():
            box.setChecked(duty in person.duties if person else duty is (Duty.ADMIN if mode == "first" else Duty.CLERK))
            box.setEnabled(may and not (mode == "first" and duty in (Duty.ADMIN, Duty.SUPERVISOR, Duty.JUDGE)))
        self.post.setReadOnly(not may)
        self.old.edit.clear()
        self.password.clear()
        self.password.owner = person.name if person else ""
        wanted = _PARTS[mode]
        for key, part in self.parts.items():
            part.setVisible(key in wanted)
        self.explain.setText(_EXPLAIN.get(mode, ""))
        self.explain.setVisible(bool(self.explain.text()))
        self.go.setText("恢复使用" if mode == "reset" and person and not person.active else _BUTTONS[mode])
        self.go.setVisible(may)
        look(self.go, look="danger" if mode == "leave" else "primary")
        active = person is not None and person.active
        self.reset.setVisible(may and mode == "edit")
        self.reset.setText("重设口令…" if active else "恢复使用…")
        self.leave.setVisible(may and mode == "edit" and active)
        self._head()
        self._check()

    def first_field(self) -> QWidget:
        """Where typing begins."""
        return {"first": self.name, "new": self.name, "edit": self.post, "reset": self.password.first, "own": self.old,
                "leave": self.reason}[self.mode]  # fmt: skip

    def press(self) -> None:
        """Hand over what is typed; what is plainly missing is said here."""
        if self.go.isHidden() or not self.go.isEnabled():
            return
        if why := self._problem():
            self.say(why)
            return
        uid, revision = (self.person.uid, self.person.revision) if self.person else ("", 0)
        held = frozenset(duty for duty, box in self.duties.items() if box.isChecked())
        post = self.reason.text() if self.mode == "leave" else self.post.text()
        self.done.emit(
            Typed(self.mode, uid, revision, self.name.text().strip(), post.strip(), held, self.old.text(), self.password.text())
        )

    def carried_out(self, typed: Typed) -> None:
        """It is stored: nothing of it is a draft."""
        self.halfway.done(_record(typed.mode, typed.uid))

    def wait(self, on: bool) -> None:
        """While it is being stored."""
        for part in (self.go, self.reset, self.leave):
            part.setEnabled(not on)

    def say(self, text: str) -> None:
        """What is wrong."""
        self.note.setText(f"× {text}" if text else "")
        self.note.setVisible(bool(text))

    def _problem(self) -> str:
        wanted = _PARTS[self.mode]
        if "name" in wanted and not self.name.text().strip():
            return "请填写姓名"
        if "old" in wanted and not self.old.text():
            return "请先输入现在的口令"
        if "reason" in wanted and not self.reason.text().strip():
            return "请写明停用理由"
        if "roles" in wanted and (why := unfit(duty for duty, box in self.duties.items() if box.isChecked())):
            return why
        self.password.owner = self.name.text().strip()
        return self.password.problem() if "password" in wanted else ""

    def _check(self) -> None:
        why = unfit(duty for duty, box in self.duties.items() if box.isChecked()) if "roles" in _PARTS.get(self.mode, ()) else ""
        self.say(why)

    def _head(self) -> None:
        person = self.person
        if person is None:
            self.show_head(_TITLES[self.mode])
            return
        state, tone = ("在用", "ok") if person.active else ("已停用", "plain")
        self.show_head(person.name, state, tone, _TITLES[self.mode] or listed(person.duties))


def _record(mode: str, uid: str) -> str:
    return f"{mode}/{uid}"


_PARTS: dict[str, Sequence[str]] = {
    "first": ("name", "post", "roles", "password"),
    "new": ("name", "post", "roles", "password"),
    "edit": ("post", "roles"),
    "reset": ("password",),
    "own": ("old", "password"),
    "leave": ("reason",),
}
_EXPLAIN = {
    "first": "设置以后，打开数据文件要选用户、输本人口令；原来的数据文件口令只在口令都忘记时用来恢复。接着会给出恢复单。",
    "new": "请把口令当面交给本人，本人进入后自行修改。",
    "reset": "设置一个新口令，当面交给本人；原来的口令立即失效。",
    "leave": "停用后，这个人的口令立即打不开数据文件；以往的操作记录里仍保留姓名。",
}


def _part(title: str, thing: Item) -> QFrame:
    frame = QFrame()
    look(frame, look="plain")
    frame.setLayout(stack(label(title, "label"), thing, gap=4))
    return frame
