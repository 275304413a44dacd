"""What is done with the plans of the what-if on the tab 录取: keep, lay beside each other, load, give up, print."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ui.pages.selection.plans import PlansCard
from ui.parts.ask import Ask, Entry
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deeds
from yingcai_desktop.services.selecting import trial_plans
from yingcai_desktop.services.selecting.trial import Plan

if TYPE_CHECKING:
    from ui.pages.selection.admission import AdmissionTab


class Plans:
    """Belongs to one tab; `card` stands in the place of the official list while plans are compared."""

    def __init__(self, tab: "AdmissionTab") -> None:
        self.tab = tab
        self.open = False
        self.card = PlansCard()
        self.card.hide()
        self.card.load.connect(self.load)
        self.card.remove.connect(self.remove)
        self.card.print_wanted.connect(self.print_page)
        self.card.closed.connect(lambda: self.turn(False))
        tab.trial.keep_wanted.connect(self.ask_keep)
        tab.trial.compare_wanted.connect(lambda: self.turn(not self.open))

    def show(self) -> None:
        """The plans of the subject on show; how many while they are out of sight."""
        tab = self.tab
        if tab.desk is None or tab.found is None or tab.found.case is None or tab.group is None:
            return
        if not self.open:
            tab.trial.show_kept(trial_plans.count(tab.desk, tab.key))
            return
        tried = trial_plans.compare(tab.desk, tab.found, tab.key)
        tab.trial.show_kept(len(tried) - 1)
        self.card.show_plans(tried, trial_plans.differing(tab.found, tab.key, tried))
        self.card.drop.setVisible(tab.desk.may("trial.remove"))

    def turn(self, on: bool) -> None:
        """Plans instead of the official list, or back."""
        self.open = on
        self.show()
        self.card.setVisible(on)
        self.tab.official.setVisible(not on)
        self.tab.focus_work_area()

    def ask_keep(self) -> None:
        """存为方案: under which name."""
        plan, group, desk = self.tab.trial.plan(), self.tab.key, self.tab.desk
        if plan is None or desk is None:
            self.tab.shell.messages.warn("试算的数值还没有填对，不能存。请先填写 0—100 的最低分和整数名额。")
            return

        def then(values: Mapping[str, str]) -> bool:
            return self._keep(desk, group, values["name"], plan)

        words = f"{self.tab.subject}：笔试 {plan.test_weight}%，面试 {100 - plan.test_weight}%，最低分 {plan.pass_line:f}，名额 {plan.seats}。只供比较，不影响正式结果。"
        self.tab.ask(Ask("存为试算方案", words, [Entry("name", "方案名称", f"如 四六开，最多 {trial_plans.LONGEST} 字")], "存为方案", then))

    def _keep(self, desk: Desk, group: tuple[str, str, str], name: str, plan: Plan) -> bool:
        try:
            deed = deeds.done(desk, f"存方案 {name.strip()}", lambda: trial_plans.keep(desk, group, name, plan), said=f"试算方案“{name.strip()}”已存，可以在“方案对比”里和别的方案并排看。")
        except Refusal as refused:
            self.tab.shell.messages.refusal(refused)
            return False
        self.tab.undoing.did(deed)
        return True

    def load(self, uid: str) -> None:
        """A kept plan into the sliders."""
        one = next((t for t in self.card.tried if t.uid == uid), None)
        if one is not None:
            self.tab.trial.set_plan(one.plan)
            self.tab.shell.messages.info(f"“{one.name}”已载入右边的试算；正式结果没有改动。")

    def remove(self, uid: str) -> None:
        """Give a kept plan up; it can be taken back."""
        desk = self.tab.desk
        one = next((t for t in self.card.tried if t.uid == uid), None)
        if one is None or desk is None:
            return
        try:
            deed = deeds.done(desk, f"删除方案 {one.name}", lambda: trial_plans.remove(desk, uid), said=f"试算方案“{one.name}”已删除。")
        except Refusal as refused:
            self.tab.shell.messages.refusal(refused)
            return
        self.tab.undoing.did(deed)

    def print_page(self) -> None:
        """The comparison, marked 试算."""
        tab, desk, found, group = self.tab, self.tab.desk, self.tab.found, self.tab.key
        if desk is not None and found is not None:
            name = f"试算方案对比-{tab.part_name}-{tab.subject}"
            tab.shell.preview(f"{tab.part_name}{tab.subject}试算方案对比", lambda _p: trial_plans.page(desk, found, group), name)
