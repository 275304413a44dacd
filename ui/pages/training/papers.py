"""What leaves this page on paper or as a workbook: 培养档案, 签到表, 催办单, 台账."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ui.jobs import Progress
from ui.pages.base import Page, Shell
from yingcai_desktop.services.scope import EVERYTHING
from yingcai_desktop.services.trainees.board import Board


def menu(page: Page, board: Board | None, shown: Sequence[str], current: str) -> None:
    """What can be printed of the students on show."""
    if board is None or not board.rows:
        page.shell.messages.info("还没有在培学员，没有可以打印的。")
        return
    made = QMenu(page)
    name = next((r.student.name for r in board.rows if r.uid == current), "")
    if name:
        made.addAction(f"学生培养档案：{name}", lambda: record(page.shell, [current], f"培养档案-{name}"))
    made.addAction(f"学生培养档案：现在看到的 {len(shown)} 人", lambda: record(page.shell, shown, "培养档案"))
    made.addAction("到校签到表", lambda: sign_in(page.shell, board, shown))
    made.addAction("催办单（按导师）", lambda: reminders(page.shell, board, shown))
    sender = page.sender()
    at = (
        sender.mapToGlobal(QPoint(0, sender.height()))
        if isinstance(sender, QWidget)
        else page.mapToGlobal(QPoint(40, 40))
    )
    made.popup(at)


def record(shell: Shell, people: Sequence[str], name: str) -> None:
    """学生培养档案 of these students."""
    from yingcai_desktop.services.printing.records import training_record

    desk, wanted = shell.desk, set(people)

    def make(progress: Progress) -> bytes:
        progress(0, 0, f"排版 {len(wanted)} 份培养档案")
        return training_record(desk, EVERYTHING, wanted)

    shell.preview("学生培养档案", make, f"{name}.pdf")


def sign_in(shell: Shell, board: Board, people: Sequence[str]) -> None:
    """到校签到表 of these students, the day left to write."""
    from yingcai_desktop.services.printing import growth

    desk, wanted = shell.desk, set(people)
    shell.preview(
        "到校签到表", lambda _progress: growth.sign_in(desk, board, wanted), f"到校签到表-{desk.store.season}.pdf"
    )


def reminders(shell: Shell, board: Board, people: Sequence[str]) -> None:
    """催办单, one a mentor."""
    from yingcai_desktop.services.printing import growth

    desk, wanted = shell.desk, set(people)
    name = f"催办单-{board.today.isoformat()}.pdf"
    shell.preview("培养进度催办单", lambda _progress: growth.reminders(desk, board, wanted), name)


def ledger(page: Page, board: Board | None, people: Sequence[str], out: Path | None = None) -> None:
    """台账 of what is seen."""
    from yingcai_desktop.services.trainees import ledger as books

    desk = page.shell.desk
    if board is None or not people:
        page.shell.messages.info("现在没有看到学员，没有导出。请换一个筛选条件。")
        return
    out = out or ask(page, "导出台账", f"培养台账-{desk.store.season}.xlsx")
    if out is None:
        return
    where, wanted = out, set(people)
    page.shell.jobs.start(
        f"导出台账 {len(wanted)} 人",
        lambda _progress: books.write(desk, board, wanted, where),
        lambda count: page.shell.messages.done(f"已导出 {count} 名学员的台账到 {where.name}；证件号已遮盖。"),
    )


def ask(page: QWidget, title: str, name: str) -> Path | None:
    """Where to write a workbook."""
    chosen, _ = QFileDialog.getSaveFileName(page, title, name, "Excel 工作簿 (*.xlsx)")
    return Path(chosen) if chosen else None
