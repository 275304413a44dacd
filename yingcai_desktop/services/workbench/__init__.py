"""工作台: what must be done, by when, and how the year stands (ux §4.1). Everything is derived from the store, nothing is kept.

`board(desk, …)` answers the whole page in one read session; a card that fails carries its error and leaves the others alone.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Generic, TypeVar

from yingcai_desktop.desk import Desk
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.workbench import applying, cards, growing, selecting
from yingcai_desktop.services.workbench.arrivals import STAGES, Arrival, Cell, arrivals
from yingcai_desktop.services.workbench.cards import Line, Quotas, School
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.heads import Heads, count
from yingcai_desktop.services.workbench.start import Step, steps
from yingcai_desktop.services.workbench.tasks import Rule, Task, deadline_words, run
from yingcai_desktop.services.workbench.traffic import RULES as TRAFFIC_RULES
from yingcai_desktop.services.workbench.traffic import Lane, traffic
from yingcai_desktop.services.workbench.undecided import decisions_missing
from yingcai_desktop.services.workbench.year import Stage, ahead, year

__all__ = [
    "STAGES",
    "Arrival",
    "Board",
    "Card",
    "Cell",
    "Heads",
    "Lane",
    "Line",
    "Quotas",
    "School",
    "Stage",
    "Step",
    "Task",
    "ahead",
    "board",
    "deadline_words",
    "scope_of",
]

log = logging.getLogger(__name__)
T = TypeVar("T")

BACKUP_DAYS = 7
"""Days after which a backup is called old (ux §4.1)."""


@dataclass(frozen=True, slots=True)
class Card(Generic[T]):
    """What one card shows, or why it cannot."""

    value: T | None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """The page. `begun`: there is somebody in the store."""

    scope: Scope
    today: date
    begun: Card[bool]
    start: Card[list[Step]]
    tasks: Card[list[Task]]
    year: Card[list[Stage]]
    subjects: Card[list[Quotas]]
    cities: Card[list[Line]]
    funnel: Card[list[tuple[str, str, int | None]]]
    arrivals: Card[list[Arrival]]
    schools: Card[list[School]]
    traffic: Card[list[Lane]]


def scope_of(desk: Desk, programme: str = "") -> Scope:
    """What this office sees of a programme (blank: both): the region everything, a city its own part of the pilot."""
    office = desk.store.office
    if office not in desk.schemes.city_names:
        return Scope(programme)
    own = next((s.programme for s in desk.schemes.programmes.values() if s.by_city), "")
    return Scope(programme or own, office)


def board(desk: Desk, programme: str = "", last_backup: datetime | None = None, *, deep: bool = True) -> Board:
    """Everything the page shows for a programme (blank: both) on this day. Raises `StorageTrouble` when the store cannot be read.

    Without `deep`, what needs the whole selection walked is only announced (`ties.checking`): the screen asks again from a worker.
    """
    with desk.read() as session:
        facts = Facts(session, desk.schemes, scope_of(desk, programme), desk.clock().date(), deep=deep)
        heads = cache(lambda: count(facts))
        return Board(
            facts.scope,
            facts.today,
            _card(lambda: bool(facts.applicants)),
            _card(lambda: steps(facts)),
            _card(lambda: run(facts, _rules(last_backup))),
            _card(lambda: year(facts)),
            _card(
                lambda: [
                    cards.by_subject(facts, heads(), s.programme)
                    for s in facts.programmes
                    if _by_subject(facts, s.by_city)
                ]
            ),
            _card(
                lambda: [
                    line
                    for s in facts.programmes
                    if s.by_city and not facts.scope.city
                    for line in cards.by_city(facts, heads(), s.programme)
                ]
            ),
            _card(lambda: cards.funnel(heads())),
            _card(lambda: arrivals(facts)),
            _card(lambda: cards.schools(facts)),
            _card(lambda: traffic(facts)),
        )


def _by_subject(facts: Facts, by_city: bool) -> bool:
    """Both programmes together: the pilot is shown by city; alone, or on a city's desk, by subject as well."""
    return not by_city or bool(facts.scope.programme)


def _card(read: Callable[[], T]) -> Card[T]:
    try:
        return Card(read())
    except Exception as error:  # one broken card must not take the page with it: it shows its own red line
        log.exception("a card of the workbench failed")
        return Card(None, error)


def _rules(last_backup: datetime | None) -> list[Rule]:
    return [decisions_missing, *applying.RULES, *selecting.RULES, *growing.RULES, *TRAFFIC_RULES, _backup_rule(last_backup)]


def _backup_rule(last: datetime | None) -> Rule:
    """An old backup, or none, is a task as soon as there is somebody to lose."""

    def rule(facts: Facts) -> list[Task]:
        if not facts.applicants and not facts.mentors:
            return []
        if last is None:
            return [Task("backup.old", "还没有备份", "请备份到这台电脑以外的地方，例如 U 盘", 1, tone="warn")]
        days = (facts.today - last.date()).days
        if days <= BACKUP_DAYS:
            return []
        return [
            Task("backup.old", f"上次备份是 {days} 天前", f"{last.month}月{last.day}日 · 请备份到 U 盘", 1, tone="warn")
        ]

    return rule
