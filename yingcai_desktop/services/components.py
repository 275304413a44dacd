"""动手实验、观察 of the pilot: marks kept only where the office has signed the form, its maximum and its weight (附件2 四（二）)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select

from db.models import Application, ComponentScore
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.panels import Component
from yingcai_desktop.services import deciding, exams, interviews
from yingcai_desktop.services.scope import Scope

ABSENT = "缺考"
"""The one state without a mark; typed as `/`."""


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One candidate: `mark` is the mark as text, `缺考`, or blank."""

    uid: str
    name: str
    group: str
    mark: str


def signed(desk: Desk) -> Component | None:
    """The form as signed; `None` where there is none. Raises `Undecided` where only a part is signed."""
    with desk.read() as session:
        return deciding.stored(session).component()


def lines(desk: Desk, scope: Scope) -> list[ComponentLine]:
    """Everybody of the pilot who was called, in the order of every list."""
    with desk.read() as session:
        marks = interviews.component_marks(session)
        found = []
        for group, listed in exams.shortlisted_groups(
            session, desk.schemes, Scope(interviews.PILOT, scope.city)
        ).items():
            for entry in listed.entries:
                status, raw = marks.get(entry.person.uid, ("", None))
                mark = "" if not status else status if raw is None else f"{raw.normalize():f}"
                found.append(ComponentLine(entry.person.uid, entry.person.name, desk.schemes.group_name(*group), mark))
        return found


def save(desk: Desk, given: Mapping[str, str]) -> int:
    """Keep marks by application: text, `缺考` or blank (taken away). Raises `NotAllowed` where nobody signed the form, `Invalid`."""
    with desk.change("component.save") as change:
        component = deciding.stored(change.session).component()
        if component is None:
            raise NotAllowed("单位没有签认动手实验、观察等形式，不能登记成绩，没有改动。")
        pilot = set(change.session.scalars(select(Application.uid).where(Application.programme == interviews.PILOT)))
        known = dict(change.execute(select(ComponentScore.application_uid, ComponentScore.uid)).all())
        values = {uid: _value(text, component) for uid, text in given.items()}
        if strangers := values.keys() - pilot:
            raise Invalid(
                f"{component.title}只用于后备人才试点，{len(strangers)} 人不属于试点，没有保存（附件2 四（二））。"
            )
        change.delete(ComponentScore, [known[uid] for uid, value in values.items() if value is None and uid in known])
        change.update(
            ComponentScore, [{"uid": known[uid], **value} for uid, value in values.items() if value and uid in known]
        )
        change.insert(
            ComponentScore,
            [{"application_uid": uid, **value} for uid, value in values.items() if value and uid not in known],
        )
        return len(values)


def _value(text: str, component: Component) -> dict[str, object] | None:
    text = text.strip()
    if not text:
        return None
    if text in (ABSENT, "/"):
        return {"status": ABSENT, "raw": None}
    try:
        mark = Decimal(text)
    except InvalidOperation:
        raise Invalid(f"{component.title}“{text}”不是数字，没有保存。") from None
    if not mark.is_finite() or not 0 <= mark <= component.full:
        raise Invalid(f"{component.title} {text} 应在 0–{component.full} 之间，没有保存。")
    return {"status": "正常", "raw": mark}
