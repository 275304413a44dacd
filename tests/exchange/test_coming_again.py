"""What comes again after it was undone, lost with an old backup, or removed: it counts, once, and nothing is stuck for ever."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from stdnum.cn.ric import calc_check_digit

from db.journal import head
from db.models import Application, Attachment, Mentor, Withheld
from db.store import Store
from tests.exchange.offices import FILE, HOHHOT, KEY, NOON, PASSPHRASE, REGION, Offices, opened
from tests.exchange.parties import code_of
from tests.scans.pictures import pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import applying, arriving, enrolling, making, manifest, renewing, undoing
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.exchange.planning import Outcome
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.services.packages import ahead

APPLICATIONS = Kind.APPLICATIONS


@pytest.fixture
def two(three: Path, tmp_path: Path) -> Iterator[Offices]:
    """The region and a city that know the same people."""
    shutil.copytree(three, tmp_path / "two")
    with opened(tmp_path / "two", REGION, HOHHOT) as made:
        yield made
        for desk in made.desks.values():
            desk.store.close()


def someone(made: Offices, office: str = HOHHOT) -> Application:
    with made.desks[office].read() as session:
        asked = select(Application).where(Application.city == HOHHOT).order_by(Application.id_number)
        return session.scalars(asked).first() or pytest.fail("nobody")


def value(made: Offices, office: str, uid: str, column: str) -> object:
    """What a field says; None where the record is not there."""
    with made.desks[office].read() as session:
        row = session.get(Application, uid)
        return None if row is None else getattr(row, column)


def write(made: Offices, office: str, uid: str, **values: str) -> None:
    with made.desks[office].change("application.edit") as change:
        row = change.get(Application, uid) or pytest.fail("gone")
        for column, said in values.items():
            setattr(row, column, said)


def taken_in(made: Offices, office: str, n: int) -> str:
    """Somebody new, much like somebody who is there; a county code nobody has."""
    body = f"1506992009{n:07d}"
    like = someone(made, office)
    values = {c.key: getattr(like, c.key) for c in Application.__mapper__.column_attrs if c.key not in ("uid", "revision")}
    with made.desks[office].change("application.edit") as change:
        [uid] = change.insert(Application, [values | {"id_number": body + calc_check_digit(body + "0")}])
    return str(uid)


def remove(made: Offices, office: str, uid: str) -> None:
    with made.desks[office].change("application.edit") as change:
        change.delete(Application, [uid])


def undo(made: Offices, office: str) -> None:
    last = undoing.last_import(made.desks[office]) or pytest.fail("nothing to undo")
    undoing.undo(made.desks[office], last.package_id, "选错了文件", backup=lambda: None)


def keep(made: Offices, office: str, name: str) -> None:
    made.desks[office].store.close()
    shutil.copyfile(file_of(made, office), file_of(made, office).with_name(name))
    reopen(made, office)


def go_back(made: Offices, office: str, name: str) -> None:
    made.desks[office].store.close()
    shutil.copyfile(file_of(made, office).with_name(name), file_of(made, office))
    reopen(made, office)
    made.desks[office].store.renew_chain()


def file_of(made: Offices, office: str) -> Path:
    return made.folder.parent / office / FILE


def reopen(made: Offices, office: str) -> None:
    made.desks[office] = replace(made.desks[office], store=Store.open(file_of(made, office), key=KEY))


def carry(made: Offices, sender: str, recipient: str) -> None:
    made.take(recipient, made.send(sender, recipient, APPLICATIONS), returned=True)


def test_what_was_undone_counts_again_when_another_package_brings_it(two: Offices) -> None:
    uid = someone(two).uid
    write(two, HOHHOT, uid, class_name="高一(9)班")
    older = two.send(HOHHOT, REGION, APPLICATIONS)
    write(two, HOHHOT, uid, opinion="材料齐全")
    carry(two, HOHHOT, REGION)
    undo(two, REGION)

    two.take(REGION, older)

    assert value(two, REGION, uid, "class_name") == "高一(9)班"
    assert value(two, REGION, uid, "opinion") == ""


def test_only_the_last_import_is_taken_back_and_one_taken_in_again_is_the_last(two: Offices) -> None:
    uid = someone(two).uid
    write(two, HOHHOT, uid, class_name="高一(9)班")
    first = two.send(HOHHOT, REGION, APPLICATIONS)
    id_ = two.take(REGION, first).package_id
    undo(two, REGION)
    write(two, HOHHOT, uid, opinion="材料齐全")
    carry(two, HOHHOT, REGION)
    two.take(REGION, first)
    last = undoing.last_import(two.desks[REGION])
    assert last is not None and last.package_id == id_

    # the second package brought the class too: taking back the first one, which added nothing, leaves it
    undo(two, REGION)
    assert value(two, REGION, uid, "class_name") == "高一(9)班"
    carry(two, HOHHOT, REGION)
    before_last = undoing.last_import(two.desks[REGION]) or pytest.fail("nothing")
    carry(two, HOHHOT, REGION)
    with pytest.raises(NotAllowed, match="先撤销后来的导入"):
        undoing.undo(two.desks[REGION], before_last.package_id, "选错了文件", backup=lambda: None)


def test_an_import_that_brought_nothing_is_taken_back_as_often_as_you_like(two: Offices) -> None:
    path = two.send(HOHHOT, REGION, APPLICATIONS)
    for _ in range(2):
        two.take(REGION, path)
        undo(two, REGION)
    assert two.take(REGION, path).again is False


def test_what_is_refused_of_a_package_is_not_on_the_list_when_the_package_is_undone(two: Offices) -> None:
    uid = someone(two).uid
    # as a program without the desk's own check would
    with two.desks[REGION].store.change("application.edit", actor="经办甲", at=NOON) as change:
        person = change.get(Application, uid) or pytest.fail("gone")
        person.guardian_phone = "13911112222"
    carry(two, REGION, HOHHOT)
    with two.desks[HOHHOT].read() as session:
        assert [one.record for one in session.scalars(select(Withheld))] == [uid]

    undo(two, HOHHOT)

    with two.desks[HOHHOT].read() as session:
        assert session.scalars(select(Withheld)).all() == []


def test_work_lost_with_a_backup_and_undone_when_it_came_back_comes_again(two: Offices) -> None:
    uid = someone(two).uid
    keep(two, HOHHOT, "old")
    write(two, HOHHOT, uid, class_name="高一(9)班")
    carry(two, HOHHOT, REGION)
    go_back(two, HOHHOT, "old")
    carry(two, HOHHOT, REGION)
    carry(two, REGION, HOHHOT)
    assert value(two, HOHHOT, uid, "class_name") == "高一(9)班"
    undo(two, HOHHOT)
    carry(two, HOHHOT, REGION)

    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "class_name") == "高一(9)班"


def test_lost_work_of_one_kind_comes_back_though_a_package_of_another_kind_was_first(two: Offices) -> None:
    uid = someone(two).uid
    keep(two, HOHHOT, "old")
    write(two, HOHHOT, uid, class_name="高一(9)班")
    carry(two, HOHHOT, REGION)
    go_back(two, HOHHOT, "old")
    carry(two, HOHHOT, REGION)
    two.take(HOHHOT, two.send(REGION, HOHHOT, Kind.BASE), returned=True)
    carry(two, HOHHOT, REGION)

    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "class_name") == "高一(9)班"


def test_work_comes_back_of_a_life_that_a_second_old_backup_ended(two: Offices) -> None:
    uid = someone(two).uid
    keep(two, HOHHOT, "old")
    go_back(two, HOHHOT, "old")
    write(two, HOHHOT, uid, class_name="高一(9)班")
    carry(two, HOHHOT, REGION)
    go_back(two, HOHHOT, "old")
    carry(two, HOHHOT, REGION)

    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "class_name") == "高一(9)班"


def test_two_who_both_went_back_meet_again_by_a_receipt(two: Offices) -> None:
    uid = someone(two).uid
    under_way = {}
    for office, other, said in ((HOHHOT, REGION, {"class_name": "高一(9)班"}), (REGION, HOHHOT, {"opinion": "材料齐全"})):
        keep(two, office, "old")
        write(two, office, uid, **said)
        under_way[other] = two.send(office, other, APPLICATIONS)
        go_back(two, office, "old")
    for office, path in under_way.items():
        two.take(office, path, returned=True)
    assert code_of(lambda: carry(two, HOHHOT, REGION)) == "package.gap"
    assert code_of(lambda: carry(two, REGION, HOHHOT)) == "package.gap"

    two.take(HOHHOT, two.send(REGION, HOHHOT, Kind.RECEIPT), returned=True)
    carry(two, HOHHOT, REGION)
    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "class_name") == value(two, REGION, uid, "class_name") == "高一(9)班"


def test_a_decision_undone_after_an_old_backup_comes_again_with_what_it_stood_on(two: Offices) -> None:
    uid = someone(two).uid
    write(two, REGION, uid, opinion="自治区意见")
    write(two, HOHHOT, uid, opinion="盟市意见")
    there = two.send(REGION, HOHHOT, APPLICATIONS)
    two.take(HOHHOT, there, {("application", uid): {"opinion": "自治区意见"}}, returned=True)
    keep(two, HOHHOT, "decided")
    carry(two, HOHHOT, REGION)
    assert value(two, REGION, uid, "opinion") == "自治区意见"
    # in the old backup nobody has been told yet, so the import can be taken back
    go_back(two, HOHHOT, "decided")
    undo(two, HOHHOT)
    assert value(two, HOHHOT, uid, "opinion") == "盟市意见"
    carry(two, HOHHOT, REGION)

    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "opinion") == value(two, REGION, uid, "opinion") == "自治区意见"


def conflict_whether_it_is_there(two: Offices, uid: str) -> Path:
    """The city removed what the region went on writing; the city's package."""
    remove(two, HOHHOT, uid)
    write(two, REGION, uid, opinion="材料齐全")
    return two.send(HOHHOT, REGION, APPLICATIONS)


