"""导师聘书 of the pilot (附件2 四（一）); the national ones come from Beijing (附件1 四（一）)."""

from sqlalchemy import select

from db.models import Mentor
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.letters import AppointmentLetter, appointment_letters_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.services.mentors import city_of
from yingcai_desktop.services.printing.heading import nothing
from yingcai_desktop.services.printing.names import full_name
from yingcai_desktop.services.scope import Scope

HONORIFICS = {"男": "先生", "女": "女士"}
"""By gender: the workbook says 正高, which may be a professor or a research fellow."""


def letter_number(season: int, sequence: int) -> str:
    """`内后备聘〔2025〕第001号` (domain.md §3.14)."""
    return f"内后备聘〔{season}〕第{sequence:03d}号"


def appointment_letters(desk: Desk, scope: Scope) -> bytes:
    """A letter for every appointed mentor in scope. Numbers count the whole season's letters: university, subject, name."""
    letters = [letter for mentor, letter in _letters(desk) if scope.covers(mentor.programme, city_of(desk.schemes, mentor))]
    if not letters:
        _refuse(desk, scope)
    return appointment_letters_pdf(letters)


def letter_of(desk: Desk, uid: str) -> bytes:
    """The letter of one mentor, under the number it has among all. Raises `NotAllowed` if the mentor has none of ours."""
    letters = [letter for mentor, letter in _letters(desk) if mentor.uid == uid]
    if not letters:
        raise NotAllowed("这位导师没有由本机制作的聘书：还没有聘任，或者聘书由全国管理办公室颁发（附件1 四（一））。没有生成文件。")
    return appointment_letters_pdf(letters)


def _letters(desk: Desk) -> list[tuple[Mentor, AppointmentLetter]]:
    ours = [p for p, scheme in desk.schemes.programmes.items() if scheme.mentors.letter_by_us]
    with desk.read() as session:
        query = select(Mentor).where(Mentor.state == MentorState.APPOINTED, Mentor.programme.in_(ours))
        mentors = sorted(session.scalars(query), key=lambda m: _place(desk, m))
        return [(m, _letter(desk, m, number)) for number, m in enumerate(mentors, 1)]


def _place(desk: Desk, mentor: Mentor) -> tuple[int, int, str, str]:
    _, _, subject = desk.schemes.place(mentor.programme, "", mentor.subject)
    return desk.schemes.university_order.get(mentor.university, 99), subject, mentor.name, mentor.uid


def _letter(desk: Desk, mentor: Mentor, sequence: int) -> AppointmentLetter:
    if mentor.term_start is None or mentor.term_end is None:
        raise NotAllowed(f"导师{mentor.name}没有聘期，不能制作聘书。请在“系统设置 · 名额与规则”签认“导师聘期”，重新办理“聘任导师”后再打印。")
    return AppointmentLetter(
        letter_number(desk.store.season, sequence),
        mentor.name,
        HONORIFICS.get(mentor.gender, ""),
        mentor.employer or mentor.university,
        mentor.subject,
        mentor.term_start,
        mentor.term_end,
        desk.schemes[mentor.programme].issuers,
        mentor.term_start,  # signed on the day the term begins: no other day has been decided
        programme=full_name(desk.schemes, mentor.programme),
    )


def _refuse(desk: Desk, scope: Scope) -> None:
    scheme = desk.schemes.programmes.get(scope.programme)
    if scheme is not None and not scheme.mentors.letter_by_us:
        issuers = "、".join(scheme.issuers)
        raise NotAllowed(f"{scheme.name}的导师聘书由{issuers}颁发（{scheme.mentors.clause}），本机只登记、不打印。没有生成文件。")
    nothing(desk, "appointment-letters", "appoint", scope)
