"""The pane of one panel: name, judges with their schools or universities, chair, staff."""

import json
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.detail import DetailPane
from ui.parts.grid import GridColumn, SmallGrid
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.rules.interviewing import STAFF
from yingcai_desktop.services import panels
from yingcai_desktop.services.panels import PanelForm
from yingcai_desktop.services.people import Group

CHAIR = "组长"
_COLUMNS = (
    GridColumn("name", "姓名", "text", 116, longest=40),
    GridColumn("unit", "学校或单位", "text", 170, longest=80),
    GridColumn("chair", "组长", "choice", 70, choices=(CHAIR, "—")),
)


class PanelPane(DetailPane):
    """`stored(uid)` after the button; what is typed and not stored yet is kept by panel (ui/pages/halfway.py)."""

    stored = Signal(str)

    def __init__(self, shell: Shell, act: Callable[[str, Callable[[], object], str], bool]) -> None:
        """`act(title, do, said)` does a thing as one step of undo and tells."""
        self.shell, self._act = shell, act
        self._form: PanelForm | None = None
        self.name = LineEdit("", "如 数学一组")
        self.name.setAccessibleName("组别")
        self.judges = SmallGrid(_COLUMNS, name="评委", unit="名评委", most=15, rows_shown=6)
        self.staff = {role: LineEdit("", "姓名") for role in STAFF}
        for role, field in self.staff.items():
            field.setAccessibleName(role)
        names = [stack(label(role, "label"), field, gap=3) for role, field in self.staff.items()]
        hint = "评委须对亲属回避；单位写成中学全称的，程序自动让该评委对本校考生回避。"
        self._offered = stack(gap=0)
        body = stack(
            self._offered, label("组别", "label"), self.name, 4, label("评委", "label"), self.judges, label(hint, "hint", wrap=True), 4,
            row(*[(one, 1) for one in names], gap=8), None, gap=6, margins=(16, 8, 16, 12),
        )  # fmt: skip
        super().__init__([("form", "面试组", Scroll(holder(body, "plain")))], "面试组")
        self.print_button.hide()
        self.remove = button("删除", "danger", "trash", self._remove)
        self.replace = button("更换评委…", do=lambda: None)
        self.go = button("保存面试组", "primary", "check", self.store, tip="Ctrl+Enter")
        self.halfway = Halfway(shell, self, "panel", {"name": self.name, "judges": self.judges, **self.staff})
        self._offered.addWidget(self.halfway.line())
        self.set_footer(holder(row(self.remove, self.replace, None, self.go, margins=(16, 8, 16, 10)), "plain"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.store, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    @property
    def uid(self) -> str:
        """The panel on show; blank for a new one."""
        return self._form.uid if self._form else ""

    def begin(self, group: Group) -> None:
        """A new panel of a group."""
        self._show(PanelForm(group, ""))
        self.show_head("新建面试组", "", "plain", str(self.shell.desk.schemes.group_name(*group)))
        self.name.setFocus()

    def open(self, uid: str) -> None:
        """A stored panel; what is typed and not stored stays if it is the same one."""
        if self.isVisible() and uid == self.uid:
            return
        form = panels.form_of(self.shell.desk, uid)
        self._show(form)
        self.show_head(form.name, "", "plain", str(self.shell.desk.schemes.group_name(*form.group)))

    def form(self) -> PanelForm | None:
        """What is typed now."""
        if self._form is None:
            return None
        self.judges.settle()
        rows = [one for one in self.judges.values() if one["name"]]
        chair = next((one["name"] for one in rows if one["chair"] == CHAIR), "")
        staff = {role: field.text() for role, field in self.staff.items()}
        judges = tuple((one["name"], one["unit"]) for one in rows)
        return PanelForm(self._form.group, self.name.text(), judges, chair, staff, self._form.uid)

    def store(self) -> None:
        """The button."""
        form = self.form()
        if form is None:
            return
        if sum(one["chair"] == CHAIR for one in self.judges.values()) > 1:
            self.shell.messages.error("面试组没有保存：组长只能有一人。")
            return
        kept: list[str] = []
        name = form.name.strip()
        if not self._act(f"保存{name}", lambda: kept.append(panels.save(self.shell.desk, form)), f"{name}已保存。"):
            return
        self.halfway.done(_record(form))
        uid = kept[0]
        self._show(panels.form_of(self.shell.desk, uid))
        self.show_head(form.name.strip(), "", "plain", str(self.shell.desk.schemes.group_name(*form.group)))
        self.stored.emit(uid)

    def _show(self, form: PanelForm) -> None:
        self._form = form
        judges = [{"name": name, "unit": unit, "chair": CHAIR if name == form.chair else ""} for name, unit in form.judges]
        staff = {role: form.staff.get(role, "") for role in self.staff}
        self.halfway.open(_record(form), {"name": form.name, "judges": json.dumps(judges, ensure_ascii=False), **staff})
        self.remove.setVisible(bool(form.uid))
        self.replace.setVisible(bool(form.uid))
        self.show()

    def _remove(self) -> None:
        name, uid = self.name.text(), self.uid
        if self._act(f"删除{name}", lambda: panels.remove(self.shell.desk, uid), f"已删除{name}。"):
            self.close_pane()


def _record(form: PanelForm) -> str:
    """What the draft of a panel is kept under: the panel, or a new one of the group."""
    return form.uid or f"new/{'/'.join(form.group)}"
