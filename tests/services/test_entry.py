"""双录: two people, blind, whole, with the total of the paper; differences to a third (features D04–D06, D10; ux U37, U38)."""

from dataclasses import asdict
from decimal import Decimal

import pytest
from sqlalchemy import select

from db.models import EntryMark, EntrySheet, TestScore
from tests.season import At
from tests.services.marking import CITY, by_hand, enter, fill, mark, person, seated, total
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.entry import STATUS, Given
from yingcai_desktop.services import entry, history
from yingcai_desktop.services.entry import Paper
from yingcai_desktop.services.logbook import Logbook
from yingcai_desktop.services.scope import Scope


def stored(desk: Desk, paper: Paper) -> dict[str, tuple[str, Decimal | None]]:
    with desk.read() as session:
        rows = session.scalars(select(TestScore)).all()
        return {r.application_uid: (r.status, r.raw) for r in rows}


def told_by(book: Logbook) -> str:
    return str([change for line in book.lines[:300] for change in book.changes(line.n)])


def test_two_passes_that_agree_become_marks(at: At) -> None:
    desk, paper = seated(at)
    first, second = person(desk, "陈静"), person(desk, "李慧")
    enter(first, paper, 1)
    assert stored(desk, paper) == {}
    enter(second, paper, 2)
    assert stored(desk, paper) == {}

    assert entry.settle(second, paper) == len(paper.lines)
    marks = stored(desk, paper)
    assert marks[paper.lines[0].uid] == ("正常", Decimal("60"))
    assert len(marks) == len(paper.lines)


def test_u37_second_pass_is_blind(at: At) -> None:
    desk, paper = seated(at)
    first, second = person(desk, "陈静"), person(desk, "李慧")
    enter(first, paper, 1, {0: mark("87.65")})
    fill(second, paper, 2)

    with pytest.raises(NotAllowed, match="本人能看到"):
        entry.view(second, paper, 1)
    with pytest.raises(NotAllowed, match="本人能看到"):
        entry.view(first, paper, 2)
    with pytest.raises(NotAllowed, match="两遍都提交之后"):
        entry.compare(second, paper)
    said = str(asdict(entry.progress(second, paper))) + str(asdict(entry.view(second, paper, 2)))
    assert "87.65" not in said

    book = Logbook(second)
    book.read()
    assert "87.65" not in told_by(book)
    with second.read() as session:
        uids = list(session.scalars(select(EntryMark.uid)))
        acts = [a for uid in uids for a in history.of_record(session, second, "entry_mark", uid)]
    assert acts and not any(a.changes for a in acts)


def test_what_was_typed_can_be_looked_up_once_both_are_in(at: At) -> None:
    desk, paper = seated(at)
    enter(person(desk, "陈静"), paper, 1, {0: mark("87.65")})
    enter(person(desk, "李慧"), paper, 2)
    book = Logbook(desk)
    book.read()
    assert "87.65" in told_by(book)


@pytest.mark.parametrize("name", ["陈静", "陈静 ", "\u3000陈静"])
def test_the_same_person_is_refused_for_both_passes(at: At, name: str) -> None:
    desk, paper = seated(at)
    enter(person(desk, "陈静"), paper, 1)
    with pytest.raises(NotAllowed, match="须由另一人录入"):
        fill(person(desk, name), paper, 2)


def test_nobody_types_in_somebody_elses_pass(at: At) -> None:
    desk, paper = seated(at)
    fill(person(desk, "陈静"), paper, 1)
    with pytest.raises(NotAllowed, match="由“陈静”录入"):
        entry.save(person(desk, "王强"), paper, 1, {paper.lines[0].uid: mark("99")})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry_sheet SET second_by = first_by",
        "UPDATE entry_sheet SET first_by = '王强'",
        "UPDATE entry_mark SET by = '王强'",
        "UPDATE entry_mark SET marks = '{}'",
        "DELETE FROM entry_mark",
        "UPDATE entry_sheet SET third_by = first_by",
    ],
)
def test_no_sql_gets_round_the_two_people(at: At, sql: str) -> None:
    desk, paper = seated(at)
    enter(person(desk, "陈静"), paper, 1)
    enter(person(desk, "李慧"), paper, 2, {0: mark("11")})
    with pytest.raises(Exception) as refused, by_hand(desk) as connection:
        connection.exec_driver_sql(sql)
    assert any(word in str(refused.value) for word in ("另一人录入", "已经提交", "CHECK constraint failed"))


