"""单位登记 after everybody is in the directory: what will happen is said before it is signed, and two steps are the most (reliability §3.7)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.exchange.offices import HOHHOT, PASSPHRASE, REGION, Offices, offices
from tests.ui import walker
from tests.ui.test_exchange import SIZES, Open, open_window
from tests.ui.walks import Watch
from ui.dialogs.passphrase import NewPassphrase
from ui.pages.exchange.root_key import RootKey
from ui.parts.group_edit import GroupEdit
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange import enrolling
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.rules.spoken import DIGITS
from yingcai_desktop.services.packages import papers

NEW = "一个新的只用于测试的口令"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Offices]:
    with offices(tmp_path, HOHHOT) as found:
        found.carry(HOHHOT, REGION, Kind.RECEIPT)
        yield found


@pytest.fixture
def region(made: Offices, qtbot: QtBot, preferences: Preferences, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(made.folder / "根密钥"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(made.folder))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(made.folder / "新.ycroot"), ""))
    found = open_window(made, REGION, qtbot, preferences)
    found.go(tab="offices").table.select(HOHHOT)
    yield found
    found.window.jobs.close()


def sign(open_: Open, passphrase: str = PASSPHRASE) -> None:
    """Choose the root key, type its passphrase, press the button."""
    key = open_.tab.ask.findChild(RootKey)
    if key.path is None:
        key.file.click()
    key.secret.edit.setText(passphrase)
    open_.tab.ask.confirm()
    open_.settle()


def version(open_: Open) -> int:
    return enrolling.standing(open_.desk).version


def test_an_office_leaves_and_what_that_means_is_said_first(region: Open, made: Offices) -> None:
    made.send(REGION, HOHHOT, Kind.RECEIPT)
    tab, before = region.tab, version(region)
    tab.b_remove.click()
    assert "呼和浩特市签的数据包各单位都不再接收" in tab.ask.words.text()
    assert "有 1 个发给它的包还没有确认收到" in tab.ask.words.text()
    key = tab.ask.findChild(RootKey)
    assert key.file.hasFocus()
    tab.ask.confirm()
    assert tab.ask is not None, "neither file nor passphrase yet"
    sign(region, "不对的口令不对的口令")
    assert "口令不对" in region.said()
    assert (version(region), tab.ask is not None) == (before, True)
    key.secret.edit.setText(PASSPHRASE)
    region.qtbot.keyClick(key.secret.edit, Qt.Key.Key_Return)
    region.settle()
    assert (version(region), tab.ask) == (before + 1, None)
    assert [one.listed for one in tab.found.offices][:2] == [True, False]
    assert not tab.b_remove.isEnabled()


def test_the_region_is_not_removed_and_who_may_not_sees_no_button(region: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = region.tab
    tab.table.select(REGION)
    assert not tab.b_remove.isEnabled()
    monkeypatch.setattr(Desk, "may", lambda _desk, _action: False)
    region.window.seat_taken()
    assert not any(part.isVisible() for part in (tab.b_remove, tab.b_revoke, tab.b_root, tab.b_renew, tab.b_enrol))


def test_trust_in_a_store_ends_at_a_number_in_two_steps(region: Open, made: Offices) -> None:
    tab, before = region.tab, version(region)
    chain = made.desks[HOHHOT].store.store_id
    tab.b_revoke.click()
    region.settle()
    last = tab.ask.fields["last"].text()
    assert f"本机见到第 {last} 号。第 1 号包" in tab.ask.words.text()
    tab.ask.fields["last"].setText("三")
    tab.ask.confirm()
    assert "要填数字" in region.said()
    tab.ask.fields["last"].setText("4")
    tab.ask.confirm()
    assert "从第 5 号记录起不再可信" in tab.ask.words.text()
    assert version(region) == before
    sign(region)
    with region.desk.read() as session:
        held = enrolling.directory_of(session)
    assert held is not None
    assert dict(held.directory.revoked) == {chain: 4}


def test_the_regions_own_keys(region: Open) -> None:
    tab, before, digits = region.tab, version(region), enrolling.standing(region.desk).digits
    tab.b_renew.click()
    assert "仍然打得开" in tab.ask.words.text()
    sign(region)
    stands = enrolling.standing(region.desk)
    assert (stands.version, stands.listed) == (before + 1, True)
    assert stands.digits != digits


@pytest.mark.parametrize("lost", [False, True])
def test_a_new_root_key_and_its_sheet(region: Open, made: Offices, lost: bool) -> None:
    tab, digits = region.tab, enrolling.standing(region.desk).root_digits
    tab.b_root.click()
    tab.ask.fields["old"].set_code("lost" if lost else "held")
    tab.ask.confirm()
    assert ("请先打电话告诉：呼和浩特市" in tab.ask.words.text()) is lost
    typed = tab.ask.findChild(NewPassphrase)
    tab.ask.confirm()
    assert "还没有设置口令" in region.said()
    for part in (typed.first, typed.second):
        part.edit.setText(NEW)
    if lost:
        tab.ask.confirm()
        region.settle()
    else:
        sign(region)
    stands = enrolling.standing(region.desk)
    assert stands.root_digits != digits
    root = enrolling.open_root_file(made.folder / "新.ycroot", NEW)
    assert root.public.sign
    assert papers.root_sheet(region.desk, tab.changes.root_file.name).startswith(b"%PDF")


def test_an_office_takes_a_directory_of_a_new_root_by_its_digits(
    made: Offices, qtbot: QtBot, preferences: Preferences, region: Open
) -> None:
    region.tab.changes._new_root(lost=True)
    typed = region.tab.ask.findChild(NewPassphrase)
    for part in (typed.first, typed.second):
        part.edit.setText(NEW)
    region.tab.ask.confirm()
    region.settle()
    offered = enrolling.hand_out(region.desk, made.folder)
    said = enrolling.standing(region.desk).root_digits
    city = open_window(made, HOHHOT, qtbot, preferences)
    tab = city.go(tab="offices")
    tab.take_directory(offered)
    assert "另一把根密钥签发" in tab.ask.words.text()
    tab.ask.fields["digits"].setText(said[:12] + str((int(said[12]) + 1) % 10) + said[13:])
    tab.ask.confirm()
    city.settle()
    assert "第 3 组不对" in city.said()
    assert tab.ask is not None, "what was typed stays, to be mended"
    tab.ask.fields["digits"].setText(said)
    tab.ask.confirm()
    city.settle()
    assert enrolling.standing(city.desk).root_digits == said
    city.window.jobs.close()


def test_a_city_renews_its_keys_and_the_region_compares_the_digits_again(
    made: Offices, qtbot: QtBot, preferences: Preferences, region: Open
) -> None:
    city = open_window(made, HOHHOT, qtbot, preferences)
    tab, before = city.go(tab="offices"), enrolling.standing(city.desk).digits
    tab.b_renew.click()
    tab.ask.confirm()
    city.settle()
    digits = enrolling.standing(city.desk).digits
    assert digits != before
    assert digits in city.said()
    request = max(made.folder.glob("*单位登记*.ycp"), key=lambda path: path.stat().st_mtime_ns)
    region.tab.enrol(request)
    assert "旧密钥签的包以后都不再接收" in region.tab.ask.words.text()
    region.tab.ask.fields["digits"].setText(digits)
    sign(region)
    assert region.tab.found.offices[1].digits == digits
    city.window.jobs.close()


def test_digits_form_groups_as_one_types_or_pastes(qtbot: QtBot) -> None:
    field = GroupEdit(DIGITS)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "1234567")
    assert (field.text(), field.cursorPosition()) == ("12345 67", 8)
    field.setCursorPosition(2)
    qtbot.keyClicks(field, "9")
    assert (field.text(), field.cursorPosition()) == ("12934 567", 3)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert (field.text(), field.cursorPosition()) == ("12345 67", 2)
    field.selectAll()
    QApplication.clipboard().setText("２８１４９－10054—40184 91601\u3000668203 9402")
    field.paste()
    assert field.text() == "28149 10054 40184 91601 66820 39402"


def test_u24_no_question_is_cut(region: Open, qapp: QApplication) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    found: dict[str, list[str]] = {}
    tab: Any = region.tab

    def look(what: str) -> None:
        for size in SIZES:
            region.window.resize(*size)
            region.settle()
            if folder := os.environ.get("YINGCAI_PICTURES"):
                region.window.grab().save(f"{folder}/{what}-{size[0]}.png")
            if wrong := walker.complaints(region.window):
                found[f"{what} {size[0]}×{size[1]}"] = wrong

    tab.b_remove.click()
    look("remove")
    tab.b_revoke.click()
    region.settle()
    look("revoke")
    tab.ask.confirm()
    look("revoke-sign")
    tab.b_renew.click()
    look("renew")
    tab.b_root.click()
    look("root")
    tab.ask.confirm()
    look("root-sign")
    tab.changes._new_root(lost=True)
    look("root-lost")
    qapp.removeEventFilter(watch)
    assert not found, "\n".join(f"{where}: {line}" for where, lines in found.items() for line in lines[:6])
    assert watch.seen == []
