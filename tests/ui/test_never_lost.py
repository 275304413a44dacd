"""Every form of every page: what is typed and not carried out survives the end of the program and is offered again (U13, U14, U59).

Each case opens its place in a window, types, and drops the window without saving; a second window over the same store opens the same thing.
"""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Draft
from tests.season import At
from tests.ui.selecting import Opened
from ui.main_window import MainWindow
from ui.pages.selection.ties import OrderList
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import seating
from yingcai_desktop.services.evaluations import committee
from yingcai_desktop.services.evaluations.committee import ExpertRow
from yingcai_desktop.services.selecting import locks

TYPED = "half a sentence"
Go = Callable[[Opened], Any]
"""Opens the place and gives the field."""


def tab(o: Opened, place: str, key: str, **what: object) -> Any:
    o.window.go(place, tab=key, **what)
    o.settle()
    return o.tab


def field(form: Any, key: str) -> QWidget:
    made: QWidget = form.boxes[key].editor.inputs[0]
    return made


def ask(o: Opened, question: Callable[[], object], key: str, host: Any) -> Any:
    question()
    o.settle()
    return host.asking.fields[key]


def training(o: Opened, key: str, pane: str = "") -> Any:
    made = tab(o, "training", key)
    row = made.board.rows[0] if key == "plans" else made.lines[0] if key == "log" else next(p for p in made.people if p.open)
    made.open_at(uid=row.uid, **({"pane": pane} if pane else {}))
    return made


def visit(o: Opened) -> QWidget:
    made = tab(o, "training", "progress")
    made.register()
    return field(made.panel.form, "content")


def gathering(o: Opened) -> QWidget:
    made = tab(o, "training", "gatherings")
    made.new()
    return field(made.pane.form, "title")


def pasted(o: Opened) -> QWidget:
    visit(o)
    paste: QWidget = o.tab.panel.roll.paste
    return paste


def log_batch(o: Opened) -> QWidget:
    made = tab(o, "training", "log")
    made.table.rows.check([r.uid for r in made.lines[:2]], True)
    note: QWidget = made.batch.note
    return note


def teacher_bar(o: Opened) -> QWidget:
    made = tab(o, "training", "plans")
    made.table.rows.check([r.uid for r in made.board.rows[:2]], True)
    name: QWidget = made.bar.name
    return name


def expert(o: Opened) -> Any:
    made = tab(o, "evaluation", "experts")
    made.open_record(made.rows[0].uid)
    made.pane.show_tab("recusals")
    return made


def new_expert(o: Opened) -> QWidget:
    made = tab(o, "evaluation", "experts")
    made.new()
    return field(made.form, "name")


def new_supervision(o: Opened) -> QWidget:
    made = tab(o, "evaluation", "supervision")
    made.new()
    return field(made.form, "matter")


def grade(o: Opened) -> QWidget:
    made = tab(o, "evaluation", "final")
    made.open_record(next(r.uid for r in made.all_rows() if r.grade and r.to_final))
    reason: QWidget = made.marks.reason
    return reason


def waiver(o: Opened) -> QWidget:
    made = tab(o, "evaluation", "annual")
    made._waive(made.all_rows()[0], "课题报告")
    reason: QWidget = made.plan.reason
    return reason


def midterm(o: Opened) -> QWidget:
    made = tab(o, "evaluation", "midterm")
    made.open_record(next(r.uid for r in made.all_rows() if r.active))
    return field(made.form, "goal")


def panel(o: Opened) -> Any:
    made = tab(o, "interviews", "panels", group=("national", "", "数学"))
    made.panels.select(made._cards()[0].uid)
    made._panel_current(made._cards()[0].uid)
    return made


def new_panel(o: Opened) -> QWidget:
    made = tab(o, "interviews", "panels", group=("national", "", "数学"))
    made.pane.begin(("national", "", "数学"))
    name: QWidget = made.pane.name
    return name


def replacing(o: Opened) -> Any:
    made = panel(o)
    return ask(o, made.ask_replace, "reason", made)


def exception(o: Opened) -> Any:
    made = tab(o, "selection", "calling", programme="national", subject="数学")
    made.table.select(next(r.uid for r in made.rows() if r.score and not r.called))
    return ask(o, made.ask_exception, "reason", made)