def test_what_a_lost_machine_wrote_after_its_number_counts_nowhere(two: Offices) -> None:
    """The office goes on with its backup; what others wrote meanwhile on top of the lost work stands."""
    uid = someone(two).uid
    keep(two, HOHHOT, "backup")
    lost = two.desks[HOHHOT].store.store_id
    with two.desks[HOHHOT].read() as session:
        last = head(session).n
    write(two, HOHHOT, uid, class_name="高一(9)班")
    carry(two, HOHHOT, REGION)
    write(two, REGION, uid, opinion="材料齐全")
    write(two, HOHHOT, uid, class_name="高一(8)班")
    later = two.send(HOHHOT, REGION, APPLICATIONS)
    go_back(two, HOHHOT, "backup")
    root = enrolling.open_root_file(two.folder / "根密钥", PASSPHRASE)
    [file] = [one for one in ahead.data_files(two.desks[REGION]) if one.chain == lost]
    assert "已经导入其中 1 条" in ahead.of_revoking(two.desks[REGION], file, last)[1]
    before = value(two, HOHHOT, uid, "class_name")

    renewing.revoke(two.desks[REGION], lost, last, root)

    assert value(two, REGION, uid, "class_name") == before
    assert code_of(lambda: two.take(REGION, later)) == "package.revoked"
    write(two, HOHHOT, uid, proof="校级竞赛")
    carry(two, HOHHOT, REGION)
    carry(two, REGION, HOHHOT)
    for office in (REGION, HOHHOT):
        assert value(two, office, uid, "class_name") == before
        assert value(two, office, uid, "opinion") == "材料齐全"
        assert value(two, office, uid, "proof") == "校级竞赛"


