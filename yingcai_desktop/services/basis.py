"""The signed decisions in words, for the foot of a page: every result says what it rests on (design.md §2)."""

from collections.abc import Callable, Mapping

from yingcai_desktop.decisions import Decisions

Group = tuple[str, str, str]

AGGREGATES = {"mean": "有效评委合计的平均值", "trimmed-1-1": "有效评委5人以上时去掉一个最高分、一个最低分后的平均值，不足5人时取平均值"}
CORRECTIONS = {
    "none": "各组之间不作修正",
    "second-average-panels": "各组之间按二次平均法修正（以各组平均分的平均为基准）",
    "second-average-candidates": "各组之间按二次平均法修正（以全部考生的平均分为基准）",
}
TIE_BREAKERS = {"interview": "面试得分", "innovation": "创新思维", "interest": "科学兴趣", "test": "测试分"}
DUAL = {"national-first": "两个项目都入选的，录取到中学生英才计划", "pilot-first": "两个项目都入选的，录取到自治区试点"}


def method(decisions: Decisions) -> str:
    """How judges' totals become a score."""
    return AGGREGATES.get(decisions.get("interview.aggregate"), "")


def _ratio(decisions: Decisions, group: Group) -> str:
    ratio = decisions.get("ratio")
    return f"面试学生与入选学生比例{ratio}∶1，末位同分的全部进入" if ratio is not None else ""


def _pass_line(decisions: Decisions, group: Group) -> str:
    line = decisions.get(f"pass_line.{group[0]}.{group[2]}")
    return f"{group[2]}测试分数线{line}分" if line is not None else ""


def _interview(decisions: Decisions, group: Group) -> str:
    how = method(decisions)
    if not how:
        return ""
    correction = CORRECTIONS.get(decisions.get("interview.correction"), "")
    least, line = decisions.get("interview.min_judges"), decisions.get("interview.pass_line")
    return f"面试得分取{how}；{correction}；有效评委不少于{least}人，面试合格线{line}分"


def _weights(decisions: Decisions, group: Group) -> str:
    test, interview = decisions.get("weights.test"), decisions.get("weights.interview")
    return f"综合成绩由测试{test}%、面试{interview}%合成" if test is not None and interview is not None else ""


def _ranking(decisions: Decisions, group: Group) -> str:
    chain = "、".join(TIE_BREAKERS.get(b, b) for b in decisions.get("ranking.tie_break") or ())
    return f"同分依次比较{chain}" if chain else ""


def _dual(decisions: Decisions, group: Group) -> str:
    return DUAL.get(decisions.get("dual"), "")


def _mentors(decisions: Decisions, group: Group) -> str:
    approval = decisions.get("mentors.approval")
    return f"导师经{approval}批准" if approval else ""


SENTENCES: Mapping[str, Callable[[Decisions, Group], str]] = {
    "ratio": _ratio,
    "pass_line": _pass_line,
    "interview": _interview,
    "weights": _weights,
    "ranking": _ranking,
    "dual": _dual,
    "mentors": _mentors,
}
"""Part of the decisions → its sentence for a group; blank while undecided."""


def sentences(decisions: Decisions, rests_on: tuple[str, ...], group: Group) -> tuple[str, ...]:
    """What is decided of these parts, in this order."""
    return tuple(text for part in rests_on if (text := SENTENCES[part](decisions, group)))