def leaving(o: Opened) -> Any:
    made = tab(o, "selection", "admission", programme="national", subject="计算机")
    made.table.select(made.group.rows[0].uid)
    return ask(o, made.acts.ask_leave, "note", made)


def unlocking(o: Opened) -> Any:
    made = tab(o, "selection", "admission", programme="national", subject="计算机")
    return ask(o, made.acts.ask_unlock, "reason", made)


def ruling(o: Opened) -> Any:
    made = tab(o, "selection", "admission", programme="national", subject="化学")
    return ask(o, made.acts.rule_first, "reason", made)


def objection(o: Opened) -> Any:
    made = tab(o, "selection", "publication", programme="national")
    return ask(o, made.ask_objection, "content", made)


def contact(o: Opened) -> QWidget:
    made = tab(o, "selection", "publication", programme="national")
    telephone: QWidget = made.fields["telephone"]
    return telephone


def meeting(o: Opened) -> Any:
    made = tab(o, "matching", "meetings", programme="national")
    return ask(o, made.new, "place", made)


def reassigning(o: Opened) -> Any:
    made = tab(o, "matching", "board", programme="national")
    student, card = made.group.students[0], made.group.cards[0]
    return ask(o, lambda: made._ask_reason(student.uid, card.uid, "没有改动：请写明理由。"), "reason", made)


def certificates(o: Opened) -> Any:
    page: Any = o.window.go("certificates")
    o.qtbot.waitUntil(lambda: page.loaded)
    o.settle()
    return page


def void(o: Opened) -> QWidget:
    page = certificates(o)
    page.acting.ask_reason("void", next(h for h in page.rows.values() if h.ours and h.number))
    reason: QWidget = page.bar.reason
    return reason


def collecting(o: Opened) -> QWidget:
    page = certificates(o)
    page.acting.ask_collect([next(uid for uid, h in page.rows.items() if h.ours and h.number)])
    receiver: QWidget = page.bar.receiver
    return receiver


def national(o: Opened) -> QWidget:
    page = certificates(o)
    page.list.table.select(next(uid for uid, h in page.rows.items() if not h.ours))
    number: QWidget = page.facts.national
    return number


def settings(key: str, uid: str, name: str) -> Go:
    def go(o: Opened) -> QWidget:
        made = tab(o, "settings", key)
        made.open_record(uid or made.all_rows()[0].uid)
        if key == "units":
            made.new()
        return field(made.pane.form, name)

    return go


def rule(o: Opened) -> QWidget:
    made = tab(o, "settings", "rules")
    made.open_record(next(r.uid for r in made.all_rows() if r.can_sign))
    return field(made.pane.form, "document")


def user(o: Opened) -> QWidget:
    made = tab(o, "settings", "users")
    made._open("first", None)
    name: QWidget = made.pane.name
    return name


def exam_event(o: Opened) -> QWidget:
    detail: QWidget = tab(o, "exams", "events").detail
    return detail


def exam_session(o: Opened) -> QWidget:
    site: QWidget = tab(o, "exams", "seats").site
    return site


def summary(o: Opened) -> QWidget:
    note: QWidget = tab(o, "reports", "summaries").note
    return note


def opinion(place: str) -> Go:
    def go(o: Opened) -> QWidget:
        page: Any = o.window.go(place)
        page.open_record(page.all_rows()[0].uid)
        page.pane.show_tab("opinion")
        reason: QWidget = page.pane.opinion.reason
        return reason

    return go


def batch(o: Opened) -> QWidget:
    page: Any = o.window.go("applicants")
    page.table.rows.check([r.uid for r in page.all_rows() if r.city][:3], True)
    page._plan("return")
    assert page.batch.planning() and page.batch._plan.ready
    reason: QWidget = page.batch.reason
    return reason


def locked(desk: Desk) -> None:
    locks.lock(desk.with_witness("见证丙"), ("national", ""), "锁定")


def with_expert(desk: Desk) -> None:
    committee.save_expert(desk, ExpertRow("", "专家甲", "某大学", subjects=("数学",)))


def with_seats(desk: Desk) -> None:
    seating.assign(desk)


def nothing(_desk: Desk) -> None:
    """The season as it is."""


