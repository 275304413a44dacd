"""The book beside the stores: who wrote what in knowledge of what, and what must therefore stand where.

It reads nothing of the program and takes none of its words: not what it calls new, conflicting or had, not its revisions or chains. It knows
what people did and which file was carried where. An edit takes the place of those its author knew; what two did not knowing of each other
is for a person to settle. A package holds all that its sender holds about the recipient's city, without what the recipient last told of:
packages it took in (and did not undo), and its own work, as far as it did not go back to a backup and still knows what it wrote that on.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

OPINION, CLASS = "opinion", "class_name"
FIELDS = (OPINION, CLASS)
THERE, GONE = frozenset({"there"}), frozenset({"gone"})

Ids = frozenset[int]
Doubt = Mapping[str, tuple[int, int]]
"""Life of a store that is not trusted any more → its last edit that counts, and the number of the last entry of its journal that does."""
Act = Literal["made", "wrote", "removed"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody did to one record. `past`: the edits this stands on. `line`: the life of a store it was written in."""

    id: int
    record: str
    act: Act
    says: Mapping[str, str]
    past: Ids
    author: str
    line: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a package says by the book: the edits in it, which packages its sender had taken in, and how far its sender's own work goes.

    `line`, `entries`: the life it was made in and how long the journal was; `version`, `doubt`: the directory that rides in it.
    """

    package: str
    sender: str
    recipient: str
    brings: Ids
    applied: frozenset[str]
    lines: Mapping[str, float]
    line: str
    entries: int
    version: int
    doubt: Doubt


@dataclass(frozen=True)
class Page:
    """One office. `holds`: every edit it ever got and still has; `counts`: without those whose import it undid, but with those it does not trust.

    `taken`: imports that stand, the last one last, each with the edits it made count and those that settled its conflicts. `lines`: its own work, life by life, up to which edit.
    """

    office: str
    holds: Ids
    counts: Ids
    line: str
    lines: Mapping[str, float]
    sent: tuple[Letter, ...] = ()
    taken: tuple[tuple[Letter, Ids, Ids], ...] = ()
    met: frozenset[str] = frozenset()
    heard: Mapping[str, Letter] = field(default_factory=dict)
    version: int = 0
    doubt: Doubt = field(default_factory=dict)

    def learns(self, edits: Iterable[int]) -> "Page":
        new = frozenset(edits)
        return replace(self, holds=self.holds | new, counts=self.counts | new)

    def takes(self, letter: Letter) -> "Page":
        """A package is taken in; one met before tells nothing new of its sender."""
        heard = self.heard if letter.package in self.met else {**self.heard, letter.sender: letter}
        return replace(
            self.directed(letter).learns(letter.brings),
            taken=(*self.taken, (letter, letter.brings - self.counts, frozenset())),
            met=self.met | {letter.package},
            heard=heard,
        )

    def directed(self, letter: Letter) -> "Page":
        """The directory that rides in a package is taken over if it is newer."""
        return self if letter.version <= self.version else replace(self, version=letter.version, doubt=letter.doubt)

    def refuses(self, letter: Letter) -> bool:
        """Whether a machine wrote it that is lost, after the entry up to which it is trusted."""
        _, last = self.directed(letter).doubt.get(letter.line, (0, letter.entries))
        return letter.entries > last

    def settles(self, edits: Iterable[int]) -> "Page":
        """What was decided while the last package was taken in belongs to it."""
        *earlier, (letter, brought, decided) = self.taken
        new = frozenset(edits)
        return replace(self.learns(new), taken=(*earlier, (letter, brought, decided | new)))

    def undoes(self) -> "Page":
        """The last import does not count any more; what it brought stays in the house, what was decided on it goes nowhere."""
        _, brought, decided = self.taken[-1]
        return replace(self, counts=self.counts - brought - decided, holds=self.holds - decided, taken=self.taken[:-1])

    def goes_back(self, last: int, line: str) -> "Page":
        """This page was put back in place; `last`: the last edit there was when it was kept, `line`: the life that begins."""
        return replace(self, line=line, lines={**self.lines, self.line: last, line: math.inf})


class Book:
    """All edits there ever were, and what follows from any set of them. `home`: record → its city."""

    def __init__(self, home: Mapping[str, str]) -> None:
        self.home = dict(home)
        self.edits: list[Edit] = []

    def note(self, page: Page | None, record: str, act: Act, says: Mapping[str, str]) -> int:
        """Somebody does something, standing on all that counts for them; without a page: it was there before anything began."""
        past = frozenset() if page is None else self.past(self.live(page), record)
        author, line = ("", "") if page is None else (page.office, page.line)
        self.edits.append(Edit(len(self.edits), record, act, says, past, author, line))
        return len(self.edits) - 1

    def live(self, page: Page) -> Ids:
        """What counts for an office and is trusted there."""
        trusted = {line: last for line, (last, _) in page.doubt.items()}
        return frozenset(one for one in page.counts if one <= trusted.get(self.edits[one].line, math.inf))

    def past(self, known: Iterable[int], record: str) -> Ids:
        """The edits of a record among these, and what those stand on."""
        mine = [one for one in known if self.edits[one].record == record]
        return frozenset(mine).union(*(self.edits[one].past for one in mine))

    def of(self, known: Iterable[int], record: str) -> list[Edit]:
        return [self.edits[one] for one in known if self.edits[one].record == record]

    def said(self, known: Iterable[int], record: str, name: str) -> set[str]:
        """What the last edits of a field say: those no other edit of it stands on."""
        return {one.says[name] for one in _last(one for one in self.of(known, record) if name in one.says)}

    def presence(self, known: Iterable[int], record: str) -> frozenset[str]:
        """There, gone, or both: somebody removed what another, not knowing, made again or went on writing.

        What was only written to, as nobody's making of it counts, is not there: there is no whole of it.
        """
        mine = self.of(known, record)
        if not any(one.act == "made" for one in mine):
            return GONE
        last = _last(one for one in mine if one.act != "wrote")
        removed = [one for one in last if one.act == "removed"]
        if not removed:
            return THERE
        seen = frozenset(one.id for one in removed).union(*(one.past for one in removed))
        blind = any(one.id not in seen and not any(gone.id in one.past for gone in removed) for one in mine)
        return THERE | GONE if blind or len(removed) < len(last) else GONE

    def conflicts(self, known: Ids) -> dict[str, set[str]]:
        """Record → the fields a person must settle; `""`: whether it is there at all."""
        found: dict[str, set[str]] = {}
        for record in self.home:
            there = self.presence(known, record)
            if there == THERE | GONE:
                found[record] = {""}
            elif there == THERE and (fields := {name for name in FIELDS if len(self.said(known, record, name)) > 1}):
                found[record] = fields
        return found

    def letter(self, page: Page, recipient: str, package: str, city: str, entries: int) -> Letter:
        """What a package from this office must hold. `entries`: those of its journal when it was made."""
        about = [self.edits[one] for one in page.holds if self.home[self.edits[one].record] == city]
        word = page.heard.get(recipient)
        had = {one.id for one in about if one.author == ""}
        for earlier in page.sent:
            if word is not None and earlier.recipient == recipient and earlier.package in word.applied:
                had |= earlier.brings
        # what it wrote itself, if it still knows all that it wrote that on
        about_ids = {one.id for one in about}
        for one in sorted(about, key=lambda one: one.id):
            if one.author == recipient and (word is None or _wrote(word, one)) and one.past & about_ids <= had:
                had.add(one.id)
        return replace(self.receipt(page, recipient, package, entries), brings=frozenset(about_ids) - had)

    def receipt(self, page: Page, recipient: str, package: str, entries: int) -> Letter:
        """What was taken in, and nothing else."""
        applied = frozenset(letter.package for letter, *_ in page.taken if letter.sender == recipient)
        return Letter(
            package, page.office, recipient, frozenset(), applied, page.lines, page.line, entries, page.version, page.doubt
        )

    def stands_on(self, page: Page) -> bool:
        """Whether anything that stays stands on the last import, others were told what was decided on it, or without it something is open."""
        _, brought, decided = page.taken[-1]
        gone = brought | decided
        told = any(decided & letter.brings for letter in page.sent)
        stays = self.live(page) - gone
        return told or any(self.edits[one].past & gone for one in stays) or bool(self.conflicts(stays))


def _last(edits: Iterable[Edit]) -> list[Edit]:
    among = list(edits)
    return [one for one in among if not any(one.id in other.past for other in among)]


def _wrote(word: Letter, edit: Edit) -> bool:
    """Whether the sender of this word still has its own edit."""
    return edit.id <= word.lines.get(edit.line, -1)
