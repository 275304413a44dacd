"""封存: two people, a digest, and no way to a sealed mark but the amendment (features D09; reliability §3.8, T8)."""

import json
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from db.models import Application, Seal, TestScore
from tests.season import SEASON, At
from tests.services.marking import CITY, by_hand, enter, mark, person, seated
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import deeds, entry, intake, sealing, seating
from yingcai_desktop.services.entry import SheetRef
from yingcai_desktop.services.printing import protocol
from yingcai_desktop.services.printing.mark_book import mark_book

KEY = SheetRef("test", "pilot", "150200", "数学")


def total_of(desk: Desk, ref: SheetRef = KEY) -> Decimal:
    return sealing.ready(desk, ref).total


def sealed(at: At) -> Desk:
    desk = person(at("tested"), "陈静", "李慧")
    sealing.seal(desk, KEY, total_of(desk))
    return desk


def first_mark(desk: Desk) -> TestScore:
    with desk.read() as session:
        query = select(TestScore).join(Application, Application.uid == TestScore.application_uid)
        return session.scalars(
            query.where(Application.programme == "pilot", Application.city == "150200", Application.subject == "数学", TestScore.raw.is_not(None))
        ).first()


def test_a_seal_counts_sums_and_digests(at: At) -> None:
    desk = sealed(at)
    seal = sealing.seal_of(desk, KEY)
    assert seal is not None
    assert seal.count == sum(seal.states.values()) > 20
    assert len(seal.code.replace(" ", "")) == 64
    assert (seal.sealed_by, seal.sealed_with, seal.version) == ("陈静", "李慧", 1)
    assert seal.journal_n > 0
    assert sealing.verify(desk, seal.uid).sound


def test_the_same_marks_give_the_same_digest_on_any_machine(at: At) -> None:
    first, second = (sealing.seal_of(sealed(at), KEY) for _ in range(2))
    assert first is not None and second is not None
    assert first.digest == second.digest


@pytest.mark.parametrize("witness", ["", "陈静"])
def test_one_person_cannot_seal(at: At, witness: str) -> None:
    desk = person(at("tested"), "陈静", witness)
    with pytest.raises(NotAllowed, match="两人"):
        sealing.seal(desk, KEY, total_of(desk))


def test_the_total_on_the_paper_must_agree(at: At) -> None:
    desk = person(at("tested"), "陈静", "李慧")
    with pytest.raises(NotAllowed, match="两者不符"):
        sealing.seal(desk, KEY, total_of(desk) + 1)


def test_marks_that_are_lacking_or_not_settled_are_not_sealed(at: At) -> None:
    desk, paper = seated(at)
    pair = person(desk, "陈静", "李慧")
    with pytest.raises(NotAllowed, match="还缺"):
        sealing.seal(pair, paper.ref, Decimal(0))
    enter(person(desk, "陈静"), paper, 1)
    assert any("核定" in o for o in sealing.ready(desk, paper.ref).obstacles)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE test_score SET raw = '99' WHERE uid = :uid",
        "UPDATE test_score SET status = '缺考', raw = NULL WHERE uid = :uid",
        "UPDATE test_score SET full_mark = '120' WHERE uid = :uid",
        "UPDATE test_score SET uid = 'x' WHERE uid = :uid",
        "DELETE FROM test_score WHERE uid = :uid",
        "REPLACE INTO test_score SELECT uid, office, revision, application_uid, status, full_mark, '99', note FROM test_score WHERE uid = :uid",
        "UPDATE seal SET digest = '0'",
        "DELETE FROM seal",
        "UPDATE sealed_mark SET line = '0'",
        "DELETE FROM sealed_mark",
    ],
)
def test_no_sql_changes_what_is_sealed(at: At, sql: str) -> None:
    desk = sealed(at)
    uid = first_mark(desk).uid
    with pytest.raises(NotAllowed, match="更正单"), by_hand(desk) as connection:
        connection.exec_driver_sql(sql.replace(":uid", f"'{uid}'"))
    assert sealing.verify(desk, sealing.seals(desk)[0].uid).sound


