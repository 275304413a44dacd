"""Sheets of paper: what a choice of people would print, the pages, and the log of what came out (I07, I08; U52, U55)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from db.models import Certificate, CertificatePrint
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services.admitted import admitted
from yingcai_desktop.services.certificates_register import CHANGED, Holder, holders


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """Before printing: who is ready, who is not and why, who was not checked, and who has a good sheet already."""

    ready: tuple[Holder, ...]
    blocked: tuple[tuple[str, str], ...]
    unchecked: tuple[Holder, ...]
    again: tuple[Holder, ...]

    @property
    def needs_reason(self) -> bool:
        """A second sheet always interrupts (I08); printing what nobody has checked is a deviation as well (domain.md 结论24)."""
        return bool(self.again or self.unchecked)


def plan(desk: Desk, uids: Sequence[str], first: str = "") -> PrintPlan:
    """What these people would print in the order of their numbers, from the person `first` on (blank: from the beginning)."""
    people = holders(desk, uids)
    if first:
        start = next((n for n, h in enumerate(people) if h.uid == first), 0)
        people = people[start:]
    ready, blocked = [], []
    for h in people:
        if not h.ours:
            blocked.append((h.name, "全国证书由全国管理办公室颁发，本机只登记"))
        elif not h.printable:
            blocked.append((h.name, {"entitled": "还没有编号", "void": "已作废"}.get(h.state, "与现在的终评等级不符，请重新办理“颁发证书”")))
        elif h.missing:
            blocked.append((h.name, "缺" + "、".join(h.missing)))
        else:
            ready.append(h)
    return PrintPlan(
        tuple(ready), tuple(blocked), tuple(h for h in ready if not h.check or h.check == CHANGED), tuple(h for h in ready if h.good)
    )


def pages(desk: Desk, uids: Sequence[str]) -> bytes:
    """A page each, in the order of their numbers. Raises `NotAllowed` for anybody without a certificate in force and its grade,
    `MissingGlyph` with character and person; then there is no page at all."""  # fmt: skip
    # half a second the first time, and only a worker needs them
    from yingcai_desktop.documents.certificate import certificates_pdf
    from yingcai_desktop.services.printing.certificates import page_of

    try:
        people = {h.uid: h for h in holders(desk, uids)}
    except LookupError as error:
        raise NotAllowed("选中的人里有人没有取得证书：只有优秀、合格授予证书（附件2 七（三））。没有生成文件。") from error
    wrong = [h for h in people.values() if not h.printable]
    if wrong:
        raise NotAllowed(f"{wrong[0].name}的证书现在是“{wrong[0].state_name}”，不能打印。没有生成文件；请取消勾选后再打印。")
    with desk.read() as session:
        rows = {a.person.uid: a for a in admitted(session, desk.schemes)}
        lines = session.scalars(select(Certificate).where(Certificate.application_uid.in_(list(people)), Certificate.state.in_(IN_FORCE)))
        made = [page_of(desk, rows[line.application_uid], line) for line in sorted(lines, key=lambda line: line.sequence)]
    return certificates_pdf(made)


def printed(desk: Desk, uids: Sequence[str], reason: str = "") -> int:
    """These sheets went to the printer. A second good sheet under one number needs a reason; every sheet after the first is 补印."""
    people = holders(desk, uids)
    again = [h for h in people if h.good]
    if again and not reason.strip():
        raise NotAllowed(f"{again[0].name}的证书已经打印过，再打要写明补印理由。没有登记；请填写理由后再办。")
    day = desk.clock().date()
    with desk.change("certificate.print", reason=reason) as change:
        counts = select(CertificatePrint.number, CertificatePrint.reissue, func.count()).group_by(
            CertificatePrint.number, CertificatePrint.reissue
        )
        before = {(number, copy): count for number, copy, count in change.execute(counts)}
        change.insert(
            CertificatePrint,
            [
                {"application_uid": h.uid, "number": h.number, "reissue": h.reissues, "day": day,
                 "sheet": before.get((h.number, h.reissues), 0) + 1, "reason": reason.strip()}
                for h in people
            ],
        )  # fmt: skip
    return len(people)


def printed_elsewhere(desk: Desk, uids: Sequence[str], reason: str) -> int:
    """These sheets were printed from a saved file, on a computer without the store; the reason says so. Never a second sheet of one number."""
    people = holders(desk, uids)
    if not reason.strip():
        raise NotAllowed("在别处打印的证书要写明情况（会记入操作记录）。没有登记；请填写后再办。")
    for h in people:
        if not h.printable:
            raise NotAllowed(f"{h.name}的证书现在是“{h.state_name}”，不能登记打印。没有改动；请取消勾选后再登记。")
        if h.good:
            raise NotAllowed(f"{h.name}的证书已经登记过打印。没有改动；请取消勾选后再登记。")
    return printed(desk, uids, reason)


def spoiled(desk: Desk, uids: Sequence[str]) -> int:
    """The last sheets of these people came out badly: they count no more, and the same number is printed again (补印)."""
    people = {h.number: h for h in holders(desk, uids)}
    with desk.change("certificate.spoil", reason="打印后检查，打坏重打") as change:
        query = select(CertificatePrint).where(CertificatePrint.number.in_(list(people)), CertificatePrint.spoiled.is_(False))
        last = {s.number: s.uid for s in sorted(change.scalars(query), key=lambda s: s.sheet) if s.reissue == people[s.number].reissues}
        change.update(CertificatePrint, [{"uid": uid, "spoiled": True} for uid in last.values()])
    return len(last)
