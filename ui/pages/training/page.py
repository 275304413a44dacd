"""The page 培养过程: its tabs share one stack of what can be undone (附件1 五、七, 附件2 五、八)."""

from collections.abc import Sequence

from ui.pages.tabbed import TabbedPage, TabSpec, when_opened
from ui.pages.training.acting import Acting
from ui.undoing import Undoing


class TrainingPage(TabbedPage):
    """进度 · 活动与日志 · 计划与师资 · 集体活动 · 往届跟踪."""

    def tab_specs(self) -> Sequence[TabSpec]:
        """Each tab is imported when it is first opened."""
        self.undoing = Undoing(self.shell, self)
        self.acting = Acting(self.shell, self.undoing)
        return (
            TabSpec("progress", "进度", when_opened("ui.pages.training.progress_tab:ProgressTab", self.acting)),
            TabSpec("log", "活动与日志", when_opened("ui.pages.training.log_tab:LogTab", self.acting)),
            TabSpec("plans", "计划与师资", when_opened("ui.pages.training.plan_tab:PlanTab", self.acting)),
            TabSpec("gatherings", "集体活动", when_opened("ui.pages.training.gathering_tab:GatheringTab", self.acting)),
            TabSpec("alumni", "往届跟踪", when_opened("ui.pages.training.alumni_tab:AlumniTab", self.acting)),
        )

    def undo(self) -> None:
        """Ctrl+Z."""
        self.tab.may_leave()
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()