CASES: dict[str, tuple[str, Go, Callable[[Desk], None]]] = {
    "training-stay": ("logged", lambda o: training(o, "plans", "stay").pane.stay.reason, nothing),
    "training-book": ("logged", lambda o: training(o, "plans", "books").pane.books.fields["title"], nothing),
    "training-teacher": ("logged", lambda o: training(o, "plans", "teachers").pane.teachers.fields["name"], nothing),
    "training-plan-day": ("logged", lambda o: field(training(o, "plans").pane.form, "made_on"), nothing),
    "training-log": ("logged", lambda o: field(training(o, "log").pane.form, "review_note"), nothing),
    "training-log-batch": ("logged", log_batch, nothing),
    "training-teacher-bar": ("logged", teacher_bar, nothing),
    "training-visit": ("logged", visit, nothing),
    "training-roll": ("logged", pasted, nothing),
    "training-gathering": ("logged", gathering, nothing),
    "alumni-line": ("logged", lambda o: field(training(o, "alumni", "new").pane.form, "research"), nothing),
    "alumni-consent": ("logged", lambda o: training(o, "alumni", "consent").pane.note, nothing),
    "evaluation-midterm": ("training", midterm, nothing),
    "evaluation-waiver": ("annual", waiver, nothing),
    "expert-new": ("annual", new_expert, nothing),
    "expert-recusal": ("annual", lambda o: expert(o).why, with_expert),
    "supervision-new": ("annual", new_supervision, nothing),
    "final-grade": ("graded", grade, nothing),
    "panel-new": ("shortlisted", new_panel, nothing),
    "panel-name": ("shortlisted", lambda o: panel(o).pane.name, nothing),
    "panel-replace": ("shortlisted", replacing, nothing),
    "selection-exception": ("shortlisted", exception, nothing),
    "selection-ruling": ("interviewed", ruling, nothing),
    "selection-leave": ("admitted", leaving, nothing),
    "selection-unlock": ("admitted", unlocking, locked),
    "publication-objection": ("admitted", objection, locked),
    "publication-contact": ("admitted", contact, locked),
    "matching-meeting": ("admitted", meeting, nothing),
    "matching-reason": ("admitted", reassigning, nothing),
    "certificate-void": ("certified", void, nothing),
    "certificate-collect": ("certified", collecting, nothing),
    "certificate-national": ("certified", national, nothing),
    "exam-event": ("reviewed", exam_event, with_seats),
    "exam-session": ("reviewed", exam_session, nothing),
    "summary-note": ("decided", summary, nothing),
    "settings-calendar": ("decided", settings("calendar", "pilot|面试", "note"), nothing),
    "settings-school": ("decided", settings("schools", "", "aliases"), nothing),
    "settings-unit": ("decided", settings("units", "内蒙古大学", "name"), nothing),
    "settings-decision": ("decided", rule, nothing),
    "settings-user": ("decided", user, nothing),
    "applicants-opinion": ("applied", opinion("applicants"), nothing),
    "applicants-batch": ("applied", batch, nothing),
    "mentors-opinion": ("applied", opinion("mentors"), nothing),
}


def opened(desk: Desk, preferences: Preferences, qtbot: QtBot) -> Opened:
    window = MainWindow(desk, preferences)
    qtbot.addWidget(window)
    desk.store.listeners[:] = [window.store_changed.emit]
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return Opened(window, desk, qtbot)


def text_of(box: QWidget) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText() if isinstance(box, QPlainTextEdit) else ""


