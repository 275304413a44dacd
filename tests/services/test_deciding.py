"""Decisions: recorded whole or not at all, never assumed (FORMAT §4)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Decision, Declination
from tests.season import SEASON, At
from yingcai_desktop.decision_names import name_of, title
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Undecided
from yingcai_desktop.services import deciding, stages
from yingcai_desktop.services.deciding import stored

WHOLE = (SEASON / "decisions.toml").read_text("utf-8")


def entries(desk: Desk) -> int:
    with desk.read() as session:
        return int(session.connection().exec_driver_sql("SELECT count(*) FROM journal").scalar() or 0)


def file(folder: Path, text: str) -> Path:
    path = folder / "决定.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"生物" = 10\n"计算机" = 5\n[seats.pilot.150100]', '"生物" = 9\n"计算机" = 5\n[seats.pilot.150100]', "seats.sum"),  # 附件1 三.4
        ("150200 = 25", "150200 = 24", "seats.sum"),  # 附件2 三（四）
        ("pilot = 100", "pilot = 99", "seats.sum"),
        ("test = 40", "test = 41", "weights.sum"),  # 附件1 四（二）
        ('dual = "national-first"', 'dual = "whoever"', "decision.invalid"),
        ('step = "0.5"', 'step = "0"', "decision.invalid"),
        ("apply_until = 2025-03-31", 'apply_until = "三月底"', "decision.invalid"),
        ("min_judges = 2", "min_judges = -1", "decision.invalid"),
        ('programme = "national"\ncity = ""', 'programme = "national"\ncity = "150100"', "decision.invalid"),
        ('exempt_months = ["2025-08"]', "exempt_months = 8", "decision.invalid"),
        ('exempt_months = ["2025-08"]', 'exempt_months = ["2025-8"]', "decision.invalid"),
        ('approval = "', 'approval = 07:30:00 # "', "decision.invalid"),
        ('approval = "', 'approval = nan # "', "decision.invalid"),
    ],
)
def test_a_file_that_does_not_hold_together_stores_nothing(desk: Desk, tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in WHOLE
    before = entries(desk)

    with pytest.raises(Invalid) as refused:
        deciding.decide(desk, file(tmp_path, WHOLE.replace(old, new, 1)))

    assert refused.value.problems[0].code == code
    assert "请" in refused.value.message
    assert entries(desk) == before


TIE = '[[ties]]\nprogramme = "national"\nsubject = "数学"\norder = {order}\nreason = "抽签"\nby = {by}\n'
SCHOOL = '[[schools]]\nname = "示例中学"\ncity = "150100"\nprogrammes = ["{programme}"]\n'
PANEL = '[[panels]]\nprogramme = "national"\nsubject = "数学"\nname = "甲组"\njudges = ["评委甲"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TIE.format(order='["a", "b"]', by='["甲", "甲 "]'), "两位不同的签认人"),
        (TIE.format(order='["a", "b"]', by='["甲", ""]'), "两位不同的签认人"),
        (TIE.format(order='["a", "a"]', by='["甲", "乙"]'), "每人一次"),
        (2 * SCHOOL.format(programme="pilot"), "示例中学 写了两次"),
        (SCHOOL.format(programme="试点"), "项目“试点”不认识"),
        (2 * PANEL, "数学甲组 写了两次"),
        ("panels = 3", "panels"),
        ("weights = 3", "应为一张表"),
    ],
)
def test_records_that_cannot_be_right_are_refused(desk: Desk, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Invalid, match="请") as refused:
        deciding.decide(desk, file(tmp_path, text))

    assert said in refused.value.message
    assert [p.code for p in refused.value.problems] == ["decision.invalid"]


def test_an_identity_number_counts_however_it_is_typed(desk: Desk, tmp_path: Path) -> None:
    given = '[[declined]]\nprogramme = "pilot"\nid_number = "１５０１９９ 20090701 801x"\nreason = "放弃"\n'

    deciding.decide(desk, file(tmp_path, given))

    with desk.read() as session:
        assert session.scalars(select(Declination.id_number)).all() == ["15019920090701801X"]


@pytest.mark.parametrize("text", ["这不是 TOML", 'season = "', "[[panels]]\nname = 1"])
def test_an_unreadable_file_is_refused_with_a_sentence(desk: Desk, tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid, match="请"):
        deciding.decide(desk, file(tmp_path, text))


def test_another_season_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="2024 年度"):
        deciding.decide(desk, file(tmp_path, WHOLE.replace("season = 2025", "season = 2024", 1)))


def test_a_later_file_replaces_only_the_keys_it_names(desk: Desk, tmp_path: Path) -> None:
    deciding.decide(desk, SEASON / "decisions.toml")

    deciding.decide(desk, file(tmp_path, "[weights]\ntest = 30\ninterview = 70\n"))

    with desk.read() as session:
        decisions = stored(session)
    assert str(decisions.number("weights.test")) == "30"
    assert decisions.text("dual") == "national-first"


def test_an_unknown_word_is_named_and_not_stored(desk: Desk, tmp_path: Path) -> None:
    recorded = deciding.decide(desk, file(tmp_path, WHOLE.replace("[weights]", "[wieghts]", 1)))

    assert any("wieghts" in note for note in recorded.notes)
    with desk.read() as session, pytest.raises(Undecided, match=title("weights.test")):
        stored(session).number("weights.test")


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    deciding.decide(desk, SEASON / "decisions.toml")
    before = entries(desk)

    assert deciding.decide(desk, SEASON / "decisions.toml").changed == ()

    assert entries(desk) == before


def test_what_the_selection_rests_on_is_frozen_once_training_is_open(at: At, tmp_path: Path) -> None:
    desk = at("training")
    before = entries(desk)

    with pytest.raises(NotAllowed, match="不能再改"):
        deciding.decide(desk, file(tmp_path, "[weights]\ntest = 30\ninterview = 70\n"))

    assert entries(desk) == before
    deciding.decide(desk, file(tmp_path, "[annual]\nmin_experts = 2\n"))  # what comes later stays open


def test_a_change_after_marks_were_seen_is_said_aloud(at: At, tmp_path: Path) -> None:
    recorded = deciding.decide(at("shortlisted"), file(tmp_path, "[weights]\ntest = 30\ninterview = 70\n"))

    assert any("成绩登记后" in note for note in recorded.notes)


@pytest.mark.parametrize(
    ("milestone", "step", "dropped"),
    [
        ("mentors-loaded", "review-mentors", "mentors.exception_reason"),
        ("applied", "review-applicants", "relaxation"),
        ("tested", "shortlist", "ratio"),
        ("tested", "shortlist", "pass_line.pilot.数学"),
        ("interviewed", "admit", "weights.interview"),
        ("interviewed", "admit", "interview.aggregate"),
        ("interviewed", "admit", "interview.correction"),
        ("interviewed", "admit", "dual"),
        ("interviewed", "admit", "ranking.tie_break"),
        ("admitted", "open-training", "admission.pilot"),
        ("annual", "midterm", "midterm.date"),
        ("recommended", "final", "annual.excellent"),
        ("graded", "certify", "certificate.number"),
    ],
)
def test_a_step_without_its_decision_is_refused_by_name(at: At, milestone: str, step: str, dropped: str) -> None:
    desk = at(milestone)
    with desk.change("test.forget") as change:
        change.delete(change.scalars(select(Decision).where(Decision.key == dropped)).one())
    before = entries(desk)

    with pytest.raises(Undecided) as refused:
        stages.advance(desk, step)

    assert name_of(desk.schemes, dropped) in refused.value.message
    assert [p.code for p in refused.value.problems] == ["decision.missing"]
    assert entries(desk) == before
