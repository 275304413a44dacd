"""`package`: make, inspect, apply and undo packages between offices, and the keys and the 名录 they rest on."""

import argparse
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from yingcai_desktop.cli import keyring
from yingcai_desktop.cli.context import UsageTrouble, desk_of
from yingcai_desktop.cli.keyring import root_passphrase
from yingcai_desktop.cli.output import Bar, say, show, show_json
from yingcai_desktop.desk import Desk

if TYPE_CHECKING:
    from yingcai_desktop.services.packages.receiving import Line, Review


def make(args: argparse.Namespace) -> int:
    """`package make`: prints the path and the code to read over the telephone."""
    from yingcai_desktop.exchange import making
    from yingcai_desktop.exchange.kinds import PackageKind

    name = args.out.name if args.out.suffix == making.ENDING else ""
    folder = args.out.parent if name else args.out
    if not folder.is_dir():
        raise UsageTrouble(f"没有文件夹 {folder}。请先建好，或插好U盘。")
    with desk_of(args) as desk, Bar() as progress:
        made = making.make_package(desk, PackageKind(args.kind), args.to, folder, progress, name=name)
    show(str(made.path))
    say(f"第 {made.number} 号，{made.content.entries} 条记录，{made.size} 字节，校验码 {made.check_code}（可在电话里核对）。")
    return 0


def inspect(args: argparse.Namespace) -> int:
    """`package inspect`: what anybody can see of a file; with `--store` what is inside and what it would change."""
    from yingcai_desktop.exchange.package import check_code

    if not args.file.is_file():
        raise UsageTrouble(f"没有文件 {args.file}。")
    seen = {"file": args.file.name, "size": args.file.stat().st_size, "check_code": check_code(args.file.read_bytes())}
    if args.store is not None:
        from yingcai_desktop.services.packages import receiving

        with desk_of(args) as desk:
            seen |= _looked(desk, receiving.open_package(desk, args.file))
    if args.json:
        show_json(seen)
    else:
        _describe(seen)
    return 0


def apply(args: argparse.Namespace) -> int:
    """`package apply`: status 1 when conflicts wait for a person, 3 when the package is damaged or not ours."""
    from yingcai_desktop.services.packages import receiving

    with desk_of(args) as desk, Bar() as progress:
        review = receiving.open_package(desk, args.file)
        seen = _looked(desk, review)
        if not args.dry_run:
            for line in _conflict_lines(seen):
                say(line)
            done = receiving.take_in(desk, review, {}, returned=args.returned, progress=progress)
            seen = {
                "package": done.package_id, "from": done.peer, "name": seen["name"], "number": done.number, "again": done.again,
                "counts": done.counts, "refused": [] if done.again else seen["refused"],
            }  # fmt: skip
    if args.json:
        show_json(seen)
    else:
        _describe(seen)
    return 0


def undo(args: argparse.Namespace) -> int:
    """`package undo`: takes the latest import back."""
    from yingcai_desktop.errors import NotAllowed
    from yingcai_desktop.exchange import undoing
    from yingcai_desktop.services import safekeeping
    from yingcai_desktop.services.packages.offices import office_name

    with desk_of(args) as desk:
        last = undoing.last_import(desk)
        if last is None:
            raise NotAllowed("没有可以撤销的导入，没有改动。")
        done = undoing.undo(desk, last.package_id, args.reason, backup=lambda: safekeeping.backup(desk))
    say(f"已撤销 {office_name(desk.schemes, done.peer)} 第 {done.number} 号数据包的导入，{done.counts['undone']} 条记录回到导入之前。")
    return 0


def keys(args: argparse.Namespace) -> int:
    """`package keys`: made when there are none."""
    from yingcai_desktop.exchange import enrolling

    with desk_of(args) as desk:
        enrolling.make_keys(desk)
        stands = enrolling.standing(desk)
    show(f"本单位密钥：{stands.digits}")
    show(f"名录：第 {stands.version} 版，根密钥 {stands.root_digits}" if stands.version else "名录：还没有收到")
    show("已登记进名录" if stands.listed else "还没有登记进名录")
    return 0


def request(args: argparse.Namespace) -> int:
    """`package request`: the file to hand to the region, and the digits to read out."""
    from yingcai_desktop.exchange import enrolling

    with desk_of(args) as desk:
        path = enrolling.request(desk, args.folder)
        digits = enrolling.standing(desk).digits
    show(str(path))
    say(f"请把文件交自治区，并在电话里念这 30 位数字：{digits}")
    return 0


