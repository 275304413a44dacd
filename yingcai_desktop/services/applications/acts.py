"""What was done to applications, so that it can be undone: values before and after, and the way back through the transition table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.gate import Change
from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.rules.workflow import APPLICATION, Transition
from yingcai_desktop.services import review

_UNDOING = "撤销 "


@dataclass(frozen=True, slots=True)
class Step:
    """One application: the columns that changed (its state among them), before and after."""

    uid: str
    name: str
    programme: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def moved(self) -> bool:
        """Whether the state changed."""
        return self.before.get("state") != self.after.get("state")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a clerk did. `title` names it (`更正 学科名次`), `said` is the sentence of the strip."""

    title: str
    said: str
    steps: tuple[Step, ...]

    @property
    def reversible(self) -> bool:
        """Whether every application can go back to where it was."""
        return bool(self.steps) and all(s.before and (not s.moved or _way(s) is not None) for s in self.steps)

    @property
    def names(self) -> str:
        """阿古拉、王一诺、白天佑 等 18 人."""
        return listed([s.name for s in self.steps])


def listed(names: Sequence[str], most: int = 3) -> str:
    """A few names and how many there are."""
    shown = "、".join(names[:most])
    return f"{shown} 等 {len(names)} 人" if len(names) > most else shown


def _way(step: Step) -> Transition | None:
    """The transition that leads back, or None where the table has none."""
    source, target = step.after["state"], step.before["state"]
    rows = (row for row in APPLICATION if source in row.sources and row.target == target)
    return next((row for row in rows if row.programme in ("", step.programme)), None)


def undo(desk: Desk, act: Act) -> Act:
    """Take an act back; the result undone is the act again (重做).

    Raises `Stale` if any of the applications has moved on since, `NotAllowed` where the transition table has no way back.
    """
    with desk.change("application.undo", reason=act.title) as change:
        found = {
            a.uid: a for a in change.scalars(select(Application).where(Application.uid.in_([s.uid for s in act.steps])))
        }
        for step in act.steps:
            _undo(change, found.get(step.uid), step)
    steps = tuple(Step(s.uid, s.name, s.programme, s.after, s.before) for s in act.steps)
    again = act.title.startswith(_UNDOING)
    title = act.title.removeprefix(_UNDOING) if again else f"{_UNDOING}{act.title}"
    return Act(title, f"已{'重做 ' if again else ''}{title}：{act.names}。", steps)


def _undo(change: Change, record: Application | None, step: Step) -> None:
    if record is None or any(getattr(record, name) != value for name, value in step.after.items()):
        raise Stale(f"“{step.name}”的报名后来又改过，不能撤销，没有改动。请在“历史”里核对后直接更正。")
    if step.moved:
        way = _way(step)
        if way is None:
            raise NotAllowed(f"“{step.name}”的报名不能退回原来的状态，没有改动。请用“退回补正”或“不通过”办理。")
        review.move(change, record, way.verb)
    for name, value in step.before.items():
        if name != "state":
            setattr(record, name, value)
