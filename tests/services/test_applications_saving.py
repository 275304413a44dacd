"""Saving: a new application, corrections, drafts, undo; the journal keeps every one of them."""

import pytest

from db.models import Application
from tests.season import At
from tests.services.forms import form
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Stale
from yingcai_desktop.services import deeds, drafts, history
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import FORM, Register


@pytest.fixture
def office(at: At) -> Desk:
    return at("applied")


def approved(desk: Desk) -> str:
    """Somebody of the national programme who has just passed."""
    uid = next(r.uid for r in Register(desk).rows if r.programme == "national" and r.result == "eligible")
    reviewing.carry_out(desk, reviewing.plan(desk, "approve", [uid]))
    return uid


def record(desk: Desk, uid: str) -> Application:
    with desk.read() as session:
        found = session.get(Application, uid)
        assert found is not None
        session.expunge(found)
        return found


def test_a_new_application_begins_as_a_draft_of_the_school(office: Desk) -> None:
    act = saving.create(office, form(office))

    made = record(office, act.result)
    assert (made.state, made.name, made.gender, made.birth_date.isoformat()) == (
        "draft",
        "巴图·孟和",
        "男",
        "2009-03-05",
    )
    assert act.said == "已新建报名：巴图·孟和。"


def test_texts_are_tidied_before_they_are_stored(office: Desk) -> None:
    act = saving.create(office, form(office, name=" 巴图 • 孟和 ", guardian_phone="１３９ 1234 5678", cohort="６００"))

    made = record(office, act.result)
    assert (made.name, made.guardian_phone, made.cohort) == ("巴图·孟和", "13912345678", 600)


def test_a_bad_field_keeps_everything_out_and_is_named(office: Desk) -> None:
    before = len(Register(office).rows)

    with pytest.raises(Invalid, match="监护人手机：应为 11 位，现在是 10 位") as refused:
        saving.create(office, form(office, guardian_phone="1391234567"))

    assert [p.code for p in refused.value.problems] == ["phone.invalid"]
    assert len(Register(office).rows) == before


def test_the_same_number_twice_in_a_programme_is_refused(office: Desk) -> None:
    saving.create(office, form(office))

    with pytest.raises(Invalid, match="本项目已有报名：巴图·孟和"):
        saving.create(office, form(office))


def test_a_correction_that_does_not_weigh_leaves_the_state(office: Desk) -> None:
    uid = approved(office)
    values, revision = saving.stored(office, uid)

    act = saving.edit(office, uid, revision, values | {"class_name": "高一(9)班"})

    assert act is not None
    assert act.title == "更正 班级"
    assert (record(office, uid).class_name, record(office, uid).state) == ("高一(9)班", "approved")


def test_a_correction_that_weighs_sends_it_back_to_be_reviewed(office: Desk) -> None:
    uid = approved(office)
    values, revision = saving.stored(office, uid)

    act = saving.edit(office, uid, revision, values | {"subject_rank": "599", "cohort": "600", "overall_rank": ""})

    now = record(office, uid)
    assert act is not None
    assert "请重新审核" in act.said
    assert (now.state, now.result, now.reasons) == ("recommended", "", [])


def test_nothing_changed_writes_nothing(office: Desk) -> None:
    uid = approved(office)
    values, revision = saving.stored(office, uid)
    entries = len(history.actions(office))

    assert saving.edit(office, uid, revision, values) is None
    assert len(history.actions(office)) == entries


def test_a_record_that_moved_on_is_never_overwritten(office: Desk) -> None:
    uid = approved(office)
    values, revision = saving.stored(office, uid)
    saving.edit(office, uid, revision, values | {"class_name": "甲班"})

    with pytest.raises(Stale, match="已被他人改动"):
        saving.edit(office, uid, revision, values | {"class_name": "乙班"})

    assert record(office, uid).class_name == "甲班"


def test_undo_and_redo_of_a_correction_restore_values_verdict_and_state(office: Desk) -> None:
    uid = approved(office)
    values, revision = saving.stored(office, uid)
    act = saving.edit(office, uid, revision, values | {"subject_rank": "1"})
    assert act is not None
    assert act.reversible

    back = deeds.undo(office, act)
    undone = record(office, uid)
    again = deeds.undo(office, back)

    assert (undone.state, undone.result, str(undone.subject_rank)) == ("approved", "eligible", values["subject_rank"])
    assert (back.title, again.title) == ("撤销 更正 学科名次", "更正 学科名次")
    assert (record(office, uid).state, record(office, uid).subject_rank) == ("recommended", 1)


def test_an_act_overtaken_by_another_cannot_be_undone(office: Desk) -> None:
    uid = approved(office)
    values, revision = saving.stored(office, uid)
    act = saving.edit(office, uid, revision, values | {"class_name": "甲班"})
    assert act is not None
    saving.edit(office, uid, revision + 1, values | {"class_name": "乙班"})

    with pytest.raises(Stale, match="后来又改过"):
        deeds.undo(office, act)

    assert record(office, uid).class_name == "乙班"


def test_what_the_table_has_no_way_back_for_is_not_offered(office: Desk) -> None:
    uid = approved(office)
    act = reviewing.carry_out(office, reviewing.plan(office, "return", [uid]), "补盖章")

    assert not act.reversible
    with pytest.raises(NotAllowed, match="不能退回原来的状态"):
        deeds.undo(office, act)
    assert record(office, uid).state == "returned"


def test_a_new_application_is_taken_back_and_comes_again_under_its_uid(office: Desk) -> None:
    act = saving.create(office, form(office))
    assert act.reversible

    back = deeds.undo(office, act)
    gone = Register(office).row(act.result)
    deeds.undo(office, back)

    assert gone is None
    assert record(office, act.result).name == "巴图·孟和"


def test_a_draft_is_kept_replaced_and_gone_once_its_record_is_stored(office: Desk) -> None:
    drafts.keep(office, FORM, "fresh", {"name": "阿"}, 0)
    drafts.keep(office, FORM, "fresh", {"name": "阿古拉"}, 0)
    with office.read() as session:
        kept = drafts.kept(session, FORM)["fresh"]

    saving.create(office, form(office), "fresh")

    assert (kept.values, kept.revision) == ({"name": "阿古拉"}, 0)
    with office.read() as session:
        assert drafts.kept(session, FORM) == {}


def test_drafts_leave_no_trace_in_the_journal(office: Desk) -> None:
    before = len(history.actions(office))

    drafts.keep(office, FORM, "fresh", {"name": "阿古拉"}, 0)
    drafts.drop(office, FORM, "fresh")

    assert len(history.actions(office)) == before
