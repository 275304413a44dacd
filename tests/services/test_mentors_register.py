"""导师库: register, form with its checks, capacity on every path, review by plan, terms and renewals."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from db.models import Decision, Mentor, Selection, TeamMember
from tests.season import SEASON, At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Stale, Undecided
from yingcai_desktop.services import deeds, drafts, intake, mentors
from yingcai_desktop.services.mentors import reviewing, saving
from yingcai_desktop.services.mentors.checks import check
from yingcai_desktop.services.mentors.fields import TEAM, packed, unpacked
from yingcai_desktop.services.mentors.register import FORM, Register, Row, summary


@pytest.fixture
def office(at: At) -> Desk:
    return at("mentors-loaded")


def form(programme: str = "pilot", **changes: str) -> dict[str, str]:
    """Somebody sound of either programme."""
    university, subject = ("内蒙古民族大学", "生物") if programme == "pilot" else ("内蒙古大学", "数学")
    texts = {
        "programme": programme, "name": "斯琴·高娃", "gender": "女", "ethnicity": "蒙古族", "birth_month": "1975-06", "employer": university,
        "university": university, "department": "", "subject": subject, "degree": "博士", "title": "正高", "position": "", "honours": "杰青",
        "research": "草原生态", "capacity": "4", "phone": "13912345678", "university_opinion": "推荐",
        "city_opinion": "通过" if programme == "pilot" else "", "exception": "",
        TEAM: packed([{"name": "白音", "degree": "硕士", "title": "中级"} if programme == "pilot" else {"name": "白音", "degree": "博士", "title": "中级"}]),
    }  # fmt: skip
    return texts | changes


def row(desk: Desk, uid: str) -> Row:
    found = Register(desk).row(uid)
    assert found is not None
    return found


def refused(desk: Desk, **changes: str) -> list[str]:
    with pytest.raises(Invalid) as error:
        saving.create(desk, form(**changes))
    return [p.code for p in error.value.problems]


def full_mentor(desk: Desk) -> tuple[str, int]:
    """The pilot mentor with most students, and how many."""
    found = max((r for r in Register(desk).rows if r.programme == "pilot"), key=lambda r: r.placed)
    return found.uid, found.placed


def test_a_new_mentor_comes_with_the_team_and_is_undone_as_one(office: Desk) -> None:
    deed = saving.create(office, form())
    made = row(office, deed.result)

    deeds.undo(office, deed)

    assert (made.state, made.team, made.university, made.warned) == ("recommended", 1, "内蒙古民族大学", False)
    assert Register(office).row(deed.result) is None
    with office.read() as session:
        assert session.scalars(select(TeamMember).where(TeamMember.mentor_uid == deed.result)).all() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"university": "内蒙古农业大学"}, "university.not-in-programme"),
        ({"subject": "数学", "university": "内蒙古民族大学"}, "subject.not-offered"),
        ({"capacity": "6"}, "capacity.exceeds-limit"),
        ({"capacity": "0"}, "capacity.out-of-range"),
        ({"phone": "123"}, "phone.invalid"),
        ({"name": "王"}, "name.invalid"),
    ],
)
def test_the_form_refuses_what_the_notice_excludes(office: Desk, changes: dict[str, str], code: str) -> None:
    schemes = office.schemes["pilot"]
    if "university" in changes and code == "university.not-in-programme" and any(u.name == changes["university"] for u in schemes.universities):
        changes = {"university": next(u.name for u in office.schemes["national"].universities if u.name not in {p.name for p in schemes.universities})}
    if code == "subject.not-offered":
        found = next(u for u in schemes.universities if len(u.subjects) < 5)
        changes = {"university": found.name, "subject": next(s for s in office.schemes.subject_names if s not in found.subjects)}
    assert code in refused(office, **changes)


@pytest.mark.parametrize(
    ("programme", "changes", "field"),
    [
        ("pilot", {"degree": "硕士"}, "degree"),
        ("pilot", {"honours": ""}, "honours"),
        ("national", {"honours": "其他"}, "honours"),
        ("pilot", {TEAM: packed([{"name": "白音", "degree": "学士", "title": "中级"}])}, TEAM),
        ("national", {TEAM: packed([{"name": "白音", "degree": "硕士", "title": "中级"}])}, TEAM),
    ],
)
def test_in_principle_warns_and_asks_for_a_reason_before_approval(office: Desk, programme: str, changes: dict[str, str], field: str) -> None:
    _sign(office, "mentors.exception_reason", "")
    made = saving.create(office, form(programme, **changes))
    found = {c.field: c.level for c in Register(office).checks(made.result)}
    if programme == "pilot":
        reviewing.carry_out(office, reviewing.plan(office, "city-pass", [made.result]))
    blocked = reviewing.plan(office, "approve", [made.result])
    values, revision = saving.stored(office, made.result)
    saving.edit(office, made.result, revision, values | {"exception": "学科急需，单位承诺"})

    assert found[field] == found["exception"] == "warn"
    assert "原则上" in blocked.blocked_words
    assert [t.uid for t in reviewing.plan(office, "approve", [made.result]).ready] == [made.result]


def test_the_degree_of_national_mentors_is_free_and_their_teams_need_doctor_or_associate(office: Desk) -> None:
    known = Register(office).known
    texts = form("national", degree="硕士", **{TEAM: packed([{"name": "白音", "degree": "学士", "title": "副高"}])})

    assert {c.field for c in check(texts, known) if c.level == "warn"} == set()


def test_two_members_of_one_name_are_refused(office: Desk) -> None:
    line = {"name": "白音", "degree": "博士", "title": "正高"}

    assert refused(office, **{TEAM: packed([line, line])}) == ["member.duplicate"]


def test_the_same_mentor_twice_is_refused(office: Desk) -> None:
    saving.create(office, form())

    assert refused(office) == ["mentor.duplicate"]


def test_a_correction_that_weighs_is_reviewed_again(office: Desk) -> None:
    uid = saving.create(office, form()).result
    reviewing.carry_out(office, reviewing.plan(office, "city-pass", [uid]))
    values, revision = saving.stored(office, uid)

    deed = saving.edit(office, uid, revision, values | {"honours": "优青"})

    assert deed is not None
    assert "请重新审核" in deed.said
    assert row(office, uid).state == "recommended"
    with pytest.raises(Stale):
        saving.edit(office, uid, revision, values | {"honours": "院士"})


def test_the_team_is_corrected_line_by_line_and_back(office: Desk) -> None:
    uid = saving.create(office, form()).result
    values, revision = saving.stored(office, uid)
    team = [{**unpacked(values[TEAM])[0], "research": "遗传"}, {"name": "其木格", "degree": "博士", "title": "副高"}]

    deed = saving.edit(office, uid, revision, values | {TEAM: packed(team)})
    after = unpacked(saving.stored(office, uid)[0][TEAM])
    assert deed is not None
    deeds.undo(office, deed)

    assert {m["name"]: m["research"] for m in after} == {"白音": "遗传", "其木格": ""}
    assert saving.stored(office, uid)[0][TEAM] == values[TEAM]


def test_nothing_changed_writes_nothing(office: Desk) -> None:
    uid = saving.create(office, form()).result
    values, revision = saving.stored(office, uid)
    drafts.keep(office, FORM, uid, {"name": "x"}, revision)

    assert saving.edit(office, uid, revision, values) is None
    assert Register(office).draft(uid) is None


# Capacity: never more than five, never fewer than the students placed, on every path


def test_the_form_refuses_a_capacity_below_the_students_placed(at: At) -> None:
    desk = at("admitted")
    uid, placed = full_mentor(desk)
    values, revision = saving.stored(desk, uid)

    with pytest.raises(Invalid, match=f"已有 {placed} 名学生"):
        saving.edit(desk, uid, revision, values | {"capacity": str(placed - 1)})


def test_a_corrected_workbook_refuses_the_row(at: At, tmp_path: Path) -> None:
    desk = at("admitted")
    uid, placed = full_mentor(desk)
    mine = row(desk, uid)
    book = next(p for p in sorted((SEASON / "inbox").glob("导师*.xlsx")) if _has(p, mine.name))
    lowered = _lowered(book, mine.name, placed - 1, tmp_path / "改小.xlsx")

    result = intake.load(desk, "mentors", [lowered])

    assert [f.code for f in result.files[0].checked.refusals] == ["capacity.below-placed"]
    assert row(desk, uid).capacity == mine.capacity


@pytest.mark.parametrize("milestone", ["admitted", "training"])
def test_the_store_itself_refuses_whoever_writes(at: At, milestone: str) -> None:
    desk = at(milestone)
    uid, placed = full_mentor(desk)

    with pytest.raises(NotAllowed, match="不能少于已经分配"), desk.change("mentor.edit") as change:
        change.update(Mentor, [{"uid": uid, "capacity": placed - 1}])


def test_undo_cannot_get_below_either(at: At) -> None:
    desk = at("appointed")
    mine = next(r for r in Register(desk).rows if r.programme == "pilot" and r.capacity == 3)
    values, revision = saving.stored(desk, mine.uid)
    low = deeds.undo(desk, saving.edit(desk, mine.uid, revision, values | {"capacity": "2"}))  # type: ignore[arg-type]  # it differs
    _place(desk, mine.uid, 3)

    with pytest.raises(NotAllowed, match="不能少于已经分配"):
        deeds.undo(desk, low)


# Appointment


def test_a_blank_approval_appoints_nobody_by_any_step(at: At) -> None:
    desk = at("mentors-loaded")
    mentors.review_mentors(desk)
    _sign(desk, "mentors.approval", "  ")
    uid = next(r.uid for r in Register(desk).rows if r.state == "approved")

    with pytest.raises(Undecided, match="是空的"):
        mentors.appoint(desk)
    with pytest.raises(Undecided):
        mentors.act(desk, uid, "appoint")
    with pytest.raises(Undecided):
        reviewing.carry_out(desk, reviewing.plan(desk, "appoint", [uid]))
    with pytest.raises(NotAllowed, match="批准文号和聘期"), desk.change("mentor.appoint") as change:
        change.update(Mentor, [{"uid": uid, "state": "appointed"}])

    assert row(desk, uid).state == "approved"


def test_an_appointment_carries_approval_and_term_and_is_renewed_from_its_end(at: At) -> None:
    desk = at("appointed")
    mine = next(r for r in Register(desk).rows if r.programme == "national")

    reviewing.carry_out(desk, reviewing.plan(desk, "renew", [mine.uid]), "考核优秀")
    now = row(desk, mine.uid)

    assert mine.approval
    assert mine.term_end is not None
    assert now.term_start == date.fromordinal(mine.term_end.toordinal() + 1)
    assert now.term_end is not None
    assert now.term_end.year == mine.term_end.year + 3


def test_a_term_runs_out_and_is_closed_only_when_it_is_over_and_nobody_is_left(at: At) -> None:
    desk = at("appointed")
    mine = next(r for r in Register(desk).rows if r.programme == "national" and r.term_end)
    assert mine.term_end is not None
    early = reviewing.plan(desk, "expire", [mine.uid])
    end = mine.term_end
    desk.clock = lambda: _moment(end.year + 1)

    late = reviewing.plan(desk, "expire", [mine.uid])
    expiring = row(desk, mine.uid).expiring
    reviewing.carry_out(desk, late)

    assert "聘期还没有到" in early.blocked_words
    assert expiring
    assert row(desk, mine.uid).state == "expired"


def test_the_load_counts_wishes_and_students(at: At) -> None:
    desk = at("training")
    rows = Register(desk).rows
    with desk.read() as session:
        admitted = len(session.scalars(select(Selection.uid).where(Selection.status == "admitted")).all())

    assert sum(r.placed for r in rows) == admitted
    assert all(r.placed <= r.capacity for r in rows)
    assert sum(r.first for r in rows) > admitted
    assert f"已带 {admitted} 名" in summary(rows)


def test_no_step_of_the_pilot_is_left_out_by_the_forward_button(office: Desk) -> None:
    uid = saving.create(office, form()).result
    states = []
    while (way := reviewing.forward(office, row(office, uid).state, "pilot")) is not None:
        reviewing.carry_out(office, reviewing.plan(office, way.verb, [uid]))
        states.append(row(office, uid).state)

    assert states == ["city-passed", "approved", "endorsed", "published", "appointed"]


def _sign(desk: Desk, key: str, value: str) -> None:
    with desk.change("decision.record") as change:
        uid = change.execute(select(Decision.uid).where(Decision.key == key)).scalar()
        if uid:
            change.update(Decision, [{"uid": uid, "value": {"value": value}}])
        else:
            change.insert(Decision, [{"key": key, "value": {"value": value}}])


def _place(desk: Desk, mentor: str, count: int) -> None:
    from db.models import Application, School

    with desk.change("selection.admit") as change:
        school = change.insert(School, [{"name": "测试中学", "city": "150500", "programmes": ["pilot"], "aliases": [], "synthetic": True}])[0]
        for n in range(count):
            person = change.insert(Application, [{
                "programme": "pilot", "name": "测试", "gender": "男", "id_number": f"15069920090305{n:04d}", "birth_date": date(2009, 3, 5),
                "city": "150500", "school_uid": school, "grade": "高一", "subject": "生物", "choice1_uid": mentor, "adjust": True,
                "guardian_name": "测试", "guardian_phone": "13900000000", "student_consent": True, "guardian_consent": True,
                "school_opinion": "推荐", "state": "approved",
            }])[0]  # fmt: skip
            change.insert(Selection, [{"application_uid": person, "status": "admitted", "mentor_uid": mentor}])


def _moment(year: int):  # type: ignore[no-untyped-def]  # a clock
    from datetime import UTC, datetime

    return datetime(year, 12, 30, tzinfo=UTC)


def _has(path: Path, name: str) -> bool:
    book = openpyxl.load_workbook(path, read_only=False)
    return any(cell.value == name for sheet in book for line in sheet.iter_rows() for cell in line)


def _lowered(path: Path, name: str, capacity: int, out: Path) -> Path:
    """The workbook with only one mentor's row, the capacity changed."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    sheet = book.worksheets[0]
    head = next(n for n in range(1, 12) if any("可带" in str(c.value) or "名额" in str(c.value) or "拟带" in str(c.value) for c in sheet[n]))
    at_column = next(c.column for c in sheet[head] if any(w in str(c.value) for w in ("可带", "名额", "拟带")))
    for number in range(sheet.max_row, head, -1):
        if name not in [c.value for c in sheet[number]]:
            sheet.delete_rows(number)
    sheet.cell(head + 1, at_column).value = capacity
    book.save(out)
    return out
