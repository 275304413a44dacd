"""Who acts on which store: the passphrase, the people, the open desk."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from yingcai_desktop.desk import Desk
from yingcai_desktop.services import setup
from yingcai_desktop.services.scope import Scope

PASSPHRASE_VARIABLE = "YINGCAI_PASSPHRASE"


class UsageTrouble(Exception):
    """The call itself is wrong; exit status 2."""


def passphrase(*, new: bool = False) -> str:
    """The store's passphrase from the environment or a prompt; never from an argument.

    Raises `UsageTrouble` when there is none, or two entries of a new one differ.
    """
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageTrouble(f"没有口令。请先设置环境变量 {PASSPHRASE_VARIABLE}，或在终端里运行以便输入口令。")
    first = getpass.getpass("数据文件口令：")
    if not first or (new and getpass.getpass("再输一遍：") != first):
        raise UsageTrouble("口令为空，或两次输入不一致。什么都没有改动，请重来。")
    return first


@contextmanager
def desk_of(args: argparse.Namespace) -> Iterator[Desk]:
    """The desk at the store the command names, closed afterwards whatever happens."""
    actor, witness = getattr(args, "actor", ""), getattr(args, "witness", "")
    desk = setup.open_desk(args.store, passphrase(), actor=actor, witness=witness)
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
