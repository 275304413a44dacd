"""公示名单 and 备案名单 (domain.md §3.13, §4.10): the same rows as the exports, each programme and city on pages of its own."""

from dataclasses import replace

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.lists import (
    Filing,
    FilingPerson,
    NoticePerson,
    PublicNotice,
    filing_pdf,
    public_notice_pdf,
)
from yingcai_desktop.services import deciding, disclosing
from yingcai_desktop.services.exports import notices
from yingcai_desktop.services.printing.heading import heading, nothing, parts, unit
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import publication

NATIONAL_OFFICE = "全国管理办公室"
"""Where the national programme is filed (附件1 八（四）); the pilot is filed with the region (附件2 六（五）)."""


def public_notice(desk: Desk, scope: Scope) -> bytes:
    """公示, one per programme and, for the pilot, city: name, school, grade, subject and university, in 姓氏笔画 order.

    Dates and contacts are those recorded for the publication; what nobody has recorded is left to be filled in.
    """
    made = [notice for part in parts(desk, scope) if (notice := _notice(desk, part)).people]
    if not made:
        nothing(desk, "public-notice", "admit", scope)
    return public_notice_pdf(*made)


def _notice(desk: Desk, part: Scope) -> PublicNotice:
    people = tuple(
        NoticePerson(row["name"], row["school"], row["grade"], row["subject"], row["university"], row["class"])
        for row in notices.public_notice(desk, part)
    )
    place = desk.schemes.city_names.get(part.city, "")
    name = desk.schemes[part.programme].name
    with desk.read() as session:
        known = publication.published(session, (part.programme, part.city))
    return PublicNotice(
        desk.store.season, name, people, (unit(desk),), place, basis=desk.schemes.common.document,
        start=known.start, end=known.end, telephone=known.telephone, email=known.email, address=known.address, issued=known.start,
    )  # fmt: skip


def filing(desk: Desk, scope: Scope) -> bytes:
    """备案表: the region's national list to the national office, each city's own list to the region, whoever prints it."""
    made = [one for part in parts(desk, scope) if (one := _filing(desk, part)).people]
    if not made:
        nothing(desk, "filing", "admit", scope)
    pdf = filing_pdf(*made)
    disclosing.printed(desk, "备案表", ("身份证号",), sum(len(one.people) for one in made))
    return pdf


def _filing(desk: Desk, part: Scope) -> Filing:
    people = tuple(
        FilingPerson(
            row["name"],
            row["gender"],
            row["ethnicity"],
            row["id_number"],
            row["school"],
            row["grade"],
            row["subject"],
            row["university"],
            row["mentor"],
        )
        for row in notices.filing(desk, part)
    )
    with desk.read() as session:
        decisions = deciding.stored(session)
    about = heading(desk, decisions, (part.programme, part.city, ""), ("weights", "interview", "ranking", "dual"))
    region = desk.schemes.common.region
    sender = desk.schemes.offices.get(part.city, region.office)
    return Filing(replace(about, unit=sender), region.office if part.city else NATIONAL_OFFICE, people)
