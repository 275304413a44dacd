"""One report: its words, the ways to part it, the chart and the same numbers as a list."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.pages.reports.sheet import NumbersTable
from ui.parts.empty import EmptyState
from ui.parts.look import holder, label, row, stack
from ui.parts.scroll import Scroll
from ui.parts.segments import Segments
from ui.parts.series_bars import SeriesBars, SeriesRow
from ui.parts.strip import Action
from ui.theme import colour
from yingcai_desktop.services.reports import Report
from yingcai_desktop.services.reports.tables import Table

FACES = (("both", "图和表"), ("chart", "只看图"), ("numbers", "只看表"))
_SHARP = 2
"""Device pixels a picture has for one on the screen."""


class ReportView(QWidget):
    """`asked(row key, column number)` wants the people behind a number; `way_chosen(key)` another way to part them."""

    asked = Signal(str, int)
    way_chosen = Signal(str)

    def __init__(self, to_import: Action) -> None:
        super().__init__()
        self.report: Report | None = None
        self.table: Table | None = None
        self.title, self.about = label("", "title"), label("", "hint")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.ways_place = row(gap=0)
        self.ways: Segments | None = None
        self.faces = Segments(FACES, "图或表")
        self.faces.chosen.connect(self._show_face)
        self.chart = SeriesBars("图")
        self.chart.chosen.connect(self._chart_chosen)
        self.note = label("", "hint", wrap=True)
        self.numbers: NumbersTable | None = None
        self.chart_card = holder(stack((Scroll(self.chart), 1), margins=(16, 10, 16, 10)), "card")
        self.numbers_card = holder(stack(gap=0, margins=(1, 1, 1, 1)), "card")
        self.empty = EmptyState("有数据后会是这样", "登记报名、成绩和评价以后，这里画出图表，点一条能看到是哪些人。", (to_import,), "chart-bar")
        head = row((stack(self.title, self.about, gap=0), 1), self.ways_place, self.faces, gap=12)
        self.content = holder(stack((self.chart_card, 3), (self.numbers_card, 2), self.note, gap=10), "plain")
        self.setLayout(stack(head, (self.content, 1), (self.empty, 1), gap=10))
        self.empty.hide()

    def show_report(self, report: Report, way: str, table: Table) -> None:
        """Show what was counted; the way and the face stay as they were."""
        if report is not self.report:
            self._make_ways(report)
        if self.ways is not None and way:
            self.ways.choose(way)
        self.report, self.table = report, table
        self.title.setText(table.title)
        self.about.setText(report.about)
        self.about.setToolTip(report.about)
        self.note.setText(table.note)
        self.note.setVisible(bool(table.note))
        self.empty.setVisible(table.is_empty)
        self.content.setVisible(not table.is_empty)
        if not table.is_empty:
            self._fill(table)

    def picture(self) -> QImage:
        """The whole chart at twice the pixels, title included, on white: what goes into a letter."""
        size = self.chart.sizeHint()
        wide, high, head = max(self.chart.width(), size.width()) + 32, size.height() + 60, 44
        image = QImage(wide * _SHARP, high * _SHARP, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARP)
        image.fill(colour("surf"))
        before = self.chart.size()
        self.chart.resize(wide - 32, size.height())
        painter = QPainter(image)
        painter.setFont(self.title.font())
        painter.setPen(colour("text"))
        painter.drawText(16, 28, self.title.text())
        painter.translate(16, head)
        self.chart.render(painter, self.chart.rect().topLeft())
        painter.end()
        self.chart.resize(before)
        return image

    def focus(self) -> None:
        """The keyboard into the numbers, or the first action of the empty state."""
        if self.empty.isVisible():
            self.empty.buttons[0].setFocus()
        elif self.numbers is not None and self.numbers_card.isVisible():
            self.numbers.setFocus()
        else:
            self.chart.setFocus()

    def _make_ways(self, report: Report) -> None:
        while (item := self.ways_place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.ways = Segments(report.ways, "分组方式") if len(report.ways) > 1 else None
        if self.ways is not None:
            self.ways.chosen.connect(self.way_chosen)
            self.ways_place.addWidget(self.ways)

    def _fill(self, table: Table) -> None:
        drawn = table.series()
        rows = [
            SeriesRow(
                line.key, line.label,
                tuple(None if (v := line.cells[n].value) is None else float(v) for n, _ in drawn),
                tuple(line.cells[n].text for n, _ in drawn), line.full,
            )
            for line in table.lines
        ]  # fmt: skip
        self.chart.setAccessibleName(f"{table.title}图")
        self.chart.show_series([c.title for _, c in drawn], rows, stacked=table.drawn == "stack")
        self.chart.setMinimumHeight(self.chart.sizeHint().height())
        self.chart_card.setMaximumHeight(self.chart.sizeHint().height() + 24)
        if self.numbers is not None:
            self.numbers.hide()
            self.numbers.deleteLater()
        self.numbers = NumbersTable(table)
        self.numbers.asked.connect(self.asked)
        layout = self.numbers_card.layout()
        assert layout is not None
        layout.addWidget(self.numbers)

    def _chart_chosen(self, key: str, series: int) -> None:
        if self.table is not None:
            self.asked.emit(key, self.table.series()[series][0])

    def _show_face(self, face: str) -> None:
        self.chart_card.setVisible(face != "numbers")
        self.numbers_card.setVisible(face != "chart")
