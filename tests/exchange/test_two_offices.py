"""What one office wrote arrives at the other: new, changed, removed; twice; undone; in conflict."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.journal import differences, verify_chain
from db.models import Application, Mentor, Package, School
from tests.exchange.offices import HOHHOT, REGION, Offices, offices, opened
from tests.scans.pictures import pdf, picture
from tests.season import NOW
from yingcai_desktop.assets import resource
from yingcai_desktop.cli import exchange as commands
from yingcai_desktop.errors import Stale
from yingcai_desktop.exchange import applying, arriving, making, undoing
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.exchange.planning import Outcome
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.services import deciding, history, intake, seating, stages
from yingcai_desktop.services.applications import materials
from yingcai_desktop.services.logbook import Logbook
from yingcai_desktop.services.packages import receiving, register

SEASON = resource("season")
INBOX = SEASON / "inbox"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The region with schools, decisions and mentors; the city has them from packages and has loaded its own applicants."""
    folder = tmp_path_factory.mktemp("built")
    with offices(folder, HOHHOT) as made:
        region, city = made.desks[REGION], made.desks[HOHHOT]
        deciding.decide(region, SEASON / "decisions.toml")
        intake.load(region, "mentors", [INBOX / "导师-试点-呼和浩特市.xlsx", INBOX / "导师-试点-包头市.xlsx"])
        made.carry(REGION, HOHHOT, Kind.BASE)
        made.carry(REGION, HOHHOT, Kind.MENTORS)
        intake.load(city, "applicants", [INBOX / "报名-试点-呼市一中.xlsx"])
    return folder


@pytest.fixture
def two(built: Path, tmp_path: Path) -> Iterator[Offices]:
    """A copy of them; whatever happens, journals are whole and agree with the tables in the end."""
    shutil.copytree(built, tmp_path / "two")
    with opened(tmp_path / "two", REGION, HOHHOT) as made:
        yield made
        for desk in made.desks.values():
            with desk.read() as session:
                assert verify_chain(session) == ()
                assert differences(session) == []


def count(made: Offices, office: str, model: type) -> int:
    with made.desks[office].read() as session:
        return len(session.scalars(select(model)).all())


def edit(made: Offices, office: str, name: str, **values: str) -> None:
    # under the desk's own check, as a program without it would: the other office must not rely on it
    with made.desks[office].store.change("application.edit", actor="经办甲", at=NOW) as change:
        person = change.scalars(select(Application).where(Application.name == name)).one()
        for column, value in values.items():
            setattr(person, column, value)


def someone(made: Offices, office: str) -> Application:
    with made.desks[office].read() as session:
        return session.scalars(select(Application).order_by(Application.uid)).first() or pytest.fail("nobody")


def test_the_city_gets_its_own_mentors_and_the_region_gets_the_citys_people(two: Offices) -> None:
    assert 0 < count(two, HOHHOT, School) < count(two, REGION, School)
    assert 0 < count(two, HOHHOT, Mentor) < count(two, REGION, Mentor)

    done = two.carry(HOHHOT, REGION, Kind.APPLICATIONS)

    assert count(two, REGION, Application) == count(two, HOHHOT, Application) > 0
    assert done.refused == ()
    assert someone(two, REGION).office == HOHHOT


def test_the_same_package_again_or_under_another_name_changes_nothing(two: Offices) -> None:
    path = two.send(HOHHOT, REGION, Kind.APPLICATIONS)
    two.take(REGION, path)
    before = count(two, REGION, Package)

    again = two.take(REGION, path.rename(path.with_name("上报(1).ycp")))

    assert again.again
    assert count(two, REGION, Package) == before


