"""Commands, arguments and their help."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from yingcai_desktop.vocabulary import EXPORTS, KINDS, PRINTS, STEPS

PROG = "yingcai"

_TROUBLES = (
    (re.compile(r"the following arguments are required: (.+)"), lambda m: "少了 " + m[1].replace(", ", "、")),
    (
        re.compile(r"argument (\S+): invalid (?:choice|\w+ value): '(.*?)'(?: \(choose from .*\))?"),
        lambda m: f"{m[1]} 不能是“{m[2]}”",
    ),
    (re.compile(r"unrecognized arguments: (.+)"), lambda m: f"不认识 {m[1]}"),
    (re.compile(r"argument (\S+): expected .+"), lambda m: f"{m[1]} 后面少了值"),
)
"""What argparse says of a wrong call → how we say it; anything else stays as it is."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in one Chinese sentence; leaves with status 2."""

    def error(self, message: str) -> NoReturn:
        """Leave, saying why."""
        found = ((pattern.fullmatch(message), said) for pattern, said in _TROUBLES)
        trouble = next((said(match) for match, said in found if match), message)
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写得不对：{trouble}。请用 {self.prog} --help 查看写法。\n")


NewCommand = Callable[[str, str], argparse.ArgumentParser]
"""Name and help → the parser of a command."""


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; usage errors leave with status 2."""
    people = Parser(add_help=False)
    people.add_argument(
        "--as", dest="actor", metavar="USER", default=argparse.SUPPRESS, help="经办人（默认：本机登录账户）"
    )
    people.add_argument("--witness", metavar="USER", default=argparse.SUPPRESS, help="见证人：录取、终评、发证须两人")
    parser = Parser(
        prog=PROG,
        parents=[people],
        description="英才培养管理。不带命令时打开窗口。",
        epilog="口令取自环境变量 YINGCAI_PASSPHRASE，没有时在终端询问。退出码：0 完成 · 1 按规则拒绝 · 2 用法不对 · 3 数据文件损坏、被占用或不是本程序的。",
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[people])

    _season_commands(command)
    _package_commands(command("package", "与其他单位交换数据包"), people)
    _panel_commands(command("panel", "面试组的评委席：发任务、收打分包、出回执"), people)
    _seat_commands(command("seat", "评委席电脑：载入任务、导出打分包、凭回执清除"))
    _store_commands(command)
    return parser


def _scoped(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--programme", choices=("national", "pilot"), default="", help="只做一个项目")
    parser.add_argument("--city", default="", metavar="CODE", help="只做一个盟市，如 150200")


def _kinds(words: dict[str, str]) -> str:
    return " · ".join(f"{code} {text}" for code, text in words.items())


def _season_commands(command: NewCommand) -> None:
    load = command("load", "导入工作簿")
    load.add_argument("store", type=Path, metavar="STORE")
    load.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=_kinds(KINDS))
    load.add_argument("files", type=Path, nargs="+", metavar="FILE.xlsx")
    load.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    load.add_argument("--strict", action="store_true", help="有一行被拒就全部不写入")
    load.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="把被拒的行连同批注还给报送单位")
    load.add_argument("--json", action="store_true")

    advance = command("advance", "办理一个环节")
    advance.add_argument("store", type=Path, metavar="STORE")
    advance.add_argument("step", choices=tuple(STEPS), metavar="STEP", help=_kinds(STEPS))
    _scoped(advance)
    advance.add_argument("--json", action="store_true")

    export = command("export", "导出名单和成绩")
    export.add_argument("store", type=Path, metavar="STORE")
    export.add_argument("what", choices=tuple(EXPORTS), metavar="WHAT", help=_kinds(EXPORTS))
    export.add_argument("out", type=Path, metavar="OUT.{xlsx,json,csv}")
    _scoped(export)

    prints = command("print", "打印到 PDF")
    prints.add_argument("store", type=Path, metavar="STORE")
    prints.add_argument("what", choices=tuple(PRINTS), metavar="WHAT", help=_kinds(PRINTS))
    prints.add_argument("out", type=Path, metavar="OUT.pdf")
    _scoped(prints)

    verify = command("verify", "查验证书")
    verify.add_argument("file", type=Path, nargs="?", metavar="FILE.pdf")
    verify.add_argument("--code", help="证书二维码里的文字")
    verify.add_argument("--store", type=Path, help="与这个数据文件里的登记册核对")

    demo = command("demo", "不开窗口，用示例数据走完两个项目的一年，四个单位用数据包往来")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")


def _package_commands(parser: argparse.ArgumentParser, people: Parser) -> None:
    from yingcai_desktop.exchange.kinds import ABOUT

    new = _acts(parser, people)

    def act(name: str, text: str) -> argparse.ArgumentParser:
        made = new(name, text)
        if name != "inspect":
            made.add_argument("store", type=Path, metavar="STORE")
        return made

    def change(name: str, text: str, *, root: bool = True) -> argparse.ArgumentParser:
        made = act(name, text)
        made.add_argument("--root", type=Path, required=root, metavar="ROOTFILE", help="根密钥文件")
        made.add_argument("--dry-run", action="store_true", help="只说会怎样，不改动")
        return made

    made = act("make", "制作发给另一单位的数据包")
    made.add_argument("kind", choices=tuple(map(str, ABOUT)), metavar="KIND", help=_kinds({str(k): a.label for k, a in ABOUT.items()}))
    made.add_argument("--to", required=True, metavar="CODE", help="收件单位代码")
    made.add_argument("out", type=Path, metavar="OUT", help="文件夹，或 .ycp 文件名")

    look = act("inspect", "看一个数据包，不改动任何东西")
    look.add_argument("file", type=Path, metavar="FILE")
    look.add_argument("--store", type=Path, metavar="STORE", help="用这个数据文件的密钥打开，并与它比较")
    look.add_argument("--json", action="store_true")

    take = act("apply", "导入一个数据包：先核对、备份，再一次写入")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--dry-run", action="store_true", help="只比较，不写入")
    take.add_argument("--returned", action="store_true", help="确认收回本单位恢复备份之前写下的记录")
    take.add_argument("--json", action="store_true")

    back = act("undo", "撤销最近一次导入")
    back.add_argument("--reason", required=True, metavar="TEXT", help="撤销的原因")

    act("keys", "本单位的密钥、名录版本和要在电话里念的 30 位数字")
    ask = act("request", "制作登记申请，交自治区")
    ask.add_argument("folder", type=Path, metavar="DIR")
    found = act("found", "自治区建立名录和根密钥（只办一次）")
    found.add_argument("root", type=Path, metavar="ROOTFILE", help="根密钥文件，放U盘，一式两份存入保险柜")
    enrol = act("enrol", "自治区把一个单位登记进名录")
    enrol.add_argument("request", type=Path, metavar="REQUEST.ycp")
    enrol.add_argument("--digits", required=True, help="对方在电话里念的 30 位数字")
    enrol.add_argument("--root", type=Path, required=True, metavar="ROOTFILE")
    offices = act("offices", "名录里的单位、它们的 30 位数字，和各单位数据文件的编号")
    offices.add_argument("--json", action="store_true")
    revoke = change("revoke", "声明一台丢失的电脑从某一号记录起不再可信")
    revoke.add_argument("chain", metavar="CHAIN", help="那台电脑的数据文件编号，见 package offices")
    revoke.add_argument("last", type=int, metavar="N", help="最后一号可信的记录")
    gone = change("remove", "把一个单位移出名录")
    gone.add_argument("office", metavar="CODE", help="单位代码")
    renew = change("renew", "更换本单位的密钥：自治区用根密钥签发，盟市同时制作登记申请", root=False)
    renew.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="盟市：登记申请放在哪个文件夹")
    anew = change("new-root", "更换根密钥", root=False)
    anew.add_argument("file", type=Path, metavar="NEWROOTFILE", help="新的根密钥文件")
    anew.add_argument("--lost", action="store_true", help="旧根密钥已丢失：各单位要重新核对 30 位数字")
    directory = act("directory", "导出名录；用 --take 接收名录")
    directory.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    directory.add_argument("--take", type=Path, metavar="FILE.ycdir")
    directory.add_argument("--digits", default="", help="自治区在电话里念的根密钥 30 位数字（首次接收时必填）")


def _acts(parser: argparse.ArgumentParser, *parents: Parser) -> NewCommand:
    acts = parser.add_subparsers(dest="act", metavar="办什么", required=True, parser_class=Parser)
    return lambda name, text: acts.add_parser(name, help=text, description=text, parents=list(parents))


def _panel_commands(parser: argparse.ArgumentParser, people: Parser) -> None:
    act = _acts(parser, people)
    panels = act("list", "列出面试组和评委席的进度")
    panels.add_argument("store", type=Path, metavar="STORE")
    panels.add_argument("--json", action="store_true")
    task = act("task", "制作一个面试组的面试任务")
    receipt = act("receipt", "给面试组的评委席电脑出回执")
    for made in (task, receipt):
        made.add_argument("store", type=Path, metavar="STORE")
        made.add_argument("panel", metavar="PANEL", help="如 national/数学/甲组、pilot/150200/化学/甲组，见 panel list")
        made.add_argument("folder", type=Path, metavar="DIR", help="组长的U盘")
    task.add_argument("--slip", type=Path, required=True, metavar="OUT.pdf", help="开启单：口令和 PIN 只写在这里")
    take = act("take", "导入评委席的打分包")
    take.add_argument("store", type=Path, metavar="STORE")
    take.add_argument("file", type=Path, metavar="FILE.ycp")
    take.add_argument("--dry-run", action="store_true", help="只看，不导入")
    take.add_argument("--json", action="store_true")


def _seat_commands(parser: argparse.ArgumentParser) -> None:
    act = _acts(parser)
    opened = act("open", "载入任务文件，在文件夹里建立评委席数据文件；已有的照开")
    opened.add_argument("task", type=Path, metavar="TASK.ycp")
    opened.add_argument("folder", type=Path, metavar="DIR")
    renew = act("renew", "换用本组后来的任务文件，已评的分都在")
    status = act("status", "各位评委评了几人；看不到分")
    export = act("export", "导出打分包，可以导出任意多次")
    wipe = act("wipe", "凭办公室的回执清除本机")
    for made in (renew, status, export, wipe):
        made.add_argument("seat", type=Path, metavar="SEAT.ycseat")
    renew.add_argument("task", type=Path, metavar="TASK.ycp")
    status.add_argument("--json", action="store_true")
    export.add_argument("folder", type=Path, metavar="DIR")
    wipe.add_argument("receipt", type=Path, metavar="RECEIPT.ycp")


def _store_commands(command: NewCommand) -> None:
    init = command("init", "新建数据文件")
    init.add_argument("store", type=Path, metavar="STORE")
    init.add_argument("--office", required=True, metavar="CODE", help="自治区 150000，或盟市代码，如 150100")
    init.add_argument("--season", required=True, type=int, metavar="YEAR")

    decide = command("decide", "登记单位签认的决定")
    decide.add_argument("store", type=Path, metavar="STORE")
    decide.add_argument("file", type=Path, metavar="FILE.toml")

    check = command("check", "核对数据文件：完整性、记录链、账实相符")
    check.add_argument("store", type=Path, metavar="STORE")

    backup = command("backup", "备份并验证")
    backup.add_argument("store", type=Path, metavar="STORE")
    backup.add_argument("folder", type=Path, nargs="?", metavar="DIR")

    restore = command("restore", "从备份恢复")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("store", type=Path, metavar="STORE")

    audit = command("audit", "列出操作记录")
    audit.add_argument("store", type=Path, metavar="STORE")
    audit.add_argument("--json", action="store_true")
