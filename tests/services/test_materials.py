"""Materials of an application: added, replaced, moved, removed and taken back; ticks; what leaves is written down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db import blobs
from db.errors import StoreError
from db.journal import differences
from db.models import Attachment, Disclosure, MaterialCheck
from tests.documents.reading import page_count
from tests.scans.pictures import pdf, picture
from tests.season import At
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import Invalid, NotAllowed, Stale
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.scans.reading import PHOTO_PIXELS
from yingcai_desktop.services import deeds
from yingcai_desktop.services.applications import materials
from yingcai_desktop.services.applications.materials import File, Held
from yingcai_desktop.services.applications.register import Register


@pytest.fixture
def desk(at: At) -> Iterator[Desk]:
    yield at("applied")


@pytest.fixture
def uid(desk: Desk) -> str:
    return next(row.uid for row in Register(desk).rows if row.programme == "national")


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def add(desk: Desk, uid: str, *files: tuple[Path, str]) -> Held:
    added = materials.add(desk, uid, files)
    assert added.deed is not None and added.refused == ()
    return materials.held(desk, uid)


def files(held: Held, kind: str) -> tuple[File, ...]:
    return next(line.files for line in held.lines if line.material.name == kind)


def test_several_at_once_each_for_its_material(desk: Desk, uid: str, tmp_path: Path) -> None:
    paths = [put(tmp_path, "照片.png", picture(form="PNG")), put(tmp_path, "报名表.pdf", pdf("a", "b")), put(tmp_path, "成绩单.jpg", picture())]
    before = materials.held(desk, uid)
    assert (before.photo, before.count, before.lacking) == (None, (0, 3), ("照片", "报名表", "成绩证明"))

    held = add(desk, uid, *materials.filed(desk, uid, paths))

    assert held.photo is not None and held.photo.name == "照片.png"
    assert [f.name for f in files(held, "报名表")] == ["报名表.pdf"]
    assert (held.count, held.lacking) == ((1, 3), ("报名表盖章", "成绩证明盖章"))
    with desk.read() as session:
        assert blobs.read(session, files(held, "报名表")[0].sha256).data == paths[1].read_bytes()
        assert differences(session) == []


def test_a_bad_file_stops_none_of_the_others(desk: Desk, uid: str, tmp_path: Path) -> None:
    good, bad = put(tmp_path, "a.jpg", picture()), put(tmp_path, "b.docx", b"PK\x03\x04")
    added = materials.add(desk, uid, [(bad, "报名表"), (good, "报名表")])
    assert added.deed is not None and added.deed.result == 1
    [(name, why)] = added.refused
    assert name == "b.docx" and "不是图片，也不是 PDF" in why and "另存" in why


def test_nothing_sound_changes_nothing(desk: Desk, uid: str, tmp_path: Path) -> None:
    added = materials.add(desk, uid, [(put(tmp_path, "b.docx", b"words"), "报名表")])
    assert added.deed is None and len(added.refused) == 1
    assert files(materials.held(desk, uid), "报名表") == ()


def test_the_same_file_twice_is_kept_once(desk: Desk, uid: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.jpg", picture())
    add(desk, uid, (path, "报名表"))
    again = materials.add(desk, uid, [(path, "报名表")])
    assert again.deed is None and "内容相同" in again.refused[0][1]
    assert len(files(add(desk, uid, (path, "成绩证明")), "成绩证明")) == 1


def test_a_photo_is_one_small_and_a_picture(desk: Desk, uid: str, tmp_path: Path) -> None:
    first = add(desk, uid, (put(tmp_path, "1.jpg", picture(3000, 4200)), "照片")).photo
    second = add(desk, uid, (put(tmp_path, "2.jpg", picture(601, 840)), "照片")).photo
    assert first and second and first.uid == second.uid and second.name == "2.jpg"
    assert first.size < 120_000
    more = materials.add(desk, uid, [(put(tmp_path, "3.jpg", picture(500, 700)), "照片"), (put(tmp_path, "4.jpg", picture()), "照片"), (put(tmp_path, "5.pdf", pdf()), "照片")])
    assert [name for name, _why in more.refused] == ["4.jpg", "5.pdf"]
    assert PHOTO_PIXELS <= 600 * 840


def test_adding_is_undone_and_done_again(desk: Desk, uid: str, tmp_path: Path) -> None:
    deed = materials.add(desk, uid, [(put(tmp_path, "a.jpg", picture()), "照片"), (put(tmp_path, "b.pdf", pdf()), "报名表")]).deed
    assert deed is not None and deed.reversible
    there = materials.held(desk, uid)
    back = deeds.undo(desk, deed)
    assert materials.held(desk, uid).lacking == ("照片", "报名表", "成绩证明")
    deeds.undo(desk, back)
    assert materials.held(desk, uid).photo == there.photo


def test_removing_is_undone_with_its_bytes(desk: Desk, uid: str, tmp_path: Path) -> None:
    [file] = files(add(desk, uid, (put(tmp_path, "b.pdf", pdf("x")), "报名表")), "报名表")
    deed = materials.remove(desk, file)
    assert files(materials.held(desk, uid), "报名表") == ()
    deeds.undo(desk, deed)
    [back] = files(materials.held(desk, uid), "报名表")
    assert back.uid == file.uid
    assert page_count(materials.as_pdf(desk, back, "x")) == 1


def test_replacing_is_undone(desk: Desk, uid: str, tmp_path: Path) -> None:
    photo = add(desk, uid, (put(tmp_path, "1.jpg", picture()), "照片")).photo
    assert photo is not None
    deed = materials.replace(desk, photo, put(tmp_path, "2.jpg", picture(500, 700)))
    now = materials.held(desk, uid).photo
    assert now is not None and now.name == "2.jpg" and now.sha256 != photo.sha256
    with pytest.raises(Stale):
        materials.replace(desk, photo, put(tmp_path, "3.jpg", picture(400, 560)))
    with pytest.raises(Invalid, match="不能是 PDF"):
        materials.replace(desk, now, put(tmp_path, "4.pdf", pdf()))
    deeds.undo(desk, deed)
    back = materials.held(desk, uid).photo
    assert back is not None and back.sha256 == photo.sha256


def test_a_file_moves_to_another_material(desk: Desk, uid: str, tmp_path: Path) -> None:
    held = add(desk, uid, (put(tmp_path, "IMG_1.jpg", picture()), "其他材料"), (put(tmp_path, "x.pdf", pdf()), "其他材料"))
    image, paper = files(held, "其他材料")
    materials.refile(desk, image, "照片")
    with pytest.raises(Invalid, match="不能是 PDF"):
        materials.refile(desk, paper, "照片")
    other = add(desk, uid, (put(tmp_path, "IMG_2.jpg", picture(300, 420)), "其他材料"))
    with pytest.raises(Invalid, match="已经有一张照片"):
        materials.refile(desk, files(other, "其他材料")[0], "照片")
    with pytest.raises(NotAllowed, match="材料清单里没有"):
        materials.refile(desk, paper, "自传")
    assert materials.held(desk, uid).photo is not None


def test_identity_numbers_in_file_names_are_masked(desk: Desk, uid: str, tmp_path: Path) -> None:
    [file] = files(add(desk, uid, (put(tmp_path, "巴图15069920090305901X.pdf", pdf()), "报名表")), "报名表")
    assert file.name == "巴图150699********901X.pdf"


def test_ticks_complete_a_material_and_are_undone(desk: Desk, uid: str) -> None:
    first = materials.tick(desk, [uid], "报名表", received=True)
    materials.tick(desk, [uid], "报名表", stamped=True)
    assert materials.held(desk, uid).count == (1, 3)
    materials.tick(desk, [uid], "报名表", stamped=False)
    assert materials.held(desk, uid).lacking == ("照片", "报名表盖章", "成绩证明")
    deeds.undo(desk, first)  # what came after it was taken back by hand
    assert materials.held(desk, uid).lacking == ("照片", "报名表", "成绩证明")


def test_many_are_ticked_in_one_act(desk: Desk) -> None:
    uids = [row.uid for row in Register(desk).rows][:40]
    materials.tick(desk, uids[:3], "照片", received=True)
    deed = materials.tick(desk, uids, "照片", received=True)
    assert deed.result == 37 and deed.reversible
    with desk.read() as session:
        assert len(session.scalars(select(MaterialCheck)).all()) == 40


def test_the_register_follows_record_by_record(desk: Desk, uid: str, tmp_path: Path) -> None:
    register = Register(desk)
    touched: list[tuple[str, str]] = []
    desk.store.listeners.append(lambda changes: touched.extend(changes.touched))

    def follow() -> tuple[str, ...]:
        files, ticks = ({u for t, u in touched if t == name} for name in ("attachment", "material_check"))
        touched.clear()
        assert register.refresh_materials(files, ticks) == {uid}
        row = register.row(uid)
        assert row is not None and row == Register(desk).row(uid)
        return row.missing

    held = add(desk, uid, (put(tmp_path, "a.jpg", picture()), "照片"))
    assert follow() == ("报名表", "成绩证明")
    materials.tick(desk, [uid], "报名表", received=True, stamped=True)
    assert follow() == ("成绩证明",)
    assert held.photo is not None
    materials.remove(desk, held.photo)
    assert follow() == ("照片", "成绩证明")


def test_looking_at_a_scan_is_written_down_and_at_a_photo_is_not(desk: Desk, uid: str, tmp_path: Path) -> None:
    held = add(desk, uid, (put(tmp_path, "a.jpg", picture()), "照片"), (put(tmp_path, "b.jpg", picture(900, 600)), "报名表"))
    assert held.photo is not None
    materials.as_pdf(desk, held.photo, "照片")
    [scan] = files(held, "报名表")
    assert page_count(materials.as_pdf(desk, scan, "报名表")) == 1
    with desk.read() as session:
        [line] = session.scalars(select(Disclosure)).all()
        assert (line.way, line.place, line.columns, line.rows) == ("打印", "报名材料", ["报名表"], 1)
        assert held.name in line.about and "********" in line.about


def test_who_may_not(desk: Desk, uid: str, tmp_path: Path) -> None:
    path = put(tmp_path, "b.pdf", pdf())
    [file] = files(add(desk, uid, (path, "报名表")), "报名表")
    desk.user = SignedIn("x", "监督甲", frozenset({Duty.SUPERVISOR}))
    for act in (
        lambda: materials.add(desk, uid, [(path, "成绩证明")]),
        lambda: materials.replace(desk, file, path),
        lambda: materials.remove(desk, file),
        lambda: materials.refile(desk, file, "其他材料"),
        lambda: materials.tick(desk, [uid], "报名表", received=True),
        lambda: materials.as_pdf(desk, file, "x"),
    ):
        with pytest.raises(NotAllowed):
            act()
    with desk.read() as session:
        assert session.scalars(select(Disclosure)).all() == []
        assert len(session.scalars(select(Attachment)).all()) == 1


def test_a_new_application_with_materials_is_not_taken_back_silently(desk: Desk, tmp_path: Path) -> None:
    from tests.services.forms import form
    from yingcai_desktop.services.applications import saving

    made = saving.create(desk, form(desk))
    add(desk, made.result, (put(tmp_path, "b.pdf", pdf()), "报名表"))
    with pytest.raises(Stale, match="报名材料"):
        deeds.undo(desk, made)


def test_no_way_past_the_one_photo(desk: Desk, uid: str, tmp_path: Path) -> None:
    photo = add(desk, uid, (put(tmp_path, "1.jpg", picture()), "照片")).photo
    assert photo is not None
    row = {"application_uid": uid, "kind": "照片", "file_name": "x", "media": "image/jpeg", "size": 1}
    with pytest.raises(StoreError, match="constraint"), desk.store.change("x", actor="甲", at=desk.clock()) as change:
        change.insert(Attachment, [row | {"sha256": change.keep_blob(b"x", "image/jpeg")}])
