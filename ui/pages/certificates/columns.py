"""What the list of holders shows."""

from collections.abc import Sequence

from ui.parts.rows import Column
from yingcai_desktop.services.certificates_register import CHANGED, CHECKED, STATES, Holder

TONES = {
    "entitled": "info", "numbered": "plain", "printed": "ok", "collected": "ok", "reissued": "warn", "void": "bad", "wrong": "bad",
    "awaited": "info", "registered": "plain",
}  # fmt: skip
CHECKS = {"": ("未核对", "warn"), CHECKED: ("已核对", "ok"), CHANGED: ("核对后有改动", "bad")}


def short_number(h: Holder) -> str:
    """The running number is enough in a narrow list; copy, tool tip and export have the whole."""
    return f"{h.sequence:04d}" + (f"-补{h.reissues}" if h.reissues else "") if h.sequence else h.number or "—"


COLUMNS: Sequence[Column] = (
    Column("number", "编号", short_number, 54, find=True, full=lambda h: h.shown_number or "还没有编号",
           sort=lambda h: h.sequence or None, head_tip="证书编号的顺序号；悬停看全号"),
    Column("name", "姓名", lambda h: h.name, 118, find=True, tip=lambda h: f"{h.name}　{h.school}　{h.subject}"),
    Column("grade", "等次", lambda h: h.grade, 46, "center"),
    Column("state", "状态", lambda h: h.state_name, 82, kind="pill", tone=lambda h: TONES[h.state]),
    Column("check", "核对", lambda h: CHECKS[h.check][0] if h.ours else "", 104, tone=lambda h: CHECKS[h.check][1]),
    Column("subject", "学科", lambda h: h.subject, 78, kind="subject", find=True),
    Column("school", "学校", lambda h: h.school_short, 120, find=True, full=lambda h: h.school),
    Column("city", "盟市", lambda h: h.city_name, 96),
    Column("university", "培养高校", lambda h: h.university, 140),
    Column("mentor", "导师", lambda h: h.mentor, 90),
    Column("collected", "领取", lambda h: f"{h.collected_on:%Y-%m-%d} {h.receiver}" if h.collected_on else "", 170),
)  # fmt: skip

STATE_OPTIONS = list(STATES.items())
