"""培养证书: the register, and what happens to the paper — checked, printed, handed over."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Certificate(Record):
    """A numbered certificate. The store itself refuses any grade but 优秀 and 合格 (附件2 七（三）).

    A number is never used again; a person has one certificate in force, and after a void one may get another.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("grade IN ('优秀', '合格')", name="grade"),
        Index("uq_certificate_in_force", "application_uid", unique=True, sqlite_where=text("state <> 'void'")),
    )

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    number: Mapped[str] = field("证书号", unique=True)
    sequence: Mapped[int] = field("顺序号")
    grade: Mapped[str] = field("等级")
    issue_date: Mapped[date] = field("颁发日期")
    state: Mapped[str] = field("状态")
    reissues: Mapped[int] = field("补发次数", default=0)
    void_reason: Mapped[str] = field("作废原因", default="")
    """Blank where 颁发证书 voided it because the grade no longer earns one."""


class CertificateCheck(Record):
    """核对确认单: student and school have confirmed what will be printed (domain.md §4.11); `facts` is what they confirmed."""

    __tablename__ = "certificate_check"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    by_student: Mapped[bool] = field("学生已核对")
    by_school: Mapped[bool] = field("学校已核对")
    day: Mapped[date] = field("核对日期")
    facts: Mapped[str] = field("核对的内容")


class CertificatePrint(Record):
    """One sheet that went to the printer. `sheet` counts them under one paper: the second and later ones are 补印."""

    __tablename__ = "certificate_print"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    number: Mapped[str] = field("证书号", ForeignKey("certificate.number"), index=True)
    day: Mapped[date] = field("打印日期")
    reissue: Mapped[int] = field("补发次数", default=0)
    sheet: Mapped[int] = field("第几张", default=1)
    reason: Mapped[str] = field("补印理由", default="")
    spoiled: Mapped[bool] = field("打坏", default=False)


class CertificateCollection(Record):
    """领证签收: who took the certificate, and when; once for each paper given out under a number."""

    __tablename__ = "certificate_collection"
    __table_args__ = (UniqueConstraint("number", "reissue"),)

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    number: Mapped[str] = field("证书号")
    reissue: Mapped[int] = field("补发次数", default=0)
    day: Mapped[date] = field("领取日期")
    receiver: Mapped[str] = field("领取人")
    relation: Mapped[str] = field("与学员关系", default="")


class NationalCertificate(Record):
    """The number of a certificate that came from Beijing: written down as it stands on the paper (domain.md §3.14)."""

    __tablename__ = "national_certificate"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    number: Mapped[str] = field("全国证书号", unique=True)
