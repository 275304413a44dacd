"""Ways round the rules that decide a child's place: each was open once."""


from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import (
    Application,
    Certificate,
    Decision,
    Disclosure,
    InterviewScore,
    Panel,
    Selection,
    ShortlistEntry,
    Trainee,
    User,
)
from tests.season import SEASON, At
from tests.services.marking import CITY, by_hand, enter, fill, mark, person, seated, total
from tests.services.selecting.test_locks import BAOTOU, lock
from tests.services.selecting.test_reserve import admitted_with_a_follower
from tests.services.test_sealing import KEY, first_mark, sealed, total_of
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import deciding, deeds, entry, exports, sealing, stages
from yingcai_desktop.services.evaluations.register import Register
from yingcai_desktop.services.panels import drawing
from yingcai_desktop.services.printing import lists
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.sealing import Amended
from yingcai_desktop.services.selecting import reserve
from yingcai_desktop.vocabulary import EXPORTS


def test_undoing_the_second_hand_in_does_not_open_a_pass_after_both_were_seen(at: At) -> None:
    desk, paper = seated(at)
    first, second = person(desk, "陈静"), person(desk, "李慧")
    enter(first, paper, 1, {0: mark("12")})
    fill(second, paper, 2)
    deed = deeds.done(second, "提交第二遍", lambda: entry.close(second, paper, 2, total(second, paper, 2)))
    assert entry.compare(second, paper).disagreements

    with pytest.raises(NotAllowed):
        deeds.undo(second, deed)
    assert entry.progress(desk, paper).compared


def test_nobody_takes_back_what_another_typed(at: At) -> None:
    desk, paper = seated(at)
    first, other = person(desk, "陈静"), person(desk, "李慧")
    fill(first, paper, 1)
    deed = deeds.done(first, "改一格", lambda: entry.save(first, paper, 1, {paper.lines[0].uid: mark("99")}))

    with pytest.raises(NotAllowed, match="陈静"):
        deeds.undo(other, deed)
    assert deeds.undo(first, deed).entries


def test_two_who_settle_together_do_so_at_every_difference(at: At) -> None:
    desk, paper = seated(at)
    enter(person(desk, "陈静"), paper, 1, {0: mark("12"), 1: mark("13")})
    enter(person(desk, "李慧"), paper, 2, {0: mark("14"), 1: mark("15")})
    with desk.change("decision.record") as change:
        change.insert(Decision, [{"key": "entry.differences", "value": {"value": "together"}}])
    entry.pick(person(desk, "陈静", "李慧"), paper, paper.lines[0].uid, "原始分", "second")

    with pytest.raises(NotAllowed, match="在场见证"):
        entry.pick(person(desk, "陈静"), paper, paper.lines[1].uid, "原始分", "first")
    entry.pick(person(desk, "陈静", "李慧"), paper, paper.lines[1].uid, "原始分", "second")


@pytest.mark.parametrize("change", ["set_aside = '考生调组'", "panel_uid = (SELECT min(uid) FROM panel WHERE uid <> panel_uid)"])
def test_a_sealed_mark_of_an_interview_goes_on_counting_where_it_was_given(at: At, change: str) -> None:
    desk = person(at("interviewed"), "陈静", "李慧")
    paper = entry.papers(desk, "interview", CITY)[0]
    sealing.seal(desk, paper.ref, total_of(desk, paper.ref))
    with desk.read() as session:
        uid = session.scalars(select(InterviewScore.uid).where(InterviewScore.panel_uid == paper.ref.panel, InterviewScore.judge == paper.ref.judge)).first()

    with pytest.raises(NotAllowed, match="更正单"), by_hand(desk) as connection:
        connection.exec_driver_sql(f"UPDATE interview_score SET {change} WHERE uid = '{uid}'")


@pytest.mark.parametrize("change", ["subject = '物理'", "city = '150500'", "programme = 'national'", "id_number = 'x'"])
def test_whose_mark_is_sealed_stays_in_the_group_it_was_sealed_in(at: At, change: str) -> None:
    desk = sealed(at)
    with pytest.raises(NotAllowed, match="封存"), by_hand(desk) as connection:
        connection.exec_driver_sql(f"UPDATE application SET {change} WHERE uid = '{first_mark(desk).application_uid}'")


OTHER = "subject = CASE subject WHEN '物理' THEN '化学' ELSE '物理' END"


@pytest.mark.parametrize("change", [OTHER, "city = '150500'", "programme = 'national'", "id_number = 'x'", "state = 'withdrawn'", "state = 'rejected'"])
def test_who_stands_on_a_locked_list_stays_in_its_group(at: At, change: str) -> None:
    desk = at("admitted")
    leaving = admitted_with_a_follower(desk)
    lock(desk, BAOTOU)
    with pytest.raises(NotAllowed, match="锁定"), by_hand(desk) as connection:
        connection.exec_driver_sql(f"UPDATE application SET {change} WHERE uid = '{leaving}'")