def found(args: argparse.Namespace) -> int:
    """`package found`: the region's root key and first directory."""
    from yingcai_desktop.exchange import enrolling

    with desk_of(args) as desk:
        enrolling.found(desk, args.root, root_passphrase(new=True))
        digits = enrolling.standing(desk).root_digits
    say(f"根密钥已写入 {args.root.name}，请复制到两只U盘存入保险柜。根密钥的 30 位数字：{digits}")
    return 0


def enrol(args: argparse.Namespace) -> int:
    """`package enrol`: after the digits were compared."""
    from yingcai_desktop.exchange import enrolling
    from yingcai_desktop.services.packages import ahead

    with desk_of(args) as desk:
        for line in ahead.of_enrolment(desk, enrolling.read_request(desk, args.request)[0]):
            say(line)
        root = enrolling.open_root_file(args.root, root_passphrase())
        signed = enrolling.enrol(desk, args.request, args.digits, root)
    say(f"已登记，名录现为第 {signed.directory.version} 版；以后的每个数据包都带着它。")
    return 0


def directory(args: argparse.Namespace) -> int:
    """`package directory`: hands the directory out, or takes one in."""
    from yingcai_desktop.exchange import enrolling

    if (args.take is None) == (args.folder is None):
        raise UsageTrouble("请给出存放名录的文件夹，或用 --take 给出要接收的名录，二者取一。")
    with desk_of(args) as desk:
        if args.take is None:
            show(str(enrolling.hand_out(desk, args.folder)))
        else:
            signed = enrolling.take_directory(desk, args.take, args.digits)
            say(f"名录现为第 {signed.directory.version} 版。")
    return 0


def _looked(desk: Desk, review: "Review") -> dict[str, Any]:
    head, arrived = review.arrived.manifest, review.arrived
    return {
        "package": head.package_id, "from": head.sender, "name": review.sender, "number": head.no, "kind": head.kind, "made_at": head.made_at,
        "check_code": arrived.check_code, "again": arrived.before is not None, "older": arrived.older,
        "returned": arrived.returned(desk.store.office), "counts": dict(review.counts),
        "conflicts": [
            {**_about(lines[0]), "fields": [line.field for line in lines], "labels": [line.label for line in lines]}
            for lines in _by_record(review.conflicts())
        ],
        "refused": [{**_about(line), "code": review.items[line.key].code, "reason": line.who} for line in review.lines if line.outcome == "refused"],
    }  # fmt: skip


def _about(line: "Line") -> dict[str, str]:
    """A record, for programs and for people: `报名 王一（…）`."""
    return {"table": line.key[0], "record": line.key[1], "about": f"{line.what} {line.name}".strip()}


def _by_record(lines: "Iterable[Line]") -> "list[list[Line]]":
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault(line.key, []).append(line)
    return list(found.values())


_COUNTS = {"new": "新增", "changed": "更新", "removed": "删除", "same": "相同", "conflict": "冲突", "refused": "拒收"}


def _describe(seen: dict[str, Any]) -> None:
    if "size" in seen:
        show(f"{seen['file']}：{seen['size']} 字节，校验码 {seen['check_code']}")
    if "from" not in seen:
        return
    show(f"{seen['name']} 第 {seen['number']} 号")
    if seen["again"]:
        show("这个数据包以前导入过，没有改动。")
    if seen["counts"]:
        show("、".join(f"{_COUNTS.get(name, name)} {count}" for name, count in seen["counts"].items()))
    for reason in sorted({one["reason"] for one in seen["refused"]}):
        about = [one["about"] for one in seen["refused"] if one["reason"] == reason]
        show(f"拒收 {len(about)} 条：{reason}")
        for one in about:
            show(f"    {one}")
    for line in _conflict_lines(seen):
        show(line)


def _conflict_lines(seen: dict[str, Any]) -> list[str]:
    return [f"冲突：{one['about']} 的 {'、'.join(one['labels'])}" for one in seen.get("conflicts", [])]


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "make": make, "inspect": inspect, "apply": apply, "undo": undo, "keys": keys, "request": request, "found": found,
    "enrol": enrol, "directory": directory, **keyring.ACTS,
}  # fmt: skip


def package(args: argparse.Namespace) -> int:
    """`package`: one of its acts."""
    return _ACTS[args.act](args)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"package": package}
