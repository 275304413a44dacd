"""关于: version, data file, what the program is built from, and where to turn."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QHBoxLayout

from ui.pages.base import Shell
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.card import Card
from ui.parts.look import button, label, row, stack
from ui.places import Place

_PARTS = (
    ("Noto Sans SC、Noto Serif SC、霞鹜文楷", "字体，SIL OFL 1.1"), ("花园明朝", "生僻字字体，自有许可"), ("Phosphor Icons", "图标，MIT"),
    ("Qt for Python", "窗口，LGPL 3"), ("SQLCipher、SQLAlchemy", "加密数据文件，BSD、MIT"), ("ReportLab、pypdfium2", "PDF，BSD、Apache 2"),
    ("openpyxl、XlsxWriter", "Excel 工作簿，MIT、BSD"),
)  # fmt: skip


class AboutTab(Tab):
    """Nothing here can be changed."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        store = shell.desk.store if shell.desk else None
        facts = [
            ("版本", f"{_version()}（Python {platform.python_version()}，Qt {qVersion()}）"),
            ("数据文件", str(store.path) if store else "没有打开"),
            ("年度", str(store.season) if store else ""),
            ("数据编号", store.store_id if store else ""),
            ("依据", f"{shell.desk.schemes.common.document}" if shell.desk else ""),
        ]
        self.facts = Card("英才培养管理", "中学生英才计划 · 自治区青少年科技创新后备人才培养试点", *(_line(name, value) for name, value in facts if value))
        self.parts = Card("用到的开源软件", "许可证在程序文件夹的“resources”里", *(_line(name, what) for name, what in _PARTS))
        self.report = button("保存问题报告…", "", "floppy-disk", shell.messages.save_report, tip="只含文件和行号，没有姓名和证件号码")
        self.cards = button("岗位卡片…", "", "identification-card", lambda: preview_cards(shell), tip="每个角色一页 A4，可以贴在墙上")
        self.cards.setEnabled(shell.desk is not None)
        self.setLayout(stack(self.facts, self.parts, row(self.cards, self.report, None), None, gap=12, margins=TAB_MARGINS))

    def focus_work_area(self) -> None:
        """The first button."""
        (self.cards if self.cards.isEnabled() else self.report).setFocus()


def preview_cards(shell: Shell) -> None:
    """岗位卡片 of all roles in the preview."""
    from yingcai_desktop.services import role_cards

    desk = shell.desk
    shell.preview(role_cards.TITLE, lambda _progress: role_cards.role_cards(desk), f"{role_cards.TITLE}.pdf")


def _line(name: str, value: str) -> QHBoxLayout:
    first = label(name, "label")
    first.setMinimumWidth(240)
    return row(first, (label(value, wrap=True), 1))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("yingcai-desktop")
    except PackageNotFoundError:  # run from a checkout
        import tomllib

        from yingcai_desktop.assets import RESOURCES

        file = RESOURCES.parent / "pyproject.toml"
        return str(tomllib.loads(file.read_text("utf-8"))["project"]["version"]) if file.exists() else "0"
