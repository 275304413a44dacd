"""A field for what is read aloud: groups form as one types or pastes, whatever stands between them."""

from ui.parts.line_edit import LineEdit
from yingcai_desktop.rules.spoken import Groups


class GroupEdit(LineEdit):
    """Shows what was typed in the groups of `groups`; the cursor stays behind the same character."""

    def __init__(self, groups: Groups, placeholder: str = "") -> None:
        super().__init__("", placeholder)
        self._groups = groups
        self.textEdited.connect(self._regroup)

    def _regroup(self, text: str) -> None:
        if self.composing():
            return
        before = len(self._groups.bare(text[: self.cursorPosition()]))
        shown = self._groups.shown(text)
        if shown == text:
            return
        self.setText(shown)
        place = next((at for at in range(len(shown) + 1) if len(self._groups.bare(shown[:at])) >= before), len(shown))
        self.setCursorPosition(place)
