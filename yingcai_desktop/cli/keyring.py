"""`package`: what changes in the 名录 after everybody is in it. Each says first what will happen; `--dry-run` says only that."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence

from yingcai_desktop.cli.context import UsageTrouble, desk_of
from yingcai_desktop.cli.output import say, show, show_json

ROOT_VARIABLE = "YINGCAI_ROOT_PASSPHRASE"
NEW_ROOT_VARIABLE = "YINGCAI_NEW_ROOT_PASSPHRASE"


def offices(args: argparse.Namespace) -> int:
    """`package offices`: who is in the directory, and the data files others write."""
    from yingcai_desktop.services.packages import ahead
    from yingcai_desktop.services.packages.offices import registered

    with desk_of(args) as desk:
        found = registered(desk)
        files = ahead.data_files(desk) if found.stands.version else []
    if args.json:
        show_json({
            "version": found.stands.version, "root": found.stands.root_digits,
            "offices": [{"office": one.uid, "digits": one.digits, "since": one.since} for one in found.offices],
            "stores": [{"chain": f.chain, "office": f.office, "last": f.last, "trusted": f.trusted} for f in files],
        })  # fmt: skip
        return 0
    for one in found.offices:
        show(f"{one.uid} {one.name}：{f'{one.digits}，名录第 {one.since} 版登记' if one.listed else '未登记'}")
    for file in files:
        ends = "" if file.trusted is None else f"；只信任到第 {file.trusted} 号"
        show(f"{file.chain} {file.name}：见到第 {file.last} 号；{file.words}{ends}")
    return 0


def revoke(args: argparse.Namespace) -> int:
    """`package revoke`: by the number of an entry, never by time."""
    from yingcai_desktop.errors import NotAllowed
    from yingcai_desktop.exchange import enrolling, renewing
    from yingcai_desktop.services.packages import ahead

    with desk_of(args) as desk:
        file = next((one for one in ahead.data_files(desk) if one.chain == args.chain), None)
        if file is None:
            raise NotAllowed("没有见过这份数据文件，或它是本机正在用的，没有改动。请用 package offices 查看编号。")
        if _only_looked(args, ahead.of_revoking(desk, file, args.last)):
            return 0
        signed = renewing.revoke(desk, args.chain, args.last, enrolling.open_root_file(args.root, root_passphrase()))
    say(f"已声明第 {args.last} 号之后的记录不再可信，名录现为第 {signed.directory.version} 版。")
    return 0


def remove(args: argparse.Namespace) -> int:
    """`package remove`: an office leaves the directory."""
    from yingcai_desktop.exchange import enrolling, renewing
    from yingcai_desktop.services.packages import ahead

    with desk_of(args) as desk:
        if _only_looked(args, ahead.of_removal(desk, args.office)):
            return 0
        signed = renewing.remove(desk, args.office, enrolling.open_root_file(args.root, root_passphrase()))
    say(f"已移出名录，名录现为第 {signed.directory.version} 版；以后的每个数据包都带着它。")
    return 0


def renew(args: argparse.Namespace) -> int:
    """`package renew`: this office's own keys; the region signs them at once, a city asks for it."""
    from yingcai_desktop.exchange import enrolling, renewing
    from yingcai_desktop.services.packages import ahead
    from yingcai_desktop.services.packages.offices import part_of

    with desk_of(args) as desk:
        region = part_of(desk) == "region"
        if _only_looked(args, ahead.of_new_keys(desk)):
            return 0
        if region:
            if args.root is None:
                raise UsageTrouble("请用 --root 给出根密钥文件：自治区的新密钥要由它签进名录。")
            signed = renewing.renew_region(desk, enrolling.open_root_file(args.root, root_passphrase()))
            say(f"本单位换用新密钥，名录现为第 {signed.directory.version} 版；以后的每个数据包都带着它。")
            return 0
        if args.folder is None or not args.folder.is_dir():
            raise UsageTrouble("请给出存放登记申请的文件夹。")
        enrolling.renew_keys(desk)
        show(str(enrolling.request(desk, args.folder)))
        say(f"请把文件交自治区，并在电话里念这 30 位数字：{enrolling.standing(desk).digits}")
    return 0


def new_root(args: argparse.Namespace) -> int:
    """`package new-root`: the old one vouches for it, or everybody compares the digits again."""
    from yingcai_desktop.exchange import enrolling, renewing
    from yingcai_desktop.services.packages import ahead

    if (args.root is None) != args.lost:
        raise UsageTrouble("请用 --root 给出旧的根密钥文件；确已丢失的，用 --lost，二者取一。")
    with desk_of(args) as desk:
        if _only_looked(args, ahead.of_new_root(desk, lost=args.lost)):
            return 0
        old = None if args.lost else enrolling.open_root_file(args.root, root_passphrase())
        signed = renewing.replace_root(desk, args.file, root_passphrase(NEW_ROOT_VARIABLE, new=True), old)
        digits = enrolling.standing(desk).root_digits
    say(f"根密钥已更换，名录现为第 {signed.directory.version} 版。新的 30 位数字：{digits}")
    return 0


def root_passphrase(variable: str = ROOT_VARIABLE, *, new: bool = False) -> str:
    """From the environment, or typed; twice when it is new."""
    given = os.environ.get(variable)
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageTrouble(f"没有根密钥的口令。请先设置环境变量 {variable}，或在终端里运行以便输入。")
    first = getpass.getpass("新根密钥的口令：" if new else "根密钥口令：")
    if not first or (new and getpass.getpass("再输一遍：") != first):
        raise UsageTrouble("口令为空，或两次输入不一致。什么都没有改动，请重来。")
    return first


def _only_looked(args: argparse.Namespace, lines: Sequence[str]) -> bool:
    """Say what will happen; whether that is all that was asked for."""
    for line in lines:
        show(line) if args.dry_run else say(line)
    return bool(args.dry_run)


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "offices": offices,
    "revoke": revoke,
    "remove": remove,
    "renew": renew,
    "new-root": new_root,
}
