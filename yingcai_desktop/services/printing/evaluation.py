"""The pages of 考核评价: 汇总表 of each stage, 退出备案表, 学员评价表, 专家评分表, 督导记录 (附件1 六, 附件2 二（二）、七)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.evaluation import (
    Sheet,
    Station,
    SupervisionPage,
    YearPage,
    sheets_pdf,
    supervision_pdf,
    years_pdf,
)
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services import deciding
from yingcai_desktop.services.evaluations import committee, draws, supervising
from yingcai_desktop.services.evaluations.growth import growth
from yingcai_desktop.services.evaluations.register import Row
from yingcai_desktop.services.evaluations.register import rows as read_rows
from yingcai_desktop.services.printing.heading import heading, unit
from yingcai_desktop.services.scope import EVERYTHING, Scope

TITLES = {
    "initial": "初期评价汇总表",
    "midterm": "中期评价汇总表",
    "annual": "年度材料汇总表",
    "city": "盟市评议推荐汇总表",
    "final": "终评结果汇总表",
    "exits": "中期评价不合格退出备案表",
    "person": "学员评价表",
    "tasks": "终评专家评分表",
    "draws": "终评专家分工记录",
    "supervision": "专家咨询委员会督导记录",
}
"""Page → its title."""

Cells = tuple[str, ...]
_FRONT = (("序号", 9), ("姓名", 24), ("学科", 14))


def _front(n: int, row: Row) -> Cells:
    return str(n), row.name, row.subject


def _initial(row: Row) -> Cells:
    got = row.initial
    return (row.mentor, *(got.get(k, "") for k in ("condition", "topic", "topic_settled", "progress", "opinion", "overall", "evaluated_on")))


def _midterm(row: Row) -> Cells:
    got = row.midterm
    return (row.mentor, *(got.get(k, "") for k in ("report_date", "team_grade", "conclusion", "goal", "coordination")), row.state_name)


def _annual(row: Row) -> Cells:
    words = {"present": "齐", "waived": "免交", "missing": "缺"}
    pieces = tuple(words[state] for state in row.evidence.values())
    return (row.mentor, *pieces, row.annual.get("mentor_grade", ""), str(row.visits), "；".join(f"{p}：{why}" for p, why in row.waivers.items()))


def _city(row: Row) -> Cells:
    verdict = {True: "推荐", False: "不推荐", None: ""}[row.city_recommended]
    score = "" if row.city_score is None else f"{row.city_score.normalize():f}"
    return row.school, row.mentor, str(row.city_order or ""), score, verdict, row.annual.get("mentor_grade", ""), row.annual.get("city_opinion", "")


def _final(row: Row) -> Cells:
    why = row.grade_reason or row.reason_words
    return row.school, row.mentor, str(row.city_order or ""), row.score, str(row.rank or ""), row.suggested, row.grade, why


_TABLES: Mapping[str, tuple[tuple[tuple[str, float], ...], Callable[[Row], Cells]]] = {
    "initial": ((("导师", 22), ("培养状态", 18), ("课题选题", -36), ("选题", 13), ("课题进展", -50), ("评价意见", -44), ("总体意见", 20), ("评价日期", 24)), _initial),
    "midterm": ((("导师", 24), ("汇报日期", 26), ("团队评价", 20), ("结论", 18), ("下半年目标", -56), ("需协调的问题", -50), ("状态", 18)), _midterm),
    "annual": ((("导师", 24), ("课题报告", 18), ("培养报告", 18), ("成长日志", 18), ("导师评价", 18), ("评价等级", 20), ("到校", 14), ("免交事由", -70)), _annual),
    "city": ((("学校", 44), ("导师", 24), ("排序", 12), ("评议分", 16), ("推荐", 18), ("导师评价", 20), ("评议意见", -60)), _city),
    "final": ((("学校", 44), ("导师", 24), ("盟市排序", 18), ("得分", 16), ("名次", 13), ("建议等级", 20), ("等级", 18), ("依据", -50)), _final),
}  # fmt: skip
_KEEP: Mapping[str, Callable[[Row], bool]] = {
    "city": lambda r: r.active and r.needs_recommendation,
    "annual": lambda r: r.active,
    "final": lambda r: r.active,
}


def pdf(desk: Desk, what: str, scope: Scope = EVERYTHING, uid: str = "") -> bytes:
    """One of `TITLES`; `uid` names the trainee or the act. Raises `NotAllowed` when there is nothing to print, `MissingGlyph`."""
    if what == "supervision":
        return _supervision(desk, uid)
    with desk.read() as session:
        rows = read_rows(session, desk, EVERYTHING)
    if what == "person":
        return years_pdf([_year(desk, row, rows) for row in rows if row.uid == uid])
    mine = [r for r in rows if scope.covers(r.programme, r.city if desk.schemes[r.programme].by_city else scope.city)]
    sheets = {"exits": _exits, "tasks": _tasks, "draws": _draws}.get(what, _summary)(desk, what, mine)
    if not sheets:
        raise NotAllowed(f"没有可打印的“{TITLES[what]}”：现在的项目和盟市里没有这样的人。没有生成文件。")
    return sheets_pdf(sheets)


def _parts(desk: Desk, rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """By programme and, where it counts seats by city, by city; in order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.programme, desk.schemes.group_city(row.programme, row.city)), []).append(row)
    return found


