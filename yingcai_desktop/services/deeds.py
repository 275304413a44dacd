"""What was done can be undone: a deed is the stretch of the journal that one act wrote, and undoing it is a change like any other.

A record goes back only from where the deed left it: nothing happened to it since, or all that happened has been taken back. A state
goes back only where the transition table leads back (`services/review.py`). Redoing is undoing the undoing.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from db.errors import Kind, StoreError
from db.gate import Changes
from db.journal import Entry, after, between
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.services import deeds_back
from yingcai_desktop.services.deeds_net import Key, Net, fold

T = TypeVar("T")
_BLIND = frozenset({"entry_mark", "entry_sheet"})
_UNDOING, _REDOING = "撤销 ", "重做 "
_GONE_ON = "{who}后来又改过，不能撤销，没有改动。请在“历史”里核对后直接更正。"
_IN_THE_WAY = "后来的登记与原来的内容冲突（例如号码已被别的记录占用），不能撤销，没有改动。请核对后直接更正。"


@dataclass(frozen=True, slots=True)
class Deed(Generic[T]):
    """One act. `title` names it (`粘贴 320 格`), `said` is the sentence of the strip, `about` whom it touched, `result` what the act returned.

    `spans` are its stretches of the journal, one unless somebody else wrote in between; `actions` what was done, an undoing being what it undid.
    """

    title: str
    said: str
    result: T
    spans: tuple[tuple[int, int], ...] = ()
    about: str = ""
    reversible: bool = False
    moved: bool = False
    actions: frozenset[str] = frozenset()

    @property
    def first(self) -> int:
        """Number of its first entry in the journal."""
        return self.spans[0][0] if self.spans else 1

    @property
    def last(self) -> int:
        """Number of its last; less than `first` if it wrote nothing."""
        return self.spans[-1][1] if self.spans else 0

    @property
    def entries(self) -> int:
        """How many entries it wrote."""
        return sum(last - first + 1 for first, last in self.spans)


class _Listener:
    """Hears what this thread commits; of several at work in one thread only the latest, so that an act within an act is its own."""

    def __init__(self, listeners: list[Callable[[Changes], None]]) -> None:
        self.thread = threading.get_ident()
        self.spans: list[tuple[int, int]] = []
        self._listeners = listeners

    def __call__(self, changes: Changes) -> None:
        if threading.get_ident() != self.thread or changes.last < changes.first:
            return
        mine = [one for one in self._listeners if isinstance(one, _Listener) and one.thread == self.thread]
        if mine[-1] is self:
            self.note((changes.first, changes.last))

    def note(self, span: tuple[int, int]) -> None:
        """Add a stretch; neighbours become one."""
        if self.spans and self.spans[-1][1] + 1 == span[0]:
            span = self.spans.pop()[0], span[1]
        self.spans.append(span)


def done(desk: Desk, title: str, act: Callable[[], T], *, said: str = "", about: str = "") -> Deed[T]:
    """Run a service call and keep what it wrote as a deed. A `Deed` that the call returns itself is taken in."""
    heard = _Listener(desk.store.listeners)
    desk.store.listeners.append(heard)
    try:
        result = act()
    finally:
        desk.store.listeners.remove(heard)
    if isinstance(result, Deed):
        for span in result.spans:
            heard.note(span)
    return _deed(desk, title, said or f"已{title}。", result, tuple(sorted(heard.spans)), about)


def of_span(desk: Desk, title: str, first: int, last: int, about: str = "") -> Deed[None]:
    """The deed of an older stretch of the journal, e.g. of an import long ago."""
    return _deed(desk, title, "", None, ((first, last),), about)


def worded(deed: Deed[T], said: str) -> Deed[T]:
    """The same deed with another sentence, e.g. one that says where a state went."""
    return replace(deed, said=said)


def undo(desk: Desk, deed: Deed[Any]) -> Deed[None]:
    """Take a deed back, all of it or nothing; the result undone is the deed again (重做).

    Raises `Stale` if one of its records has moved on since, `NotAllowed` where there is no way back (a state, something signed or sealed)
    and for somebody who might not have done it.
    """
    again = deed.title.startswith(_UNDOING)
    title = deed.title.removeprefix(_UNDOING) if again else f"{_UNDOING}{deed.title}"
    reason = f"{_REDOING}{title}" if again else title
    about = f"：{deed.about}" if deed.about else ""
    action = "deed.redo" if again else "deed.undo"
    back = done(desk, title, lambda: _undo(desk, deed, action, reason), said=f"已{reason}{about}。", about=deed.about)
    return replace(back, actions=deed.actions)


def _undo(desk: Desk, deed: Deed[Any], action: str, reason: str) -> None:
    for one in sorted(deed.actions):
        desk.require(one)
    try:
        with desk.change(action, reason=reason) as change:
            entries = _entries(change.session, deed.spans)
            _refuse_alone(desk, entries)
            nets = _nets(entries)
            if not nets:
                raise NotAllowed("没有可以撤销的改动。")
            for net in _later(change.session, deed, nets).values():
                if not net.nothing:
                    raise Stale(_GONE_ON.format(who=deeds_back.called(change.session, net)))
            deeds_back.put_back(change, list(nets.values()))
    except StoreError as error:
        if error.kind is Kind.CONSTRAINT:  # a number taken by another record since, a reference to one that is gone
            raise Stale(_IN_THE_WAY) from error
        raise


def _refuse_alone(desk: Desk, entries: Iterable[Entry]) -> None:
    """What two people did takes two to be taken back; what somebody typed in a blind pass, that person."""
    for entry in entries:
        if entry.witness and entry.witness != entry.actor and desk.witness in ("", desk.actor):
            raise NotAllowed(f"这一步由“{entry.actor}”和“{entry.witness}”两人办理，撤销也须由两人办理，没有改动。请两人在场重新办理。")
        if entry.table in _BLIND and entry.actor != desk.actor:
            raise NotAllowed(f"这一遍由“{entry.actor}”录入，只有本人能撤销，没有改动。")


def _deed(desk: Desk, title: str, said: str, result: T, spans: Sequence[tuple[int, int]], about: str) -> Deed[T]:
    with desk.read() as session:
        entries = _entries(session, spans)
        nets = _nets(entries)
        ways = [deeds_back.way(session, net) for net in nets.values()]
    moved = any("state" in net.changed for net in nets.values())
    actions = frozenset(entry.action for entry in entries)
    return Deed(title, said, result, tuple(spans), about, bool(nets) and all(ways), moved, actions)


def _entries(session: Session, spans: Sequence[tuple[int, int]]) -> list[Entry]:
    return [entry for first, last in spans for entry in between(session, first, last)]


def _nets(entries: Iterable[Entry]) -> Mapping[Key, Net]:
    """What the deed did, record by record; records it left as they were are not in it."""
    return {key: net for key, net in fold(entries).items() if not net.nothing}


def _later(session: Session, deed: Deed[Any], nets: Mapping[Key, Net]) -> Mapping[Key, Net]:
    """What happened to its records after it."""
    entries = after(session, deed.first, [uid for _, uid in nets])
    ours = [range(first, last + 1) for first, last in deed.spans]
    return fold(e for e in entries if (e.table, e.uid) in nets and not any(e.n in span for span in ours))
