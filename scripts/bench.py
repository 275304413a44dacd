"""How our work compares with the bare minimum, measured side by side in one run; medians of alternating repeats.

load          10,000 applicants: the whole checked and journaled load ÷ bare openpyxl reading the same file   (aim ≤ 1.0)
ranking       10,000 candidates: composite, tie-break chain and shared ranks ÷ plain `sorted`
certificates  1,000 certificates ÷ a bare ReportLab loop with the same face and QR                            (aim ≤ 1.3)
packages      5,000 applications from a city to the region: the package made, and taken in ÷ the rows as compressed JSON, and into a plain table (≤ 3 s, ≤ 5 s)
start         process start to first painted window — the passphrase, or the first run — ÷ a bare window       (aim ≤ 1.5)
              and, without an aim, to the painted workbench of an open store
list          10,000 rows of a register: to open it, filter it, sort it and paint, each ÷ a plain loop over the same rows
pages         every page opened for the first time (its modules imported) and read again, on the sample season ÷ an empty page
"""

import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
SEASON = ROOT / "resources" / "season"
REPEATS = 5


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run by the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(name: str, aim: str, ours: Callable[[], object], floor: Callable[[], object], repeats: int = REPEATS) -> None:
    """Print the median of both, alternating so that a busy machine touches both, and their ratio."""
    mine, bare = [], []
    for _ in range(repeats):
        bare.append(timed(floor))
        mine.append(timed(ours))
    show(name, aim, mine, bare)


def show(name: str, aim: str, mine: list[float], bare: list[float]) -> None:
    """Print the medians of both and their ratio."""
    a, b = statistics.median(mine), statistics.median(bare)
    print(f"{name:<13} {a / b:6.2f} ×   ours {a:7.3f} s   floor {b:7.3f} s   aim {aim}", flush=True)


def check_digit(body: str) -> str:
    """The 18th character of an identity number (GB 11643)."""
    from stdnum.cn import ric

    return str(ric.calc_check_digit(body + "0"))


