"""报名材料: the files of an application, and which paper the office has seen."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from db.base import Record
from db.blobs import LARGEST
from db.models.labels import field

PHOTO = "照片"
"""The kind that is an image and stands alone: it is printed on 准考证 and 报名表."""


class Attachment(Record):
    """One file of one application; the bytes are in `blobs` under `sha256`. `kind` is a name of the scheme's list of materials."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("media IN ('image/jpeg', 'application/pdf')", name="media"),
        CheckConstraint(f"kind <> '{PHOTO}' OR media = 'image/jpeg'", name="photo_is_a_picture"),
        CheckConstraint(f"size BETWEEN 1 AND {LARGEST}", name="size"),
        Index("uq_attachment_one_photo", "application_uid", unique=True, sqlite_where=text(f"kind = '{PHOTO}'")),
        UniqueConstraint("application_uid", "kind", "sha256"),
    )

    application_uid: Mapped[str] = field("报名", ForeignKey("application.uid"), index=True)
    kind: Mapped[str] = field("材料")
    file_name: Mapped[str] = field("文件名")
    media: Mapped[str] = field("类型")
    size: Mapped[int] = field("大小")
    sha256: Mapped[str] = field("校验值", ForeignKey("blobs.sha256"), index=True)


class MaterialCheck(Record):
    """What the clerk ticked for one material of one application; no record: nothing ticked."""

    __tablename__ = "material_check"
    __table_args__ = (UniqueConstraint("application_uid", "kind"),)

    application_uid: Mapped[str] = field("报名", ForeignKey("application.uid"), index=True)
    kind: Mapped[str] = field("材料")
    received: Mapped[bool] = field("纸质件已收", default=False)
    stamped: Mapped[bool] = field("已盖章", default=False)