def test_the_region_hears_again_of_a_lost_machine_after_an_old_backup(two: Offices) -> None:
    uid, lost = someone(two).uid, two.desks[HOHHOT].store.store_id
    root, before = enrolling.open_root_file(two.folder / "根密钥", PASSPHRASE), value(two, HOHHOT, uid, "class_name")
    keep(two, HOHHOT, "backup")
    with two.desks[HOHHOT].read() as session:
        last = head(session).n
    write(two, HOHHOT, uid, class_name="高一(9)班")
    carry(two, HOHHOT, REGION)
    keep(two, REGION, "backup")
    go_back(two, HOHHOT, "backup")
    renewing.revoke(two.desks[REGION], lost, last, root)
    carry(two, HOHHOT, REGION)
    carry(two, REGION, HOHHOT)
    go_back(two, REGION, "backup")
    assert value(two, REGION, uid, "class_name") == "高一(9)班"

    two.take(HOHHOT, two.send(REGION, HOHHOT, Kind.RECEIPT), returned=True)
    carry(two, HOHHOT, REGION)

    assert value(two, REGION, uid, "class_name") == before


def test_a_region_that_went_back_is_warned_before_it_changes_the_directory(two: Offices) -> None:
    assert "重号" not in ahead.of_removal(two.desks[REGION], HOHHOT)[0]
    keep(two, REGION, "backup")
    go_back(two, REGION, "backup")
    assert "还没有导入过呼和浩特市、包头市的数据包" in ahead.of_removal(two.desks[REGION], HOHHOT)[0]

    carry(two, HOHHOT, REGION)

    assert "还没有导入过包头市的数据包" in ahead.of_removal(two.desks[REGION], HOHHOT)[0]


