"""The filter above a list: search box, a few combos, saved views with counts, what is left, and the way back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from ui.parts.combo import PickCombo
from ui.parts.flow import FlowLayout
from ui.parts.line_edit import SearchEdit
from ui.parts.look import button, label, row, stack

_DELAY_MS = 150
_NUMBERS = re.compile(r"\d{6,}[\dXx]*")


@dataclass(frozen=True, slots=True)
class Pick:
    """A combo of the filter; the first option is 全部 with the empty code. Words on the button: `label：option`."""

    key: str
    label: str
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A saved view, shown as a chip with a count."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for: words, the code of each pick (empty = all), the saved view."""

    text: str = ""
    picks: Mapping[str, str] = field(default_factory=dict)
    view: str = ""


class FilterBar(QWidget):
    """Emits `changed` (a `Wanted`) once typing pauses. `actions` sit at the right of the first line."""

    changed = Signal(object)

    def __init__(
        self,
        placeholder: str,
        picks: Sequence[Pick] = (),
        views: Sequence[View] = (),
        actions: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.search = SearchEdit("", placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setToolTip(f"{placeholder}（Ctrl+F）")
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(300)
        self._wait = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._wait.timeout.connect(self._tell)
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self.combos = {pick.key: self._combo(pick) for pick in picks}
        self._views = {view.key: view.text for view in views}
        self._counts: dict[str, int] = {}
        self._left, self._clear = label("", "hint"), button("清除筛选", "link", do=self.clear)
        self._left.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        top = row((self.search, 8), *self.combos.values(), None, *actions)
        self.setLayout(stack(top, self._chip_line(views), gap=10))
        self.show_count(0, 0)

    def wanted(self) -> Wanted:
        """What is asked for now."""
        picks = {key: combo.code() for key, combo in self.combos.items()}
        return Wanted(self.search.text().strip(), picks, self.view())

    def words(self) -> str:
        """What is asked for, as a heading says it; a number that was searched for is not repeated."""
        parts = [f"{combo.accessibleName()} {combo.currentText()}" for combo in self.combos.values() if combo.code()]
        if self.chips and self.view() != next(iter(self.chips)):
            parts.append(self._views[self.view()])
        if text := self.search.text().strip():
            parts.append(f"搜索“{_NUMBERS.sub('（号码）', text)}”")
        return "；".join(parts)

    def view(self) -> str:
        """The saved view that is on."""
        checked = self._group.checkedButton()
        return str(checked.property("view_key")) if checked is not None else ""

    def set_view(self, key: str) -> None:
        """Turn a saved view on and tell."""
        self.chips[key].setChecked(True)
        self._tell()

    def name_view(self, key: str, text: str) -> None:
        """Another name on a chip; the next `set_counts` shows it."""
        self._views[key] = text

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """The count on each chip."""
        for key, count in counts.items():
            self.chips[key].setText(f"{self._views[key]} {count}")
            self.chips[key].setAccessibleName(f"常用视图：{self._views[key]}，{count} 条")

    def set_options(self, key: str, options: Sequence[tuple[str, str]]) -> None:
        """Other options of a pick, 全部 is added in front."""
        pick = self.combos[key]
        pick.set_options(_with_all(pick.accessibleName(), options))
        if pick.currentIndex() < 0:
            pick.setCurrentIndex(0)

    def show_count(self, shown: int, total: int) -> None:
        """已筛出 60 / 608, always in sight while anything is hidden."""
        self._left.setText(f"已筛出 {shown} / {total}" if shown != total else f"共 {total}")
        self._clear.setVisible(self.narrowed())

    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        wanted = self.wanted()
        return bool(wanted.text or any(wanted.picks.values()) or (self.chips and wanted.view != next(iter(self.chips))))

    def clear(self) -> None:
        """Everything again; the first chip is the view of all."""
        self.search.clear()
        for combo in self.combos.values():
            combo.setCurrentIndex(0)
        if self.chips:
            next(iter(self.chips.values())).setChecked(True)
        self._tell()

    def focus(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _combo(self, pick: Pick) -> PickCombo:
        combo = PickCombo(_with_all(pick.label, pick.options), pick.label)
        combo.setCurrentIndex(0)
        combo.setSizeAdjustPolicy(PickCombo.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(220)
        combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # its words are never cut: the search box gives way
        combo.picked.connect(lambda _code: self._tell())
        return combo

    def _chip_line(self, views: Sequence[View]) -> QWidget:
        self.chips: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        chips = QWidget()
        line = FlowLayout()
        for view in views:
            chip = button(view.text, "chip", do=self._tell)
            chip.setCheckable(True)
            chip.setProperty("view_key", view.key)
            chip.setAccessibleName(f"常用视图：{view.text}")
            self.chips[view.key] = chip
            self._group.addButton(chip)
            line.addWidget(chip)
        if self.chips:
            next(iter(self.chips.values())).setChecked(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        chips.setLayout(line)
        whole = QWidget()
        lead = [label("常用视图", "hint")] if views else []
        whole.setLayout(row(*lead, (chips, 1), self._left, self._clear))
        return whole

    def _tell(self) -> None:
        self._wait.stop()
        self._clear.setVisible(self.narrowed())
        self.changed.emit(self.wanted())


def _with_all(name: str, options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Options as they read on the closed combo."""
    return [("", f"{name}：全部"), *((code, text) for code, text in options)]
