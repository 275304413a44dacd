"""The journal in a clerk's words: acts of the office, history of a record, numbers of people masked."""

import re

import pytest

from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import history
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import Register
from yingcai_desktop.services.telling import action_name

_WHOLE = re.compile(r"\b([0-9]{17}[0-9X]|1[3-9][0-9]{9})\b")
"""An identity or telephone number that is not masked."""


@pytest.fixture
def office(at: At) -> Desk:
    return at("applied")


def corrected(desk: Desk) -> str:
    """Somebody whose mentor, telephone and consent were corrected after approval."""
    row = next(
        r for r in Register(desk).rows if r.programme == "national" and r.result == "eligible" and len(r.mentors) > 1
    )
    reviewing.carry_out(desk, reviewing.plan(desk, "approve", [row.uid]))
    values, revision = saving.stored(desk, row.uid)
    swapped = {"choice1_uid": values["choice2_uid"], "choice2_uid": values["choice1_uid"]}
    saving.edit(desk, row.uid, revision, values | swapped | {"guardian_phone": "13912345678", "subject_rank": "1"})
    return row.uid


def test_a_load_is_one_act_with_its_workbooks(office: Desk) -> None:
    acts = history.actions(office)

    loads = [a for a in acts if a.action == "applicants.load"]
    assert sum(a.rows for a in loads) >= len(Register(office).rows)
    assert all(".xlsx" in a.reason for a in loads)
    assert [a.first for a in acts] == sorted(a.first for a in acts)


def test_every_journal_entry_belongs_to_one_act(office: Desk) -> None:
    corrected(office)

    acts = history.actions(office)

    assert [a.first for a in acts[1:]] == [a.last + 1 for a in acts[:-1]]


def test_an_act_says_when_who_what_and_masks_the_number(office: Desk) -> None:
    uid = corrected(office)
    row = Register(office).row(uid)
    assert row is not None

    act = history.actions(office)[-1]

    assert act.subject == f"{row.name}（{row.id_number[:6]}********{row.id_number[-4:]}）"
    assert act.sentence.startswith("2025-12-26 09:30 经办甲（见证 见证乙） 更正报名：")
    assert not any(_WHOLE.search(str(a.as_json())) or _WHOLE.search(a.sentence) for a in history.actions(office))


def test_the_history_of_a_record_reads_in_words_latest_first(office: Desk) -> None:
    uid = corrected(office)

    with office.read() as session:
        acts = history.of_record(session, office, "application", uid)

    assert [a.title for a in acts] == ["更正报名", "自治区复审通过", "导入报名"]
    changes = {c.label: (c.old, c.new) for c in acts[0].changes}
    assert changes["状态"] == ("复审通过", "学校已推荐")
    assert changes["监护人手机"][1] == "139****5678"
    assert "（内蒙古大学）" in changes["第一志愿导师"][0]
    assert changes["学科名次"][1] == "1"


def test_a_record_knows_where_it_came_from(office: Desk) -> None:
    register = Register(office)

    origin = register.origin(register.rows[0].uid)

    assert origin is not None
    assert origin.loaded
    assert origin.words == register.rows[0].source


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("applicants.load", "导入报名"),
        ("application.approve", "自治区复审通过"),
        ("application.return", "退回补正"),
        ("mentor.review", "导师审核"),
        ("selection.admit", "录取"),
        ("something.else", "something.else"),
    ],
)
def test_actions_have_names(action: str, words: str) -> None:
    assert action_name(action) == words


def test_no_act_of_a_whole_season_is_without_a_name(at: At) -> None:
    acts = history.actions(at("certified"))

    assert [a.action for a in acts if action_name(a.action) == a.action] == []
