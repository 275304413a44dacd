"""`demo`: one whole year of both programmes on the bundled season, without a screen.

It runs the same commands an office would type, from empty stores to the certificates in PDF.
"""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yingcai_desktop.assets import resource
from yingcai_desktop.cli.context import PASSPHRASE_VARIABLE
from yingcai_desktop.cli.output import Bar, say
from yingcai_desktop.errors import NotAllowed, Refusal
from yingcai_desktop.vocabulary import EXPORTS, KINDS, PRINTS, STEPS

WITNESS = "示例见证人"
PASSPHRASE = "demo-only-passphrase"

Doing = Callable[[], object]


def demo(args: argparse.Namespace) -> int:
    """Play the season into `--out`: a store, every list, every printed page. Refuses a folder that is not empty."""
    from yingcai_desktop.services import safekeeping, setup

    out: Path = args.out
    _prepare(out)
    season = resource("season")
    play = json.loads((season / "play.json").read_text("utf-8"))
    given = os.environ.get(PASSPHRASE_VARIABLE)
    desk = setup.create_store(out / "2025.ycdb", given or PASSPHRASE, "150000", 2025)
    desk.witness = WITNESS
    try:
        with Bar() as progress:
            for number, step in enumerate(play):
                progress(number, len(play), "全年演示")
                say(f"{number + 1:>2}/{len(play)} {_play(desk, season, out, step)}")
        _write_all(desk, out)
        for finding in safekeeping.check(desk):
            say(finding.sentence)
    finally:
        desk.store.close()
    opens = f"环境变量 {PASSPHRASE_VARIABLE} 里的那个" if given else PASSPHRASE
    say(f"全年演示完成：名单和 PDF 在 {out.resolve()}。示例数据文件的口令是 {opens}（人物全部虚构）。")
    return 0


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        taken = any(out.iterdir())
    except OSError as error:
        raise NotAllowed(f"文件夹 {out} 用不了：{error.strerror}。没有写任何东西，请另选一个空文件夹。") from error
    if taken:
        raise NotAllowed(f"文件夹 {out} 不是空的，没有在里面写任何东西。请另选一个空文件夹。")


def _play(desk: Any, season: Path, out: Path, step: dict[str, Any]) -> str:
    """One step of the play. A step that must be refused is refused here too, and says why."""
    try:
        said = _do(desk, season, out, step)
    except Refusal as refusal:
        if not step["exit"]:
            raise
        return f"按规则拒绝（演示预期）：{refusal.message}"
    return said


def _do(desk: Any, season: Path, out: Path, step: dict[str, Any]) -> str:
    from yingcai_desktop.services import deciding, exports, intake, stages

    match step["do"]:
        case "decide":
            recorded = deciding.decide(desk, season / step["file"])
            return f"登记决定 {step['file']}：{len(recorded.changed)} 项"
        case "load":
            result = intake.load(desk, step["kind"], [season / f for f in step["files"]])
            new = sum(f.tally.new for f in result.files)
            refused = sum(f.checked.refused_rows for f in result.files)
            return f"导入{KINDS[step['kind']]}：{len(result.files)} 份工作簿，新增 {new} 行，拒收 {refused} 行"
        case "advance":
            counts = stages.advance(desk, step["step"]).counts
            return f"{STEPS[step['step']]}：" + "，".join(f"{k} {v}" for k, v in counts.items())
        case "export":
            count = exports.write(desk, step["what"], out / f"{step['out'].removesuffix('.json')}.json")
            return f"导出{EXPORTS[step['what']]}：{count} 行"
    raise ValueError(step["do"])


def _write_all(desk: Any, out: Path) -> None:
    """Every list as a workbook and every kind of page as PDF, as they stand at the end of the year."""
    from yingcai_desktop.services import exports, printing

    for what, title in EXPORTS.items():
        exports.write(desk, what, out / f"{title}.xlsx")
    for what, title in PRINTS.items():
        pages = printing.write(desk, what, out / f"{title}.pdf")
        say(f"打印{title}：{pages} 页")
