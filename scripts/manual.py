"""操作手册: the help of every page, in the order of the year, with pictures taken now; and 岗位卡片. Two PDFs into build/manual.

`--pictures DIR` uses the pictures of an earlier `scripts/pictures DIR --light --size 1366x689`.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from db.models import Application, Trainee
from ui import theme
from ui.app import application
from ui.commands import COMMANDS
from ui.dialogs.first_run import FirstRunWindow
from ui.dialogs.unlock import UnlockWindow
from ui.help import page_help
from ui.places import PLACES
from ui.preferences import Preferences
from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.card import cards_pdf
from yingcai_desktop.documents.manual import Chapter, Manual, Picture, manual_pdf
from yingcai_desktop.documents.prose import Block, Kind, parse
from yingcai_desktop.scheme import load_schemes
from yingcai_desktop.services import exam_day, seating, stages
from yingcai_desktop.services.matching import meetings
from yingcai_desktop.services.role_cards import cards
from yingcai_desktop.services.trainees import gatherings
from yingcai_desktop.services.trainees.gatherings import GATHERINGS

ROOT = Path(__file__).resolve().parent.parent
BEFORE, AFTER = ("start", "window"), ("backup", "trouble")
PICTURES: dict[str, dict[str, tuple[str, ...]]] = {
    "start": {"建立数据文件": ("first-run",), "登录": ("unlock",), "登记用户": ("settings-users-empty",)},
    "window": {"": ("home-interviewing",), "名单": ("mentors-interviewing",)},
    "home": {"全年进度": ("home-training",)},
    "applicants": {"登记": ("applicants-pane-applied",), "对选中的几条": ("applicants-applied",)},
    "mentors": {"登记": ("mentors-pane-interviewing",)},
    "exams": {
        "考场安排": ("exams-seats-reviewed",), "准考证": ("exams-tickets-reviewed",), "成绩录入": ("exams-marks-reviewed",),
        "分数线": ("exams-lines-tested",), "异常登记": ("exams-events-reviewed",),
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
    "certificates": {"打印": ("certificates-pane-year-end",)},
    "exchange": {"导出": ("exchange-send-interviewing",), "收发登记": ("exchange-ledger-interviewing",), "单位登记": ("exchange-offices-interviewing",)},
    "reports": {"报表": ("reports-reports-pane-year-end",), "总结与验收材料": ("reports-summaries-year-end",)},
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
        heading: tuple(
            Picture(picture(name), (heading or head.text) + (f"（{n}）" if len(names) > 1 else "")) for n, name in enumerate(names, 1)
        )
        for heading, names in places.items()
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


def at_work(app: QApplication, out: Path) -> None:
    """Pages that the bundled season leaves empty, because it brings its marks in workbooks: a little is done on them first."""
    import pictures

    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        pictures.play(folder, {moment for moment, _act in ACTS.values()})
        theme.switch(app, "light")
        for page, (moment, act) in ACTS.items():
            camera = pictures.Camera(app, folder, moment)
            act(camera.session.desk)
            for face in camera.faces(page, []):
                camera.grab((1366, 689), out / f"{face}-{moment}-light-1366x689.png")
            camera.close()


def _seat(desk: Desk) -> None:
    seating.assign(desk)
    with desk.read() as reading:
        uids = list(reading.scalars(select(Application.uid).where(Application.ticket != "").order_by(Application.ticket)))
    exam_day.note_event(desk, uids[3], "缺考", "开考 30 分钟未到", "王秀兰")
    exam_day.note_event(desk, uids[8], "故障", "机器死机，换到备用机，补时 6 分钟", "王秀兰")


def _meet(desk: Desk) -> None:
    part = ("national", "")
    meetings.keep(desk, part, "英才计划师生见面会", date(2025, 4, 26), "内蒙古大学图书馆报告厅", "09:00")
    uid = meetings.sessions(desk, part)[0].uid
    guests = [guest.uid for guest in meetings.roster(desk, part, uid) if guest.name]
    meetings.sign_in(desk, part, uid, guests[::2], present=True)


def _gather(desk: Desk) -> None:
    with desk.read() as reading:
        uids = list(reading.scalars(select(Trainee.application_uid).where(Trainee.state == "training").limit(60)))
    for day, title, kind in (("2025-05-17", "草原上的天文观测", GATHERINGS[-1]), ("2025-10-18", "从显微镜到望远镜", GATHERINGS[0])):
        values = {"day": day, "title": title, "kind": kind, "place": "内蒙古科技馆", "host": "自治区管理办公室"}
        uid = gatherings.save(desk, values)
        gatherings.sign_in(desk, uid, {one: "缺席" if n % 17 == 5 else "到" for n, one in enumerate(uids)})


def _certify(desk: Desk) -> None:
    stages.advance(desk, "certify")


ACTS: dict[str, tuple[str, Callable[[Desk], None]]] = {
    "exams": ("reviewed", _seat), "matching": ("admitted", _meet), "training": ("training", _gather), "certificates": ("year-end", _certify),
}  # fmt: skip


def gates(out: Path) -> None:
    """The windows before the main one."""
    offices = dict(load_schemes(SEASON).offices)
    first = FirstRunWindow(lambda *_a: (None, ""), lambda *_a: b"", lambda: offices, Path("D:/英才"), SEASON)
    _grab(first, out / "first-run.png")
    unlock = UnlockWindow(lambda *_a: None, lambda _p: ["陈静", "李慧"], [Path("D:/英才/2025.ycdb")])
    _grab(unlock, out / "unlock.png", unlock.user.isEnabled)


def _grab(window: QWidget, out: Path, ready: Callable[[], bool] = lambda: True) -> None:
    window.show()
    QTest.qWait(300)
    for _ in range(100):
        if ready():
            break
        QTest.qWait(100)
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
        theme.load_rare_fonts()
        gates(taken)
        at_work(app, taken)

    def picture(name: str) -> bytes:
        file = taken / f"{name}.png"
        file = file if file.exists() else taken / f"{name}-light-1366x689.png"
        if not file.exists():
            raise SystemExit(f"no picture {name} in {taken}: see PICTURES")
        return file.read_bytes()

    schemes = load_schemes(SEASON)
    lines = (f"依据{schemes.common.document}", "中学生英才计划 · 自治区青少年科技创新后备人才培养试点", "图中的人名、学校、号码都是示例。")
    book = Manual("操作手册", "从报名到发证，一年的工作怎样在电脑上办", lines, chapters(picture))
    (given.out / "操作手册.pdf").write_bytes(manual_pdf(book))
    (given.out / "岗位卡片.pdf").write_bytes(cards_pdf(cards("英才培养管理办公室", SEASON)))
    print(f"{given.out / '操作手册.pdf'}\n{given.out / '岗位卡片.pdf'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
