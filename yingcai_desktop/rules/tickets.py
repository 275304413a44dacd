"""准考证号: twelve digits that say where a candidate sits, with two check digits (domain.md §3.14)."""

from dataclasses import dataclass

from stdnum.iso7064 import mod_97_10

LENGTH = 12
MAX_ROOM = 99
MAX_SEAT = 99
_PROGRAMME = {"national": "1", "pilot": "2"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A place in an examination room; both count from 1."""

    room: int
    seat: int


def ticket_number(season: int, programme: str, city: str, subject_place: int, desk: Desk) -> str:
    """The number of a desk: `ticket_group` (6), room (2), seat (2), check (2) (domain.md §3.14).

    Raises `ValueError` where a part does not fit its digits.
    """
    if not (1 <= desk.room <= MAX_ROOM and 1 <= desk.seat <= MAX_SEAT):
        raise ValueError(f"no ticket number for room {desk.room}, seat {desk.seat}")
    body = f"{ticket_group(season, programme, city, subject_place)}{desk.room:02d}{desk.seat:02d}"
    return body + str(mod_97_10.calc_check_digits(body))


def ticket_group(season: int, programme: str, city: str, subject_place: int) -> str:
    """What the tickets of one test begin with: season (2), programme (1), city (2), subject (1) (domain.md §3.14).

    `city` is the code of GB/T 2260, of which the middle two digits count; `subject_place` counts from 0 in the order of the scheme. Raises
    `ValueError` where a part does not fit its digits.
    """
    if not (0 <= subject_place <= 8 and len(city) == 6):
        raise ValueError(f"no ticket number for {city or 'no city'}, subject {subject_place}")
    return f"{season % 100:02d}{_PROGRAMME[programme]}{city[2:4]}{subject_place + 1}"


def desk_of(ticket: str) -> Desk:
    """The desk a ticket number names; `ValueError` for text that is none (domain.md §3.14)."""
    if not is_ticket_number(ticket):
        raise ValueError(f"no ticket number: {ticket!r}")
    return Desk(int(ticket[6:8]), int(ticket[8:10]))


def is_ticket_number(text: str) -> bool:
    """Whether twelve digits carry their own check digits: a slip of one digit, or two swapped, never passes (domain.md §3.14)."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and bool(mod_97_10.is_valid(text))