def applicants_workbook(path: Path, rows: int) -> None:
    """An application workbook with invented people, all 28 and more columns, written by another writer."""
    import openpyxl

    from yingcai_desktop.sheets.kinds import KINDS

    titles = [c.title for c in KINDS["applicants"][0].columns]
    schools = ["包头市第九中学", "包头市昆都仑示例中学", "包头市鹿城示例中学"]
    mentor = first_mentor("包头市", "数学")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("报名")
    sheet.append(titles)
    chance = random.Random(7)
    for n in range(rows):
        born = date(2008, 1, 1).toordinal() + n % 700
        day = date.fromordinal(born)
        body = f"150299{day:%Y%m%d}{n // 700:03d}"
        gender = "男" if int(body[16]) % 2 else "女"
        values = {
            "项目": "试点", "姓名": "其其格" + "王李张刘陈"[n % 5] + "伟芳娜敏静"[n // 5 % 5], "性别": gender, "民族": "蒙古族",
            "身份证号": body + check_digit(body), "出生日期": day.isoformat(), "盟市": "包头市", "学校": schools[n % 3], "年级": "高一",
            "班级": f"{n % 20 + 1}班", "报名学科": "数学", "年级人数": 800, "学科名次": chance.randint(1, 800), "综合名次": chance.randint(1, 800),
            "排名依据": "2024年秋季期末考试", "前置培养表现优秀": "否", "上届学员": "否", "第一志愿高校": "内蒙古科技大学", "第一志愿导师": mentor,
            "服从调剂": "是", "监护人姓名": "巴特尔", "监护人关系": "父亲", "监护人手机": "13900000000", "学生手机": "13900000001",
            "学生承诺": "是", "监护人同意": "是", "学校意见": "推荐",
        }  # fmt: skip
        sheet.append([values.get(t) for t in titles])
    book.save(path)


def first_mentor(city: str, subject: str) -> str:
    """A mentor of the sample season, for the choice."""
    import openpyxl

    sheet = openpyxl.load_workbook(SEASON / "inbox" / f"导师-试点-{city}.xlsx")["导师"]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    top = next(n for n, row in enumerate(rows) if "姓名" in [str(v).strip("* ") for v in row])
    heads = [str(v or "").strip("* ") for v in rows[top]]
    name, offered = heads.index("姓名"), heads.index("学科")
    return next(str(r[name]) for r in rows[top + 1 :] if r[offered] == subject)


def bench_load(folder: Path) -> None:
    """The whole load — child process, checks, journal, commit — against openpyxl's reading alone."""
    import openpyxl

    from db.store import Store
    from yingcai_desktop.desk import Desk
    from yingcai_desktop.services import deciding, intake

    workbook = folder / "报名.xlsx"
    applicants_workbook(workbook, 10_000)
    made = iter(range(1000))

    def ours() -> None:
        desk = Desk(Store.create(folder / f"{next(made)}.ycdb", key=b"b" * 32, office="150000", season=2025))
        deciding.decide(desk, SEASON / "decisions.toml")
        intake.load(desk, "mentors", [SEASON / "inbox" / "导师-试点-包头市.xlsx"])
        start = time.perf_counter()
        result = intake.load(desk, "applicants", [workbook])
        ours.seconds = time.perf_counter() - start  # type: ignore[attr-defined]
        assert result.files[0].tally.new == 10_000, result.sentences()[:3]
        desk.store.close()

    def floor() -> None:
        for row in openpyxl.load_workbook(workbook).active.iter_rows(values_only=True):
            len(row)

    mine, bare = [], []
    for _ in range(3):
        bare.append(timed(floor))
        ours()
        mine.append(ours.seconds)  # type: ignore[attr-defined]
    show("load", "≤ 1.0", mine, bare)


def bench_ranking(folder: Path) -> None:
    """Ranking of 10,000 with the whole chain against sorting the same composites."""
    from yingcai_desktop.rules.ranking import Marks, RankingRule, composite, rank

    chance = random.Random(3)

    def number(top: int) -> Fraction:
        return Fraction(chance.randint(0, top * 6), 6)

    people = {f"{n:05d}": Marks(number(100), number(100), number(20), number(15)) for n in range(10_000)}
    rule = RankingRule(Fraction(40), Fraction(60), ("interview", "innovation", "interest", "test"))
    values = [composite(m, rule) for m in people.values()]
    compare("ranking", "—", lambda: rank(people, rule), lambda: sorted(values, reverse=True))


def bench_certificates(folder: Path) -> None:
    """1,000 certificates against a bare loop: same face, same text, same QR, nothing else."""
    from reportlab.lib.colors import black
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from yingcai_desktop.documents.certificate import Certificate, certificates_pdf, claim_of
    from yingcai_desktop.documents.qr import draw_qr

    fonts = ROOT / "resources" / "fonts"
    for name, face in (("bold", "NotoSerifSC-Bold"), ("serif", "NotoSerifSC-Regular"), ("kai", "LXGWWenKai-Regular")):
        pdfmetrics.registerFont(TTFont(f"floor-{name}", str(fonts / f"{face}.ttf")))
    turn = itertools.count()

    def people() -> list[Certificate]:
        """A thousand nobody has drawn a code for yet."""
        start = 1000 * next(turn)
        return [
            Certificate(
                f"内后备证〔2025〕第{start + n:07d}号", 2025, "娜仁托娅·其其格", "内蒙古师范大学附属中学", "生物", "内蒙古农业大学",
                "哈斯额尔敦", "2025年1月至2025年12月", "优秀", ("内蒙古自治区科学技术协会", "内蒙古自治区教育厅"), date(2025, 12, 26),
            )
            for n in range(1000)
        ]  # fmt: skip

    def floor() -> bytes:
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=landscape(A4))
        for one in people():
            claim = claim_of(one)
            text = one.body.format(**one.facts()).replace("\n", "")
            canvas.setFont("floor-bold", 40)
            canvas.drawString(320, 480, "培养证书")
            canvas.setFont("floor-kai", 24)
            canvas.drawString(80, 400, f"{one.name}同学（{one.school}）：")
            canvas.setFont("floor-serif", 18)
            for n in range(0, len(text), 36):
                canvas.drawString(80, 360 - n, text[n : n + 36])
            for n, line in enumerate((one.number, *one.issuers, "2025年12月26日", "扫码核对姓名与等级", claim.digits())):
                canvas.drawString(80, 200 - 25 * n, line)
            draw_qr(canvas, claim.code(), 650, 60, 80, black)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    certificates_pdf(people()[:2])  # faces are read once in a program's life
    compare("certificates", "≤ 1.3", lambda: certificates_pdf(people()), floor, 3)


