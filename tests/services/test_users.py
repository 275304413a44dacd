"""Users with real files: passwords, roles, people who leave, the recovery sheet; no secret in the journal (N09, L03)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from db import keyfile
from db.journal import history as journal_of
from db.journal import verify_chain
from db.models import User
from db.revisions import JOURNAL
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Refusal, Stale
from yingcai_desktop.rules import recovery_code
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import (
    attempts,
    deeds,
    drafts,
    history,
    safekeeping,
    setup,
    signing_in,
    subjects,
    telling,
    users,
    witnessing,
)  # fmt: skip

ADMIN, CLERK, OTHER = "admin-password-1", "clerk-password-2", "other-password-3"
C, R, S, A = Duty.CLERK, Duty.REVIEWER, Duty.SUPERVISOR, Duty.ADMIN


@pytest.fixture(autouse=True)
def no_attempts() -> None:
    attempts._failed.clear()


class Office:
    """A store with an administrator 高娃, a clerk 陈静 and a supervisor 李慧, closed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "2025.ycdb"
        desk, self.code = setup.create_office(self.path, "150200", 2025, "高娃", ADMIN, post="主任")
        users.add(desk, "陈静", {C, R}, "科员", CLERK)
        users.add(desk, "李慧", {S}, "", OTHER)
        desk.store.close()

    def open(self, name: str = "高娃", password: str = ADMIN) -> Desk:
        return signing_in.open_as(self.path, name, password)

    def refused(self, name: str, password: str) -> str:
        with pytest.raises(Refusal) as refused:
            self.open(name, password).store.close()
        return refused.value.message


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def uid(desk: Desk, name: str) -> str:
    return next(p.uid for p in users.people(desk) if p.name == name)


def test_the_first_run_leaves_one_file_and_everybody_can_open_it(office: Office) -> None:
    assert [p.name for p in office.path.parent.iterdir()] == ["2025.ycdb"]
    assert signing_in.names(office.path) == ["高娃", "陈静", "李慧"]
    for name, password, duties in (("高娃", ADMIN, {A}), ("陈静", CLERK, {C, R}), ("李慧", OTHER, {S})):
        desk = office.open(name, password)
        assert desk.user is not None and (desk.actor, desk.user.duties) == (name, duties)
        desk.store.close()


@pytest.mark.parametrize("password", ["", "x", ADMIN.upper(), CLERK])
def test_a_wrong_password_says_what_to_do(office: Office, password: str) -> None:
    assert "高娃" in office.refused("高娃", password) and "管理员重设" in office.refused("高娃", password)


def test_the_plain_passphrase_way_is_closed_once_there_are_users(office: Office) -> None:
    with pytest.raises(NotAllowed, match="--as"):
        setup.open_desk(office.path, ADMIN)


def test_the_command_line_signs_in_with_as_and_a_witness_with_their_own_password(office: Office) -> None:
    desk = setup.open_desk(office.path, CLERK, actor="陈静", witness="李慧", witness_password=OTHER)
    assert (desk.actor, desk.witness) == ("陈静", "李慧")
    desk.store.close()
    for witness, password in (("李慧", CLERK), ("陈静", CLERK), ("王芳", "x" * 12)):
        with pytest.raises(NotAllowed):
            setup.open_desk(office.path, CLERK, actor="陈静", witness=witness, witness_password=password)
    setup.open_desk(office.path, CLERK, actor="陈静").store.close()  # nothing was left open


