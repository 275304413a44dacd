"""What the lists of 考核评价 show: columns, picks and views of each tab."""

from collections.abc import Callable, Mapping, Sequence

from ui.pages.register import Declared, SavedView
from ui.parts.filters import Pick
from ui.parts.rows import Column
from yingcai_desktop.rules.grading import EXCELLENT, NOT_ASSESSED, QUALIFIED, UNDECIDED, UNQUALIFIED
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.evaluations.register import Row

GRADE_TONES = {EXCELLENT: "ok", QUALIFIED: "ok", UNQUALIFIED: "bad", NOT_ASSESSED: "plain", UNDECIDED: "warn"}
_CONDITION_TONES = {"好": "ok", "较好": "ok", "一般": "warn", "较差": "bad"}
_OVERALL_TONES = {"正常": "ok", "需关注": "warn", "建议退出": "bad"}
_TEAM_TONES = {"优": "ok", "良": "ok", "合格": "ok", "不合格": "bad"}
_PIECE_WORDS = {"present": ("齐", "ok"), "waived": ("免交", "info"), "missing": ("缺", "warn")}


def _value(part: str, name: str) -> Callable[[Row], str]:
    def found(row: Row) -> str:
        values: Mapping[str, str] = getattr(row, part)
        return values.get(name, "")

    return found


def text(part: str, name: str, title: str, width: int = 96, *, find: bool = False) -> Column:
    """A stored field as it is, the whole of it in the tool tip."""
    value = _value(part, name)
    return Column(name, title, value, width, find=find, full=value)


def pill(part: str, name: str, title: str, tones: Mapping[str, str], width: int = 92, blank: str = "") -> Column:
    """A stored word of a fixed list; `blank` stands where there is none yet."""
    value = _value(part, name)
    return Column(
        name, title, lambda r: value(r) or (blank if r.active else ""), width, kind="pill", tone=lambda r: tones.get(value(r), "plain")
    )


def piece(name: str) -> Column:
    """Whether one piece of evidence is there."""

    def state(row: Row) -> str:
        return row.evidence.get(name, "missing") if row.active else ""

    return Column(
        name, name, lambda r: _PIECE_WORDS[state(r)][0] if state(r) else "", 84, "center", kind="pill",
        tone=lambda r: _PIECE_WORDS[state(r)][1] if state(r) else "plain", tip=lambda r: f"免交事由：{r.waivers[name]}" if name in r.waivers else name,
    )  # fmt: skip


_STATE = Column(
    "state", "状态", lambda r: r.state_name, 84, kind="pill", tone=lambda r: "info" if r.active else "bad",
    tip=lambda r: f"{r.exit_reason}（{r.exited_on}）" if r.exit_reason else r.state_name,
)  # fmt: skip
_NAME = Column("name", "姓名", lambda r: r.name, 112, find=True, tip=lambda r: r.name)
_WHO: Sequence[Column] = (_STATE, _NAME, Column("subject", "学科", lambda r: r.subject, 84, kind="subject"))
_WHERE: Sequence[Column] = (
    Column("mentor", "导师", lambda r: r.mentor, 92, find=True, tip=lambda r: f"{r.mentor}（{r.university}）"),
    Column("city_name", "盟市", lambda r: r.city_name, 96),
    Column("programme_name", "项目", lambda r: r.programme_name, 84),
    Column("school", "学校", lambda r: r.school, 176, find=True, full=lambda r: r.school),
    Column("id_number", "身份证号", lambda r: mask_id(r.id_number), 168, hidden=True),
)
_VISITS = Column(
    "visits", "到校", lambda r: f"{r.visits} / {r.least_visits}", 72, "right", number=lambda r: r.visits, sort=lambda r: r.visits,
    tone=lambda r: "warn" if r.visits < r.least_visits else "plain", head_tip="导师审核通过的到校天数 / 签认的最少次数",
)  # fmt: skip
_EXPERTS = Column(
    "experts", "评分", lambda r: f"{r.marked} / {r.tasks}" if r.tasks else str(r.marked or ""), 68, "right", number=lambda r: r.marked,
    tone=lambda r: "warn" if r.marked < r.tasks else "plain", head_tip="已交有效评分的专家 / 分配的专家",
)  # fmt: skip
_SCORE = Column("score", "得分", lambda r: r.score, 72, "right", sort=lambda r: float(r.score) if r.score else None,
                number=lambda r: float(r.score) if r.score else None)  # fmt: skip
_RANK = Column("rank", "名次", lambda r: str(r.rank or ""), 56, "right", sort=lambda r: r.rank or None, number=lambda r: r.rank or None)
_CITY_SCORE = Column(
    "city_score", "评议分", lambda r: "" if r.city_score is None else f"{r.city_score.normalize():f}", 72, "right",
    sort=lambda r: r.city_score, number=lambda r: None if r.city_score is None else float(r.city_score),
)  # fmt: skip
_CITY_ORDER = Column("city_order", "盟市排序", lambda r: str(r.city_order or ""), 78, "right", sort=lambda r: r.city_order)


def _verdict(row: Row) -> str:
    if not row.needs_recommendation:
        return "不需推荐"
    return {True: "推荐", False: "不推荐", None: "待评议" if row.active else ""}[row.city_recommended]


_RECOMMENDED = Column(
    "city_recommended", "盟市推荐", _verdict, 96, kind="pill",
    tone=lambda r: {True: "ok", False: "bad", None: "plain"}[r.city_recommended] if r.needs_recommendation else "plain",
)  # fmt: skip


