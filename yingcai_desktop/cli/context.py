"""Who acts on which store: the passphrase, the people, the open desk."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from yingcai_desktop.desk import Desk
from yingcai_desktop.services import setup, signing_in
from yingcai_desktop.services.scope import Scope

PASSPHRASE_VARIABLE = "YINGCAI_PASSPHRASE"
PASSWORD_VARIABLE = "YINGCAI_PASSWORD"
WITNESS_VARIABLE = "YINGCAI_WITNESS_PASSWORD"


class UsageTrouble(Exception):
    """The call itself is wrong; exit status 2."""


def passphrase(*, new: bool = False, what: str = "数据文件口令") -> str:
    """The store's passphrase from the environment or a prompt; never from an argument.

    Raises `UsageTrouble` when there is none, or two entries of a new one differ.
    """
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageTrouble(f"没有口令。请先设置环境变量 {PASSPHRASE_VARIABLE}，或在终端里运行以便输入口令。")
    first = getpass.getpass(f"{what}：")
    if not first or (new and getpass.getpass("再输一遍：") != first):
        raise UsageTrouble("口令为空，或两次输入不一致。什么都没有改动，请重来。")
    return first


def password_of(user: str, variable: str) -> str:
    """A user's own password: its variable, the store's passphrase variable, or a prompt."""
    given = os.environ.get(variable) or os.environ.get(PASSPHRASE_VARIABLE if variable == PASSWORD_VARIABLE else "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageTrouble(f"没有“{user}”的口令。请先设置环境变量 {variable}，或在终端里运行以便输入口令。")
    return getpass.getpass(f"“{user}”的口令：")


@contextmanager
def desk_of(args: argparse.Namespace) -> Iterator[Desk]:
    """The desk at the store the command names, closed afterwards whatever happens."""
    actor, witness = getattr(args, "actor", ""), getattr(args, "witness", "")
    users = signing_in.names(args.store)
    secret = password_of(actor, PASSWORD_VARIABLE) if actor and users else passphrase()
    second = password_of(witness, WITNESS_VARIABLE) if witness.strip() and users else ""
    desk = setup.open_desk(args.store, secret, actor=actor, witness=witness, witness_password=second)
    try:
        yield desk
    finally:
        desk.store.close()


def scope_of(args: argparse.Namespace, desk: Desk) -> Scope:
    """The part of the season the command names; raises `UsageTrouble` for a city nobody knows."""
    known = desk.schemes.city_names
    if args.city and args.city not in known:
        raise UsageTrouble(f"没有代码为 {args.city} 的试点盟市。可用的有：{'、'.join(f'{c} {n}' for c, n in known.items())}。")
    return Scope(args.programme, args.city)
