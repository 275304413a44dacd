"""为什么, 会议材料, 公示, 抽签 and 锁定记录: the same numbers as the list, and nothing a public list may not say."""

from datetime import date

import pytest

from tests.documents.reading import page_count, pdfium_text
from tests.season import At
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import printing
from yingcai_desktop.services.people import people
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import board, locks, material, publication, ties, why

NATIONAL = ("national", "")


def test_the_why_page_is_one_a4_with_the_numbers_of_the_list(at: At) -> None:
    """features F04."""
    desk = at("admitted")
    locks.lock(desk, NATIONAL, "锁定")
    found = board.read(desk, NATIONAL)

    for one in found.groups.values():
        for row in (*one.rows[:2], one.rows[-1]):
            pdf = why.page(desk, row.uid)
            text = pdfium_text(pdf)
            assert page_count(pdf) == 1
            assert row.name in text
            for number in filter(None, (row.test, row.total)):
                assert number in text, (row.name, number)
            if row.rank:
                assert f"第{row.rank}名" in text
    page = why.why(desk, found.groups["national", "", "化学"].rows[4].uid)
    assert any("裁定" in s.outcome for s in page.steps)
    assert any(d.name == "测试占比" and d.value == "40%" and "经办甲" in d.signed for d in page.decisions)
    with pytest.raises(NotAllowed):
        why.why(at("interviewed"), found.groups["national", "", "化学"].rows[4].uid)


def test_meeting_material_is_a_page_per_subject_and_never_a_trial(at: At) -> None:
    desk = at("admitted")
    pdf = material.ranking(desk, NATIONAL)
    assert page_count(pdf) == 5
    with pytest.raises(NotAllowed, match="试算不能打印"):
        material.ranking(at("interviewed"), NATIONAL)


def test_the_public_notice_says_dates_and_contacts_and_nothing_it_may_not(at: At) -> None:
    """domain.md §3.13; features F06."""
    desk = at("admitted")
    with pytest.raises(NotAllowed, match="还没有锁定"):
        publication.record(desk, NATIONAL, {"start": date(2025, 4, 21)})
    locks.lock(desk, NATIONAL, "锁定")
    with pytest.raises(Invalid, match="早于"):
        publication.record(desk, NATIONAL, {"start": date(2025, 4, 21), "end": date(2025, 4, 20)})
    assert publication.record(desk, NATIONAL, {"start": date(2025, 4, 21), "end": date(2025, 4, 23)})
    assert not publication.record(desk, NATIONAL, {"end": date(2025, 4, 25), "telephone": "0471-0000000"})

    text = pdfium_text(printing.pdf(desk, "public-notice", Scope(*NATIONAL)))

    assert "2025年4月21日至2025年4月25日" in text.replace("\n", "").replace("\r", "") and "0471-0000000" in text
    found = board.read(desk, NATIONAL)
    with desk.read() as session:
        persons = {p.uid: p for p in people(session, desk.schemes)}
    for one in found.groups.values():
        for row in one.admitted:
            person = persons[row.uid]
            assert row.name in text
            assert person.id_number not in text and str(person.birth_date) not in text and row.total not in text


def test_an_objection_has_a_deadline_and_an_outcome_by_two_people(at: At) -> None:
    """features F10."""
    desk = at("admitted")
    with pytest.raises(Invalid):
        publication.object_to(desk, NATIONAL, "成绩有疑问", date(2025, 1, 1))
    publication.object_to(desk, NATIONAL, "成绩有疑问", date(2025, 12, 31), sender="家长")
    known = publication.read(desk, NATIONAL)[1][0]
    assert known.state == "办理中"
    with pytest.raises(NotAllowed, match="两人"):
        publication.answer(desk.with_witness(""), known.uid, publication.OUTCOMES[0], "核对原卷无误")
    publication.answer(desk, known.uid, publication.OUTCOMES[0], "核对原卷无误")
    assert publication.read(desk, NATIONAL)[1][0].state == "异议不成立"


def test_draw_and_lock_are_printed_with_seed_people_and_digest(at: At) -> None:
    desk = at("interviewed")
    tie = next(t for g in board.read(desk, NATIONAL).groups.values() for t in g.ties)
    group = ("national", "", "化学")
    ties.draw(desk, group, tie.ids, "20250419")
    text = pdfium_text(material.draw_sheet(desk, group))
    assert "20250419" in text and "见证乙" in text and all(name in text for name in tie.names)

    other = at("admitted")
    digest = locks.lock(other, NATIONAL, "锁定").digest
    assert digest[:32] in pdfium_text(material.lock_record(other, NATIONAL))
