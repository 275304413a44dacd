"""The columns of panels and candidates."""

from ui.parts.rows import Column
from yingcai_desktop.services.panels import HeardRow, PanelCard


def _judges(card: PanelCard) -> str:
    return "、".join(f"{name}（{unit}）" if unit else name for name, unit in card.judges)


def _names(card: PanelCard) -> str:
    return "、".join(name for name, _unit in card.judges)


def _state(card: PanelCard) -> str:
    return "待补齐" if card.gaps else "已抽签" if card.drawn else "可以抽签"


def _staff(card: PanelCard) -> str:
    return "、".join(f"{role} {who}" for role, who in card.staff)


def _away(row: HeardRow) -> str:
    return "、".join(judge for judge, _why, _uid in row.away)


PANELS = (
    Column("name", "组别", lambda c: c.name, 80, find=True),
    Column("state", "状态", _state, 98, kind="pill", tone=lambda c: "warn" if c.gaps else "ok" if c.drawn else "info",
           tip=lambda c: "；".join(c.gaps) or _state(c)),
    Column("heads", "考生", lambda c: str(c.heads), 56, "right", sort=lambda c: c.heads, number=lambda c: c.heads),
    Column("judges", "评委", _names, 220, full=_judges, find=True),
    Column("chair", "组长", lambda c: c.chair or "—", 116),
    Column("left", "更换", lambda c: "、".join(f"{old} → {new}" for old, new in c.left), 130,
           full=lambda c: "、".join(f"{old} 由 {new} 接替" for old, new in c.left)),
    Column("staff", "记分、核分、监督", _staff, 300, full=_staff),
)  # fmt: skip

PEOPLE = (
    Column("number", "序号", lambda r: f"{r.number:02d}" if r.number else "—", 56, "center", sort=lambda r: (r.panel, r.number)),
    Column("name", "姓名", lambda r: r.name, 116, find=True),
    Column("panel", "组别", lambda r: r.panel or "—", 84),
    Column("state", "状态", lambda r: "已抽签" if r.drawn else "未抽签", 88, kind="pill", tone=lambda r: "ok" if r.drawn else "plain"),
    Column("school", "学校", lambda r: r.school, 244, full=lambda r: r.school, find=True),
    Column("away", "回避的评委", _away, 110, tone=lambda r: "warn" if r.away else "plain",
           full=lambda r: "；".join(f"{judge}：{why}" for judge, why, _uid in r.away)),
    Column("sheets", "已有评分", lambda r: str(r.sheets) if r.sheets else "", 76, "right", number=lambda r: r.sheets),
    Column("moved", "调组原因", lambda r: r.moved, 160, full=lambda r: r.moved),
)  # fmt: skip
