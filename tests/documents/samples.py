"""Invented people and documents for the tests of printed pages."""

from datetime import date

from yingcai_desktop.documents.application import ApplicationForm, Roster, RosterPerson
from yingcai_desktop.documents.certificate import Certificate
from yingcai_desktop.documents.exam import Room, Seat, Seating, SignIn
from yingcai_desktop.documents.interview import Candidate, Criterion, Mark, ScoreSheet, Summary
from yingcai_desktop.documents.ledger import Ledger, Line
from yingcai_desktop.documents.letters import AppointmentLetter
from yingcai_desktop.documents.lists import Filing, FilingPerson, NoticePerson, PublicNotice
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.documents.record import Annual, ExpertScore, Follow, Midterm, Record, Visit
from yingcai_desktop.documents.ticket import Ticket, Tickets

RARE = "䶮𬭎𫍯㛃𬭊"
LONG_NAME = "阿拉坦其其格·巴雅尔孟和"
LONGEST_NAME = "博尔济吉特阿拉坦其其格·巴雅尔孟和图门乌力吉其木格"
LONG_SCHOOL = "中央民族大学附属中学呼和浩特分校和林格尔新区校区"
PROGRAMME = "自治区青少年科技创新后备人才培养试点"
ISSUERS = ("内蒙古自治区科学技术协会", "内蒙古自治区教育厅")
CRITERIA = tuple(
    Criterion(*pair)
    for pair in (
        ("使命意识", "10"), ("参与动机", "10"), ("科学兴趣", "15"), ("创新思维", "20"),
        ("学习能力", "15"), ("毅力耐力", "10"), ("个性心理", "5"), ("基础知识和技能", "15"),
    )
)
HEADING = Heading("呼和浩特市科学技术协会", 2025, PROGRAMME, "呼和浩特市", "数学", (), ("面试得分取有效评委合计的平均值（呼科协〔2025〕12号）",))


def certificate(**changes: object) -> Certificate:
    values: dict[str, object] = {
        "number": "内后备证〔2025〕第0007号", "season": 2025, "name": "娜仁托娅", "school": "通辽第五中学", "subject": "生物",
        "university": "内蒙古民族大学", "mentor": "萨仁", "period": "2025年1月至2025年12月", "grade": "优秀", "issuers": ISSUERS,
        "issue_date": date(2025, 12, 26),
    }
    return Certificate(**(values | changes))  # type: ignore[arg-type]


def letter(**changes: object) -> AppointmentLetter:
    values: dict[str, object] = {
        "number": "内后备聘〔2025〕第001号", "name": LONG_NAME, "honorific": "教授", "employer": "内蒙古民族大学", "subject": "计算机",
        "term_start": date(2025, 3, 25), "term_end": date(2026, 3, 24), "issuers": ISSUERS, "issue_date": date(2025, 7, 15),
    }
    return AppointmentLetter(**(values | changes))  # type: ignore[arg-type]


def tickets(*names: str) -> Tickets:
    made = tuple(
        Ticket(f"2520103010{n:02d}", name, LONG_SCHOOL, "计算机", "高一", "男", "150199********0018", f"{LONG_SCHOOL}第一机房",
               "第01考场", str(n), "2025年3月29日 9:00—11:00")
        for n, name in enumerate(names, 1)
    )
    return Tickets(HEADING.unit, 2025, PROGRAMME, "呼和浩特市", made)


def room(count: int = 30, columns: tuple[int, ...] = (7, 7, 8, 8)) -> Room:
    names = ("王小明", LONG_NAME, RARE, "娜仁托娅")
    seats = tuple(Seat(n, f"2520103010{n:02d}", names[n % 4], LONG_SCHOOL, "高一") for n in range(1, count + 1))
    return Room("第01考场", seats, LONG_SCHOOL, "数学", "2025年3月29日 9:00—11:00", columns)


def seating() -> Seating:
    return Seating(HEADING, (room(),))


def sign_in() -> SignIn:
    return SignIn(HEADING, (room(),))


def score_sheets() -> list[ScoreSheet]:
    people = (Candidate(LONG_NAME, LONG_SCHOOL, "1"), Candidate(RARE, "呼和浩特市第二中学", "2"))
    return [ScoreSheet(HEADING, "甲组", judge, people, CRITERIA, "0.5", "2025年4月12日", "MS-甲-01") for judge in ("赵建国", "孙丽华")]


