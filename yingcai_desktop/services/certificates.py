"""培养证书: numbering and issue (附件2 七（三）). The national certificate comes from Beijing."""

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
    allows one has the certificate voided, never reused (domain.md §3.14).
    """
    with desk.read() as session:
        decisions = deciding.stored(session)
        grades = dict(session.execute(select(Assessment.application_uid, Assessment.grade)).all())
        rows = [a for a in admitted(session, desk.schemes, scope) if a.status != "exited" and a.person.uid in grades]
    day, pattern = decisions.day("certificate.issue_date"), decisions.text("certificate.number")
    entitled = {a.person.uid: a for a in rows if _entitled(desk, a, grades[a.person.uid])}
    with desk.change("certificate.issue", reason=f"终评等级为优秀、合格者颁发证书（{desk.schemes['pilot'].final.clause}）") as change:
        known = {c.application_uid: c for c in change.scalars(select(Certificate))}
        in_scope = {a.person.uid for a in rows}
        for uid, certificate in known.items():
            if uid in in_scope and uid not in entitled and certificate.state in IN_FORCE:
                move(change, certificate, "void")
        change.update(
            Certificate, [{"uid": known[u].uid, "grade": grades[u]} for u in entitled if u in known and known[u].state in IN_FORCE]
        )
        fresh = {(*_place(desk, a), a.person.id_number): u for u, a in entitled.items() if u not in known}
        first = max((c.sequence for c in known.values()), default=0) + 1
        by_id = {key[2]: uid for key, uid in fresh.items()}
        change.insert(
            Certificate,
            [
                {
                    "application_uid": by_id[id_number],
                    "number": certificate_number(pattern, desk.store.season, sequence),
                    "sequence": sequence,
                    "grade": grades[by_id[id_number]],
                    "issue_date": day,
                    "state": first_state("certificate", "issue"),
                }
                for sequence, id_number in numbered(fresh, first)
            ],
        )
        counts = {"certificates": len(entitled)}
        progress.record(desk, change, "certify", Scope("pilot", scope.city), counts)
    return Outcome("certify", counts)


def _entitled(desk: Desk, row: Admitted, grade: str) -> bool:
    return may_get_certificate(grade, programme_certifies=desk.schemes[row.person.programme].final.certificates)


def _place(desk: Desk, row: Admitted) -> tuple[int, int]:
    _, city, subject = desk.schemes.place(row.person.programme, row.person.city, row.person.subject)
    return city, subject
