"""What changes in the 名录 after everybody is in it: new keys, an office that leaves, a machine that is lost, a new root (reliability §3.7).

Each makes the next version, signed by the root key, which rides in every package from then on.
"""

from pathlib import Path

from db.chains import Chains
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import directory as books
from yingcai_desktop.exchange.directory import Directory, SignedDirectory
from yingcai_desktop.exchange.enrolling import keep, must_hold, name_of, next_version, put_keys
from yingcai_desktop.exchange.identity import new_identity
from yingcai_desktop.exchange.making import write_file
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.root import Root, make_root, open_root


def renew_region(desk: Desk, root: Root) -> SignedDirectory:
    """The region gives itself new keys: nobody has to compare digits, the other offices learn of it with its next package."""
    desk.require("package.enrol")
    identity = new_identity(desk.store.office)
    return next_version(
        desk,
        root,
        "更换本单位密钥",
        lambda held: books.with_office(held, identity.public, name_of(desk, identity.office)),
        lambda change: put_keys(change, identity, desk.clock()),
    )


def revoke(desk: Desk, chain: str, last: int, root: Root) -> SignedDirectory:
    """Entries of a lost machine after `last` no longer count (by number, never by time).

    Raises NotAllowed: the store that is in use here, one nobody has heard of, trust that ends there or earlier already.
    """
    desk.require("package.enrol")
    with desk.read() as session:
        held, known = must_hold(session), Chains(session.connection()).known
    if chain == desk.store.store_id:
        raise NotAllowed("这是本机正在用的数据文件，没有改动。丢失的电脑请选它自己的那一份。")
    if chain not in known:
        raise NotAllowed("没有见过这份数据文件，没有改动。请在“数据包 → 单位登记”里选，或用 package offices 查看编号。")
    if last >= held.directory.revoked.get(chain, last + 1):
        ends = held.directory.revoked[chain]
        raise NotAllowed(f"这份数据文件已经只信任到第 {ends} 号，没有改动。要再提前的，请写更小的号。")
    if last < 0:
        raise NotAllowed("号数不能小于 0，没有改动。从头起都不信任的，请写 0。")
    reason = f"停用数据文件 {chain[:8]} 第 {last + 1} 号起的记录"
    return next_version(desk, root, reason, lambda book: books.with_revoked(book, chain, last))


def remove(desk: Desk, office: str, root: Root) -> SignedDirectory:
    """An office's keys no longer count. NotAllowed: it is not listed, or is the region itself."""
    desk.require("package.enrol")
    with desk.read() as session:
        held = must_hold(session)
    if office == desk.store.office:
        raise NotAllowed("自治区不能把自己移出名录，没有改动。密钥可能泄露的，请用“更换本单位密钥”。")
    if held.directory.find(office) is None:
        raise NotAllowed(f"{name_of(desk, office)} 不在名录里，没有改动。请核对是哪个单位。")
    reason = f"移出 {name_of(desk, office)}"
    return next_version(desk, root, reason, lambda book: books.without_office(book, office))


def replace_root(desk: Desk, file: Path, passphrase: str, old: Root | None) -> SignedDirectory:
    """A new root key in a file of its own; `old` vouches for it, so that the others accept it by themselves.

    None: the old one is lost, and every office must compare the 30 digits again. Raises NotAllowed: the file exists; PackageRefused
    `root.other-root`; Invalid: a weak passphrase.
    """
    desk.require("package.enrol")
    with desk.read() as session:
        held = must_hold(session)
    if old is not None and old.public.sign != held.directory.root:
        raise PackageRefused("root.other-root")
    if file.exists():
        raise NotAllowed(f"文件“{file.name}”已经存在，没有覆盖。请换一个文件名。")
    secret, public = make_root(passphrase)
    book: Directory = books.following(held)
    book = books.with_foreign_root(book, public) if old is None else books.with_root(book, old, public)
    signed = books.sign_directory(book, open_root(secret, passphrase))
    write_file(file.parent, file.name, secret)
    try:
        with desk.change("package.enrol", reason="更换根密钥" + ("，旧的丢失" if old is None else "")) as change:
            keep(change, desk, signed)
    except BaseException:
        file.unlink(missing_ok=True)  # a root key no directory names would only be mistaken for the one in force
        raise
    return signed
