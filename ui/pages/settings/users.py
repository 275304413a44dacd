"""用户与权限: who works here and in which roles, who may do what, and the recovery sheet (ux §4.15, N09, L03)."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton

from ui.dialogs.sheet import SheetCard
from ui.pages.base import Shell
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.settings.about import preview_cards
from ui.pages.settings.user_pane import Typed, UserPane
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.look import button, label, row
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.rules.recovery_code import grouped
from yingcai_desktop.services import recovery_page, rights, users
from yingcai_desktop.services.users import Person

_COLUMNS = (
    Column("state", "状态", lambda p: "在用" if p.active else "已停用", 88, kind="pill", tone=lambda p: "ok" if p.active else "plain"),
    Column("name", "姓名", lambda p: p.name, 164, find=True, tip=lambda p: p.name),
    Column("post", "职务", lambda p: p.post, 132, find=True, tip=lambda p: p.post),
    Column("duties", "角色", lambda p: p.duties_text, 188, find=True, tip=lambda p: p.duties_text),
    Column("failures", "口令输错", lambda p: f"{p.failures} 次" if p.failures else "", 96, "right", number=lambda p: float(p.failures)),
)
_RIGHTS = (
    Column("part", "类别", lambda r: r.part, 110),
    Column("title", "事项", lambda r: r.title, 220, find=True, tip=lambda r: r.title),
    *(Column(d.value, d.label, lambda r, d=d: r.mark(d), 84, "center") for d in Duty),  # type: ignore[misc]
    Column("two", "须两人", lambda r: "两人" if r.two else "", 84, "center"),
)


class UsersTab(RegisterPage):
    """Without users everything is permitted; the first one set is an administrator, and from then on everybody signs in."""

    watches = ("user", "recovery_sheet")

    def __init__(self, shell: Shell, place: Place) -> None:
        of_role = [SavedView(d.value, d.label, lambda p, d=d: p.active and d in p.duties) for d in Duty]  # type: ignore[misc]
        self.declared = Declared(
            _COLUMNS, 2, (), {}, (SavedView("all", "全部", lambda p: True), *of_role, SavedView("left", "已停用", lambda p: not p.active)),
            "搜索姓名、职务", "位用户", "没有这样的用户", ticks=False,
        )  # fmt: skip
        self.shell = shell
        self._rows: list[Person] = []
        super().__init__(shell, place)
        self.pane.done.connect(self._done)
        self.pane.asked.connect(self._face)
        self.matrix = Table(_RIGHTS, name="权限一览", frozen=2, unit="项", preferences=shell.preferences, view="rights")
        self.rights_card = Card("权限一览", "谁能办什么，由流程表推出，不能在这里改", (self.matrix, 1), link=("返回用户", self.show_matrix))
        self.sheet: SheetCard | None = None
        self.sheet_card = Card("恢复单")
        for card in (self.rights_card, self.sheet_card):
            self.body.addWidget(card, 1)
            card.hide()
        self.b_cards = button("岗位卡片…", "link", "", lambda: preview_cards(shell), tip="每个角色一页 A4，可以贴在墙上")
        self.foot.addLayout(row((self.made, 1), self.b_cards))
        self.refresh()

    # The register

    def all_rows(self) -> Sequence[Person]:
        """Everybody."""
        return self._rows

    def make_pane(self) -> UserPane:
        """One user."""
        self.pane: UserPane = UserPane(self.shell)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """权限一览, 我的口令, 恢复单, 新增."""
        self.made = label("", "hint", wrap=True)
        self.b_rights = button("权限一览", "ghost", "list", self.show_matrix)
        self.b_own = button("修改我的口令", "", "key", self.change_own)
        self.b_sheet = button("制作恢复单…", "", "printer", self.new_sheet, tip="由两人制作；原来的恢复单随即作废")
        self.b_new = button("新增用户", "primary", "plus", self.new, tip="Ctrl+N")
        return self.b_rights, self.b_own, self.b_sheet, self.b_new

    def empty_state(self) -> EmptyState:
        """A store that is opened with a passphrase."""
        return EmptyState(
            "还没有登记用户",
            "现在凭数据文件的口令打开，谁都可以办理所有事项。\n设置首位管理员以后，各人用自己的口令进入，按角色办理。",
            (Action("设置首位管理员…", self.new, "plus"), Action("权限一览", self.show_matrix)),
            "users",
        )

    def showing(self) -> str:
        """The user in the pane."""
        return self.pane.person.uid if self.pane.person is not None else ""

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        person = self._person(uid)
        if person is not None:
            self.pane.show_mode("edit", person, self.shell.desk.may("user.edit"))

    def leave_record(self) -> None:
        """A password that was being typed is not kept; a name, a post and a reason are."""
        self.pane.halfway.leave()
        self.pane.person = None
        self.pane.password.clear()
        self.pane.old.edit.clear()

    def edit_record(self) -> None:
        """The keyboard into the pane."""
        self.pane.first_field().setFocus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is None:
            return
        self._rows = users.people(self.shell.desk)
        made = users.sheet_made(self.shell.desk)
        self.made.setText(f"现行恢复单制作于 {made[:10]}，封存在保险柜；丢失或用过以后请重新制作。" if made else "")
        self.show_rows()
        self.rights_changed()
        if self.pane.isVisible() and self.pane.mode == "edit" and self.showing():
            self.show_record(self.showing())

    def rights_changed(self) -> None:
        """Buttons follow the roles of whoever sits here."""
        desk: Desk | None = self.shell.desk
        people = bool(self._rows)
        self.b_new.setVisible(desk is None or not people or desk.may("user.add"))
        self.b_new.setText("新增用户" if people else "设置首位管理员")
        self.b_sheet.setVisible(people and desk is not None and desk.may("user.sheet"))
        self.b_own.setVisible(desk is not None and desk.user is not None)

    # What the buttons do

    def new(self) -> None:
        """Ctrl+N: another user, or the first one."""
        if not self.b_new.isVisibleTo(self):
            return
        self.table.clear_current()
        self._open("new" if self._rows else "first", None)

    def change_own(self) -> None:
        """One's own password."""
        desk: Desk = self.shell.desk
        if desk.user is not None:
            self._open("own", self._person(desk.user.uid))

    def new_sheet(self) -> None:
        """A new recovery sheet, by two people."""
        def make(desk: Desk) -> None:
            self.shell.jobs.start("制作恢复单", lambda _progress: users.new_sheet(desk), self._show_sheet)

        self.shell.second_person("制作恢复单", make, "恢复单等同于钥匙，由两人制作、封存")

    def show_matrix(self) -> None:
        """权限一览, and back."""
        on = self.rights_card.isHidden()
        if on and not self.matrix.rows.total():
            self.matrix.show_rows(rights.rights())
        self._only(self.rights_card if on else None)
        (self.matrix if on else self.table).setFocus()

    def _open(self, mode: str, person: Person | None) -> None:
        self._only(None)
        self._pane_wanted = True
        self.pane.show_mode(mode, person, True)
        self.pane.show()
        self.pane.first_field().setFocus()

    def _face(self, mode: str) -> None:
        self.pane.show_mode(mode, self.pane.person, self.shell.desk.may("user.reset"))
        self.pane.first_field().setFocus()

    def _done(self, typed: Typed) -> None:
        """Store: half a second for the password, so it is a job."""
        desk: Desk = self.shell.desk
        work: dict[str, Callable[[], Any]] = {
            "first": lambda: users.first_admin(desk, typed.name, typed.password, typed.post, typed.duties),
            "new": lambda: users.add(desk, typed.name, typed.duties, typed.post, typed.password),
            "edit": lambda: users.edit(desk, typed.uid, typed.revision, typed.duties, typed.post),
            "reset": lambda: users.reset_password(desk, typed.uid, typed.password),
            "own": lambda: users.change_own_password(desk, typed.old, typed.password),
            "leave": lambda: users.deactivate(desk, typed.uid, typed.post),
        }
        self.pane.wait(True)
        self.shell.jobs.start(
            self.pane.go.text(), lambda _progress: work[typed.mode](), lambda result: self._stored(typed, result), failed=self._refused
        )

    def _stored(self, typed: Typed, result: Any) -> None:
        self.pane.wait(False)
        self.pane.carried_out(typed)
        self.shell.light.saved(self.shell.desk.clock())
        said = {
            "first": f"已设置管理员 {typed.name}。", "new": f"已增加用户 {typed.name}。", "edit": f"已存入 {typed.name} 的资料；角色从下次登录起生效。",
            "reset": f"已重设 {typed.name} 的口令，请当面交给本人。", "own": "口令已修改，下次用新口令进入。", "leave": f"已停用 {typed.name}，其口令不再有效。",
        }[typed.mode]  # fmt: skip
        self.shell.messages.done(said)
        self.leave_record()
        self.set_pane(False)
        self._pane_wanted = True  # the next one chosen opens again
        if typed.mode == "first":
            self._sit_down(typed)
            self._show_sheet(result)
        self.refresh()

    def _sit_down(self, typed: Typed) -> None:
        """Whoever set the first administrator is it: nobody has to close the program for that."""
        user = next((p for p in users.people(self.shell.desk) if p.name == typed.name), None)
        if user is not None and self.shell.session is not None:
            self.shell.session.take_seat(SignedIn(user.uid, user.name, user.duties))
            self.shell.seat_taken()  # type: ignore[attr-defined]

    def _refused(self, error: BaseException) -> None:
        self.pane.wait(False)
        if isinstance(error, Refusal):
            self.pane.say(error.message)
        else:
            self.shell.messages.trouble(error)

    def _show_sheet(self, code: str) -> None:
        desk = self.shell.desk
        self._drop_sheet()
        self.sheet = SheetCard(grouped(code), lambda: recovery_page.recovery_page(desk, code), recovery_page.NAME, "已封存，返回")
        self.sheet.sealed.connect(self._sealed)
        self.sheet.failed.connect(self.shell.messages.trouble)
        self.sheet_card.body.addWidget(self.sheet)
        self.sheet_card.body.addStretch(1)
        self._only(self.sheet_card)
        self.sheet.print.setFocus()

    def _sealed(self) -> None:
        self._drop_sheet()
        self._only(None)
        self.table.setFocus()

    def _drop_sheet(self) -> None:
        """The code is nowhere any more."""
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None

    def may_leave(self) -> bool:
        """Not away from a sheet nobody has put away: its code would be lost."""
        if self.sheet is not None:
            self.shell.messages.warn("恢复单还没有封存。请先打印或抄好恢复码，勾选后按“已封存，返回”。")
        return self.sheet is None and super().may_leave()

    def _only(self, card: Card | None) -> None:
        for part in (self.filter, self.area):
            part.setVisible(card is None)
        for one in (self.rights_card, self.sheet_card):
            one.setVisible(one is card)

    def _person(self, uid: str) -> Person | None:
        return next((p for p in self._rows if p.uid == uid), None)
