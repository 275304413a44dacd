"""Who sits down: a user's password opens their key slot, and the store's own table says whether that slot still counts (N09, F27, F30)."""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import keyfile
from db.connect import Key, make_key, salt_of
from db.errors import Kind, StoreError
from db.keyring import RECOVERY, Keyring, make_slot
from db.models import RecoverySheet, User
from db.store import Store
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import Invalid, NotAllowed, Refusal
from yingcai_desktop.keeping.place import require_safe_place
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.rules import passwords, recovery_code
from yingcai_desktop.rules.duties import Duty, of
from yingcai_desktop.services import attempts

log = logging.getLogger(__name__)

_NO_LONGER = "“{name}”已经停用或改过口令，不能用这个口令进入。请用现在的口令，或请管理员处理。"


def names(path: Path) -> list[str]:
    """Who can sign in at a store, before it is opened; empty for a store without users or a file that cannot be read."""
    try:
        return (keyfile.read(path) or Keyring()).names()
    except StoreError:
        return []  # opening it says what is wrong


def open_as(path: Path, name: str, password: str) -> Desk:
    """Open a store as one of its users; half a second of work. Raises `NotAllowed` (password, deactivated), `StorageTrouble`."""
    path = path.resolve()
    require_safe_place(path)
    with speaking():
        key, slot = _unlocked(path, name, password)
        store = Store.open(path, key=key.secret)
    with _closing_on_error(store):
        user = user_of(store, slot)
        if user is None or user.name != name:
            attempts.failed(path, name)
            raise NotAllowed(_NO_LONGER.format(name=name))
        tidy(store)
    desk = Desk(store, user.name, user=user)
    _admit(desk, name)
    return desk


def key_of(path: Path, name: str, password: str) -> Key:
    """The key of a backup, which nobody sits at."""
    with speaking():
        key, _ = _unlocked(path.resolve(), name, password)
    attempts.succeeded(path.resolve(), name)
    return key


def verify(desk: Desk, name: str, password: str) -> SignedIn:
    """The user, if this is their password now: the lock page, the second person. Raises `NotAllowed`."""
    with speaking():
        key, slot = _unlocked(desk.store.path, name, password)
    user = user_of(desk.store, slot)
    if key != desk.store.key or user is None or user.name != name:
        attempts.failed(desk.store.path, name)
        raise NotAllowed(_NO_LONGER.format(name=name))
    _admit(Desk(desk.store, user.name, "", desk.clock, user), name)
    return user


def recover(path: Path, text: str, name: str, password: str) -> Desk:
    """Open a store with its recovery sheet and give an administrator a new password (F30).

    A store that was first made with a passphrase also takes that. Raises `Invalid` for a slip in the code, `NotAllowed`.
    """
    if problem := passwords.problem(password, name):
        raise Invalid(f"{problem}。没有改动，请重新设置口令。")
    path = path.resolve()
    require_safe_place(path)
    store = _recovered(path, text)
    with _closing_on_error(store):
        desk = Desk(store, name)
        slot = make_slot(store.key, name, password)
        with desk.change("user.recover", reason="用恢复单设置新口令") as change:
            found = change.scalars(select(User).where(User.name == name)).one_or_none()
            if found is None or not found.active or Duty.ADMIN not in found.duties:
                raise NotAllowed(f"“{name}”不是在用的管理员，恢复单只能给管理员设置新口令。没有改动。")
            found.slot = slot.id
            change.flush()
            keyfile.write(path, (keyfile.read(path) or Keyring()).plus(slot))
        tidy(store)
        user = user_of(store, slot.id)
    attempts.succeeded(path, name)
    return Desk(store, name, user=user)


def administrators(path: Path, text: str) -> list[str]:
    """Whom the recovery sheet can help: the active administrators of a store. Raises like `recover`."""
    store = _recovered(path.resolve(), text)
    try:
        with store.read() as session:
            return [u.name for u in session.scalars(select(User)) if u.active and Duty.ADMIN in u.duties]
    finally:
        store.close()


