"""The board of the workbench on a day of 2025, for tests."""

from datetime import UTC, datetime
from typing import Any

from yingcai_desktop.desk import Desk
from yingcai_desktop.services import workbench
from yingcai_desktop.services.workbench import Board, Task


def on(desk: Desk, day: str) -> Desk:
    """The desk on a day of 2025, e.g. `04-12`."""
    moment = datetime.fromisoformat(f"2025-{day}T10:00:00").replace(tzinfo=UTC)
    desk.clock = lambda: moment
    return desk


def board(desk: Desk, programme: str = "", **how: Any) -> Board:
    """The board, with a backup made today so that only the season speaks; no card may be broken."""
    made = workbench.board(desk, programme, **{"last_backup": desk.clock(), **how})
    broken = [card.error for name in Board.__slots__ if (card := getattr(made, name)) and getattr(card, "error", None)]
    assert not broken
    return made


def tasks(desk: Desk, programme: str = "", **how: Any) -> dict[str, Task]:
    return {task.rule: task for task in board(desk, programme, **how).tasks.value or ()}


def uids(desk: Desk, query: Any) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(query))