def test_somebody_only_a_lost_machine_knew_goes_unless_needed_here(two: Offices) -> None:
    """What the region has built on stays, with the reason, until it is not needed any more."""
    lost, root = two.desks[HOHHOT].store.store_id, enrolling.open_root_file(two.folder / "根密钥", PASSPHRASE)
    keep(two, HOHHOT, "backup")
    with two.desks[HOHHOT].read() as session:
        last = head(session).n
    alone, needed = (taken_in(two, HOHHOT, n) for n in (1, 2))
    with two.desks[HOHHOT].change("mentor.edit") as change:
        like = change.get(Mentor, someone(two).choice1_uid) or pytest.fail("no mentor")
        values = {c.key: getattr(like, c.key) for c in Mentor.__mapper__.column_attrs if c.key not in ("uid", "revision", "office")}
        [mentor] = change.insert(Mentor, [values | {"name": f"{like.name}二"}])
    write(two, HOHHOT, needed, choice1_uid=str(mentor))
    carry(two, HOHHOT, REGION)
    with two.desks[REGION].change("application.edit") as change:
        digest = change.keep_blob(pdf(), "application/pdf")
        change.add(
            Attachment(application_uid=needed, kind="ranking", file_name="1.pdf", media="application/pdf", size=9, sha256=digest)
        )
    go_back(two, HOHHOT, "backup")

    renewing.revoke(two.desks[REGION], lost, last, root)

    carry(two, HOHHOT, REGION)
    with two.desks[REGION].read() as session:
        assert session.get(Application, alone) is None
        assert session.get(Application, needed) is not None
        aside = {(one.record, one.code) for one in session.scalars(select(Withheld))}
        assert aside == {(needed, "exchange.still-needed"), (mentor, "exchange.still-needed")}
    with two.desks[REGION].change("application.edit") as change:
        change.delete(change.scalars(select(Attachment).where(Attachment.application_uid == needed)).one())
    carry(two, HOHHOT, REGION)
    with two.desks[REGION].read() as session:
        assert session.get(Application, needed) is None and session.get(Mentor, mentor) is None
        assert session.scalars(select(Withheld)).all() == []


