"""终评: experts evenly assigned, their marks, the step by two people, and a grade changed with a reason (附件1 六（三）, 附件2 七（三）)."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from ui.pages.base import Shell
from ui.pages.evaluation.marks import MarksView
from ui.pages.evaluation.pane import TraineePane
from ui.pages.evaluation.stages import names
from ui.pages.evaluation.trainees import TraineeTab
from ui.parts.look import button
from ui.parts.strip import Strip
from ui.places import Place
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import deeds, stages
from yingcai_desktop.services.evaluations import committee, draws, grading
from yingcai_desktop.services.evaluations.draws import Draw
from yingcai_desktop.services.evaluations.register import Row

CLAUSE = "附件2 七（三）"


class FinalTab(TraineeTab):
    """The region's tab."""

    tab, table_name, summary = "final", "assessment", "final"

    def __init__(self, shell: Shell, place: Place) -> None:
        self.marks = MarksView(shell)
        super().__init__(shell, place)
        self.marks.graded.connect(self._grade)

    def new_pane(self) -> TraineePane:
        """Marks first."""
        pane = TraineePane("评分与定级", first=self.marks)
        pane.setFocusProxy(self.marks.grade)
        return pane

    def own_buttons(self) -> Sequence[QPushButton]:
        """评分表, 分配, 办理."""
        assign = button("分配专家…", "", "users", self.plan_experts, tip="回避的绝不分配，工作量相差不超过 1")
        go = button("办理终评…", "primary", "check-circle", self.look_ahead, tip="须由两人办理")
        self.offer("expert.assign", assign)
        self.offer("evaluation.final", go)
        past = button("分工记录", "ghost", "file-pdf", lambda: self.preview("draws"), tip="每一次分配，原来的分工和重新分配的理由都在")
        return past, button("专家评分表", "", "file-pdf", lambda: self.preview("tasks"), tip="每位专家一份，分配后打印"), assign, go

    def fill(self, row: Row) -> None:
        """Grade, suggestion, marks."""
        self.pane.clear_strips()
        if not row.to_final and row.active:
            self.pane.add_strip(Strip("盟市没有推荐，不参加终评", "info", closable=False))
        changed = f"（建议{row.suggested}，改定理由：{row.grade_reason}）" if row.grade_reason else ""
        verdict = f"等级 {row.grade}{changed}" if row.grade else f"还没有定级，按现有评分建议 {row.suggested}" if row.suggested and row.marked else "还没有定级"
        score = f"得分 {row.score} · 名次 {row.rank}" if row.score else ""
        city = f"盟市评议 {row.city_score.normalize():f} 分" if row.city_score is not None else ""
        order = f"盟市排序第 {row.city_order}" if row.city_order else ""
        why = f"依据：{row.reason_words}" if row.reasons else ""
        note = " · ".join(p for p in (score, city, order, why) if p)
        dimensions = self.schemes[row.programme].final.dimensions
        self.marks.show_marks(
            row.uid, verdict, note, dimensions, self._given(row), open_to_grade=bool(row.grade) and row.to_final and self.shell.desk.may("evaluation.grade")
        )

    def _given(self, row: Row) -> Mapping[str, tuple[str, Mapping[str, str]]]:
        """Expert → status and marks: those assigned, and those whose marks came in by workbook."""
        with self.shell.desk.read() as session:
            return committee.marks_of(session, row.uid)

    # Assigning

    def plan_experts(self) -> None:
        """Show who would judge how many before anything is stored."""
        with self.shell.desk.read() as session:
            past, late = draws.draws(session), draws.marked(session)
        today = self.shell.desk.clock().date().isoformat()
        if late:
            self.plan.show_plan("分配专家", past[0].words if past else "", "已经有专家按现在的分工评了分，不能重新分配；不能到会的专家，评分状态记“缺席”")
        else:
            self._show_plan(f"{today}-{len(past) + 1}" if past else today, past)

    def _show_plan(self, seed: str, past: Sequence[Draw]) -> None:
        rows = self.register.rows if self.register else []
        found = self.attempt(lambda: committee.plan(self.shell.desk, rows, seed, blind=False))
        if found is None:
            return
        known = {row.uid: row for row in rows}
        short = [f"{known[uid].name}：{why}" for uid, why in found.short.items()]
        with self.shell.desk.read() as session:
            experts = {e.uid: e.name for e in committee.experts(session)}
        loads = [f"{experts[uid]} {count}" for uid, count in found.loads.items() if count]
        who = f"每位专家评：{names(loads, 12)}" if loads else ""
        title = f"{'重新' if past else ''}分配专家 · {len(found.given) or len(short)} 名学员，每名 {found.each} 位专家（签认）"
        obstacle = f"{len(short)} 名学员可评的专家不够：{names(short, 2)}" if short else ""
        count = len(found.given) * found.each
        before = f"现行分工：{past[0].words}。它会留在“分工记录”里。" if past else ""
        self.plan.show_plan(
            title, "\n".join(filter(None, (before, who))), obstacle, f"{'重新' if past else ''}分配 {count} 份",
            None if short else partial(self._assign, seed, bool(past)),
            reason="重新分配的理由（必填）" if past else f"抽签码：定专家先后用，不填为 {seed}", needs_reason=bool(past), tick="评分表匿名（只写代码）",
        )  # fmt: skip

    def _assign(self, seed: str, again: bool, typed: str) -> None:
        """The first time the seed may be called out; another time the program takes the next one, so that nobody looks for a better draw."""
        desk, rows, blind = self.shell.desk, self.register.rows if self.register else [], self.plan.tick.isChecked()
        chosen, reason = (seed, typed) if again else (typed or seed, "")

        def work() -> int:
            return committee.confirm(desk, rows, committee.plan(desk, rows, chosen, blind=blind), reason)

        deed = self.attempt(lambda: deeds.done(desk, "分配专家", work))
        if deed is not None:
            self.done(deed)

    # Grades

    def _grade(self, grade: str, reason: str) -> None:
        row = self.register.row(self._uid) if self.register else None
        if row is None:
            return
        if not grade or not reason:
            self.shell.messages.warn("改定等级要先选等级、写明理由。")
            self.marks.reason.setFocus()
            return

        def then(desk: Desk) -> None:
            deed = self.attempt(lambda: deeds.done(desk, f"改定等级为{grade}", lambda: grading.confirm_grade(desk, row, grade, reason), about=row.name))
            if deed is not None:
                self.marks.halfway.done(row.uid)
                self.done(deed)

        self.shell.second_person(f"{row.name} 改定为{grade}", then, CLAUSE)

    # The step

    def look_ahead(self) -> None:
        """What the signed rules would give, then two people."""
        rows = [r for r in self.all_rows() if r.active]
        going = [r for r in rows if r.to_final]
        lacking = [r.name for r in rows if not r.annual.get("mentor_grade")]
        counts = {grade: sum(r.suggested == grade for r in rows) for grade in ("优秀", "合格", "不合格", "未参评", "未定")}
        who = "按现有评分建议：" + "，".join(f"{grade} {count} 人" for grade, count in counts.items() if count)
        few = [r.name for r in going if r.suggested == "未定"]
        said = []
        if lacking:
            said.append(f"{len(lacking)} 人没有年度材料，补齐后才能办理：{names(lacking)}")
        if few:
            said.append(f"{len(few)} 人有效专家不足，办理后为“未定”：{names(few)}")
        self.plan.show_plan(f"终评 · {len(going)} 人参评", who, "；".join(said), "办理终评（两人）", None if lacking else self._carry_out)

    def _carry_out(self, _reason: str) -> None:
        scope = self.programme_scope()

        def then(desk: Desk) -> None:
            deed = self.attempt(lambda: deeds.done(desk, "办理终评", lambda: stages.advance(desk, "final", scope)))
            if deed is not None:
                c = deed.result.counts
                self.shell.light.saved(desk.clock())
                self.undoing.clear()
                self.shell.messages.done(f"终评已办理：优秀 {c['excellent']} 人，合格 {c['qualified']} 人，不合格 {c['unqualified']} 人。")

        self.shell.second_person("终评", then, CLAUSE)
