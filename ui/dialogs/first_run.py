"""First run in one window: which office, which season, where the data file lies, who administers it; then the recovery sheet."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFileDialog, QFormLayout, QFrame, QLabel, QRadioButton

from ui.aside import Aside
from ui.dialogs.frame import SUFFIX, GateWindow
from ui.dialogs.passphrase import NewPassphrase
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.errors import Refusal

REGION = "150000"
_SIDE = (
    "第一次使用，请填写五项，然后打印恢复单。\n\n"
    "数据文件是加密的，全部数据都在这一个文件里，可以备份到 U 盘。\n\n"
    "已有数据文件的，请选“打开已有的数据文件”。"
)


_SHEET_SIDE = (
    "最后一步：恢复单。\n\n"
    "请现在打印或抄好，装信封封存，存入保险柜。\n\n"
    "其他用户进入后在“系统设置 · 用户与权限”里增加。"
)
ALSO = (("clerk", "经办"), ("reviewer", "审核"))
"""Roles an administrator of a small office may have as well: code and words."""


class FirstRunWindow(GateWindow):
    """`created(desk, path)` when the store stands and its recovery sheet is put away; `open_wanted` when there is a store already,
    `seat_wanted` on the laptop of a panel.

    `create(path, office, season, name, password, roles)` makes the store and gives the desk and the code of the sheet, or raises
    a `Refusal`; `page(desk, code)` makes the sheet; `grouped(code)` its groups; `offices()` gives code → name.
    """

    created = Signal(object, object)
    open_wanted = Signal()
    seat_wanted = Signal()

    def __init__(
        self,
        create: Callable[[Path, str, int, str, str, list[str]], tuple[Any, str]],
        page: Callable[[Any, str], bytes],
        offices: Callable[[], Mapping[str, str]],
        folder: Path,
        season: int,
    ) -> None:
        super().__init__("建立数据文件", _SIDE)
        self._create, self._page, self._folder = create, page, folder
        self._placed = False
        self._aside = Aside(self)
        self.desk: Any = None
        self.sheet: Any = None
        self.region, self.city = QRadioButton("自治区管理办公室"), QRadioButton("盟市管理办公室")
        self._offices = offices
        self.office = PickCombo([], "盟市")
        self.office.setSizeAdjustPolicy(PickCombo.SizeAdjustPolicy.AdjustToContents)
        self.season = LineEdit(str(season))
        self.path = LineEdit()
        self.name = LineEdit("", "姓名")
        self.also = {code: QCheckBox(words) for code, words in ALSO}
        self.passphrase = NewPassphrase("管理员口令", "口令是管理员本人的；忘记时用下一步的恢复单重设。")
        self.passphrase.second.entered.connect(self.try_create)
        self.make = button("建立数据文件", "primary", "", self.try_create)
        self.make.setDefault(True)
        self._build()
        self._suggest_path()
        self.region.setFocus()

    def try_create(self) -> None:
        """Check what is filled in, then create; what goes wrong is said in place."""
        if self._aside.busy or self.desk is not None:
            return
        self.quiet()
        problem = self.problem()
        if problem:
            self.fail(f"{problem}。还没有建立数据文件，请补好后再按“建立数据文件”。")
            return
        path, office, season = Path(self.path.text().strip()), self.office_code(), int(self.season.text())
        name, password = self.name.text().strip(), self.passphrase.text()
        roles = [code for code, box in self.also.items() if box.isChecked()]

        def work() -> tuple[Any, str]:
            path.parent.mkdir(parents=True, exist_ok=True)
            return self._create(path, office, season, name, password, roles)

        self._wait(True)
        self._aside.run(work, lambda made: self._made(path, *made), lambda error: self._not_made(path, error))

    def _made(self, path: Path, desk: Any, code: str) -> None:
        from ui.dialogs.sheet import SheetCard
        from yingcai_desktop.rules.recovery_code import grouped

        self._wait(False)
        self.desk = desk
        self.passphrase.clear()
        self.sheet = SheetCard(grouped(code), lambda: self._page(desk, code), "数据文件恢复单.pdf", "进入工作台")
        self.sheet.sealed.connect(lambda: self._enter(path))
        self.sheet.failed.connect(self.trouble)
        self.form.hide()
        self.retitle("封存恢复单", _SHEET_SIDE)
        self.body.addWidget(self.sheet)
        self.body.addStretch(1)
        self.sheet.print.setFocus()

    def _not_made(self, path: Path, error: BaseException) -> None:
        self._wait(False)
        if isinstance(error, Refusal):
            self.refuse(error)
        elif isinstance(error, OSError):
            self.fail(f"不能写到 {path.parent}：{error.strerror}。没有建立数据文件，请换一个位置。")
        else:
            self.trouble(error)

    def _enter(self, path: Path) -> None:
        desk, self.desk = self.desk, None
        self.created.emit(desk, path)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed at the sheet: the store is there and stays, the desk is given back."""
        if self.desk is not None:
            self.desk.store.close()
            self.desk = None
        super().closeEvent(event)

    def _wait(self, on: bool) -> None:
        self.form.setEnabled(not on)
        self.make.setText("正在建立…" if on else "建立数据文件")

    def problem(self) -> str:
        """The first thing that is not filled in right, or an empty text."""
        season, path = self.season.text().strip(), self.path.text().strip()
        if not (season.isascii() and season.isdigit() and len(season) == 4):
            return "年度应是四位数字，例如 2025"
        if not path or not Path(path).is_absolute():
            return "请选择数据文件放在哪里"
        if Path(path).exists():
            return f"{path} 已经有一个文件，不会覆盖它；请换个名字，或选“打开已有的数据文件”"
        self.passphrase.owner = self.name.text().strip()
        return "请填写管理员的姓名" if not self.name.text().strip() else self.passphrase.problem()

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
        self.name.setMaximumWidth(220)
        self.also["clerk"].setChecked(True)
        for box in self.also.values():
            box.setAccessibleName(f"兼任{box.text()}")
        for field, name in ((self.season, "年度"), (self.path, "数据文件"), (self.name, "管理员姓名")):
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
        also = row(self.name, 12, label("兼任", "label"), *self.also.values(), None)
        form.addRow(_name("管理员", self.name), also)
        form.addRow(_name("管理员口令", self.passphrase.first.edit), self.passphrase)
        other = button("打开已有的数据文件…", "link", "", self.open_wanted.emit)
        seat = button("评委席…", "link", "", self.seat_wanted.emit, tip="面试现场用的电脑：载入组长 U 盘上的面试任务")
        self.form = QFrame()
        look(self.form, look="plain")
        self.form.setLayout(stack(6, form, None, row(other, seat, None, button("退出", do=self.close), self.make)))
        self.body.addWidget(self.form, 1)
        self.resize(980, 540)

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
    made.setFixedHeight(32)  # beside the field, also where a remark stands under it
    if buddy is not None:
        made.setBuddy(buddy)
    return made
