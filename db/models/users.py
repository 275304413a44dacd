"""The people of an office who sign in, and the printed sheet that opens the store when passwords are lost."""

from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class User(Record):
    """Somebody who signs in. `slot` says which key slot is theirs now (db/keyring.py): any other one is out of date."""

    __tablename__ = "user"

    name: Mapped[str] = field("姓名", unique=True)
    duties: Mapped[list[str]] = field("角色")
    post: Mapped[str] = field("职务", default="")
    active: Mapped[bool] = field("在用", default=True)
    slot: Mapped[str] = field("口令", default="")
    failures: Mapped[int] = field("口令输错次数", default=0)


class RecoverySheet(Record):
    """A printed recovery sheet; the latest is the one that is good."""

    __tablename__ = "recovery_sheet"

    slot: Mapped[str] = field("口令")
    made_at: Mapped[str] = field("制作时间")
