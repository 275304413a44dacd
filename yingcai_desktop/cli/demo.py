"""`demo`: one whole year of both programmes on the bundled season, without a screen.

Four offices, each with a store of its own, do what is theirs and send each other packages, in any order, some twice, some lost and made
again; panels are heard at laptops that keep nothing. In the end the region has every list and page.
"""

import argparse
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from yingcai_desktop.cli.context import PASSPHRASE_VARIABLE
from yingcai_desktop.cli.output import Bar, say
from yingcai_desktop.cli.year import CITIES, REGION, Errand, Hearing, play, year
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.vocabulary import EXPORTS, PRINTS

WITNESS = "示例见证人"
PASSPHRASE = "demo-only-passphrase"
PACKAGES, LAPTOPS = "数据包", "评委席电脑"
SEED = 2025
TWICE, LOST = 0.2, 0.05
"""How many packages between offices come a second time, and how many never arrive and are made again."""

Desks = dict[str, Any]


def demo(args: argparse.Namespace) -> int:
    """Play the season into `--out`: a store for each office, the files between them and their panels, every list, every printed page.

    Refuses a folder that is not empty.
    """
    from yingcai_desktop.services import safekeeping

    out: Path = args.out
    _prepare(out)
    given = os.environ.get(PASSPHRASE_VARIABLE)
    desks: Desks = {}
    chance = random.Random(SEED)
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
                _hear(desks, stage.hearings, out, chance)
                for errand in chance.sample(stage.errands, len(stage.errands)):
                    for told in _carry(desks, errand, out / PACKAGES, chance):
                        say(f"      {told}")
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


def _hear(desks: Desks, hearings: Sequence[Hearing], out: Path, chance: random.Random) -> None:
    """The panels of a stage: tasks to their laptops, marks, results back, the signed sheets typed, the laptops wiped."""
    from yingcai_desktop.cli import hearing

    rooms: list[hearing.Room] = []
    try:
        for one in hearings:
            room = hearing.open_room(desks[one.office], one, out / PACKAGES, out / LAPTOPS)
            rooms.append(room)
            told = f"{room.issued.path.name}（校验码 {room.issued.check_code}）→ {one.laptops} 台评委席电脑"
            say(f"      {_place(room.desk)} {told}，{len(room.issued.pins)} 名评委打了 {hearing.hear(room)} 个分")
        for told in hearing.bring_back(rooms, chance):
            say(f"      {told}")
        for room in rooms:
            settled = hearing.type_sheets(room)
            hearing.clear(room)
            say(f"      {_place(room.desk)} {room.hearing.title}：照签字的评分表录第二遍，核定 {settled} 行，电脑凭回执清除")
    finally:
        hearing.close(rooms)


def _carry(desks: Desks, errand: Errand, folder: Path, chance: random.Random) -> Iterator[str]:
    """Make a package and take it in at the other office; it may come twice, or be lost and made again."""
    from yingcai_desktop.exchange import applying, arriving, making
    from yingcai_desktop.exchange.kinds import PackageKind

    there, kind = desks[errand.recipient], PackageKind(errand.kind)
    made = making.make_package(desks[errand.sender], kind, errand.recipient, folder)
    if chance.random() < LOST:
        made.path.unlink()
        yield f"{made.path.name}：丢失，重新制作"
        made = making.make_package(desks[errand.sender], kind, errand.recipient, folder)
    for _ in range(2 if chance.random() < TWICE else 1):
        # a backup before each would say nothing here
        done = applying.apply(there, arriving.arrive(there, made.path), backup=lambda: None)
        counts = "，".join(f"{_OUTCOMES[name]} {count}" for name, count in done.counts.items()) or "只有回执"
        told = "又送来一次，以前导入过，没有改动" if done.again else counts
        yield f"{made.path.name}：{made.content.entries} 条，{made.size // 1024 + 1} KB → {_place(there)} {told}"


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
