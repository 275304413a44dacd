"""动手实验、观察 of the pilot: nothing without a signature; with one, its mark, its weight, and what the absence means (附件2 四（二）)."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import select

from db.models import ComponentScore
from tests.season import At
from tests.services.marking import CITY, by_hand, mark, person, total
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Undecided
from yingcai_desktop.exchange import scope
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.rules.entry import Given
from yingcai_desktop.rules.panels import with_component
from yingcai_desktop.services import components, deciding, entry, interviews, sealing
from yingcai_desktop.services.entry import Paper
from yingcai_desktop.services.printing import component as printing
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import unsealed

PILOT = Scope("pilot")
SIGNED = '[interview.component]\ntitle = "动手实验"\nfull = 20\nweight = 30\nabsent = "{absent}"\n'
ABSENT = Given("缺考")


def sign(desk: Desk, folder: Path, text: str) -> None:
    path = folder / "component.toml"
    path.write_text(f"season = 2025\n{text}", "utf-8")
    deciding.decide(desk, path)


def signed(at: At, folder: Path, absent: str = "zero") -> Desk:
    desk = at("interviewed")
    sign(desk, folder, SIGNED.format(absent=absent))
    return desk


def results(desk: Desk) -> dict[str, interviews.Result]:
    with desk.read() as session:
        return {r.person.uid: r for r in interviews.results(session, desk.schemes)}


def enter_twice(desk: Desk, paper: Paper, special: dict[str, Given] | None = None, usual: str = "17") -> None:
    """Two people type the same; the sheet is settled."""
    rows = {line.uid: (special or {}).get(line.uid, mark(usual)) for line in paper.lines}
    for name, turn in (("陈静", 1), ("李慧", 2)):
        one = person(desk, name)
        entry.save(one, paper, turn, rows)
        entry.close(one, paper, turn, total(one, paper, turn))
    entry.settle(person(desk, "陈静"), paper)


def test_without_a_signature_there_is_no_sheet_and_nothing_changes(at: At) -> None:
    desk = at("interviewed")
    assert components.signed(desk) is None
    assert entry.papers(desk, "component") == []
    assert all(r.component is None and r.before == r.corrected for r in results(desk).values())


def test_a_signed_form_enters_the_pilots_interview_and_only_the_pilots(at: At, tmp_path: Path) -> None:
    before = results(at("interviewed"))
    desk = signed(at, tmp_path)
    form = components.signed(desk)
    assert form is not None
    sheets = entry.papers(desk, "component")
    away = sheets[0].lines[0].uid
    assert {paper.ref.programme for paper in sheets} == {"pilot"}
    with desk.read() as session:
        assert interviews.missing_scores(session, desk.schemes, PILOT)

    for paper in sheets:
        enter_twice(desk, paper, {away: ABSENT})

    after = results(desk)
    with desk.read() as session:
        assert interviews.missing_scores(session, desk.schemes, PILOT) == {}
    for uid, r in after.items():
        old = before[uid].corrected
        if r.person.programme == "national" or old is None:
            assert r.corrected == old
        else:
            assert r.before == old
            assert r.corrected == with_component(old, Decimal(0 if uid == away else 17), form)


def test_an_absence_signed_as_no_result_gives_none_and_a_blank_is_never_zero(at: At, tmp_path: Path) -> None:
    desk = signed(at, tmp_path, "no-result")
    before = results(desk)
    one, other = entry.papers(desk, "component", CITY)[:2]
    away, present = [line.uid for line in one.lines if before[line.uid].before is not None][:2]
    enter_twice(desk, one, {away: ABSENT}, "20")

    found = results(desk)

    assert found[away].corrected is None and found[away].interview.state == "no-result"
    assert found[present].corrected is not None
    assert all(found[line.uid].corrected is None for line in other.lines), "nobody has marked them yet"


@pytest.mark.parametrize("text", ["21", "-1", "x", "NaN", "1.234"])
def test_a_mark_that_cannot_be_is_not_handed_in(at: At, tmp_path: Path, text: str) -> None:
    desk = signed(at, tmp_path)
    paper = entry.papers(desk, "component", CITY)[0]
    one = person(desk, "陈静")
    entry.save(one, paper, 1, {line.uid: mark(text if n == 0 else "10") for n, line in enumerate(paper.lines)})
    with pytest.raises(Invalid, match="还不能提交"):
        entry.close(one, paper, 1, Decimal(10 * len(paper.lines)))


def test_two_people_enter_it_and_a_third_settles_what_differs(at: At, tmp_path: Path) -> None:
    desk = signed(at, tmp_path)
    paper = entry.papers(desk, "component", CITY)[0]
    first, second, third = (person(desk, name) for name in ("陈静", "李慧", "王强"))
    entry.save(first, paper, 1, {line.uid: mark("15") for line in paper.lines})
    with pytest.raises(NotAllowed, match="须由另一人"):
        entry.save(first, paper, 2, {paper.lines[0].uid: mark("15")})
    with pytest.raises(NotAllowed, match="互不可见"):
        entry.view(second, paper, 1)
    with pytest.raises(NotAllowed, match="两者不符"):
        entry.close(first, paper, 1, Decimal(1))
    entry.close(first, paper, 1, total(first, paper, 1))
    entry.save(second, paper, 2, {line.uid: mark("15" if n else "12") for n, line in enumerate(paper.lines)})
    entry.close(second, paper, 2, total(second, paper, 2))
    (found,) = entry.compare(third, paper).open
    with pytest.raises(NotAllowed, match="第三人"):
        entry.pick(first, paper, found.uid, found.field, "first")
    entry.pick(third, paper, found.uid, found.field, "second")
    entry.settle(third, paper)
    with desk.read() as session:
        row = session.scalars(select(ComponentScore).where(ComponentScore.application_uid == found.uid)).one()
        assert (row.raw, row.full_mark, row.status) == (Decimal(12), Decimal(20), "正常")


def sealed(at: At, folder: Path) -> tuple[Desk, Paper]:
    desk = signed(at, folder)
    paper = entry.papers(desk, "component", CITY)[0]
    enter_twice(desk, paper)
    pair = person(desk, "陈静", "李慧")
    sealing.seal(pair, paper.ref, sealing.ready(pair, paper.ref).total)
    return pair, paper


def test_a_list_is_not_locked_over_marks_nobody_has_sealed(at: At, tmp_path: Path) -> None:
    desk = signed(at, tmp_path)
    paper = entry.papers(desk, "component", CITY)[0]
    enter_twice(desk, paper)
    with desk.read() as session:
        assert any("动手实验成绩还没有封存" in s for s in unsealed.unsealed(session, desk.schemes, ("pilot", CITY.city)))


def test_sealed_it_changes_only_by_an_amendment(at: At, tmp_path: Path) -> None:
    desk, paper = sealed(at, tmp_path)
    with pytest.raises(NotAllowed, match="更正单"):
        entry.save(desk, paper, 1, {paper.lines[0].uid: mark("1")})
    held = sealing.seal_of(desk, paper.ref)
    assert held is not None and "动手实验" in held.title and sealing.verify(desk, held.uid).sound

    made = sealing.amend(desk, paper.ref, paper.lines[0].uid, "正常", {"原始分": "19.5"}, "登分时看错一行", "更〔2025〕3号")

    assert "17" in made.old and "19.5" in made.new
    verdict = sealing.verify(desk, held.uid)
    assert verdict.sound and "更正单" in verdict.sentence


def test_its_marks_and_their_seal_go_to_the_region_together(at: At, tmp_path: Path) -> None:
    desk, paper = sealed(at, tmp_path)
    held = sealing.seal_of(desk, paper.ref)
    assert held is not None
    with desk.read() as session:
        found = scope.records_of(session, PackageKind.INTERVIEW_RESULTS, CITY.city, "150000", desk.schemes)
        marks = {s.uid for s in session.scalars(select(ComponentScore)) if s.application_uid in {line.uid for line in paper.lines}}
    assert held.uid in found["seal"] and marks <= found["component_score"] and len(marks) == len(paper.lines)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE component_score SET raw = '20' WHERE application_uid = :uid",
        "UPDATE component_score SET full_mark = '100' WHERE application_uid = :uid",
        "UPDATE component_score SET status = '缺考', raw = NULL WHERE application_uid = :uid",
        "DELETE FROM component_score WHERE application_uid = :uid",
        "UPDATE application SET city = '150500' WHERE uid = :uid",
    ],
)
def test_no_sql_changes_a_sealed_mark_of_it(at: At, tmp_path: Path, sql: str) -> None:
    desk, paper = sealed(at, tmp_path)
    with pytest.raises(NotAllowed, match="封存"), by_hand(desk) as connection:
        connection.exec_driver_sql(sql.replace(":uid", f"'{paper.lines[0].uid}'"))
    assert sealing.verify(desk, sealing.seals(desk, kind="component")[0].uid).sound


def test_nobody_of_the_national_programme_gets_a_mark_of_it(at: At, tmp_path: Path) -> None:
    desk = signed(at, tmp_path)
    stranger = next(r.person.uid for r in results(desk).values() if r.person.programme == "national")
    with pytest.raises(NotAllowed, match="只用于后备人才试点"), by_hand(desk) as connection:
        connection.exec_driver_sql(
            f"INSERT INTO component_score (uid, office, revision, application_uid, status, full_mark, raw, note) VALUES ('x', '', 1, '{stranger}', '正常', '20', '10', '')"
        )


def test_the_paper_lists_everybody_in_the_order_of_the_sheet_and_leaves_the_marks_blank(at: At, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="签认"):
        printing.record_sheets(at("interviewed"), CITY)
    desk = signed(at, tmp_path)
    papers = entry.papers(desk, "component", CITY)
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(printing.record_sheets(desk, CITY))).pages]
    said = "".join(pages)
    assert "动手实验成绩登记表" in said and "监督人" in said and said.count("满分：20") == len(papers)
    numbers = dict.fromkeys(line.number for paper in papers for line in paper.lines)
    assert sorted(numbers, key=said.index) == list(numbers), "as on the screen"


def test_a_form_signed_in_part_stops_and_a_senseless_one_is_refused(at: At, tmp_path: Path) -> None:
    desk = at("interviewed")
    with pytest.raises(Invalid, match="占比应大于 0"):
        sign(desk, tmp_path, SIGNED.format(absent="zero").replace("30", "100"))
    sign(desk, tmp_path, '[interview.component]\ntitle = "动手实验"\n')
    with pytest.raises(Undecided, match="增加形式的满分"):
        components.signed(desk)
    with pytest.raises(Undecided):
        entry.papers(desk, "component")
