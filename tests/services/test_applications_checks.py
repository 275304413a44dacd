"""The live checks: the borders of the notice, the check digit by name, the same person elsewhere, mentors' places."""

from datetime import date

import pytest

from tests.season import At
from tests.services.forms import form, identity
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.applications import saving
from yingcai_desktop.services.applications.checks import Check, check
from yingcai_desktop.services.applications.register import Register


@pytest.fixture
def office(at: At) -> Desk:
    return at("applied")


def said(desk: Desk, values: dict[str, str], uid: str = "") -> dict[str, Check]:
    known = Register(desk).known
    return {c.field: c for c in check(saving.prepared(values, desk.store.season), known, uid)}


def test_a_sound_form_has_nothing_bad(office: Desk) -> None:
    found = said(office, form(office))

    assert [c for c in found.values() if c.level == "bad"] == []
    assert found["id_number"].text.startswith("校验位正确，已带出：2009-03-05 · 男")


# 附件1 四（二）：学科排名前10%或综合排名前15%, the border included
@pytest.mark.parametrize(
    ("subject_rank", "overall_rank", "cohort", "level"),
    [
        ("60", "", "600", "ok"),
        ("61", "", "600", "warn"),
        ("", "90", "600", "ok"),
        ("", "91", "600", "warn"),
        ("61", "90", "600", "ok"),
        ("1", "600", "600", "ok"),
        ("501", "", "5000", "warn"),
        ("500", "", "5000", "ok"),
    ],
)
def test_u34_the_lines_of_the_notice_are_exact(
    office: Desk, subject_rank: str, overall_rank: str, cohort: str, level: str
) -> None:
    found = said(office, form(office, subject_rank=subject_rank, overall_rank=overall_rank, cohort=cohort))

    given = [c for key, c in found.items() if key in ("subject_rank", "overall_rank")]
    assert {c.level for c in given} == {level}
    assert all(("附件1 四（二）" in c.text) == (level == "warn") for c in given)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"subject_rank": "", "overall_rank": ""}, "subject_rank", "rank.missing"),
        ({"cohort": ""}, "cohort", "cell.blank"),
        ({"cohort": "0"}, "cohort", "rank.cohort-invalid"),
        ({"subject_rank": "10%"}, "subject_rank", "rank.not-integer"),
        ({"subject_rank": "0"}, "subject_rank", "rank.out-of-range"),
        ({"subject_rank": "601"}, "subject_rank", "rank.exceeds-cohort"),
        ({"grade": "高三"}, "grade", "grade.not-allowed"),
        ({"name": "Batu"}, "name", "name.invalid"),
        ({"guardian_phone": "1384750021"}, "guardian_phone", "phone.invalid"),
        ({"student_consent": ""}, "student_consent", "consent.missing"),
        ({"guardian_consent": ""}, "guardian_consent", "consent.missing"),
        ({"school_uid": ""}, "school_uid", "cell.blank"),
        ({"id_number": "15069920090305901"}, "id_number", "id.length"),
        ({"id_number": "15O699200903059013"}, "id_number", "id.characters"),
        ({"id_number": "150699200902309013"}, "id_number", "id.date"),
    ],
)
def test_what_cannot_stand(office: Desk, changes: dict[str, str], field: str, code: str) -> None:
    found = said(office, form(office, **changes))[field]

    assert (found.level, found.code) == ("bad", code)


def test_u33_the_check_digit_is_named(office: Desk) -> None:
    sound = identity()
    wrong = sound[:-1] + ("1" if sound[-1] != "1" else "2")

    found = said(office, form(office, id_number=wrong))["id_number"]

    assert found.text == f"校验位应为 {sound[-1]}，现在是 {wrong[-1]}，至少有一位抄错"


def test_u33_a_small_x_and_full_width_digits_are_accepted(office: Desk) -> None:
    number = next(n for n in (identity(number=k) for k in range(901, 999)) if n.endswith("X"))
    wide = number.lower().translate({ord(str(d)): 0xFF10 + d for d in range(10)})

    assert said(office, form(office, id_number=wide))["id_number"].level == "ok"


def test_u33_a_duplicate_names_and_links_the_other(office: Desk) -> None:
    other = Register(office).rows[3]

    found = said(office, form(office, programme=other.programme, id_number=other.id_number))["id_number"]

    assert (found.code, found.other) == ("id.duplicate", other.uid)
    assert other.name in found.text


def test_the_same_person_in_the_other_programme_only_warns(office: Desk) -> None:
    other = next(r for r in Register(office).rows if r.programme == "pilot" and not r.dual)

    same = said(office, form(office, name=other.name, id_number=other.id_number))["id_number"]
    renamed = said(office, form(office, name="另一姓名", id_number=other.id_number))["id_number"]

    assert (same.level, same.code, same.other) == ("warn", "dual.application", other.uid)
    assert (renamed.level, renamed.code) == ("bad", "id.name-mismatch")


def test_a_school_of_the_other_programme_is_refused(office: Desk) -> None:
    register = Register(office)
    pilot_only = next(s for s in register.known.schools.values() if s.programmes == ("pilot",))

    found = said(office, form(office, school_uid=pilot_only.uid, city=pilot_only.city))["school_uid"]

    assert (found.level, found.code) == ("bad", "school.not-in-programme")
    assert "附件1 三.3" in found.text


def test_u36_a_full_mentor_warns_at_once(office: Desk) -> None:
    register = Register(office)
    values = form(office, "pilot")
    full = next(
        m for m in register.known.mentors.values()
        if m.programme == "pilot" and register.known.chosen.get(m.uid, 0) >= m.capacity and m.appointed
    )  # fmt: skip

    found = said(
        office, values | {"city": full.city, "subject": full.subject, "choice1_uid": full.uid, "choice2_uid": ""}
    )["choice1_uid"]

    count = register.known.chosen[full.uid] + 1
    assert found.level == "warn"
    assert found.text == f"第一志愿已有 {count} 人选报，上限 {full.capacity} 人（附件2 五（三）1）"


def test_ones_own_choice_is_not_counted_twice(office: Desk) -> None:
    register = Register(office)
    row = next(r for r in register.rows if r.programme == "pilot")
    values, _ = saving.stored(office, row.uid)

    found = said(office, values, row.uid)["choice1_uid"]

    assert f"已有 {register.known.chosen[values['choice1_uid']]} 人" in found.text or "尚未聘任" in found.text


@pytest.mark.parametrize(("years", "unusual"), [(13, True), (14, False), (18, False), (19, True)])
def test_an_unusual_age_warns(office: Desk, years: int, unusual: bool) -> None:
    until = Register(office).known.apply_until
    assert until is not None
    born = date(until.year - years, until.month, until.day)

    found = said(office, form(office, id_number=identity(born))).get("birth_date")

    assert (found is not None) == unusual


def test_u34_pretraining_without_proof_warns_and_with_proof_helps(office: Desk) -> None:
    beyond = form(office, subject_rank="300", pretraining="1")

    assert said(office, beyond)["proof"].code == "relax.no-proof"
    assert said(office, beyond | {"proof": "导师证明"})["pretraining"].level == "ok"
