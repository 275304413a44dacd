"""What a service raises for the user; anything else is a bug.

Every message is one Chinese text: what happened, what it means, what to do next (design.md §6).
"""

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One finding of a step or a decision: a code, the group it concerns, and the ID numbers involved (ascending)."""

    code: str
    programme: str = ""
    city: str = ""
    subject: str = ""
    ids: tuple[str, ...] = ()
    detail: str = ""

    def as_json(self) -> dict[str, object]:
        """The shape of FORMAT.md §6 (`advance --json`)."""
        return {
            "code": self.code,
            "programme": self.programme,
            "city": self.city,
            "subject": self.subject,
            "ids": list(self.ids),
        }


class Refusal(Exception):
    """Expected: a rule or the input says no. The store is as it was. Exit status 1."""

    exit_status = 1

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


class Invalid(Refusal):
    """The input breaks rules; `problems` says which and where."""


class NotAllowed(Refusal):
    """The state or the role does not permit this now."""


class Undecided(Refusal):
    """A step needs a decision nobody has signed (`decision.missing`)."""


class Stale(Refusal):
    """Somebody else changed the record since it was read; nothing was overwritten."""


class StorageTrouble(Refusal):
    """The store is damaged, locked, full, read-only or not ours. Exit status 3."""

    exit_status = 3
