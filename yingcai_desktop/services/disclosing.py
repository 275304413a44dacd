"""Full identity and telephone numbers are shown and given out only with a line in the journal (ux §3, Privacy; U57)."""

from collections.abc import Sequence

from db.models import Disclosure
from yingcai_desktop.desk import Desk


def seen(desk: Desk, place: str, column: str, about: str) -> None:
    """Somebody looks at one full number. Raises `NotAllowed` for who may not."""
    with desk.change("disclosure.view") as change:
        change.insert(Disclosure, [{"way": "查看", "place": place, "columns": [column], "about": about}])


def exported(desk: Desk, place: str, columns: Sequence[str], rows: int) -> None:
    """A list is about to leave as a workbook with full numbers."""
    with desk.change("disclosure.export") as change:
        change.insert(Disclosure, [{"way": "导出", "place": place, "columns": list(columns), "rows": rows}])


def printed(desk: Desk, place: str, columns: Sequence[str], rows: int, about: str = "") -> None:
    """A list, or the papers of one person (`about`), are about to be shown for printing with full numbers."""
    with desk.change("disclosure.print") as change:
        change.insert(Disclosure, [{"way": "打印", "place": place, "columns": list(columns), "about": about, "rows": rows}])
