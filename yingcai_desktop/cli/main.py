"""From words to an exit status: parse, run the command, speak."""

import argparse
import sys
from collections.abc import Callable, Sequence

from yingcai_desktop.cli.output import say
from yingcai_desktop.cli.parser import build_parser
from yingcai_desktop.errors import Refusal


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit status (docs/cli.md)."""
    _speak_utf8()
    parser = build_parser()
    try:
        args = parser.parse_args(words)
    except SystemExit as leave:  # argparse leaves by itself: 0 after --help, 2 after a usage error
        return int(leave.code or 0)
    if args.command is None:
        parser.print_usage(sys.stderr)
        return 2
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    from yingcai_desktop.cli.context import UsageTrouble

    try:
        return _commands()[args.command](args)
    except UsageTrouble as trouble:
        say(str(trouble))
        return 2
    except Refusal as refusal:
        say(refusal.message)
        return refusal.exit_status
    except KeyboardInterrupt:
        say("已中断。没有完成的操作不会留下任何改动。")
        return 1


def _commands() -> dict[str, Callable[[argparse.Namespace], int]]:
    from yingcai_desktop.cli import demo, exchange, judges, season, store

    return season.COMMANDS | store.COMMANDS | exchange.COMMANDS | judges.COMMANDS | {"demo": demo.demo}


def _speak_utf8() -> None:
    """Windows consoles may not be UTF-8: never let a name stop a message."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
