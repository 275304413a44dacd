"""Reports of the year of training: mentors' load, who keeps pace, grades, the cities, the years before."""

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import select

from db.models import AlumniRecord, Application, Mentor, Visit
from yingcai_desktop.rules.grading import EXCELLENT, QUALIFIED
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.rules.training import APPROVED, visit_days
from yingcai_desktop.services import deciding, training
from yingcai_desktop.services.reports.ground import WAYS, Ground
from yingcai_desktop.services.reports.tables import Cell, Heading, Line, Table, head_count, lines_of, share

_GRADES = ("excellent", "qualified", "unqualified")


def mentors(ground: Ground, way: str) -> Table:
    """导师工作量: who is wanted, who has whom, and how often they met; a line for every appointed mentor."""
    session, schemes = ground.facts.session, ground.facts.schemes
    cities = {(s.programme, u.name): u.city for s in schemes.programmes.values() for u in s.universities}
    rows = [
        m
        for m in session.scalars(select(Mentor).where(Mentor.state == MentorState.APPOINTED))
        if ground.facts.scope.covers(m.programme, cities.get((m.programme, m.university), ""))
    ]
    wanted = _wanted(ground)
    training_now = set(ground.facts.in_training) or set(ground.facts.admitted)
    students: dict[str, list[str]] = defaultdict(list)
    for a in ground.admitted:
        if a.person.uid in training_now:
            students[a.mentor_uid].append(a.person.uid)
    met, waiting = _meetings(ground)
    rows.sort(key=lambda m: (-len(students[m.uid]), -len(wanted[m.uid]), m.university, m.name))
    lines = []
    for m in rows:
        own = students[m.uid]
        lines.append(
            Line(
                m.uid, m.name,
                (
                    Cell(len(wanted[m.uid]), tuple(wanted[m.uid])), Cell(len(own), tuple(own)), Cell(m.capacity),
                    Cell(sum(met[u] for u in own), tuple(u for u in own if met[u])),
                    Cell(sum(waiting[u] for u in own), tuple(u for u in own if waiting[u])),
                ),
                f"{m.name} · {m.university} · {m.subject}",
            )
        )  # fmt: skip
    columns = (
        Heading("wanted", "志愿人次", "把这位导师填为第一至第三志愿的报名"),
        Heading("students", "在带学员", "录取或在培、导师为本人的学员", drawn=True),
        Heading("capacity", "可带人数", "登记的可带学生数；试点不超过 5 人（附件2 五（三）1）"),
        Heading("met", "面授次数", "审核通过的面授记录条数"),
        Heading("waiting", "待审日志", "还没有审核的成长日志条数"),
    )
    return Table("导师工作量", "导师", columns, tuple(lines), None, "group")


def _wanted(ground: Ground) -> dict[str, list[str]]:
    """Mentor → applications that name the mentor."""
    columns = (Application.uid, Application.choice1_uid, Application.choice2_uid, Application.choice3_uid)
    found: dict[str, list[str]] = defaultdict(list)
    for uid, *choices in ground.facts.session.execute(select(*columns)):
        if uid in ground.facts.groups_of:
            for mentor in dict.fromkeys(filter(None, choices)):
                found[mentor].append(uid)
    return found


def _meetings(ground: Ground) -> tuple[Counter[str], Counter[str]]:
    """Application → meetings face to face that count, and logs nobody has reviewed."""
    met, waiting = Counter[str](), Counter[str]()
    for uid, face_to_face, review in ground.facts.session.execute(select(Visit.application_uid, Visit.face_to_face, Visit.review)):
        if review == APPROVED:
            met[uid] += bool(face_to_face)
        elif not review or review == "待审核":
            waiting[uid] += 1
    return met, waiting


