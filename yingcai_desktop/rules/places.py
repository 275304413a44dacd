"""选报导师: who still has a place, and who takes a student that none of the choices can (附件1 四（二）, 附件2 五（三）1：每名导师不超过 5 名)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ADJUSTED = 0
"""The number of a choice that was none of the applicant's: 调剂."""


@dataclass(frozen=True, slots=True)
class MentorPlaces:
    """An appointed mentor of a group. `university_order` is the place of the university in the notice; `capacity` counts students."""

    uid: str
    name: str
    university_order: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Place:
    """A mentor found for a student, and by which choice: 1–3, 0 = adjusted."""

    mentor: str
    choice: int


class OpenPlaces:
    """The places a group's mentors have left while the walk goes on. A mentor serves one group, so groups never compete."""

    def __init__(self, mentors: Iterable[MentorPlaces]) -> None:
        self._mentors = {m.uid: m for m in mentors}
        self._left = {m.uid: m.capacity for m in self._mentors.values()}

    def find(self, choices: Sequence[str], *, adjust: bool) -> Place | None:
        """The first choice with a place left; else, with 服从调剂, the mentor with most places left, then by university, then by name.

        附件1 四（二）, 附件2 四（二）：学生选报导师. A blank choice keeps its number; a mentor who is not appointed has no place.
        """
        for number, uid in enumerate(choices, 1):
            if self._left.get(uid, 0) > 0:
                return Place(uid, number)
        free = [m for uid, m in self._mentors.items() if self._left[uid] > 0]
        if not adjust or not free:
            return None
        best = min(free, key=lambda m: (-self._left[m.uid], m.university_order, m.name, m.uid))
        return Place(best.uid, ADJUSTED)

    def take(self, place: Place) -> None:
        """One place fewer with that mentor."""
        self._left[place.mentor] -= 1
