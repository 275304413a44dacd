"""The forms of 考核评价 in the order of the paper ones (domain.md §4.5–4.7)."""

from collections.abc import Sequence

from ui.parts.fields import Field
from ui.parts.form import Section
from yingcai_desktop.rules.evidence import REPORT_KINDS
from yingcai_desktop.services.evaluations.fields import (
    ANNUAL,
    CITY,
    CONCLUSIONS,
    CONDITIONS,
    GRADES,
    INITIAL,
    MIDTERM,
    OVERALL,
    TEAM_GRADES,
    TOPIC_STATES,
    YES_NO,
)

KIND = "kind."
"""Before the name of a paper of the 培养报告: one tick each."""
LETTER = "letter"
"""The city's letter by which the region registers its word; the reason of the change, no stored field."""


def _same(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def sections(form: str, *, region: bool) -> Sequence[Section]:
    """The fields of one form."""
    return _FORMS[form](region)


def _initial(_region: bool) -> Sequence[Section]:
    name = INITIAL.label
    return (
        Section(
            "导师评价意见",
            (
                Field("evaluated_on", name("evaluated_on"), "date", required=True, placeholder="2025-05-10"),
                Field("condition", name("condition"), "choice", required=True, options=_same(CONDITIONS)),
                Field("topic_settled", name("topic_settled"), "choice", required=True, options=_same(TOPIC_STATES)),
                Field("overall", name("overall"), "choice", required=True, options=_same(OVERALL)),
                Field("topic", name("topic"), span=2),
                Field("progress", name("progress"), "long", required=True, span=2),
                Field("opinion", name("opinion"), "long", required=True, span=2),
                Field("signer", name("signer"), required=True, hint="应为本人导师"),
            ),
        ),
    )


def _midterm(_region: bool) -> Sequence[Section]:
    name = MIDTERM.label
    return (
        Section(
            "中期汇报",
            (
                Field("report_date", name("report_date"), "date", required=True, placeholder="2025-07-10"),
                Field("report_title", name("report_title")),
            ),
        ),
        Section(
            "导师团队评价",
            (
                Field("team_grade", name("team_grade"), "choice", required=True, options=_same(TEAM_GRADES)),
                Field("conclusion", name("conclusion"), "choice", required=True, options=_same(CONCLUSIONS)),
                Field("exit_reason", name("exit_reason"), "long", span=2, hint="后备人才不合格者退出培养，必须写明（附件2 七（二））"),
            ),
        ),
        Section(
            "下半年",
            (Field("goal", name("goal"), "long", span=2), Field("coordination", name("coordination"), "long", span=2)),
        ),
    )


def _annual(_region: bool) -> Sequence[Section]:
    name = ANNUAL.label
    kinds = tuple(Field(f"{KIND}{kind}", kind, "flag", placeholder="有") for kind in REPORT_KINDS)
    return (
        Section(
            "课题报告",
            (
                Field("project_title", name("project_title"), span=2),
                Field("project_report", name("project_report"), "flag", placeholder="已交"),
                Field("training_report", name("training_report"), "flag", placeholder="已交"),
            ),
        ),
        Section("培养报告包括", kinds),
        Section(
            "导师评价",
            (
                Field("mentor_grade", name("mentor_grade"), "choice", required=True, options=_same(GRADES)),
                Field("mentor_comment", name("mentor_comment"), "long", span=2),
            ),
        ),
    )


def _city(region: bool) -> Sequence[Section]:
    name = CITY.label
    letter = Field(LETTER, "盟市来文", required=True, span=2, placeholder="如 包科协函〔2025〕3号",
                   hint="评议由盟市填报；自治区代为登记的，写明依据哪份来文")  # fmt: skip
    return (
        Section(
            "盟市评议",
            (
                *((letter,) if region else ()),
                Field("city_recommended", name("city_recommended"), "choice", required=True, options=list(YES_NO)),
                Field("city_order", name("city_order"), digits=True, placeholder="1", hint="本盟市推荐的先后"),
                Field("city_score", name("city_score"), digits=True, placeholder="0–100"),
                Field("city_opinion", name("city_opinion"), "long", span=2),
            ),
        ),
    )


_FORMS = {"initial": _initial, "midterm": _midterm, "annual": _annual, "city": _city}
