"""What a tab does that only frames the entry pane: marks of the test, of the panels and of the experts alike."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ui.pages.entry.pane import EntryPane
from ui.pages.tabbed import Tab


class FramesEntry(Tab):
    """A tab whose work is done by `pane`."""

    pane: EntryPane

    def refresh(self) -> None:
        """The sheets of the scope again."""
        self.pane.refresh()

    def on_changes(self, changes: object) -> None:
        """While somebody types, the grid has what is stored; it is read again when the change comes from elsewhere."""
        if getattr(changes, "action", "").split(".")[0] not in ("entry", "score"):
            self.refresh()

    def rights_changed(self) -> None:
        """Somebody else sits at the desk: nothing of the pass before stays on the screen (U37)."""
        self.pane.seat_taken()

    def focus_work_area(self) -> None:
        """The first cell that is lacking."""
        self.pane.focus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.pane.panes()

    def command(self, name: str) -> Callable[[], object] | None:
        """The pane's, else the tab's."""
        return self.pane.command(name) or super().command(name)
