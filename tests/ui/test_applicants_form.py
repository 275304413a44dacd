"""报名登记, the form: live checks, drafts, saving when a field is left, undo, trouble, and a new application by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from db.models import Application
from tests.services.forms import form, identity
from tests.ui.applicants import Opened, Opener
from ui.parts.fields import ChoiceEditor
from yingcai_desktop.services import drafts
from yingcai_desktop.services.applications import saving
from yingcai_desktop.services.applications.register import FORM


@pytest.fixture
def opened(open_applicants: Opener) -> Opened:
    return open_applicants("applied")


def field(opened: Opened, key: str) -> QLineEdit:
    found = opened.page.pane.form.boxes[key].editor.inputs[0]
    assert isinstance(found, QLineEdit)
    return found


def type_into(opened: Opened, key: str, text: str) -> None:
    """Put the keyboard into a field and type over what is there, hanzi the way an input method does."""
    edit = field(opened, key)
    opened.page.pane.form.focus(key)
    edit.setFocus()
    edit.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def leave(opened: Opened) -> None:
    """The keyboard goes back to the list."""
    opened.page.table.setFocus()


def pick(opened: Opened, key: str, code: str) -> None:
    editor = opened.page.pane.form.boxes[key].editor
    assert isinstance(editor, ChoiceEditor)
    combo: QComboBox = editor.combo
    number = combo.findData(code)
    assert number >= 0, (key, code)
    combo.setCurrentIndex(number)
    combo.activated.emit(number)
    opened.page.pane.form.flush()


def stored(opened: Opened, uid: str) -> Application | None:
    with opened.desk.read() as session:
        found = session.get(Application, uid)
        if found is not None:
            session.expunge(found)
        return found


def kept(opened: Opened) -> dict[str, drafts.Kept]:
    with opened.desk.read() as session:
        return drafts.kept(session, FORM)


def note(opened: Opened, key: str) -> str:
    return opened.page.pane.form.boxes[key].note.text()


def someone(opened: Opened, **wanted: object) -> str:
    row = next(r for r in opened.page.register.rows if all(getattr(r, k) == v for k, v in wanted.items()))
    opened.page.open_record(row.uid)
    return row.uid


def test_u34_a_rank_beyond_the_line_is_said_with_its_clause_and_the_way_out(opened: Opened) -> None:
    someone(opened, over_rank=True)

    assert "超出学科前 10%（附件1 四（二））" in note(opened, "subject_rank") + note(opened, "overall_rank")
    assert opened.page.pane.form.section_slot("学业排名").isVisible()

    someone(opened, programme="national", result="eligible")
    assert not opened.page.pane.form.section_slot("学业排名").isVisible()


def test_typing_is_kept_as_a_draft_and_stored_when_the_field_is_left(opened: Opened, qtbot: QtBot) -> None:
    uid = someone(opened, programme="pilot")

    type_into(opened, "class_name", "高一(99)班")
    qtbot.waitUntil(lambda: uid in kept(opened))
    before = stored(opened, uid)
    leave(opened)

    now = stored(opened, uid)
    assert before is not None
    assert before.class_name != "高一(99)班"
    assert now is not None
    assert now.class_name == "高一(99)班"
    assert kept(opened) == {}
    assert opened.window.light.text().startswith("已保存")


def test_what_cannot_stand_stays_a_draft_and_comes_back(opened: Opened) -> None:
    uid = someone(opened, programme="pilot")

    type_into(opened, "guardian_phone", "1384750021")
    leave(opened)
    opened.page.table.step(1)
    opened.page.open_record(uid)

    assert note(opened, "guardian_phone") == "× 应为 11 位，现在是 10 位"
    assert kept(opened)[uid].values == {"guardian_phone": "1384750021"}
    assert opened.page.pane.form.values()["guardian_phone"] == "1384750021"
    assert opened.page.filter.chips["draft"].text() == "未存草稿 1"


def test_u13_twenty_edited_records_open_no_dialog_and_lose_nothing(opened: Opened) -> None:
    page = opened.page
    uids = [row.uid for row in page.table.rows.shown[:20]]
    for number, uid in enumerate(uids):
        page.open_record(uid)
        type_into(opened, "class_name", f"换到{number}班")

    page.open_record(page.table.rows.shown[30].uid)

    assert QApplication.activeModalWidget() is None
    assert [stored(opened, uid).class_name for uid in uids] == [f"换到{n}班" for n in range(20)]


def test_u13_ten_times_escape_keeps_what_was_typed(opened: Opened, qtbot: QtBot) -> None:
    uid = someone(opened, programme="pilot")
    type_into(opened, "guardian_phone", "13847")

    for _ in range(10):
        qtbot.keyClick(QApplication.focusWidget() or opened.page, Qt.Key.Key_Escape)

    assert opened.window.isVisible()
    assert kept(opened)[uid].values == {"guardian_phone": "13847"}


def test_a_draft_can_be_given_up(opened: Opened) -> None:
    uid = someone(opened, programme="pilot")
    before = field(opened, "guardian_phone").text()
    type_into(opened, "guardian_phone", "13847")
    leave(opened)
    opened.page.table.step(1)
    opened.page.open_record(uid)

    opened.page.pane.discarded.emit()

    assert kept(opened) == {}
    assert field(opened, "guardian_phone").text() == before
    assert opened.page.pane.form.counts()[0] == 0


def test_a_correction_is_undone_and_done_again_by_name(opened: Opened) -> None:
    uid = someone(opened, programme="pilot")
    before = stored(opened, uid)
    assert before is not None
    type_into(opened, "class_name", "改过的班")
    leave(opened)

    opened.page.undo()
    undone = stored(opened, uid)
    shown = field(opened, "class_name").text()
    opened.page.redo()

    assert undone is not None
    assert undone.class_name == before.class_name == shown
    assert stored(opened, uid).class_name == "改过的班"  # type: ignore[union-attr]  # it is there


def test_u33_the_identity_number_fills_birthday_and_gender(opened: Opened) -> None:
    opened.page.new()
    number = identity(date(2009, 2, 28), 904)

    type_into(opened, "id_number", number)
    leave(opened)

    values = opened.page.pane.form.values()
    assert (values["birth_date"], values["gender"]) == ("2009-02-28", "女")
    assert note(opened, "id_number") == "✓ 校验位正确，已带出：2009-02-28 · 女"
    assert field(opened, "birth_date").isReadOnly()


def test_an_identity_number_is_masked_until_the_field_has_the_keyboard(opened: Opened) -> None:
    uid = someone(opened, programme="national")
    number = opened.page.register.row(uid).id_number  # type: ignore[union-attr]  # it is there
    edit = field(opened, "id_number")

    masked = edit.text()
    edit.setFocus()
    edit.selectAll()

    assert masked == f"{number[:6]}********{number[-4:]}"
    assert edit.text() == number


def test_u33_a_duplicate_is_linked(opened: Opened) -> None:
    other = next(r for r in opened.page.register.rows if r.programme == "pilot" and not r.dual)
    opened.page.new()
    pick(opened, "programme", "pilot")
    type_into(opened, "id_number", other.id_number)
    leave(opened)

    assert f"本项目已有报名：{other.name}" in note(opened, "id_number")
    opened.page.pane.looked_up.emit(other.uid)
    assert opened.page.pane.title.text() == other.name


def test_schools_follow_the_programme_and_bring_their_city(opened: Opened) -> None:
    opened.page.new()
    pick(opened, "programme", "national")
    combo = opened.page.pane.form.boxes["school_uid"].editor
    assert isinstance(combo, ChoiceEditor)
    offered = [combo.combo.itemText(n) for n in range(combo.combo.count())]

    pick(opened, "school_uid", str(combo.combo.itemData(0)))

    assert len(offered) == 3
    assert opened.page.pane.form.values()["city"] == "150100"


def test_u36_mentors_show_how_many_chose_them(opened: Opened) -> None:
    uid = someone(opened, programme="pilot")
    values, _ = saving.stored(opened.desk, uid)
    combo = opened.page.pane.form.boxes["choice1_uid"].editor
    assert isinstance(combo, ChoiceEditor)
    known = opened.page.register.known
    mentor = known.mentors[values["choice1_uid"]]

    assert combo.combo.currentText().endswith(f"已报 {known.chosen[mentor.uid]} / 上限 {mentor.capacity}")


def test_u36_choosing_a_mentor_with_more_than_they_take_warns_at_once(opened: Opened) -> None:
    """6 / 5: ▲ under the field as soon as the mentor is picked, and no longer once another is."""
    known = opened.page.register.known
    full = {m.uid: m for m in known.mentors.values() if m.programme == "pilot" and m.appointed and known.chosen.get(m.uid, 0) >= m.capacity}
    uid, mentor, before = next(
        (row.uid, m, held["choice1_uid"]) for row in opened.page.register.rows if row.programme == "pilot"
        for held in [saving.stored(opened.desk, row.uid)[0]] for m in full.values()
        if (m.city, m.subject) == (held["city"], held["subject"]) and m.uid not in held.values() and held["choice1_uid"] not in full
    )  # fmt: skip
    taken = known.chosen[mentor.uid]
    opened.page.open_record(uid)

    pick(opened, "choice1_uid", mentor.uid)
    assert note(opened, "choice1_uid") == f"▲ 第一志愿已有 {taken + 1} 人选报，上限 {mentor.capacity} 人（附件2 五（三）1）"

    pick(opened, "choice1_uid", before)
    assert f"已有 {taken + 1} 人选报" not in note(opened, "choice1_uid")


def test_a_blank_field_of_a_new_form_is_no_error_before_somebody_was_there(opened: Opened, qtbot: QtBot) -> None:
    opened.page.new()
    form_part = opened.page.pane.form

    assert form_part.counts() == (0, 0)
    form_part.focus("name")
    qtbot.keyClick(field(opened, "name"), Qt.Key.Key_Tab)
    assert note(opened, "name") == "× 必填"
    opened.page.pane.main_button.click()
    assert form_part.counts()[0] > 8


def test_a_new_application_is_typed_stored_and_passed_on_by_keyboard(opened: Opened, qtbot: QtBot) -> None:
    page = opened.page
    values = form(opened.desk)
    page.new()
    for key in ("programme", "city", "school_uid", "grade", "subject", "choice1_uid", "school_opinion"):
        pick(opened, key, values[key])
    for key in ("name", "id_number", "cohort", "subject_rank", "guardian_name", "guardian_phone"):
        type_into(opened, key, values[key])
    for key in ("student_consent", "guardian_consent"):
        box = page.pane.form.boxes[key].editor.inputs[0]
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Space)
    leave(opened)

    uid = page.record.editor.uid
    made = stored(opened, uid)
    assert made is not None
    assert (made.name, made.state) == ("巴图·孟和", "draft")
    assert page.table.current() == uid
    for state in ("submitted", "recommended", "approved"):
        page.open_record(uid)
        qtbot.keyClick(page.pane.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert stored(opened, uid).state == state  # type: ignore[union-attr]  # it is there


def test_u15_a_store_in_trouble_turns_the_light_red_and_keeps_the_text(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yingcai_desktop.errors import StorageTrouble

    uid = someone(opened, programme="pilot")
    real = type(opened.desk).change

    def full(self: object, action: str, reason: str = "") -> object:
        raise StorageTrouble("磁盘空间不足，这一次没有写入。")

    monkeypatch.setattr(type(opened.desk), "change", full)
    type_into(opened, "class_name", "没有地方了")
    leave(opened)
    red, strips = opened.window.light.text(), [s.text for s in opened.window._strips.strips()]
    monkeypatch.setattr(type(opened.desk), "change", real)
    opened.page.save_now()

    assert red == "没有保存"
    assert "磁盘空间不足，这一次没有写入。" in strips
    assert stored(opened, uid).class_name == "没有地方了"  # type: ignore[union-attr]  # it is there
    assert opened.window.light.text().startswith("已保存")


def test_u26_tab_follows_the_paper_form(opened: Opened, qtbot: QtBot) -> None:
    someone(opened, programme="pilot")
    form_part = opened.page.pane.form
    order = [key for key, box in form_part.boxes.items()]
    form_part.focus(order[0])
    visited = [form_part.current()]
    for _ in order[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(form_part.current())

    assert visited == order


def test_u31_every_control_has_a_name(opened: Opened) -> None:
    from PySide6.QtWidgets import QAbstractButton

    someone(opened, programme="pilot")
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for control in opened.page.findChildren(kind):
            if control.isVisible():
                assert control.accessibleName() or control.text(), control  # type: ignore[union-attr]  # a combo always has a name


def test_what_could_not_be_kept_is_held_over_a_change_of_record_and_tried_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yingcai_desktop.errors import StorageTrouble

    uid = someone(opened, programme="pilot")
    real = type(opened.desk).change

    def full(self: object, action: str, reason: str = "") -> object:
        raise StorageTrouble("磁盘空间不足，这一次没有写入。")

    monkeypatch.setattr(type(opened.desk), "change", full)
    type_into(opened, "class_name", "没有地方了")
    opened.page.table.step(1)
    may_leave = opened.page.may_leave(), opened.page.may_leave()
    opened.page.open_record(uid)
    shown = field(opened, "class_name").text()
    monkeypatch.setattr(type(opened.desk), "change", real)
    opened.page.table.step(1)

    assert may_leave == (False, True)
    assert shown == "没有地方了"
    assert stored(opened, uid).class_name == "没有地方了"  # type: ignore[union-attr]  # it is there
    assert opened.page.may_leave()


def test_somebody_elses_change_of_another_field_is_taken_in(opened: Opened) -> None:
    uid = someone(opened, programme="pilot")
    values, revision = saving.stored(opened.desk, uid)
    type_into(opened, "class_name", "甲班")
    saving.edit(opened.desk, uid, revision, values | {"rank_basis": "期中"})
    leave(opened)

    now = stored(opened, uid)
    assert now is not None
    assert (now.class_name, now.rank_basis) == ("甲班", "期中")


def test_somebody_elses_change_of_the_same_field_is_never_overwritten_unseen(opened: Opened) -> None:
    uid = someone(opened, programme="pilot")
    values, revision = saving.stored(opened.desk, uid)
    type_into(opened, "class_name", "甲班")
    saving.edit(opened.desk, uid, revision, values | {"class_name": "乙班"})
    leave(opened)

    assert stored(opened, uid).class_name == "乙班"  # type: ignore[union-attr]  # it is there
    assert "已被他人改动" in opened.window._strips.strips()[0].text
    assert kept(opened)[uid].values == {"class_name": "甲班"}