def bench_packages(folder: Path) -> None:
    """5,000 applications from a city to a region that has none of them, against the same rows as compressed JSON into a plain table."""
    import shutil
    import sqlite3
    import zlib

    import msgspec

    from db.models import Application
    from db.rows import shape_of
    from tests.exchange.offices import BAOTOU, REGION, offices, opened
    from yingcai_desktop.exchange.kinds import PackageKind
    from yingcai_desktop.services import deciding, intake

    workbook, shape = folder / "报名.xlsx", shape_of(Application)
    applicants_workbook(workbook, 5_000)
    with offices(folder, BAOTOU) as two:
        deciding.decide(two.desks[REGION], SEASON / "decisions.toml")
        two.carry(REGION, BAOTOU, PackageKind.BASE)
        intake.load(two.desks[BAOTOU], "mentors", [SEASON / "inbox" / "导师-试点-包头市.xlsx"])
        two.carry(BAOTOU, REGION, PackageKind.MENTORS)
        intake.load(two.desks[BAOTOU], "applicants", [workbook])
        with two.desks[BAOTOU].read() as session:
            rows = [tuple(row) for row in session.connection().exec_driver_sql(shape.select_all)]
        sent = two.send(BAOTOU, REGION, PackageKind.APPLICATIONS)
        packed = zlib.compress(msgspec.json.encode(rows))
        compare("package made", "≤ 3 s", lambda: two.send(BAOTOU, REGION, PackageKind.APPLICATIONS), lambda: zlib.compress(msgspec.json.encode(rows)))

    def floor() -> None:
        with sqlite3.connect(folder / "plain.db") as plain:
            plain.execute(f"CREATE TABLE IF NOT EXISTS person ({', '.join(shape.names)})")
            plain.executemany(f"INSERT INTO person VALUES ({', '.join('?' * len(shape.names))})", msgspec.json.decode(zlib.decompress(packed)))

    mine, bare = [], []
    for turn in range(3):
        shutil.copytree(folder / REGION, folder / str(turn) / REGION)
        with opened(folder / str(turn), REGION) as one:
            bare.append(timed(floor))
            mine.append(timed(lambda: one.take(REGION, sent)))
    show("taken in", "≤ 5 s", mine, bare)


BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: (os.write(1, b"."), QApplication.quit()))
app = QApplication(sys.argv); window = Bare(); window.resize(1440, 900); window.show(); sys.exit(app.exec())
"""
OURS = """
import os, sys
from PySide6.QtCore import QObject, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from ui import app
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: (os.write(1, b"."), QApplication.quit()))
        return False
def begin(opening):
    opening.begin()
    opening.first_paint = FirstPaint()  # on the window alone: on the application every event would cross into Python
    (opening.window or opening.gate).installEventFilter(opening.first_paint)
sys.exit(app.run([], begin))
"""
WORKBENCH = OURS.replace("    opening.begin()", """    from pathlib import Path
    from db.store import Store
    from yingcai_desktop.desk import Desk
    path = Path.home() / "2025.ycdb"
    opening.enter(Desk(Store.open(path, key=b"b" * 32)), path)""")


def bench_start(folder: Path) -> None:
    """From starting the process until the first window has painted: the passphrase as on every day, then the first run.

    `workbench` has no aim: nobody sees it without a passphrase, and a bare window opens no store. It shows what lies behind the prompt.
    """
    from db.store import Store
    from ui.preferences import Preferences

    new, daily = folder / "new", folder / "daily"
    for home in (new, daily):
        home.mkdir()
    Store.create(daily / "2025.ycdb", key=b"b" * 32, office="150000", season=2025).close()
    known = Preferences(daily / "yingcai-desktop" / "window.ini")
    known.remember_store(daily / "2025.ycdb")
    known.sync()
    for name, aim, code, home in (
        ("start", "≤ 1.5", OURS, daily),
        ("first run", "≤ 1.5", OURS, new),
        ("workbench", "—", WORKBENCH, daily),
    ):
        mine, bare = [], []
        for _ in range(15):
            bare.append(_until_painted(BARE, home))
            mine.append(_until_painted(code, home))
        show(name, aim, mine, bare)


def _until_painted(code: str, home: Path) -> float:
    """Seconds until the child says that it has painted; what it does to end is no part of the start."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_profile(home)
    ) as child:
        assert child.stdout is not None
        said = child.stdout.read(1)
        seconds = time.perf_counter() - start
    assert said == b"." and child.returncode == 0
    return seconds


