"""The tab 汇总: what each judge gave, how it becomes a score, distribution and leniency; hints that change nothing (ux §4.5)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.pages.base import Shell
from ui.pages.interviews.charts import Histogram, Leniency
from ui.pages.interviews.frame import GroupChoice, InterviewTab, scope_of
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.grid import Grid, GridColumn, Line, Mark
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.scroll import Scroll
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.interviewing import HINTS
from yingcai_desktop.rules.marks import mean, printed
from yingcai_desktop.services import panels
from yingcai_desktop.services.panels import SumRow
from yingcai_desktop.services.printing import interview as paper
from yingcai_desktop.services.seen import Seen, SeenColumn, write_workbook

SIDE_WIDTH = 264
_STATES = {"result": ("有成绩", "ok"), "no-result": ("无成绩", "bad"), "absent": ("考生缺考", "plain"), "": ("未评分", "plain")}
_LACKING = ("缺评分", "warn")
"""A judge's row is lacking: no 0 and no score yet, another thing than 缺席, 回避 or 缺考 (features E06)."""


def _text(value: Fraction | None, places: int = 2) -> str:
    return "—" if value is None else printed(value, places)


def _tone(text: str) -> str:
    return next((tone for words, tone in (*_STATES.values(), _LACKING) if words == text), "plain")


