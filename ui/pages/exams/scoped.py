"""What the tabs have in common: the part of the year on show, and printing what is in it."""

from ui.jobs import Progress
from ui.pages.base import Shell
from yingcai_desktop.services import printing
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.vocabulary import PRINTS


def scope_of(shell: Shell) -> Scope:
    """The programme of the switch, and a city office's own city."""
    desk = shell.desk
    city = desk.store.office if desk.store.office in desk.schemes.city_names else ""
    return Scope(shell.programme, city)


def preview(shell: Shell, what: str, scope: Scope) -> None:
    """打印预览 of a family of pages, made in the background."""
    desk = shell.desk

    def make(progress: Progress) -> bytes:
        progress(0, 0, f"排版{PRINTS[what]}")
        return printing.pdf(desk, what, scope)

    shell.preview(PRINTS[what], make, f"{PRINTS[what]}.pdf")
