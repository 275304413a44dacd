"""学校名录: the schools that take part, what people call them, and in which programme (附件1 三.3, 附件2 三（三）)."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QPushButton

from ui.pages.base import Shell
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.settings.form_pane import FormPane
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.fields import Field
from ui.parts.filters import Pick
from ui.parts.form import Section
from ui.parts.look import button
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.services import units
from yingcai_desktop.services.units import SchoolRow

_FORM = "school"
_NEW = "new"


class SchoolsTab(RegisterPage):
    """A short name belongs to one school: workbooks are read by it."""

    watches = ("school", "application")

    def __init__(self, shell: Shell, place: Place) -> None:
        schemes = shell.desk.schemes if shell.desk else None
        cities = list(schemes.city_names.items()) if schemes else []
        self._short = {p: s.short for p, s in schemes.programmes.items()} if schemes else {}
        self._cities = dict(cities)
        columns = (
            Column("name", "学校全称", lambda s: s.name, 270, find=True, tip=lambda s: s.name),
            Column("aliases", "简称", lambda s: "、".join(s.aliases), 220, find=True, tip=lambda s: "、".join(s.aliases)),
            Column("city", "盟市", lambda s: self._cities.get(s.city, s.city), 110),
            Column("programmes", "参与项目", lambda s: "、".join(self._short.get(p, p) for p in s.programmes), 160),
            Column("applicants", "报名人次", lambda s: str(s.applicants), 90, "right", sort=lambda s: s.applicants, number=lambda s: float(s.applicants)),
        )
        views = [SavedView("all", "全部", lambda s: True)]
        views += [SavedView(p, name, lambda s, p=p: p in s.programmes) for p, name in self._short.items()]  # type: ignore[misc]
        self.declared = Declared(columns, 1, (Pick("city", "盟市", cities),), {"city": "city"}, views, "搜索学校", "所", "没有这样的学校", ticks=False)
        self._section = Section(
            "学校",
            (
                Field("name", "学校全称", "text", True, 2, "与公章一致"),
                Field("aliases", "简称", "text", False, 2, "用顿号分开；汇总表里写简称也认得"),
                Field("city", "盟市", "choice", True, 2, options=cities),
                *(Field(p, f"参与{name}", "flag", placeholder="参与") for p, name in self._short.items()),
            ),
        )
        self.shell = shell
        self._rows: list[SchoolRow] = []
        super().__init__(shell, place)
        self.refresh()

    def all_rows(self) -> Sequence[SchoolRow]:
        """The directory; a scope narrows it to one programme."""
        scope = self.shell.scope
        return [s for s in self._rows if scope in ("both", *s.programmes)]

    def make_pane(self) -> DetailPane:
        """One school."""
        self.pane: FormPane = FormPane(self.shell, _FORM, (self._section,), self._save, name="学校", action="存入")
        self.pane.stored.connect(lambda _uid: self.refresh())
        self.offer("school.save", self.pane.go)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """新增."""
        fresh = button("新增学校", "primary", "plus", self.new, tip="Ctrl+N")
        self.offer("school.save", fresh)
        return (fresh,)

    def empty_state(self) -> EmptyState:
        """Schools come with the decisions, or one by one."""
        return EmptyState("还没有学校", "学校名录随决定文件登记，也可以逐所新增。", (Action("新增学校", self.new, "plus"),), "buildings")

    def showing(self) -> str:
        """The school in the pane."""
        return self.pane.record

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        school = next((s for s in self._rows if s.uid == uid), None)
        if school is not None:
            self.pane.show_head(school.name, "", "plain", f"报名 {school.applicants} 人次")
            flags = {p: "1" if p in school.programmes else "" for p in self._short}
            self.pane.open(uid, {"name": school.name, "city": school.city, "aliases": "、".join(school.aliases), **flags})

    def leave_record(self) -> None:
        """Keep what was typed."""
        self.pane.close_record()

    def edit_record(self) -> None:
        """Into the first field."""
        self.pane.form.focus()

    def new(self) -> None:
        """Ctrl+N."""
        self.leave_record()
        self.table.clear_current()
        self.pane.show_head("新学校", "未存入", "warn", "")
        self.pane.open(_NEW, {"name": "", "city": "", "aliases": "", **dict.fromkeys(self._short, "")})
        self.pane.show()
        self.pane.form.focus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is not None:
            self._rows = units.schools(self.shell.desk)
            self.show_rows()

    def _save(self, record: str, texts: Mapping[str, str]) -> None:
        units.save_school(self.shell.desk, texts, "" if record == _NEW else record)
        self.shell.messages.done(f"已存入{texts['name'].strip()}。")