FILES = [SEASON / f for step in json.loads((SEASON / "play.json").read_text("utf-8")) if step["do"] == "load" and step["kind"] == "test-scores" for f in step["files"]]


def change_one(desk: Desk, uid: str) -> None:
    with desk.change("test-scores.load") as change:
        change.update(TestScore, [{"uid": uid, "raw": Decimal("1.25")}])


def test_a_workbook_repeats_a_sealed_mark_but_does_not_change_one(at: At) -> None:
    desk = person(at("tested"), "陈静", "李慧")
    score = first_mark(desk)
    change_one(desk, score.uid)
    sealing.seal(desk, KEY, total_of(desk))

    result = intake.load(desk, "test-scores", FILES)
    found = [f.code for file in result.files for f in file.checked.refusals if f.code == "score.sealed"]
    assert found == ["score.sealed"]
    assert first_mark(desk).raw == Decimal("1.25")


def test_a_workbook_does_not_change_what_two_people_entered(at: At) -> None:
    desk, paper = seated(at, "tested")
    before = {line.uid: mark("1.25") for line in paper.lines}
    for name, turn in (("陈静", 1), ("李慧", 2)):
        one = person(desk, name)
        entry.save(one, paper, turn, before)
        entry.close(one, paper, turn, Decimal("1.25") * len(paper.lines))
    third = person(desk, "王强")
    for d in entry.compare(third, paper).disagreements:
        entry.pick(third, paper, d.uid, d.field, "first")
    entry.settle(third, paper)

    result = intake.load(desk, "test-scores", FILES)
    codes = [f.code for file in result.files for f in file.checked.refusals]
    assert codes.count("score.entered") >= len(paper.lines)
    assert all(f.tally.changed == 0 for f in result.files)


def test_a_mark_changed_in_the_table_is_refused_with_the_sentence(at: At) -> None:
    desk = sealed(at)
    score = first_mark(desk)
    with pytest.raises(NotAllowed, match="更正单"), desk.change("test-scores.load") as change:
        change.update(TestScore, [{"uid": score.uid, "raw": Decimal("99.99")}])


def test_typing_picking_and_settling_are_refused_after_sealing(at: At) -> None:
    from yingcai_desktop.services import seating

    desk = sealed(at)
    seating.assign(desk, CITY)
    paper = entry.papers(desk, "test", CITY)[0]
    assert paper.ref.sealed_as == KEY
    with pytest.raises(NotAllowed, match="更正单"):
        entry.save(desk, paper, 1, {paper.lines[0].uid: mark("1")})


def test_an_amendment_changes_one_mark_and_keeps_what_it_was(at: At) -> None:
    desk = sealed(at)
    score = first_mark(desk)
    made = sealing.amend(desk, KEY, score.application_uid, "正常", {"原始分": "91.5"}, "登分时看错一位", "更〔2025〕1号")
    assert f"{score.raw:f}" in made.old and "91.5" in made.new
    assert (made.number, made.amended_by, made.amended_with, made.paper) == (1, "陈静", "李慧", "更〔2025〕1号")

    with desk.read() as session:
        assert session.get(TestScore, score.uid).raw == Decimal("91.5")
        assert session.scalars(select(Seal)).one().digest == sealing.seal_of(desk, KEY).digest
    seal = sealing.seal_of(desk, KEY)
    verdict = sealing.verify(desk, seal.uid)
    assert seal.version == 2
    assert verdict.sound and verdict.current != verdict.digest and "更正单" in verdict.sentence
    with pytest.raises(NotAllowed, match="更正单"), desk.change("test-scores.load") as change:
        change.update(TestScore, [{"uid": score.uid, "raw": score.raw}])


