"""评委席 from end to end on real stores: task, laptop, result, merge, receipt (features E04, E05, E09, E10; reliability F18, F21, F24)."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from db import keyfile
from db.errors import StoreError
from db.models import Application, EntryMark, InterviewScore, PanelReturn, PanelTask, School, SeatMark
from db.store import Store
from tests.documents.reading import pypdf_text
from tests.season import At
from tests.services.judging import GROUP, MORNING, USUAL, Hall, hall, marks, score_all, sitting
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.exchange import arriving, enrolling, passphrase
from yingcai_desktop.exchange.panel_files import read_task
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.rules.entry import Given
from yingcai_desktop.services import attempts, entry, judging, panels, seat
from yingcai_desktop.services.judging import Issued
from yingcai_desktop.services.logbook import Logbook
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.packages import ahead, register
from yingcai_desktop.services.seat import Seat


@pytest.fixture
def room(at: At, tmp_path: Path) -> Iterator[Hall]:
    found = hall(at, tmp_path)
    yield found
    for laptop in found.laptops:
        laptop.close()


def paper_of(room: Hall, judge: str) -> entry.Paper:
    return entry.paper(room.desk, SheetRef("interview", *GROUP, room.panel, judge))


def passes(room: Hall, judge: str) -> dict[str, tuple[int, str, dict[str, str]]]:
    with room.desk.read() as session:
        rows = session.scalars(select(EntryMark).where(EntryMark.by == judge))
        return {row.application_uid: (row.turn, row.status, dict(row.marks)) for row in rows}


def test_a_panel_task_holds_no_number_telephone_school_or_mark(room: Hall) -> None:
    issued = room.issue()
    task, _, code = read_task(issued.path, issued.passphrase)
    text = msgspec.json.encode(task).decode()
    with room.desk.read() as session:
        people = session.scalars(select(Application).where(Application.uid.in_(room.people()))).all()
        schools = list(session.scalars(select(School.name)))
        for person in people:
            for told in (
                person.id_number,
                person.guardian_phone,
                person.student_phone,
                person.ticket,
                person.guardian_name,
            ):
                assert not told or told not in text
    assert not any(school in text for school in schools)
    assert [one.uid for one in task.candidates] == room.people() and code == issued.check_code
    assert {one.name for one in task.judges} == set(dict(issued.pins))
    assert not re.search(r"\b([0-9]{17}[0-9X]|1[0-9]{10})\b", text)  # not within a uid or a key
    assert set(msgspec.to_builtins(task.candidates[0])) == {"uid", "number", "name", "gender", "grade", "away"}
    for secret in (issued.passphrase, *dict(issued.pins).values()):
        assert secret not in repr(issued)
        with room.desk.read() as session:
            told = [(t.code, t.file_name, t.signer, t.seal, t.judges) for t in session.scalars(select(PanelTask))]
        assert secret not in str(told)


def test_the_slip_says_what_is_shown_once(room: Hall) -> None:
    issued = room.issue()
    text = pypdf_text(judging.slip_pdf(room.desk, issued))
    assert issued.passphrase in text and all(name in text and pin in text for name, pin in issued.pins)


def test_no_task_before_the_draw_nor_for_a_panel_that_cannot_begin(at: At, tmp_path: Path) -> None:
    desk = at("shortlisted")
    card = next(card for card in panels.board(desk).panels if card.group == GROUP)
    with pytest.raises(NotAllowed, match="还不能开始面试"):
        judging.issue(desk, card.uid, tmp_path)
    form = panels.form_of(desk, card.uid)
    panels.save(desk, replace(form, chair=form.judges[0][0]))
    with pytest.raises(NotAllowed, match="还没有抽签"):
        judging.issue(desk, card.uid, tmp_path)
    assert not list(tmp_path.glob("*.ycp"))


def test_a_laptop_opens_the_task_scores_and_comes_back_after_a_power_cut(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[0][0]
    one = sitting(laptop, issued, judge)
    first, second = room.people()[:2]
    seat.save(one, first, marks(laptop), comment="好")
    seat.put_place(one, second, 5)
    path = laptop.store.path
    laptop.close()  # as good as a cut: nothing is written on the way out

    again = seat.open_seat(path, issued.passphrase, lambda: MORNING)
    room.laptops.append(again)
    board = seat.board(sitting(again, issued, judge))

    assert (board.candidate, board.place, board.done) == (second, 5, 1)
    assert board.lines[0].given.marks == dict(zip((f.title for f in again.fields()), USUAL, strict=True))
    assert board.lines[0].total == Decimal("79.5")
    with pytest.raises(NotAllowed, match="口令不对"):
        seat.open_seat(path, "another-passphrase", lambda: MORNING)


def test_u39_a_judge_sees_no_other_marks(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    (first, _), (second, _), *_ = issued.pins
    one = sitting(laptop, issued, first)
    odd = ("7.5", "6.5", "9.5", "12.5", "9.5", "6.5", "3.5", "9.5")
    seat.save(one, room.people()[0], marks(laptop, *odd), comment="只有甲知道")

    seen = repr(seat.board(sitting(laptop, issued, second))) + repr(seat.standings(laptop))

    assert "只有甲知道" not in seen and not any(f"'{mark}'" in seen for mark in odd)
    with pytest.raises(NotAllowed, match="PIN 不对"):
        seat.sign_in(laptop, first, dict(issued.pins)[second])


def test_u39_a_later_task_brings_no_marks_either(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[0][0]
    score_all(sitting(laptop, issued, judge), "7.5", "6.5", "9.5", "12.5", "9.5", "6.5", "3.5", "9.5")
    room.take(seat.export(laptop, room.folder).path)
    later = room.issue()
    assert "12.5" not in msgspec.json.encode(read_task(later.path, later.passphrase)[0]).decode()


def test_five_wrong_pins_make_the_next_wait(room: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(attempts, "clock", lambda: now[0])
    issued = room.issue()
    laptop = room.laptop(issued)
    judge, pin = issued.pins[0]
    wrong = "000000" if pin != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(NotAllowed, match="PIN 不对"):
            seat.sign_in(laptop, judge, wrong)
    with pytest.raises(NotAllowed, match="秒后再试"):
        seat.sign_in(laptop, judge, pin)
    now[0] += 60
    assert seat.sign_in(laptop, judge, pin).judge == judge


def test_what_cannot_be_is_refused_and_extremes_ask_for_a_reason(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    one = sitting(laptop, issued, issued.pins[0][0])
    uid = room.people()[0]
    for bad in ("11", "8.3", "-1", "八"):
        with pytest.raises(Invalid):
            seat.save(one, uid, marks(laptop, bad, *USUAL[1:]))
    assert seat.save(one, uid, marks(laptop, "８。5", *USUAL[1:])).marks["使命意识"] == "8.5"
    seat.save(one, uid, marks(laptop, "10", *USUAL[1:]))
    assert not seat.board(one).lines[0].done, "full marks ask for a line of reason"
    seat.save(one, uid, marks(laptop, "10", *USUAL[1:]), reason="三次到野外采样")
    assert seat.board(one).lines[0].done
    with pytest.raises(Invalid, match="还没有评完"):
        seat.hand_in(one)
    seat.absent(one, uid)
    assert seat.board(one).lines[0].given == Given("考生缺考")


def test_handed_in_is_read_only_until_the_chair_unlocks_with_a_reason(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    (chair, _), (other, _), *_ = issued.pins
    one, uid = sitting(laptop, issued, other), room.people()[0]
    score_all(one)
    with pytest.raises(NotAllowed, match="已经提交"):
        seat.save(one, uid, marks(laptop))
    with pytest.raises(NotAllowed, match="已经提交"):
        seat.absent(one, uid)
    with pytest.raises(StoreError), laptop.store.change("seat.mark", actor="x", at=MORNING) as change:
        row = change.scalars(select(SeatMark)).first()
        assert row is not None
        row.comment = "绕过"
    with pytest.raises(NotAllowed, match="组长"):
        seat.unlock(laptop, other, one, "算错了")
    with pytest.raises(Invalid, match="原因"):
        seat.unlock(laptop, other, sitting(laptop, issued, chair), " ")
    seat.unlock(laptop, other, sitting(laptop, issued, chair), "算错了")
    seat.save(one, uid, marks(laptop, "9", *USUAL[1:]))
    seat.hand_in(one)
    room.take(seat.export(laptop, room.folder).path)
    with room.desk.read() as session:
        assert session.scalars(select(PanelReturn.unlocked)).one() == [f"{chair}：算错了"]


def test_the_own_sheet_is_printed_once_handed_in(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    one = sitting(laptop, issued, issued.pins[0][0])
    with pytest.raises(NotAllowed, match="还没有提交"):
        seat.own_sheet_pdf(one)
    score_all(one)
    text = pypdf_text(seat.own_sheet_pdf(one))
    assert "79.50" in text and "12.5" in text and "表达清楚" in text and "评委签名" in text


def test_a_result_becomes_the_judges_own_pass_and_the_paper_the_second(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[0][0]
    score_all(sitting(laptop, issued, judge))
    path = seat.export(laptop, room.folder).path

    incoming = judging.look(room.desk, path)
    assert (incoming.changes, incoming.clashes, incoming.off) == (len(room.people()), (), ())
    assert judging.take(room.desk, incoming) == len(room.people())
    with room.desk.read() as session:
        assert not session.scalars(select(InterviewScore)).first(), "one pass is no mark yet"
    paper = paper_of(room, judge)
    clerk = replace(room.desk, actor="陈静")
    with pytest.raises(NotAllowed, match="本人能看到"):
        entry.view(clerk, paper, 1)
    book = Logbook(room.desk)
    book.read()
    assert "12.5" not in str([change for line in book.lines[:50] for change in book.changes(line.n)])

    row = Given("正常", marks(laptop))
    entry.save(clerk, paper, 2, {line.uid: row for line in paper.lines})
    entry.close(clerk, paper, 2, Decimal("79.5") * len(paper.lines))
    assert entry.compare(clerk, paper).disagreements == ()
    assert entry.settle(replace(room.desk, actor="王强"), paper) == len(paper.lines)
    with room.desk.read() as session:
        stored = session.scalars(select(InterviewScore).where(InterviewScore.judge == judge)).all()
        assert {row.total for row in stored} == {Decimal("79.5")} and {row.comment for row in stored} == {"表达清楚"}


def test_the_judge_at_the_office_is_not_the_second_pass_too(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[0][0]
    score_all(sitting(laptop, issued, judge))
    room.take(seat.export(laptop, room.folder).path)
    paper = paper_of(room, judge)
    with pytest.raises(NotAllowed, match="须由另一人录入"):
        entry.save(replace(room.desk, actor=judge), paper, 2, {paper.lines[0].uid: Given("正常", marks(laptop))})


def test_the_same_file_twice_and_any_number_of_exports_change_nothing(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    for judge, _ in issued.pins[:2]:
        score_all(sitting(laptop, issued, judge))
    first, second = (seat.export(laptop, room.folder).path for _ in range(2))
    assert first != second
    assert room.take(first) > 0
    for path in (first, second, first):
        assert judging.look(room.desk, path).changes == 0 and room.take(path) == 0


def test_two_laptops_of_one_panel_merge_by_judge_in_either_order(room: Hall) -> None:
    issued = room.issue()
    (first, _), (second, _), *_ = issued.pins
    one, other = room.laptop(issued, "one"), room.laptop(issued, "other")
    score_all(sitting(one, issued, first))
    score_all(sitting(other, issued, second), "7", *USUAL[1:])
    a, b = seat.export(one, room.folder).path, seat.export(other, room.folder).path

    assert room.take(b) == room.take(a) == len(room.people())
    assert room.take(a) == room.take(b) == 0
    assert {row[2]["使命意识"] for row in passes(room, first).values()} == {"8"}
    assert {row[2]["使命意识"] for row in passes(room, second).values()} == {"7"}


def test_one_judge_at_two_laptops_who_disagrees_is_asked(room: Hall) -> None:
    issued = room.issue()
    judge = issued.pins[0][0]
    one, other = room.laptop(issued, "one"), room.laptop(issued, "other")
    score_all(sitting(one, issued, judge))
    there = sitting(other, issued, judge)
    seat.save(there, room.people()[0], marks(other, "7", *USUAL[1:]))
    score_all(there)
    room.take(seat.export(one, room.folder).path)
    path = seat.export(other, room.folder).path

    incoming = judging.look(room.desk, path)
    assert [(clash.judge, clash.uid) for clash in incoming.clashes] == [(judge, room.people()[0])]
    with pytest.raises(NotAllowed, match="两份不一致"):
        judging.take(room.desk, incoming)
    chosen = {(judge, room.people()[0]): other.store.store_id}
    assert judging.take(room.desk, incoming, clashes=chosen) == 1
    assert passes(room, judge)[room.people()[0]][2]["使命意识"] == "7"
    assert judging.look(room.desk, path).clashes == () and room.take(path) == 0


def test_a_new_mark_after_a_choice_is_a_new_question(room: Hall) -> None:
    issued = room.issue()
    (chair, _), (judge, _), *_ = issued.pins
    one, other = room.laptop(issued, "one"), room.laptop(issued, "other")
    here, there, person = sitting(one, issued, judge), sitting(other, issued, judge), room.people()[0]
    seat.save(here, person, marks(one, "7", *USUAL[1:]))
    score_all(here)
    score_all(there)
    room.take(seat.export(one, room.folder).path)
    room.take(seat.export(other, room.folder).path, clashes={(judge, person): other.store.store_id})
    seat.unlock(one, judge, sitting(one, issued, chair), "看错一项")
    seat.save(here, person, marks(one, "9", *USUAL[1:]))
    seat.hand_in(here)

    incoming = judging.look(room.desk, seat.export(one, room.folder).path)
    assert [(clash.judge, clash.uid) for clash in incoming.clashes] == [(judge, person)]


def test_a_laptop_that_went_back_to_a_copy_is_laid_beside_what_it_said_before(room: Hall) -> None:
    issued = room.issue()
    laptop, judge, person = room.laptop(issued), issued.pins[1][0], room.people()[0]
    path, copy = laptop.store.path, room.folder / "copy"
    laptop.close()
    shutil.copyfile(path, copy)
    laptop = seat.open_seat(path, issued.passphrase, lambda: MORNING)
    score_all(sitting(laptop, issued, judge))
    room.take(seat.export(laptop, room.folder).path)
    laptop.close()
    shutil.copyfile(copy, path)
    laptop = seat.open_seat(path, issued.passphrase, lambda: MORNING)
    room.laptops = [laptop]
    again = sitting(laptop, issued, judge)
    seat.save(again, person, marks(laptop, "7", *USUAL[1:]))
    score_all(again)

    file = seat.export(laptop, room.folder).path
    [clash] = judging.look(room.desk, file).clashes
    assert (clash.judge, clash.uid) == (judge, person)
    [second] = [name for name, _ in clash.laptops if name != laptop.store.store_id]
    room.take(file, clashes={(judge, person): second})
    assert passes(room, judge)[person][2]["使命意识"] == "7"


def test_an_older_export_from_a_stale_laptop_says_nothing(room: Hall) -> None:
    """F18."""
    issued = room.issue()
    laptop = room.laptop(issued)
    (chair, _), (judge, _), *_ = issued.pins
    one = sitting(laptop, issued, judge)
    score_all(one)
    stale = seat.export(laptop, room.folder).path
    seat.unlock(laptop, judge, sitting(laptop, issued, chair), "看错一项")
    seat.save(one, room.people()[0], marks(laptop, "9", *USUAL[1:]))
    seat.hand_in(one)
    room.take(seat.export(laptop, room.folder).path)
    assert room.take(stale) == 0
    assert passes(room, judge)[room.people()[0]][2]["使命意识"] == "9"


def finish(room: Hall, judge: str, row: dict[str, str]) -> entry.Paper:
    paper = paper_of(room, judge)
    clerk = replace(room.desk, actor="陈静")
    entry.save(clerk, paper, 2, {line.uid: Given("正常", row) for line in paper.lines})
    total = sum((Decimal(mark) for mark in row.values()), Decimal(0)) * len(paper.lines)
    entry.close(clerk, paper, 2, total)
    entry.settle(replace(room.desk, actor="王强"), paper)
    return paper


def test_what_was_laid_beside_the_paper_is_not_altered_by_a_laptop(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    (chair, _), (judge, _), *_ = issued.pins
    one = sitting(laptop, issued, judge)
    score_all(one)
    room.take(seat.export(laptop, room.folder).path)
    finish(room, judge, marks(laptop))
    seat.unlock(laptop, judge, sitting(laptop, issued, chair), "改分")
    seat.save(one, room.people()[0], marks(laptop, "9", *USUAL[1:]))
    seat.hand_in(one)
    with pytest.raises(NotAllowed, match="已与签字的纸质表核对过"):
        room.take(seat.export(laptop, room.folder).path)


def went_early(room: Hall) -> tuple[Issued, Seat, str]:
    """A judge scored two of them and went; nobody took the place."""
    issued = room.issue()
    laptop = room.laptop(issued)
    (chair, _), (gone, _), *_ = issued.pins
    for uid in room.people()[:2]:
        seat.save(sitting(laptop, issued, gone), uid, marks(laptop))
    seat.leave(laptop, gone, sitting(laptop, issued, chair), "突发疾病")
    return issued, laptop, gone


def test_a_judge_who_went_early_was_absent_for_the_others(room: Hall) -> None:
    """E10: what was scored counts, and the sheet can be finished."""
    _issued, laptop, gone = went_early(room)
    room.take(seat.export(laptop, room.folder).path)
    paper, clerk = paper_of(room, gone), replace(room.desk, actor="陈静")
    scored = set(room.people()[:2])
    rows = {line.uid: Given("正常", marks(laptop)) if line.uid in scored else Given("评委缺席") for line in paper.lines}
    entry.save(clerk, paper, 2, rows)
    entry.close(clerk, paper, 2, Decimal("79.5") * 2)

    assert entry.settle(replace(room.desk, actor="王强"), paper) == len(paper.lines)
    with room.desk.read() as session:
        stored = session.scalars(select(InterviewScore).where(InterviewScore.judge == gone)).all()
        assert {row.application_uid for row in stored if row.status == "正常"} == scored
        assert {row.status for row in stored} == {"正常", "评委缺席"}

    panels.replace_judge(room.desk, room.panel, gone, "接替评委", "突发疾病")
    assert {line.uid for line in paper_of(room, gone).lines} == scored
    assert {line.uid for line in paper_of(room, "接替评委").lines} == set(room.people()) - scored


def test_what_the_same_judge_scored_at_another_laptop_later_counts(room: Hall) -> None:
    issued, laptop, gone = went_early(room)
    room.take(seat.export(laptop, room.folder).path)
    other = room.laptop(issued, "other")
    third = room.people()[2]
    there = sitting(other, issued, gone)
    seat.save(there, third, marks(other, "7", *USUAL[1:]))
    seat.leave(other, gone, sitting(other, issued, issued.pins[0][0]), "又走了")
    room.take(seat.export(other, room.folder).path)
    found = passes(room, gone)
    assert found[third][1:] == ("正常", marks(other, "7", *USUAL[1:]))
    assert sorted(status for _turn, status, _marks in found.values()) == ["正常"] * 3 + ["评委缺席"] * (len(room.people()) - 3)


def test_a_replaced_judge_loses_nothing(room: Hall) -> None:
    """E10: the judge scored two of them, went, and somebody else sits there since."""
    issued = room.issue()
    laptop = room.laptop(issued)
    (chair, _), (old, _), *_ = issued.pins
    one, people = sitting(laptop, issued, old), room.people()
    for uid in people[:2]:
        seat.save(one, uid, marks(laptop))
    assert seat.leave(laptop, old, sitting(laptop, issued, chair), "临时有课") == 2
    panels.replace_judge(room.desk, room.panel, old, "接替评委", "临时有课")
    later = room.issue()
    seat.renew(laptop, later.path, later.passphrase)
    with pytest.raises(NotAllowed, match="不是本组现在的评委"):
        seat.sign_in(laptop, old, dict(issued.pins)[old])
    new = sitting(laptop, later, "接替评委")
    score_all(new, "7", *USUAL[1:])
    path = seat.export(laptop, room.folder).path

    incoming = judging.look(room.desk, path)
    assert {(off.judge, off.uid) for off in incoming.off} == {(old, uid) for uid in people[:2]}
    with pytest.raises(NotAllowed, match="选定计不计分"):
        judging.take(room.desk, incoming)
    counts = {(old, people[0]): True, (old, people[1]): False}
    judging.take(room.desk, incoming, counts=counts)

    assert passes(room, old) == {people[0]: (1, "正常", marks(laptop))}
    assert [line.uid for line in paper_of(room, old).lines] == [people[0]]
    assert people[0] not in {line.uid for line in paper_of(room, "接替评委").lines}
    with room.desk.read() as session:
        aside = session.scalars(select(InterviewScore).where(InterviewScore.judge == old)).one()
        assert (aside.application_uid, aside.total) == (people[1], Decimal("79.5")) and "不计分" in aside.set_aside
    assert room.take(path) == 0


def test_a_moved_candidate_loses_nothing(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[1][0]
    gone = room.people()[0]
    score_all(sitting(laptop, issued, judge))
    other = next(card.uid for card in panels.board(room.desk).panels if card.group == GROUP and card.uid != room.panel)
    panels.move(room.desk, gone, other, "与评委相识")
    path = seat.export(laptop, room.folder).path

    assert [(off.uid, off.why) for off in judging.look(room.desk, path).off] == [(gone, "考生已调到别的组")]
    room.take(path, counts={(judge, gone): False})
    with room.desk.read() as session:
        aside = session.scalars(select(InterviewScore).where(InterviewScore.judge == judge)).one()
        assert aside.application_uid == gone and aside.set_aside
    assert gone not in passes(room, judge)


def test_sealed_marks_refuse_a_result(room: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    from yingcai_desktop.services import sealing

    issued = room.issue()
    laptop = room.laptop(issued)
    chair = issued.pins[0][0]
    for judge, _ in issued.pins:
        score_all(sitting(laptop, issued, judge))
    room.take(seat.export(laptop, room.folder).path)
    for judge, _ in issued.pins:
        finish(room, judge, marks(laptop))
    sealing.seal(room.desk, SheetRef("interview", *GROUP, room.panel, chair), Decimal("79.5") * len(room.people()))
    one = sitting(laptop, issued, chair)
    seat.unlock(laptop, chair, one, "改分")
    seat.save(one, room.people()[0], marks(laptop, "9", *USUAL[1:]))
    seat.hand_in(one)
    with pytest.raises(NotAllowed, match="封存"):
        room.take(seat.export(laptop, room.folder).path)


def test_paper_instead_of_the_laptop(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[0][0]
    one = sitting(laptop, issued, judge)
    score_all(one)
    room.take(seat.export(laptop, room.folder).path)
    with pytest.raises(NotAllowed, match="理由"):
        judging.to_paper(room.desk, room.panel, judge, " ")
    assert judging.to_paper(room.desk, room.panel, judge, "电脑误操作，以纸质表为准") == len(room.people())
    assert passes(room, judge) == {}
    paper = paper_of(room, judge)
    entry.save(replace(room.desk, actor="陈静"), paper, 1, {paper.lines[0].uid: Given("正常", marks(laptop))})
    seat.unlock(laptop, judge, one, "再改")
    seat.hand_in(one)
    assert room.take(seat.export(laptop, room.folder).path) == 0


def test_a_result_of_a_stranger_is_refused(room: Hall, tmp_path: Path) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    score_all(sitting(laptop, issued, issued.pins[0][0]))
    path = seat.export(laptop, room.folder).path
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    (tmp_path / "bad.ycp").write_bytes(data)
    with pytest.raises(PackageRefused) as refused:
        judging.look(room.desk, tmp_path / "bad.ycp")
    assert refused.value.code == "package.damaged"
    with pytest.raises(PackageRefused) as refused:
        judging.look(room.desk, issued.path)
    assert refused.value.code == "panel.not-a-result"
    with pytest.raises(PackageRefused) as refused:
        arriving.arrive(room.desk, path)
    assert refused.value.code == "panel.bring-here", "the page 数据包 says where it belongs"
    assert register.entries(room.desk) == [], "what goes to and from a panel waits for no office"
    laptop.task = msgspec.structs.replace(laptop.task, code="150000-panel-000000000000")
    with pytest.raises(PackageRefused) as refused:
        judging.look(room.desk, seat.export(laptop, room.folder).path)
    assert refused.value.code == "package.unknown-sender"


def test_marks_the_laptop_would_not_let_in_are_refused_at_the_office(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    score_all(sitting(laptop, issued, issued.pins[0][0]))
    with laptop.store.change("seat.mark", actor="x", at=MORNING) as change:
        from db.models import SeatJudge

        where = change.scalars(select(SeatJudge)).one()
        where.handed_at = ""
        change.flush()
        row = change.scalars(select(SeatMark)).first()
        assert row is not None
        row.marks = {**row.marks, "作弊项": "99"}
        change.flush()
        where.handed_at = "2025-04-19"
        where.editions = [*where.editions, "another"]
    with pytest.raises(PackageRefused) as refused:
        judging.look(room.desk, seat.export(laptop, room.folder).path)
    assert refused.value.code == "package.records-malformed"


def test_only_a_receipt_for_the_last_result_wipes_the_laptop(room: Hall, tmp_path: Path) -> None:
    """F21."""
    issued = room.issue()
    laptop = room.laptop(issued)
    path, key = laptop.store.path, laptop.store.key
    (code,) = room.codes()
    with pytest.raises(NotAllowed, match="还没有导入过"):
        judging.give_receipt(room.desk, code, room.folder)
    (chair, _), (judge, _), *_ = issued.pins
    score_all(sitting(laptop, issued, judge))
    first = seat.export(laptop, room.folder).path
    room.take(first)
    receipt = judging.give_receipt(room.desk, code, room.folder)
    last = seat.export(laptop, room.folder).path
    with pytest.raises(PackageRefused) as refused:
        seat.wipe(laptop, receipt)
    assert refused.value.code == "panel.not-yet-taken"
    room.take(last)
    receipt = judging.give_receipt(room.desk, code, room.folder)
    score_all(sitting(laptop, issued, chair))
    with pytest.raises(NotAllowed, match="有改动"):
        seat.wipe(laptop, receipt)
    room.take(seat.export(laptop, room.folder).path)
    receipt = judging.give_receipt(room.desk, code, room.folder)

    seat.wipe(laptop, receipt)

    assert list(path.parent.iterdir()) == []
    with pytest.raises(StoreError):
        Store.open(path, key=key.secret)


def test_a_result_under_way_while_the_office_gets_new_keys(room: Hall) -> None:
    """It is taken in; the receipt needs a task that names the new key."""
    issued = room.issue()
    laptop = room.laptop(issued)
    score_all(sitting(laptop, issued, issued.pins[0][0]))
    path = seat.export(laptop, room.folder).path
    enrolling.found(room.desk, room.folder / "根密钥", "一个只用于测试的很长的口令")
    assert "请先在上面导入一份换密钥以后制作的面试任务" in ahead.of_new_keys(room.desk)[-1]
    enrolling.renew_keys(room.desk)
    assert room.take(path) > 0
    (code,) = room.codes()
    receipt = judging.give_receipt(room.desk, code, room.folder)
    with pytest.raises(PackageRefused) as refused:
        seat.wipe(laptop, receipt)
    assert refused.value.code == "package.forged"
    assert laptop.store.path.exists()


def test_what_is_left_on_the_disk_opens_with_nothing(room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    from yingcai_desktop.services.seat import wiping

    path = laptop.store.path
    held = path.parent / "held"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Path, "unlink", lambda self, missing_ok=False: held.write_bytes(self.read_bytes()) if self == path else None
        )
        wiping.destroy(laptop)
    (path.parent / "rescued.ycseat").write_bytes(held.read_bytes())
    assert keyfile.read(path.parent / "rescued.ycseat") is None
    assert b"SQLite" not in held.read_bytes()


def test_wrong_files_and_wrong_panels(room: Hall, tmp_path: Path) -> None:
    issued = room.issue()
    (tmp_path / "x.ycp").write_bytes(passphrase.encrypt(b"nothing", issued.passphrase))
    for path, words, code in (
        (tmp_path / "x.ycp", issued.passphrase, "package.not-a-package"),
        (issued.path, "k7wm-9xtc-h4pn-a2fd", "package.passphrase-wrong"),
        (Path(__file__), issued.passphrase, "panel.not-a-task"),
        (tmp_path / "absent.ycp", issued.passphrase, "package.unreadable"),
    ):
        with pytest.raises(PackageRefused) as refused:
            seat.load(path, words, tmp_path / "laptop")
        assert refused.value.code == code
    laptop = room.laptop(issued)
    other = next(card.uid for card in panels.board(room.desk).panels if card.group == GROUP and card.uid != room.panel)
    strange = judging.issue(room.desk, other, room.folder)
    with pytest.raises(PackageRefused) as refused:
        seat.renew(laptop, strange.path, strange.passphrase)
    assert refused.value.code == "panel.other-panel"
    later = room.issue()
    seat.renew(laptop, later.path, later.passphrase)
    with pytest.raises(PackageRefused) as refused:
        seat.renew(laptop, issued.path, issued.passphrase)
    assert refused.value.code == "panel.old-task"


def test_a_clock_that_is_a_day_off_is_told(room: Hall) -> None:
    laptop = room.laptop(room.issue())
    assert laptop.wrong_clock() == ""
    laptop.task = msgspec.structs.replace(laptop.task, held_on="2025-04-19")
    assert laptop.wrong_clock() == ""
    laptop.task = msgspec.structs.replace(laptop.task, held_on="2025-04-21")
    assert "2025-04-21" in laptop.wrong_clock()


def test_the_store_of_the_laptop_holds_what_the_day_needs_and_no_more(room: Hall) -> None:
    """F21: no application, no school, nothing of the office."""
    laptop = room.laptop(room.issue())
    with laptop.store.read() as session:
        assert not session.scalars(select(Application)).first() and not session.scalars(select(School)).first()
    assert laptop.store.path.stat().st_size < 3_000_000
    assert json.loads(msgspec.json.encode(laptop.task))["number"] == 1
