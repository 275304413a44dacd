"""What 师生匹配 prints: the result table and the sign-in sheet."""

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.minutes import Listed, Listing, minutes_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deciding
from yingcai_desktop.services.matching import board, meetings
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.progress import Part


def results(desk: Desk, part: Part) -> bytes:
    """师生匹配结果表, a page per subject, mentor by mentor."""
    found = board.read(desk, part)
    with desk.read() as session:
        decisions = deciding.stored(session)
    columns = (Listed("导师", 26), Listed("培养高校", 38, left=True), Listed("学生", 28), Listed("学校", 44, left=True), Listed("年级", 12), Listed("志愿", 20), Listed("备注", 20))
    made = []
    for group, one in found.groups.items():
        rows = [
            (c.name, c.university, s.name, s.school, s.grade, s.choice_words, "上届学员" if s.returner else "") for c in one.cards for s in c.students
        ]
        rows += [("（待安排）", "", s.name, s.school, s.grade, "", "") for s in one.waiting]
        facts = (("学生", f"{len(rows)}人"), ("导师", f"{len(one.cards)}人"), ("待安排", f"{len(one.waiting)}人"))
        made.append(Listing("师生匹配结果表", heading(desk, decisions, group, ("mentors",), facts), columns, tuple(rows), signatures=("经办人", "复核人", "日期")))
    if not any(one.rows for one in made):
        raise NotAllowed("还没有录取的学生，没有可打印的匹配结果。请先办理录取；没有生成文件。")
    return minutes_pdf(made)


def sign_in_sheet(desk: Desk, part: Part, uid: str) -> bytes:
    """签到表 of one meeting: a line for everybody expected, by role, room to sign."""
    meeting = next((m for m in meetings.sessions(desk, part) if m.uid == uid), None)
    if meeting is None:
        raise NotAllowed("没有找到这场见面会，没有生成文件。请刷新后重试。")
    with desk.read() as session:
        decisions = deciding.stored(session)
    facts = (("时间", f"{meeting.day.isoformat()} {meeting.start_time}".strip()), ("地点", meeting.place))
    columns = (Listed("序号", 10), Listed("姓名", 30), Listed("学科", 16), Listed("单位、关系", 56, left=True), Listed("签名", 40), Listed("时间", 20))
    guests = meetings.roster(desk, part, uid)
    made = []
    for role, words in meetings.ROLES.items():
        mine = [g for g in guests if g.role == role]
        rows = tuple((str(n), g.name, g.subject, g.about, "", g.signed_at[11:16]) for n, g in enumerate(mine, 1))
        made.append(Listing(f"{meeting.title}签到表（{words}）", heading(desk, decisions, (*part, ""), (), facts), columns, rows, signatures=("会务负责人", "日期"), least=26))
    return minutes_pdf(made)
