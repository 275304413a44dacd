"""师生见面会: who is expected, who signed in, what is printed (features G07)."""

from datetime import date

import pytest

from tests.documents.reading import pdfium_text
from tests.season import At
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.matching import meetings, papers

BAOTOU = ("pilot", "150200")


def test_everybody_expected_can_sign_in_and_the_sheet_names_them(at: At) -> None:
    desk = at("admitted")
    with pytest.raises(Invalid):
        meetings.keep(desk, BAOTOU, "见面会", date(2025, 4, 26), " ")
    meetings.keep(desk, BAOTOU, "包头市师生见面会", date(2025, 4, 26), "内蒙古科技大学报告厅", "09:00")
    meeting = meetings.sessions(desk, BAOTOU)[0]
    roster = meetings.roster(desk, BAOTOU, meeting.uid)
    assert {r: sum(g.role == r for g in roster) for r in ("student", "parent", "teacher")} == {
        "student": 25,
        "parent": 25,
        "teacher": 25,
    }

    assert meetings.sign_in(desk, BAOTOU, meeting.uid, [g.uid for g in roster[:4]], present=True) == 4
    assert meetings.sign_in(desk, BAOTOU, meeting.uid, [roster[0].uid], present=True) == 0
    assert meetings.sign_in(desk, BAOTOU, meeting.uid, [roster[3].uid], present=False) == 1

    assert sum(meetings.sessions(desk, BAOTOU)[0].signed.values()) == 3
    text = pdfium_text(papers.sign_in_sheet(desk, BAOTOU, meeting.uid))
    student = next(g for g in roster if g.role == "student")
    assert student.name in text and "内蒙古科技大学报告厅" in text


def test_the_result_table_names_every_pair(at: At) -> None:
    desk = at("admitted")
    text = pdfium_text(papers.results(desk, BAOTOU))

    from yingcai_desktop.services.matching import board

    for one in board.read(desk, BAOTOU).groups.values():
        for card in one.cards:
            for student in card.students:
                assert student.name in text and card.name in text
