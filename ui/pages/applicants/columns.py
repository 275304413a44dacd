"""What the register of applications shows: columns, picks and saved views."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from db.models import Application
from db.models.labels import label
from ui.pages.register import Declared, SavedView
from ui.parts.filters import Pick
from ui.parts.rows import Column
from yingcai_desktop.rules.identity import mask_id, mask_phone
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.applications.register import Row

_STATE_TONES: dict[str, str] = {
    ApplicationState.SUBMITTED: "info",
    ApplicationState.RECOMMENDED: "info",
    ApplicationState.CITY_PASSED: "info",
    ApplicationState.APPROVED: "ok",
    ApplicationState.RETURNED: "warn",
    ApplicationState.REJECTED: "bad",
}
RESULTS = {"eligible": ("符合", "ok"), "relaxed": ("可放宽", "warn"), "ineligible": ("不符合", "bad")}
REASONS = {
    "subject-rank": "学科排名在线内",
    "overall-rank": "综合排名在线内",
    "pretraining": "前置培养表现优秀，有证明",
    "rank": "学科、综合排名都超出（附件1 四（二）：学科前10%或综合前15%）",
    "not-recommended": "学校不推荐",
}
_CENT = Decimal("0.01")
_ID_DIGITS = 6
_MANY = 3  # materials that no longer fit into a cell by name


def state_tone(row: Row) -> str:
    """Tone of the state."""
    return _STATE_TONES.get(row.state, "plain")


def percent_text(value: float | None) -> str:
    """A share rounded half up, once, to two places, idle zeros left out."""
    return (
        ""
        if value is None
        else f"{Decimal(repr(value)).quantize(_CENT, ROUND_HALF_UP):f}".rstrip("0").rstrip(".") + "%"
    )


def _marks(row: Row) -> str:
    words = (("双报", row.dual), ("疑似重复", row.suspect), ("上届", row.alumnus), ("草稿", row.unsaved))
    return " ".join(text for text, on in words if on)


def _lacking(row: Row) -> str:
    return f"缺{'、'.join(row.missing)}" if len(row.missing) < _MANY else f"缺 {len(row.missing)} 项"


COLUMNS: Sequence[Column] = (
    Column("state", label(Application.state), lambda r: r.state_name, 96, kind="pill", tone=state_tone),
    Column(
        "name", label(Application.name), lambda r: r.name, 116, find=True,
        tip=lambda r: f"{r.name}：有未存入登记簿的改动" if r.unsaved else r.name,
    ),
    Column("gender", label(Application.gender), lambda r: r.gender, 42, "center"),
    Column("grade", label(Application.grade), lambda r: r.grade, 50),
    Column("subject", "学科", lambda r: r.subject, 78, kind="subject"),
    Column("school", label(Application.school_uid), lambda r: r.school_short, 106, find=True, full=lambda r: r.school),
    Column(
        "result", label(Application.result), lambda r: RESULTS[r.result][0] if r.result else "", 82, kind="pill",
        tone=lambda r: RESULTS[r.result][1] if r.result else "plain",
        tip=lambda r: "、".join(REASONS.get(code, code) for code in r.reasons) or "没有排名要求，学校已推荐",
    ),
    Column(
        "subject_rank", "学科排名", lambda r: percent_text(r.subject_percent), 74, "right",
        tone=lambda r: "warn" if r.over_rank else "plain", sort=lambda r: r.subject_percent, number=lambda r: r.subject_percent,
        head_tip="学科名次 ÷ 年级人数（附件1 四（二））",
    ),
    Column(
        "overall_rank", "综合排名", lambda r: percent_text(r.overall_percent), 74, "right",
        tone=lambda r: "warn" if r.over_rank else "plain", sort=lambda r: r.overall_percent, number=lambda r: r.overall_percent,
        head_tip="综合名次 ÷ 年级人数（附件1 四（二））",
    ),
    Column(
        "missing", "材料", lambda r: _lacking(r) if r.missing else "齐全" if r.stored else "", 120,
        tone=lambda r: "warn" if r.missing else "plain", full=lambda r: f"缺{'、'.join(r.missing)}" if r.missing else "",
        sort=lambda r: len(r.missing),
    ),
    Column("mentor", "志愿导师", lambda r: r.mentor, 100, find=True, tip=lambda r: "\n".join(r.mentors)),
    Column("marks", "提示", _marks, 120, tone=lambda _r: "warn"),
    Column("city", label(Application.city), lambda r: r.city_name, 96),
    Column("programme", label(Application.programme), lambda r: r.programme_name, 84),
    Column("id_number", label(Application.id_number), lambda r: mask_id(r.id_number), 168, secret=lambda r: r.id_number),
    Column("class_name", label(Application.class_name), lambda r: r.class_name, 100),
    Column("ethnicity", label(Application.ethnicity), lambda r: r.ethnicity, 80),
    Column("phone", label(Application.guardian_phone), lambda r: mask_phone(r.guardian_phone), 120, secret=lambda r: r.guardian_phone),
    Column("adjust", label(Application.adjust), lambda r: "" if not r.stored else "是" if r.adjust else "否", 84, "center"),
    Column("source", "报名来源", lambda r: r.source, 200),
)  # fmt: skip

VIEWS = (
    SavedView("all", "全部", lambda r: True),
    SavedView("waiting", "待复核", lambda r: r.waiting),
    SavedView("returned", "退回补正", lambda r: r.state == ApplicationState.RETURNED),
    SavedView("rank", "排名超限", lambda r: r.over_rank),
    SavedView("missing", "材料不全", lambda r: bool(r.missing)),
    SavedView("suspect", "可能重复", lambda r: r.suspect),
    SavedView("dual", "两项都报", lambda r: r.dual),
    SavedView("alumnus", "上届学员", lambda r: r.alumnus),
    SavedView("draft", "未存草稿", lambda r: r.unsaved),
)


def declared(schemes: Schemes) -> Declared:
    """The register with the cities and subjects in force."""
    return Declared(
        COLUMNS,
        3,
        (
            Pick("city", "盟市", [(c.code, c.name) for c in schemes.common.cities]),
            Pick("subject", "学科", [(name, name) for name in schemes.subject_names]),
            Pick("state", "状态", [(s.value, s.label) for s in ApplicationState]),
        ),
        {"city": "city", "subject": "subject", "state": "state"},
        VIEWS,
        "搜索姓名、证件号、学校",
        "条",
        "没有符合条件的学生",
    )


def id_needle(text: str) -> str:
    """The words as part of an identity number, if they can be one; else nothing."""
    plain = text.replace(" ", "").upper()
    return plain if len(plain) >= _ID_DIGITS and plain.rstrip("X").isdigit() else ""
