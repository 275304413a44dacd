"""The words of the command line and the window: kinds of workbook, steps, lists, prints — code and Chinese name."""

KINDS = {
    "mentors": "导师",
    "applicants": "报名",
    "test-scores": "测试成绩",
    "interview-scores": "面试成绩",
    "visits": "成长日志",
    "plans": "培养计划",
    "initial-evaluations": "初期评价",
    "evaluations": "评价",
    "alumni": "往届跟踪",
}
"""Kinds of workbook that come in."""

STEPS = {
    "review-mentors": "导师审核",
    "appoint": "聘任导师",
    "review-applicants": "资格审查",
    "shortlist": "确定面试人选",
    "admit": "录取",
    "open-training": "开始培养",
    "midterm": "中期评价",
    "recommend": "盟市推荐",
    "final": "终评",
    "certify": "颁发证书",
}
"""Steps of the year, in order."""

TWO_PERSON_STEPS = ("admit", "final", "certify")
"""Steps that take an actor and a witness."""

EXPORTS = {
    "applicants": "报名汇总表",
    "eligibility": "资格审查汇总表",
    "shortlist": "面试人选名单",
    "interview-results": "面试成绩汇总表",
    "ranking": "综合排名表",
    "admitted": "录取名单",
    "waitlist": "候补名单",
    "public-notice": "公示名单",
    "filing": "备案名单",
    "compliance": "培养达标情况",
    "grades": "年度评价结果",
    "certificates": "证书登记册",
    "statistics": "分组统计表",
}
"""Lists that go out."""

PRINTS = {
    "roster": "报名名册",
    "tickets": "准考证",
    "seating": "座次表",
    "door-signs": "门贴",
    "sign-in": "签到表",
    "room-records": "考场登记表",
    "score-sheets": "面试评分表",
    "score-summary": "面试评分汇总表",
    "public-notice": "公示名单",
    "filing": "备案名单",
    "appointment-letters": "导师聘书",
    "certificate-check": "证书核对确认单",
    "certificates": "培养证书",
    "certificate-receipt": "领证签收表",
    "certificate-register": "证书登记簿",
    "training-record": "培养档案",
}
"""Pages that are printed."""
