"""报名登记, the review: one by one with Ctrl+Enter, sent back with a reason, many at once after saying who, undone."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.applicants import Opened, Opener
from yingcai_desktop.desk import SignedIn
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services.applications.register import Row


@pytest.fixture
def opened(open_applicants: Opener) -> Opened:
    return open_applicants("applied")


def row_of(opened: Opened, uid: str) -> Row:
    found = opened.page.register.row(uid)
    assert found is not None
    return found


def fit(opened: Opened) -> list[str]:
    return [r.uid for r in opened.page.table.rows.shown if r.result == "eligible"]


def said(opened: Opened) -> str:
    return opened.window._strips.strips()[0].text


def test_ctrl_enter_passes_and_shows_the_next(opened: Opened, qtbot: QtBot) -> None:
    page = opened.page
    page.filter.set_view("waiting")
    uid = fit(opened)[0]
    page.open_record(uid)
    shown = [r.uid for r in page.table.rows.shown]
    following = shown[shown.index(uid) + 1]

    qtbot.keyClick(page.pane.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert row_of(opened, uid).state == "approved"
    assert page.table.current() == following
    assert page.filter.chips["waiting"].text() == "待复核 557"
    assert said(opened).startswith("自治区复审通过 1 条：")


def test_who_does_not_pass_stays_and_the_strip_says_why(opened: Opened) -> None:
    page = opened.page
    uid = next(r.uid for r in page.table.rows.shown if r.result == "ineligible")
    page.open_record(uid)

    page.pane.main_button.click()

    assert row_of(opened, uid).state == "recommended"
    assert page.table.current() == uid
    assert "附件1 四（二）" in said(opened)


def test_sending_back_asks_for_a_reason_in_place(opened: Opened) -> None:
    page = opened.page
    uid = fit(opened)[0]
    page.open_record(uid)

    page.pane.back_button.click()
    button = page.pane.opinion.button("return")
    assert button is not None
    assert page.pane.opinion.isVisible()
    assert not button.isEnabled()
    page.pane.opinion.reason.setPlainText("成绩证明没有盖章")
    button.click()

    row = row_of(opened, uid)
    assert (row.state, row.opinion) == ("returned", "成绩证明没有盖章")
    assert page.pane.pill.text() == "▲ 退回补正"
    assert page.pane.opinion.opinion.text() == "现有意见：成绩证明没有盖章"


def test_findings_are_offered_as_reasons(opened: Opened) -> None:
    page = opened.page
    page.open_record(next(r.uid for r in page.table.rows.shown if r.over_rank))
    page.pane.show_tab("opinion")

    offers = [b for b in page.pane.opinion.findChildren(type(page.pane.main_button)) if b.property("look") == "chip" and not b.isHidden()]
    offers[0].click()

    assert "超出" in page.pane.opinion.reason.toPlainText()


def test_a_batch_says_how_many_and_who_before_it_acts(opened: Opened) -> None:
    page = opened.page
    chosen = [r.uid for r in page.table.rows.shown[:12]]
    page.table.rows.check(chosen, True)
    ready = [uid for uid in chosen if row_of(opened, uid).result != "ineligible"]

    page.batch.verbs["approve"].click()

    assert page.batch.isVisible()
    assert page.batch.who.text().startswith(f"自治区复审通过 {len(ready)} 条：{row_of(opened, ready[0]).name}")
    assert page.batch.not_who.text().startswith(f"▲ 不办理 {12 - len(ready)} 条")
    assert {row_of(opened, uid).state for uid in chosen} == {"recommended"}

    page.batch.go.click()

    assert [uid for uid in chosen if row_of(opened, uid).state == "approved"] == ready
    assert not page.batch.isVisible()


def test_a_hidden_row_is_never_in_a_batch(opened: Opened) -> None:
    page = opened.page
    page.table.rows.check([r.uid for r in page.table.rows.shown], True)

    page.filter.set_view("rank")

    assert page.batch.words.text() == f"对选中的 {len(page.table.rows.shown)} 条："
    page.batch.verbs["reject"].click()
    page.batch.reason.setText("排名超限")
    page.batch.go.click()
    rejected = {r.uid for r in page.register.rows if r.state == "rejected"}
    assert rejected == {r.uid for r in page.register.rows if r.over_rank}


def test_a_batch_without_its_reason_does_nothing(opened: Opened) -> None:
    page = opened.page
    page.table.rows.check(fit(opened)[:3], True)

    page.batch.verbs["return"].click()

    assert page.batch.reason.isVisible()
    assert not page.batch.go.isEnabled()
    page.batch.choose_again()
    assert not page.batch.planning()


def test_a_batch_is_undone_at_once(opened: Opened) -> None:
    page = opened.page
    chosen = fit(opened)[:7]
    page.table.rows.check(chosen, True)
    page.batch.verbs["approve"].click()
    page.batch.go.click()

    page.undo()

    assert {row_of(opened, uid).state for uid in chosen} == {"recommended"}
    assert said(opened).startswith("已撤销 自治区复审通过：")


def test_the_history_tab_tells_what_happened(opened: Opened) -> None:
    page = opened.page
    uid = fit(opened)[0]
    page.open_record(uid)
    page.pane.main_button.click()

    page.open_record(uid)

    assert [act.title for act in page.record._acts] == ["自治区复审通过", "导入报名"]
    assert page.pane.tabs._buttons["history"].text() == "历史 2"


def test_a_city_office_is_offered_its_own_verbs(opened: Opened) -> None:
    assert list(opened.page.batch.verbs) == ["approve", "return", "reject"]


def test_buttons_obey_the_role_of_whoever_sits_there(open_applicants: Opener) -> None:
    """监督 looks; 经办 enters and does not approve; 审核 approves and does not enter (domain §3.16)."""
    opened = open_applicants("applied")
    page, desk = opened.page, opened.desk
    uid = next(r.uid for r in page.all_rows() if r.state == "recommended" and r.programme == "national")
    seen: dict[Duty, tuple[bool, ...]] = {}
    for duty in (Duty.CLERK, Duty.REVIEWER, Duty.SUPERVISOR):
        desk.user, desk.actor = SignedIn("0" * 32, "陈静", frozenset({duty})), "陈静"
        page.seat_taken()
        page.open_record(uid)
        page.new()
        created = page.showing() != uid
        page.open_record(uid)
        flat = page.pane.form.boxes["class_name"].editor.inputs[0].isReadOnly()
        approve = page.pane.opinion.button("approve") is not None
        seen[duty] = (page.b_new.isVisible(), page.b_load.isVisible(), created, not flat, approve)

    assert seen[Duty.CLERK] == (True, True, True, True, False)
    assert seen[Duty.REVIEWER] == (False, False, False, False, True)
    assert seen[Duty.SUPERVISOR] == (False, False, False, False, False)
