"""Opening and creating an office's store."""

from pathlib import Path

from db.connect import make_key, salt_of
from db.store import Store
from yingcai_desktop.desk import Desk, account_name
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.keeping.place import require_safe_place
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.scheme import load_schemes

SEASONS = range(2017, 2100)
"""Seasons the programme knows: 内蒙古 has taken part since 2017 (domain.md §4.1)."""


def create_store(path: Path, passphrase: str, office: str, season: int) -> Desk:
    """Create the store of one office for one season; refuses to overwrite. Raises `Invalid`, `StorageTrouble`."""
    if season not in SEASONS:
        raise Invalid(f"年度 {season} 不对：应在 {SEASONS[0]} 到 {SEASONS[-1]} 之间。没有建立数据文件，请改正年度后重试。")
    offices = load_schemes(season).offices
    if office not in offices:
        known = "、".join(f"{code} {name}" for code, name in offices.items())
        raise Invalid(f"没有代码为 {office} 的管理办公室。可用的有：{known}。没有建立数据文件。")
    require_safe_place(path.parent)
    with speaking():
        store = Store.create(path, passphrase=passphrase, office=office, season=season)
    return Desk(store)


def open_desk(path: Path, passphrase: str, *, actor: str = "", witness: str = "") -> Desk:
    """Sit down at a store. Without users in it, one acts in the name of the operating system's account (docs/cli.md).

    Raises `StorageTrouble` (locked, damaged, wrong passphrase, not ours), `NotAllowed` for an actor the store does not know.
    """
    if actor:
        raise NotAllowed(f"这个数据文件里还没有登记用户，不能以“{actor}”的名义办理。请去掉 --as，以本机登录账户办理。")
    require_safe_place(path)
    with speaking():
        store = Store.open(path, passphrase=passphrase)
    return Desk(store, account_name(), witness.strip())


def is_passphrase(desk: Desk, passphrase: str) -> bool:
    """Whether a passphrase opens the store that is open: what the lock page asks."""
    with speaking():
        return make_key(salt_of(desk.store.path), passphrase=passphrase) == desk.store.key
