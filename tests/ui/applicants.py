"""The page 报名登记 in a real window over a copy of the sample season."""

from collections.abc import Callable
from dataclasses import dataclass

from ui.main_window import MainWindow
from ui.pages.applicants import ApplicantsPage
from yingcai_desktop.desk import Desk


@dataclass(frozen=True)
class Opened:
    """A window on its page, and the desk behind it."""

    window: MainWindow
    page: ApplicantsPage
    desk: Desk


Opener = Callable[[str], Opened]
"""`open_applicants("applied")`: the page over the season at that milestone."""
