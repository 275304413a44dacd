"""机构与联系人: each unit of the notice with its 领导小组 and contacts; people are kept in the pane (附件1 二, 附件2 二)."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame

from ui.pages.base import Shell
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.settings.form_pane import FormPane
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.fields import Field
from ui.parts.filters import Pick
from ui.parts.form import Section
from ui.parts.look import button, holder, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.identity import mask_phone
from yingcai_desktop.services import units
from yingcai_desktop.services.units import Person, Unit

_FORM = "unit-person"
_NEW = "new"
_SECTIONS = (
    Section(
        "人员",
        (
            Field("post", "职责", "choice", True, options=[(post, post) for post in units.POSTS]),
            Field("name", "姓名", "text", True),
            Field("position", "职务"),
            Field("phone", "电话"),
            Field("email", "邮箱"),
            Field("address", "地址"),
            Field("note", "备注", "text", False, 2),
        ),
    ),
)
_COLUMNS = (
    Column("lacks", "状态", lambda u: u.lacks or "齐全", 150, kind="pill", tone=lambda u: "warn" if u.lacks else "ok"),
    Column("unit", "单位", lambda u: u.uid, 250, find=True, tip=lambda u: u.uid),
    Column("kind", "类别", lambda u: u.kind_name, 100),
    Column("leader", "领导小组组长", lambda u: u.leader, 130, find=True, tip=lambda u: u.leader),
    Column("contact", "联系人", lambda u: u.contact, 140, find=True, tip=lambda u: u.contact),
    Column("count", "登记人数", lambda u: str(len(u.people)), 84, "right", number=lambda u: float(len(u.people))),
    Column("programmes", "参与项目", lambda u: u.programmes, 150),
    Column("clause", "通知条款", lambda u: u.clause, 240, tip=lambda u: u.clause),
)
_PEOPLE = (
    Column("post", "职责", lambda p: p.post, 128, tip=lambda p: p.post),
    Column("name", "姓名", lambda p: p.name, 92),
    Column("position", "职务", lambda p: p.position, 90, tip=lambda p: p.position),
    Column("phone", "电话", lambda p: mask_phone(p.phone) if p.phone.isdigit() else p.phone, 118),
)


class UnitsTab(RegisterPage):
    """Units come from the notice and the directory of schools; only people are typed here."""

    watches = ("unit_person", "school")

    def __init__(self, shell: Shell, place: Place) -> None:
        kinds = [("office", "管理办公室"), ("university", "培养高校"), ("school", "参与中学")]
        self.declared = Declared(
            _COLUMNS, 2, (Pick("kind", "类别", kinds),), {"kind": "kind"},
            (SavedView("all", "全部", lambda u: True), SavedView("lacks", "还缺人", lambda u: bool(u.lacks))),
            "搜索单位、姓名", "个单位", "没有这样的单位", ticks=False,
        )  # fmt: skip
        self.shell = shell
        self._rows: list[Unit] = []
        self._unit = ""
        super().__init__(shell, place)
        self.refresh()

    def all_rows(self) -> Sequence[Unit]:
        """The units in scope."""
        return self._rows

    def make_pane(self) -> DetailPane:
        """People above, the form of one of them below."""
        self.people = Table(_PEOPLE, name="单位人员", frozen=0, unit="人")
        self.people.current_changed.connect(self._person)
        take_off = button("删除", "ghost", "trash", self._remove, tip="从名单里去掉；操作记录里仍可查到")
        fresh = button("登记一人", "", "plus", self._fresh, tip="Ctrl+N")
        tab = QFrame()
        tab.setLayout(stack((self.people, 1), holder(row(None, fresh, margins=(12, 4, 16, 4)), "plain"), gap=0))
        self.pane: FormPane = FormPane(
            self.shell, _FORM, _SECTIONS, self._save, name="单位人员", action="存入", tabs=[("people", "人员", tab)], extra=[take_off]
        )
        self.pane.stored.connect(lambda _uid: self._stored())
        self.offer("unit.save", self.pane.go, fresh)
        self.offer("unit.remove", take_off)
        return self.pane

    def empty_state(self) -> EmptyState:
        """Only without decisions: the schools are signed."""
        return EmptyState("还没有单位", "登记决定文件里的学校名录以后，这里列出各单位。", (Action("回到工作台", lambda: self.shell.go("home"), "house"),))

    def showing(self) -> str:
        """The unit in the pane."""
        return self._unit

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        unit = next((u for u in self._rows if u.uid == uid), None)
        if unit is None:
            return
        self._unit = uid
        self.pane.show_head(unit.uid, unit.lacks or "齐全", "warn" if unit.lacks else "ok", unit.clause)
        self.people.show_rows(unit.people)
        self.pane.set_tab_text("people", f"人员 {len(unit.people)}" if unit.people else "人员")
        self.pane.show_tab("people" if unit.people else "form")
        self._open(self.people.current())

    def leave_record(self) -> None:
        """Keep what was typed."""
        self.pane.close_record()
        self._unit = ""

    def edit_record(self) -> None:
        """Into the form."""
        self.pane.show_tab("form")
        self.pane.form.focus()

    def new(self) -> None:
        """Ctrl+N: somebody new in the unit on show."""
        if self._unit:
            self._fresh()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is not None:
            self._rows = units.units(self.shell.desk, self.shell.programme)
            self.show_rows()

    def _open(self, uid: str) -> None:
        unit = next((u for u in self._rows if u.uid == self._unit), None)
        person = next((p for p in unit.people if p.uid == uid), None) if unit else None
        self.pane.open(f"{self._unit}|{uid or _NEW}", _texts(person))
        self.pane.set_tab_text("form", "修改" if person else "登记")

    def _person(self, uid: str) -> None:
        if uid and self._unit:
            self._open(uid)

    def _fresh(self) -> None:
        self.people.clear_current()
        self._open("")
        self.edit_record()

    def _save(self, record: str, texts: Mapping[str, str]) -> None:
        unit, _, uid = record.partition("|")
        units.save_person(self.shell.desk, unit, texts, "" if uid == _NEW else uid)
        self.shell.messages.done(f"已登记{unit}的{texts['post']} {texts['name'].strip()}。")

    def _remove(self) -> None:
        uid = self.people.current()
        if not uid:
            self.shell.messages.info("先在“人员”里选中一人，再删除。")
            return
        try:
            units.remove_person(self.shell.desk, uid)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.shell.messages.done("已从名单里去掉这位人员。")
        self._stored()

    def _stored(self) -> None:
        unit = self._unit
        self.refresh()
        self.show_record(unit)


def _texts(person: Person | None) -> dict[str, str]:
    keys = ("post", "name", "position", "phone", "email", "address", "note")
    return {key: getattr(person, key) if person else "" for key in keys}


