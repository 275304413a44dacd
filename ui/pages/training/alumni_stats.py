"""Where former trainees are now, in one card: stages, universities, 拔尖计划; small numbers hidden (J05)."""

from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.parts.look import label, look, row, stack
from yingcai_desktop.services.following.people import Count, Statistics

_MOST = 8


class AlumniStats(QFrame):
    """Hidden until 统计 is pressed."""

    def __init__(self) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName("往届学员去向统计")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.total, self.stages, self.universities, self.top = (label("", "label", wrap=True) for _ in range(4))
        lines = (("人数", self.total), ("阶段", self.stages), ("大学", self.universities), ("升学衔接", self.top))
        heads = [(label(name, "strong"), words) for name, words in lines]
        for name, _words in heads:
            name.setFixedWidth(72)
        self.setLayout(stack(*(row(name, (words, 1)) for name, words in heads), gap=4, margins=(16, 10, 16, 10)))
        self.hide()

    def show_statistics(self, found: Statistics) -> None:
        """Other people, other numbers."""
        stopped = f"，已撤回同意 {found.stopped} 人（不列入下面的统计）" if found.stopped else ""
        self.total.setText(f"共 {found.people} 人，没有消息（失联或超过一年）{found.lost} 人{stopped}")
        self.stages.setText(_words(found.stages) or "—")
        rest = len(found.universities) - _MOST
        more = f"，另有 {rest} 所" if rest > 0 else ""
        self.universities.setText((_words(found.universities[:_MOST]) or "—") + more)
        self.top.setText(_words((found.top_plan, found.training_university)))


def _words(counts: tuple[Count, ...]) -> str:
    return " · ".join(f"{c.name} {c.shown}" for c in counts)