def _about(desk: Desk, programme: str, city: str, facts: tuple[tuple[str, str], ...]) -> Heading:
    with desk.read() as session:
        decisions = deciding.stored(session)
    return heading(desk, decisions, (programme, city, ""), (), facts)


def _summary(desk: Desk, what: str, rows: Sequence[Row]) -> list[Sheet]:
    columns, cells = _TABLES[what]
    parts = _parts(desk, filter(_KEEP.get(what, lambda r: True), rows))
    return [
        Sheet(
            _about(desk, programme, city, (("人数", f"{len(people)}人"),)),
            TITLES[what],
            (*_FRONT, *columns),
            tuple((*_front(n, row), *cells(row)) for n, row in enumerate(people, 1)),
            signatures=("负责人签字", "填表人", "填表日期"),
        )
        for (programme, city), people in parts.items()
    ]


def _exits(desk: Desk, what: str, rows: Sequence[Row]) -> list[Sheet]:
    """Who left at midterm: from each city to the region (附件2 七（二）：汇总后报自治区管理办公室备案)."""
    columns = (*_FRONT, ("身份证号", 40), ("学校", 46), ("培养高校", 34), ("导师", 22), ("结论", 16), ("退出日期", 24), ("退出原因", -52), ("备案号", 30))
    region = desk.schemes.common.region.office
    made = []
    left = [r for r in rows if not r.active and r.exits_at_midterm and r.midterm.get("conclusion") == "不合格"]
    for (programme, city), people in _parts(desk, left).items():
        about = _about(desk, programme, city, (("报送", region), ("退出人数", f"{len(people)}人")))
        lines = tuple(
            (*_front(n, r), mask_id(r.id_number), r.school, r.university, r.mentor, r.midterm["conclusion"],
             r.exited_on.isoformat() if r.exited_on else "", r.exit_reason, r.midterm.get("filing_number", ""))
            for n, r in enumerate(people, 1)
        )  # fmt: skip
        sender = desk.schemes.offices.get(city, about.unit)
        made.append(
            Sheet(replace(about, unit=sender), TITLES[what], columns, lines, ("依据附件2 七（二），中期评价不合格者退出培养。",),
                  ("填报单位（盖章）", "负责人签字", "填表人", "联系电话", "填报日期", "备案编号"))
        )  # fmt: skip
    return made


def _tasks(desk: Desk, what: str, rows: Sequence[Row]) -> list[Sheet]:
    """A sheet for each expert, programme and subject, empty columns for the four faces; blind sheets show the code only."""
    known = {row.uid: row for row in rows}
    with desk.read() as session:
        given = [task for task in committee.tasks(session) if task.application_uid in known]
    place = {row.uid: n for n, row in enumerate(rows)}
    found: dict[tuple[str, str, str], list[committee.TaskRow]] = {}
    for task in sorted(given, key=lambda t: (t.expert, t.code, place[t.application_uid])):  # the order of the sheets that are typed
        row = known[task.application_uid]
        found.setdefault((task.expert, row.programme, row.subject), []).append(task)
    made = []
    for (expert, programme, subject), tasks in found.items():
        faces = desk.schemes[programme].final.dimensions
        blind = all(task.code for task in tasks)
        columns = (("序号", 10.0), ("代码", 22.0), *(() if blind else (("姓名", 26.0), ("学校", 50.0))), ("学科", 16.0),
                   *((f"{name}\n（{most}分）", 28.0) for name, most in faces.items()), ("合计", 18.0), ("评语", 40.0))  # fmt: skip
        lines = tuple(_task(n, task, known[task.application_uid], len(faces), blind=blind) for n, task in enumerate(tasks, 1))
        about = replace(_about(desk, programme, "", (("专家", expert), ("学员", f"{len(tasks)}人"))), subject=subject)
        notes = ("每项以0.5分为一档，不超过满分。", "与学员有师生、亲属、同校等关系的，请在评语栏写“回避”，不评分。")
        made.append(Sheet(about, TITLES[what], columns, lines, notes, ("专家签字", "评分日期", "核分人"), tall=30))
    return made


