"""统计报表: the saved reports, counted afresh from the store whenever they are looked at (ux §4.13, features M01–M05)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, School
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.reports import growing, selecting
from yingcai_desktop.services.reports.ground import WAYS, Ground
from yingcai_desktop.services.reports.tables import Table
from yingcai_desktop.services.workbench import scope_of
from yingcai_desktop.services.workbench.facts import Facts


@dataclass(frozen=True, slots=True)
class Report:
    """One saved report: its words, and the ways it can be parted (none: it has one shape)."""

    key: str
    title: str
    about: str
    build: Callable[[Ground, str], Table]
    ways: Sequence[tuple[str, str]] = ()


def _ways(*keys: str) -> list[tuple[str, str]]:
    return [(key, WAYS[key]) for key in keys]


REPORTS: tuple[Report, ...] = (
    Report("structure", "报名结构", "谁报了名，资格审查结论如何", selecting.structure,
           _ways("subject", "city", "school", "grade", "gender", "ethnicity", "programme")),
    Report("outcomes", "选拔结果", "从报名到录取，各校、各学科怎么走下来", selecting.outcomes,
           _ways("school", "subject", "city", "gender", "ethnicity", "grade")),
    Report("funnel", "选拔漏斗", "每一步留下多少人", selecting.funnel),
    Report("marks", "成绩分布", "每十分一段，分学科", selecting.marks, list(selecting.MARKS.items())),
    Report("mentors", "导师工作量", "志愿、在带、面授和待审日志", growing.mentors),
    Report("pace", "培养达标率", "到校和面授达到规定的学员", growing.pace, _ways("subject", "city", "school", "university")),
    Report("grades", "评价结果", "中期退出、推荐、等级和发证", growing.grades,
           _ways("subject", "city", "school", "university", "gender", "ethnicity")),
    Report("cities", "盟市考核表", "试点各盟市从名额到发证", growing.cities),
    Report("years", "年度对比", "本届和往届的学员、等级", growing.years),
)  # fmt: skip

BY_KEY = {report.key: report for report in REPORTS}


def count(desk: Desk, key: str, way: str = "", programme: str = "") -> Table:
    """One report, as the store stands; a city office counts its own part of the pilot. Raises `Undecided`, `StorageTrouble`."""
    report = BY_KEY[key]
    chosen = way or (report.ways[0][0] if report.ways else "")
    with desk.read() as session:
        return report.build(Ground(_facts(desk, session, programme)), chosen)


def count_all(desk: Desk, programme: str = "") -> list[Table]:
    """Every report in its first shape, from one read: the figures of the yearly summary agree with each other."""
    with desk.read() as session:
        ground = Ground(_facts(desk, session, programme))
        return [r.build(ground, r.ways[0][0] if r.ways else "") for r in REPORTS]


def _facts(desk: Desk, session: Session, programme: str) -> Facts:
    return Facts(session, desk.schemes, scope_of(desk, programme), desk.clock().date())


@dataclass(frozen=True, slots=True)
class Behind:
    """A person behind a number: enough to know who it is, nothing more."""

    uid: str
    name: str
    programme: str
    subject: str
    school: str
    grade: str


def behind(desk: Desk, uids: Sequence[str]) -> list[Behind]:
    """The people behind a number, in the order of every list."""
    a = Application
    query = select(a.uid, a.name, a.programme, a.subject, School.name, a.grade, a.city, a.id_number).join(School, School.uid == a.school_uid)
    wanted = set(uids)
    with desk.read() as session:
        found = [row for row in session.execute(query) if row[0] in wanted]
    schemes = desk.schemes
    found.sort(key=lambda row: (*schemes.place(row[2], row[6], row[3]), row[7]))
    return [Behind(uid, name, schemes[programme].short, subject, school, grade) for uid, name, programme, subject, school, grade, *_ in found]
