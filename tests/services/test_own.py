"""A city looks at its own people, whatever else is in its store (附件2 六（二）)."""

import pytest
from sqlalchemy import func, select

from db.models import Application
from tests.season import At
from tests.services.forms import form
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import workbench
from yingcai_desktop.services.applications import saving
from yingcai_desktop.services.applications.register import Register


def count(desk: Desk, *where: object) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(Application).where(*where)) or 0  # type: ignore[arg-type]


@pytest.fixture
def city(at: At) -> Desk:
    desk = at("applied")
    desk.store.office = "150200"
    return desk


def test_the_register_of_a_city_has_its_own_people_only(city: Desk) -> None:
    rows = Register(city).rows

    assert {(r.programme, r.city) for r in rows} == {("pilot", "150200")}
    assert len(rows) == count(city, Application.programme == "pilot", Application.city == "150200")
    assert len(rows) < count(city)


def test_what_it_registered_for_the_national_programme_is_its_own(city: Desk) -> None:
    before = len(Register(city).rows)
    made = saving.create(city, form(city))
    register = Register(city)
    assert len(register.rows) == before + 1
    row = register.row(made.result)
    assert row is not None and row.programme == "national"
    register.refresh([made.result])
    assert register.row(made.result) == row


def test_a_change_of_another_office_does_not_bring_its_people_in(city: Desk) -> None:
    register = Register(city)
    before = len(register.rows)
    with city.read() as session:
        foreign = list(session.scalars(select(Application.uid).where(Application.city == "150100").limit(5)))
    register.refresh(foreign)
    assert len(register.rows) == before
    assert all(register.row(uid) is None for uid in foreign)


def test_the_region_sees_everybody(at: At) -> None:
    desk = at("applied")
    assert len(Register(desk).rows) == count(desk)


@pytest.mark.parametrize("office", ["150100", "150200", "150500"])
def test_the_workbench_counts_whom_the_register_shows(at: At, office: str) -> None:
    desk = at("applied")
    desk.store.office = office
    rows = Register(desk).rows
    board = workbench.board(desk, "pilot")

    waiting = [t.count for t in board.tasks.value or [] if t.rule == "applications.review"]
    assert waiting == [sum(r.waiting for r in rows)]
    assert 0 < waiting[0] < count(desk)