def test_others_who_differ_when_a_decision_is_not_trusted_any_more_are_asked(two: Offices) -> None:
    uid, lost = someone(two).uid, two.desks[HOHHOT].store.store_id
    root = enrolling.open_root_file(two.folder / "根密钥", PASSPHRASE)
    write(two, REGION, uid, opinion="自治区意见")
    write(two, HOHHOT, uid, opinion="盟市意见")
    with two.desks[HOHHOT].read() as session:
        last = head(session).n
    keep(two, HOHHOT, "backup")
    decided = {("application", uid): {"opinion": "盟市意见"}}
    two.take(HOHHOT, two.send(REGION, HOHHOT, APPLICATIONS), decided, returned=True)
    carry(two, HOHHOT, REGION)
    go_back(two, HOHHOT, "backup")

    renewing.revoke(two.desks[REGION], lost, last, root)

    assert value(two, REGION, uid, "opinion") == "盟市意见", "as it was, until somebody decides"
    with two.desks[REGION].read() as session:
        assert [(one.record, one.code) for one in session.scalars(select(Withheld))] == [(uid, "exchange.contested")]
    assert code_of(lambda: carry(two, HOHHOT, REGION)) == "exchange.conflicts"
    two.take(REGION, two.send(HOHHOT, REGION, APPLICATIONS), {("application", uid): {"opinion": "自治区意见"}}, returned=True)
    carry(two, REGION, HOHHOT)
    assert value(two, HOHHOT, uid, "opinion") == value(two, REGION, uid, "opinion") == "自治区意见"


def test_the_city_takes_it_over_when_the_region_settles_that_somebody_is_gone(two: Offices) -> None:
    uid = someone(two).uid
    path = conflict_whether_it_is_there(two, uid)
    back = two.send(REGION, HOHHOT, APPLICATIONS)
    two.take(REGION, path, {("application", uid): {"": "there"}})
    two.take(HOHHOT, back, {("application", uid): {"": None}})
    two.take(REGION, two.send(HOHHOT, REGION, APPLICATIONS), {("application", uid): {"": None}})

    done = two.take(HOHHOT, two.send(REGION, HOHHOT, APPLICATIONS))

    assert done.refused == ()
    assert value(two, HOHHOT, uid, "opinion") is value(two, REGION, uid, "opinion") is None


def test_two_who_both_settle_that_somebody_is_gone_go_on_exchanging(two: Offices) -> None:
    uid = someone(two).uid
    path = conflict_whether_it_is_there(two, uid)
    back = two.send(REGION, HOHHOT, APPLICATIONS)
    two.take(HOHHOT, back, {("application", uid): {"": None}})
    two.take(REGION, path, {("application", uid): {"": None}})

    carry(two, HOHHOT, REGION)
    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "opinion") is value(two, REGION, uid, "opinion") is None


def somebody_new(made: Offices) -> str:
    """Another person of the city's."""
    like = someone(made)
    values = {
        c.key: getattr(like, c.key) for c in Application.__mapper__.column_attrs if c.key not in ("uid", "revision")
    }
    with made.desks[HOHHOT].change("application.edit") as change:
        [uid] = change.insert(Application, [values | {"id_number": "150699200903059016"}])
    return uid


def aside(made: Offices) -> list[str]:
    with made.desks[REGION].read() as session:
        return list(session.scalars(select(Withheld.code)))


def test_changes_of_a_record_whose_making_was_undone_wait_and_come_back_whole(two: Offices) -> None:
    uid = somebody_new(two)
    carry(two, HOHHOT, REGION)
    two.carry(REGION, HOHHOT, Kind.RECEIPT)
    undo(two, REGION)
    write(two, HOHHOT, uid, class_name="高一(9)班")
    package = two.send(HOHHOT, REGION, APPLICATIONS)
    [item] = applying.look(two.desks[REGION], arriving.arrive(two.desks[REGION], package)).items
    assert (item.uid, item.outcome, item.code) == (uid, Outcome.REFUSED, "exchange.unmade")
    two.take(REGION, package)
    assert value(two, REGION, uid, "class_name") is None
    assert aside(two) == ["exchange.unmade"]

    two.carry(REGION, HOHHOT, Kind.RECEIPT)
    carry(two, HOHHOT, REGION)
    assert value(two, REGION, uid, "class_name") == "高一(9)班"
    assert aside(two) == []


def test_what_was_removed_after_its_making_was_undone_is_nothing_to_wait_for(two: Offices) -> None:
    uid = somebody_new(two)
    carry(two, HOHHOT, REGION)
    two.carry(REGION, HOHHOT, Kind.RECEIPT)
    undo(two, REGION)
    write(two, HOHHOT, uid, class_name="高一(9)班")
    remove(two, HOHHOT, uid)
    carry(two, HOHHOT, REGION)
    assert aside(two) == []


