"""数据包 in the window: review, conflicts by keys 1 2 3, all or nothing, undo, five bad packages, the way out and into the directory (U46–U48)."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from db.journal import head
from db.models import Application, Package
from db.store import Store
from tests.exchange.offices import FILE, HOHHOT, KEY, PASSPHRASE, REGION, STICK, Offices, offices, opened
from tests.exchange.test_two_offices import INBOX, edit
from tests.scans.pictures import picture
from tests.ui import walker
from tests.ui.walks import Watch
from ui.dialogs.passphrase import NewPassphrase, PassphraseEdit
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import StorageTrouble
from yingcai_desktop.exchange import applying, enrolling, making, manifest, undoing
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.services import deciding, history, intake, safekeeping
from yingcai_desktop.services.applications import materials
from yingcai_desktop.services.packages import papers, register, sending

NEW, SAME = 47, 43
"""Applications of the workbook; of them those nobody touched afterwards."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city sent its people once; then both wrote the opinions on two of them, the city changed one and removed one, and sends again."""
    folder = tmp_path_factory.mktemp("built")
    with offices(folder, HOHHOT) as made:
        region, city = made.desks[REGION], made.desks[HOHHOT]
        deciding.decide(region, resource("season") / "decisions.toml")
        intake.load(region, "mentors", [INBOX / "导师-试点-呼和浩特市.xlsx"])
        made.carry(REGION, HOHHOT, Kind.BASE)
        made.carry(REGION, HOHHOT, Kind.MENTORS)
        intake.load(city, "applicants", [INBOX / "报名-试点-呼市一中.xlsx"])
        made.carry(HOHHOT, REGION, Kind.APPLICATIONS)
        names = people(city)
        for name in names[:2]:
            edit(made, HOHHOT, name, opinion="盟市意见")
            edit(made, REGION, name, opinion="自治区意见")
        edit(made, HOHHOT, names[2], class_name="高一(9)班")
        with city.change("application.edit") as change:
            change.delete(change.scalars(select(Application).where(Application.name == names[3])).one())
        made.send(HOHHOT, REGION, Kind.APPLICATIONS)
    return folder


def people(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [one.name for one in session.scalars(select(Application).order_by(Application.uid))]


def opinion(desk: Desk, name: str) -> str:
    with desk.read() as session:
        return session.scalars(select(Application.opinion).where(Application.name == name)).one()


def journal(desk: Desk) -> bytes:
    """The last hash of the journal: the same as before means that nothing at all was written."""
    with desk.read() as session:
        return head(session).hash


@dataclass
class Open:
    """A window on one of the offices."""

    window: MainWindow
    made: Offices
    desk: Desk
    qtbot: QtBot

    @property
    def tab(self) -> Any:
        """The open tab."""
        page: Any = self.window.page
        return page.tab

    def go(self, **what: object) -> Any:
        """Open a tab."""
        self.window.go("exchange", **what)
        self.settle()
        return self.tab

    def settle(self) -> None:
        """Until nothing runs."""
        self.qtbot.wait(30)
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=30_000)
        self.qtbot.wait(10)

    def package(self, number: int = 2) -> Path:
        """A package of the city."""
        return next(self.made.folder.glob(f"上报包_呼和浩特_报名_{number:04d}.ycp"))

    def review(self, path: Path | None = None) -> Any:
        """导入, with a package chosen."""
        tab = self.go(tab="receive")
        tab.open(path or self.package())
        self.settle()
        return tab

    def key(self, key: Qt.Key) -> None:
        """Press it on the list."""
        self.qtbot.keyClick(self.tab.table, key)

    def said(self) -> str:
        """The latest message."""
        return str(self.window.messages.kept[0].text) if self.window.messages.kept else ""


def open_window(made: Offices, office: str, qtbot: QtBot, preferences: Preferences) -> Open:
    desk = made.desks[office]
    window = MainWindow(preferences=preferences)
    qtbot.addWidget(window)
    window.sit_down(Session(desk))
    window.resize(1366, 689)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return Open(window, made, desk, qtbot)


@pytest.fixture
def region(built: Path, tmp_path: Path, qtbot: QtBot, preferences: Preferences) -> Iterator[Open]:
    shutil.copytree(built, tmp_path / "two")
    with opened(tmp_path / "two", REGION, HOHHOT) as made:
        found = open_window(made, REGION, qtbot, preferences)
        yield found
        found.window.jobs.close()


