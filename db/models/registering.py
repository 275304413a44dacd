"""Rules of the register of certificates the store itself keeps: numbers stay, void stays void, nothing void is printed (附件2 七（三）)."""

from sqlalchemy import DDL, event

from db.base import Base
from db.models.certificates import Certificate, CertificatePrint, NationalCertificate
from db.models.guards import CERTIFICATE_UNEARNED

CERTIFICATE_STAYS = "certificate numbers stay"
CERTIFICATE_VOID = "certificate is void"
"""What the triggers say when they refuse."""

_STAYS = """CREATE TRIGGER certificate_stays_update BEFORE UPDATE ON certificate
WHEN NEW.number <> OLD.number OR NEW.sequence <> OLD.sequence OR NEW.application_uid <> OLD.application_uid
    OR OLD.state = 'void' AND NEW.state <> 'void'
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
_KEPT = "CREATE TRIGGER certificate_stays_delete BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, '{guard}'); END"
_PRINTED = """CREATE TRIGGER certificate_print_in_force BEFORE INSERT ON certificate_print
WHEN NOT EXISTS (SELECT 1 FROM certificate WHERE number = NEW.number AND application_uid = NEW.application_uid AND state <> 'void')
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
_NATIONAL = """CREATE TRIGGER national_certificate_earned_{verb} BEFORE {verb} ON national_certificate
WHEN NOT EXISTS (SELECT 1 FROM assessment WHERE application_uid = NEW.application_uid AND grade IN ('优秀', '合格'))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_TRIGGERS: tuple[tuple[type[Base], str], ...] = (
    (Certificate, _STAYS.format(guard=CERTIFICATE_STAYS)),
    (Certificate, _KEPT.format(guard=CERTIFICATE_STAYS)),
    (CertificatePrint, _PRINTED.format(guard=CERTIFICATE_VOID)),
    *((NationalCertificate, _NATIONAL.format(verb=verb, guard=CERTIFICATE_UNEARNED)) for verb in ("insert", "update")),
)

for _model, _sql in _TRIGGERS:
    event.listen(_model.__table__, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
