"""初期, 中期, 年度 and 推荐: the tabs with a form, and the two steps the city does (附件1 六, 附件2 七)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from ui.pages.evaluation.forms_tab import FormTab
from ui.parts.look import button
from ui.parts.strip import Action, Strip
from yingcai_desktop.rules import evidence
from yingcai_desktop.services import deeds, evaluation, stages
from yingcai_desktop.services.evaluations import saving
from yingcai_desktop.services.evaluations.register import Row

_SHOWN = 6


def names(people: Sequence[str], most: int = _SHOWN) -> str:
    """A few names and how many there are."""
    return "、".join(people[:most]) + (f" 等 {len(people)} 人" if len(people) > most else "")


class InitialTab(FormTab):
    """初期评价: the mentor's opinion (附件1 六（一）, 附件2 七（一）)."""

    tab, table_name, summary, kind = "initial", "initial_evaluation", "initial", "initial-evaluations"

    def own_buttons(self) -> Sequence[QPushButton]:
        """The blank workbook for mentors."""
        return (button("模板", "ghost", "file-xls", self.save_template, tip="下载“初期评价”工作簿，发给导师填写"),)

    def save_template(self) -> None:
        """下载模板."""
        self.importing.save_template()


class MidtermTab(FormTab):
    """中期评价; in the pilot 不合格 ends the training (附件2 七（二）)."""

    tab, table_name, summary = "midterm", "midterm_evaluation", "midterm"

    def own_buttons(self) -> Sequence[QPushButton]:
        """退出备案表, 办理."""
        go = button("办理中期评价…", "primary", "check-circle", self.look_ahead, tip="先看会有谁退出，再办理")
        self.offer("evaluation.midterm", go)
        return button("退出备案表", "", "file-pdf", lambda: self.preview("exits"), tip="盟市汇总后报自治区备案（附件2 七（二））"), go

    def fill_strips(self, row: Row) -> None:
        """What an exit means, and its filing number."""
        if row.active and row.exits_at_midterm and row.midterm.get("conclusion") == "不合格":
            act = self.may("evaluation.midterm", Action("办理…", self.look_ahead))
            self.pane.add_strip(Strip("办理中期评价后退出培养，导师名额随即空出，不再发证", "warn", act, closable=False))
        elif not row.active and row.midterm:
            number = row.midterm.get("filing_number")
            words = f"已退出，备案号 {number}" if number else "已退出，还没有登记备案号"
            act = self.may("evaluation.file-exit", Action("更正…" if number else "登记备案号…", partial(self._file, row)))
            self.pane.add_strip(Strip(words, "info" if number else "warn", act if self.region else [], closable=False))

    def look_ahead(self) -> None:
        """Who would leave, who is still without an evaluation."""
        self.save_now()
        found = self.attempt(lambda: evaluation.midterm_plan(self.shell.desk, self.programme_scope()))
        if found is None:
            return
        exits = [f"{a.person.name}（{reason or '没有写原因'}）" for a, reason in found.exits]
        who = f"将退出培养 {len(exits)} 人：{names(exits)}。导师名额随即空出，退出的不再发证。" if exits else "没有人因中期不合格退出。"
        lacking = [a.person.name for a in found.missing]
        obstacle = f"还有 {len(lacking)} 人没有中期评价，补齐后才能办理：{names(lacking)}" if lacking else ""
        title = f"中期评价 · {found.trainees} 名学员" + (f"，已退出 {found.gone} 人" if found.gone else "")
        verb = f"办理，{len(exits)} 人退出" if exits else "办理中期评价"
        self.plan.show_plan(title, who, obstacle, verb, None if lacking else self._carry_out)

    def _carry_out(self, _reason: str) -> None:
        desk, scope = self.shell.desk, self.programme_scope()
        deed = self.attempt(lambda: deeds.done(desk, "办理中期评价", lambda: stages.advance(desk, "midterm", scope)))
        if deed is not None:
            counts = deed.result.counts
            self.shell.light.saved(desk.clock())
            self.undoing.clear()
            actions = [Action("打印退出备案表", lambda: self.preview("exits"))] if counts["exited"] else []
            self.shell.messages.done(f"中期评价已办理：{counts['trainees']} 名学员，退出 {counts['exited']} 人。", actions)

    def _file(self, row: Row) -> None:
        def write(number: str) -> None:
            desk = self.shell.desk
            deed = self.attempt(lambda: deeds.done(desk, "登记备案号", lambda: saving.file_exit(desk, row, number), about=row.name))
            if deed is not None:
                self.done(deed)

        self.plan.show_plan(f"{row.name} 退出培养备案", f"退出原因：{row.exit_reason}", "", "登记备案号", write, reason="备案号", needs_reason=True)