class SummaryTab(InterviewTab):
    """One group; the columns are its judges, so the list is made anew for each."""

    watches = (
        "panel", "panel_place", "panel_recusal", "interview_score", "component_score", "spread_note", "shortlist_entry", "application", "decision",
        "step_result",
    )  # fmt: skip

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice) -> None:
        super().__init__(shell, place, choice)
        self.found: panels.Summary | None = None
        self.grid: Grid | None = None
        self._heads: tuple[str, ...] = ()
        self.caption, self.about = label("", "title"), label("", "hint")
        self.explain_button = button("说明差异…", do=self.ask_explain, tip="评委之间差距大的，写明原因；不改任何分数")
        self.offer("interview.explain", self.explain_button)
        self.blank_button = button("空白评分表", "", "printer", self.print_sheets, tip="每名评委一张")
        self.print_button = button("打印汇总表", "primary", "printer", self.print_page, tip="面试评分汇总表，评委、记分、核分、监督签字（Ctrl+P）")
        self.progress, self.spread, self.lenient = label("", "strong"), Histogram("面试得分分布"), Leniency("评委宽严")
        self.judges = label("", "hint", wrap=True)
        self.note = label("", "warn", wrap=True)
        self.place_card = QVBoxLayout()
        self.empty = EmptyState("还没有面试评分", "建组、抽签之后，在“成绩录入”里录入每名评委的评分，这里自动汇总。",
                                [Action("去成绩录入", lambda: shell.go("interviews", tab="entry"), "notebook")], "notebook")  # fmt: skip
        self._build()
        self.refresh()

    # Page

    def refresh(self) -> None:
        """Read the group."""
        desk, group = self.desk, self.group
        if desk is None or group is None:
            return
        try:
            self.found = panels.summary(desk, group)
        except Refusal as refused:
            self.found = None
            self.about.setText(str(refused))
        self._show()

    def focus_work_area(self) -> None:
        """The list."""
        (self.grid if self.grid is not None and self.grid.isVisible() else self.empty.buttons[0]).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return (self.choice.combo, *((self.grid,) if self.grid else ()))

    # Commands

    def print_page(self) -> None:
        """面试评分汇总表 of the scope."""
        desk, scope = self.desk, scope_of(self.shell)
        if desk is not None:
            self.shell.preview("面试评分汇总表", lambda _p: paper.score_summary(desk, scope), "面试评分汇总表")

    def print_sheets(self) -> None:
        """面试评分表, blank, one a judge."""
        desk, scope = self.desk, scope_of(self.shell)
        if desk is not None:
            self.shell.preview("面试评分表", lambda _p: paper.score_sheets(desk, scope), "面试评分表")

    def export(self, out: Path | None = None) -> None:
        """Ctrl+E: the list as it is seen."""
        if self.desk is None or self.grid is None:
            self.shell.messages.info("还没有可以导出的评分。")
            return
        sheet, title, desk = self.grid.sheet, f"面试评分汇总-{self.group_name}", self.desk
        if out is None:
            name, _ = QFileDialog.getSaveFileName(self, "导出 Excel", f"{title}-{desk.store.season}.xlsx", "Excel 工作簿 (*.xlsx)")
            if not name:
                return
            out = Path(name)
        shown = self.grid.seen_columns()
        columns = tuple(SeenColumn(" ".join(filter(None, (sheet.columns[n].title, sheet.columns[n].note))), sheet.columns[n].width) for n in shown)
        rows = tuple(tuple(sheet.shown(at, n) for n in shown) for at in range(len(sheet.lines)))
        seen = Seen(title, columns, rows, covers=self.group_name)
        target = out
        self.shell.jobs.start(f"导出 {target.name}", lambda _p: write_workbook(desk, seen, target),
                              lambda count: self.shell.messages.done(f"已导出 {count} 条到 {target.name}。"))  # fmt: skip

    def ask_explain(self) -> None:
        """The written reason of the current candidate's spread."""
        one = self._current()
        if one is None:
            self.shell.messages.info("请先选中一名考生。")
            return
        why = "、".join(HINTS[h] for h in one.hints) or "没有异常提示"
        entries = [Entry("reason", "原因", "如：合议后维持原评分", value=one.note)]

        def then(values: Mapping[str, str]) -> bool:
            return self.act(f"说明{one.name}的评分差异", lambda: panels.explain(self.shell.desk, one.uid, values["reason"]), "已保存说明，分数没有改动。")

        self.ask(Ask(f"说明评分差异：{one.name}", f"{why}。说明只留作记录，不改变任何分数。", entries, "保存说明", then, about=one.uid))

    # Inside

    def _build(self) -> None:
        side = stack(
            Card("评分进度", "", self.progress, self.judges), Card("面试得分分布", "", self.spread),
            Card("评委宽严", "与同一批考生平均的差", self.lenient, self.note), None, gap=12,
        )  # fmt: skip
        right = Scroll(holder(side, "plain"))
        right.setFixedWidth(SIDE_WIDTH)
        self.place_card.setContentsMargins(1, 1, 1, 1)
        card = holder(self.place_card, "card")
        look(self.empty, look="plain")
        self.place_card.addWidget(self.empty)
        self.body.addLayout(row(self.caption, (self.about, 1), self.explain_button, self.blank_button, self.print_button, gap=8))
        self.body.addLayout(self.questions)
        self.body.addLayout(row((card, 1), right, gap=14), 1)

    def _show(self) -> None:
        found = self.found
        self.caption.setText(self.group_name)
        judges = tuple(dict.fromkeys(judge.judge for judge in found.judges)) if found else ()
        given = bool(found and any(row.totals for row in found.rows))
        several = found is not None and len({row.panel for row in found.rows}) > 1  # with one panel its name says nothing
        heads = (*judges, found.component, "+" if found.corrected else "", "组" if several else "") if found else ()
        if given and found is not None and (self.grid is None or heads != self._heads):
            self._make_grid(found, judges, several=several)
            self._heads = heads
        self.empty.setVisible(not given)
        if self.grid is not None:
            self.grid.setVisible(given)
            if given and found is not None:
                self._fill(found)
        for one in (self.explain_button, self.print_button):
            one.setEnabled(given)
        self._show_side(found)

    def _make_grid(self, found: panels.Summary, judges: Sequence[str], *, several: bool) -> None:
        if self.grid is not None:
            self.place_card.removeWidget(self.grid)
            self.grid.deleteLater()
        columns = [
            GridColumn("number", "序号", "fixed", 52, align="center", look="faint"),
            GridColumn("name", "姓名", "fixed", 104, widest=180),
            *((GridColumn("panel", "组别", "fixed", 76, widest=120),) if several else ()),
            *(GridColumn(f"j/{judge}", judge, "fixed", 78, align="right", note="评委合计", widest=110) for judge in judges),
            GridColumn("valid", "有效", "fixed", 56, align="right", note="评委"),
            GridColumn("raw", "平均", "fixed", 72, align="right"),
            *((GridColumn("factor", "修正", "fixed", 76, align="right", note="系数"),) if found.corrected else ()),
            *((GridColumn("before", "修正后", "fixed", 76, align="right"),) if found.corrected else ()),
            *((GridColumn("component", found.component, "fixed", 84, align="right"),) if found.component else ()),
            GridColumn("final", "面试得分", "fixed", 84, align="right", look="strong"),
            GridColumn("state", "状态", "fixed", 96, look="pill", tone=_tone),
            GridColumn("note", "说明", "fixed", 220, widest=420),
        ]
        self.grid = Grid(columns, name="面试评分汇总", frozen=2)
        self.grid.status_changed.connect(self.set_status)
        self.place_card.addWidget(self.grid)

    def _fill(self, found: panels.Summary) -> None:
        assert self.grid is not None
        lines, marks = [], {}
        for number, one in enumerate(found.rows, 1):
            lines.append(Line(one.uid, self._cells(number, one), one.name))
            if one.hints and not one.note:
                marks[one.uid, "note"] = Mark("warn", f"{'、'.join(HINTS[h] for h in one.hints)}，请写明原因（不改变分数）")
        self.grid.show_lines(lines)
        self.grid.set_marks(marks)
        whole = sum(not one.missing for one in found.rows)
        odd = len(marks)
        parts = [f"{len(found.rows)} 人，评完 {whole} 人"]
        parts += [f"▲ {odd} 人评分差异待说明，F8 逐个查看"] if odd else []
        self.about.setText(" · ".join(parts))

    def _cells(self, number: int, one: SumRow) -> dict[str, str]:
        totals = {f"j/{judge}": _text(value, 1) if isinstance(value, Fraction) else value.removeprefix("评委") for judge, value in one.totals.items()}
        totals |= {f"j/{judge}": "未打分" for judge in one.missing if one.totals}
        hints = "、".join(HINTS[h] for h in one.hints)
        note = "；".join(part for part in (one.note or hints, *one.aside) if part)
        return {
            "number": f"{number:02d}", "name": one.name, "panel": one.panel, **totals, "valid": str(one.valid) if one.totals else "",
            "raw": _text(one.raw), "factor": _text(one.factor, 4), "before": _text(one.before), "component": one.component or "—",
            "final": "—" if one.missing else _text(one.final), "state": _LACKING[0] if one.missing and one.totals else _STATES[one.state][0],
            "note": note,
        }  # fmt: skip

    def _show_side(self, found: panels.Summary | None) -> None:
        rows = found.rows if found else ()
        finals = [row.final for row in rows if row.final is not None and not row.missing]
        self.spread.show_values([float(value) for value in finals])
        whole = sum(not row.missing for row in rows)
        self.progress.setText(f"{whole} / {len(rows)} 人" + (f" · 平均 {printed(mean(finals))}" if finals else ""))
        judges = found.judges if found else ()
        self.judges.setText("\n".join(f"{j.judge}\u00a0{j.given}/{j.of}" for j in judges))
        self.lenient.show_judges([(j.judge, j.off) for j in judges])
        far = [j for j in judges if j.off is not None and abs(j.off) >= 2]
        self.note.setText("、".join(f"{j.judge}{'偏高' if (j.off or 0) > 0 else '偏低'} {printed(abs(j.off or Fraction(0)), 1)} 分" for j in far) + "，仅提示，不改分" if far else "")
        self.note.setVisible(bool(far))

    def _current(self) -> SumRow | None:
        if self.grid is None or self.found is None or not self.grid.currentIndex().isValid():
            return None
        return self.found.rows[self.grid.currentIndex().row()]
