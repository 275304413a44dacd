"""师生匹配: one reason per student, the same answer every time (附件1 四（二）、五（二）, 附件2 四（二）、五（三）1：每名导师不超过 5 名; domain.md §3.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yingcai_desktop.rules.places import ADJUSTED, MentorPlaces, OpenPlaces


@dataclass(frozen=True, slots=True)
class Seeker:
    """A student without a mentor; `choices` are mentors in the order of the choices, blanks kept."""

    key: str
    choices: tuple[str, ...]
    adjust: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a student would go, by which choice (0: adjusted), and why; `mentor` blank: nowhere."""

    key: str
    mentor: str
    choice: int | None
    reason: str


def propose(seekers: Sequence[Seeker], mentors: Iterable[MentorPlaces]) -> tuple[Placement, ...]:
    """In the order given (by rank): the first choice with a place; else, with 服从调剂, the mentor with most places left."""
    known = {m.uid: m for m in mentors}
    left = {uid: m.capacity for uid, m in known.items()}
    places = OpenPlaces(known.values())
    made = []
    for seeker in seekers:
        place = places.find(seeker.choices, adjust=seeker.adjust)
        full = _full(seeker, known, left)
        if place is None:
            made.append(Placement(seeker.key, "", None, _why_not(seeker, full, free=any(left.values()))))
            continue
        places.take(place)
        name = known[place.mentor].name
        if place.choice == ADJUSTED:
            reason = f"调剂：{full}，服从调剂，{name}空位最多（{left[place.mentor]} 个）"
        else:
            reason = f"第{place.choice}志愿：{name}有空位" + (f"（{_full(seeker, known, left, place.choice - 1)}）" if place.choice > 1 else "")
        left[place.mentor] -= 1
        made.append(Placement(seeker.key, place.mentor, place.choice, reason))
    return tuple(made)


def _full(seeker: Seeker, known: dict[str, MentorPlaces], left: dict[str, int], until: int = 3) -> str:
    """第1志愿王永明已满、第2志愿未聘任."""
    words = []
    for number, uid in enumerate(seeker.choices[:until], 1):
        if uid in known and not left[uid]:
            words.append(f"第{number}志愿{known[uid].name}已满")
        elif uid and uid not in known:
            words.append(f"第{number}志愿未聘任")
    return "、".join(words) or "志愿里没有可用的导师"


def _why_not(seeker: Seeker, full: str, *, free: bool) -> str:
    if not free:
        return f"未安排：{full}，本组导师都没有空位"
    return f"未安排：{full}，不服从调剂" if not seeker.adjust else f"未安排：{full}"
