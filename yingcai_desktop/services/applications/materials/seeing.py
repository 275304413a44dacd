"""Looking at what is kept: the portrait on the screen, a scan as pages; whoever sees full numbers leaves a line in the journal."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import blobs
from db.models import Application, Attachment
from db.models.materials import PHOTO
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.scans.reading import PDF
from yingcai_desktop.services import disclosing
from yingcai_desktop.services.applications.materials.holding import File

PLACE = "报名材料"


def photos(session: Session, uids: Collection[str]) -> dict[str, bytes]:
    """Application → its portrait as JPEG, of those that have one. Raises StoreError `corrupt`."""
    query = select(Attachment.application_uid, Attachment.sha256).where(Attachment.kind == PHOTO)
    found = {uid: name for uid, name in session.execute(query) if uid in uids}
    kept = blobs.read_many(session, found.values())
    return {uid: kept[name].data for uid, name in found.items()}


def photo(desk: Desk, file: File) -> bytes:
    """One portrait, for the screen."""
    with desk.read() as session:
        return blobs.read(session, file.sha256).data


def as_pdf(desk: Desk, file: File, title: str) -> bytes:
    """A file as pages to look at, print and save. Scans show numbers in full: a line in the journal, for who may (ux §3, Privacy)."""
    from yingcai_desktop.documents.scan import picture_pdf
    from yingcai_desktop.services.printing.heading import unit

    if file.kind != PHOTO:
        desk.require("disclosure.print")
    with desk.read() as session:
        kept = blobs.read(session, file.sha256)
        record = session.get(Attachment, file.uid)
        about = _about_in(session, record.application_uid) if record else ""
    if file.kind != PHOTO:
        disclosing.printed(desk, PLACE, [file.kind], 1, about)
    return kept.data if kept.media == PDF else picture_pdf(kept.data, title, unit(desk))


def _about_in(session: Session, uid: str) -> str:
    row = session.execute(select(Application.name, Application.id_number).where(Application.uid == uid)).one_or_none()
    return f"{row.name}（{mask_id(row.id_number)}）" if row else ""
