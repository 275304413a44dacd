"""docs/packages.md, played: the region and three cities each do their own part, and in the end they agree with the year in one store."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from db.models import Application
from tests.exchange.carrying import Carrier
from tests.journeys.test_season import EXPECTED, in_any_order
from tests.season import SEASON, At, new_desk
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.rules.identity import normalise_id
from yingcai_desktop.services import deciding, exports, intake, safekeeping, stages
from yingcai_desktop.services.scope import Scope

CITIES = {"150100": "呼和浩特市", "150200": "包头市", "150500": "通辽市"}
INBOX = SEASON / "inbox"
NATIONAL = Scope("national")
WHOSE = {"国家": "national", "试点": "pilot"}


class Offices:
    """Four stores and what goes between them."""

    def __init__(self, folder: Path, homes: dict[tuple[str, str], str]) -> None:
        self.folder, self.homes = folder, homes
        self.region = new_desk(folder / "150000.ycdb")
        self.cities = {code: new_desk(folder / f"{code}.ycdb", office=code) for code in CITIES}
        self.carrier = Carrier()

    def down(self, *kinds: Kind) -> None:
        for kind in kinds:
            for city in self.cities.values():
                self.carrier.carry(self.region, city, kind)

    def up(self, *kinds: Kind) -> None:
        for kind in kinds:
            for city in self.cities.values():
                self.carrier.carry(city, self.region, kind)

    def load(self, kind: str, national: list[str], pilot: dict[str, list[str]]) -> None:
        """Each office loads the workbooks of its own people."""
        intake.load(self.region, kind, [INBOX / name for name in national])
        for code, names in pilot.items():
            intake.load(self.cities[code], kind, [INBOX / name for name in names])

    def load_split(self, kind: str, name: str, sheets: str = "") -> None:
        """A workbook with everybody's rows: each office gets its own. `sheets`: those the region keeps whole."""
        for code, desk in {"150000": self.region, **self.cities}.items():
            intake.load(desk, kind, [self._cut(name, code, sheets)])

    def _cut(self, name: str, office: str, whole: str) -> Path:
        book = openpyxl.load_workbook(INBOX / name)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                texts = [normalise_id(str(c.value)) for c in row if c.value is not None]
                programme = next((p for word, p in WHOSE.items() if word in texts), "")
                home = next((h for t in texts if (h := self.homes.get((programme, t)))), "")
                keep = office == "150000" if sheet.title == whole else home == office
                if programme and not keep:
                    for cell in row:
                        cell.value = None
        path = self.folder / f"{office}-{name}"
        book.save(path)
        return path

    def step(self, step: str, *, region: Scope | None = NATIONAL) -> None:
        """The cities and, for the national programme, the region."""
        for city in self.cities.values():
            stages.advance(city, step)
        if region is not None:
            stages.advance(self.region, step, region)

    def close(self) -> None:
        for desk in (self.region, *self.cities.values()):
            desk.store.close()


@pytest.fixture
def offices(tmp_path: Path, at: At) -> Iterator[Offices]:
    with at("certified").read() as session:
        rows = session.execute(select(Application.programme, Application.id_number, Application.city)).all()
    made = Offices(tmp_path, {(p, i): "150000" if p == "national" else city for p, i, city in rows})
    yield made
    made.close()


def expect(desk: Desk, number: int, what: str) -> None:
    """The region's list is the one of the year played in one store."""
    want: Any = json.loads((EXPECTED / f"{number:02}-export-{what}.json").read_text("utf-8"))
    got: Any = json.loads(json.dumps(exports.export(desk, what)))
    if what == "public-notice":
        got, want = in_any_order(got), in_any_order(want)
    assert got == want, what


def own(rows: list[dict[str, Any]], city: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["programme"] == "pilot" and row["city"] == city]