def _profile(folder: Path) -> dict[str, str]:
    import os

    return os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "PYTHONPATH": str(ROOT)}


def bench_list(folder: Path) -> None:
    """A list of ten thousand against what nobody could leave out: each text asked for once, each name looked at, each name sorted."""
    from PySide6.QtCore import QCollator, QLocale

    from tests.ui.conftest import COLUMNS
    from tests.ui.rows import people
    from ui.app import application
    from ui.parts.table import Table
    from ui.preferences import Preferences

    application([], Preferences(folder / "window.ini"))
    rows = people(10_000)
    table = Table(COLUMNS, name="名单", frozen=2)
    table.resize(1100, 700)
    table.show()
    collator = QCollator(QLocale("zh_CN"))

    def painted(act: Callable[[], object]) -> Callable[[], object]:
        return lambda: (act(), table.viewport().repaint())

    compare("list open", "—", painted(lambda: table.show_rows(rows)), lambda: [[c.text(r) for c in COLUMNS] for r in rows])
    found = [c for c in COLUMNS if c.find]
    table.filter("li")  # the first reads all names into pinyin; they stay read
    compare("list filter", "—", painted(lambda: table.filter("wang")), lambda: [r for r in rows if "王" in "".join(c.text(r) for c in found)])
    table.filter("")
    columns = itertools.cycle((1, 3))
    compare("list sort", "—", painted(lambda: table.rows.order_by(next(columns))),
            lambda: sorted(rows, key=lambda r: collator.sortKey(r.name)))  # fmt: skip


def bench_pages(folder: Path) -> None:
    """Every page in one window on the sample season, against a page with nothing on it in the same window."""
    from tests.season import PlayedSeason, reopened
    from ui.app import application
    from ui.main_window import MainWindow
    from ui.places import PLACES, Place
    from ui.preferences import Preferences
    from ui.session import Session

    application([], Preferences(folder / "window.ini"))
    session = Session(reopened(PlayedSeason(folder / "season").copy("certified", folder / "2025.ycdb")))
    nothing = Place("nothing", "空", "house", "")
    opened: dict[str, list[float]] = {}
    again: dict[str, list[float]] = {}
    for turn in range(REPEATS):
        window = MainWindow(preferences=Preferences(folder / "pages.ini"), places=(nothing, *PLACES))
        window.sit_down(session)
        window.resize(1366, 689)
        window.show()
        _open_all(window, opened, again) if turn else _open_all(window, {}, {})  # the first turn imports
        window.jobs.close()
        window.close()
        window.deleteLater()
    session.close()
    for place in PLACES:
        show(place.key, "—", opened[place.key], opened[nothing.key])
        show("  read again", "—", again[place.key], opened[nothing.key])


def _open_all(window: "MainWindow", opened: dict[str, list[float]], again: dict[str, list[float]]) -> None:
    """Go to every page once and read it again; the seconds of the processor for both on this thread, with the painting."""
    from PySide6.QtWidgets import QApplication

    for place in window.places:
        for times, act in ((opened, partial(window.go, place)), (again, window.refresh)):
            start = time.thread_time()
            act()
            QApplication.sendPostedEvents()
            window.repaint()
            times.setdefault(place, []).append(time.thread_time() - start)
        while window.jobs.busy():
            QApplication.processEvents()


BENCHES = {"load": bench_load, "ranking": bench_ranking, "certificates": bench_certificates, "packages": bench_packages, "start": bench_start,
           "list": bench_list, "pages": bench_pages}  # fmt: skip


def main(names: list[str]) -> None:
    """Run the benches named, or all of them."""
    print(f"{datetime.now(UTC):%Y-%m-%d}  Python {sys.version.split()[0]}  ratio = ours ÷ floor, same run", flush=True)
    for name in names or list(BENCHES):
        with tempfile.TemporaryDirectory() as folder:
            BENCHES[name](Path(folder))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1:])
