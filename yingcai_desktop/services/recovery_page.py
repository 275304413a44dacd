"""The recovery sheet as a page, from the code that is known only at the moment it is made."""

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.recovery import RecoverySheet, recovery_sheet_pdf
from yingcai_desktop.rules.recovery_code import grouped

NAME = "数据文件恢复单.pdf"


def recovery_page(desk: Desk, code: str) -> bytes:
    """One A4 page; nothing of it is kept anywhere."""
    store = desk.store
    unit = desk.schemes.offices.get(store.office, store.office)
    return recovery_sheet_pdf(
        RecoverySheet(unit, store.season, store.path.name, chinese_date(desk.clock().date()), tuple(grouped(code)))
    )