def test_u46_counts_are_the_records_of_the_package_and_conflicts_block(region: Open) -> None:
    tab = region.review()

    counts = tab.review.counts
    assert counts == {"changed": 1, "removed": 1, "conflict": 2, "same": SAME}
    assert sum(counts.values()) == len(tab.review.arrived.about) == NEW
    assert [tile.text() for tile in tab.tiles.values()] == ["0", "2", str(SAME), "2", "0"]
    assert (tab.go.text(), tab.go.isEnabled()) == ("还有 2 处冲突未决定", False)
    before = journal(region.desk)
    tab.take_in()
    region.settle()
    assert journal(region.desk) == before


def test_u46_keys_1_2_and_3_settle_and_the_next_conflict_comes_forward(region: Open) -> None:
    tab = region.review()
    assert tab.table.hasFocus()
    first, second = (line.uid for line in tab.review.conflicts())
    names = [line.name.partition("（")[0] for line in tab.review.conflicts()]

    assert tab.table.current() == first
    region.key(Qt.Key.Key_1)
    assert (tab.table.current(), tab.go.text()) == (second, "还有 1 处冲突未决定")
    region.key(Qt.Key.Key_2)
    assert (tab.go.text(), tab.go.isEnabled()) == ("导入 4 条", True)
    region.key(Qt.Key.Key_3)
    assert tab.compare.edit.hasFocus()
    tab.compare.edit.setText("两地商定的意见")
    region.qtbot.keyClick(tab.compare.edit, Qt.Key.Key_Return)
    assert [row.state for row in tab.table.rows.shown[:2]] == ["用包里的", "手工填 两地商定的意见"]

    tab.go.click()
    region.settle()
    assert [opinion(region.desk, name) for name in names] == ["盟市意见", "两地商定的意见"]


def test_u46_both_values_are_shown_with_who_and_when_and_what_both_knew(region: Open) -> None:
    line = region.review().review.conflicts()[0]

    assert [side.text for side in (*line.package, line.own)] == ["盟市意见", "自治区意见"]
    assert line.package[0].who.startswith("呼和浩特市 经办甲 12月26日")
    assert line.own.who.startswith("本机 经办甲 12月26日")
    assert line.base == "（空）"
    assert "共同来源" in region.tab.compare.base.text()


def test_a_whole_column_is_settled_at_once(region: Open) -> None:
    tab = region.review()

    tab.compare.column.click()

    assert tab.go.text() == "导入 4 条"


def test_what_may_not_be_typed_is_said_and_not_taken(region: Open) -> None:
    tab = region.review()
    tab.settle(3)
    tab.compare.edit.setText("")
    region.qtbot.keyClick(tab.compare.edit, Qt.Key.Key_Return)

    assert "没有采用" in region.said()
    assert tab.compare.hand.isVisible()
    region.qtbot.keyClick(tab.compare.edit, Qt.Key.Key_Escape)
    assert not tab.compare.hand.isVisible()
    assert tab.review is not None