def test_edits_of_different_fields_go_together(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    name = someone(two, HOHHOT).name
    edit(two, HOHHOT, name, class_name="高一(9)班")
    edit(two, REGION, name, opinion="材料齐全")

    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    two.carry(REGION, HOHHOT, Kind.APPLICATIONS)

    for office in (REGION, HOHHOT):
        assert someone(two, office).class_name == "高一(9)班"
        assert someone(two, office).opinion == "材料齐全"


def test_what_an_office_may_not_write_is_refused_and_told(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    name = someone(two, HOHHOT).name
    edit(two, REGION, name, guardian_phone="13911112222")

    done = two.carry(REGION, HOHHOT, Kind.APPLICATIONS)

    assert [(item.table, item.code) for item in done.refused] == [("application", "ownership.owner-field")]
    assert someone(two, HOHHOT).guardian_phone != "13911112222"


def test_a_city_that_writes_about_another_citys_people_is_seen_through(
    two: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    like = someone(two, HOHHOT)
    values = {
        c.key: getattr(like, c.key) for c in Application.__mapper__.column_attrs if c.key not in ("uid", "revision")
    }
    with two.desks[HOHHOT].store.change("application.edit", actor="经办甲", at=NOW) as change:
        [uid] = change.insert(Application, [values | {"city": "150200", "id_number": "150699200903059016"}])
    honest = making.records_of

    def everything(*given: Any) -> dict[str, set[str]]:
        found = honest(*given)
        return found | {"application": found["application"] | {uid}}

    monkeypatch.setattr(making, "records_of", everything)
    done = two.carry(HOHHOT, REGION, Kind.APPLICATIONS)

    assert [(item.uid, item.code) for item in done.refused] == [(uid, "ownership.out-of-reach")]
    with two.desks[REGION].read() as session:
        assert session.get(Application, uid) is None


def test_desks_of_a_citys_test_are_given_by_the_city(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    stages.advance(two.desks[REGION], "review-applicants")

    assert seating.assign(two.desks[REGION]) == 0
    two.carry(REGION, HOHHOT, Kind.APPLICATIONS)
    assert seating.assign(two.desks[HOHHOT]) > 0


def test_the_same_field_on_both_sides_waits_for_a_person(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    name = someone(two, HOHHOT).name
    edit(two, HOHHOT, name, opinion="盟市意见")
    edit(two, REGION, name, opinion="自治区意见")
    path = two.send(HOHHOT, REGION, Kind.APPLICATIONS)

    with pytest.raises(Exception, match="1 处冲突"):
        two.take(REGION, path)
    key = ("application", someone(two, REGION).uid)
    done = two.take(REGION, path, {key: {"opinion": "两地商定的意见"}})
    two.carry(REGION, HOHHOT, Kind.APPLICATIONS)

    assert done.counts[Outcome.CONFLICT] == 1
    assert someone(two, REGION).opinion == someone(two, HOHHOT).opinion == "两地商定的意见"


def test_an_import_is_taken_back_and_taken_in_again(two: Offices) -> None:
    path = two.send(HOHHOT, REGION, Kind.APPLICATIONS)
    two.take(REGION, path)

    last = undoing.last_import(two.desks[REGION])
    assert last is not None
    undoing.undo(two.desks[REGION], last.package_id, "选错了文件", backup=lambda: None)
    assert count(two, REGION, Application) == 0

    two.take(REGION, path)
    assert count(two, REGION, Application) == count(two, HOHHOT, Application)


def test_what_later_work_stands_on_is_not_taken_back(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    edit(two, REGION, someone(two, REGION).name, opinion="材料齐全")
    last = undoing.last_import(two.desks[REGION])
    assert last is not None

    with pytest.raises(Stale, match="1 条记录"):
        undoing.undo(two.desks[REGION], last.package_id, "选错了文件", backup=lambda: None)

    assert count(two, REGION, Application) > 0


def test_a_removal_travels_and_an_older_package_does_not_bring_it_back(two: Offices) -> None:
    old = two.send(HOHHOT, REGION, Kind.APPLICATIONS)
    gone = someone(two, HOHHOT)
    with two.desks[HOHHOT].change("application.edit") as change:
        found = change.get(Application, gone.uid)
        assert found is not None
        change.delete(found)
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    assert count(two, REGION, Application) == count(two, HOHHOT, Application)

    two.take(REGION, old)

    assert count(two, REGION, Application) == count(two, HOHHOT, Application)


def test_a_lost_package_heals_with_the_next(two: Offices) -> None:
    two.send(HOHHOT, REGION, Kind.APPLICATIONS).unlink()
    edit(two, HOHHOT, someone(two, HOHHOT).name, class_name="高一(9)班")

    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)

    assert someone(two, REGION).class_name == "高一(9)班"


def test_attachments_arrive_with_their_bytes_and_go_once(two: Offices, tmp_path: Path) -> None:
    city, region = two.desks[HOHHOT], two.desks[REGION]
    with city.read() as session:
        uid = session.scalars(select(Application.uid).order_by(Application.id_number)).first()
    assert uid is not None
    (tmp_path / "照片.jpg").write_bytes(picture())
    (tmp_path / "报名表.pdf").write_bytes(pdf("signed"))
    materials.add(city, uid, [(tmp_path / "照片.jpg", "照片"), (tmp_path / "报名表.pdf", "报名表")])
    materials.tick(city, [uid], "报名表", received=True, stamped=True)
    assert making.content_of(city, Kind.APPLICATIONS, REGION).blobs == 2

    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)

    here, there = materials.held(city, uid), materials.held(region, uid)
    assert there.photo is not None and here.photo is not None and there.photo.sha256 == here.photo.sha256
    assert there.count == here.count == (2, 2)
    assert materials.photo(region, there.photo) == materials.photo(city, here.photo)
    two.carry(REGION, HOHHOT, Kind.APPLICATIONS)
    assert making.content_of(city, Kind.APPLICATIONS, REGION).blobs == 0


def both_changed(two: Offices) -> Path:
    """The opinion on one application written by both; the city's package about it."""
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    name = someone(two, HOHHOT).name
    edit(two, HOHHOT, name, opinion="盟市意见")
    edit(two, REGION, name, opinion="自治区意见")
    return two.send(HOHHOT, REGION, Kind.APPLICATIONS)


def test_the_command_line_says_whose_record_and_which_field(two: Offices, capsys: pytest.CaptureFixture[str]) -> None:
    path = both_changed(two)
    review = receiving.open_package(two.desks[REGION], path)
    seen = commands._looked(two.desks[REGION], review)
    commands._describe(seen)
    said, [line] = capsys.readouterr().out, review.conflicts()
    assert f"冲突：报名 {line.name} 的 {line.label}" in said
    assert "呼和浩特市 第 " in said
    assert line.key[1] not in said
    assert [(one["table"], one["record"], one["fields"]) for one in seen["conflicts"]] == [(*line.key, [line.field])]


def test_what_is_refused_is_told_by_name_on_the_command_line(two: Offices, capsys: pytest.CaptureFixture[str]) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    name = someone(two, HOHHOT).name
    edit(two, REGION, name, guardian_phone="13911112222")
    review = receiving.open_package(two.desks[HOHHOT], two.send(REGION, HOHHOT, Kind.APPLICATIONS))
    commands._describe(commands._looked(two.desks[HOHHOT], review))
    said = capsys.readouterr().out
    assert "拒收 1 条：" in said
    assert f"    报名 {name}（" in said


def test_offices_are_called_by_their_names(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    with two.desks[REGION].read() as session:
        uid = session.scalars(select(Package.uid).where(Package.direction == "in")).one()
        [act] = history.of_record(session, two.desks[REGION], "package", uid)
    assert act.reason.startswith(f"{two.desks[REGION].schemes.offices[HOHHOT]} 第 1 号，校验码 ")
    book = Logbook(two.desks[REGION])
    book.read()
    assert act.reason in {line.reason for line in book.lines}
    path = two.send(HOHHOT, REGION, Kind.RECEIPT)
    with pytest.raises(PackageRefused, match=r"收件单位是 [^0-9]+，") as refused:
        arriving.arrive(two.desks[HOHHOT], path)
    assert refused.value.code == "package.other-addressee"
    with pytest.raises(PackageRefused, match=r"收件单位 [^0-9]+ 不在名录里"):
        making.make_package(two.desks[REGION], Kind.RECEIPT, "150500", two.folder)


def test_an_import_with_a_settled_conflict_is_taken_back_and_settled_otherwise(two: Offices) -> None:
    path, region = both_changed(two), two.desks[REGION]
    key = ("application", someone(two, REGION).uid)

    for _ in range(2):
        two.take(REGION, path, {key: {"opinion": "盟市意见"}})
        last = undoing.last_import(region)
        assert last is not None
        undoing.undo(region, last.package_id, "选错了一边", backup=lambda: None)
        assert someone(two, REGION).opinion == "自治区意见"

    with pytest.raises(Exception, match="1 处冲突"):
        two.take(REGION, path)
    two.take(REGION, path, {key: {"opinion": "自治区意见"}})
    two.carry(REGION, HOHHOT, Kind.APPLICATIONS)
    assert someone(two, HOHHOT).opinion == someone(two, REGION).opinion == "自治区意见"


def test_who_settles_one_field_is_not_the_author_of_the_others(two: Offices) -> None:
    both_changed(two)
    edit(two, HOHHOT, someone(two, HOHHOT).name, class_name="高一(8)班")
    path = two.send(HOHHOT, REGION, Kind.APPLICATIONS)
    two.take(REGION, path, {("application", someone(two, REGION).uid): {"opinion": "盟市意见"}})
    assert someone(two, REGION).class_name == "高一(8)班"
    # the city goes on with a field that nobody decided about
    edit(two, HOHHOT, someone(two, HOHHOT).name, class_name="高一(9)班")

    done = two.take(REGION, two.send(HOHHOT, REGION, Kind.APPLICATIONS))

    assert done.counts["changed"] == 1
    assert (someone(two, REGION).class_name, someone(two, REGION).opinion) == ("高一(9)班", "盟市意见")


def test_what_others_were_told_of_a_settled_conflict_is_not_taken_back(two: Offices) -> None:
    path, region = both_changed(two), two.desks[REGION]
    two.take(REGION, path, {("application", someone(two, REGION).uid): {"opinion": "盟市意见"}})
    two.send(REGION, HOHHOT, Kind.APPLICATIONS)
    last = undoing.last_import(region)
    assert last is not None

    with pytest.raises(Stale, match="1 处发给别的单位"):
        undoing.undo(region, last.package_id, "选错了一边", backup=lambda: None)

    assert someone(two, REGION).opinion == "盟市意见"


class Stop(Exception):
    """Somebody pressed 取消."""


def test_cancelled_means_that_nothing_was_taken_in(two: Offices) -> None:
    path, region = two.send(HOHHOT, REGION, Kind.APPLICATIONS), two.desks[REGION]
    steps = 0
    for after in range(1, 9):
        steps = 0

        def progress(done: int, total: int, what: str, after: int = after) -> None:
            nonlocal steps
            steps += 1
            if steps == after:
                raise Stop

        try:
            applying.apply(region, arriving.arrive(region, path), backup=lambda: None, progress=progress)
        except Stop:
            assert count(two, REGION, Application) == 0
        else:
            break
    assert steps < after
    assert count(two, REGION, Application) == count(two, HOHHOT, Application)


def test_a_review_counts_what_the_package_says_nothing_new_of(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    everybody = count(two, HOHHOT, Application)
    edit(two, HOHHOT, someone(two, HOHHOT).name, class_name="高一(9)班")

    done = two.carry(HOHHOT, REGION, Kind.APPLICATIONS)

    assert (done.counts["changed"], done.counts["same"]) == (1, everybody - 1)


def test_the_sender_reads_what_became_of_its_package(two: Offices) -> None:
    two.carry(HOHHOT, REGION, Kind.APPLICATIONS)
    name = someone(two, HOHHOT).name
    edit(two, REGION, name, guardian_phone="13911112222")
    two.carry(REGION, HOHHOT, Kind.APPLICATIONS)
    two.carry(HOHHOT, REGION, Kind.RECEIPT)

    sent = next(e for e in register.entries(two.desks[REGION]) if e.sent and e.kind == Kind.APPLICATIONS)
    assert sent.state == "confirmed"
    assert "拒收 1" in sent.answer
    [reason] = register.reasons(two.desks[REGION], sent)
    assert "这一项由登记单位填写" in reason and f"（1 条：{name}（" in reason
