"""抽签: the order in which candidates are heard, and by which panel, drawn with a kept seed (domain.md §2.5, §4.8)."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def drawn(ids: Iterable[str], seed: str) -> list[str]:
    """The drawn order: the same people and seed give the same order, and somebody more changes nobody's place before another."""
    return sorted(ids, key=lambda one: (sha256(f"{seed}|{one}".encode()).digest(), one))


def dealt(ids: Iterable[str], panels: Sequence[str], seed: str, heard: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Panel → who it hears, in drawn order. `heard`: people who belong to a panel already; the others go to the smallest one.

    ValueError without panels.
    """
    if not panels:
        raise ValueError("no panels")
    known = {one: panel for one, panel in (heard or {}).items() if panel in panels}
    order = drawn(ids, seed)
    groups: dict[str, list[str]] = {panel: [one for one in order if known.get(one) == panel] for panel in panels}
    for one in order:
        if one not in known:
            min(groups.values(), key=len).append(one)
    return {panel: [one for one in order if one in members] for panel, members in groups.items()}
