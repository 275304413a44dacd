"""What a clerk calls a decision: the dotted keys of the decision file never stand in a message."""

from collections.abc import Mapping

from yingcai_desktop.scheme import Schemes, load_schemes

TITLES: Mapping[str, str] = {
    "season": "年度",
    "apply_until": "报名截止日（计算年龄）",
    "ratio": "面试学生与入选学生比例",
    "dual": "两个项目都入选时谁优先",
    "relaxation": "前置培养可否放宽排名",
    "quota": "名额",
    "seats": "各学科名额",
    "weights": "测试与面试权重",
    "entry": "成绩双录",
    "pass_line": "测试分数线",
    "interview": "面试计分办法",
    "ranking": "排名与同分办法",
    "mentors": "导师审核与聘期",
    "admission": "录取日期",
    "training": "培养次数要求",
    "midterm": "中期评价",
    "annual": "年度评价办法",
    "certificate": "证书编号与日期",
}
"""What a clerk calls the part of the file a key belongs to; also the list of known parts."""

NAMES: Mapping[str, str] = {
    "quota": "项目总名额",
    "quota.city": "盟市名额",
    "weights.test": "测试占比",
    "weights.interview": "面试占比",
    "interview.aggregate": "评委分数怎样合成",
    "interview.correction": "各组之间怎样修正",
    "interview.min_judges": "有效评委最少人数",
    "interview.step": "打分的最小间隔",
    "interview.pass_line": "面试合格线",
    "interview.component.title": "后备人才增加的考察形式",
    "interview.component.full": "增加形式的满分",
    "interview.component.weight": "增加形式占面试的比例",
    "interview.component.absent": "增加形式缺考的",
    "ranking.compare": "排名比较的数",
    "ranking.tie_break": "同分依次比较",
    "mentors.exception_reason": "破格推荐导师的理由",
    "mentors.approval": "导师批准文号",
    "mentors.term.start": "导师聘期起",
    "mentors.term.years": "导师聘期",
    "training.min_visits": "到校培养最少次数",
    "training.monthly_face_to_face": "每月面授最少次数",
    "training.exempt_months": "不计面授的月份",
    "midterm.date": "中期评价日期",
    "annual.excellent": "优秀线",
    "annual.qualified": "合格线",
    "annual.excellent_top_percent": "优秀的比例上限",
    "annual.min_experts": "有效专家最少人数",
    "annual.visits": "到校次数不足的",
    "annual.not_recommended": "盟市未推荐的",
    "entry.differences": "双录的差异由谁核定",
    "certificate.issue_date": "证书颁发日期",
    "certificate.number": "证书编号式样",
}
"""Key without programme, city and subject → its name; parts that are one value have theirs in `TITLES`."""

_NEWEST = 9999
"""A year whose schemes are the latest there are: names of programmes and cities for messages that know no season."""


def split(schemes: Schemes, key: str) -> tuple[str, tuple[str, ...]]:
    """A key without programme, city and subject, and these: `("mentors.term.start", ("national",))`."""
    named = {*schemes.programmes, *schemes.city_names, *schemes.subject_names}
    parts = key.split(".")
    return ".".join(p for p in parts if p not in named), tuple(p for p in parts if p in named)


def name_of(schemes: Schemes, key: str) -> str:
    """`各学科名额 · 后备人才 · 包头市 · 数学`; a key nobody knows keeps its own name."""
    base, places = split(schemes, key)
    short = {p: s.short for p, s in schemes.programmes.items()} | schemes.city_names
    return " · ".join([NAMES.get(base) or TITLES.get(base.split(".")[0], base), *(short.get(p, p) for p in places)])


def title(key: str) -> str:
    """`打分的最小间隔`, `测试分数线 · 后备人才 · 数学`: the name of a key where no schemes are at hand."""
    return name_of(load_schemes(_NEWEST), key) if key.split(".", 1)[0] in TITLES else "决定"
