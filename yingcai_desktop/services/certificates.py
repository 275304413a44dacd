"""培养证书: numbering and issue (附件2 七（三）). The national certificate comes from Beijing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from db.models import Assessment, Certificate
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.certificates import certificate_number, may_get_certificate, numbered
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services import deciding, progress
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.outcome import Outcome
from yingcai_desktop.services.review import first_state, move
from yingcai_desktop.services.scope import EVERYTHING, Scope


def certify(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """Number a certificate for everybody graded 优秀 or 合格 in the pilot, by city, subject and ID number.

    Repeated: numbers stay with their people, new ones follow the last number ever given; somebody whose grade no longer
    allows one, or who has left since, has the certificate voided, its number never reused (domain.md §3.14). Whose grade earns one again gets a new
    number; whose certificate was voided by hand does not until it is numbered anew (`services/certificate_register.py`).
    """
    with desk.read() as session:
        decisions = deciding.stored(session)
        grades = dict(session.execute(select(Assessment.application_uid, Assessment.grade)).all())
        everybody = admitted(session, desk.schemes, scope)
        rows = [a for a in everybody if a.status != "exited" and a.person.uid in grades]
    day, pattern = decisions.day("certificate.issue_date"), decisions.text("certificate.number")
    entitled = {a.person.uid: a for a in rows if _entitled(desk, a, grades[a.person.uid])}
    with desk.change("certificate.issue", reason=f"终评等级为优秀、合格者颁发证书（{desk.schemes['pilot'].final.clause}）") as change:
        every = list(change.scalars(select(Certificate).order_by(Certificate.sequence)))
        held = {c.application_uid: c for c in every if c.state in IN_FORCE}
        withheld = {c.application_uid for c in every if c.void_reason} - held.keys()
        in_scope = {a.person.uid for a in everybody}
        for uid, certificate in held.items():
            if uid in in_scope and uid not in entitled:
                move(change, certificate, "void")
        change.update(Certificate, [{"uid": held[u].uid, "grade": grades[u]} for u in entitled if u in held])
        fresh = {(*_place(desk, a), a.person.id_number): u for u, a in entitled.items() if u not in held.keys() | withheld}
        by_id = {key[2]: uid for key, uid in fresh.items()}
        change.insert(
            Certificate,
            [
                new_line(by_id[id_number], certificate_number(pattern, desk.store.season, sequence), sequence, grades[by_id[id_number]], day)
                for sequence, id_number in numbered(fresh, next_sequence(every))
            ],
        )
        counts = {"certificates": len(entitled.keys() - withheld)}
        progress.record(desk, change, "certify", Scope("pilot", scope.city), counts)
    return Outcome("certify", counts)


def next_sequence(every: Iterable[Certificate]) -> int:
    """One more than the last number ever given, void ones included."""
    return max((c.sequence for c in every), default=0) + 1


def new_line(application_uid: str, number: str, sequence: int, grade: str, day: date) -> dict[str, Any]:
    """A line of the register as it is made."""
    return {
        "application_uid": application_uid,
        "number": number,
        "sequence": sequence,
        "grade": grade,
        "issue_date": day,
        "state": first_state("certificate", "issue"),
    }


def _entitled(desk: Desk, row: Admitted, grade: str) -> bool:
    return may_get_certificate(grade, programme_certifies=desk.schemes[row.person.programme].final.certificates)


def _place(desk: Desk, row: Admitted) -> tuple[int, int]:
    _, city, subject = desk.schemes.place(row.person.programme, row.person.city, row.person.subject)
    return city, subject