def _grade(name: str, title: str) -> Column:
    def value(row: Row) -> str:
        return str(getattr(row, name))

    return Column(name, title, value, 92, kind="pill", tone=lambda r: GRADE_TONES.get(value(r), "plain"),
                  tip=lambda r: r.grade_reason or r.reason_words or value(r))  # fmt: skip


_ALL = SavedView("all", "全部", lambda r: True)
_EXITED = SavedView("exited", "已退出", lambda r: not r.active)

TABS: Mapping[str, tuple[Sequence[Column], Sequence[SavedView]]] = {
    "initial": (
        (
            *_WHO, pill("initial", "condition", "培养状态", _CONDITION_TONES, blank="未填"), text("initial", "topic", "课题选题", 176, find=True),
            text("initial", "topic_settled", "选题情况", 80), text("initial", "progress", "课题进展", 200), pill("initial", "overall", "总体意见", _OVERALL_TONES),
            text("initial", "evaluated_on", "评价日期", 104), *_WHERE,
        ),
        (
            _ALL,
            SavedView("missing", "未填", lambda r: r.active and not r.initial),
            SavedView("watch", "需关注", lambda r: r.initial.get("overall") in ("需关注", "建议退出")),
            _EXITED,
        ),
    ),
    "midterm": (
        (
            *_WHO, pill("midterm", "conclusion", "中期结论", _TEAM_TONES, blank="未评"), pill("midterm", "team_grade", "团队评价", _TEAM_TONES),
            text("midterm", "report_date", "汇报日期", 104), text("midterm", "exit_reason", "退出原因", 150), text("midterm", "goal", "下半年目标", 150),
            text("midterm", "coordination", "需协调的问题", 150), text("midterm", "filing_number", "退出备案号", 150), _VISITS, *_WHERE,
        ),
        (
            _ALL,
            SavedView("missing", "未评", lambda r: r.active and not r.midterm),
            SavedView("failed", "不合格", lambda r: r.midterm.get("conclusion") == UNQUALIFIED),
            SavedView("coordinate", "有待协调", lambda r: bool(r.midterm.get("coordination"))),
            _EXITED,
            SavedView("unfiled", "退出未备案", lambda r: not r.active and bool(r.midterm) and not r.midterm.get("filing_number")),
        ),
    ),
    "annual": (
        (
            *_WHO, piece("课题报告"), piece("培养报告"), piece("成长日志"), piece("导师评价"), text("annual", "mentor_grade", "评价等级", 84), _VISITS,
            text("annual", "report_kinds", "培养报告内容", 176), text("annual", "project_title", "课题题目", 200, find=True), *_WHERE,
        ),
        (
            _ALL,
            SavedView("missing", "材料不齐", lambda r: r.active and bool(r.missing)),
            SavedView("complete", "材料齐", lambda r: r.active and not r.missing),
            SavedView("waived", "有免交", lambda r: bool(r.waivers)),
            _EXITED,
        ),
    ),
    "city": (
        (
            *_WHO, _RECOMMENDED, _CITY_ORDER, _CITY_SCORE, Column("materials", "材料", lambda r: f"缺{'、'.join(r.missing)}" if r.missing else "齐", 150,
            tone=lambda r: "warn" if r.missing else "plain", full=lambda r: "、".join(r.missing) or "齐"),
            text("annual", "mentor_grade", "导师评价", 84), _VISITS, text("annual", "city_opinion", "评议意见", 200), *_WHERE,
        ),
        (
            _ALL,
            SavedView("waiting", "待评议", lambda r: r.active and r.needs_recommendation and r.city_recommended is None),
            SavedView("yes", "推荐", lambda r: r.active and r.city_recommended is True),
            SavedView("no", "不推荐", lambda r: r.active and r.city_recommended is False),
        ),
    ),
    "final": (
        (
            *_WHO, _grade("grade", "等级"), _grade("suggested", "建议等级"), _SCORE, _RANK, _EXPERTS, _CITY_ORDER, _RECOMMENDED,
            Column("reasons", "依据", lambda r: r.grade_reason or r.reason_words, 190, full=lambda r: r.grade_reason or r.reason_words), *_WHERE,
        ),
        (
            _ALL,
            SavedView("final", "参加终评", lambda r: r.to_final),
            SavedView("marks", "评分不齐", lambda r: r.to_final and (r.marked < r.tasks or not r.marked)),
            SavedView("excellent", EXCELLENT, lambda r: r.grade == EXCELLENT),
            SavedView("qualified", QUALIFIED, lambda r: r.grade == QUALIFIED),
            SavedView("unqualified", UNQUALIFIED, lambda r: r.grade == UNQUALIFIED),
            SavedView("changed", "改定过", lambda r: bool(r.grade_reason)),
        ),
    ),
}  # fmt: skip


def declared(schemes: Schemes, tab: str) -> Declared:
    """One tab's list with the cities and subjects in force."""
    columns, views = TABS[tab]
    return Declared(
        columns,
        2,
        (
            Pick("city", "盟市", [(c.code, c.name) for c in schemes.common.cities]),
            Pick("subject", "学科", [(name, name) for name in schemes.subject_names]),
        ),
        {"city": "city", "subject": "subject"},
        views,
        "搜索姓名、学校、导师",
        "人",
        "没有符合条件的学员",
        ticks=False,
    )
