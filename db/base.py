"""What every table is built from: the registry, record ids and the columns all records share."""

import enum
import secrets
import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.columns import ENUM_TEXT, DateText, DecimalText, JsonText, MomentText

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_uid() -> str:
    """A fresh record id: UUIDv7 (RFC 9562) as 32 hexadecimal digits. Unique, never used for ordering."""
    stamp = time.time_ns() // 1_000_000
    noise = secrets.randbits(74)
    return f"{stamp & 0xFFFF_FFFF_FFFF:012x}7{noise >> 62:03x}{0b10 << 62 | noise & (1 << 62) - 1:016x}"


class Base(DeclarativeBase):
    """The one registry of tables. Only `Record` and `Scratch` rows can be written; see `db.gate`."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        date: DateText,
        datetime: MomentText,
        Decimal: DecimalText,
        enum.Enum: ENUM_TEXT,
        enum.StrEnum: ENUM_TEXT,
        dict: JsonText,
        list: JsonText,
        dict[str, Any]: JsonText,
        dict[str, object]: JsonText,
        dict[str, str]: JsonText,
        dict[str, int]: JsonText,
        list[Any]: JsonText,
        list[str]: JsonText,
        list[int]: JsonText,
        list[dict[str, Any]]: JsonText,
        list[dict[str, str]]: JsonText,
    }


class Record(Base):
    """A journaled row: every change of it becomes a revision in the journal, in the same transaction."""

    __abstract__ = True

    uid: Mapped[str] = mapped_column(primary_key=True, default=new_uid, sort_order=-3)
    office: Mapped[str] = mapped_column(default="", sort_order=-2, info={"label": "归属单位"})
    """Code of the office that owns the record for life; the gate sets it to the store's office when left empty."""
    revision: Mapped[int] = mapped_column(sort_order=-1, info={"label": "版次"})
    """1, 2, 3 …; SQLAlchemy's version counter, so that a lost update is `stale` and never a silent overwrite."""

    __mapper_args__ = {"version_id_col": revision}


class Scratch(Base):
    """A row without history (a form not yet saved). Written inside `change()` like anything else, but not journaled."""

    __abstract__ = True

    uid: Mapped[str] = mapped_column(primary_key=True, default=new_uid, sort_order=-3)
