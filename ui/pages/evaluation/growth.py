"""成长: a trainee's year as four stations, the radar and the distribution, in the pane beside every list."""

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.pages.evaluation.charts import Radar, Spread
from ui.parts.cells import pill_text
from ui.parts.look import label, look, row, rule, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.services.evaluations.growth import Growth, Stage


class GrowthView(QWidget):
    """Shows one `Growth`."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("成长视图")
        self._stations = QVBoxLayout()
        self._stations.setSpacing(10)
        self.radar, self.spread = Radar(), Spread()
        self._radar_title, self._spread_title = label("四项得分", "section"), label("终评得分分布", "section")
        self._none = label("还没有终评分数，交齐专家评分后这里会画出四项得分和全项目分布。", "hint", wrap=True)
        self._radar_note = label("", "hint", wrap=True)
        body = QFrame()
        body.setLayout(
            stack(self._stations, rule(), self._radar_title, self._none, self.radar, self._radar_note, self._spread_title, self.spread, None,
                  gap=8, margins=(16, 8, 16, 16))
        )  # fmt: skip
        self.setLayout(stack(Scroll(body), gap=0))

    def show_growth(self, growth: Growth) -> None:
        """Another trainee."""
        while (item := self._stations.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for stage in growth.stages:
            self._stations.addWidget(_Station(stage))
        marked = bool(growth.mine)
        for part in (self.radar, self._radar_note, self._spread_title, self.spread):
            part.setVisible(marked)
        self._none.setVisible(not marked)
        self.radar.show_shares(growth.mine, growth.group)
        self.spread.show_bins(growth.spread)
        self._radar_note.setText(f"与{growth.row.programme_name}{growth.row.subject} {growth.peers} 名有成绩学员的平均相比；百分数为该项得分占满分的比例。")


class _Station(QFrame):
    """Title, verdict, facts."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        look(self, look="inset")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(f"{stage.title}：{stage.verdict}")
        verdict = label(pill_text(stage.verdict, stage.tone), "pill")
        look(verdict, tone=stage.tone)
        lines = stack(row(label(stage.title, "strong"), None, verdict), gap=4, margins=(12, 8, 12, 8))
        for text in stage.lines:
            lines.addWidget(label(text, "label", wrap=True))
        self.setLayout(lines)