def summaries() -> list[Summary]:
    marks = (Mark(LONG_NAME, LONG_SCHOOL, ("88.50", "79.00", ""), "2", "83.75", "0.9664", "80.94", "评委回避1人"),
             Mark(RARE, "呼和浩特市第二中学", ("90.00", "80.00", "85.00"), "3", "85.00", "0.9664", "82.14"))
    return [Summary(HEADING, "甲组", ("赵建国", "孙丽华", LONG_NAME), marks, "取平均", "2025年4月12日", "3f2a9c1b")]


def notice() -> PublicNotice:
    people = tuple(NoticePerson(name, LONG_SCHOOL, "高一", "数学", "内蒙古师范大学") for name in ("田大利", "田富", RARE, LONG_NAME, "丁一"))
    return PublicNotice(2025, PROGRAMME, people, ISSUERS, "呼和浩特市", start=date(2025, 4, 20), end=date(2025, 4, 26),
                        telephone="0471-1234567", issued=date(2025, 4, 20))


def filing() -> Filing:
    people = tuple(
        FilingPerson(name, "女", "达斡尔族", "15019920080101001X", LONG_SCHOOL, "高一", "计算机", "内蒙古师范大学", LONG_NAME)
        for name in (RARE, LONG_NAME, "王小明") * 12
    )
    return Filing(HEADING, "自治区管理办公室", people)


def application(**changes: object) -> ApplicationForm:
    values: dict[str, object] = {
        "heading": HEADING, "name": LONG_NAME, "gender": "女", "ethnicity": "达斡尔族", "id_shown": "15019920080101001X", "birth": "2008-01-01",
        "school": LONG_SCHOOL, "grade": "高一", "class_name": "高一(14)班", "subject": "计算机",
        "ranks": (("学科名次", "第65名 / 600人（2024年秋季期末考试）"), ("综合名次", "第97名 / 600人")),
        "pretraining": "表现优秀，证明：前置培养结业证明.pdf", "choices": (f"{LONG_NAME}（内蒙古师范大学）", "萨仁（内蒙古民族大学）"), "adjust": "是",
        "guardian": f"{LONGEST_NAME}（母亲）", "guardian_phone": "15402025463", "student_phone": "15402025465", "teacher": LONG_NAME,
        "checks": (("审核情况", "退回补正；" + "排名证明没有盖章，请补盖教务处的章。" * 4),), "returner": True,
    }
    return ApplicationForm(**(values | changes))  # type: ignore[arg-type]


def roster() -> Roster:
    people = tuple(RosterPerson(name, "女", "达斡尔族", "高一", "高一(14)班", "计算机", "65/600", "97/600", "符合", "盟市审核通过")
                   for name in (RARE, LONG_NAME, "王小明") * 9)
    return Roster(HEADING, LONG_SCHOOL, people)


def ledger() -> Ledger:
    lines = tuple(
        Line(name, LONG_SCHOOL, "计算机", "内蒙古师范大学", LONG_NAME, "优秀", f"内后备证〔2025〕第{n:04d}号-补1", "2025-12-26", "已领取",
             f"2025-12-27 {LONG_NAME}", "补发1次")
        for n, name in enumerate((RARE, LONG_NAME, LONGEST_NAME, "王小明") * 8, 1)
    )
    return Ledger(HEADING, LONG_SCHOOL, lines)


def record(**changes: object) -> Record:
    values: dict[str, object] = {
        "unit": "内蒙古民族大学", "season": 2025, "programme": PROGRAMME, "name": LONG_NAME, "subject": "生物", "school": LONG_SCHOOL,
        "university": "内蒙古民族大学", "mentor": "萨仁", "city": "通辽市", "gender": "女", "ethnicity": "蒙古族",
        "birth": date(2008, 3, 5), "id_shown": "150599********1024", "grade": "高一", "class_name": "3班",
        "admitted": date(2025, 4, 25), "status": "在培", "results": (("学科测试", "88.50"), ("面试得分", "86.33")),
        "visits": (Visit(date(2025, 5, 10), "到校", "课题研究", True, "实验楼", "萨仁", "观察根系样品。" * 300, "通过"),),
        "counted": 11, "required": 10, "months": (("5月", 2),), "short": ("6月",), "midterm": Midterm(date(2025, 7, 15), "优", "合格"),
        "annual": Annual("已提交", "已提交", "优秀", "90.00", "推荐", ("科学兴趣", "学科基础知识", "创新及科研潜质", "综合能力"),
                         (ExpertScore("专家甲", "正常", ("18.0", "22.0", "31.0", "18.5"), "89.50"),), "89.50", "优秀", ("得分不低于85分",),
                         "内后备证〔2025〕第0007号", date(2025, 12, 26)),
        "follows": (Follow(date(2026, 9, 10), "高中在读"),),
    }
    return Record(**(values | changes))  # type: ignore[arg-type]
