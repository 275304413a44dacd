"""What each package holds: over the whole sample season, closed, complete, and nothing of anybody else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Record
from db.models import AlumniRecord, Application, Declination, Mentor, Selection, StepResult, TestScore, Trainee
from db.rows import models_by_table, shape_of, table_of
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange import scope
from yingcai_desktop.exchange.kinds import ABOUT, PackageKind, Way, kinds_for, way_of
from yingcai_desktop.rules.ownership import OWNERSHIP

REGION, CITIES = "150000", ("150100", "150200", "150500")
PACKAGES = [
    (kind, sender, recipient)
    for kind, about in ABOUT.items()
    for city in CITIES
    for sender, recipient in ((REGION, city), (city, REGION))
    if way_of(sender, recipient) in about.ways and kind not in (PackageKind.RECEIPT, PackageKind.ENROLMENT)
]


@pytest.fixture
def whole(at: At) -> Desk:
    """The year in one store, with people who were removed again on the way."""
    return at("certified")


def packages(session: Session, desk: Desk) -> Iterator[tuple[str, dict[str, set[str]]]]:
    for kind, sender, recipient in PACKAGES:
        city = recipient if sender == REGION else sender
        yield city, scope.records_of(session, kind, sender, recipient, desk.schemes)


def values(session: Session, found: dict[str, set[str]]) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Every stored record of a package with its columns."""
    models = models_by_table()
    for table, uids in found.items():
        shape = shape_of(models[table])
        rows = session.connection().exec_driver_sql(shape.select_all)
        place = shape.names.index("uid")
        yield from ((table, row[place], shape.as_dict(row)) for row in rows if row[place] in uids)


def test_every_table_is_decided_once() -> None:
    records = {name for name, model in models_by_table().items() if issubclass(model, Record)}
    scratch = models_by_table().keys() - records

    assert not scope.TRAVELLING.keys() & scope.STAYING.keys()
    undecided = (records | scratch) - scope.TRAVELLING.keys() - scope.STAYING.keys()
    assert not undecided, f"say in exchange/scope.py whether these travel: {sorted(undecided)}"
    assert scope.TRAVELLING.keys() == OWNERSHIP.keys(), "what travels has an owner, and nothing else does"
    assert all(reason.strip() for reason in scope.STAYING.values())


def test_every_travelling_table_has_a_package() -> None:
    carried = {table for tables in scope.CONTENTS.values() for table in tables} | {"decision", "step_result"}
    assert carried == scope.TRAVELLING.keys()


def test_packages_are_those_the_kinds_name() -> None:
    without = {PackageKind.RECEIPT, PackageKind.ENROLMENT}
    named = {(kind, way) for way in (Way.UP, Way.DOWN) for kind in kinds_for(way) if kind not in without}
    assert scope.CONTENTS.keys() == named


def test_what_a_record_refers_to_comes_with_it(whole: Desk) -> None:
    models = models_by_table()
    with whole.read() as session:
        seen = 0
        for city, found in packages(session, whole):
            for table, uid, row in values(session, found):
                for key in table_of(models[table]).foreign_keys:
                    parent, value = key.column.table.name, row[str(key.parent.name)]
                    if parent not in models or value is None:
                        continue
                    seen += 1
                    if key.column.name == "uid":
                        assert value in found.get(parent, set()), (city, table, uid, key.parent.name)
                    else:
                        held = {r[str(key.column.name)] for t, _u, r in values(session, {parent: found[parent]})}
                        assert value in held
        assert seen > 10_000


def test_nobody_elses_children_travel(whole: Desk) -> None:
    with whole.read() as session:
        every = session.execute(select(Application.id_number, Application.programme, Application.city)).all()
        for city, found in packages(session, whole):
            own = {i for i, programme, place in every if programme == "pilot" and place == city}
            strangers = {i for i, _p, _c in every} - own
            text = "\n".join(str(list(row.values())) for _t, _u, row in values(session, found))
            assert not [i for i in strangers if i in text], city


def test_a_city_gets_its_own_people_whole(whole: Desk) -> None:
    with whole.read() as session:
        for city in CITIES:
            found = scope.records_of(session, PackageKind.RECOMMENDATIONS, city, REGION, whole.schemes)
            own = select(Trainee.uid).join(Application, Application.uid == Trainee.application_uid)
            own = own.where(Application.programme == "pilot", Application.city == city)
            assert found["trainee"] == set(session.scalars(own)) != set()
            mentors = scope.records_of(session, PackageKind.MENTORS, REGION, city, whole.schemes)["mentor"]
            universities = {u.name for u in whole.schemes["pilot"].universities if u.city == city}
            held = select(Mentor.uid).where(Mentor.programme == "pilot", Mentor.university.in_(universities))
            assert mentors == set(session.scalars(held)) != set()


