"""The files behind attachments: those the other office is not known to have go along, under their digests; here they are kept as they came."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import blobs
from db.gate import Change
from db.models import Attachment
from yingcai_desktop.exchange.refused import PackageRefused

_MEDIA = {b"\xff\xd8\xff": "image/jpeg", b"%PDF-": "application/pdf"}


def names_for(session: Session, uids: Collection[str], had: Collection[str]) -> list[str]:
    """The digests of the files these attachments name now, without those in `had`, in order."""
    found = session.execute(select(Attachment.uid, Attachment.sha256))
    return sorted({digest for uid, digest in found if uid in uids and digest not in had})


def files_of(session: Session, names: Iterable[str]) -> dict[str, bytes]:
    """Digest → bytes. Raises StoreError `corrupt` for one that is not what it was."""
    return {name: blob.data for name, blob in blobs.read_many(session, names).items()}


def keep(change: Change, files: Mapping[str, bytes]) -> None:
    """Keep what came, before the records that name it. Raises PackageRefused for anything but a JPEG or a PDF."""
    for digest in files:
        data = files[digest]
        media = next((media for head, media in _MEDIA.items() if data.startswith(head)), "")
        if not media and b"%PDF-" in data[:1024]:
            media = "application/pdf"
        if not media:
            raise PackageRefused("package.records-malformed")
        change.keep_blob(data, media)
