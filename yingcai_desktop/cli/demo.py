"""`demo`: one whole year of both programmes on the bundled season, without a screen.

Four offices, each with a store of its own, do what is theirs and send each other packages; in the end the region has every list and page.
"""

import argparse
import os
from pathlib import Path
from typing import Any

from yingcai_desktop.cli.context import PASSPHRASE_VARIABLE
from yingcai_desktop.cli.output import Bar, say
from yingcai_desktop.cli.year import CITIES, REGION, Errand, play, year
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.vocabulary import EXPORTS, PRINTS

WITNESS = "示例见证人"
PASSPHRASE = "demo-only-passphrase"
PACKAGES = "数据包"

Desks = dict[str, Any]


def demo(args: argparse.Namespace) -> int:
    """Play the season into `--out`: a store for each office, the packages between them, every list, every printed page.

    Refuses a folder that is not empty.
    """
    from yingcai_desktop.services import safekeeping

    out: Path = args.out
    _prepare(out)
    given = os.environ.get(PASSPHRASE_VARIABLE)
    desks: Desks = {}
    try:
        with Bar() as progress:
            stages = year()
            _open(desks, out, given or PASSPHRASE)
            _enrol(desks, out / PACKAGES)
            for number, stage in enumerate(stages):
                progress(number, len(stages), stage.name)
                say(f"{number + 1:>2}/{len(stages)} {stage.name}")
                for office, acts in stage.acts.items():
                    for act in acts:
                        say(f"      {_place(desks[office])} {play(desks[office], act, _folder(out, office))}")
                for errand in stage.errands:
                    say(f"      {_carry(desks, errand, out / PACKAGES)}")
        _write_all(desks[REGION], out)
        for desk in desks.values():
            for finding in safekeeping.check(desk):
                say(f"{_place(desk)} {finding.sentence}")
    finally:
        for desk in desks.values():
            desk.store.close()
    opens = f"环境变量 {PASSPHRASE_VARIABLE} 里的那个" if given else PASSPHRASE
    say(f"全年演示完成：名单、PDF 和各单位往来的数据包在 {out.resolve()}。示例数据文件的口令是 {opens}（人物全部虚构）。")
    return 0


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        taken = any(out.iterdir())
    except OSError as error:
        raise NotAllowed(f"文件夹 {out} 用不了：{error.strerror}。没有写任何东西，请另选一个空文件夹。") from error
    if taken:
        raise NotAllowed(f"文件夹 {out} 不是空的，没有在里面写任何东西。请另选一个空文件夹。")


def _open(desks: Desks, out: Path, passphrase: str) -> None:
    """The region's store in the folder itself, each city's in a folder of its own."""
    from yingcai_desktop.services import setup

    for office in (REGION, *CITIES):
        folder = _folder(out, office)
        folder.mkdir(exist_ok=True)
        desks[office] = setup.create_store(folder / "2025.ycdb", passphrase, office, 2025)
        desks[office].witness = WITNESS


def _folder(out: Path, office: str) -> Path:
    return out if office == REGION else out / CITIES[office]


def _enrol(desks: Desks, folder: Path) -> None:
    """单位登记: the root key and the directory of the region, the cities' requests, and the digits compared over the telephone."""
    from yingcai_desktop.exchange import enrolling

    folder.mkdir()
    region, root_file = desks[REGION], folder / "根密钥.ycroot"
    enrolling.found(region, root_file, PASSPHRASE)
    root = enrolling.open_root_file(root_file, PASSPHRASE)
    for city in CITIES:
        request = enrolling.request(desks[city], folder)
        enrolling.enrol(region, request, enrolling.standing(desks[city]).digits, root)
    directory = enrolling.hand_out(region, folder)
    for city in CITIES:
        enrolling.take_directory(desks[city], directory, enrolling.standing(region).root_digits)


def _carry(desks: Desks, errand: Errand, folder: Path) -> str:
    """Make a package and take it in at the other office."""
    from yingcai_desktop.exchange import applying, arriving, making
    from yingcai_desktop.exchange.kinds import PackageKind

    made = making.make_package(desks[errand.sender], PackageKind(errand.kind), errand.recipient, folder)
    there = desks[errand.recipient]
    done = applying.apply(there, arriving.arrive(there, made.path), backup=lambda: None)  # a copy of each would say nothing here
    counts = "，".join(f"{_OUTCOMES[name]} {count}" for name, count in done.counts.items()) or "只有回执"
    return f"{made.path.name}：{made.content.entries} 条，{made.size // 1024 + 1} KB → {_place(there)} {counts}"


_OUTCOMES = {"new": "新增", "changed": "更新", "removed": "删除", "same": "相同", "conflict": "冲突", "refused": "拒收"}


def _place(desk: Any) -> str:
    return CITIES.get(desk.store.office, "自治区")


_HELD = {"tickets", "seating", "door-signs", "sign-in", "room-records", "score-sheets", "score-summary", "training-record"}
"""Pages of whoever holds test, interview and training: the region prints those of the national programme, a city its own."""


def _write_all(desk: Any, out: Path) -> None:
    """Every list as a workbook and every kind of page as PDF, as they stand at the end of the year."""
    from yingcai_desktop.services import exports, printing
    from yingcai_desktop.services.scope import EVERYTHING, Scope

    for what, title in EXPORTS.items():
        exports.write(desk, what, out / f"{title}.xlsx")
    for what, title in PRINTS.items():
        pages = printing.write(desk, what, out / f"{title}.pdf", Scope("national") if what in _HELD else EVERYTHING)
        say(f"打印{title}：{pages} 页")
