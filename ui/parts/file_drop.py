"""A frame that files from the file manager can be dropped on; it lights up while they hover."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLayout

from ui.parts.look import look


class FileDrop(QFrame):
    """`dropped(paths)`. Folders and things that are no local files are left out; while `on` is False nothing is taken."""

    dropped = Signal(list)

    def __init__(self, layout: QLayout, name: str = "inset") -> None:
        super().__init__()
        look(self, look=name)
        self.setLayout(layout)
        self.setAcceptDrops(True)
        self.on = True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files only."""
        if self.on and paths_of(event.mimeData()):
            event.acceptProposedAction()
            look(self, tone="info")

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the frame will do."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Out again."""
        look(self, tone="")

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files."""
        look(self, tone="")
        if self.on and (found := paths_of(event.mimeData())):
            event.acceptProposedAction()
            self.dropped.emit(found)


def paths_of(data: QMimeData) -> list[Path]:
    """The local files of a drag, folders left out."""
    found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in found if not path.is_dir()]