def test_a_removal_comes_back_of_somebody_the_other_office_never_had(two: Offices) -> None:
    uid = somebody_new(two)
    keep(two, HOHHOT, "old")
    remove(two, HOHHOT, uid)
    carry(two, HOHHOT, REGION)
    go_back(two, HOHHOT, "old")
    carry(two, HOHHOT, REGION)

    carry(two, REGION, HOHHOT)

    assert value(two, HOHHOT, uid, "opinion") is value(two, REGION, uid, "opinion") is None


@pytest.mark.parametrize(
    "chains",
    [
        pytest.param({"a" * 32: (REGION, "b" * 32), "b" * 32: (REGION, "a" * 32)}, id="a circle"),
        pytest.param({"a" * 32: (HOHHOT, "")}, id="a first one in our name"),
        pytest.param({"a" * 32: (HOHHOT, "region")}, id="ours, branching off theirs"),
    ],
)
def test_chains_that_go_back_to_nowhere_are_refused(
    two: Offices, monkeypatch: pytest.MonkeyPatch, chains: dict[str, tuple[str, str]]
) -> None:
    honest = making._manifest

    def forged(*given: Any) -> manifest.Manifest:
        head = honest(*given)
        base = {"region": two.desks[REGION].store.store_id}
        named = {store: manifest.Chain(office, base.get(on, on), 5) for store, (office, on) in chains.items()}
        # it would be looked for along the chains for ever
        know = {**head.know, **dict.fromkeys(named, (1, "0" * 64))}
        return type(head)(
            **{
                **{f: getattr(head, f) for f in head.__struct_fields__},
                "chains": {**head.chains, **named},
                "know": know,
            }
        )

    monkeypatch.setattr(making, "_manifest", forged)
    path = two.send(REGION, HOHHOT, APPLICATIONS)
    with pytest.raises(PackageRefused) as caught:
        two.take(HOHHOT, path)
    assert caught.value.code == "package.foreign-chain"


@pytest.fixture
def stranger(two: Offices, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody of another city, whom this city writes about and sends, as a program without rules might."""
    like = someone(two)
    values = {
        c.key: getattr(like, c.key) for c in Application.__mapper__.column_attrs if c.key not in ("uid", "revision")
    }
    with two.desks[HOHHOT].store.change("application.edit", actor="经办甲", at=NOON) as change:
        [uid] = change.insert(Application, [values | {"city": "150200", "id_number": "150699200903059016"}])
    honest = making.records_of

    def everything(*given: Any) -> dict[str, set[str]]:
        found = honest(*given)
        return found | {"application": found["application"] | {uid}}

    monkeypatch.setattr(making, "records_of", everything)
    return uid


def test_a_stranger_does_not_come_in_with_the_next_package(two: Offices, stranger: str) -> None:
    carry(two, HOHHOT, REGION)
    write(two, HOHHOT, someone(two).uid, class_name="高一(9)班")
    carry(two, HOHHOT, REGION)
    assert value(two, REGION, stranger, "name") is None


def test_a_stranger_does_not_come_in_when_the_package_is_undone_and_taken_in_again(two: Offices, stranger: str) -> None:
    path = two.send(HOHHOT, REGION, APPLICATIONS)
    two.take(REGION, path)
    undo(two, REGION)
    two.take(REGION, path)
    assert value(two, REGION, stranger, "name") is None


def test_a_stranger_does_not_come_in_when_later_work_about_it_is_undone(two: Offices, stranger: str) -> None:
    carry(two, HOHHOT, REGION)
    carry(two, REGION, HOHHOT)
    with two.desks[HOHHOT].store.change("application.edit", actor="经办甲", at=NOON) as change:
        person = change.get(Application, stranger) or pytest.fail("gone")
        person.class_name = "高一(9)班"
    carry(two, HOHHOT, REGION)
    undo(two, REGION)
    assert value(two, REGION, stranger, "name") is None
