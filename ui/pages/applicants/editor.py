"""One application under the clerk's hands: what `ui/pages/editing.py` needs to know of it."""

from collections.abc import Mapping

from ui.pages.applicants.sections import mentor_options, school_options
from ui.pages.editing import Editor as FormEditor
from yingcai_desktop.services.applications import saving
from yingcai_desktop.services.applications.checks import Check, check
from yingcai_desktop.services.applications.checks_contact import CHOICES
from yingcai_desktop.services.applications.fields import FIELDS
from yingcai_desktop.services.applications.register import FORM, Register
from yingcai_desktop.services.deeds import Deed

_REFILLS = ("programme", "city", "subject", "school_uid")


class Editor(FormEditor):
    """The form of 报名登记."""

    FORM = FORM
    FIELDS = FIELDS
    register: Register | None

    def stored(self, uid: str) -> tuple[dict[str, str], int]:
        """The form of a stored application."""
        return saving.stored(self.shell.desk, uid)

    def create(self, values: Mapping[str, str]) -> Deed[str]:
        """A new application."""
        return saving.create(self.shell.desk, values, self.uid)

    def edit(self, values: Mapping[str, str]) -> Deed[str] | None:
        """A correction."""
        return saving.edit(self.shell.desk, self.uid, self.revision, values)

    def prepared(self, values: Mapping[str, str]) -> dict[str, str]:
        """Tidied, with what follows from the identity number."""
        return saving.prepared(values, self.shell.desk.store.season)

    def check(self, values: Mapping[str, str]) -> list[Check]:
        """Against everybody known."""
        return check(values, self.register.known, self.uid) if self.register else []

    def derived(self, values: Mapping[str, str]) -> dict[str, str]:
        """Birthday and gender."""
        return {key: values[key] for key in ("birth_date", "gender")}

    def clear_options(self) -> None:
        """School and mentors of the record before."""
        for field in ("school_uid", *CHOICES):
            self.form.boxes[field].editor.show({})

    def picked(self, key: str) -> None:
        """A school brings its city."""
        values = self.form.values()
        if key == "school_uid" and self.register and (school := self.register.known.schools.get(values[key])):
            self.form.update_values({"city": school.city})

    def fill_options(self, values: Mapping[str, str]) -> None:
        """Schools and mentors that fit what is chosen."""
        if self.register is None:
            return
        self.form.set_options("school_uid", school_options(self.register.known, values))
        for field in CHOICES:
            self.form.set_options(field, mentor_options(self.register.known, values, field))
