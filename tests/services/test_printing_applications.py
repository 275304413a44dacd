"""报名表 and 名册: everybody once, numbers in full only with a line in the journal and only for who may (U57)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Application, Disclosure, School, Trainee
from tests.documents.reading import blankless, page_count, pdfium_text, pictures
from tests.scans.pictures import picture
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import printing
from yingcai_desktop.services.applications import materials
from yingcai_desktop.services.printing import applications, exam
from yingcai_desktop.services.printing.records import training_record
from yingcai_desktop.services.scope import Scope


def some(desk: Desk, count: int) -> list[Application]:
    with desk.read() as session:
        return list(session.scalars(select(Application).order_by(Application.id_number).limit(count)))


def disclosed(desk: Desk) -> list[tuple[str, int]]:
    with desk.read() as session:
        return [(d.place, d.rows) for d in session.scalars(select(Disclosure))]


def test_a_page_each_with_what_was_applied_with(at: At) -> None:
    desk = at("reviewed")
    people = some(desk, 3)
    pdf = applications.forms(desk, [a.uid for a in people])
    text = pdfium_text(pdf)

    assert page_count(pdf) == 3
    for a in people:
        assert a.id_number in text
        assert blankless(a.guardian_phone) in text
        assert f"姓名{blankless(a.name)}性别{a.gender}" in text
    assert disclosed(desk) == [("报名表", 3)]


def test_who_may_not_see_numbers_gets_them_masked_and_no_line(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at("reviewed")
    monkeypatch.setattr(Desk, "may", lambda _desk, action: action != "disclosure.print")
    a = some(desk, 1)[0]
    text = pdfium_text(applications.forms(desk, [a.uid]))
    assert a.id_number not in text
    assert a.id_number[:6] in text
    assert a.guardian_phone not in text
    assert disclosed(desk) == []


def test_what_is_not_in_the_register_has_no_form(at: At) -> None:
    with pytest.raises(NotAllowed, match="存入登记簿"):
        applications.forms(at("reviewed"), ["draft-uid"])


def test_the_roster_has_everybody_of_a_school_once(at: At) -> None:
    desk = at("reviewed")
    text = pdfium_text(printing.pdf(desk, "roster", Scope("pilot", "150200")))
    with desk.read() as session:
        query = select(Application.name, Application.id_number, School.name).join(School, School.uid == Application.school_uid)
        rows = session.execute(query.where(Application.programme == "pilot", Application.city == "150200", Application.state != "withdrawn")).all()
    assert rows
    assert all(blankless(name) in text and number not in text and blankless(school) in text for name, number, school in rows)


def test_signs_and_records_are_one_page_a_room(at: At) -> None:
    desk = at("reviewed")
    for what in ("door-signs", "room-records"):
        pdf = printing.pdf(desk, what, Scope("pilot", "150200"))
        assert page_count(pdf) == 5
        assert pdfium_text(pdf).count("第1页共1页") == 5


def test_the_photo_stands_where_one_would_be_pasted(at: At, tmp_path: Path) -> None:
    desk = at("training")
    with desk.read() as session:
        uid = next(iter(session.scalars(select(Trainee.application_uid))))
        [name] = session.scalars(select(Application.name).where(Application.uid == uid))
    path = tmp_path / "照片.jpg"
    path.write_bytes(picture())

    def made() -> list[bytes]:
        own = training_record(desk, Scope(), [uid])
        return [applications.forms(desk, [uid]), exam.tickets(desk, Scope(), [uid]), own]

    assert ["近照" in pdfium_text(pdf) for pdf in made()] == [True] * 3
    materials.add(desk, uid, [(path, "照片")])
    for pdf in made():
        text = pdfium_text(pdf)
        assert "近照" not in text and blankless(name) in blankless(text)
        assert pictures(pdf) == 1