def pace(ground: Ground, way: str) -> Table:
    """培养达标: visits (both programmes, ≥ 10) and monthly meetings (pilot, ≥ 2), by the one rule of `rules/training.py`."""
    session, schemes = ground.facts.session, ground.facts.schemes
    stands = {a.person.uid: c for a, c in training.compliance(session, schemes, ground.facts.scope) if a.status != "admitted"}
    logs = training.activities(session)
    least = deciding.stored(session).whole("training.min_visits") if stands else 0
    visits = {uid for uid in stands if len(visit_days(logs.get(uid, []))) >= least}
    monthly = {uid for uid, c in stands.items() if not c.short_months}
    whole = {uid for uid, c in stands.items() if c.ok}
    columns = (
        Heading("trained", "学员", "开始培养时在册的学员，含后来退出的"),
        Heading("visits", "到校达标", f"审核通过的到校天数不少于 {least} 天（附件1 五（三）1、附件2 五（三）1）" if least else "到校天数达到规定", drawn=True),
        Heading("monthly", "面授达标", "应计月份的面授次数都达到规定；英才计划没有按月要求（附件2 五（三）1）"),
        Heading("ok", "全部达标", "到校和面授都达标"),
        Heading("rate", "达标率", "全部达标 ÷ 学员"),
    )  # fmt: skip

    def cells(among: Collection[str]) -> list[Cell]:
        people = head_count(stands, among)
        good = head_count(whole, among)
        return [people, head_count(visits, among), head_count(monthly, among), good, share(good, people)]

    parts = [(part, [u for u in uids if u in stands]) for part, uids in ground.parts(way)]
    lines, total = lines_of([(part, uids) for part, uids in parts if uids], cells)
    return Table("培养达标", WAYS[way], columns, lines, total, "group")


def grades(ground: Ground, way: str) -> Table:
    """评价结果: who left at midterm, who was recommended, the grades and the certificates (附件2 七)."""
    keys = ("trained", "exited", "recommended", *_GRADES, "certificates")
    columns = tuple(ground.column(key, drawn=key in _GRADES) for key in keys)
    trained = ground.counted.known("trained") or frozenset()
    parts = [(part, [u for u in uids if u in trained]) for part, uids in ground.parts(way)]
    lines, total = lines_of([(p, uids) for p, uids in parts if uids], lambda among: ground.cells(keys, among))
    return Table("评价结果", WAYS[way], columns, lines, total, "stack")


def cities(ground: Ground, _way: str) -> Table:
    """盟市考核表: the pilot, city by city (附件2 二（一）: 对全区试点工作进行考核)."""
    schemes, facts = ground.facts.schemes, ground.facts
    keys = ("applications", "approved", "tested", "shortlisted", "admitted", "exited", "recommended", "excellent", "qualified", "certificates")
    drawn = ("shortlisted", "admitted")
    columns = (
        Heading("seats", "名额", "签认的名额；未签认时按通知（附件2 三（四））"),
        *(ground.column(key, drawn=key in drawn) for key in keys),
        Heading("filled", "名额完成率", "录取 ÷ 名额"),
    )
    lines = []
    for scheme in schemes.programmes.values():
        for code in scheme.quota.parts if scheme.by_city and facts.scope.programme in ("", scheme.programme) else ():
            if facts.scope.city not in ("", code):
                continue
            own = [uid for uid, g in facts.groups_of.items() if g[:2] == (scheme.programme, code)]
            signed = sum(facts.seats(g) or 0 for g in facts.groups if g[:2] == (scheme.programme, code))
            seats = Cell(signed or scheme.quota.parts[code])
            found = ground.cells(keys, own)
            name = schemes.city_names.get(code, code)
            lines.append(Line(code, name, (seats, *found, share(found[keys.index("admitted")], seats)), name))
    return Table("盟市考核表", "盟市", columns, tuple(lines), None, "group")


def years(ground: Ground, _way: str) -> Table:
    """年度对比: this year's trainees beside those the follow-up records know of earlier years."""
    a = AlumniRecord
    earlier: dict[int, dict[str, str]] = defaultdict(dict)
    for season, id_number, programme, grade in ground.facts.session.execute(select(a.season, a.id_number, a.programme, a.grade)):
        if ground.facts.scope.programme in ("", programme):
            earlier[season][id_number] = grade or earlier[season].get(id_number, "")
    lines = []
    for season in sorted(earlier):
        if season < ground.facts.season:
            given = Counter(earlier[season].values())
            lines.append(Line(str(season), f"{season} 届", tuple(map(Cell, (len(earlier[season]), given[EXCELLENT], given[QUALIFIED])))))
    now = ground.cells(("trained", "excellent", "qualified"), ground.facts.groups_of)
    lines.append(Line(str(ground.facts.season), f"{ground.facts.season} 届", tuple(now)))
    columns = (
        Heading("trained", "学员", "本届按登记簿；往届按跟踪记录里的人数", drawn=True),
        Heading("excellent", EXCELLENT, "年度评价等级为优秀", drawn=True),
        Heading("qualified", QUALIFIED, "年度评价等级为合格"),
    )
    return Table("年度对比", "届", columns, tuple(lines), None, "group", "往届只计跟踪表里有记录的学员，不一定齐全。")
