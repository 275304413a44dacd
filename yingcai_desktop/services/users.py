"""The people of an office: add, change, deactivate, passwords, and the recovery sheet. Journaled, and never a secret among it (N09).

A password only ever becomes a key slot. The slot is written before the commit and the old one taken away after it: killed in between,
the password that counts is the one the store's table names.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import keyfile
from db.gate import Change
from db.keyring import RECOVERY, Keyring, Slot, make_slot
from db.models import RecoverySheet, User
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.rules import passwords, recovery_code
from yingcai_desktop.rules.duties import Duty, listed, of, unfit
from yingcai_desktop.services import signing_in

LONGEST = 25
"""Characters of a name (domain §3.2)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user as a list shows them."""

    uid: str
    revision: int
    name: str
    duties: frozenset[Duty]
    post: str
    active: bool
    failures: int

    @property
    def duties_text(self) -> str:
        """经办、审核."""
        return listed(self.duties)


def people(desk: Desk) -> list[Person]:
    """Everybody, those in use first."""
    with desk.read() as session:
        found = session.scalars(select(User).order_by(User.active.desc(), User.name)).all()
        return [_person(user) for user in found]


def sheet_made(desk: Desk) -> str:
    """When the good recovery sheet was made; blank if there is none."""
    with desk.read() as session:
        return max(session.scalars(select(RecoverySheet.made_at)), default="")


def first_admin(desk: Desk, name: str, password: str, post: str = "", duties: Collection[Duty] = ()) -> str:
    """The first user of a store, an administrator; returns the code for the recovery sheet, shown this once.

    Raises `NotAllowed` where there are users already, `Invalid` for the name, password or roles.
    """
    held = frozenset({Duty.ADMIN, *duties})
    name = _checked(name, held, password)
    code = recovery_code.new_code()
    slots = make_slot(desk.store.key, name, password), make_slot(desk.store.key, RECOVERY, code)
    with desk.change("user.add", reason=f"首位管理员：{name}") as change:
        if change.scalars(select(User)).first() is not None:
            raise NotAllowed("这个数据文件已经有用户了。请由管理员登录后增加用户。")
        change.add(User(name=name, duties=_stored(held), post=post.strip(), active=True, slot=slots[0].id))
        change.add(RecoverySheet(slot=slots[1].id, made_at=desk.clock().isoformat(timespec="seconds")))
        _before_commit(desk, change, *slots)
    return code


def add(desk: Desk, name: str, duties: Collection[Duty], post: str, password: str) -> str:
    """A new user with a first password; returns the uid."""
    name = _checked(name, duties, password)
    desk.require("user.add")
    slot = make_slot(desk.store.key, name, password)
    with desk.change("user.add", reason=f"{name}：{listed(duties)}") as change:
        if change.scalars(select(User).where(User.name == name)).first() is not None:
            raise Invalid(f"已经有名为“{name}”的用户。同名的人请在姓名后加区别，如“{name}（二）”。")
        user = User(name=name, duties=_stored(duties), post=post.strip(), active=True, slot=slot.id)
        change.add(user)
        _before_commit(desk, change, slot)
        return user.uid


def edit(desk: Desk, uid: str, revision: int, duties: Collection[Duty], post: str) -> None:
    """Other roles, another post. There is always an administrator left."""
    if why := unfit(duties):
        raise Invalid(f"{why}。没有改动。")
    with desk.change("user.edit", reason=listed(duties)) as change:
        user = _user(change, uid, revision)
        user.duties, user.post = _stored(duties), post.strip()
        change.flush()
        _one_admin_left(change)


def deactivate(desk: Desk, uid: str, reason: str) -> None:
    """Somebody who left: their password opens nothing any more; their name stays in the records."""
    if not reason.strip():
        raise Invalid("停用用户要写明理由，如“调离”。请填写后再办。")
    with desk.change("user.deactivate", reason=reason.strip()) as change:
        user = _user(change, uid)
        if desk.user is not None and desk.user.uid == uid:
            raise NotAllowed("不能停用自己。请由另一位管理员办理。")
        user.active, user.slot = False, ""
        change.flush()
        _one_admin_left(change)
    _after_commit(desk)


def reset_password(desk: Desk, uid: str, password: str) -> None:
    """A new password from the administrator; for somebody deactivated it means they are back."""
    desk.require("user.reset")
    with desk.read() as session:
        name = _named(session, uid)
    if why := passwords.problem(password, name):
        raise Invalid(f"{why}。没有改动。")
    slot = make_slot(desk.store.key, name, password)
    with desk.change("user.reset", reason="重设口令") as change:
        user = _user(change, uid)
        user.slot, user.active = slot.id, True
        _before_commit(desk, change, slot)
    _after_commit(desk)


def change_own_password(desk: Desk, old: str, new: str) -> None:
    """One's own password, the old one asked for again."""
    if desk.user is None:
        raise NotAllowed("现在没有用户登录，没有口令可改。")
    if why := passwords.problem(new, desk.user.name):
        raise Invalid(f"{why}。没有改动。")
    signing_in.verify(desk, desk.user.name, old)
    if old == new:
        raise Invalid("新口令和原来的一样。没有改动。")
    slot = make_slot(desk.store.key, desk.user.name, new)
    with desk.change("user.password") as change:
        _user(change, desk.user.uid).slot = slot.id
        _before_commit(desk, change, slot)
    _after_commit(desk)


def new_sheet(desk: Desk) -> str:
    """A new recovery sheet, with two people; the former one opens nothing any more. Returns its code, shown this once."""
    desk.require_witness("制作新的恢复单")
    code = recovery_code.new_code()
    slot = make_slot(desk.store.key, RECOVERY, code)
    with desk.change("user.sheet", reason="制作新的恢复单，原来的作废") as change:
        for old in change.scalars(select(RecoverySheet)).all():
            change.delete(old)
        change.add(RecoverySheet(slot=slot.id, made_at=desk.clock().isoformat(timespec="seconds")))
        _before_commit(desk, change, slot)
    _after_commit(desk)
    return code


def _before_commit(desk: Desk, change: Change, *slots: Slot) -> None:
    change.flush()  # what the table refuses is refused before anything is written beside it
    ring = keyfile.read(desk.store.path) or Keyring()
    for slot in slots:
        ring = ring.plus(slot)
    keyfile.write(desk.store.path, ring)


def _after_commit(desk: Desk) -> None:
    with speaking():
        signing_in.tidy(desk.store)


def _checked(name: str, duties: Collection[Duty], password: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Invalid(f"用户要有姓名，最多 {LONGEST} 个字。没有改动。")
    if why := unfit(duties) or passwords.problem(password, name):
        raise Invalid(f"{why}。没有改动。")
    return name


def _user(change: Change, uid: str, revision: int | None = None) -> User:
    user = change.get(User, uid, revision)
    if user is None:
        raise NotAllowed("没有找到这位用户。请刷新后重试。")
    return user


def _named(session: Session, uid: str) -> str:
    user = session.get(User, uid)
    if user is None:
        raise NotAllowed("没有找到这位用户。请刷新后重试。")
    return user.name


def _one_admin_left(change: Change) -> None:
    if not any(Duty.ADMIN in user.duties for user in change.scalars(select(User).where(User.active))):
        raise NotAllowed("至少要有一位在用的管理员。没有改动；请先让另一人任管理员。")


def _stored(duties: Collection[Duty]) -> list[str]:
    return [duty.value for duty in Duty if duty in duties]


def _person(user: User) -> Person:
    duties = of(user.duties)
    return Person(user.uid, user.revision, user.name, duties, user.post, user.active, user.failures)
