"""动手实验、观察 of the pilot: there only where the office has signed the form, its maximum and its weight (附件2 四（二）).

Its marks are entered twice, compared and sealed like all others (`services/entry`, `services/sealing`); there is no other way to them.
"""

from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.panels import Component
from yingcai_desktop.services import deciding


def signed(desk: Desk) -> Component | None:
    """The form as signed; `None` where there is none. Raises `Undecided` where only a part is signed."""
    with desk.read() as session:
        return deciding.stored(session).component()
