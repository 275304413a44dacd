"""The same year as lists: 名册 of the students and 按导师, with the views that say whom to look after."""

from collections.abc import Callable, Sequence

from ui.pages.register import SavedView
from ui.parts.rows import Column
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services.trainees.board import Row


def _state(r: Row) -> str:
    return r.student.state_name if not r.student.training else "落后" if r.behind else "正常"


def _state_tone(r: Row) -> str:
    return "plain" if not r.student.training else "bad" if r.behind else "ok"


def _months(r: Row) -> str:
    return "、".join(f"{int(m[5:])}月" for m in r.short)


COLUMNS: Sequence[Column] = (
    Column("state", "状态", _state, 84, kind="pill", tone=_state_tone),
    Column("name", "姓名", lambda r: r.student.name, 136, find=True),
    Column("subject", "学科", lambda r: r.student.subject, 78, kind="subject"),
    Column("mentor", "导师", lambda r: r.student.mentor, 90, find=True),
    Column("visits", "到校", lambda r: f"{r.visits}/{r.required}", 70, "right", sort=lambda r: r.visits, number=lambda r: r.visits,
           tone=lambda r: "bad" if r.slow else "plain", head_tip="审核通过的到校天数／要求"),
    Column("pending", "未计入", lambda r: str(r.pending_visits or ""), 70, "right", sort=lambda r: r.pending_visits,
           head_tip="已登记、日志还没有审核通过的到校天数"),
    Column("forecast", "到12月", lambda r: "" if r.forecast is None else f"{r.forecast}/{r.required}", 74, "right",
           sort=lambda r: r.forecast, tone=lambda r: "bad" if r.slow else "plain", tip=lambda r: r.forecast_words, head_tip="照现在的进度到12月能到校几次"),
    Column("short", "面授不足的月份", _months, 150, tone=lambda r: "bad" if r.short else "plain"),
    Column("logs", "日志 审/交", lambda r: f"{r.approved}/{r.handed_in}", 90, "right", sort=lambda r: r.approved),
    Column("open", "缺日志", lambda r: str(len(r.open_logs) or ""), 74, "right", sort=lambda r: len(r.open_logs),
           tone=lambda r: "warn", tip=lambda r: "、".join(f"{d.month}月{d.day}日" for d in r.open_logs), head_tip="有活动而没有交日志的天数"),
    Column("away", "未到校天数", lambda r: str(r.away) if r.student.training else "", 94, "right", sort=lambda r: r.away,
           tone=lambda r: "bad" if r.stays_away else "plain"),
    Column("topic", "课题", lambda r: r.topic, 180, find=True, tip=lambda r: r.topic),
    Column("plan", "培养计划", lambda r: "有" if r.planned else "没有", 84, tone=lambda r: "plain" if r.planned else "warn"),
    Column("teacher", "中学指导教师", lambda r: r.teacher or "没有", 112, tone=lambda r: "plain" if r.teacher else "warn", find=True),
    Column("school", "学校", lambda r: r.student.school_short, 120, find=True, full=lambda r: r.student.school),
    Column("university", "培养高校", lambda r: r.student.university, 140),
    Column("city", "盟市", lambda r: r.student.city_name, 96),
    Column("programme", "项目", lambda r: r.student.programme_name, 84),
    Column("admitted", "录取日期", lambda r: r.student.admitted_on.isoformat(), 100),
    Column("exited", "退出日期", lambda r: r.student.exited_on.isoformat() if r.student.exited_on else "", 100, tip=lambda r: r.student.exit_reason),
    Column("id_number", "身份证号", lambda r: mask_id(r.student.id_number), 168, secret=lambda r: r.student.id_number),
)  # fmt: skip

MENTOR_COLUMNS: Sequence[Column] = (
    Column("mentor", "导师", lambda m: m.mentor, 136, find=True),
    Column("subject", "学科", lambda m: m.subject, 78, kind="subject"),
    Column("university", "培养高校", lambda m: m.university, 150),
    Column("students", "学员", lambda m: str(m.students), 60, "right", sort=lambda m: m.students, number=lambda m: m.students),
    Column("behind", "落后", lambda m: str(m.behind or ""), 60, "right", sort=lambda m: m.behind, tone=lambda m: "bad"),
    Column("visits", "到校最少", lambda m: f"{m.visits}/{m.required}", 84, "right", sort=lambda m: m.visits),
    Column("forecast", "到12月最少", lambda m: "" if m.forecast is None else f"{m.forecast}/{m.required}", 96, "right", sort=lambda m: m.forecast,
           tone=lambda m: "bad" if m.forecast is not None and m.forecast < m.required else "plain",
           tip=lambda m: "" if m.forecast is None else f"照此进度到12月 {m.forecast}/{m.required}（进度最慢的一名）"),
    Column("waiting", "日志待审", lambda m: str(m.waiting or ""), 84, "right", sort=lambda m: m.waiting, tone=lambda m: "warn"),
    Column("open", "缺日志", lambda m: str(m.open_logs or ""), 74, "right", sort=lambda m: m.open_logs, tone=lambda m: "warn"),
    Column("names", "学员姓名", lambda m: m.names, 320, tip=lambda m: m.names),
    Column("programme", "项目", lambda m: m.programme_name, 84),
)  # fmt: skip


def _views() -> Sequence[SavedView]:
    training: Callable[[Row], bool] = lambda r: r.student.training  # noqa: E731
    return (
        SavedView("all", "全部", lambda r: True),
        SavedView("behind", "落后", lambda r: r.behind),
        SavedView("no-log", "无日志", lambda r: training(r) and bool(r.open_logs)),
        SavedView("away", "未到校超期", lambda r: r.stays_away),
        SavedView("no-teacher", "无指导教师", lambda r: training(r) and not r.teacher),
        SavedView("no-plan", "无培养计划", lambda r: training(r) and not r.planned),
        SavedView("left", "已退出", lambda r: not training(r)),
    )


VIEWS = _views()
