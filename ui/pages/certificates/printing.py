"""Printing from the page: what will be printed, the preview, what came out, what came out badly; and the lists around certificates."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ui.pages.certificates.bars import PrintBar, SpoiledBar
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import certificates_printing as sheets
from yingcai_desktop.services.certificates_printing import PrintPlan
from yingcai_desktop.services.certificates_register import Holder
from yingcai_desktop.vocabulary import PRINTS

if TYPE_CHECKING:
    from ui.pages.certificates.page import CertificatesPage
    from ui.printing import Sent

LISTS = ("certificate-check", "certificate-receipt", "certificate-register")


class Printing:
    """Every sheet that went to the printer is in the register before anything else can be done."""

    def __init__(self, page: "CertificatesPage") -> None:
        self.page, self.shell = page, page.shell

    def ask(self, uids: Sequence[str]) -> None:
        """The panel before printing."""
        desk = self.shell.desk
        try:
            plan = sheets.plan(desk, uids)
        except LookupError:
            self.page.refresh()  # somebody has lost the grade meanwhile
            return
        bar = PrintBar(plan, lambda first: sheets.plan(desk, uids, first), self.start)
        bar.check_wanted.connect(lambda: self.list("certificate-check", [h.uid for h in bar.plan.unchecked]))
        self.page.show_bar(bar)

    def start(self, plan: PrintPlan, reason: str) -> None:
        """The preview of all that will be printed."""
        desk, people = self.shell.desk, plan.ready
        uids = [h.uid for h in people]
        title = f"培养证书 {len(people)} 张" if len(people) > 1 else f"{people[0].name} 的培养证书"
        answer = self.page.halfway.record
        self.page.show_bar(None)
        self.shell.preview(
            title, lambda _p: sheets.pages(desk, uids), f"{title}.pdf", printed=lambda sent: self.came_out(people, reason, sent, answer)
        )

    def came_out(self, people: Sequence[Holder], reason: str, sent: "Sent", answer: str = "") -> None:
        """What went to the printer is written down; then it is asked how it looks."""
        gone, rest = people[sent.first - 1 : sent.last], people[sent.last :] if not sent.whole else ()
        if gone:
            try:
                sheets.printed(self.shell.desk, [h.uid for h in gone], reason)
            except Refusal as refused:
                self.shell.messages.refusal(refused)
                return
            if answer:
                self.page.halfway.done(answer)
            self.page.list.table.rows.check([h.uid for h in gone], False)
        self.shell.leave_preview()
        if gone or rest:
            self.page.show_bar(SpoiledBar(gone, rest, self.spoil, self.ask))

    def spoil(self, uids: Sequence[str]) -> None:
        """These came out badly: printed again under the same number."""
        try:
            sheets.spoiled(self.shell.desk, uids)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.ask(uids)

    def list(self, what: str, only: Sequence[str] | None = None) -> None:
        """A list around certificates: of the ticked people, or of everybody on show."""
        from yingcai_desktop.services.printing import ledgers

        desk, scope = self.shell.desk, self.page.scope()
        wanted = only if only is not None else self.page.list.table.rows.checked_shown() or None
        make: dict[str, Callable[[], bytes]] = {
            "certificate-check": lambda: ledgers.check_sheets(desk, scope, wanted),
            "certificate-receipt": lambda: ledgers.receipts(desk, scope, wanted),
            "certificate-register": lambda: ledgers.register(desk, scope),
        }
        self.shell.preview(PRINTS[what], lambda _p: make[what](), f"{PRINTS[what]}-{desk.store.season}.pdf")
