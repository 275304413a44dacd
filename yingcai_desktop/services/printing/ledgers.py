"""核对确认单, 领证签收表, 证书登记簿: the lists around certificates, of both programmes."""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby

from sqlalchemy import select

from db.models import Application, Certificate, School
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.ledger import Ledger, Line, check_sheet_pdf, receipt_pdf, register_pdf
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services.certificates_register import Holder, listed
from yingcai_desktop.services.printing.heading import nothing, unit
from yingcai_desktop.services.scope import EVERYTHING, Scope

Only = Collection[str] | None
"""Uids of the people wanted; `None` for everybody in scope."""


def check_sheets(desk: Desk, scope: Scope = EVERYTHING, only: Only = None) -> bytes:
    """核对确认单 for those whose certificates we print, one sheet per school. Raises `NotAllowed` when nobody is meant."""
    people = [h for h in _people(desk, scope, only) if h.ours and h.state != "void"]
    if not people:
        nothing(desk, "certificate-check", "final", Scope(scope.programme or "pilot", scope.city))
    people.sort(key=lambda h: (h.city, h.school, desk.schemes.place(h.programme, h.city, h.subject), h.name, h.uid))
    return check_sheet_pdf(_ledgers(desk, people, lambda h: (h.programme, h.city, h.school)))


def receipts(desk: Desk, scope: Scope = EVERYTHING, only: Only = None) -> bytes:
    """领证签收表 for everybody whose certificate has a number, one per programme and city; people who took theirs are left out."""
    people = [h for h in _people(desk, scope, only) if h.number and h.state not in ("void", "wrong", "collected")]
    if not people:
        raise NotAllowed("没有等着领取的证书：还没有编号，或者都已领取。没有生成文件；请先办理“颁发证书”，或核对项目和盟市。")
    people.sort(key=lambda h: (not h.ours, h.city, h.sequence))
    return receipt_pdf(_ledgers(desk, people, lambda h: (h.programme, h.city, h.city_name)))


def register(desk: Desk, scope: Scope = EVERYTHING) -> bytes:
    """证书登记簿, by number, void lines included."""
    people = {h.uid: h for h in listed(desk, scope).holders}
    columns = (Certificate, Application.name, Application.programme, Application.city, Application.subject, School.name)
    query = select(*columns).join(Application, Application.uid == Certificate.application_uid)
    with desk.read() as session:
        found = session.execute(query.join(School, School.uid == Application.school_uid).order_by(Certificate.sequence)).all()
    rows = [(row, _registered(row[0], row[1], row[4], row[5], people.get(row[0].application_uid))) for row in found if scope.covers(row[2], row[3])]
    if not rows:
        nothing(desk, "certificate-register", "certify", Scope(scope.programme or "pilot", scope.city))
    return register_pdf([Ledger(_heading(desk, "pilot", scope.city), _place(desk, scope), tuple(line for _, line in rows))])


def _registered(line: Certificate, name: str, subject: str, school: str, person: Holder | None) -> Line:
    mine = person if person is not None and person.number == line.number and line.state in IN_FORCE else None
    taken = f"{mine.collected_on:%Y-%m-%d} {mine.receiver}" if mine and mine.collected_on else ""
    remark = (line.void_reason or "终评等级不再授予证书") if line.state not in IN_FORCE else f"补发{line.reissues}次" if line.reissues else ""
    state = mine.state_name if mine else "作废"
    return Line(name, school, subject, "", "", line.grade, line.number, f"{line.issue_date:%Y-%m-%d}", state, taken, remark)


def _people(desk: Desk, scope: Scope, only: Only) -> list[Holder]:
    return [h for h in listed(desk, scope).holders if only is None or h.uid in only]


def _ledgers(desk: Desk, people: Iterable[Holder], by: Callable[[Holder], tuple[str, str, str]]) -> list[Ledger]:
    return [
        Ledger(_heading(desk, programme, city), place, tuple(_line(h) for h in members))
        for (programme, city, place), members in groupby(people, key=by)
    ]


def _line(h: Holder) -> Line:
    return Line(h.name, h.school, h.subject, h.university, h.mentor, h.grade, h.shown_number)


def _heading(desk: Desk, programme: str, city: str) -> Heading:
    place = desk.schemes.city_names.get(city, city)
    return Heading(unit(desk), desk.store.season, desk.schemes[programme].name, place, basis=(desk.schemes.common.document,))


def _place(desk: Desk, scope: Scope) -> str:
    return desk.schemes.city_names.get(scope.city, scope.city) or "全区"
