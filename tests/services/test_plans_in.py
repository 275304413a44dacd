"""培养计划 by workbook: what it may say, what a blank cell leaves alone, one undo, the same at the command line (G04)."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from db.models import CoMentor, ReadingItem, TrainingPlan
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deeds, intake
from yingcai_desktop.services.trainees import plans
from yingcai_desktop.services.trainees.students import Student, students

SHEETS = {"培养计划": 0, "阅读书目": 1, "合作导师": 2}


@pytest.fixture
def desk(at: At) -> Desk:
    return at("training")


def somebody(desk: Desk, count: int = 1) -> list[Student]:
    with desk.read() as session:
        return [s for s in students(session, desk) if s.programme == "pilot"][:count]


def book(desk: Desk, path: Path, *rows: tuple[str, Student, dict[str, str]]) -> Path:
    """The template of the program, filled in below its example rows."""
    intake.write_template(desk, "plans", path)
    made = openpyxl.load_workbook(path)
    for table, who, values in rows:
        sheet = made[table]
        head = {str(c.value).rstrip("*"): c.column for c in sheet[1]}
        line = sheet.max_row + 1
        for title, text in {"项目": "试点", "身份证号": who.id_number, "姓名": who.name, **values}.items():
            sheet.cell(line, head[title]).value = text
    made.save(path)
    return path


def test_a_workbook_fills_plan_list_and_helpers_and_is_undone_as_one(desk: Desk, tmp_path: Path) -> None:
    one, two = somebody(desk, 2)
    path = book(
        desk, tmp_path / "计划.xlsx",
        ("培养计划", one, {"课题": "草原土壤微生物", "选题情况": "已定", "制定日期": "2025-05-06"}),
        ("培养计划", two, {"培养目标": "读懂文献"}),
        ("阅读书目", one, {"书目文献": "微积分入门", "作者": "张山"}),
        ("合作导师", one, {"合作导师": "周八", "单位": "内蒙古大学"}),
    )  # fmt: skip

    dry = intake.load(desk, "plans", [path], dry_run=True)
    assert (dry.stored, dry.files[0].tally.new, dry.files[0].checked.refusals) == (False, 4, [])

    deed = deeds.done(desk, "导入培养计划", lambda: intake.load(desk, "plans", [path]))
    with desk.read() as session:
        held = plans.file_of(session, one.uid)
    assert (held.values["topic"], held.values["made_on"]) == ("草原土壤微生物", "2025-05-06")
    assert [b.title for b in held.books] == ["微积分入门"] and [h.name for h in held.helpers] == ["周八"]
    assert intake.load(desk, "plans", [path]).files[0].tally.same == 4

    deeds.undo(desk, deed)
    with desk.read() as session:
        assert not any(session.scalars(select(t.uid)).all() for t in (TrainingPlan, ReadingItem, CoMentor))


def test_a_blank_cell_takes_nothing_away(desk: Desk, tmp_path: Path) -> None:
    (one,) = somebody(desk)
    plans.save(desk, one.uid, {"topic": "草原土壤微生物", "goal": "读懂文献", "made_on": "2025-05-06"})

    intake.load(desk, "plans", [book(desk, tmp_path / "计划.xlsx", ("培养计划", one, {"课题": "草原植物群落"}))])

    with desk.read() as session:
        values = plans.file_of(session, one.uid).values
    assert (values["topic"], values["goal"], values["made_on"]) == (
        "草原植物群落",
        "读懂文献",
        date(2025, 5, 6).isoformat(),
    )


def test_nobody_has_a_plan_before_training_begins(at: At, tmp_path: Path) -> None:
    desk = at("training")
    (one,) = somebody(desk)
    before = at("admitted")

    result = intake.load(before, "plans", [book(before, tmp_path / "计划.xlsx", ("培养计划", one, {"课题": "草原"}))])

    assert [f.code for f in result.files[0].checked.refusals] == ["trainee.not-begun"]


def test_only_a_clerk_loads_plans(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(desk, tmp_path / "计划.xlsx")

    def refuse(_desk: Desk, action: str) -> None:
        assert action == "plans.load"
        raise NotAllowed("须由经办办理")

    monkeypatch.setattr(Desk, "require", refuse)
    with pytest.raises(NotAllowed):
        intake.load(desk, "plans", [path])
