"""分数线: the signed line of each group with how many reach it, against ratio × seats (附件1 四（二）, 附件2 四（二）)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.exams.distribution import Distribution
from ui.pages.exams.scoped import scope_of
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.services import pass_lines


@dataclass(frozen=True, slots=True)
class Row:
    """A group with a uid."""

    uid: str
    at: pass_lines.LineOfGroup


COLUMNS = (
    Column("group", "项目·盟市·学科", lambda r: r.at.name, 240),
    Column("line", "分数线", lambda r: r.at.line or "未签认", 72, "right", tone=lambda r: "plain" if r.at.line else "warn"),
    Column("papers", "有成绩", lambda r: str(r.at.papers), 68, "right", number=lambda r: r.at.papers),
    Column("absent", "缺考等", lambda r: str(r.at.absent), 68, "right", number=lambda r: r.at.absent),
    Column("missing", "未录", lambda r: str(r.at.missing), 58, "right", number=lambda r: r.at.missing, tone=lambda r: "warn" if r.at.missing else "plain"),
    Column("reach", "达线", lambda r: str(r.at.reach), 58, "right", number=lambda r: r.at.reach),
    Column("target", "应进面试", lambda r: r.at.target or "—", 80, "right"),
    Column("state", "情况", lambda r: r.at.words, 150, kind="pill", tone=lambda r: r.at.tone),
)


class LinesTab(Tab):
    """Groups at the left, the distribution of the chosen one at the right."""

    watches = ("test_score", "decision", "application", "amendment")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._rows: dict[str, pass_lines.LineOfGroup] = {}
        self.table = Table(COLUMNS, name="分数线", frozen=1, preferences=shell.preferences, view="exam-lines")
        self.table.current_changed.connect(self._show)
        self.table.status_changed.connect(self.set_status)
        self.chart = Distribution()
        self.chart.setMinimumWidth(264)
        self.sign = button("去系统设置签认分数线", "", "sliders-horizontal", lambda: self.shell.go("settings", tab="rules"))
        said = label("分数线是单位签认的决定，这里只读。末位同分的全部进入面试。", "hint", wrap=True)
        self.setLayout(stack(row((said, 1), self.sign), row((holder(stack(self.table, margins=(1, 1, 1, 1)), "card"), 4), (self.chart, 1), gap=12), gap=12, margins=TAB_MARGINS))
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        if self.shell.desk is None:
            return
        found = pass_lines.lines(self.shell.desk, scope_of(self.shell))
        self._rows = {"|".join(one.group): one for one in found}
        self.table.show_rows([Row(uid, one) for uid, one in self._rows.items()])
        current = self.table.current() or next(iter(self._rows), "")
        if current:
            self.table.select(current)
        self._show(current)

    def focus_work_area(self) -> None:
        """The list."""
        self.table.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.table, self.sign

    def _show(self, uid: str) -> None:
        one = self._rows.get(uid)
        self.chart.show_marks(one.name if one else "", one.scores if one else (), one.line_value if one else None, one.line if one else "")