def test_after_five_wrong_passwords_one_waits_and_it_is_journaled(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(attempts, "clock", lambda: now[0])
    for _ in range(5):
        assert "口令不对" in office.refused("陈静", "wrong-password")
    assert "请 5 秒后再试" in office.refused("陈静", CLERK), "the right one waits as well"
    now[0] += 6
    assert "口令不对" in office.refused("陈静", "wrong-password")
    assert "请 10 秒后再试" in office.refused("陈静", CLERK)
    office.open().store.close()  # nobody else waits
    now[0] += 11

    desk = office.open("陈静", CLERK)

    act = history.actions(desk)[-1]
    assert (act.actor, act.action, act.reason) == ("陈静", "user.failures", "此前连续 6 次口令不对")
    assert next(p.failures for p in users.people(desk) if p.name == "陈静") == 6
    desk.store.close()


def test_only_an_administrator_manages_users(office: Office) -> None:
    desk = office.open("陈静", CLERK)
    person = users.people(desk)[0]
    for act in (
        lambda: users.add(desk, "王芳", {C}, "", OTHER),
        lambda: users.edit(desk, person.uid, person.revision, {A}, ""),
        lambda: users.deactivate(desk, person.uid, "调离"),
        lambda: users.reset_password(desk, person.uid, OTHER),
        lambda: users.new_sheet(desk.with_witness("李慧")),
    ):
        with pytest.raises(NotAllowed, match="须由管理员办理"):
            act()
    desk.store.close()


def test_a_supervisor_can_change_nothing_but_their_password(office: Office) -> None:
    desk = office.open("李慧", OTHER)
    with pytest.raises(NotAllowed):
        drafts.keep(desk, "f", "r", {}, 0)
    users.change_own_password(desk, OTHER, "a-newer-password")
    assert safekeeping.check(desk)[0].sound
    desk.store.close()
    office.open("李慧", "a-newer-password").store.close()
    assert "口令不对" in office.refused("李慧", OTHER)


def test_who_left_cannot_open_it_any_more_not_even_with_the_old_slot(office: Office) -> None:
    old = keyfile.read(office.path)
    assert old is not None
    desk = office.open()
    users.deactivate(desk, uid(desk, "陈静"), "调离")
    assert keyfile.read(office.path).names() == ["高娃", "李慧"]  # type: ignore[union-attr]
    keyfile.write(office.path, old)  # the slot is put back from an old copy
    desk.store.close()

    assert "已经停用" in office.refused("陈静", CLERK)

    desk = office.open()  # and swept away again
    assert keyfile.read(office.path).names() == ["高娃", "李慧"]  # type: ignore[union-attr]
    users.reset_password(desk, uid(desk, "陈静"), "back-again-password")
    desk.store.close()
    office.open("陈静", "back-again-password").store.close()


def test_there_is_always_an_administrator(office: Office) -> None:
    desk = office.open()
    me = next(p for p in users.people(desk) if p.name == "高娃")
    with pytest.raises(NotAllowed, match="不能停用自己"):
        users.deactivate(desk, me.uid, "x")
    with pytest.raises(NotAllowed, match="至少要有一位"):
        users.edit(desk, me.uid, me.revision, {C}, "")
    assert Duty.ADMIN in next(p for p in users.people(desk) if p.uid == me.uid).duties
    desk.store.close()


@pytest.mark.parametrize(
    ("name", "duties", "password"),
    [("", {C}, OTHER), ("陈静", {C}, OTHER), ("王芳", set(), OTHER), ("王芳", {S, C}, OTHER), ("王芳", {C}, "short"),
     ("王芳", {C}, "aaaaaaaaaaaa"), ("wangfangwang", {C}, "wangfangwang1"), ("长" * 26, {C}, OTHER)],
)  # fmt: skip
def test_what_a_user_must_be(office: Office, name: str, duties: set[Duty], password: str) -> None:
    desk = office.open()
    before = keyfile.read(office.path)
    with pytest.raises(Invalid):
        users.add(desk, name, duties, "", password)
    assert keyfile.read(office.path) == before
    desk.store.close()


def test_changes_over_somebody_elses_are_stale(office: Office) -> None:
    desk = office.open()
    person = next(p for p in users.people(desk) if p.name == "陈静")
    users.edit(desk, person.uid, person.revision, {C}, "科长")
    with pytest.raises(Stale):
        users.edit(desk, person.uid, person.revision, {R}, "")
    desk.store.close()


def test_a_changed_role_holds_from_the_next_sign_in(office: Office) -> None:
    desk = office.open()
    person = next(p for p in users.people(desk) if p.name == "陈静")
    users.edit(desk, person.uid, person.revision, {R}, "科员")
    assert signing_in.verify(desk, "陈静", CLERK).duties == {R}
    desk.store.close()


def test_no_undo_brings_back_a_slot_that_is_gone(office: Office) -> None:
    """Undoing a reset would lock somebody out, undoing a new sheet would leave none that opens."""
    desk = office.open()
    deed = deeds.done(desk, "重设口令", lambda: users.reset_password(desk, uid(desk, "陈静"), "another-password-4"))
    assert not deed.reversible
    with pytest.raises(NotAllowed):
        deeds.undo(desk, deed)
    assert signing_in.verify(desk, "陈静", "another-password-4")
    desk.store.close()


# The recovery sheet


def test_the_sheet_opens_the_store_and_sets_an_administrators_password(office: Office) -> None:
    printed = "  ".join(recovery_code.grouped(office.code)).lower()
    assert signing_in.administrators(office.path, printed) == ["高娃"]

    desk = signing_in.recover(office.path, printed, "高娃", "a-recovered-password")

    assert desk.user is not None and desk.user.duties == {A}
    assert history.actions(desk)[-1].action == "user.recover"
    desk.store.close()
    office.open("高娃", "a-recovered-password").store.close()
    office.refused("高娃", ADMIN)


def test_the_sheet_helps_nobody_else(office: Office) -> None:
    for name in ("陈静", "王芳", ""):
        with pytest.raises(NotAllowed):
            signing_in.recover(office.path, " ".join(recovery_code.grouped(office.code)), name, "a-recovered-password")
    office.open("陈静", CLERK).store.close()


def test_a_slip_is_found_in_its_group(office: Office) -> None:
    groups = recovery_code.grouped(office.code)
    groups[4] = groups[4][:2] + ("A" if groups[4][2] != "A" else "B") + groups[4][3:]
    with pytest.raises(Invalid, match="第 5 组"):
        signing_in.recover(office.path, " ".join(groups), "高娃", "a-recovered-password")


def test_a_new_sheet_takes_two_people_and_makes_the_old_one_worthless(office: Office) -> None:
    desk = office.open()
    old = keyfile.read(office.path)
    with pytest.raises(NotAllowed, match="两人"):
        users.new_sheet(desk)
    code = users.new_sheet(witnessing.signed(desk, "李慧", OTHER))
    act = history.actions(desk)[-1]
    assert (act.actor, act.witness, act.action) == ("高娃", "李慧", "user.sheet")
    keyfile.write(office.path, keyfile.read(office.path).plus(old.slots[1]))  # type: ignore[union-attr]  # put back
    desk.store.close()

    for text in (office.code, "2" * 40):
        with pytest.raises(Refusal):
            signing_in.administrators(office.path, " ".join(recovery_code.grouped(text))[:47])
    assert signing_in.administrators(office.path, " ".join(recovery_code.grouped(code))) == ["高娃"]


def test_a_store_first_made_with_a_passphrase_gets_users_and_the_passphrase_still_recovers(tmp_path: Path) -> None:
    path = tmp_path / "a.ycdb"
    desk = setup.create_store(path, "a-plain-passphrase", "150000", 2025)
    users.first_admin(desk, "高娃", ADMIN)
    with pytest.raises(NotAllowed):
        users.first_admin(desk, "别人", ADMIN)
    desk.store.close()
    signing_in.open_as(path, "高娃", ADMIN).store.close()
    with pytest.raises(NotAllowed):
        setup.open_desk(path, "a-plain-passphrase")
    signing_in.recover(path, "a-plain-passphrase", "高娃", "a-recovered-password").store.close()


# The second person


def test_the_second_person_is_another_user_with_their_own_password(office: Office) -> None:
    desk = office.open("陈静", CLERK)
    assert witnessing.candidates(desk) == ["李慧", "高娃"]
    assert witnessing.signed(desk, "李慧", OTHER).witness == "李慧"
    for name, password in (("李慧", CLERK), ("陈静", CLERK), ("王芳", OTHER)):
        with pytest.raises(NotAllowed):
            witnessing.signed(desk, name, password)
    with pytest.raises(NotAllowed):
        witnessing.named(desk, "李慧")
    desk.store.close()


def test_who_witnesses_a_seal_is_reviewer_or_supervisor(office: Office) -> None:
    desk = office.open("陈静", CLERK)
    assert witnessing.candidates(desk, "score.seal") == ["李慧"]
    assert witnessing.signed(desk, "李慧", OTHER, "score.seal").witness == "李慧"
    with pytest.raises(NotAllowed, match="管理员不经手成绩"):
        witnessing.signed(desk, "高娃", ADMIN, "score.seal")
    desk.store.close()


# Backups, kills, secrets


def test_a_backup_opens_with_the_same_passwords_and_restores_with_them(office: Office, tmp_path: Path) -> None:
    desk = office.open()
    made = safekeeping.backup(desk)
    users.deactivate(desk, uid(desk, "李慧"), "调离")
    desk.store.close()
    assert signing_in.names(made) == ["高娃", "陈静", "李慧"]
    signing_in.open_as(made, "陈静", CLERK).store.close()

    kept = safekeeping.restore(made, office.path, CLERK, name="陈静")

    office.open("李慧", OTHER).store.close()
    assert kept is not None and signing_in.names(kept) == ["高娃", "陈静"]
    with pytest.raises(Refusal):
        safekeeping.restore(made, office.path, "wrong-password", name="陈静")


_KILLED = """
import os, sys
from pathlib import Path
from db import connect
from db.sessions import ChangeSession
from yingcai_desktop.services import signing_in, users
connect.COST.update(memory_cost=256, time_cost=1)
desk = signing_in.open_as(Path(sys.argv[1]), "陈静", sys.argv[2])
die = lambda *a: os.kill(os.getpid(), 9)
if sys.argv[4] == "before-commit":
    ChangeSession.finish = die
else:
    signing_in.tidy = die
users.change_own_password(desk, sys.argv[2], sys.argv[3])
"""


@pytest.mark.parametrize(("instant", "good"), [("before-commit", CLERK), ("after-commit", "a-newer-password")])
def test_killed_between_slot_and_commit_one_password_counts(office: Office, instant: str, good: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", _KILLED, office.path, CLERK, "a-newer-password", instant], check=False, capture_output=True
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    bad = CLERK if good != CLERK else "a-newer-password"

    office.refused("陈静", bad)
    desk = office.open("陈静", good)

    assert set(keyfile.read(office.path).names()) == {"高娃", "陈静", "李慧"}  # type: ignore[union-attr]
    assert len(keyfile.read(office.path).of("陈静")) == 1  # type: ignore[union-attr]
    desk.store.close()


def test_no_secret_reaches_the_journal_the_tables_or_the_files(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    desk = office.open("陈静", CLERK)
    users.change_own_password(desk, CLERK, "a-newer-password")
    office.refused("高娃", "x")
    secrets = [ADMIN, CLERK, OTHER, "a-newer-password", office.code, desk.store.key.secret.hex()]
    with desk.read() as session:
        journal = "".join(session.scalars(select(JOURNAL.c.header)))
        rows = [u.uid for u in session.scalars(select(User))]
        for row in rows:
            journal += str([e.changes for e in journal_of(session, "user", row)])
        assert verify_chain(session) == ()
    desk.store.close()
    files = b"".join(p.read_bytes() for p in office.path.parent.iterdir())
    for secret in secrets:
        assert secret not in journal and secret not in caplog.text and secret.encode() not in files
    assert secrets[-1] not in repr(desk.store.key)


def test_a_first_run_that_dies_leaves_nothing_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(users, "first_admin", lambda *a: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            setup.create_office(tmp_path / "a.ycdb", "150000", 2025, "高娃", ADMIN)
    assert list(tmp_path.iterdir()) == []
    desk, _ = setup.create_office(tmp_path / "a.ycdb", "150000", 2025, "高娃", ADMIN, duties={C})
    assert desk.user is not None and desk.user.duties == {A, C}
    desk.store.close()
    with pytest.raises(Refusal, match="已经存在"):
        setup.create_office(tmp_path / "a.ycdb", "150000", 2025, "高娃", ADMIN)
    assert [p.name for p in tmp_path.iterdir()] == ["a.ycdb"]


def test_the_journal_reads_well(office: Office) -> None:
    """操作记录 says who was added, with which roles, and hides what only the program understands."""
    desk = office.open()
    with desk.read() as session:
        named = subjects.subjects(session, desk.schemes)
        entries = [e for row in session.scalars(select(User)) for e in journal_of(session, "user", row.uid)]
        words = {telling.told(telling.Names(session, desk.schemes), "duties", e.changes["duties"][1]) for e in entries}
        labels = {telling.Names(session, desk.schemes).label("user", column) for column in entries[0].changes}
    assert {"高娃", "陈静", "李慧"} <= {one.name for one in named.values()}
    assert words == {"管理员", "经办、审核", "监督"}
    assert labels == {"", "姓名", "角色", "职务", "在用", "口令输错次数"}
    desk.store.close()
