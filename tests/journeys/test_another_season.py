"""Another season than the sample's: another city and subject, other seats, maxima and signed ways; nothing of 2025 is baked in.

All through what the pages use: double entry, seals, draws, lock, matching, evaluation, certificates, reports and every list.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Panel, Trainee
from tests.season import SEASON, At
from tests.services.marking import by_hand, person, total
from yingcai_desktop import scheme
from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.entry import Given
from yingcai_desktop.services import deciding, entry, exports, reports, sealing, seating, stages
from yingcai_desktop.services.evaluations import committee, register, saving
from yingcai_desktop.services.matching import moving
from yingcai_desktop.services.panels import drawing, forming
from yingcai_desktop.services.selecting import board, locks, ties
from yingcai_desktop.vocabulary import EXPORTS

MOVED = (("150500", "150600"), ("通辽市", "鄂尔多斯市"), ("通辽", "鄂尔多斯"), ("生物", "地理"))
SCHEMES = (('"150200" = 25', '"150200" = 30'), ('"150600" = 25', '"150600" = 20'), ('"使命意识" = 10', '"使命意识" = 5'), ('"创新思维" = 20', '"创新思维" = 25'),
           ('"科学兴趣" = 20\n"学科基础知识" = 25', '"科学兴趣" = 30\n"学科基础知识" = 15'))  # fmt: skip
SIGNED = (('ratio = "3"', 'ratio = "2"'), ("national-first", "pilot-first"), ("150200 = 25", "150200 = 30"), ("150600 = 25", "150600 = 20"),
          ("test = 40\ninterview = 60", "test = 30\ninterview = 70"), ('"mean"', '"trimmed-1-1"'), ('correction = "none"', 'correction = "second-average-candidates"'),
          ('"exact"', '"rounded"'), ('step = "0.5"', 'step = "0.25"'), ("min_judges = 2", "min_judges = 3"), ("min_experts = 3", "min_experts = 2"))  # fmt: skip


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in (*MOVED, *pairs):
        text = text.replace(old, new)
    return text


@pytest.fixture
def other(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = Path(shutil.copytree(resource("schemes"), tmp_path / "schemes"))
    for file in folder.glob("*.toml"):
        file.write_text(changed(file.read_text("utf-8"), *SCHEMES), "utf-8")
    signed = changed((SEASON / "decisions.toml").read_text("utf-8"), *SIGNED)
    for city, old, new in (("150200", 5, 6), ("150600", 5, 4)):
        part = re.search(rf"\[seats\.pilot\.{city}\][^\[]*", signed)
        assert part is not None
        signed = signed.replace(part[0], part[0].replace(f"= {old}", f"= {new}"))
    (tmp_path / "decisions.toml").write_text(signed, "utf-8")
    played = at("applied")
    monkeypatch.setattr(scheme, "resource", lambda *parts: folder if parts == ("schemes",) else resource(*parts))
    desk = Desk(played.store, "经办甲", "见证乙", played.clock)
    with by_hand(desk) as connection:
        for table in ("application", "mentor"):
            connection.exec_driver_sql(f"UPDATE {table} SET subject = '地理' WHERE subject = '生物'")
        for table in ("application", "school"):
            connection.exec_driver_sql(f"UPDATE {table} SET city = '150600' WHERE city = '150500'")
        connection.exec_driver_sql("DELETE FROM decision WHERE key LIKE '%150500%' OR key LIKE '%生物%'")
    deciding.decide(desk, tmp_path / "decisions.toml")
    return desk


def drawn(*words: str) -> int:
    """A number as good as any, the same on any machine."""
    return int.from_bytes(sha256("|".join(words).encode()).digest()[:4], "big")


def entered(desk: Desk, kind: str, mark: Callable[[entry.Paper, str, str, Decimal], str]) -> None:
    """Both passes of every sheet, settled by a third person, every seal closed."""
    first, second, third = person(desk, "录一"), person(desk, "录二"), person(desk, "丙", "丁")
    papers = [paper for paper in entry.papers(desk, kind) if paper.lines]
    for paper in papers:
        rows = {
            line.uid: Given("", {f.title: mark(paper, line.name, f.title, f.maximum) for f in paper.fields})
            for line in paper.lines
        }
        for one, turn in ((first, 1), (second, 2)):
            entry.save(one, paper, turn, rows)
            entry.close(one, paper, turn, total(one, paper, turn))
        entry.settle(third, paper)
    for ref in {paper.ref.sealed_as for paper in papers}:
        sealing.seal(third, ref, sealing.ready(third, ref).total)


def formed(desk: Desk) -> None:
    with desk.read() as session:
        known = {p.uid: (p.programme, p.city, p.subject) for p in session.scalars(select(Panel))}
    for uid in known:
        form = forming.form_of(desk, uid)
        forming.save(desk, replace(form, chair=form.judges[0][0]))
    for group in set(desk.schemes.groups()) - set(known.values()):
        judges = tuple((f"评委{''.join(group)}{n}", "外地大学") for n in range(5))
        forming.save(desk, forming.PanelForm(group, "甲组", judges, judges[0][0]))
    for group in desk.schemes.groups():
        drawing.draw(desk, group, "4711")


def admitted(desk: Desk) -> None:
    for number in range(4711, 4800):
        try:
            stages.advance(desk, "admit")
        except NotAllowed as refused:
            open_ties = [p for p in refused.problems if p.code == "tie.unresolved"]
            assert open_ties, refused
            for tie in open_ties:
                ties.draw(desk, (tie.programme, tie.city, tie.subject), tie.ids, str(number))
        else:
            return


def written(desk: Desk, form: str, values: Callable[[register.Row], dict[str, str] | None]) -> None:
    with desk.read() as session:
        rows = register.rows(session, desk, suggesting=False)
    for row in rows:
        if (given := values(row)) is not None:
            saving.save(desk, form, row, given, reason="盟市来文 1 号")


def test_another_season_goes_all_the_way(other: Desk) -> None:
    desk = other
    assert stages.advance(desk, "review-applicants").counts["eligible"] > 400
    seating.assign(desk)
    entered(desk, "test", lambda _p, who, title, _m: str(50 + drawn(who, title) % 50))
    assert stages.advance(desk, "shortlist").counts["shortlisted"] < 300
    formed(desk)
    entered(
        desk,
        "interview",
        lambda p, who, title, most: str(Decimal(int(most * 4 * (60 + drawn(who, title, p.ref.judge) % 40) / 100)) / 4),
    )
    admitted(desk)
    for part in board.parts(desk):
        moving.accept(desk, moving.proposal(desk, part))
        locks.lock(replace(desk, witness="丁"), part, "锁定")
        assert locks.verify(desk, part) == []
    assert [part[1] for part in board.parts(desk)] == ["", "150100", "150200", "150600"]
    assert stages.advance(desk, "open-training").counts["trainees"] == 130

    desk.clock = lambda: datetime(2025, 12, 20, 9, tzinfo=UTC)
    written(desk, "midterm", lambda _r: {"report_date": "2025-07-10", "team_grade": "合格", "conclusion": "合格"})
    stages.advance(desk, "midterm")
    best = saving.FORMS["annual"].words["mentor_grade"][0]
    written(desk, "annual", lambda _r: {"project_report": "1", "training_report": "1", "mentor_grade": best})
    written(desk, "city", lambda r: {"city_recommended": "1", "city_score": "88"} if r.needs_recommendation else None)
    assert stages.advance(desk, "recommend").counts["recommended"] == 100
    for number in range(4):
        subjects = tuple(desk.schemes.subject_names)
        committee.save_expert(
            desk,
            committee.ExpertRow("", f"专家{number}", "外地大学", "教授", "", subjects, True, None, "聘", True, 0, 0, 0),
        )
    with desk.read() as session:
        rows = register.rows(session, desk)
    committee.confirm(desk, rows, committee.plan(desk, rows, "4711", blind=True))
    entered(
        desk, "expert", lambda p, who, title, most: str(int(most * (70 + drawn(who, title, p.ref.judge) % 30) / 100))
    )
    stages.advance(desk, "final")
    assert stages.advance(desk, "certify").counts["certificates"] == 100

    for what in EXPORTS:
        said = str(exports.export(desk, what))
        assert "150500" not in said and "'生物'" not in said, what
    tables = reports.count_all(desk)
    assert all("生物" not in str(table) for table in tables)
    assert any("鄂尔多斯" in str(table) for table in tables)
    with desk.read() as session:
        assert len(session.scalars(select(Trainee)).all()) == 130