def test_a_zero_needs_a_second_confirmation(at: At) -> None:
    desk, paper = seated(at)
    first = person(desk, "陈静")
    fill(first, paper, 1, {2: mark("0")})
    with pytest.raises(Invalid, match="0 分还没有确认"):
        entry.close(first, paper, 1, total(first, paper, 1))
    entry.save(first, paper, 1, {paper.lines[2].uid: mark("0", "原始分")})
    entry.close(first, paper, 1, total(first, paper, 1))


def test_nothing_may_be_empty_and_a_wrong_mark_is_kept_but_not_handed_in(at: At) -> None:
    desk, paper = seated(at)
    first = person(desk, "陈静")
    kept = fill(first, paper, 1, {0: Given(), 1: mark("１２０"), 2: mark("8x"), 3: Given("缺考")})
    assert kept[paper.lines[1].uid].marks == {"原始分": "120"}
    codes = {(g.uid, g.code) for g in entry.view(first, paper, 1).gaps}
    assert codes == {
        (paper.lines[0].uid, "entry.empty"), (paper.lines[1].uid, "score.out-of-range"), (paper.lines[2].uid, "score.not-number"),
    }  # fmt: skip
    with pytest.raises(Invalid, match="没有提交"):
        entry.close(first, paper, 1, Decimal(0))


def test_the_total_must_equal_the_total_on_the_paper(at: At) -> None:
    desk, paper = seated(at)
    first = person(desk, "陈静")
    fill(first, paper, 1)
    with pytest.raises(NotAllowed, match="两者不符"):
        entry.close(first, paper, 1, total(first, paper, 1) + 1)
    entry.close(first, paper, 1, total(first, paper, 1))
    with pytest.raises(NotAllowed, match="已经提交"):
        entry.save(first, paper, 1, {paper.lines[0].uid: mark("1")})


def test_u38_differences_go_to_a_third_person(at: At) -> None:
    desk, paper = seated(at)
    first, second, third = (person(desk, name) for name in ("陈静", "李慧", "王强"))
    enter(first, paper, 1, {0: mark("12"), 1: mark("70"), 2: Given("缺考")})
    enter(second, paper, 2, {0: mark("14"), 1: mark("70"), 2: mark("55")})

    found = entry.compare(third, paper)
    assert [(d.field, d.first, d.second) for d in found.disagreements] == [("原始分", "12", "14"), (STATUS, "缺考", "55")]
    assert found.agreed == len(paper.lines) - 2
    for own in (first, second):
        with pytest.raises(NotAllowed, match="第三人"):
            entry.pick(own, paper, paper.lines[0].uid, "原始分", "first")
    with pytest.raises(NotAllowed, match="还有 2 处差异"):
        entry.settle(third, paper)

    entry.pick(third, paper, paper.lines[0].uid, "原始分", "second")
    with pytest.raises(Invalid, match="依据"):
        entry.pick(third, paper, paper.lines[2].uid, STATUS, "paper", "65")
    entry.pick(third, paper, paper.lines[2].uid, STATUS, "paper", "65", "原卷第 3 页")
    assert not entry.compare(third, paper).open
    entry.settle(third, paper)

    marks = stored(desk, paper)
    assert marks[paper.lines[0].uid] == ("正常", Decimal("14"))
    assert marks[paper.lines[2].uid] == ("正常", Decimal("65"))
    figures = {f.name: (f.wrong, f.cells) for f in entry.clerk_figures(desk)}
    assert figures["陈静"][0] == 2 and figures["李慧"][0] == 1