@pytest.mark.parametrize(("reason", "paper", "witness"), [("", "1号", "李慧"), ("错", " ", "李慧"), ("错", "1号", ""), ("错", "1号", "陈静")])
def test_an_amendment_needs_a_reason_a_paper_and_a_second_person(at: At, reason: str, paper: str, witness: str) -> None:
    desk = sealed(at)
    score = first_mark(desk)
    with pytest.raises(NotAllowed):
        sealing.amend(person(desk, "陈静", witness), KEY, score.application_uid, "正常", {"原始分": "91.5"}, reason, paper)


def test_an_amended_mark_must_be_one_that_can_be(at: At) -> None:
    desk = sealed(at)
    with pytest.raises(Invalid, match="超出范围"):
        sealing.amend(desk, KEY, first_mark(desk).application_uid, "正常", {"原始分": "101"}, "错", "1号")


def test_verification_names_whose_mark_was_changed_behind_the_triggers(at: At) -> None:
    desk = sealed(at)
    score = first_mark(desk)
    with by_hand(desk) as connection:
        connection.exec_driver_sql("DROP TRIGGER test_score_sealed_update")
        connection.exec_driver_sql(f"UPDATE test_score SET raw = '99.9' WHERE uid = '{score.uid}'")
    verdict = sealing.verify(desk, sealing.seals(desk)[0].uid)
    assert not verdict.sound
    assert len(verdict.broken) == 1 and "账实不符" in verdict.sentence


def test_a_seal_cannot_be_undone(at: At) -> None:
    desk = person(at("tested"), "陈静", "李慧")
    deed = deeds.done(desk, "封存", lambda: sealing.seal(desk, KEY, total_of(desk)))
    assert not deed.reversible
    with pytest.raises(NotAllowed):
        deeds.undo(desk, deed)


def test_interview_marks_are_sealed_by_judge(at: At) -> None:
    desk = person(at("interviewed"), "陈静", "李慧")
    paper = entry.papers(desk, "interview", CITY)[0]
    sealing.seal(desk, paper.ref, total_of(desk, paper.ref))
    assert sealing.seal_of(desk, entry.papers(desk, "interview", CITY)[1].ref) is None
    with pytest.raises(NotAllowed, match="更正单"), by_hand(desk) as connection:
        connection.exec_driver_sql(
            f"UPDATE interview_score SET marks = '{{}}' WHERE panel_uid = '{paper.ref.panel}' AND judge = '{paper.ref.judge}'"
        )


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_the_protocol_says_what_how_many_the_sums_the_code_and_who(at: At) -> None:
    desk = sealed(at)
    seal = sealing.seals(desk)[0]
    said = text_of(protocol.seal_protocol(desk, seal.uid))
    for word in ("成绩封存记录", "后备人才·包头市·数学", f"{seal.count} 份", "陈静", "李慧", "监督员"):
        assert word in said, word
    assert seal.code.replace(" ", "") in said.replace(" ", "").replace("\n", "")


def test_after_an_amendment_the_protocol_is_the_second_version_and_the_form_says_old_and_new(at: At) -> None:
    desk = sealed(at)
    score = first_mark(desk)
    made = sealing.amend(desk, KEY, score.application_uid, "正常", {"原始分": "91.5"}, "登分时看错一位", "更〔2025〕1号")
    said = text_of(protocol.seal_protocol(desk, sealing.seals(desk)[0].uid))
    assert "第2版" in said and "91.5" in said and "更〔2025〕1号" in said
    said = text_of(protocol.amendment_form(desk, made.uid))
    for word in ("成绩更正单", "登分时看错一位", "91.5", "更〔2025〕1号", "陈静", "李慧"):
        assert word in said, word


def test_the_mark_book_has_every_room_with_its_total_and_the_code(at: At) -> None:
    desk = sealed(at)
    with pytest.raises(NotAllowed, match="成绩册"):
        mark_book(desk, CITY)
    seating.assign(desk, CITY)
    said = text_of(mark_book(desk, CITY))
    seal = sealing.seals(desk)[0]
    assert "成绩册" in said and f"{seal.total:.2f}" in said
    assert seal.code.replace(" ", "") in said.replace(" ", "").replace("\n", "")
    assert "成绩尚未封存" in said, "the other subjects"