def test_removed_records_travel_as_removed(whole: Desk) -> None:
    """The outcomes of an earlier 录取 were taken away again: the other office must learn of it."""
    with whole.read() as session:
        found = scope.records_of(session, PackageKind.ADMITTED, "150200", REGION, whole.schemes)
        stored = set(session.scalars(select(Selection.uid)))
        assert found["selection"] & stored
        gone = found["selection"] - stored
    assert gone

    with whole.change("selection.decline") as change:
        entry = change.scalars(select(Declination).where(Declination.id_number == "150299200905282324")).one()
        uid = entry.uid
        change.delete(entry)
    with whole.read() as session:
        assert uid in scope.records_of(session, PackageKind.ADMITTED, "150200", REGION, whole.schemes)["declination"]
        assert uid not in scope.records_of(session, PackageKind.ADMITTED, "150100", REGION, whole.schemes).get(
            "declination", set()
        )


def test_somebody_known_from_last_year_is_told_to_the_city_that_has_the_application(whole: Desk) -> None:
    with whole.read() as session:
        query = select(AlumniRecord.uid, Application.city).join(
            Application, Application.id_number == AlumniRecord.id_number
        )
        known = session.execute(query.where(Application.programme == "pilot")).all()
        assert known
        for city in CITIES:
            told = scope.records_of(session, PackageKind.APPLICATIONS, REGION, city, whole.schemes).get(
                "alumni_record", set()
            )
            assert told == {uid for uid, place in known if place == city}


def test_steps_of_others_are_not_told_but_the_national_admission_is(whole: Desk) -> None:
    with whole.read() as session:
        told = scope.records_of(session, PackageKind.BASE, REGION, "150200", whole.schemes)["step_result"]
        rows = session.execute(select(StepResult.uid, StepResult.step, StepResult.programme)).all()
    assert told == {uid for uid, step, programme in rows if programme == "pilot" or step == "admit"}


def test_marks_of_experts_stay_at_home(whole: Desk) -> None:
    with whole.read() as session:
        for _city, found in packages(session, whole):
            assert not found.keys() & scope.STAYING.keys()


def test_cities_write_to_the_region_only(whole: Desk) -> None:
    with whole.read() as session:
        for sender, recipient in (("150100", "150200"), (REGION, REGION)):
            with pytest.raises(ValueError):
                scope.records_of(session, PackageKind.APPLICATIONS, sender, recipient, whole.schemes)
        with pytest.raises(ValueError):
            scope.records_of(session, PackageKind.BASE, "150100", REGION, whole.schemes)
        assert scope.records_of(session, PackageKind.RECEIPT, "150100", REGION, whole.schemes) == {}
    assert scope.recipients(REGION, whole.schemes) == list(CITIES)
    assert scope.recipients("150200", whole.schemes) == [REGION]


def test_marks_travel_with_the_people(whole: Desk) -> None:
    with whole.read() as session:
        for city in CITIES:
            found = scope.records_of(session, PackageKind.TEST_SCORES, city, REGION, whole.schemes)
            own = select(TestScore.uid).join(Application, Application.uid == TestScore.application_uid)
            assert found["test_score"] == set(
                session.scalars(own.where(Application.programme == "pilot", Application.city == city))
            )


def test_a_city_cannot_write_about_another_ones_people(whole: Desk) -> None:
    """A package that names somebody else's trainee is seen through, whether the person is stored or comes along."""
    with whole.read() as session:
        people = dict(
            session.execute(select(Application.city, Application.uid).where(Application.programme == "pilot")).all()
        )
        national = session.scalars(select(Application.uid).where(Application.programme == "national")).first()
        visit = {"office": "150200", "day": "2025-05-01"}
        incoming = {
            "visit": {
                "own": {**visit, "application_uid": people["150200"]},
                "theirs": {**visit, "application_uid": people["150500"]},
                "national": {**visit, "application_uid": national},
                "new": {**visit, "application_uid": "stranger"},
                "waiting": {**visit, "application_uid": "nobody"},
            },
            "application": {"stranger": {"office": "150200", "programme": "pilot", "city": "150100", "id_number": "x", "school_uid": "", "choice1_uid": ""}},
            "declination": {"d": {"office": "150200", "programme": "pilot", "id_number": id_of(session, people["150500"])}},
            "alumni_record": {"a": {"office": "150200", "id_number": "y"}},
        }  # fmt: skip
        seen = scope.out_of_reach(session, whole.schemes, "150200", incoming)
    assert seen == {
        ("visit", "theirs"),
        ("visit", "national"),
        ("visit", "new"),
        ("application", "stranger"),
        ("declination", "d"),
    }


def id_of(session: Session, uid: str) -> str:
    record = session.get(Application, uid)
    assert record is not None
    return record.id_number
