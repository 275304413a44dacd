"""First run on one page: which office, which season, where the data file lies, its passphrase. Then it is created."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QFileDialog, QFormLayout, QLabel, QRadioButton

from ui.dialogs.frame import SUFFIX, GateWindow
from ui.dialogs.passphrase import NewPassphrase
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, row
from yingcai_desktop.errors import Refusal

REGION = "150000"
_SIDE = (
    "第一次使用，请填写四项。\n\n"
    "数据文件是加密的，全部数据都在这一个文件里，可以备份到 U 盘。\n\n"
    "已有数据文件的，请选“打开已有的数据文件”。"
)


class FirstRunWindow(GateWindow):
    """`created(desk)` when the store stands; `open_wanted` when there is one already.

    `create(path, passphrase, office, season)` makes the store and may raise a `Refusal`; `offices()` gives code → name,
    asked for once a city office is wanted.
    """

    created = Signal(object, object)
    open_wanted = Signal()

    def __init__(
        self,
        create: Callable[[Path, str, str, int], Any],
        offices: Callable[[], Mapping[str, str]],
        folder: Path,
        season: int,
    ) -> None:
        super().__init__("建立数据文件", _SIDE)
        self._create, self._folder = create, folder
        self._placed = False
        self.region, self.city = QRadioButton("自治区管理办公室"), QRadioButton("盟市管理办公室")
        self._offices = offices
        self.office = PickCombo([], "盟市")
        self.office.setSizeAdjustPolicy(PickCombo.SizeAdjustPolicy.AdjustToContents)
        self.season = LineEdit(str(season))
        self.path = LineEdit()
        self.passphrase = NewPassphrase()
        self.make = button("建立数据文件", "primary", "", self.try_create)
        self.make.setDefault(True)
        self._build()
        self._suggest_path()
        self.region.setFocus()

    def try_create(self) -> None:
        """Check what is filled in, then create; what goes wrong is said in place."""
        self.quiet()
        problem = self.problem()
        if problem:
            self.fail(f"{problem}。还没有建立数据文件，请补好后再按“建立数据文件”。")
            return
        path = Path(self.path.text().strip())
        self.make.setEnabled(False)
        self.make.setText("正在建立…")
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self.repaint()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            desk = self._create(path, self.passphrase.text(), self.office_code(), int(self.season.text()))
        except Refusal as refused:
            self.refuse(refused)
        except OSError as trouble:
            self.fail(f"不能写到 {path.parent}：{trouble.strerror}。没有建立数据文件，请换一个位置。")
        else:
            self.created.emit(desk, path)
            self.close()
        finally:
            QApplication.restoreOverrideCursor()
            self.make.setEnabled(True)
            self.make.setText("建立数据文件")

    def problem(self) -> str:
        """The first thing that is not filled in right, or an empty text."""
        season, path = self.season.text().strip(), self.path.text().strip()
        if not (season.isascii() and season.isdigit() and len(season) == 4):
            return "年度应是四位数字，例如 2025"
        if not path or not Path(path).is_absolute():
            return "请选择数据文件放在哪里"
        if Path(path).exists():
            return f"{path} 已经有一个文件，不会覆盖它；请换个名字，或选“打开已有的数据文件”"
        return self.passphrase.problem()

    def office_code(self) -> str:
        """The code of the chosen office."""
        return REGION if self.region.isChecked() else self.office.code()

    def _build(self) -> None:
        kinds = QButtonGroup(self)
        for kind in (self.region, self.city):
            kinds.addButton(kind)
            kind.setAccessibleName(kind.text())
        self.region.setChecked(True)
        self.office.setEnabled(False)
        self.city.toggled.connect(self._offer_cities)
        self.season.setMaximumWidth(96)
        for field, name in ((self.season, "年度"), (self.path, "数据文件")):
            field.setAccessibleName(name)
        self.season.textEdited.connect(lambda _text: self._suggest_path())
        self.path.textEdited.connect(lambda _text: setattr(self, "_placed", True))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(14)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_name("本机是"), row(self.region, 12, self.city, self.office, None))
        form.addRow(_name("年度", self.season), row(self.season, label("每个年度一个数据文件", "hint"), None))
        form.addRow(
            _name("数据文件", self.path), row((self.path, 1), button("选位置…", "", "folder-open", self._browse))
        )
        form.addRow(_name("打开口令", self.passphrase.first.edit), self.passphrase)
        self.body.addSpacing(6)
        self.body.addLayout(form)
        self.body.addStretch(1)
        other = button("打开已有的数据文件…", "link", "", self.open_wanted.emit)
        self.body.addLayout(row(other, None, button("退出", do=self.close), self.make))
        self.resize(980, 480)

    def _offer_cities(self, wanted: bool) -> None:
        if wanted and not self.office.count():
            self.office.set_options([(code, name) for code, name in self._offices().items() if code != REGION])
            self.office.setCurrentIndex(0)
        self.office.setEnabled(wanted)

    def _suggest_path(self) -> None:
        if not self._placed:
            self.path.setText(str(self._folder / f"{self.season.text().strip()}{SUFFIX}"))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "数据文件放在哪里", self.path.text(), f"数据文件 (*{SUFFIX})")
        if chosen:
            self._placed = True
            self.path.setText(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX)


def _name(text: str, buddy: LineEdit | None = None) -> QLabel:
    made = label(text, "label")
    made.setMinimumHeight(32)
    if buddy is not None:
        made.setBuddy(buddy)
    return made
