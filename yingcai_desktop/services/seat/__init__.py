"""评委席, the laptop's side: a small store of its own for one panel and one day (ux §4.6; features E04, E05, E09; reliability F21, F24)."""

from yingcai_desktop.services.seat.exporting import Exported, export
from yingcai_desktop.services.seat.opening import Seat, file_of, load, open_seat, renew
from yingcai_desktop.services.seat.paper import own_sheet_pdf
from yingcai_desktop.services.seat.scoring import (
    ABSENT,
    AWAY,
    Board,
    Line,
    Sitting,
    Standing,
    absent,
    board,
    hand_in,
    leave,
    put_place,
    save,
    sign_in,
    standings,
    unlock,
)
from yingcai_desktop.services.seat.wiping import wipe

__all__ = [
    "ABSENT",
    "AWAY",
    "Board",
    "Exported",
    "Line",
    "Seat",
    "Sitting",
    "Standing",
    "absent",
    "board",
    "export",
    "file_of",
    "hand_in",
    "leave",
    "load",
    "open_seat",
    "own_sheet_pdf",
    "put_place",
    "renew",
    "save",
    "sign_in",
    "standings",
    "unlock",
    "wipe",
]
