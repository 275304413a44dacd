"""报名材料: what an application must bring, what of it is there, and which file is which (附件1 四（二）, 附件2 六（二）：相应材料).

The list itself is data of the scheme. Lacking material is a reminder, never a bar: the notice does not say which.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

OTHER = "其他材料"
"""Where a file belongs whose name says nothing."""


class Wanted(Protocol):
    """One material of the list."""

    @property
    def name(self) -> str:
        """Its name, e.g. 成绩证明."""

    @property
    def aliases(self) -> Sequence[str]:
        """What people also call it in file names."""

    @property
    def need(self) -> str:
        """`always`, `pretraining` or `optional`."""

    @property
    def stamp(self) -> bool:
        """Whether the paper carries a seal."""


@dataclass(frozen=True, slots=True)
class Have:
    """What is there of one material: how many files, whether the paper came, whether its seal was seen."""

    files: int = 0
    received: bool = False
    stamped: bool = False

    @property
    def there(self) -> bool:
        """As a file or on paper."""
        return self.files > 0 or self.received


NOTHING = Have()


def needed(wanted: Wanted, *, pretraining: bool) -> bool:
    """Whether this application must bring it."""
    return wanted.need == "always" or (wanted.need == "pretraining" and pretraining)


def complete(wanted: Wanted, have: Have) -> bool:
    """There, and sealed where it must be."""
    return have.there and (have.stamped or not wanted.stamp)


def lacking(materials: Iterable[Wanted], have: Mapping[str, Have], *, pretraining: bool) -> tuple[str, ...]:
    """What is needed and not complete, in the order of the list: `照片`, or `报名表盖章` where only the seal is open."""
    open_ones = [
        (one, have.get(one.name, NOTHING)) for one in materials
        if needed(one, pretraining=pretraining) and not complete(one, have.get(one.name, NOTHING))
    ]  # fmt: skip
    return tuple(f"{one.name}盖章" if found.there else one.name for one, found in open_ones)


def guessed(materials: Iterable[Wanted], file_name: str) -> str:
    """The material a file name speaks of; `其他材料` when it says nothing. The longest word wins: 前置培养证明 is no 证明."""
    words = [(word, one.name) for one in materials for word in (one.name, *one.aliases) if word.lower() in file_name.lower()]
    return max(words, key=lambda found: len(found[0]), default=("", OTHER))[1]
