"""`panel` at the office and `seat` at the laptop of a panel: the task out, the marks back, the receipt (docs/packages.md §5).

Judges give their marks in the window only; which of two marks of one judge counts is decided there, too.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from yingcai_desktop.cli.context import PASSPHRASE_VARIABLE, UsageTrouble, desk_of, passphrase
from yingcai_desktop.cli.output import say, show, show_json
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal

if TYPE_CHECKING:
    from yingcai_desktop.services.seat import Seat

TASK_VARIABLE = "YINGCAI_TASK_PASSPHRASE"
"""The passphrase of a later task, beside that of the laptop's store."""
WORDS = "开启口令"


def listed(args: argparse.Namespace) -> int:
    """`panel list`: every panel under the name the other acts take, whether it has a task, whose marks are back; no mark."""
    from yingcai_desktop.services import judging, panels

    with desk_of(args) as desk:
        groups = panels.board(desk).groups
        cards = {_path((*group, card.name)): card for group in groups for card in judging.overview(desk, group)}
    if args.json:
        show_json([
            {
                "panel": path, "tasks": card.number, "results": card.taken, "receipts": card.receipts,
                "judges": [{"judge": j.judge, "handed_in": j.handed_at, "rows": j.rows, "state": j.state} for j in card.judges],
            }
            for path, card in cards.items()
        ])  # fmt: skip
        return 0
    for path, card in cards.items():
        show(f"{path}：任务 {card.number} 份，导入打分包 {card.taken} 次，回执 {card.receipts} 份")
        for one in card.judges:
            show(f"  {one.judge}：{one.state}" + (f"，{one.rows} 人" if one.rows else ""))
    return 0


def task(args: argparse.Namespace) -> int:
    """`panel task`: the task file, and passphrase and PINs on a slip and nowhere else."""
    from yingcai_desktop.services import judging
    from yingcai_desktop.sheets.writer import save

    _require_folder(args.folder)
    _require_folder(args.slip.parent)
    with desk_of(args) as desk:
        issued = judging.issue(desk, _panel(desk, args.panel), args.folder)
        try:
            save(args.slip, judging.slip_pdf(desk, issued))
        except Refusal:
            say(f"{issued.path.name} 的开启单没有写成，口令和 PIN 不再有；这份任务打不开，请重新制作。")
            raise
    show(str(issued.path))
    say(f"第 {issued.number} 份任务，校验码 {issued.check_code}。口令和 PIN 只在 {args.slip} 上：请打印，剪开后当面交给评委本人，再删除这个文件。")
    return 0


def take(args: argparse.Namespace) -> int:
    """`panel take`: a result becomes the judges' own first pass. Status 1 while marks of one judge differ between two laptops."""
    from yingcai_desktop.services import judging

    with desk_of(args) as desk:
        incoming = judging.look(desk, args.file)
        if not args.dry_run:
            judging.take(desk, incoming)
    if args.json:
        show_json({
            "panel": incoming.panel, "check_code": incoming.check_code, "changes": incoming.changes,
            "judges": [{"judge": n.judge, "new": n.new, "changed": n.changed, "same": n.same, "left": n.left} for n in incoming.news],
            "clashes": [{"judge": one.judge, "candidate": one.name} for one in incoming.clashes],
            "off": [{"judge": one.judge, "candidate": one.name, "why": one.why} for one in incoming.off],
        })  # fmt: skip
        return 0
    show(f"{incoming.panel}，校验码 {incoming.check_code}" + ("" if incoming.changes else "：以前已经导入过，没有改动"))
    for one in incoming.news:
        show(f"  {one.judge}：新增 {one.new}、更改 {one.changed}、相同 {one.same}" + (f"（中途离开：{one.left}）" if one.left else ""))
    for clash in incoming.clashes:
        show(f"  {clash.judge}给{clash.name}的评分两台电脑不一致，请到窗口的“评委席”页选定")
    for off in incoming.off:
        show(f"  {off.judge}给{off.name}的评分：{off.why}，请到窗口的“评委席”页选定计不计分")
    return 0


def receipt(args: argparse.Namespace) -> int:
    """`panel receipt`: for the laptops of the panel's last task."""
    from yingcai_desktop.errors import NotAllowed
    from yingcai_desktop.services import judging, panels

    _require_folder(args.folder)
    with desk_of(args) as desk:
        uid = _panel(desk, args.panel)
        groups = panels.board(desk).groups
        code = next(card.code for group in groups for card in judging.overview(desk, group) if card.uid == uid)
        if not code:
            raise NotAllowed(f"{args.panel} 还没有制作过面试任务，没有出回执。请先制作任务、导入打分包。")
        path = judging.give_receipt(desk, code, args.folder)
    show(str(path))
    say("请在评委席电脑上用这个文件清除数据。")
    return 0


