"""Chinese headings of exported fields, and Chinese words for the codes in them (FORMAT §6)."""

from collections.abc import Mapping
from typing import Any

HEADINGS: Mapping[str, str] = {
    "programme": "项目",
    "city": "盟市",
    "subject": "学科",
    "id_number": "身份证号",
    "name": "姓名",
    "gender": "性别",
    "ethnicity": "民族",
    "birth_date": "出生日期",
    "school": "学校",
    "grade": "年级",
    "class": "班级",
    "dual": "兼报两项",
    "returning": "上届学员",
    "adjust": "服从调剂",
    "result": "资格",
    "reasons": "理由",
    "seats": "名额",
    "target": "应入围",
    "candidates": "合格人数",
    "line": "入围线",
    "shortlisted": "入围人数",
    "tied": "末位并列超出",
    "shortage": "缺额",
    "score": "得分",
    "rank": "名次",
    "panel": "面试组",
    "state": "面试结果",
    "valid": "有效评委",
    "judge_absent": "评委缺席",
    "recused": "回避",
    "method": "计分办法",
    "raw": "面试原始分",
    "factor": "修正系数",
    "corrected": "面试分",
    "innovation": "创新思维",
    "interest": "科学兴趣",
    "test": "测试分",
    "interview": "面试分",
    "composite": "合成分",
    "status": "状态",
    "university": "培养高校",
    "mentor": "导师",
    "choice": "志愿顺位",
    "promoted": "递补",
    "visits": "到校次数",
    "short_months": "面授不足的月份",
    "ok": "达标",
    "recommended": "推荐终评",
    "experts": "有效专家",
    "number": "证书号",
    "issue_date": "颁发日期",
    "applications": "报名",
    "eligible": "符合",
    "relaxed": "放宽",
    "ineligible": "不符合",
    "tested": "参加测试",
    "interviewed": "参加面试",
    "admitted": "录取",
    "waitlist": "候补",
    "exited": "退出",
    "excellent": "优秀",
    "qualified": "合格",
    "unqualified": "不合格",
    "certificates": "证书",
}

HEADINGS_OF: Mapping[tuple[str, str], str] = {
    ("grades", "grade"): "等级",
    ("grades", "score"): "终评分",
    ("certificates", "grade"): "等级",
    ("shortlist", "score"): "测试分",
    ("statistics", "recommended"): "推荐终评",
}
"""(List, field) where a field means something else than usual."""

ELIGIBILITY = {"eligible": "符合", "relaxed": "放宽", "ineligible": "不符合"}
REASONS = {
    "not-recommended": "未推荐",
    "city-rejected": "盟市初审未通过",
    "principle": "未达原则性条件",
    "subject-rank": "学科排名前10%",
    "overall-rank": "综合排名前15%",
    "pretraining": "前置培养放宽",
    "rank": "排名未达要求",
    "experts": "有效专家不足",
    "materials": "材料不齐",
    "mentor-grade": "导师评价不合格",
    "visits": "到校次数不足",
    "score": "得分未达线",
    "share": "超出优秀比例",
}
STATES = {"result": "有成绩", "no-result": "无成绩", "absent": "缺考"}
STATUSES = {
    **STATES,
    "admitted": "录取",
    "waitlist": "候补",
    "no-mentor": "无导师可配",
    "below-line": "面试未达线",
    "declined": "放弃",
    "left-dual": "另一项目已入选",
    "training": "培养中",
    "exited": "退出",
}
METHODS = {"mean": "平均", "trimmed-1-1": "去一高一低平均"}
CHOICES = {0: "调剂", 1: "第一志愿", 2: "第二志愿", 3: "第三志愿"}
ORDINALS = ("第一", "第二", "第三")

VALUES: Mapping[str, Mapping[Any, str]] = {
    "result": ELIGIBILITY,
    "reasons": REASONS,
    "state": STATES,
    "status": STATUSES,
    "method": METHODS,
    "choice": CHOICES,
}
"""Field → code → word; what is not listed stays as it is."""

TWO_PLACES = frozenset(
    ["score", "line", "raw", "corrected", "innovation", "interest", "test", "interview", "composite"]
)
FOUR_PLACES = frozenset(("factor",))
"""Fields whose text is a number with that many places."""


def heading(what: str, field: str) -> str:
    """The heading of a field in a list; a field nobody named keeps its own name."""
    return HEADINGS_OF.get((what, field)) or HEADINGS.get(field, field)