def test_two_people_settle_together_only_where_that_is_signed(at: At) -> None:
    from db.models import Decision

    desk, paper = seated(at)
    enter(person(desk, "陈静"), paper, 1, {0: mark("12")})
    enter(person(desk, "李慧"), paper, 2, {0: mark("14")})
    pair = person(desk, "陈静", "李慧")
    with pytest.raises(NotAllowed, match="须先在“系统设置 · 名额与规则”签认"):
        entry.pick(pair, paper, paper.lines[0].uid, "原始分", "second")
    with desk.change("decision.record") as change:
        change.insert(Decision, [{"key": "entry.differences", "value": {"value": "together"}}])
    with pytest.raises(NotAllowed, match="在场见证"):
        entry.pick(person(desk, "陈静", "王强"), paper, paper.lines[0].uid, "原始分", "second")
    entry.pick(pair, paper, paper.lines[0].uid, "原始分", "second")
    entry.settle(pair, paper)
    with desk.read() as session:
        sheet = session.scalars(select(EntrySheet)).one()
    assert (sheet.third_by, sheet.third_with) == ("陈静", "李慧")


def test_a_loaded_mark_that_disagrees_is_a_difference_and_never_overwritten_silently(at: At) -> None:
    desk, paper = seated(at, "tested")
    before = stored(desk, paper)
    rows = {n: mark(f"{before[line.uid][1]:f}") if before[line.uid][1] is not None else Given(before[line.uid][0]) for n, line in enumerate(paper.lines)}
    at_odds = next(n for n, row in rows.items() if row.marks)
    typed = rows | {at_odds: mark("1.5")}
    enter(person(desk, "陈静"), paper, 1, typed)
    enter(person(desk, "李慧"), paper, 2, typed)
    third = person(desk, "王强")

    (found,) = entry.compare(third, paper).disagreements
    assert (found.first, found.second, found.loaded) == ("1.5", "1.5", rows[at_odds].marks["原始分"])
    with pytest.raises(NotAllowed, match="1 处差异"):
        entry.settle(third, paper)
    assert stored(desk, paper) == before
    entry.pick(third, paper, found.uid, found.field, "first")
    assert entry.settle(third, paper) == 1


def test_a_pass_can_be_taken_back_only_while_the_other_is_out(at: At) -> None:
    desk, paper = seated(at)
    first, second = person(desk, "陈静"), person(desk, "李慧")
    enter(first, paper, 1)
    entry.reopen(first, paper, 1)
    entry.close(first, paper, 1, total(first, paper, 1))
    enter(second, paper, 2)
    with pytest.raises(NotAllowed, match="核对过"):
        entry.reopen(second, paper, 2)


def test_a_pass_given_up_can_be_begun_by_somebody_else(at: At) -> None:
    desk, paper = seated(at)
    first = person(desk, "陈静")
    fill(first, paper, 1)
    entry.restart(first, paper, 1, "生病，由他人接手")
    fill(person(desk, "王强"), paper, 1)
    assert entry.progress(desk, paper).first_by == "王强"


def test_interview_sheets_follow_the_signed_maxima_and_step(at: At) -> None:
    desk = at("shortlisted")
    paper = entry.papers(desk, "interview", CITY)[0]
    assert [f.maximum for f in paper.fields] == list(map(Decimal, desk.schemes["pilot"].interview.criteria.values()))
    first = person(desk, "陈静")
    uid = paper.lines[0].uid
    entry.save(first, paper, 1, {uid: Given("", {f.title: "1" for f in paper.fields} | {paper.fields[0].title: "1.3"})})
    gap = next(g for g in entry.view(first, paper, 1).gaps if g.uid == uid)
    assert gap.code == "score.step"


def test_a_region_and_a_city_have_their_own_sheets(at: At) -> None:
    desk, _ = seated(at)
    assert {p.ref.city for p in entry.papers(desk, "test", CITY)} == {"150200"}
    assert entry.papers(desk, "test", Scope("national")) == []
