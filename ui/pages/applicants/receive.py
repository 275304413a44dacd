"""材料收讫…: which paper came for all that are chosen."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton

from yingcai_desktop.scheme import Schemes


class Receive(Protocol):
    """What happens then."""

    def __call__(self, kind: str, *, stamped: bool) -> object:
        """`kind` came on paper, with its seal seen or none asked for."""


class ReceiveButton(QPushButton):
    """A button with the materials of every programme; those with a seal say that it was seen, too."""

    def __init__(self, schemes: Schemes, receive: Receive) -> None:
        super().__init__("材料收讫…")
        self.setAccessibleName("材料收讫")
        self.setToolTip("登记选中的人交来了哪一种纸质材料（可以撤销）")
        self.setAutoDefault(True)
        self.menu_of = QMenu(self)
        stamps = {one.name: one.stamp for scheme in schemes.programmes.values() for one in scheme.materials}
        for kind, stamp in stamps.items():
            words = f"{kind}：已收到，已盖章" if stamp else f"{kind}：已收到"
            self.menu_of.addAction(words, partial(receive, kind, stamped=stamp))
        self.clicked.connect(self._open)

    def _open(self) -> None:
        """Above the button: it stands at the foot of the window."""
        self.menu_of.popup(self.mapToGlobal(QPoint(0, -self.menu_of.sizeHint().height())))