def test_nobody_slips_into_a_locked_group_from_another(at: At) -> None:
    desk = at("admitted")
    lock(desk, BAOTOU)
    with desk.read() as session:
        query = select(ShortlistEntry.application_uid).join(Application, Application.uid == ShortlistEntry.application_uid)
        uid = session.scalars(query.where(Application.programme == "pilot", Application.city == "150500")).first()
    with pytest.raises(NotAllowed, match="锁定"), by_hand(desk) as connection:
        connection.exec_driver_sql(f"UPDATE application SET city = '150200' WHERE uid = '{uid}'")


def test_who_made_the_list_is_not_the_second_person_of_a_substitution(at: At) -> None:
    desk = at("admitted")
    leaving = admitted_with_a_follower(desk)
    lock(desk, BAOTOU)
    other = person(desk, "见证乙", desk.actor)
    with pytest.raises(NotAllowed, match="录取的经办人"):
        reserve.substitute(other, leaving, "gave-up", "放弃")


def test_what_two_people_did_is_not_taken_back_by_one(at: At) -> None:
    desk = at("interviewed")
    deed = deeds.done(desk, "两人办理", lambda: _together(desk))
    with pytest.raises(NotAllowed, match="两人"):
        deeds.undo(desk.with_witness(""), deed)
    assert deeds.undo(desk, deed).entries


def _together(desk: Desk) -> None:
    with desk.change("evaluation.grade", reason="x") as change:
        row = change.scalars(select(Application)).first()
        assert row is not None
        row.opinion = "两人看过"


def test_who_withdrew_after_the_shortlist_takes_no_place(at: At) -> None:
    desk = at("admitted")
    leaving = admitted_with_a_follower(desk)
    with desk.change("application.withdraw", reason="本人撤回") as change:
        row = change.get(Application, leaving)
        assert row is not None
        row.state = "withdrawn"
    stages.advance(desk, "admit", Scope(*BAOTOU))
    with desk.read() as session:
        got = session.scalars(select(Selection).where(Selection.application_uid == leaving)).one_or_none()
    assert got is None or got.status != "admitted"


