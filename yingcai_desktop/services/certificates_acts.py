"""What is done to a certificate after it has its number: checked, given out anew, voided, handed over (domain.md §3.14, §4.11).

Every act is one change; what cannot be done is refused with the person's name, and then nothing has changed.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from db.gate import Change
from db.models import Certificate, CertificateCheck, CertificateCollection, NationalCertificate
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.certificates import certificate_number
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services import deciding
from yingcai_desktop.services.certificates import new_line, next_sequence
from yingcai_desktop.services.certificates_register import Holder, holders
from yingcai_desktop.services.review import move


def check(desk: Desk, uids: Sequence[str], day: date | None = None) -> int:
    """核对确认单 came back signed: student and school agree with what will be printed. A later change of a fact undoes it."""
    people = holders(desk, uids)
    values = {
        h.uid: {"by_student": True, "by_school": True, "day": day or desk.clock().date(), "facts": h.facts} for h in people
    }
    with desk.change("certificate.check") as change:
        known = dict(change.execute(select(CertificateCheck.application_uid, CertificateCheck.uid)).all())
        change.update(CertificateCheck, [{"uid": known[u], **v} for u, v in values.items() if u in known])
        change.insert(CertificateCheck, [{"application_uid": u, **v} for u, v in values.items() if u not in known])
    return len(people)


def void(desk: Desk, uid: str, reason: str) -> str:
    """作废: the number stays in the register and is never used again. Two people, a reason. Returns the number."""
    reason = _reason(reason, "作废")
    with desk.change("certificate.void", reason=reason) as change:
        line = _in_force(desk, change, uid)
        move(change, line, "void", void_reason=reason)
        return line.number


def reissue(desk: Desk, uid: str, reason: str) -> str:
    """补发 of a lost or damaged paper: the same number with -补1 behind it (domain.md §3.14). Two people, a reason."""
    with desk.change("certificate.reissue", reason=_reason(reason, "补发")) as change:
        line = _in_force(desk, change, uid)
        move(change, line, "reissue", reissues=line.reissues + 1)
        return f"{line.number}-补{line.reissues}"


def renumber(desk: Desk, uid: str, reason: str) -> str:
    """A new number for somebody whose certificate was voided and who has still earned one. Two people, a reason."""
    desk.require_witness("重新编号")
    reason = _reason(reason, "重新编号")
    person = _one(desk, uid)
    if person.state != "void":
        raise NotAllowed(f"{person.name}的证书现在是“{person.state_name}”，不用重新编号。没有改动。")
    with desk.read() as session:
        decisions = deciding.stored(session)
    day, pattern = decisions.day("certificate.issue_date"), decisions.text("certificate.number")
    with desk.change("certificate.issue", reason=reason) as change:
        sequence = next_sequence(change.scalars(select(Certificate)))
        number = certificate_number(pattern, desk.store.season, sequence)
        change.insert(Certificate, [new_line(uid, number, sequence, person.grade, day)])
    return number


def collect(desk: Desk, uids: Sequence[str], *, day: date | None = None, receiver: str = "", relation: str = "") -> int:
    """领取: who took it and when. A blank receiver is the student; one other receiver takes those of several (a school).

    Done again it corrects what was written. Raises `NotAllowed` for a certificate that was never printed.
    """
    people = holders(desk, uids)
    wrong = [h for h in people if h.state not in (("printed", "collected") if h.ours else ("registered", "collected"))]
    if wrong:
        why = f"{wrong[0].name}的证书现在是“{wrong[0].state_name}”"
        more = f"（共 {len(wrong)} 人）" if len(wrong) > 1 else ""
        raise NotAllowed(f"{why}{more}，还不能登记领取。没有改动；请先打印并登记，或取消勾选这些人。")
    on = day or desk.clock().date()
    if on > desk.clock().date():
        raise Invalid(f"领取日期 {on.isoformat()} 还没有到。请核对日期；没有改动。")
    with desk.change("certificate.collect") as change:
        known = {(c.number, c.reissue): c.uid for c in change.scalars(select(CertificateCollection))}
        for h in people:
            taken = {"day": on, "receiver": receiver.strip() or h.name, "relation": relation.strip() or "本人"}
            place = (h.number, h.reissues)
            if place in known:
                change.update(CertificateCollection, [{"uid": known[place], **taken}])
            else:
                change.insert(
                    CertificateCollection, [{"application_uid": h.uid, "number": h.number, "reissue": h.reissues, **taken}]
                )
    return len(people)


def register_national(desk: Desk, uid: str, number: str) -> None:
    """登记全国证书号, as it stands on the paper from Beijing; any text. Raises `Invalid` for a blank or taken number."""
    person, number = _one(desk, uid), number.strip()
    if person.ours:
        raise NotAllowed(f"{person.name}的证书由本系统编号，不用登记全国证书号。没有改动。")
    if not number:
        raise Invalid("请填写证书上的全国证书号。没有改动。")
    with desk.change("certificate.register") as change:
        lines = {n.number: n for n in change.scalars(select(NationalCertificate))}
        if number in lines and lines[number].application_uid != uid:
            raise Invalid(f"全国证书号 {number} 已经登记给另一名学员。请核对证书原件；没有改动。")
        mine = next((n for n in lines.values() if n.application_uid == uid), None)
        if mine is None:
            change.add(NationalCertificate(application_uid=uid, number=number))
        else:
            mine.number = number


def _one(desk: Desk, uid: str) -> Holder:
    try:
        return holders(desk, [uid])[0]
    except LookupError as error:
        raise NotAllowed("这名学员没有取得证书：只有优秀、合格授予证书（附件2 七（三））。没有改动。") from error


def _in_force(desk: Desk, change: Change, uid: str) -> Certificate:
    lines = change.scalars(select(Certificate).where(Certificate.application_uid == uid))
    for line in lines:
        if line.state in IN_FORCE:
            return line
    raise NotAllowed(f"{_one(desk, uid).name}没有有效的证书编号。没有改动；请刷新后看可办理的操作。")


def _reason(reason: str, doing: str) -> str:
    if not reason.strip():
        raise NotAllowed(f"{doing}要写明理由（附件2 七（三））。没有改动；请填写理由后再办。")
    return reason.strip()