def opened(args: argparse.Namespace) -> int:
    """`seat open`: the laptop's store from a task file, or the one that is there already."""
    from yingcai_desktop.services import seat

    laptop = seat.load(args.task, passphrase(what=WORDS), args.folder)
    try:
        show(str(laptop.store.path))
        _tell(laptop)
    finally:
        laptop.close()
    return 0


def renew(args: argparse.Namespace) -> int:
    """`seat renew`: judges and candidates as a later task has them; nothing that was scored is lost."""
    from yingcai_desktop.services import seat

    words = os.environ.get(TASK_VARIABLE)
    if not words:
        raise UsageTrouble(f"没有新任务的开启口令。请先设置环境变量 {TASK_VARIABLE}（{PASSPHRASE_VARIABLE} 是本机现在的）。")
    with _laptop(args) as laptop:
        task = seat.renew(laptop, args.task, words)
        say(f"已换用第 {task.number} 份任务，已评的分都在；以后用新的开启口令打开。")
        _tell(laptop)
    return 0


def status(args: argparse.Namespace) -> int:
    """`seat status`: how far each judge is; no mark."""
    from yingcai_desktop.services import seat

    with _laptop(args) as laptop:
        if args.json:
            task = laptop.task
            show_json({
                "panel": f"{task.subject}{task.name}", "task": task.number, "candidates": len(task.candidates),
                "judges": [
                    {"judge": s.judge, "done": s.done, "of": s.total, "handed_in": s.handed_at, "exported": s.exported, "left": s.left}
                    for s in seat.standings(laptop)
                ],
            })  # fmt: skip
        else:
            _tell(laptop)
    return 0


def export(args: argparse.Namespace) -> int:
    """`seat export`: the marks of everybody who has handed in; any number of times."""
    from yingcai_desktop.services import seat

    _require_folder(args.folder)
    with _laptop(args) as laptop:
        made = seat.export(laptop, args.folder)
    show(str(made.path))
    waiting = f"{'、'.join(made.waiting)}还没有提交，不在包里。" if made.waiting else ""
    say(f"{'、'.join(made.judges)}的评分，校验码 {made.check_code}。{waiting}")
    return 0


def wipe(args: argparse.Namespace) -> int:
    """`seat wipe`: everything on this laptop goes; refused (3) for a receipt that does not name its last result."""
    from yingcai_desktop.services import seat

    with _laptop(args) as laptop:
        seat.wipe(laptop, args.receipt)
    say("本机的任务和评分已经清除，不能恢复。")
    return 0


def _tell(laptop: "Seat") -> None:
    from yingcai_desktop.services import seat

    task = laptop.task
    show(f"{task.programme} {task.city}{task.subject}{task.name}：第 {task.number} 份任务，{len(task.candidates)} 名考生")
    if warning := laptop.wrong_clock():
        say(warning)
    for one in seat.standings(laptop):
        state = "没有提交" if not one.handed_at else "已提交，已导出" if one.exported else "已提交，还没有导出"
        show(f"  {one.judge}：{one.done}/{one.total}，{state}" + ("，中途离开" if one.left else ""))


@contextmanager
def _laptop(args: argparse.Namespace) -> Iterator["Seat"]:
    from yingcai_desktop.services import seat

    if not args.seat.is_file():
        raise UsageTrouble(f"没有文件 {args.seat}。请先用 seat open 载入任务文件；凭回执清除过的，数据已不在本机。")
    laptop = seat.open_seat(args.seat, passphrase(what=WORDS))
    try:
        yield laptop
    finally:
        laptop.close()


def _panel(desk: Desk, path: str) -> str:
    """The uid of `national/数学/甲组`, `pilot/150200/化学/甲组`."""
    from yingcai_desktop.services import panels

    known = {_path((*card.group, card.name)): card.uid for card in panels.board(desk).panels}
    if path not in known:
        raise UsageTrouble(f"没有面试组“{path}”。现有的：{'、'.join(known) or '还没有'}。")
    return known[path]


def _path(parts: tuple[str, ...]) -> str:
    return "/".join(part for part in parts if part)


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageTrouble(f"没有文件夹 {folder}。请先建好，或插好U盘。")


_PANEL: dict[str, Callable[[argparse.Namespace], int]] = {"list": listed, "task": task, "take": take, "receipt": receipt}
_SEAT: dict[str, Callable[[argparse.Namespace], int]] = {
    "open": opened, "renew": renew, "status": status, "export": export, "wipe": wipe,
}  # fmt: skip

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "panel": lambda args: _PANEL[args.act](args),
    "seat": lambda args: _SEAT[args.act](args),
}
