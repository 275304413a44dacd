"""Tickets, rooms, interview sheets, records: what they say and how places are dealt."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.documents import samples
from tests.documents.reading import page_count, pdfium_text
from yingcai_desktop.documents.certificate import certificates_pdf
from yingcai_desktop.documents.exam import Room, Seat, columns_of, plan, seating_pdf, sign_in_pdf
from yingcai_desktop.documents.interview import score_sheets_pdf, score_summary_pdf
from yingcai_desktop.documents.lists import filing_pdf, public_notice_pdf
from yingcai_desktop.documents.record import training_record_pdf
from yingcai_desktop.documents.ticket import tickets_pdf
from yingcai_desktop.errors import Refusal

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082".replace(" ", "")
)


def numbers(room: Room) -> list[list[int]]:
    return [[seat.number if seat else 0 for seat in row] for row in plan(room)]


def test_places_are_dealt_in_a_snake() -> None:
    """domain.md §2.6: 七、七、八、八."""
    dealt = numbers(samples.room())
    assert dealt[0] == [1, 14, 15, 30]
    assert dealt[6] == [7, 8, 21, 24]
    assert dealt[7] == [0, 0, 22, 23]


def test_places_can_be_dealt_straight() -> None:
    assert numbers(replace(samples.room(6, (3, 3)), snake=False)) == [[1, 4], [2, 5], [3, 6]]


def test_a_number_nobody_holds_stays_an_empty_place() -> None:
    room = samples.room(6, (3, 3))
    assert numbers(replace(room, seats=tuple(seat for seat in room.seats if seat.number != 2))) == [[1, 6], [0, 5], [3, 4]]


def test_a_room_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="seat 7, 6 places"):
        plan(samples.room(7, (3, 3)))


@pytest.mark.parametrize(("count", "expected"), [(0, (1,)), (1, (1,)), (7, (2, 2, 1, 1, 1)), (3, (1, 1, 1)), (30, (6,) * 5)])
def test_seats_without_given_columns_spread_over_five(count: int, expected: tuple[int, ...]) -> None:
    assert columns_of(Room("甲", tuple(Seat(n, str(n), "王一") for n in range(1, count + 1)))) == expected


def test_room_papers_carry_their_facts() -> None:
    for text in (pdfium_text(seating_pdf(samples.seating())), pdfium_text(sign_in_pdf(samples.sign_in()))):
        for part in ("第01考场", samples.LONG_SCHOOL, "2025年3月29日9:00—11:00", samples.PROGRAMME, "呼和浩特市", "数学", "30人", "252010301030"):
            assert part in text
    assert "监考员乙" in pdfium_text(sign_in_pdf(samples.sign_in()))


def test_tickets_stand_four_to_a_sheet_and_take_photographs() -> None:
    assert page_count(tickets_pdf(samples.tickets(*["王一"] * 8))) == 2
    assert page_count(tickets_pdf(samples.tickets(*["王一"] * 9))) == 3
    batch = samples.tickets("王一")
    with_photo = replace(batch, tickets=(replace(batch.tickets[0], photo=PNG),))
    assert "近照" in pdfium_text(tickets_pdf(batch))
    assert "近照" not in pdfium_text(tickets_pdf(with_photo))
    assert "150199********0018" in pdfium_text(tickets_pdf(batch))


def test_a_score_sheet_has_the_eight_criteria_and_lines_to_sign() -> None:
    text = pdfium_text(score_sheets_pdf(samples.score_sheets()))
    for criterion in samples.CRITERIA:
        assert criterion.title in text
        assert f"{criterion.maximum}分" in text
    for part in ("赵建国", "孙丽华", "甲组", "MS-甲-01", "合计100分", "评委签名", "记分人", "核分人", "登分人", "监督员", "以0.5分为最小单位"):
        assert part in text


def test_a_second_print_says_so() -> None:
    sheet = samples.score_sheets()[0]
    assert "（重打第2次）" in pdfium_text(score_sheets_pdf([replace(sheet, heading=replace(sheet.heading, reprint=2))]))


def test_blind_sheets_show_the_code_alone() -> None:
    sheet = samples.score_sheets()[0]
    blind = replace(sheet, candidates=tuple(replace(one, code=f"K{n}") for n, one in enumerate(sheet.candidates)))
    text = pdfium_text(score_sheets_pdf([blind]))
    assert "K0" in text
    assert samples.LONG_NAME not in text
    assert samples.LONG_SCHOOL not in text


def test_a_summary_is_signed_by_every_judge() -> None:
    text = pdfium_text(score_summary_pdf(samples.summaries()))
    for part in ("评委（赵建国）", "评委（孙丽华）", f"评委（{samples.LONG_NAME}）", "88.50", "80.94", "0.9664", "修正后得分", "评委回避1人", "3f2a9c1b", "呼科协〔2025〕12号"):
        assert part in text
    plain = [replace(one, marks=tuple(replace(mark, factor="", corrected="") for mark in one.marks), version=2) for one in samples.summaries()]
    text = pdfium_text(score_summary_pdf(plain))
    assert "修正" not in text
    assert "（第2版）" in text


def test_a_record_holds_the_year_and_the_whole_of_a_long_entry() -> None:
    text = pdfium_text(training_record_pdf([samples.record()]))
    assert text.count("观察根系样品。") >= 295  # a page break may fall inside one
    for part in ("到校培养11次（要求不少于10次）", "5月2次", "面授不足的月份：6月", "中期评价", "31.0", "内后备证〔2025〕第0007号", "高中在读", "导师签名", "第5页共5页"):
        assert part in text


def test_nobody_still_makes_a_page() -> None:
    assert page_count(training_record_pdf([samples.record(visits=(), midterm=None, annual=None, follows=(), results=())])) >= 1
    assert page_count(seating_pdf(replace(samples.seating(), rooms=(samples.room(0, ()),)))) == 2


def test_several_batches_make_one_file_each_from_a_new_page() -> None:
    assert page_count(tickets_pdf(samples.tickets("王一"), samples.tickets("李二"))) == 2
    assert page_count(seating_pdf(samples.seating(), samples.seating())) == 4
    assert page_count(filing_pdf(samples.filing(), samples.filing())) == 6
    assert "第3页共3页" in pdfium_text(filing_pdf(samples.filing(), samples.filing()))  # numbered within each list
    assert page_count(public_notice_pdf(samples.notice(), replace(samples.notice(), city="包头市"))) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: certificates_pdf([]),
        lambda: score_sheets_pdf([]),
        lambda: training_record_pdf([]),
        lambda: tickets_pdf(samples.tickets()),
        lambda: seating_pdf(replace(samples.seating(), rooms=())),
        lambda: filing_pdf(replace(samples.filing(), people=())),
        lambda: public_notice_pdf(replace(samples.notice(), people=())),
    ],
)
def test_an_empty_batch_is_refused_with_a_sentence(make: Callable[[], bytes]) -> None:
    with pytest.raises(Refusal, match="没有可以打印的人"):
        make()
