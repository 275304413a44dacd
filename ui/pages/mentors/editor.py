"""One mentor under the clerk's hands, the team with it: what `ui/pages/editing.py` needs to know."""

from collections.abc import Mapping

from ui.pages.base import Shell
from ui.pages.editing import Editor as FormEditor
from ui.pages.mentors.sections import subject_options, university_options
from ui.parts.form import Form
from ui.parts.grid import SmallGrid
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.mentors import saving
from yingcai_desktop.services.mentors.checks import check
from yingcai_desktop.services.mentors.fields import FIELDS, TEAM, normalised, packed, unpacked
from yingcai_desktop.services.mentors.register import FORM, Register


class Editor(FormEditor):
    """The form and the team of 导师库; an accepted cell of the team is kept like a field that was left."""

    FORM = FORM
    FIELDS = (*FIELDS, TEAM)
    NOUN = "导师库"
    register: Register | None

    def __init__(self, shell: Shell, form: Form, team: SmallGrid) -> None:
        self.team = team
        super().__init__(shell, form)
        team.changed.connect(lambda: self.touched(TEAM))

    def stored(self, uid: str) -> tuple[dict[str, str], int]:
        """The form of a stored mentor."""
        return saving.stored(self.shell.desk, uid)

    def create(self, values: Mapping[str, str]) -> Deed[str]:
        """A new mentor."""
        return saving.create(self.shell.desk, values, self.uid)

    def edit(self, values: Mapping[str, str]) -> Deed[str] | None:
        """A correction."""
        return saving.edit(self.shell.desk, self.uid, self.revision, values)

    def prepared(self, values: Mapping[str, str]) -> dict[str, str]:
        """Tidied."""
        return normalised(values)

    def check(self, values: Mapping[str, str]) -> list[Check]:
        """Against the scheme and the other mentors."""
        return check(values, self.register.known, self.uid) if self.register else []

    def form_values(self) -> dict[str, str]:
        """The form, the team as one text."""
        return self.form.values() | {TEAM: packed(self.team.values())}

    def show_form(self, values: Mapping[str, str]) -> None:
        """Both."""
        self.form.show_values(values)
        self.team.set_values(unpacked(values.get(TEAM, "")))

    def update_form(self, values: Mapping[str, str]) -> None:
        """Both, where they changed."""
        self.form.update_values(values)
        if TEAM in values:
            self.team.set_values(unpacked(values[TEAM]))

    def settle(self) -> None:
        """What is still being typed into the team becomes a cell first."""
        if self.uid and not self.saving:
            self.team.settle()
        super().settle()

    def reload(self) -> None:
        """The team may have changed without the mentor's own record: the whole form is compared."""
        row = self.register.row(self.uid) if self.register and self.uid else None
        if row is not None and row.stored and not self._typed() and self.stored(self.uid)[0] != self._base and self.register:
            self.open(self.uid, self.register, new=False)
        else:
            super().reload()

    def clear_options(self) -> None:
        """University and subject of the mentor before."""
        for field in ("university", "subject"):
            self.form.boxes[field].editor.show({})

    def fill_options(self, values: Mapping[str, str]) -> None:
        """Universities of the programme, subjects of the university."""
        if self.shell.desk is not None:
            self.form.set_options("university", university_options(self.shell.desk.schemes, values))
            self.form.set_options("subject", subject_options(self.shell.desk.schemes, values))
