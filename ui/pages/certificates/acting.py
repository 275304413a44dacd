"""What is done to certificates from the page: numbered, checked, handed over, given out anew, voided."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ui.pages.certificates.bars import CollectBar, ReasonBar, few
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import certificates_acts as acts
from yingcai_desktop.services import certificates_printing as sheets
from yingcai_desktop.services import deeds, stages
from yingcai_desktop.services.certificates_register import Holder
from yingcai_desktop.services.scope import Scope

if TYPE_CHECKING:
    from ui.pages.certificates.page import CertificatesPage

CLAUSE = "附件2 七（三）"


class Acting:
    """核对 and 领取 can be undone; what concerns a number takes two people and a reason and cannot."""

    def __init__(self, page: "CertificatesPage") -> None:
        self.page, self.shell = page, page.shell

    def act(self, verb: str) -> None:
        """A button beside the paper (side_facts.py)."""
        current = self.page.rows.get(self.page.list.table.current())
        if verb == "number":
            self.number()
        elif verb == "check":
            self.check([uid for uid in self.page.choice() if self.page.rows[uid].ours])
        elif verb == "printed":
            self.ask_printed([uid for uid in self.page.choice() if self.page.rows[uid].printable and not self.page.rows[uid].good])
        elif verb == "collect":
            self.ask_collect(self.page.choice())
        elif current is not None and verb == "register":
            text = self.page.facts.national.text()
            if self._deed(f"登记 {current.name} 的全国证书号", lambda: acts.register_national(self.shell.desk, current.uid, text)):
                self.page.national.stored({"number": text}, current.uid)
        elif current is not None:
            self.ask_reason(verb, current)

    def number(self) -> None:
        """颁发证书 for everybody who has earned one."""
        scope = Scope("pilot", self.page.city)
        self._two("给证书编号", lambda desk: f"已编号，有效证书 {stages.advance(desk, 'certify', scope).counts['certificates']} 张。")

    def check(self, people: Sequence[str]) -> None:
        """核对确认单 came back signed."""
        self._deed(f"核对 {self._few(people)}", lambda: acts.check(self.shell.desk, people))

    def ask_printed(self, people: Sequence[str]) -> None:
        """Sheets that came out of another computer's printer, from a saved PDF: written down here, so that they can be handed over."""
        if not people:
            self.shell.messages.info("选中的证书都已经登记过打印。")
            return

        def do(reason: str) -> None:
            title, answer = f"登记已打印 {self._few(people)}", self.page.halfway.record
            if self._deed(title, lambda: sheets.printed_elsewhere(self.shell.desk, people, reason), answer):
                self.page.show_bar(None)

        told = "证书另存 PDF、在别的电脑上打印好的，在这里登记；登记以后才能登记领取。"
        bar = ReasonBar(f"登记为已打印：{self._few(people)}", f"登记 {len(people)} 张已打印", told, do, people)
        bar.reason.setText("另存 PDF，在别的电脑上打印")
        self.page.show_bar(bar)

    def ask_collect(self, people: Sequence[str]) -> None:
        """Who takes it, and when."""
        today = self.shell.desk.clock().date().isoformat()
        self.page.show_bar(CollectBar([self.page.rows[u] for u in people], today, partial(self.collect, people)))

    def collect(self, people: Sequence[str], day: str, receiver: str, relation: str) -> None:
        """Write down the hand-over; the panel stays while something is wrong with it."""
        try:
            on = date.fromisoformat(day)
        except ValueError:
            self.shell.messages.error(f"“{day}”不是日期。请写成 2025-12-26 的样子；没有登记。")
            return
        title = f"登记领取 {self._few(people)}"
        answer = self.page.halfway.record
        if self._deed(title, lambda: acts.collect(self.shell.desk, people, day=on, receiver=receiver, relation=relation), answer):
            self.page.show_bar(None)

    def ask_reason(self, verb: str, h: Holder) -> None:
        """补发, 作废 or 重新编号: what it does, and why it is done."""
        words = {
            "void": ("作废", f"{h.shown_number} 作废后不再使用、不能恢复；仍应发证的，作废后“重新编号”。"),
            "reissue": ("补发", f"编号不变，证书上印“{h.number}-补{h.reissues + 1}”；原来的打印和领取记录留在登记簿里。"),
            "renumber": ("重新编号", "给出一个新的编号，接在最后一个编号之后；作废的编号不再使用。"),
        }
        word, told = words[verb]
        do: Callable[[Desk, str, str], str] = getattr(acts, verb)

        def ask(reason: str) -> None:
            answer = self.page.halfway.record
            self.page.show_bar(None)
            self._two(f"{word} {h.name} 的证书", lambda desk: f"{word}：{h.name}，{do(desk, h.uid, reason)}。", answer)

        self.page.show_bar(ReasonBar(f"{word} {h.name} 的证书（须由两人办理，{CLAUSE}）", f"{word}…", told, ask, [h.uid]))

    def _few(self, people: Sequence[str]) -> str:
        return few([self.page.rows[u] for u in people])

    def _two(self, doing: str, then: Callable[[Desk], str], answer: str = "") -> None:
        def do(desk: Desk) -> None:
            try:
                said = then(desk)
            except Refusal as refused:
                self.shell.messages.refusal(refused)
                return
            if answer:
                self.page.halfway.done(answer)
            self.shell.messages.done(said)
            self.shell.light.saved(desk.clock())

        self.shell.second_person(doing, do, CLAUSE)

    def _deed(self, title: str, do: Callable[[], object], answer: str = "") -> bool:
        """`answer`: what was typed for it, no draft any more once it is done."""
        try:
            self.page.undoing.did(deeds.done(self.shell.desk, title, do))
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        if answer:
            self.page.halfway.done(answer)
        self.shell.light.saved(self.shell.desk.clock())
        return True
