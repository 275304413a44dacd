"""数据包: what went out to other offices and came in from them, the 名录, and what of a package could not be taken over."""

from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record, Scratch
from db.models.labels import field


class Package(Record):
    """One package sent or applied (收发登记). `uid` is the package's id, so that none is entered twice in one direction.

    `spans`: what went out, chain → [first, last] numbers; `known` and `applied`: what its sender said to have. `undone`: when its import
    was taken back; blank: it stands. `lifted`: undone revisions of earlier packages that its import made count again. `reports`: what its
    sender said became of our packages, package id → counts, refused, undone.
    """

    __tablename__ = "package"
    __table_args__ = (
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        UniqueConstraint("package_id", "direction"),
    )

    package_id: Mapped[str] = field("包号")
    direction: Mapped[str] = field("方向")
    kind: Mapped[str] = field("种类")
    peer: Mapped[str] = field("对方单位")
    chain: Mapped[str] = field("数据文件")
    number: Mapped[int] = field("序号")
    file_name: Mapped[str] = field("文件名")
    check_code: Mapped[str] = field("校验码")
    size: Mapped[int] = field("字节")
    made_at: Mapped[str] = field("制作时间")
    counts: Mapped[dict[str, Any]] = field("内容", default=dict)
    spans: Mapped[dict[str, Any]] = field("所含记录", default=dict)
    known: Mapped[dict[str, Any]] = field("对方已知", default=dict)
    applied: Mapped[list[str]] = field("对方已收", default=list)
    blobs: Mapped[list[str]] = field("所含附件", default=list)
    lifted: Mapped[list[str]] = field("重新计入的记录", default=list)
    reports: Mapped[dict[str, Any]] = field("对方回执", default=dict)
    undone: Mapped[str] = field("撤销时间", default="")
    undone_reason: Mapped[str] = field("撤销原因", default="")


class Voiding(Record):
    """撤销导入: the revisions of a package that do not count here any more. Taking the same ones in again shortens the list."""

    __tablename__ = "voiding"

    package_id: Mapped[str] = field("包号", unique=True)
    revisions: Mapped[list[str]] = field("不再计入的记录")


class Withheld(Record):
    """拒收: a record of a package that is kept but does not count here, with the code that says why; gone once it counts."""

    __tablename__ = "withheld"
    __table_args__ = (UniqueConstraint("table", "record"),)

    table: Mapped[str] = field("类别")
    record: Mapped[str] = field("记录")
    code: Mapped[str] = field("原因")
    detail: Mapped[str] = field("说明", default="")
    package_id: Mapped[str] = field("包号")


class DirectoryVersion(Record):
    """名录: one signed version as it came, whole."""

    __tablename__ = "directory_version"

    version: Mapped[int] = field("版本", unique=True)
    document: Mapped[str] = field("内容")


class OfficeKey(Scratch):
    """The private keys this office signs and opens packages with, and of former ones the half that opens. Not journaled: they never leave
    the store."""

    __tablename__ = "office_key"

    purpose: Mapped[str] = field("用途", unique=True)
    secret: Mapped[bytes] = field("密钥")
    made_at: Mapped[str] = field("制作时间")
