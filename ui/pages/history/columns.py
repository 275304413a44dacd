"""What the list of the journal shows: columns, picks and views."""

from collections.abc import Callable

from ui.pages.register import Declared, SavedView
from ui.parts.filters import Pick
from ui.parts.rows import Column
from yingcai_desktop.services.logbook import KINDS, SOURCES, Line
from yingcai_desktop.services.subjects import TABLES

KIND_TONES = {"new": "ok", "changed": "info", "deleted": "bad"}
PICKS = (("actor", "经办人"), ("title", "动作"), ("month", "月份"), ("table", "对象"), ("source", "来源"))


def who(line: Line) -> str:
    """The person, and the second one where there was one."""
    return f"{line.actor}（见证 {line.witness}）" if line.witness else line.actor


def declared(summary: Callable[[Line], str]) -> Declared:
    """`summary` reads old and new values of a line when somebody looks at it; sorting by it would read them all, so it sorts by number."""
    columns = (
        Column("n", "序号", lambda r: str(r.n), 64, "right", sort=lambda r: r.n),
        Column("at", "时间", lambda r: r.at, 138, sort=lambda r: r.n),
        Column("actor", "经办人", lambda r: r.actor, 84, find=True, tip=who),
        Column("title", "动作", lambda r: r.title, 118, find=True, tip=lambda r: r.title),
        Column("kind", "类别", lambda r: KINDS.get(r.kind, r.kind), 82, kind="pill", tone=lambda r: KIND_TONES.get(r.kind, "plain")),
        Column("subject", "对象", lambda r: r.subject, 258, find=True, tip=lambda r: f"{TABLES.get(r.table, r.table)} · {r.subject}"),
        Column("summary", "旧值 → 新值", summary, 380, sort=lambda r: r.n, tip=summary),
        Column("witness", "见证人", lambda r: r.witness, 84, find=True),
        Column("table", "种类", lambda r: TABLES.get(r.table, r.table), 90),
        Column("reason", "理由或来源文件", lambda r: r.reason, 200, find=True, tip=lambda r: r.reason),
        Column("source", "来源", lambda r: r.source, 74),
        Column("rows", "同一次", lambda r: str(r.rows), 66, "right", sort=lambda r: r.rows, number=lambda r: r.rows,
               head_tip="同一次操作一共写了几条"),
    )  # fmt: skip
    views = (
        SavedView("all", "全部", lambda r: True),
        SavedView("load", "导入", lambda r: r.source == SOURCES["load"]),
        SavedView("batch", "批量", lambda r: r.source == SOURCES["batch"]),
        SavedView("two", "两人办理", lambda r: bool(r.witness)),
        SavedView("deleted", "删除", lambda r: r.kind == "deleted"),
        SavedView("undone", "撤销和重做", lambda r: r.title in ("撤销", "重做")),
        SavedView("disclosure", "查看号码", lambda r: r.table == "disclosure"),
    )
    picks = [Pick(key, label) for key, label in PICKS]
    return Declared(columns, 2, picks, {key: key for key, _ in PICKS}, views, "搜索人员、对象、理由", "条", "没有符合条件的记录", ticks=False)
