"""The three steps of an empty store: the year stands, who takes part, the first applications (ux §4.1, first run)."""

from dataclasses import dataclass
from typing import Literal

from yingcai_desktop.services.workbench.facts import Facts

State = Literal["done", "now", "todo"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; the first that is not done is `now`."""

    key: str
    title: str
    detail: str
    state: State


def steps(facts: Facts) -> list[Step]:
    """Year → schools and mentors → applications, with what is there already."""
    office = facts.schemes.offices.get(facts.scope.city or facts.schemes.common.region.code, "")
    schools, mentors = len(facts.schools), len(facts.mentors)
    signed = "、".join(f"{n} {what}" for n, what in ((schools, "所学校"), (mentors, "名导师")) if n)
    found = [
        ("year", "建立年度", f"{facts.season} 年度 · {office} · 数据文件已建立", True),
        (
            "people",
            "导入学校和导师",
            signed or "先登记决定文件（学校、名额、办法），再导入导师汇总表",
            bool(schools and mentors),
        ),
        ("applications", "导入报名", "导入各中学的报名汇总表，或在报名登记里逐个新建", bool(facts.applicants)),
    ]
    now = next((key for key, *_, done in found if not done), "")
    return [
        Step(key, title, detail, "done" if done else "now" if key == now else "todo")
        for key, title, detail, done in found
    ]
