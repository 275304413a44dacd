"""封存记录 and 更正单 of the store as pages."""

from decimal import Decimal

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.documents.protocol import AmendmentForm, Correction, Protocol, amendment_pdf, protocol_pdf
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services import deciding, sealing
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.sealing.lines import grouped
from yingcai_desktop.services.sealing.reading import Sealed


def seal_protocol(desk: Desk, seal_uid: str) -> bytes:
    """The protocol of a seal, with its amendments so far."""
    held = next(s for s in sealing.seals(desk) if s.uid == seal_uid)
    verdict = sealing.verify(desk, seal_uid)
    made = [a for a in sealing.amendments(desk) if a.seal_uid == seal_uid]
    return protocol_pdf([
        Protocol(
            _about(desk, held.ref), held.title, held.count, tuple(held.states.items()), printed(held.total), printed(_number(held)), held.code,
            f"共 {held.journal_n} 条，末条校验码 {grouped(held.journal_hash[:16])}", held.sealed_by, held.sealed_with, _moment(held.sealed_at),
            held.version, grouped(verdict.current), tuple(Correction(str(a.number), a.name, a.old, a.new, a.paper) for a in made),
        )
    ])  # fmt: skip


def amendment_form(desk: Desk, amendment_uid: str) -> bytes:
    """One 更正单 to sign."""
    one = next(a for a in sealing.amendments(desk) if a.uid == amendment_uid)
    ref = next(s.ref for s in sealing.seals(desk) if s.uid == one.seal_uid)
    return amendment_pdf([
        AmendmentForm(
            _about(desk, ref), one.title, one.number, one.name, one.ticket, one.judge, one.old, one.new, one.reason, one.paper,
            one.amended_by, one.amended_with, _moment(one.amended_at),
        )
    ])  # fmt: skip


def _about(desk: Desk, ref: SheetRef) -> Heading:
    with desk.read() as session:
        return heading(desk, deciding.stored(session), (ref.programme, ref.city, ref.subject))


def _number(held: Sealed) -> Decimal:
    return Decimal(held.paper_total)


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
