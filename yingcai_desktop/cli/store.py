"""Commands about the store itself: init, decide, check, backup, restore, audit."""

import argparse
from collections.abc import Callable

from yingcai_desktop.cli.context import PASSWORD_VARIABLE, desk_of, passphrase, password_of
from yingcai_desktop.cli.output import say, show, show_json
from yingcai_desktop.services import setup


def init(args: argparse.Namespace) -> int:
    """`init`: a new store; refuses to overwrite; without a passphrase status 2."""
    desk = setup.create_store(args.store, passphrase(new=True), args.office, args.season)
    desk.store.close()
    say(f"已建立 {args.season} 年度数据文件：{args.store}（{desk.schemes.offices[args.office]}）。请把口令另行妥善保管，丢失后无法找回。")
    return 0


def decide(args: argparse.Namespace) -> int:
    """`decide`: record a decision file."""
    from yingcai_desktop.services import deciding

    with desk_of(args) as desk:
        recorded = deciding.decide(desk, args.file)
    for note in recorded.notes:
        say(f"提醒：{note}")
    say(f"已登记 {args.file.name}：{len(recorded.changed)} 项决定有改动。")
    return 0


def check(args: argparse.Namespace) -> int:
    """`check`: integrity, journal chain, tables against journal. Status 3 when anything is wrong."""
    from yingcai_desktop.services import safekeeping

    with desk_of(args) as desk:
        findings = safekeeping.check(desk)
    for finding in findings:
        show(finding.sentence)
    return 0 if all(f.sound for f in findings) else 3


def backup(args: argparse.Namespace) -> int:
    """`backup`: a verified copy."""
    from yingcai_desktop.services import safekeeping

    with desk_of(args) as desk:
        made = safekeeping.backup(desk, args.folder)
    show(str(made))
    say("备份已打开核对过，内容完整。")
    return 0


def restore(args: argparse.Namespace) -> int:
    """`restore`: check the backup, keep the present copy beside it, then put the backup in place."""
    from yingcai_desktop.services import safekeeping

    actor = getattr(args, "actor", "")
    secret = password_of(actor, PASSWORD_VARIABLE) if actor else passphrase()
    kept = safekeeping.restore(args.backup, args.store, secret, name=actor)
    say(f"已从 {args.backup.name} 恢复。" + (f"原来的文件保留为 {kept.name}。" if kept else ""))
    return 0


def audit(args: argparse.Namespace) -> int:
    """`audit`: who did what, when, why; IDs only where the journal has them."""
    from yingcai_desktop.services import history

    with desk_of(args) as desk:
        actions = history.actions(desk)
    if args.json:
        show_json([a.as_json() for a in actions])
    else:
        for action in actions:
            show(action.sentence)
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": init,
    "decide": decide,
    "check": check,
    "backup": backup,
    "restore": restore,
    "audit": audit,
}
