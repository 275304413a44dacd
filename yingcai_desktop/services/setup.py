"""Opening and creating an office's store."""

import secrets
from collections.abc import Collection
from pathlib import Path

from db import keyfile
from db.connect import KEY_BYTES, make_key, salt_of
from db.errors import Kind, StoreError
from db.files import replace
from db.store import Store
from yingcai_desktop.desk import Desk, SignedIn, account_name
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.keeping.place import require_safe_place
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.services import signing_in, users, witnessing

SEASONS = range(2017, 2100)
"""Seasons the programme knows: 内蒙古 has taken part since 2017 (domain.md §4.1)."""


def create_store(path: Path, passphrase: str, office: str, season: int) -> Desk:
    """Create the store of one office for one season; refuses to overwrite. Raises `Invalid`, `StorageTrouble`."""
    _check(path, office, season)
    with speaking():
        store = Store.create(path, passphrase=passphrase, office=office, season=season)
    return Desk(store)


def create_office(
    path: Path, office: str, season: int, name: str, password: str, *, post: str = "", duties: Collection[Duty] = ()
) -> tuple[Desk, str]:
    """Create a store with its first user, an administrator, who then sits at it; also the code of the recovery sheet, given once.

    The file gets its name when all of it is there: nobody is left with a store no password opens.
    """
    path = path.resolve()
    _check(path, office, season)
    draft = path.with_name(f".{path.name}.first")
    with speaking():
        if path.exists():
            raise StoreError(Kind.EXISTS, path.name)
        draft.unlink(missing_ok=True)
        try:
            with Store.create(draft, key=secrets.token_bytes(KEY_BYTES), office=office, season=season) as store:
                code = users.first_admin(Desk(store, name), name, password, post, duties)
                key = store.key
            replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
            keyfile.beside(draft).unlink(missing_ok=True)
        store = Store.open(path, key=key.secret)
    [person] = users.people(Desk(store))
    return Desk(store, person.name, user=SignedIn(person.uid, person.name, person.duties)), code


def _check(path: Path, office: str, season: int) -> None:
    if season not in SEASONS:
        raise Invalid(f"年度 {season} 不对：应在 {SEASONS[0]} 到 {SEASONS[-1]} 之间。没有建立数据文件，请改正年度后重试。")
    offices = load_schemes(season).offices
    if office not in offices:
        known = "、".join(f"{code} {name}" for code, name in offices.items())
        raise Invalid(f"没有代码为 {office} 的管理办公室。可用的有：{known}。没有建立数据文件。")
    require_safe_place(path.parent)


def open_desk(
    path: Path, passphrase: str, *, actor: str = "", witness: str = "", witness_password: str = ""
) -> Desk:
    """Sit down at a store. Without users in it, one acts in the name of the operating system's account (docs/cli.md).

    With users, `actor` signs in with `passphrase` as password, and so does a witness. Raises `StorageTrouble` (locked, damaged, wrong
    passphrase, not ours), `NotAllowed` for an actor the store does not know.
    """
    if signing_in.names(path):
        return _signed_in(path, passphrase, actor, witness.strip(), witness_password)
    if actor:
        raise NotAllowed(f"这个数据文件里还没有登记用户，不能以“{actor}”的名义办理。请去掉 --as，以本机登录账户办理。")
    require_safe_place(path)
    with speaking():
        store = Store.open(path, passphrase=passphrase)
    if signing_in.has_users(store):
        store.close()
        raise NotAllowed("这个数据文件有登记的用户，但口令信息不见了。请用恢复单打开，由管理员重设口令；或恢复最近的备份。")
    return Desk(store, account_name(), witness.strip())


def _signed_in(path: Path, password: str, actor: str, witness: str, witness_password: str) -> Desk:
    if not actor:
        known = "、".join(signing_in.names(path))
        raise NotAllowed(f"这个数据文件有登记的用户，请用 --as 写明以谁的名义办理（{known}），并用本人的口令。")
    desk = signing_in.open_as(path, actor, password)
    try:
        return witnessing.signed(desk, witness, witness_password) if witness else desk
    except BaseException:
        desk.store.close()
        raise


def is_passphrase(desk: Desk, passphrase: str) -> bool:
    """Whether a passphrase opens the store that is open: what the lock page asks where there are no users."""
    with speaking():
        return make_key(salt_of(desk.store.path), passphrase=passphrase) == desk.store.key
