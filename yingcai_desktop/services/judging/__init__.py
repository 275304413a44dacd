"""评委席, the office's side: the task of a panel, what its judges enter, and the receipt that lets the laptop forget (ux §4.6; E09, E10)."""

from yingcai_desktop.services.judging.issuing import Issued, issue, slip_pdf
from yingcai_desktop.services.judging.overview import JudgeCard, SeatCard, overview
from yingcai_desktop.services.judging.receipts import give_receipt
from yingcai_desktop.services.judging.taking import Clash, Incoming, JudgeNews, Off, look, take, to_paper

__all__ = [
    "Clash",
    "Incoming",
    "Issued",
    "JudgeCard",
    "JudgeNews",
    "Off",
    "SeatCard",
    "give_receipt",
    "issue",
    "look",
    "overview",
    "slip_pdf",
    "take",
    "to_paper",
]
