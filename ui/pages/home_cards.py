"""The cards of the workbench: each takes one answer of the board, and says so in its own red line when there is none."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt

from ui.pages.home_where import STAGES
from ui.pages.home_words import bound, heads_of, quota
from ui.parts.card import Card
from ui.parts.charts import Bar, BarList, Funnel, ProgressList, QuotaTable
from ui.parts.gantt import Gantt, Span, year_legend
from ui.parts.look import Item, holder, label, look, stack
from ui.parts.matrix import Cell, Matrix
from yingcai_desktop.services import workbench
from yingcai_desktop.services.workbench.traffic import heads

_BROKEN = "× 这一块没有读出来，其他内容不受影响。可按 F5 重试；仍不行时请把数据文件和备份交技术人员查看。"


class BoardCard(Card):
    """A card over one answer. Subclasses fill `show_value`; `go(place, **what)` leads elsewhere."""

    def __init__(
        self,
        title: str,
        content: Sequence[Item],
        *,
        nothing: str = "",
        link: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(title, "", link=link)
        self._note = label("", "error", wrap=True)
        self._nothing = nothing
        self.content = holder(stack(*content, gap=6))
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._note, 1)
        self.body.addWidget(self.content, 1)
        self._note.hide()

    def show_card(self, card: workbench.Card[Any], *about: object) -> None:
        """Show an answer, an honest line where there is nothing, or the red line where reading failed."""
        if card.error is not None:
            self._say("error", _BROKEN)
            return
        empty = self._nothing if not self.has_value(card.value) else ""
        if empty:
            self._say("hint", empty)
            return
        self._note.hide()
        self.content.show()
        self.show_value(card.value, *about)

    def has_value(self, value: Any) -> bool:
        """Whether there is anything to draw."""
        return bool(value)

    def show_value(self, value: Any, *about: Any) -> None:
        """Draw it."""

    def _say(self, name: str, text: str) -> None:
        look(self._note, look=name)
        self._note.setText(text)
        self._note.show()
        self.content.hide()


class YearCard(BoardCard):
    """全年进度."""

    def __init__(self, go: Callable[[str], object]) -> None:
        self.chart = Gantt("全年进度")
        self.chart.picked.connect(lambda stage: go(STAGES[stage]) if stage in STAGES else None)
        super().__init__("全年进度", [(self.chart, 1), year_legend()])

    def show_value(self, value: list[workbench.Stage], today: Any, document: str) -> None:
        """The stages, and the notice they come from."""
        year = value[0].start.year if value else today.year
        self.set_remark(f"{year} 年度 · 依据{document}")
        spans = [Span(s.name, s.name, s.start, s.end, s.state) for s in value]
        self.chart.show_spans(spans, today if today.year == year else None)


class SubjectCard(BoardCard):
    """Seats of one programme by subject."""

    def __init__(self, pick: Callable[[str], object]) -> None:
        self.chart = QuotaTable("各学科名额")
        self.chart.picked.connect(pick)
        super().__init__("名额", [(self.chart, 1)], nothing="这个项目在本单位没有名额。")

    def show_value(self, value: list[workbench.Quotas]) -> None:
        """The first programme; the board never gives two."""
        shown = value[0]
        self.set_title(shown.title)
        self.set_remark(shown.remark)
        self.chart.show_quotas(
            "学科", heads_of(shown.subjects), [quota(line, shown.subjects) for line in shown.subjects]
        )


class CityCard(BoardCard):
    """Seats of the pilot by city."""

    def __init__(self, pick: Callable[[str], object]) -> None:
        self.chart = ProgressList("各盟市名额")
        self.chart.picked.connect(pick)
        super().__init__("后备人才名额", [(self.chart, 1)])

    def show_value(self, value: list[workbench.Line]) -> None:
        """One bound per city."""
        self.set_remark(f"全区 {sum(line.heads.seats for line in value)} 名")
        self.chart.show_bounds([bound(line) for line in value])


class FunnelCard(BoardCard):
    """选拔漏斗."""

    def __init__(self, pick: Callable[[], object]) -> None:
        self.chart = Funnel("选拔漏斗")
        self.chart.picked.connect(lambda _stage: pick())
        super().__init__(
            "选拔漏斗", [(self.chart, 1)], nothing="还没有报名。导入报名汇总表后，这里显示从报名到入选各剩多少人。"
        )

    def has_value(self, value: list[tuple[str, str, int | None]]) -> bool:
        """Somebody must have applied."""
        return bool(value and value[0][2])

    def show_value(self, value: list[tuple[str, str, int | None]], remark: str) -> None:
        """The stages under one another."""
        self.set_remark(remark)
        self.chart.show_stages(value)


class ArrivalsCard(BoardCard):
    """Which data of each city has come."""

    def __init__(self, go: Callable[[str], object]) -> None:
        self.chart = Matrix("数据到位情况")
        self.chart.picked.connect(lambda _key: go("exchange"))
        super().__init__("数据到位情况", [(self.chart, 1)], link=("数据包", lambda: go("exchange")))

    def show_value(self, value: list[workbench.Arrival], city: bool) -> None:
        """Counted from the records; what went in packages is the card below."""
        self.set_title("上报清单" if city else "盟市数据到位")
        self.set_remark("按本机已有的记录统计")
        rows = [(a.key or a.programme, a.label, [Cell(c.text, c.tone) for c in a.cells]) for a in value]
        self.chart.show_cells(workbench.STAGES, rows)


class TrafficCard(BoardCard):
    """Which package went and came, and whether it is confirmed."""

    def __init__(self, go: Callable[[], object]) -> None:
        self.chart = Matrix("数据包往来")
        self.chart.picked.connect(lambda _key: go())
        super().__init__("数据包往来", [(self.chart, 1)], link=("收发登记", go))

    def show_value(self, value: list[workbench.Lane]) -> None:
        """Two lines an office."""
        self.set_remark("每种最近一个包 · 已收：对方确认导入")
        self.chart.show_cells(heads(), [(f"{lane.key}/{number}", lane.label, [Cell(c.text, c.tone) for c in lane.cells]) for number, lane in enumerate(value)])


class SchoolsCard(BoardCard):
    """报名学校."""

    def __init__(self, pick: Callable[[str], object]) -> None:
        self.chart = BarList("报名学校")
        self.chart.picked.connect(pick)
        super().__init__("报名学校", [(self.chart, 1)], nothing="还没有报名。")

    def show_value(self, value: list[workbench.School]) -> None:
        """Most first; the rest as one quiet bar."""
        named = [s for s in value if s.uid]
        self.set_remark(f"前 {len(named)} 所" if len(named) < len(value) else f"{len(named)} 所")
        self.chart.show_bars([Bar(s.uid, s.label, s.count, quiet=not s.uid) for s in value])
        self.chart.setToolTip("\n".join(f"{s.name} {s.count}" for s in value))
