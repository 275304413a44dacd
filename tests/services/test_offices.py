"""Each office does its own part and nothing of the other's, whatever way leads there (附件1 八, 附件2 六、七)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Application, Assessment, Decision, DualPlace, Mentor, School, Selection, Trainee
from tests.season import NOW, At, new_desk
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.steps import CITY_STEPS, REGION_STEPS
from yingcai_desktop.services import progress, review, selection, stages
from yingcai_desktop.services.scope import Scope

CITY = "150200"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "city.ycdb", office=CITY)
    yield desk
    desk.store.close()


def applicant(desk: Desk, owner: str, state: str, source: Desk) -> str:
    """An application of the city in that state, kept by `owner`, in this store."""
    with source.read() as session:
        query = select(Application).where(Application.programme == "pilot", Application.city == CITY)
        like = session.scalars(query.order_by(Application.id_number)).first()
        assert like is not None
        rows = [
            (model, {c.key: getattr(one, c.key) for c in model.__mapper__.column_attrs if c.key != "revision"})
            for model, one in (
                (School, session.get(School, like.school_uid)),
                (Mentor, session.get(Mentor, like.choice1_uid)),
                (Application, like),
            )
        ]
    rows[2][1].update(state=state, office=owner, choice2_uid=None, choice3_uid=None)
    with desk.store.change("package.apply", actor="数据包", at=NOW) as change:
        for model, values in rows:
            change.insert(model, [values])
    return str(rows[2][1]["uid"])


def moved(desk: Desk, uid: str, verb: str) -> str:
    with desk.change(f"application.{verb}", reason="理由") as change:
        record = change.get(Application, uid)
        assert record is not None
        review.move(change, record, verb)
        return record.state


@pytest.mark.parametrize("step", list(REGION_STEPS))
def test_a_city_does_no_step_of_the_region(city: Desk, step: str) -> None:
    with pytest.raises(NotAllowed, match="自治区管理办公室办理") as refused:
        stages.advance(city, step)
    assert [p.code for p in refused.value.problems] == ["step.office"]


@pytest.mark.parametrize("scope", [Scope("national"), Scope(city="150500"), Scope("pilot", "150100")])
@pytest.mark.parametrize("step", list(CITY_STEPS))
def test_a_city_does_nothing_for_others(city: Desk, step: str, scope: Scope) -> None:
    with pytest.raises(NotAllowed) as refused:
        stages.advance(city, step, scope)
    assert [p.code for p in refused.value.problems] == ["step.other-city"]


@pytest.mark.parametrize("scope", [Scope(), Scope("pilot"), Scope(city=CITY)])
def test_a_city_that_names_nothing_means_itself(city: Desk, scope: Scope) -> None:
    with pytest.raises(NotAllowed) as refused:
        stages.advance(city, "shortlist", scope)
    assert [p.code for p in refused.value.problems] == [
        "step.order"
    ]  # its own part lacks the region's review, and no other is asked for


def test_a_city_of_the_region_means_its_pilot(at: At) -> None:
    """Before, opening the training of a city opened that of the national students who live there as well."""
    region = at("admitted")
    stages.advance(region, "open-training", Scope(city="150100"))
    with region.read() as session:
        query = select(Application.programme, Application.city).join(
            Trainee, Trainee.application_uid == Application.uid
        )
        assert set(session.execute(query).all()) == {("pilot", "150100")}
        assert progress.lacking(session, "open-training", [("national", "")]) == [("national", "")]
    stages.advance(region, "open-training", Scope("national"))


def test_a_city_passes_and_does_not_approve(city: Desk, at: At) -> None:
    uid = applicant(city, CITY, "recommended", at("applied"))
    with pytest.raises(NotAllowed, match="自治区管理办公室办理"):
        moved(city, uid, "approve")
    assert moved(city, uid, "city-pass") == "city-passed"
    assert moved(city, uid, "return") == "returned"


def test_a_city_says_only_its_own_word_of_what_the_region_keeps(city: Desk, at: At) -> None:
    uid = applicant(city, "150000", "recommended", at("applied"))
    with pytest.raises(NotAllowed, match="登记这条记录的"):
        moved(city, uid, "withdraw")
    assert moved(city, uid, "city-pass") == "city-passed"


def test_the_region_reviews_what_a_city_keeps_and_leaves_the_rest(desk: Desk, at: At) -> None:
    uid = applicant(desk, CITY, "recommended", at("applied"))
    for verb in ("withdraw", "city-pass"):
        with pytest.raises(NotAllowed, match="登记这条记录的"):
            moved(desk, uid, verb)
    assert moved(desk, uid, "approve") == "approved"


def written(desk: Desk, model: type[Any], uid: str, **values: Any) -> None:
    with desk.change("application.edit") as change:
        change.update(model, [{"uid": uid, **values}])


def test_no_way_of_writing_touches_what_another_office_keeps(city: Desk, desk: Desk, at: At) -> None:
    source = at("applied")
    mine, theirs = applicant(desk, "150000", "recommended", source), applicant(city, "150000", "recommended", source)
    written(desk, Application, mine, name="新名")
    for act in (lambda: written(city, Application, theirs, name="新名"), lambda: typed(city, theirs)):
        with pytest.raises(NotAllowed, match="“姓名”由自治区管理办公室登记"):
            act()
    written(city, Application, theirs, opinion="请补材料")
    with (
        pytest.raises(NotAllowed, match="这类记录由自治区管理办公室登记，只能由登记单位删除"),
        city.change("application.edit") as change,
    ):
        change.delete(Application, [theirs])
    with city.read() as session:
        stored = session.get(Application, theirs)
        assert stored is not None and (stored.name != "新名", stored.opinion) == (True, "请补材料")


def typed(desk: Desk, uid: str) -> None:
    """The same through an object of the session, as forms do."""
    with desk.change("application.edit") as change:
        record = change.get(Application, uid)
        assert record is not None
        record.name = "新名"


def test_a_city_writes_no_grade_of_the_region_and_makes_no_certificate(city: Desk, at: At) -> None:
    uid = applicant(city, CITY, "approved", at("applied"))
    with city.change("evaluation.recommend") as change:
        change.insert(Assessment, [{"application_uid": uid, "recommended": True}])
    with city.read() as session:
        [assessment] = session.scalars(select(Assessment.uid))
    with pytest.raises(NotAllowed, match="“等级”由自治区管理办公室填写"):
        written(city, Assessment, assessment, grade="优秀")
    with pytest.raises(NotAllowed, match="只能由自治区管理办公室登记"), city.change("school.save") as change:
        change.insert(School, [{"name": "某校", "city": CITY, "programmes": ["pilot"], "aliases": []}])


def test_a_city_signs_only_how_its_seats_are_split(city: Desk) -> None:
    def sign(key: str) -> None:
        with city.change("decision.record") as change:
            change.insert(Decision, [{"key": key, "value": {"value": 5}}])

    sign(f"seats.pilot.{CITY}.数学")
    for key in ("seats.pilot.150100.数学", "weights.test", "seats.national.数学"):
        with pytest.raises(NotAllowed, match="由自治区管理办公室填写"):
            sign(key)


def test_who_has_a_place_elsewhere_is_kept_beside_the_application(at: At) -> None:
    region = at("admitted")

    def told() -> set[str]:
        with region.read() as session:
            query = select(Application.id_number).join(DualPlace, DualPlace.application_uid == Application.uid)
            return set(session.scalars(query.where(Application.programme == "pilot")))

    with region.read() as session:
        placed = select(Application.id_number).join(Selection, Selection.application_uid == Application.uid)
        national = set(
            session.scalars(placed.where(Application.programme == "national", Selection.status == "admitted"))
        )
        pilot = set(session.scalars(select(Application.id_number).where(Application.programme == "pilot")))
    assert told() == national & pilot != set()

    with region.change("selection.decline") as change:
        someone = sorted(told())[0]
        from db.models import Declination

        change.add(Declination(programme="national", id_number=someone, reason="个人放弃"))
    stages.advance(region, "admit", Scope("national"))
    assert someone not in told()


def test_a_place_that_was_told_counts_like_one_that_is_stored(at: At) -> None:
    """A city's store has no national selection: taking it away must leave the same people out."""
    region = at("admitted")
    pilot = Scope("pilot")
    with region.read() as session:
        left = selection.case(session, region.schemes, pilot).left
    with region.change("selection.admit") as change:
        national = select(Selection.uid).join(Application, Application.uid == Selection.application_uid)
        change.delete(Selection, list(change.session.scalars(national.where(Application.programme == "national"))))
        pilots = set(change.session.scalars(select(Application.id_number).where(Application.programme == "pilot")))
    with region.read() as session:
        assert selection.case(session, region.schemes, pilot).left == left & pilots != set()