def test_a_certificate_of_somebody_who_left_is_voided_by_the_next_issue(at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        held = session.scalars(select(Certificate).join(Trainee, Trainee.application_uid == Certificate.application_uid)).first()
    assert held is not None
    with desk.change("trainee.leave", reason="退出") as change:
        row = change.scalars(select(Trainee).where(Trainee.application_uid == held.application_uid)).one()
        row.state, row.exit_reason = "exited", "转学"
    stages.advance(desk, "certify")
    with desk.read() as session:
        assert session.get(Certificate, held.uid).state == "void"


def test_lists_with_full_numbers_leave_a_line_in_the_journal(at: At, tmp_path: Path) -> None:
    desk = at("admitted")
    exports.write(desk, "admitted", tmp_path / "录取.xlsx")
    exports.write(desk, "public-notice", tmp_path / "公示.xlsx")
    lists.filing(desk, Scope(*BAOTOU))
    with desk.read() as session:
        told = [(d.way, d.place, d.columns, d.rows > 0) for d in session.scalars(select(Disclosure))]
    assert sorted(told) == [("导出", EXPORTS["admitted"], ["身份证号"], True), ("打印", "备案表", ["身份证号"], True)]


def test_a_decision_file_is_no_way_round_who_may_rule(at: At) -> None:
    desk = at("interviewed")
    file = SEASON / "decisions-ties-1.toml"
    desk.witness = ""
    for duties, why in (({Duty.ADMIN}, "审核"), ({Duty.REVIEWER}, "两人")):
        desk.user = SignedIn("u", desk.actor, frozenset(duties))
        with pytest.raises(NotAllowed, match=why):
            deciding.decide(desk, file)
    desk.witness = "监督甲"
    assert deciding.decide(desk, file)


def test_a_draw_is_not_taken_back_and_drawn_again(at: At) -> None:
    desk = at("shortlisted")
    group = ("pilot", "150200", "数学")
    with desk.change("panel.save") as change:
        for panel in change.scalars(select(Panel).where(Panel.city == "150200")):
            panel.chair = panel.judges[0]
    deed = deeds.done(desk, "抽签", lambda: drawing.draw(desk, group, "4711"))
    assert not deed.reversible
    with pytest.raises(NotAllowed, match="不能撤销"):
        deeds.undo(desk, deed)


def test_a_city_evaluates_its_own_trainees_only(at: At) -> None:
    desk = at("annual")
    desk.store.office = "150200"
    register = Register(desk)
    register.read()
    assert {row.city for row in register.rows} == {"150200"}


def test_who_withdrew_from_the_waitlist_does_not_follow(at: At) -> None:
    desk = at("admitted")
    leaving = admitted_with_a_follower(desk)
    lock(desk, BAOTOU)
    with desk.read() as session:
        subject = session.scalars(select(Application.subject).where(Application.uid == leaving)).one()
        query = select(Selection).join(Application, Application.uid == Selection.application_uid)
        waiting = session.scalars(
            query.where(Application.city == "150200", Application.programme == "pilot", Application.subject == subject, Selection.status == "waitlist")
        ).all()
        first = min(waiting, key=lambda s: s.rank).application_uid
        name = session.scalars(select(Application.name).where(Application.uid == first)).one()
    with desk.change("application.withdraw", reason="本人撤回") as change:
        change.update(Application, [{"uid": first, "state": "withdrawn"}])

    assert reserve.substitute(desk, leaving, "gave-up", "放弃").came != name
    with desk.read() as session:
        assert session.scalars(select(Selection.status).where(Selection.application_uid == first)).one() == "waitlist"


def with_users(at: At) -> Desk:
    """A store with marks of a test and five who sign in."""
    desk = at("tested")
    held = {"陈静": ["clerk"], "李慧": ["clerk"], "王强": ["reviewer"], "赵敏": ["supervisor"], "高娃": ["admin"], "乌云": ["reviewer", "admin"]}
    with desk.change("user.add") as change:
        change.insert(User, [{"name": name, "duties": duties} for name, duties in held.items()])
    return desk


@pytest.mark.parametrize("witness", ["高娃", "乌云", "李慧", "没有这个人"])
def test_marks_are_sealed_only_under_the_eyes_of_reviewer_or_supervisor(at: At, witness: str) -> None:
    desk = with_users(at)
    with pytest.raises(NotAllowed, match="审核、监督"):
        sealing.seal(person(desk, "陈静", witness), KEY, total_of(desk))
    assert sealing.seals(desk) == []


@pytest.mark.parametrize("witness", ["王强", "赵敏"])
def test_reviewer_and_supervisor_may_witness_a_seal_and_an_amendment(at: At, witness: str) -> None:
    desk = with_users(at)
    pair = person(desk, "陈静", witness)
    assert sealing.seal(pair, KEY, total_of(desk)).sealed_with == witness
    uid = first_mark(desk).application_uid
    with pytest.raises(NotAllowed, match="审核、监督"):
        sealing.amend(person(desk, "陈静", "高娃"), KEY, uid, "正常", {"原始分": "91.5"}, "看错一位", "更〔2025〕1号")
    assert sealing.amend(pair, KEY, uid, "正常", {"原始分": "91.5"}, "看错一位", "更〔2025〕1号").amended_with == witness


def test_an_amendment_takes_two_users_of_different_roles(at: At) -> None:
    desk = with_users(at)
    with desk.change("user.add") as change:
        change.insert(User, [{"name": name, "duties": held} for name, held in {"白桦": ["reviewer"], "包兰": ["clerk", "reviewer"]}.items()])
    sealing.seal(person(desk, "陈静", "王强"), KEY, total_of(desk))
    uid = first_mark(desk).application_uid

    def amend(actor: str, witness: str, mark: str) -> Amended:
        return sealing.amend(person(desk, actor, witness), KEY, uid, "正常", {"原始分": mark}, "看错一位", "更〔2025〕1号")

    with pytest.raises(NotAllowed, match=r"角色不同的两人.*同是审核.*没有改动"):
        amend("王强", "白桦", "91.5")
    assert sealing.amendments(desk) == []
    for number, (actor, witness) in enumerate((("王强", "赵敏"), ("包兰", "白桦"), ("陈静", "王强")), 1):
        assert amend(actor, witness, f"9{number}.5").number == number


@pytest.mark.parametrize(("by", "beside"), [("陈静", "高娃"), ("高娃", "王强"), ("陈静", "李慧"), ("陈静", "乌云")])
def test_no_sql_seals_with_an_administrator(at: At, by: str, beside: str) -> None:
    desk = with_users(at)
    columns = "uid, office, revision, kind, programme, city, subject, panel, judge, count, sums, paper_total, digest, journal_n, journal_hash, sealed_by, sealed_with, sealed_at"
    with pytest.raises(NotAllowed, match="管理员不经手成绩"), by_hand(desk) as connection:
        connection.exec_driver_sql(
            f"INSERT INTO seal ({columns}) VALUES ('s', '{desk.store.office}', 1, 'test', 'pilot', '150200', '数学', '', '', 1, '{{}}', '1', 'x', 1, 'x', '{by}', '{beside}', 'x')"
        )
