"""What the register of mentors shows: columns, picks and saved views."""

from collections.abc import Sequence

from db.models import Mentor
from db.models.labels import label
from ui.pages.register import Declared, SavedView
from ui.parts.filters import Pick
from ui.parts.rows import Column
from yingcai_desktop.rules.identity import mask_phone
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.mentors.register import Row

_TONES: dict[str, str] = {
    MentorState.RECOMMENDED: "info",
    MentorState.CITY_PASSED: "info",
    MentorState.APPROVED: "info",
    MentorState.ENDORSED: "info",
    MentorState.PUBLISHED: "info",
    MentorState.APPOINTED: "ok",
    MentorState.RETURNED: "warn",
    MentorState.REJECTED: "bad",
    MentorState.EXPIRED: "warn",
    MentorState.DISMISSED: "plain",
}
_REGION_NEXT = (MentorState.CITY_PASSED,)


def state_tone(row: Row) -> str:
    """Tone of the state."""
    return _TONES.get(row.state, "plain")


def term_words(row: Row) -> str:
    """`2028-03-31`, and how long it still is when that matters."""
    if row.term_end is None:
        return ""
    if row.left is not None and row.expiring:
        return f"{row.term_end.isoformat()} {'已届满' if row.left < 0 else f'剩{row.left}天'}"
    return row.term_end.isoformat()


def _load(row: Row) -> str:
    return f"{row.placed} / {row.capacity}" if row.stored else ""


def _load_tone(row: Row) -> str:
    return "bad" if row.placed > row.capacity else "warn" if row.full else "plain"


def _marks(row: Row) -> str:
    words = (("草稿", row.unsaved), ("满员", row.full), ("例外待写理由", row.unexplained), ("有例外", row.warned and not row.unexplained))
    return " ".join(text for text, on in words if on)


COLUMNS: Sequence[Column] = (
    Column("state", label(Mentor.state), lambda r: r.state_name, 112, kind="pill", tone=state_tone),
    Column("name", label(Mentor.name), lambda r: r.name, 116, find=True, tip=lambda r: r.name),
    Column("university", label(Mentor.university), lambda r: r.university, 122, find=True, tip=lambda r: r.university),
    Column("subject", label(Mentor.subject), lambda r: r.subject, 82, kind="subject"),
    Column("load", "已带/上限", _load, 78, "right", tone=_load_tone, sort=lambda r: r.capacity - r.placed, number=lambda r: r.placed,
           head_tip="已录取或在培的学生数 / 可带学生数（附件2 五（三）1：每名导师不超过 5 人）"),
    Column("term", "聘期至", term_words, 140, tone=lambda r: "warn" if r.expiring else "plain", sort=lambda r: r.term_end),
    Column("title", label(Mentor.title), lambda r: r.title, 60),
    Column("honours", label(Mentor.honours), lambda r: r.honours, 130, find=True, tip=lambda r: r.honours,
           tone=lambda r: "warn" if r.warned and not r.honours else "plain"),
    Column("degree", label(Mentor.degree), lambda r: r.degree, 60),
    Column("team", "团队", lambda r: str(r.team) if r.stored else "", 56, "right", sort=lambda r: r.team, number=lambda r: r.team,
           tone=lambda r: "warn" if r.stored and not r.team else "plain"),
    Column("first", "一志愿", lambda r: str(r.first) if r.stored else "", 66, "right", sort=lambda r: r.first, number=lambda r: r.first,
           head_tip="第一志愿选报这位导师的人数"),
    Column("named", "各志愿", lambda r: str(r.named) if r.stored else "", 66, "right", sort=lambda r: r.named, number=lambda r: r.named,
           head_tip="三个志愿里选报过这位导师的人数"),
    Column("marks", "提示", _marks, 110, tone=lambda _r: "warn"),
    Column("programme", label(Mentor.programme), lambda r: r.programme_name, 84),
    Column("city", "盟市", lambda r: r.city_name, 96),
    Column("employer", label(Mentor.employer), lambda r: r.employer, 140, find=True),
    Column("department", label(Mentor.department), lambda r: r.department, 120),
    Column("research", label(Mentor.research), lambda r: r.research, 160, find=True, tip=lambda r: r.research),
    Column("phone", label(Mentor.phone), lambda r: mask_phone(r.phone), 120, secret=lambda r: r.phone),
    Column("approval", label(Mentor.approval), lambda r: r.approval, 150),
    Column("exception", label(Mentor.exception), lambda r: r.exception, 150, tip=lambda r: r.exception),
)  # fmt: skip


def waits_for_city(row: Row) -> bool:
    """盟市初审: the pilot only."""
    return row.programme == "pilot" and row.state == MentorState.RECOMMENDED


def waits_for_region(row: Row) -> bool:
    """自治区复审: the national ones at once, the pilot's after the city."""
    return row.state in _REGION_NEXT or (row.programme == "national" and row.state == MentorState.RECOMMENDED)


VIEWS = (
    SavedView("all", "全部", lambda r: True),
    SavedView("city", "待初审", waits_for_city),
    SavedView("region", "待复审", waits_for_region),
    SavedView("endorse", "待审定", lambda r: r.programme == "pilot" and r.state == MentorState.APPROVED),
    SavedView("publish", "公示中", lambda r: r.state == MentorState.ENDORSED),
    SavedView("appoint", "待聘任", lambda r: r.state == MentorState.PUBLISHED or (r.programme == "national" and r.state == MentorState.APPROVED)),
    SavedView("appointed", "已聘", lambda r: r.state == MentorState.APPOINTED),
    SavedView("expiring", "聘期将满", lambda r: r.expiring or r.state == MentorState.EXPIRED),
    SavedView("full", "满员", lambda r: r.full),
    SavedView("exception", "有例外", lambda r: r.warned),
    SavedView("draft", "未存草稿", lambda r: r.unsaved),
)


def declared(schemes: Schemes) -> Declared:
    """The register with the universities and subjects in force."""
    return Declared(
        COLUMNS,
        3,
        (
            Pick("university", "高校", [(name, name) for name in schemes.university_order]),
            Pick("subject", "学科", [(name, name) for name in schemes.subject_names]),
            Pick("state", "状态", [(s.value, s.label) for s in MentorState]),
        ),
        {"university": "university", "subject": "subject", "state": "state"},
        VIEWS,
        "搜索姓名、单位、称号、方向",
        "人",
        "没有符合条件的导师",
    )