def _draws(desk: Desk, what: str, rows: Sequence[Row]) -> list[Sheet]:
    """A sheet for each time experts were assigned, the one that holds first: the earlier ones are kept with why they were not used."""
    known = {row.uid: row for row in rows}
    with desk.read() as session:
        found = draws.draws(session)
    columns = (*_FRONT, ("学校", 60.0), ("导师", 26.0), ("专家", -120.0))
    made = []
    for draw in found:
        by_programme: dict[str, list[Row]] = {}
        for row in (known[uid] for uid in known if uid in draw.given):
            by_programme.setdefault(row.programme, []).append(row)
        for programme, people in by_programme.items():
            facts = (("分工", f"第{draw.number}次，{'现行' if draw.holds else '已不用'}"), ("学员", f"{len(people)}人"), ("每名学员", f"{draw.each}位专家"))
            lines = tuple((*_front(n, row), row.school, row.mentor, "、".join(draw.given[row.uid])) for n, row in enumerate(people, 1))
            about = _about(desk, programme, "", facts)
            made.append(Sheet(about, TITLES[what], columns, lines, (f"{draw.words}。",), ("经办人签字", "监督人签字", "日期")))
    return made


def _task(n: int, task: committee.TaskRow, row: Row, faces: int, *, blind: bool) -> Cells:
    who = () if blind else (row.name, row.school)
    return (str(n), task.code, *who, row.subject, *("",) * faces, "", "")


def _year(desk: Desk, row: Row, rows: Sequence[Row]) -> YearPage:
    told = growth(desk, row, rows)
    person = (
        ("姓名", row.name, "证件号码", mask_id(row.id_number)),
        ("学校", row.school, "盟市", row.city_name),
        ("学科", row.subject, "状态", row.state_name),
        ("培养高校", row.university, "导师", row.mentor),
        ("到校次数", f"{row.visits} 次（要求不少于 {row.least_visits} 次）", "终评等级", row.grade or "未评"),
    )
    waived = tuple(f"免交{piece}：{why}" for piece, why in row.waivers.items())
    stations = tuple(Station(s.title, s.verdict, (*s.lines, *(waived if s.key == "annual" else ()))) for s in told.stages)
    about = _about(desk, row.programme, desk.schemes.group_city(row.programme, row.city), ())
    return YearPage(about, person, stations, told.mine, told.group, told.peers, told.spread)


def _supervision(desk: Desk, uid: str) -> bytes:
    with desk.read() as session:
        act = next((a for a in supervising.acts(session, desk) if a.uid == uid), None)
        found, views = supervising.findings(session, desk, uid), supervising.views(session, desk, uid)
    if act is None:
        raise NotAllowed("这条督导记录已不在，没有生成文件。请刷新后再试。")
    lines = tuple(
        (str(n), f.kind, f.text, f.responsible, f.due.isoformat() if f.due else "", f.follow_up + (f"（{f.done_on}完成）" if f.done_on else ""))
        for n, f in enumerate(found, 1)
    )
    opened = tuple((str(n), v.at, v.viewer, v.name, v.subject) for n, v in enumerate(views, 1))
    until = f"{act.closes_at:%Y-%m-%d %H:%M}" if act.closes_at else ""
    facts = [("督导方式", act.kind, "日期", act.day.isoformat()), ("受督导单位", act.place, "参加专家", "、".join(act.experts))]
    facts += [("可查阅档案", f"{len(act.dossiers)} 份", "查阅截止", until)] if act.dossiers else []
    about = Heading(unit(desk), desk.store.season, desk.schemes["pilot"].name, desk.schemes.city_names.get(act.city, ""))
    return supervision_pdf(SupervisionPage(about, tuple(facts), act.matter, act.conclusion, lines, opened))
