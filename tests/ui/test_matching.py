"""师生匹配 in the window: the board, moves by drag and key, undo, the proposal, 师生见面会 (ux §4.8)."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from tests.ui.selecting import Opened, Opener
from ui.pages.matching.cards import StudentList
from yingcai_desktop.services.matching import board, moving

BAOTOU = ("pilot", "150200")


@pytest.fixture
def opened(open_place: Opener) -> Opened:
    """Baotou, mathematics; the first two by rank wait for a mentor."""
    made = open_place("matching", "admitted")
    group = board.read(made.desk, BAOTOU).groups[(*BAOTOU, "数学")]
    for student in group.students[:2]:
        moving.move(made.desk, student.uid, "")
    made.settle()
    made.go(tab="board", programme="pilot", city="150200", subject="数学")
    return made


def lists(opened: Opened) -> dict[str, list[str]]:
    return {
        one.accessibleName(): [one.item(n).text().split("　")[1] for n in range(one.count())]
        for one in opened.tab.lists()
    }


def test_the_board_shows_who_waits_by_rank_and_every_mentors_places(opened: Opened) -> None:
    tab = opened.tab

    assert tab.left.title.text() == "待安排 2"
    assert [s.rank for s in tab.group.waiting] == [1, 2]
    for card, facts in zip(tab.cards, tab.group.cards, strict=True):
        assert card.count.text() == f"{len(facts.students)} / {facts.capacity}"
        assert f"空 {facts.free}" in card.slots.text()
    tab.waiting.setCurrentRow(0)
    assert tab.explain.title.text() == tab.group.waiting[0].name
    assert tab.explain.go.text() == "安排" and tab.explain.back.isHidden()
    assert "第1志愿" in tab.explain.choices.text() and "还没有导师" in tab.explain.facts.text()


def test_nobody_waiting_and_nobody_chosen_is_said_in_words(opened: Opened) -> None:
    tab = opened.tab
    assert tab.nobody_waits.isHidden()

    opened.go(subject="物理")

    assert tab.group.waiting == () or tab.group.waiting == []
    assert "都有导师了" in tab.nobody_waits.text() and not tab.nobody_waits.isHidden()
    tab.explain.show_student(None, None, None)
    assert not tab.explain.nobody.isHidden() and tab.explain.moving.isHidden()


def test_alt_right_places_a_student_and_ctrl_z_takes_it_back(opened: Opened) -> None:
    tab = opened.tab
    student = tab.group.waiting[0]
    before = lists(opened)
    tab.waiting.select(student.uid)

    opened.qtbot.keyClick(tab.waiting, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    opened.settle()

    placed = next(s for c in tab.group.cards for s in c.students if s.uid == student.uid)
    assert placed.mentor == student.choices[0] and placed.choice == 1
    tab.undo()
    opened.settle()
    assert lists(opened) == before
    tab.redo()
    opened.settle()
    assert student.name not in lists(opened)["待安排的学生"]


def drop(target: StudentList, uid: str) -> None:
    """As a drag from another list ends."""
    data = QMimeData()
    data.setData("application/x-student", uid.encode())
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dropEvent(event)


def test_a_student_can_be_dragged_to_a_mentor_and_back(opened: Opened) -> None:
    tab = opened.tab
    student = tab.group.waiting[0]
    card = next(c for c in tab.cards if next(f for f in tab.group.cards if f.uid == c.list.key).free)

    drop(card.list, student.uid)
    opened.settle()
    assert student.name in lists(opened)[card.list.accessibleName()]

    drop(tab.waiting, student.uid)
    opened.settle()
    assert student.name in lists(opened)["待安排的学生"]


def test_a_full_mentor_asks_who_makes_room_and_never_takes_one_more(opened: Opened) -> None:
    tab = opened.tab
    full = next(f for f in tab.group.cards if f.students)
    for card in tab.group.cards:
        if card.uid == full.uid:
            with opened.desk.change("test.shrink") as change:
                from db.models import Mentor

                change.update(Mentor, [{"uid": full.uid, "capacity": len(full.students)}])
    opened.settle()
    student, leaving = tab.group.waiting[0], full.students[-1]

    assert not tab.place_with(student.uid, full.uid)
    assert leaving.name in tab.asking.fields["other"].currentText()
    assert "" not in [
        code
        for code, _ in [(tab.asking.fields["other"].itemData(n), n) for n in range(tab.asking.fields["other"].count())]
    ]
    tab.asking.fields["reason"].setText("导师指定")
    tab.asking.confirm()
    opened.settle()

    now = lists(opened)
    assert student.name in now[full.name] and leaving.name in now["待安排的学生"]
    assert len(now[full.name]) == len(full.students)


def test_the_proposal_says_why_for_everybody_before_anything_is_stored(opened: Opened) -> None:
    tab = opened.tab
    before = lists(opened)

    tab.propose()
    opened.settle()

    assert lists(opened) == before
    for student in tab.group.waiting:
        assert student.name in tab.asking.words.text()
    assert "第1志愿" in tab.asking.words.text() and "摘要" in tab.asking.words.text()
    tab.asking.confirm()
    opened.settle()
    assert lists(opened)["待安排的学生"] == []
    tab.undo()
    opened.settle()
    assert lists(opened) == before


def test_a_meeting_is_recorded_and_guests_sign_in(open_place: Opener) -> None:
    opened = open_place("matching", "admitted")
    tab = opened.go(tab="meetings", programme="pilot", city="150200")
    assert tab.empty.isVisible()

    tab.new()
    tab.asking.fields["place"].setText("报告厅")
    tab.asking.fields["day"].setText("2025.4.26")
    tab.asking.confirm()
    opened.settle()
    tab.roles.go("parent")
    chosen = [g.uid for g in tab.table.rows.shown[:3]]
    tab.table.rows.check(chosen, True)
    tab.sign_in(present=True)
    opened.settle()

    assert "家长 3/25" in tab.about.text()
    assert [s.day.isoformat() for s in tab.sessions] == ["2025-04-26"]
    tab.print_page()
    opened.settle()
    assert opened.window.front is not opened.page


@pytest.mark.parametrize("tab", ["board", "meetings"])
@pytest.mark.parametrize("size", [(1366, 689), (1280, 641)])
def test_u21_u22_everything_fits_and_every_control_has_a_name(
    open_place: Opener, tab: str, size: tuple[int, int]
) -> None:
    opened = open_place("matching", "admitted", size)
    shown = opened.go(tab=tab, programme="pilot", city="150100")

    for one in shown.findChildren(QAbstractButton) + shown.findChildren(QLineEdit) + shown.findChildren(QComboBox):
        if one.isVisible():
            assert one.accessibleName() or one.objectName().startswith("qt_"), one
            left = one.mapTo(opened.window, one.rect().topLeft()).x()
            assert left >= 0 and left + one.width() <= opened.window.width(), one.accessibleName()


def test_an_empty_season_says_what_comes_first(open_place: Opener) -> None:
    """ux U51."""
    assert open_place("matching", "decided").go(tab="board").empty.isVisible()
