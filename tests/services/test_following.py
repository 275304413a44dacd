"""往届跟踪: consent, gaps, small numbers, a city's own (附件1 七, 附件2 八; J01–J05)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import AlumniRecord, Disclosure
from tests.season import At
from tests.services.boards import on
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import intake
from yingcai_desktop.services.following import people, saving, sheets
from yingcai_desktop.services.following.people import Count

VALUES = {"updated_on": "2025-09-20", "stage": "本科", "university": "内蒙古大学", "consent": "1"}


@pytest.fixture
def desk(at: At) -> Desk:
    return on(at("logged"), "09-29")


def test_the_longest_silent_come_first_and_a_year_is_a_gap(desk: Desk) -> None:
    found = people.people(desk)
    assert [p.silent_days for p in found] == sorted((p.silent_days for p in found), reverse=True)
    desk.clock = lambda: datetime(2026, 9, 29, tzinfo=UTC)
    assert all(p.lost for p in people.people(desk))


def test_what_is_typed_is_checked(desk: Desk) -> None:
    number = people.people(desk)[0].uid
    for changes, words in (
        ({"stage": ""}, "阶段"),
        ({"consent": ""}, "同意"),
        ({"updated_on": "2025-10-01"}, "今天之后"),
        ({"updated_on": "x"}, "读不懂"),
    ):
        with pytest.raises(Invalid, match=words):
            saving.record(desk, number, VALUES | changes)
    saving.record(desk, number, VALUES)
    with pytest.raises(Invalid, match="已有一条"):
        saving.record(desk, number, VALUES)


def test_after_the_consent_was_taken_back_no_way_in_is_left(desk: Desk, tmp_path: Path) -> None:
    """The form, the workbook and SQL alike."""
    person = people.people(desk)[0]
    saving.stop(desk, person.uid, "本人", "来电")
    with pytest.raises(NotAllowed, match="撤回"):
        saving.record(desk, person.uid, VALUES)
    with pytest.raises(NotAllowed, match="撤回"), desk.change("alumni.record") as change:
        change.insert(AlumniRecord, [{"id_number": person.uid, "name": person.name, "season": 2024, "programme": "pilot", "subject": "数学",
                                      "updated_on": date(2025, 9, 29), "stage": "本科", "consent": True}])  # fmt: skip
    others = [p for p in people.people(desk) if p.last.reported_by == person.last.reported_by]
    assert all(p.uid != person.uid for group in sheets.units(others, "reporter").values() for p in group)
    told = people.statistics(desk, people.people(desk))
    assert told.stopped == 1
    assert sum(c.count for c in told.stages) == told.people - 1
    stop = next(p.stop_uid for p in people.people(desk) if p.uid == person.uid)
    saving.resume(desk, stop)
    saving.record(desk, person.uid, VALUES)


def test_a_workbook_row_of_somebody_who_said_stop_is_refused(desk: Desk, tmp_path: Path) -> None:
    import openpyxl

    person = people.people(desk)[0]
    out = tmp_path / "out"
    out.mkdir()
    sheets.write(desk, [person], "reporter", out)
    path = next(out.iterdir())
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = {str(c.value).rstrip("*"): c.column for c in sheet[1]}
    for title, value in (("更新日期", "2025-09-20"), ("阶段", "本科"), ("跟踪同意", "是")):
        sheet.cell(2, head[title]).value = value
    book.save(path)
    saving.stop(desk, person.uid, "本人")
    result = intake.load(desk, "alumni", [path])
    assert [f.code for f in result.files[0].checked.refusals] == ["consent.missing"]


def test_full_numbers_that_go_out_are_told_to_the_journal(desk: Desk, tmp_path: Path) -> None:
    found = people.people(desk)
    made = sheets.write(desk, found, "university", tmp_path)
    assert made == len(list(tmp_path.glob("*.xlsx"))) == len({p.last.university or "未填单位" for p in found})
    with desk.read() as session:
        told = session.scalars(select(Disclosure)).all()
    assert [(d.place, d.rows) for d in told] == [("往届跟踪表", len(found))]


def test_small_numbers_are_hidden() -> None:
    assert [Count("x", n).shown for n in (0, 1, 2, 3)] == ["0", "<3", "<3", "3"]


def test_a_city_follows_only_its_own(desk: Desk) -> None:
    assert people.people(desk)
    desk.store.__dict__["office"] = "150200"
    assert people.people(desk) == []
