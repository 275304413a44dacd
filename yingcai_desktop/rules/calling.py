"""A pasted list of people against those who are there: names or identity numbers, a line each or several in one (domain.md §3.2).

Nobody is guessed: a name two people bear is given back with both, a name nobody bears is given back as it stood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yingcai_desktop.rules.identity import LENGTH, normalise_id
from yingcai_desktop.rules.names import normalise_name

_PIECES = re.compile(r"[\n\r、，,；;]+")
_WORDS = re.compile(r"[\t\s|]+")
_NUMBERED = re.compile(r"^[0-9]{1,4}[.．)）]?$")


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who can be called: `also` are words that tell two bearers of a name apart (school, mentor, subject)."""

    uid: str
    name: str
    id_number: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """`found` in the order of the list, each once; `ambiguous` with all who bear the name; `unknown` as they stood."""

    found: tuple[str, ...]
    ambiguous: tuple[tuple[str, tuple[Called, ...]], ...]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]


def call(text: str, people: Sequence[Called]) -> Roll:
    """Find everybody a pasted list names."""
    numbers = {p.id_number: p for p in people if p.id_number}
    names: dict[str, list[Called]] = {}
    for p in people:
        names.setdefault(normalise_name(p.name), []).append(p)
    found: dict[str, None] = {}
    ambiguous: list[tuple[str, tuple[Called, ...]]] = []
    unknown: list[str] = []
    repeated: list[str] = []
    for piece in filter(None, (p.strip() for p in _PIECES.split(text))):
        bearers = _bearers(piece, numbers, names)
        if bearers is None:
            continue
        if len(bearers) == 1:
            (repeated.append(piece) if bearers[0].uid in found else found.setdefault(bearers[0].uid))
        elif bearers:
            ambiguous.append((piece, tuple(bearers)))
        else:
            unknown.append(piece)
    return Roll(tuple(found), tuple(ambiguous), tuple(unknown), tuple(repeated))


def _bearers(piece: str, numbers: dict[str, Called], names: dict[str, list[Called]]) -> list[Called] | None:
    """Who is meant: by number first, then by name, then by what else stands in the line. None: a heading or a bare number."""
    words = [w for w in _WORDS.split(piece) if w and not _NUMBERED.match(w)]
    if not words or words == ["姓名"] or {"姓名", "身份证号"} <= set(words):
        return None
    for word in words:
        number = normalise_id(word)
        if number in numbers:
            return [numbers[number]]
        if len(number) == LENGTH and number[:-1].isdigit():
            return []  # a number nobody bears is not overruled by a name beside it
    for word in (*words, piece):
        bearers = names.get(normalise_name(word), [])
        if len(bearers) > 1:
            others = [w for w in words if w != word]
            narrowed = [b for b in bearers if any(_tells(w, b) for w in others)]
            return narrowed or bearers
        if bearers:
            return bearers
    return []


def _tells(word: str, person: Called) -> bool:
    return any(word == also or (len(word) > 1 and word in also) for also in person.also)
