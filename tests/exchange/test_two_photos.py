"""Two offices that add the same kind of thing to one application, not knowing: one of them waits aside, and the rest of the package comes in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Application, Withheld
from tests.documents.reading import pdfium_text
from tests.exchange.offices import HOHHOT, REGION, Offices, opened
from tests.exchange.test_coming_again import someone, value, write
from tests.scans.pictures import pdf, picture
from tests.services import boards
from yingcai_desktop.exchange import applying, arriving
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.services.applications import materials
from yingcai_desktop.services.packages import naming, papers, register

APPLICATIONS = Kind.APPLICATIONS
ONE, OTHER = picture(600, 840), picture(500, 700)


@pytest.fixture
def two(three: Path, tmp_path: Path) -> Iterator[Offices]:
    shutil.copytree(three, tmp_path / "two")
    with opened(tmp_path / "two", REGION, HOHHOT) as made:
        yield made


def add(made: Offices, office: str, uid: str, kind: str, data: bytes) -> None:
    path = made.folder / ("材料.jpg" if data.startswith(b"\xff\xd8") else "材料.pdf")
    path.write_bytes(data)
    added = materials.add(made.desks[office], uid, [(path, kind)])
    assert not added.refused


def photo(made: Offices, office: str, uid: str) -> materials.File:
    return materials.held(made.desks[office], uid).photo or pytest.fail("no photo")


def aside(made: Offices, office: str) -> list[str]:
    with made.desks[office].read() as session:
        return list(session.scalars(select(Withheld.code).order_by(Withheld.code)))


def test_a_second_photo_waits_and_comes_in_when_the_first_is_gone(two: Offices) -> None:
    uid = someone(two).uid
    add(two, HOHHOT, uid, "照片", ONE)
    add(two, REGION, uid, "照片", OTHER)
    write(two, HOHHOT, uid, class_name="高一(9)班")
    ours, theirs = photo(two, REGION, uid).sha256, photo(two, HOHHOT, uid).sha256
    assert ours != theirs
    package = two.send(HOHHOT, REGION, APPLICATIONS)
    plan = applying.look(two.desks[REGION], arriving.arrive(two.desks[REGION], package))
    done = two.take(REGION, package)

    assert done.counts == plan.counts() == {**done.counts, "refused": 1, "changed": 1}
    assert aside(two, REGION) == ["exchange.second-photo"]
    assert photo(two, REGION, uid).sha256 == ours
    [entry] = [one for one in register.entries(two.desks[REGION]) if one.package_id == done.package_id]
    [reason] = register.reasons(two.desks[REGION], entry)
    assert f"{someone(two).name}（" in reason and "的报名材料" in reason
    printed = pdfium_text(papers.report(two.desks[REGION], entry.uid))
    assert f"{someone(two).name}（" in printed.replace("\n", "")
    assert value(two, REGION, uid, "class_name") == "高一(9)班"

    assert "packages.refused" in boards.tasks(boards.on(two.desks[REGION], "09-01"))
    two.carry(REGION, HOHHOT, APPLICATIONS)
    assert aside(two, HOHHOT) == ["exchange.second-photo"]
    assert photo(two, HOHHOT, uid).sha256 == theirs

    materials.remove(two.desks[REGION], photo(two, REGION, uid))
    two.carry(HOHHOT, REGION, APPLICATIONS)
    two.carry(REGION, HOHHOT, APPLICATIONS)
    assert photo(two, REGION, uid).sha256 == photo(two, HOHHOT, uid).sha256 == theirs
    assert aside(two, REGION) == aside(two, HOHHOT) == []


def test_the_same_file_in_both_offices_is_kept_once(two: Offices) -> None:
    uid = someone(two).uid
    form = pdf("signed")
    for office in (HOHHOT, REGION):
        add(two, office, uid, "报名表", form)
    write(two, HOHHOT, uid, class_name="高一(9)班")
    assert two.carry(HOHHOT, REGION, APPLICATIONS).counts["refused"] == 1
    assert aside(two, REGION) == ["exchange.same-file"]
    assert "packages.refused" not in boards.tasks(boards.on(two.desks[REGION], "09-01")), "there is nothing to do"
    assert value(two, REGION, uid, "class_name") == "高一(9)班"


def test_a_photo_that_is_replaced_is_no_second_one(two: Offices) -> None:
    uid = someone(two).uid
    add(two, HOHHOT, uid, "照片", ONE)
    two.carry(HOHHOT, REGION, APPLICATIONS)
    add(two, HOHHOT, uid, "照片", OTHER)
    two.carry(HOHHOT, REGION, APPLICATIONS)
    assert photo(two, REGION, uid).sha256 == photo(two, HOHHOT, uid).sha256
    assert aside(two, REGION) == []


def test_photos_of_two_people_are_no_second_ones(two: Offices) -> None:
    with two.desks[HOHHOT].read() as session:
        uids = session.scalars(select(Application.uid).where(Application.city == HOHHOT)).all()[:2]
    add(two, REGION, uids[0], "照片", ONE)
    add(two, HOHHOT, uids[1], "照片", OTHER)
    add(two, HOHHOT, uids[0], "报名表", pdf("signed"))
    two.carry(HOHHOT, REGION, APPLICATIONS)
    assert aside(two, REGION) == []


def test_of_many_a_few_are_named(two: Offices) -> None:
    with two.desks[REGION].read() as session:
        people = session.execute(select(Application.uid, Application.name).where(Application.city == HOHHOT)).all()
        said = naming.Naming(session, two.desks[REGION].schemes).listed([("application", uid) for uid, _ in people], 2)
        alone = naming.Naming(session, two.desks[REGION].schemes).listed([("application", people[0].uid)])
        nothing = naming.Naming(session, two.desks[REGION].schemes).listed([("application", "0" * 32), ("unknown", "1" * 32)])
    assert said.count("的报名") == 2
    assert said.endswith(f" 等 {len(people)} 条")
    assert alone.startswith(f"{people[0].name}（150") and "等" not in alone
    assert nothing == "报名，unknown"