@pytest.mark.timeout(480)
def test_four_offices_agree(offices: Offices) -> None:
    region, cities = offices.region, offices.cities
    deciding.decide(region, SEASON / "decisions.toml")
    intake.load(region, "alumni", [INBOX / "往届跟踪.xlsx"])
    offices.down(Kind.BASE)

    offices.load(
        "mentors", ["导师-国家-内蒙古大学.xlsx"], {c: [f"导师-试点-{name}.xlsx"] for c, name in CITIES.items()}
    )
    offices.up(Kind.MENTORS)
    stages.advance(region, "review-mentors")
    stages.advance(region, "appoint")
    offices.down(Kind.MENTORS)

    files = next(
        s["files"] for s in json.loads((SEASON / "play.json").read_text("utf-8")) if s.get("kind") == "applicants"
    )
    names = [Path(f).name for f in files]
    of_city = {"150100": ("内师大附中", "呼市", "呼和浩特"), "150200": ("包头",), "150500": ("通辽",)}
    pilot = [n for n in names if n.startswith("报名-试点")]
    offices.load(
        "applicants",
        [n for n in names if n.startswith("报名-国家")],
        {c: [n for n in pilot if n.removeprefix("报名-试点-").startswith(words)] for c, words in of_city.items()},
    )
    intake.load(region, "applicants", [INBOX / "报名-国家-呼市二中.xlsx"])
    offices.load_split("applicants", "报名-补正.xlsx")
    offices.up(Kind.APPLICATIONS)
    stages.advance(region, "review-applicants")
    offices.down(Kind.APPLICATIONS)
    expect(region, 9, "applicants")
    expect(region, 10, "eligibility")

    offices.load("test-scores", ["测试成绩-国家.xlsx"], {c: [f"测试成绩-{name}.xlsx"] for c, name in CITIES.items()})
    offices.load_split("test-scores", "测试成绩-更正.xlsx")
    offices.step("shortlist")
    offices.up(Kind.TEST_SCORES)
    expect(region, 15, "shortlist")

    offices.load("interview-scores", ["面试-国家.xlsx"], {c: [f"面试-{name}.xlsx"] for c, name in CITIES.items()})
    offices.load_split("interview-scores", "面试-更正.xlsx")
    offices.up(Kind.INTERVIEW_RESULTS)
    expect(region, 22, "interview-results")

    with pytest.raises(NotAllowed, match="自治区的结果还没有收到"):
        stages.advance(cities["150100"], "admit")
    deciding.decide(region, SEASON / "decisions-ties-1.toml")
    stages.advance(region, "admit", NATIONAL)
    offices.down(Kind.ADMITTED)
    with pytest.raises(NotAllowed, match="同分"):
        stages.advance(cities["150200"], "admit")
    deciding.decide(cities["150200"], SEASON / "decisions-ties-2.toml")
    offices.step("admit", region=None)
    offices.up(Kind.ADMITTED)
    deciding.decide(region, SEASON / "decisions-declined.toml")
    stages.advance(region, "admit", NATIONAL)
    offices.down(Kind.ADMITTED)
    offices.step("admit", region=None)
    offices.up(Kind.ADMITTED)
    for number, what in ((24, "ranking"), (25, "admitted"), (26, "waitlist"), (27, "public-notice"), (28, "filing")):
        expect(region, number, what)

    offices.step("open-training")
    offices.up(Kind.ADMITTED)
    offices.load("evaluations", ["中期评价-国家.xlsx"], {c: [f"中期评价-{name}.xlsx"] for c, name in CITIES.items()})
    offices.load_split("evaluations", "中期评价-更正.xlsx")
    offices.step("midterm")
    offices.up(Kind.MIDTERM_EXITS)

    offices.load("visits", ["成长日志-国家.xlsx"], {c: [f"成长日志-{name}.xlsx"] for c, name in CITIES.items()})
    intake.load(region, "evaluations", [INBOX / "年度评价-国家.xlsx", INBOX / "年度评价-国家-更正.xlsx"])
    for name in ("年度评价-试点.xlsx", "年度评价-试点-更正.xlsx"):
        offices.load_split("evaluations", name, "专家评分")
    offices.step("recommend")
    offices.up(Kind.RECOMMENDATIONS)
    expect(region, 35, "compliance")
    stages.advance(region, "final")
    stages.advance(region, "certify")
    offices.down(Kind.FINAL_RESULTS)
    for number, what in ((42, "grades"), (43, "certificates"), (44, "statistics")):
        expect(region, number, what)

    for code, city in cities.items():
        for what in ("admitted", "compliance", "grades", "certificates"):
            ours = json.loads(json.dumps(exports.export(city, what)))
            assert ours == own(json.loads(json.dumps(exports.export(region, what))), code) != [], (code, what)
    assert all(finding.sound for desk in (region, *cities.values()) for finding in safekeeping.check(desk))