def on_disk(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [str(values) for values in session.scalars(select(Draft.values))]


def offered(window: MainWindow) -> list[str]:
    """What the screen says of a draft that was put back."""
    return [text for w in window.findChildren(QWidget) if w.isVisible() and hasattr(w, "text") and callable(w.text)
            and ("已放回" in (text := str(w.text())) or "草稿保存于" in text)]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_half_typed_comes_back(at: At, preferences: Preferences, qtbot: QtBot, case: str) -> None:
    milestone, go, before = CASES[case]
    desk = at(milestone)
    before(desk)
    first = opened(desk, preferences, qtbot)
    box = go(first)
    box.setFocus()
    QTest.keyClicks(box, TYPED)
    assert TYPED in text_of(box)
    typed = text_of(box)
    qtbot.waitUntil(lambda: any(TYPED in text for text in on_disk(desk)), timeout=20_000)
    first.window.jobs.close()  # dropped: no page is asked, nothing is stored

    second = opened(desk, preferences, qtbot)
    again = go(second)

    assert text_of(again) == typed
    assert offered(second.window)
    second.window.jobs.close()


def test_ticks_of_a_visit_come_back_and_who_it_is_opened_for_is_ticked_alone(at: At, preferences: Preferences, qtbot: QtBot) -> None:
    desk = at("logged")
    first = opened(desk, preferences, qtbot)
    visit(first)
    roll = first.tab.panel.roll
    chosen = [row.uid for row in roll.table.rows.shown[1:4]]
    roll.tick(chosen, True)
    qtbot.waitUntil(lambda: any(chosen[0] in text for text in on_disk(desk)), timeout=20_000)
    first.window.jobs.close()

    second = opened(desk, preferences, qtbot)
    visit(second)
    panel = second.tab.panel
    assert sorted(panel.roll.chosen()) == sorted(chosen) and offered(second.window)
    people = panel.roll.students()
    panel.open([row.student for row in panel.roll._rows])  # Esc and back
    assert sorted(panel.roll.chosen()) == sorted(chosen)
    panel.open([row.student for row in panel.roll._rows], [people[0].uid])
    assert panel.roll.chosen() == [people[0].uid]
    second.window.jobs.close()


def test_the_order_of_a_ruling_comes_back(at: At, preferences: Preferences, qtbot: QtBot) -> None:
    desk = at("interviewed")
    first = opened(desk, preferences, qtbot)
    ruling(first)
    people = first.tab.asking.findChild(OrderList)
    people.shift(1)
    order = people.order()
    qtbot.waitUntil(lambda: any(" ".join(order) in text for text in on_disk(desk)), timeout=20_000)
    first.window.jobs.close()

    second = opened(desk, preferences, qtbot)
    ruling(second)
    assert second.tab.asking.findChild(OrderList).order() == order and offered(second.window)
    second.window.jobs.close()


def test_a_question_keeps_its_text_until_its_act_is_done(at: At, preferences: Preferences, qtbot: QtBot) -> None:
    """Esc, another student, a witness who goes away: nothing of it loses the reason. The act itself does away with the draft."""
    desk = at("shortlisted")
    o = opened(desk, preferences, qtbot)
    box = exception(o)
    QTest.keyClicks(box, TYPED)
    host, line = o.tab, o.tab.halfway

    host.asking.give_up()
    assert on_disk(desk)
    other = next(r.uid for r in host.rows() if r.score and not r.called and r.uid != host.table.current())
    chosen = host.table.current()
    host.table.select(other)
    assert text_of(ask(o, host.ask_exception, "reason", host)) == ""

    host.table.select(chosen)
    assert text_of(ask(o, host.ask_exception, "reason", host)) == TYPED
    assert line._line.isVisible()
    line._line.turn.click()
    assert text_of(host.asking.fields["reason"]) == "" and line._line.turn.text() == "放回来"
    line._line.turn.click()
    host.asking.confirm()
    o.window.second.take_away()  # nobody to witness it
    assert text_of(ask(o, host.ask_exception, "reason", host)) == TYPED

    host.asking.confirm()
    o.witness()
    assert next(r for r in host.rows() if r.uid == chosen).called
    qtbot.waitUntil(lambda: on_disk(desk) == [], timeout=20_000)
    o.window.jobs.close()


def test_a_word_typed_to_confirm_is_typed_each_time(at: At, preferences: Preferences, qtbot: QtBot) -> None:
    o = opened(at("admitted"), preferences, qtbot)
    made = tab(o, "selection", "admission", programme="national", subject="计算机")
    made.acts._ask_lock([])
    QTest.keyClicks(made.asking.fields["word"], "lock")
    made.put_question_away()

    assert on_disk(o.desk) == []
    made.acts._ask_lock([])
    assert made.asking.fields["word"].text() == ""
    o.window.jobs.close()


def test_looking_at_records_makes_no_drafts(at: At, preferences: Preferences, qtbot: QtBot) -> None:
    """Stored texts that a field shows in its own way are not something somebody typed."""
    o = opened(at("logged"), preferences, qtbot)
    for key in ("plans", "log", "alumni"):
        made = tab(o, "training", key)
        for uid in [r.uid for r in made.table.rows.shown[:12]]:
            made.open_record(uid)
    for place in ("applicants", "mentors"):
        page: Any = o.window.go(place)
        for row in page.all_rows()[:6]:
            page.open_record(row.uid)
    o.settle()

    assert on_disk(o.desk) == []
    o.window.jobs.close()
