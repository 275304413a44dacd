"""Which data of each city has come: counted from the records in this store, stage by stage."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.tasks import place_label
from yingcai_desktop.services.workbench.year import begins, due

Tone = Literal["ok", "warn", "bad", "plain"]

STAGES = ("报名", "测试成绩", "面试成绩", "录取名单", "中期评价", "年度材料")
_DUE = ("学生报名", "潜质测试", "面试", "师生见面会", "中期评价", "年度评价总结")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is blank where nothing is expected yet."""

    text: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One programme or city across the stages; `key` is the city code, or blank for the national programme."""

    programme: str
    key: str
    label: str
    cells: tuple[Cell, ...]


def arrivals(facts: Facts) -> list[Arrival]:
    """One row per city of the pilot, one for the national programme."""
    places = dict.fromkeys((programme, city) for programme, city, _ in facts.groups)
    return [Arrival(p, c, place_label(facts, p, c), tuple(_cells(facts, p, c))) for p, c in places]


def _cells(facts: Facts, programme: str, city: str) -> list[Cell]:
    here = {uid for uid, group in facts.groups_of.items() if group[:2] == (programme, city)}
    approved = {a.uid for a in facts.approved} & here if facts.done("review-applicants", programme) else set()
    trainees, training = here & facts.trainees.keys(), here.intersection(facts.in_training)
    pairs: list[tuple[Collection[str], int]] = [
        (here, len(here)),
        (approved & facts.papers.keys(), len(approved)),
        (here & facts.shortlisted - set(facts.unjudged), len(here & facts.shortlisted)),
        (here.intersection(facts.admitted), _seats(facts, programme, city)),
        (trainees & facts.midterms, len(trainees)),
        (training & facts.annual, len(training)),
    ]
    return [
        _cell(len(have), wanted if have or begins(facts, stage) else 0, late=_late(facts, stage, programme))
        for (have, wanted), stage in zip(pairs, _DUE, strict=True)
    ]


def _seats(facts: Facts, programme: str, city: str) -> int:
    if not facts.done("admit", programme):
        return 0
    return sum(facts.seats(g) or 0 for g in facts.groups if g[:2] == (programme, city))


def _late(facts: Facts, stage: str, programme: str) -> bool:
    day = due(facts, stage, programme)
    return day is not None and facts.today > day


def _cell(have: int, wanted: int, *, late: bool) -> Cell:
    """`96 人` when whole, `12/15` when part, 未到 when its day has passed and nothing is there."""
    if have and have >= wanted:
        return Cell(f"{have} 人", "ok")
    if have:
        return Cell(f"{have}/{wanted} 人", "warn")
    return Cell("未到", "bad") if late and wanted else Cell("待办", "warn") if wanted else Cell()
