"""遴选录取 in the window: the lists, the line, ties, what-if, lock, 递补, 公示 (ux §4.7, U42–U45)."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from sqlalchemy import select

from db.models import Application, Decision, Selection, SelectionLock, TieDraw, TieRuling
from tests.ui.selecting import Opened, Opener
from ui.pages.selection.ties import OrderList
from yingcai_desktop.services.matching import moving
from yingcai_desktop.services.selecting import locks


def statuses(opened: Opened) -> dict[str, str]:
    with opened.desk.read() as session:
        return dict(session.execute(select(Selection.application_uid, Selection.status)).all())


def test_u44_the_interview_list_counts_every_subject_against_three_times_its_seats(open_place: Opener) -> None:
    opened = open_place("selection", "shortlisted")
    tab = opened.go(tab="calling", programme="national", subject="数学")

    assert [tab.subjects._buttons[key].text() for key in list(tab.subjects.keys())] == [
        "数学 16/15▲", "物理 6/15▲", "化学 14/15▲", "生物 20/30▲", "计算机 15/15",
    ]  # fmt: skip
    assert any("末位同分" in text and "多进入 1 人" in text for text in opened.strips())
    tied = [row for row in tab.rows() if row.tied]
    assert [row.called for row in tied] == [True] * len(tied) and len(tied) > 1
    opened.go(subject="物理")
    assert any("不足 3:1" in text and "差 9 人" in text and "按实有人数面试" in text for text in opened.strips())
    assert tab.line_row() == tab.table.rows.shown[tab.found.groups["national", "", "物理"].cut - 1].uid


def test_an_exception_takes_a_reason_and_a_second_person_and_survives_a_new_list(open_place: Opener) -> None:
    opened = open_place("selection", "shortlisted")
    tab = opened.go(tab="calling", programme="national", subject="数学")
    outside = next(row for row in tab.rows() if row.score and not row.called)
    tab.table.select(outside.uid)

    tab.ask_exception()
    assert not tab.asking.go.isEnabled()
    tab.asking.fields["reason"].setText("竞赛获奖，会议纪要3号")
    tab.asking.confirm()
    opened.witness()

    chosen = next(row for row in tab.rows() if row.uid == outside.uid)
    assert chosen.called and chosen.note == "破例：竞赛获奖，会议纪要3号"
    tab.make()
    opened.settle()
    assert next(row for row in tab.rows() if row.uid == outside.uid).called


def test_u42_a_tie_at_the_line_is_always_said_and_both_rows_are_marked(open_place: Opener) -> None:
    opened = open_place("selection", "interviewed")
    tab = opened.go(tab="admission", programme="national", subject="化学")

    assert tab.subjects._buttons["化学"].text() == "化学 5▲"
    assert any("何涛平、汪轩慧" in text and "80.50" in text and "名额 5 个" in text for text in opened.strips())
    assert [row.name for row in tab.group.rows if row.tied] == ["何涛平", "汪轩慧"]
    tab.acts.admit()
    opened.witness()
    assert "同分" in opened.said() and statuses(opened) == {}
    assert not tab.lock.isEnabled()


def test_u42_a_tie_is_ruled_by_two_people_in_the_order_they_give(open_place: Opener) -> None:
    opened = open_place("selection", "interviewed")
    tab = opened.go(tab="admission", programme="national", subject="化学")
    tie = tab.group.ties[0]
    opened.qtbot.keyClick(tab.table, Qt.Key.Key_L)

    tab.asking.fields["reason"].setText("会议纪要3号")
    tab.asking.findChild(OrderList).shift(1)
    tab.asking.confirm()
    opened.witness()

    with opened.desk.read() as session:
        ruling = session.scalars(select(TieRuling).where(TieRuling.subject == "化学")).one()
        assert (ruling.order, ruling.reason, ruling.by) == (
            list(reversed(tie.ids)),
            "会议纪要3号",
            ["经办甲", "见证丙"],
        )
    assert not any(t.state == "open" for t in tab.group.ties)


def test_a_draw_is_supervised_kept_and_printed(open_place: Opener) -> None:
    opened = open_place("selection", "interviewed")
    tab = opened.go(tab="admission", programme="national", subject="化学")
    tie = tab.group.ties[0]

    for number in ("12", "20250419"):
        tab.acts.ask_draw(tie)
        tab.asking.fields["number"].setText(number)
        tab.asking.confirm()
        opened.witness("监督员丁")

    with opened.desk.read() as session:
        kept = session.scalars(select(TieDraw)).one()
        assert (kept.witness, kept.seed.rpartition("/")[2]) == ("监督员丁", "20250419")
    tab.acts.print_draw()
    opened.settle()
    assert opened.window.front is not opened.page  # the preview


def test_u43_what_if_leaves_the_official_result_and_its_hash_alone_and_names_who_moves(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    before, texts = statuses(opened), tab.table.texts()[1]

    tab.trial.weight.setFocus()
    for _ in range(20):
        opened.qtbot.keyClick(tab.trial.weight, Qt.Key.Key_Right)

    assert tab.trial.weight.value() == 60
    assert "进入　彭晨星　7 → 4" in tab.trial.names.text() and "退出　傅雨华　5 → 10" in tab.trial.names.text()
    assert (tab.trial.comes.text(), tab.trial.goes.text()) == ("进 1", "出 1")
    assert statuses(opened) == before
    assert tab.table.texts()[1] == texts and "试算" not in tab.table.texts()[0]
    made = locks.lock(opened.desk.with_witness("见证丙"), ("national", ""), "锁定")
    other = open_place("selection", "admitted")
    assert locks.lock(other.desk.with_witness("见证丙"), ("national", ""), "锁定").digest == made.digest


def test_plans_are_kept_laid_beside_each_other_given_up_and_taken_back(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    before, texts = statuses(opened), tab.table.texts()
    assert not tab.trial.keep.isEnabled(), "the official plan needs no keeping"
    for weight, name in ((60, "六四开"), (20, "二八开")):
        tab.trial.weight.setValue(weight)
        tab.trial.keep.click()
        tab.asking.fields["name"].setText(name)
        tab.asking.confirm()
        opened.settle()
    assert tab.trial.compare.text() == "方案对比 2"

    tab.trial.compare.click()

    card = tab.plans.card
    assert card.isVisible() and not tab.official.isVisible()
    heads, rows = card.plans.texts()
    assert heads[:2] == ["方案", "笔试∶面试"] and [row[0] for row in rows] == ["正式方案", "二八开", "六四开"]
    assert next(row for row in rows if row[0] == "六四开")[4:6] == ["彭晨星（7→4）", "傅雨华（5→10）"]
    heads, rows = card.people.texts()
    assert heads == ["姓名", "学校", "正式方案", "二八开", "六四开"]
    assert next(row for row in rows if row[0] == "彭晨星")[2::2] == ["— 7", "录取 4"]
    card.plans.select("official")
    assert not card.drop.isEnabled(), "the official plan is not given up"
    card.plans.select(next(t.uid for t in card.tried if t.name == "六四开"))
    card.use.click()
    assert tab.trial.weight.value() == 60 and "彭晨星" in tab.trial.names.text()
    card.drop.click()
    opened.settle()
    assert [t.name for t in card.tried] == ["正式方案", "二八开"]
    tab.undo()
    opened.settle()
    assert [t.name for t in card.tried] == ["正式方案", "二八开", "六四开"]
    card.paper.click()
    opened.settle()
    assert opened.window.front is not opened.page  # the preview
    opened.window.front.left.emit()
    opened.qtbot.keyClick(card.plans, Qt.Key.Key_Escape)
    assert not card.isVisible() and tab.official.isVisible()
    assert statuses(opened) == before and tab.table.texts() == texts


def test_adopting_a_trial_is_a_signed_decision_and_forbidden_once_locked(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    tab.trial.weight.setValue(60)

    tab.ask_adopt()
    tab.asking.fields["reason"].setText("会议纪要4号")
    tab.asking.confirm()
    opened.witness()

    with opened.desk.read() as session:
        weights = {d.key: d.value["value"] for d in session.scalars(select(Decision)) if d.key.startswith("weights")}
    assert weights == {"weights.test": "60", "weights.interview": "40"}
    assert any("重新办理录取" in action for action in opened.strips()) or any(
        "名单已不是最新" in text for text in opened.strips()
    )
    other = open_place("selection", "admitted")
    locks.lock(other.desk.with_witness("见证丙"), ("national", ""), "锁定")
    other.settle()
    assert not other.go(tab="admission", programme="national").trial.adopt.isVisible()


def test_u45_the_maker_cannot_lock_and_a_locked_page_is_read_only(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")

    def ask(word: str, name: str) -> None:
        tab.acts.ask_lock()
        opened.settle()
        tab.asking.fields["word"].setText(word)
        tab.asking.confirm()
        if opened.window.second is not None and opened.window.second.panel is not None:
            opened.witness(name)

    ask("锁订", "见证丙")
    assert "逐字输入" in opened.said()
    ask("锁定", "经办甲")
    with opened.desk.read() as session:
        assert session.scalars(select(SelectionLock)).first() is None
    ask("锁定", "见证丙")

    with opened.desk.read() as session:
        kept = session.scalars(select(SelectionLock)).one()
        assert (kept.maker, kept.locker, kept.state) == ("经办甲", "见证丙", "locked")
    assert any("见证丙 锁定" in text and kept.digest[:8] in text for text in opened.strips())
    assert not tab.admit.isEnabled() and not tab.lock.isEnabled()
    tab.acts.verify()
    opened.settle()
    assert "核对无误" in opened.said()


def test_a_place_given_up_goes_to_the_next_and_the_list_has_a_new_edition(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    locks.lock(opened.desk.with_witness("见证丙"), ("national", ""), "锁定")
    opened.settle()
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    leaving = tab.group.rows[0]
    tab.table.select(leaving.uid)

    tab.acts.ask_leave()
    tab.asking.fields["note"].setText("监护人书面放弃")
    tab.asking.confirm()
    opened.witness()

    assert "第 2 版" in opened.said()
    rows = {row.name: row for row in tab.group.rows}
    assert rows[leaving.name].status == "declined" and rows[leaving.name].rank == leaving.rank
    came = next(row for row in rows.values() if row.promoted)
    assert came.note.startswith("同分，递补") or "递补" in came.note


def test_the_why_page_opens_in_the_preview_with_enter(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    tab.table.setFocus()

    opened.qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    opened.settle()

    assert opened.window.front is not opened.page


def test_publication_waits_for_the_lock_and_keeps_what_is_typed(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="publication", programme="national")
    assert not tab.notice.isEnabled() and any("还没有锁定" in text for text in opened.strips())

    locks.lock(opened.desk.with_witness("见证丙"), ("national", ""), "锁定")
    opened.settle()
    tab.fields["start"].setText("2025.4.21")
    tab.fields["start"].left.emit()
    opened.settle()
    tab.fields["end"].setText("2025-04-22")
    tab.fields["end"].left.emit()
    opened.settle()

    assert tab.fields["start"].text() == "2025-04-21"
    assert any("公示期 2 个工作日" in text for text in opened.strips())
    tab.ask_objection()
    tab.asking.fields["content"].setText("成绩有疑问")
    tab.asking.confirm()
    opened.settle()
    assert [c.state for c in tab.complaints] in (["办理中"], ["已过期限"])
    tab.print_page()
    opened.settle()
    assert opened.window.front is not opened.page


@pytest.mark.parametrize("tab", ["admission", "calling", "publication"])
def test_u21_u22_everything_fits_and_every_control_has_a_name(open_place: Opener, tab: str) -> None:
    opened = open_place("selection", "admitted")
    shown = opened.go(tab=tab, programme="pilot", city="150100")

    for size in ((1440, 900), (1366, 689), (1280, 641)):
        opened.window.resize(*size)
        opened.settle()
        assert (opened.window.width(), opened.window.height()) == size
        for one in shown.findChildren(QAbstractButton) + shown.findChildren(QLineEdit) + shown.findChildren(QComboBox):
            if one.isVisible():
                assert one.accessibleName() or one.objectName().startswith("qt_"), one
                left = one.mapTo(opened.window, one.rect().topLeft()).x()
                assert left >= 0 and left + one.width() <= size[0], one.accessibleName()


def test_an_empty_season_says_what_comes_first(open_place: Opener) -> None:
    """ux U51."""
    opened = open_place("selection", "decided")

    assert opened.go(tab="admission").empty.isVisible()


def test_the_list_goes_out_as_it_is_seen_without_the_trial(open_place: Opener, tmp_path: Path) -> None:
    """ux U43: a what-if cannot be exported as the official list."""
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    tab.trial.weight.setValue(60)

    tab.giving.export_to(tmp_path / "out.xlsx")
    opened.settle()

    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cells = [str(c.value) for line in sheet.iter_rows() for c in line if c.value is not None]
    assert "姜涛平" in cells and "95.50" in cells
    assert not any("试算" in cell or "↑" in cell for cell in cells)


def test_a_city_office_sees_its_own_part_and_no_choice(open_place: Opener) -> None:
    opened = open_place("selection", "admitted", office="150200")

    assert opened.page.choice.parts == [("pilot", "150200")] and not opened.page.choice.isVisible()
    assert len(opened.tab.group.admitted) == 5


def test_somebody_admitted_twice_is_named_and_blocks_the_lock(open_place: Opener) -> None:
    """features F08."""
    opened = open_place("selection", "admitted")
    with opened.desk.change("test.twice") as change:
        rows = {s.application_uid: s for s in change.scalars(select(Selection))}
        gone = next(uid for uid, s in rows.items() if s.status == "left-dual")
        change.update(Selection, [{"uid": rows[gone].uid, "status": "admitted"}])
        city, name = change.execute(select(Application.city, Application.name).where(Application.uid == gone)).one()
    opened.settle()

    tab = opened.go(tab="admission", programme="pilot", city=city)

    assert any("两个项目都录取" in text and name in text for text in opened.strips())
    assert any("双" in one or "两个项目" in one for one in locks.blockers(opened.desk, ("pilot", city)))
    assert tab.found.twice == (name,)


def test_admitting_again_says_first_what_hand_work_it_would_settle_afresh(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    moving.move(opened.desk, tab.group.admitted[0].uid, "")
    opened.settle()

    tab.acts.admit()
    assert "1 名学生" in tab.asking.words.text()
    tab.asking.confirm()
    opened.witness()

    assert tab.found.settled and not tab.found.stale
    assert all(row.mentor for row in tab.group.admitted)


def test_ctrl_f_narrows_the_list_by_pinyin(open_place: Opener) -> None:
    opened = open_place("selection", "admitted")
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    tab.focus_filter()

    opened.qtbot.keyClicks(tab.search, "jtp")

    assert [row.name for row in tab.table.rows.shown] == ["姜涛平"]
