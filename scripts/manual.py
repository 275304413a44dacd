"""操作手册: the help of every page, in the order of the year, with pictures taken now; and 岗位卡片. Two PDFs into build/manual.

`--pictures DIR` uses the pictures of an earlier `scripts/pictures DIR --light --size 1366x689`.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.app import application
from ui.commands import COMMANDS
from ui.dialogs.first_run import FirstRunWindow
from ui.dialogs.unlock import UnlockWindow
from ui.help import page_help
from ui.places import PLACES
from ui.preferences import Preferences
from yingcai_desktop.assets import resource
from yingcai_desktop.documents.card import cards_pdf
from yingcai_desktop.documents.manual import Chapter, Manual, Picture, manual_pdf
from yingcai_desktop.documents.prose import Block, Kind, parse
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.services.role_cards import cards

ROOT = Path(__file__).resolve().parent.parent
BEFORE, AFTER = ("start", "window"), ("backup", "trouble")
PICTURES: dict[str, dict[str, tuple[str, ...]]] = {
    "start": {"建立数据文件": ("first-run",), "登录": ("unlock",), "登记用户": ("settings-users-empty",)},
    "window": {"": ("home-interviewing",), "名单": ("mentors-interviewing",)},
    "home": {"全年进度": ("home-training",)},
    "applicants": {"登记": ("applicants-pane-applied",), "对选中的几条": ("applicants-applied",)},
    "mentors": {"登记": ("mentors-pane-interviewing",)},
    "exams": {
        "考场安排": ("exams-seats-tested",), "准考证": ("exams-tickets-tested",), "成绩录入": ("exams-marks-tested",),
        "分数线": ("exams-lines-tested",), "异常登记": ("exams-events-tested",),
    },
    "interviews": {
        "分组与评委": ("interviews-panels-pane-interviewing",), "日程": ("interviews-schedule-interviewing",),
        "成绩录入": ("interviews-entry-interviewing",), "汇总": ("interviews-summary-interviewing",),
    },
    "selection": {
        "录取": ("selection-admission-tied", "selection-admission-admitted"), "面试人选": ("selection-calling-admitted",),
        "公示与备案": ("selection-publication-admitted",),
    },
    "matching": {"导师匹配": ("matching-board-admitted",), "师生见面会": ("matching-meetings-admitted",)},
    "training": {
        "进度": ("training-progress-training",), "活动与日志": ("training-log-pane-training",),
        "计划与师资": ("training-plans-pane-training",), "集体活动": ("training-gatherings-training",),
        "往届跟踪": ("training-alumni-training",),
    },
    "evaluation": {
        "初期": ("evaluation-initial-pane-year-end",), "中期": ("evaluation-midterm-year-end",),
        "年度": ("evaluation-annual-pane-year-end",), "推荐": ("evaluation-city-year-end",), "终评": ("evaluation-final-year-end",),
        "录分": ("evaluation-marks-year-end",), "专家": ("evaluation-experts-year-end",), "督导": ("evaluation-supervision-year-end",),
    },
    "certificates": {"打印": ("certificates-year-end",)},
    "exchange": {"现在可以怎么做": ("exchange-interviewing",)},
    "reports": {"报表": ("reports-pane-year-end",)},
    "history": {"查找": ("history-pane-interviewing",)},
    "settings": {
        "用户与权限": ("settings-users-interviewing",), "名额与规则": ("settings-rules-pane-interviewing",),
        "年度与日程": ("settings-calendar-interviewing",), "机构与联系人": ("settings-units-pane-interviewing",),
        "学校名录": ("settings-schools-interviewing",), "备份与恢复": ("settings-backups-interviewing",),
        "外观": ("settings-looks-interviewing",), "关于": ("settings-about-interviewing",),
    },
}  # fmt: skip
"""Chapter → heading → pictures, by their names in `scripts/pictures` without mode and size."""
SEASON = 2025


def chapters(picture: Callable[[str], bytes]) -> tuple[Chapter, ...]:
    """First run and window, the pages in the order of the year, backup and trouble, the keys."""
    texts = {key: resource("help", "manual", f"{key}.md").read_text("utf-8") for key in (*BEFORE, *AFTER)}
    order = [*BEFORE, *(place.key for place in PLACES), *AFTER]
    made = [_chapter(key, texts.get(key) or page_help(key), picture) for key in order]
    return (*made, Chapter("快捷键", _keys()))


def _chapter(key: str, text: str, picture: Callable[[str], bytes]) -> Chapter:
    head, *blocks = parse(text)
    places = PICTURES.get(key, {})
    named = {block.text for block in blocks if block.kind is Kind.HEADING} | {""}
    if lost := set(places) - named:
        raise SystemExit(f"{key}: no heading {'、'.join(sorted(lost))}")
    shown = {
        heading: tuple(Picture(picture(name), heading or head.text) for name in names) for heading, names in places.items()
    }
    return Chapter(head.text, tuple(blocks), shown)


def _keys() -> tuple[Block, ...]:
    lines = [f"- **{command.keys}** {command.text}" for command in COMMANDS if command.keys]
    stages = [f"- **Ctrl+{n}** {place.title}" for n, place in enumerate(PLACES[:9], 1)]
    return tuple(parse("\n".join(["哪一页都能用的键。各页自己的键在各章的“键盘”里。", "## 到各个环节", *stages, "## 命令", *lines])))


def take(out: Path) -> None:
    """Every page of the window, light, as a small office screen shows it."""
    command = [sys.executable, str(ROOT / "scripts" / "pictures.py"), str(out), "--light", "--size", "1366x689"]
    subprocess.run(command, check=True)


def gates(out: Path) -> None:
    """The windows before the main one."""
    offices = dict(load_schemes(SEASON).offices)
    first = FirstRunWindow(lambda *_a: (None, ""), lambda *_a: b"", lambda: offices, Path("D:/英才"), SEASON)
    _grab(first, out / "first-run.png")
    _grab(UnlockWindow(lambda *_a: None, lambda _p: ["陈静", "李慧"], [Path("D:/英才/2025.ycdb")]), out / "unlock.png")


def _grab(window: QWidget, out: Path) -> None:
    window.show()
    QTest.qWait(300)
    window.grab().save(str(out))
    window.close()


def main() -> int:
    """Take the pictures and set the book."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "manual")
    parser.add_argument("--pictures", type=Path, help="a folder of pictures taken before")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    taken = given.pictures or given.out / "pictures"
    if given.pictures is None:
        take(taken)
    with tempfile.TemporaryDirectory() as work:
        app = application([], Preferences(Path(work) / "window.ini"))
        gates(taken)
        app.processEvents()

    def picture(name: str) -> bytes:
        file = taken / f"{name}.png"
        return (file if file.exists() else taken / f"{name}-light-1366x689.png").read_bytes()

    schemes = load_schemes(SEASON)
    lines = (f"依据{schemes.common.document}", "中学生英才计划 · 自治区青少年科技创新后备人才培养试点", "图中的人名、学校、号码都是示例。")
    book = Manual("操作手册", "从报名到发证，一年的工作怎样在电脑上办", lines, chapters(picture))
    (given.out / "操作手册.pdf").write_bytes(manual_pdf(book))
    (given.out / "岗位卡片.pdf").write_bytes(cards_pdf(cards("英才培养管理办公室", SEASON)))
    print(f"{given.out / '操作手册.pdf'}\n{given.out / '岗位卡片.pdf'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