def test_u47_a_cancelled_import_leaves_nothing_and_the_backup_is_there(region: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = region.review()
    tab.compare.column.click()
    before, real = journal(region.desk), safekeeping.backup

    def backup(desk: Desk) -> Path:
        made = real(desk)
        region.window.jobs.running[0].cancel()
        return made

    monkeypatch.setattr(safekeeping, "backup", backup)
    tab.go.click()
    region.settle()

    assert journal(region.desk) == before
    assert len(safekeeping.backups(region.desk)) == 1
    assert "已取消" in region.said()
    assert tab.go.isEnabled()


def test_u47_an_import_that_fails_half_way_leaves_nothing(region: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = region.review()
    tab.compare.column.click()
    before = journal(region.desk)

    def fail(*_given: object) -> None:
        raise StorageTrouble("磁盘已满，没有改动。请腾出空间后再试。")

    monkeypatch.setattr(applying, "withhold", fail)
    tab.go.click()
    region.settle()

    assert journal(region.desk) == before
    assert "磁盘已满" in region.said()
    assert tab.go.isEnabled()


def test_u47_the_import_is_taken_back_with_a_reason(region: Open) -> None:
    tab = region.review()
    tab.compare.column.click()
    tab.go.click()
    region.settle()
    assert opinion(region.desk, people(region.desk)[0]) == "盟市意见"

    ledger = region.go(tab="ledger", uid=tab._entry)
    assert ledger.pane.undo_button.isEnabled()
    ledger.pane.undo_button.click()
    assert not ledger.pane.ask.go.isEnabled()
    ledger.pane.ask.fields["reason"].setText("选错了文件")
    ledger.pane.ask.confirm()
    region.settle()

    assert "已撤销" in region.said()
    assert opinion(region.desk, people(region.desk)[0]) == "自治区意见"
    assert len(people(region.desk)) == NEW
    assert [e.state for e in register.entries(region.desk) if not e.sent] == ["undone", "applied"]


def test_u48_five_bad_packages_are_five_sentences_with_a_next_step(region: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, city = region.package(), region.made.desks[HOHHOT]
    damaged = tmp_path / "坏.ycp"
    damaged.write_bytes(good.read_bytes()[:-200])

    def made_as(name: str, **other: object) -> Path:
        with monkeypatch.context() as patch:
            honest = making._manifest
            patch.setattr(making, "_manifest", lambda *given: _with(honest(*given), other))
            return making.make_package(city, Kind.RECEIPT, REGION, tmp_path, name=f"{name}.ycp").path

    other_year, newer = made_as("别的年度", season=2024), made_as("新版", v=9, min_reader=9)
    wrong_office = making.make_package(region.desk, Kind.RECEIPT, HOHHOT, tmp_path).path

    said = {}
    for what, path in {"damaged": damaged, "year": other_year, "office": wrong_office, "newer": newer}.items():
        tab = region.review(path)
        said[what] = tab.answer.sentence.text()
        assert tab.answer.title.text() == "这个包没有导入"
    replayed = region.review(region.package(1))
    said["replayed"] = " ".join((*(seen.text for seen in replayed.review.seen), replayed.go.text()))
    assert not replayed.go.isEnabled()

    assert len(set(said.values())) == 5
    wanted = {"damaged": "损坏", "year": "2024 届", "office": "收件单位|发件单位|别的单位|不是本单位", "newer": "升级程序", "replayed": "已经导入过"}
    for what, words in wanted.items():
        assert any(word in said[what] for word in words.split("|")), said[what]
    assert all("请" in said[what] for what in ("damaged", "year", "office", "newer"))


def _with(honest: manifest.Manifest, other: dict[str, object]) -> manifest.Manifest:
    return msgspec.structs.replace(honest, **other)


def test_a_dropped_file_is_opened(region: Open) -> None:
    tab = region.go(tab="receive")

    tab.start.dropped.emit([region.package()])
    region.settle()

    assert tab.review is not None
    assert "校验码" in tab.facts.text()


def test_what_is_ticked_from_the_start_can_be_made_at_once(region: Open) -> None:
    edit(region.made, REGION, people(region.desk)[5], opinion="自治区意见")
    tab = region.go(tab="send", to=HOHHOT, kind="applications")
    assert tab.ticked() and tab.go.isEnabled()

    tab.table.rows.check([offer.kind.value for offer in tab.ticked()], False)
    assert (tab.go.text(), tab.go.isEnabled()) == ("生成数据包", False)


def test_the_steps_say_when_every_conflict_is_settled(region: Open) -> None:
    tab = region.review()
    tones = lambda: [pill.property("tone") for pill in tab.steps]  # noqa: E731
    assert tones() == ["ok", "ok", "ok", "info", "plain"]
    tab.compare.column.click()
    assert tones() == ["ok", "ok", "ok", "ok", "plain"]


def test_export_makes_what_is_ticked_and_shows_the_code_to_read_out(region: Open, tmp_path: Path) -> None:
    tab = region.go(tab="send", to=HOHHOT, kind="applications")
    assert [offer.kind for offer in tab.ticked()] == [Kind.APPLICATIONS]
    assert "身份证号" in tab.privacy.text()
    tab._folder = tmp_path
    tab._tell()
    assert tab.go.isEnabled()

    tab.go.click()
    region.settle()

    [path] = tmp_path.glob("下发包_*.ycp")
    code = hashlib.sha256(path.read_bytes()).hexdigest()[:8].upper()
    assert any(f"{code[:4]}-{code[4:]}" in child.accessibleName() for child in tab.done.findChildren(type(tab.made_title)))
    [sent] = [e for e in register.entries(region.desk) if e.sent and e.kind == Kind.APPLICATIONS]
    assert (sent.state, sent.number) == ("waiting", 3)
    assert papers.handover(region.desk, sent.uid).startswith(b"%PDF")


def test_what_only_repeats_the_decisions_is_not_ticked_by_itself(region: Open) -> None:
    tab = region.go(tab="send", to="150200")

    ticked = {offer.kind for offer in tab.ticked()}
    assert Kind.BASE in ticked
    assert not ticked & {Kind.MIDTERM_EXITS, Kind.ADMITTED, Kind.RECEIPT}
    assert next(offer for offer in tab.offered.offers if offer.kind is Kind.MIDTERM_EXITS).fresh


def test_an_office_that_is_not_in_the_directory_gets_no_package(region: Open) -> None:
    tab = region.go(tab="send", to="150500", kind="applications")

    assert not tab.go.isEnabled()
    assert any(one.level == "bad" and "通辽市还没有登记" in one.text for one in tab.offered.checks)


def test_a_clock_that_went_back_is_said(region: Open) -> None:
    now = region.desk.clock()
    region.desk.clock = lambda: now.replace(year=2019)

    assert any("时间" in one.text for one in sending.offered(region.desk, HOHHOT).checks)
    tab = region.review()
    assert {seen.text for seen in tab.review.seen} & {"时间对不上", "本机时间不准"}


def test_the_workbench_shows_what_is_confirmed_and_what_waits(region: Open) -> None:
    making.make_package(region.desk, Kind.APPLICATIONS, HOHHOT, region.made.folder)
    now = region.desk.clock()
    region.desk.clock = lambda: now.replace(day=20)
    board = region.window.session.read_board("both", deep=False)

    lane = next(lane for lane in board.traffic.value if lane.label == "呼市 发出")
    assert [cell.text for cell in lane.cells[:3]] == ["1 号 已收", "3 号 待确认", "2 号 已收"]
    assert "packages.waiting" in {task.rule for task in board.tasks.value}


def test_differences_and_report_are_printed(region: Open) -> None:
    tab = region.review()
    assert papers.differences(region.desk, tab.review).startswith(b"%PDF")
    with region.desk.read() as session:
        uid = session.scalars(select(Package.uid).where(Package.direction == "in")).first()
    assert papers.report(region.desk, uid).startswith(b"%PDF")


def test_who_may_not_is_not_offered_and_is_refused(region: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = region.review()
    tab.compare.column.click()
    monkeypatch.setattr(Desk, "may", lambda _desk, _action: False)
    region.window.seat_taken()

    assert not tab.go.isEnabled()
    offices_tab = region.go(tab="offices")
    assert not offices_tab.b_enrol.isVisible()
    ledger = region.go(tab="ledger")
    ledger.open_record(next(e.uid for e in ledger.all_rows() if not e.sent))
    assert not ledger.pane.undo_button.isEnabled()


def test_an_office_gets_into_the_directory_by_the_digits_it_reads_out(
    tmp_path: Path, qtbot: QtBot, preferences: Preferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / STICK).mkdir()
    for code in (REGION, HOHHOT):
        (tmp_path / code).mkdir()
        Store.create(tmp_path / code / FILE, key=KEY, office=code, season=2025).close()
    with opened(tmp_path, REGION, HOHHOT) as made:
        root = made.folder / "根密钥-2025.ycroot"
        city = open_window(made, HOHHOT, qtbot, preferences)
        region = open_window(made, REGION, qtbot, preferences)

        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(root), ""))
        tab = region.go(tab="offices")
        tab.b_found.click()
        typed = tab.ask.findChild(NewPassphrase)
        for part in (typed.first, typed.second):
            part.edit.setText(PASSPHRASE)
        tab.ask.confirm()
        region.settle()
        assert root.exists()
        assert tab.found.stands.version == 1

        asked = city.go(tab="offices")
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(made.folder))
        asked.b_request.click()
        city.settle()
        request = next(made.folder.glob("*单位登记*.ycp"))
        digits = enrolling.standing(city.desk).digits
        assert digits in city.said()

        def enrol(spoken: str) -> None:
            tab.enrol(request, root)
            tab.ask.fields["digits"].setText(spoken)
            tab.ask.findChild(PassphraseEdit).edit.setText(PASSPHRASE)
            tab.ask.confirm()
            region.settle()

        enrol("00000 " * 6)
        assert "不一致" in region.said()
        assert tab.found.stands.version == 1
        enrol(digits)
        assert tab.found.stands.version == 2

        tab.hand_out()
        region.settle()
        directory = next(made.folder.glob("名录*.ycdir"))
        asked.take_directory(directory)
        asked.ask.fields["digits"].setText(enrolling.standing(region.desk).root_digits)
        asked.ask.confirm()
        city.settle()
        assert asked.found.stands.listed
        assert undoing.last_import(city.desk) is None
        for one in (city, region):
            one.window.jobs.close()


def test_k13_half_of_the_check_code_is_typed_as_it_is_heard(region: Open) -> None:
    tab = region.review()
    tab.compare.column.click()
    code, ready = tab.review.arrived.check_code, tab.go.text()
    first, last = code.split("-")
    assert first in tab.facts.text()
    assert last not in tab.facts.text()
    assert tab.go.isEnabled(), "who has no telephone at hand may go on"

    region.qtbot.keyClicks(tab.code.edit, last[:3])
    assert (tab.code.slip, tab.go.isEnabled()) == ("没有输完", False)
    region.qtbot.keyClicks(tab.code.edit, "0" if last[3] != "0" else "1")
    assert (tab.code.slip, tab.go.text(), tab.go.isEnabled()) == ("第 2 组不对", "校验码没有核对上", False)
    before = journal(region.desk)
    tab.take_in()
    assert journal(region.desk) == before
    tab.code.edit.clear()
    region.qtbot.keyClicks(tab.code.edit, f"{first} {last}".lower())
    assert tab.code.edit.text() == code
    assert code in tab.facts.text()
    assert (tab.go.text(), tab.go.isEnabled()) == (ready, True)

    tab.go.click()
    region.settle()
    with region.desk.read() as session:
        uid = session.scalars(select(Package.uid).order_by(text("rowid DESC"))).first()
        [made] = history.of_record(session, region.desk, "package", str(uid))
    assert made.reason.endswith(f"校验码 {code}，已电话核对")
    last_one = undoing.last_import(region.desk)
    assert last_one is not None
    undoing.undo(region.desk, last_one.package_id, "试一下", backup=lambda: None)


def test_materials_that_arrive_show_in_the_record_that_is_open(region: Open, tmp_path: Path) -> None:
    city = region.made.desks[HOHHOT]
    with city.read() as session:
        uid = session.scalars(select(Application.uid).order_by(Application.uid.desc())).first()
    assert uid is not None
    region.window.go("applicants", uid=uid)
    region.settle()
    page: Any = region.window.page
    page.pane.show_tab("materials")
    assert page.record.materials.held.photo is None

    (tmp_path / "照片.jpg").write_bytes(picture())
    materials.add(city, uid, [(tmp_path / "照片.jpg", "照片")])
    materials.tick(city, [uid], "报名表", received=True, stamped=True)
    tab = region.review(making.make_package(city, Kind.APPLICATIONS, REGION, tmp_path).path)
    tab.compare.column.click()
    tab.go.click()
    region.settle()
    region.window.go("applicants")
    region.settle()

    assert page.showing() == uid
    held = page.record.materials.held
    assert held.photo is not None
    assert [line.have.received for line in held.lines if line.material.name == "报名表"] == [True]


def test_another_file_under_the_same_name_is_not_taken_in(region: Open, tmp_path: Path) -> None:
    path = Path(shutil.copy(region.package(), tmp_path / "包.ycp"))
    tab = region.review(path)
    tab.compare.column.click()
    shutil.copy(making.make_package(region.made.desks[HOHHOT], Kind.APPLICATIONS, REGION, tmp_path).path, path)
    before = journal(region.desk)
    tab.go.click()
    region.settle()
    assert "文件在核对以后换过了" in region.said()
    assert journal(region.desk) == before


SIZES = ((1440, 900), (1366, 689), (1280, 641), (1216, 640))


def test_u24_nothing_is_cut_while_a_package_is_reviewed_and_no_part_is_a_window_of_its_own(
    region: Open, tmp_path: Path, qapp: QApplication
) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    found: dict[str, list[str]] = {}

    def look(what: str) -> None:
        for size in SIZES:
            region.window.resize(*size)
            region.settle()
            if wrong := walker.complaints(region.window):
                found[f"{what} {size[0]}×{size[1]}"] = wrong

    tab = region.go(tab="receive")
    look("start")
    region.review()
    look("review")
    tab.compare.by_hand.click()
    look("by hand")
    tab.compare.close_ask()
    tab.compare.column.click()
    tab.go.click()
    region.settle()
    look("done")
    ledger = region.go(tab="ledger", uid=tab._entry)
    look("ledger")
    ledger.pane.undo_button.click()
    look("undo")
    send = region.go(tab="send", to=HOHHOT, kind="applications")
    look("send")
    send._folder = tmp_path
    send._tell()
    send.go.click()
    region.settle()
    look("made")
    region.go(tab="offices")
    look("offices")
    region.window.go("home")
    look("home")
    qapp.removeEventFilter(watch)
    assert not found, "\n".join(f"{where}: {line}" for where, lines in found.items() for line in lines[:6])
    assert watch.seen == []