class AnnualTab(FormTab):
    """年度材料: what has been handed in, what is missing, what was waived and why (附件1 六（三）, 附件2 七（三）)."""

    tab, table_name, summary = "annual", "annual_material", "annual"

    def fill_strips(self, row: Row) -> None:
        """Every missing piece by name, with the way to waive it; every waiver with its reason."""
        if row.active and row.missing:
            can = [piece for piece in row.missing if piece != evidence.MENTOR]
            acts = self.may("evaluation.waive", *(Action(f"免交{piece}…", partial(self._waive, row, piece)) for piece in can[:2]))
            self.pane.add_strip(Strip(f"缺{'、'.join(row.missing)}", "warn", acts, closable=False))
        for piece, reason in row.waivers.items():
            back = self.may("evaluation.waive", Action("取消", partial(self._take_back, row, piece))) if row.active else []
            self.pane.add_strip(Strip(f"{piece}免交：{reason}", "info", back, closable=False))

    def _waive(self, row: Row, piece: str) -> None:
        self.plan.show_plan(
            f"{row.name} 免交{piece}", "免交的视同已交，终评时不再因缺这一项评为不合格；理由会印在评价表上。", "", "登记免交",
            partial(self._write, row, piece), reason="免交理由（必填，如：住院，证明存档）", needs_reason=True,
        )  # fmt: skip

    def _take_back(self, row: Row, piece: str) -> None:
        self._write(row, piece, "")

    def _write(self, row: Row, piece: str, reason: str) -> None:
        desk = self.shell.desk
        title = f"登记免交{piece}" if reason else f"取消免交{piece}"
        deed = self.attempt(lambda: deeds.done(desk, title, lambda: saving.waive(desk, row, piece, reason), about=row.name))
        if deed is not None:
            self.done(deed)


class CityTab(FormTab):
    """盟市评议 and 推荐: the city's score, order and yes or no; the region sees them (附件2 七（三）：择优推荐)."""

    tab, table_name, summary = "city", "annual_material", "city"

    def own_buttons(self) -> Sequence[QPushButton]:
        """办理."""
        go = button("办理盟市推荐…", "primary", "check-circle", self.look_ahead, tip="按现在的评议确定推荐名单")
        self.offer("evaluation.recommend", go)
        return (go,)

    def writable(self, row: Row) -> bool:
        """The pilot's trainees only."""
        return super().writable(row) and row.needs_recommendation

    def fill_strips(self, row: Row) -> None:
        """Who decides, and what is missing."""
        if not row.needs_recommendation:
            self.pane.add_strip(Strip("英才计划不经盟市推荐，全部参加年度评价", "info", closable=False))
        elif row.active and row.missing:
            self.pane.add_strip(Strip(f"材料还缺{'、'.join(row.missing)}", "warn", closable=False))

    def look_ahead(self) -> None:
        """Whom the city recommends, in its order."""
        self.save_now()
        rows = [r for r in self.all_rows() if r.active and r.needs_recommendation]
        chosen = sorted((r for r in rows if r.city_recommended), key=lambda r: (r.city, r.city_order or 999, r.name))
        waiting = [r.name for r in rows if r.city_recommended is None]
        lacking = [r.name for r in self.all_rows() if r.active and not r.annual.get("mentor_grade")]
        who = f"推荐 {len(chosen)} 人参加自治区终评：{names([r.name for r in chosen])}；不推荐 {len(rows) - len(chosen) - len(waiting)} 人。"
        said = []
        if lacking:
            said.append(f"{len(lacking)} 人没有年度材料，补齐后才能办理：{names(lacking)}")
        if waiting:
            said.append(f"{len(waiting)} 人还没有评议，办理时按不推荐处理：{names(waiting)}")
        self.plan.show_plan("盟市推荐（附件2 七（三）：择优推荐）", who, "；".join(said), f"办理，推荐 {len(chosen)} 人", None if lacking else self._carry_out)

    def _carry_out(self, _reason: str) -> None:
        desk, scope = self.shell.desk, self.programme_scope()
        deed = self.attempt(lambda: deeds.done(desk, "办理盟市推荐", lambda: stages.advance(desk, "recommend", scope)))
        if deed is not None:
            counts = deed.result.counts
            self.shell.light.saved(desk.clock())
            self.undoing.clear()
            self.shell.messages.done(f"盟市推荐已办理：推荐 {counts['recommended']} 人，不推荐 {counts['not_recommended']} 人。")
