"""Commands that move the season: load, advance, export, print, verify."""

import argparse
from collections.abc import Callable
from pathlib import Path

from yingcai_desktop.cli.context import UsageTrouble, desk_of, scope_of
from yingcai_desktop.cli.output import Bar, say, show, show_json
from yingcai_desktop.errors import NotAllowed, Refusal
from yingcai_desktop.vocabulary import EXPORTS, PRINTS, STEPS


def load(args: argparse.Namespace) -> int:
    """`load`: status 0 when every file could be read, 1 when a whole file was refused or `--strict` stored nothing."""
    from yingcai_desktop.services import intake

    with desk_of(args) as desk, Bar() as progress:
        result = intake.load(desk, args.kind, args.files, dry_run=args.dry_run, strict=args.strict, progress=progress)
    if args.json:
        show_json(result.as_json())
    for line in result.sentences():
        say(line)
    if args.errors and result.has_findings:
        intake.give_back(result, args.errors)
        say(f"被拒的行连同批注已写入 {args.errors}，可以直接发还报送单位。")
    return 0 if result.accepted else 1


def advance(args: argparse.Namespace) -> int:
    """`advance`: status 1 when the step is refused; the reasons are printed either way."""
    from yingcai_desktop.services import stages

    with desk_of(args) as desk:
        try:
            outcome = stages.advance(desk, args.step, scope_of(args, desk))
        except Refusal as refusal:
            if refusal.exit_status != NotAllowed.exit_status:
                raise
            if args.json:
                show_json({"step": args.step, "done": False, "counts": {}, "problems": [p.as_json() for p in refusal.problems]})
            say(refusal.message)
            return 1
        lines = stages.sentences(desk, outcome)
    if args.json:
        show_json(outcome.as_json())
    else:
        show(f"{STEPS[args.step]}：完成。")
    for line in lines:
        say(line)
    return 0


def export(args: argparse.Namespace) -> int:
    """`export`: the list as xlsx, json or csv, by the ending of OUT."""
    from yingcai_desktop.services import exports

    _ending(args.out, (".xlsx", ".json", ".csv"))
    with desk_of(args) as desk:
        count = exports.write(desk, args.what, args.out, scope_of(args, desk))
    say(f"{EXPORTS[args.what]}：{count} 行，已写入 {args.out}。")
    return 0


def print_pages(args: argparse.Namespace) -> int:
    """`print`: real pages as PDF."""
    from yingcai_desktop.services import printing

    _ending(args.out, (".pdf",))
    with desk_of(args) as desk:
        pages = printing.write(desk, args.what, args.out, scope_of(args, desk))
    say(f"{PRINTS[args.what]}：{pages} 页，已写入 {args.out}。")
    return 0


def verify(args: argparse.Namespace) -> int:
    """`verify`: what a certificate claims, and with `--store` whether the register agrees."""
    from yingcai_desktop.services import verifying

    if bool(args.file) == bool(args.code):
        raise UsageTrouble("请给出一份证书 PDF，或用 --code 给出二维码里的文字，二者取一。")
    claims = verifying.claims_of_file(args.file) if args.file else [verifying.claim_of_text(args.code)]
    if args.store is None:
        for claim in claims:
            show(verifying.describe(claim))
        say("以上是证书自己写明的内容。要与登记册核对，请加 --store 数据文件。")
        return 0
    with desk_of(args) as desk:
        findings = verifying.compare(desk, claims)
    for finding in findings:
        show(finding.sentence)
    return 0 if all(f.agrees for f in findings) else 1


def _ending(path: Path, endings: tuple[str, ...]) -> None:
    if path.suffix.lower() not in endings:
        raise UsageTrouble(f"输出文件 {path.name} 的扩展名应为 {'、'.join(endings)}。")


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "load": load,
    "advance": advance,
    "export": export,
    "print": print_pages,
    "verify": verify,
}