def user_of(store: Store, slot: str) -> SignedIn | None:
    """The active user whose slot this is now; None for a slot that is out of date."""
    with store.read() as session:
        found = session.scalars(select(User).where(User.slot == slot, User.active)).one_or_none()
        return None if found is None else SignedIn(found.uid, found.name, of(found.duties))


def has_users(store: Store) -> bool:
    """Whether anybody has to sign in."""
    with store.read() as session:
        return session.scalars(select(User.uid).limit(1)).first() is not None


def tidy(store: Store) -> None:
    """Take away slots the store's table does not know: of people who left, of passwords that were changed."""
    ring = keyfile.read(store.path)
    if ring is None:
        return
    with store.read() as session:
        known = _known(session)
    if (kept := ring.only(known)) != ring:
        keyfile.write(store.path, kept)


def _known(session: Session) -> dict[str, str]:
    """Slot id → the name it bears."""
    users = session.execute(select(User.slot, User.name).where(User.active))
    return {slot: name for slot, name in users if slot} | dict.fromkeys(session.scalars(select(RecoverySheet.slot)), RECOVERY)


def _unlocked(path: Path, name: str, password: str) -> tuple[Key, str]:
    """The key behind a password. A wrong one is counted, and after some the next try has to wait."""
    if seconds := attempts.wait(path, name):
        raise NotAllowed(f"口令连续输错多次，请 {math.ceil(seconds)} 秒后再试。忘记口令的，请管理员重设。")
    try:
        return keyfile.unlock(path, name, password)
    except StoreError as error:
        if error.kind is not Kind.WRONG_KEY:
            raise
        count = attempts.failed(path, name)
        left = f"再错 {attempts.FREE - count} 次后须等待。" if count < attempts.FREE else "下一次要等一会儿才能再试。"
        raise NotAllowed(f"“{name}”的口令不对。请检查大小写和输入法后重输；{left}忘记口令的，请管理员重设。") from error


def _admit(desk: Desk, name: str) -> None:
    """Wrong passwords that came before the right one go into the journal."""
    count = attempts.succeeded(desk.store.path, name)
    if not count or desk.user is None:
        return
    try:
        with desk.change("user.failures", reason=f"此前连续 {count} 次口令不对") as change:
            user = change.get(User, desk.user.uid)
            if user is not None:
                user.failures += count
    except Refusal as refused:  # a full disk must not keep the right person out
        log.warning("failed sign-ins not journaled: %s", type(refused).__name__)


def _recovered(path: Path, text: str) -> Store:
    code, slip = recovery_code.read(text)
    with speaking():
        if seconds := attempts.wait(path, RECOVERY):
            raise NotAllowed(f"恢复码连续输错多次，请 {math.ceil(seconds)} 秒后再试。")
        if code:
            try:
                key, slot = keyfile.unlock(path, RECOVERY, code)
            except StoreError as error:
                if error.kind is not Kind.WRONG_KEY:
                    raise
                attempts.failed(path, RECOVERY)
                raise NotAllowed("这张恢复单打不开这个数据文件：它属于另一个数据文件，或已被新的恢复单取代。请找最新的一张。") from error
            store = Store.open(path, key=key.secret)
            with _closing_on_error(store), store.read() as session:
                if _known(session).get(slot) != RECOVERY:
                    raise NotAllowed("这张恢复单已被新的恢复单取代，不再有效。请找最新的一张。")
            return store
        try:
            return Store.open(path, key=make_key(salt_of(path), passphrase=text).secret)
        except StoreError as error:
            if error.kind is not Kind.WRONG_KEY:
                raise
            attempts.failed(path, RECOVERY)
            raise Invalid(f"{slip}。") from error


@contextmanager
def _closing_on_error(store: Store) -> Iterator[None]:
    try:
        with speaking():
            yield
    except BaseException:
        store.close()
        raise
