"""The form: findings in three levels, tab order of the paper, Enter goes on, debounce, masks, input method, read-only."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ui.parts.fields import Field, tidy_date, tidy_digits
from ui.parts.form import Finding, Form, FormFooter, Section

SECTIONS = (
    Section(
        "基本信息",
        (
            Field("name", "姓名", required=True),
            Field("ethnic", "民族", "choice", options=(("01", "汉族"), ("02", "蒙古族"), ("03", "满族"))),
            Field("id", "身份证号", required=True, span=2, mask=lambda value: value[:6] + "*" * 8 + value[-4:]),
            Field("born", "出生日期", "date"),
            Field("sex", "性别", read_only=True),
        ),
    ),
    Section("学业排名", (Field("rank", "学科排名", "rank", partner="cohort"), Field("phone", "手机", digits=True))),
    Section("其他", (Field("early", "前置培养", "flag"), Field("memo", "说明", "long", span=2))),
)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(SECTIONS)
    qtbot.addWidget(made)
    made.resize(430, 500)
    made.show()
    made.activateWindow()
    made.show_values({"name": "阿古拉", "id": "150199200811040022", "ethnic": "02", "rank": "5", "cohort": "100"})
    return made


def edit(form: Form, key: str) -> QLineEdit:
    found = form.boxes[key].editor.inputs[0]
    assert isinstance(found, QLineEdit)
    return found


def test_values_come_back_as_they_went_in(form: Form) -> None:
    assert form.values() == {
        "name": "阿古拉", "ethnic": "02", "id": "150199200811040022", "born": "", "sex": "", "rank": "5", "cohort": "100",
        "phone": "", "early": "", "memo": "",
    }  # fmt: skip


def test_findings_stand_under_their_field_with_symbol_words_and_frame(form: Form) -> None:
    form.show_findings(
        {"name": Finding("bad", "姓名不能为空"), "rank": Finding("warn", "超出前 10%"), "id": Finding("ok", "已核")}
    )

    assert form.boxes["name"].note.text() == "× 姓名不能为空"
    assert form.boxes["rank"].note.text() == "▲ 超出前 10%"
    assert form.boxes["id"].note.text() == "✓ 已核"
    assert edit(form, "name").property("note") == "bad"
    assert edit(form, "name").accessibleDescription() == "× 姓名不能为空"
    assert form.counts() == (1, 1)


def test_the_footer_counts_and_jumps_to_the_next_error(form: Form, qtbot: QtBot) -> None:
    footer = FormFooter(form)
    qtbot.addWidget(footer)
    form.show_findings(
        {"phone": Finding("bad", "应为 11 位"), "born": Finding("bad", "不是日期"), "name": Finding("warn", "▲")}
    )
    form.focus("name")

    jumped = []
    for _ in range(3):
        form.next_finding()
        jumped.append(form.current())

    assert footer._bad.text() == "× 2 处错误　▲ 1 处提醒"
    assert jumped == ["born", "phone", "born"]


def test_tab_follows_the_paper_form_and_leaves_the_notes(form: Form, qtbot: QtBot) -> None:
    form.focus("name")
    seen = [form.current()]
    for _ in range(9):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(form.current())

    assert seen == ["name", "ethnic", "id", "born", "sex", "rank", "rank", "phone", "early", "memo"]


def test_enter_goes_to_the_next_field_that_can_be_written(form: Form, qtbot: QtBot) -> None:
    form.focus("name")
    seen = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        seen.append(form.current())

    assert seen == ["ethnic", "id", "born", "rank", "rank", "phone"]


def test_a_value_is_committed_after_a_pause_and_once(form: Form, qtbot: QtBot) -> None:
    form.focus("name")
    told: list[str] = []
    form.committed.connect(told.append)

    qtbot.keyClicks(edit(form, "name"), "abc")
    assert told == []

    qtbot.waitUntil(lambda: told == ["name"], timeout=2000)
    form.focus("born")
    assert told == ["name"]


def test_leaving_a_field_commits_at_once(form: Form, qtbot: QtBot) -> None:
    form.focus("name")
    told: list[str] = []
    form.committed.connect(told.append)
    qtbot.keyClicks(edit(form, "name"), "x")

    form.focus("born")

    assert told == ["name"]


def test_another_record_first_commits_what_is_waiting(form: Form, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    form.committed.connect(lambda key: told.append((key, form.values()[key])))
    form.focus("name")
    edit(form, "name").end(False)
    qtbot.keyClicks(edit(form, "name"), "x")

    form.show_values({"name": "王一诺"})

    assert told == [("name", "阿古拉x")]
    assert form.values()["name"] == "王一诺"


def test_enter_belongs_to_the_input_method_while_it_composes(form: Form, qtbot: QtBot) -> None:
    form.focus("name")
    field = edit(form, "name")
    field.end(False)
    told: list[str] = []
    form.committed.connect(told.append)

    QApplication.sendEvent(field, QInputMethodEvent("biao da", []))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert form.current() == "name"

    done = QInputMethodEvent("", [])
    done.setCommitString("表达")
    QApplication.sendEvent(field, done)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert form.current() == "ethnic"
    assert form.values()["name"] == "阿古拉表达"
    assert told == ["name"]


def test_an_identity_number_is_masked_until_the_field_is_entered(form: Form, qtbot: QtBot) -> None:
    field = edit(form, "id")
    before = field.text()

    form.focus("id")
    inside = field.text()
    form.focus("name")

    assert (before, inside, field.text()) == ("150199********0022", "150199200811040022", "150199********0022")
    assert form.values()["id"] == "150199200811040022"


def test_typing_pinyin_picks_from_a_choice(form: Form, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    form.focus("ethnic")
    combo = form.boxes["ethnic"].editor.inputs[0]
    assert isinstance(combo, QComboBox)

    monkeypatch.setattr("ui.parts.combo._PAUSE", 60.0)  # a busy machine types slowly
    qtbot.keyClicks(combo, "man")

    assert combo.currentText() == "满族"
    assert form.values()["ethnic"] == "03"


def test_a_stored_code_that_is_no_option_is_not_hidden(form: Form) -> None:
    form.show_values({"ethnic": "99"})

    assert form.values()["ethnic"] == "99"


def test_a_locked_form_is_flat_but_can_be_copied_from(form: Form, qtbot: QtBot) -> None:
    form.set_read_only(True)
    field = edit(form, "name")
    form.focus("name")

    qtbot.keyClicks(field, "x")

    assert form.values()["name"] == "阿古拉"
    assert (field.isReadOnly(), field.isEnabled(), field.property("flat")) == (True, True, "true")


def test_a_rule_fills_in_fields_but_not_the_one_being_typed(form: Form, qtbot: QtBot) -> None:
    form.focus("phone")
    qtbot.keyClicks(edit(form, "phone"), "138")

    form.update_values({"born": "2008-11-04", "phone": "000"})

    assert form.values()["born"] == "2008-11-04"
    assert form.values()["phone"] == "138"


def test_every_label_is_the_buddy_of_its_editor(form: Form) -> None:
    from PySide6.QtWidgets import QLabel

    buddies = {child.buddy() for child in form.findChildren(QLabel) if child.buddy() is not None}

    assert buddies == {box.editor.inputs[0] for box in form.boxes.values()}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2008.11.4", "2008-11-04"),
        ("2008年11月4日", "2008-11-04"),
        ("20081104", "2008-11-04"),
        ("２００８／１１／４", "2008-11-04"),
        ("2008-02-30", "2008-02-30"),
        ("不知道", "不知道"),
        ("", ""),
    ],
)
def test_dates_are_tidied_only_when_they_are_dates(typed: str, kept: str) -> None:
    assert tidy_date(typed) == kept


def test_full_width_numbers_become_plain() -> None:
    assert tidy_digits("１２。5") == "12.5"
