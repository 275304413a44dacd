"""How many students are with each mentor, and how many asked for one (附件2 五（三）1：每名导师不超过 5 名)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Application, Selection, Trainee
from yingcai_desktop.rules.states import ApplicationState, TraineeState

_GONE = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Load:
    """Counts by mentor uid: named as first choice, named at all, placed."""

    first: Mapping[str, int]
    named: Mapping[str, int]
    placed: Mapping[str, int]


def placed(session: Session) -> dict[str, int]:
    """Students with each mentor: the admitted, or those in training, whichever are more."""
    admitted = select(Selection.mentor_uid, func.count()).where(Selection.status == "admitted", Selection.mentor_uid.is_not(None))
    training = select(Trainee.mentor_uid, func.count()).where(Trainee.state == TraineeState.TRAINING.value)
    counts: dict[str, int] = {}
    for query in (admitted.group_by(Selection.mentor_uid), training.group_by(Trainee.mentor_uid)):
        for uid, count in session.execute(query):
            counts[str(uid)] = max(counts.get(str(uid), 0), count)
    return counts


def read(session: Session) -> Load:
    """All three, in three queries."""
    first: Counter[str] = Counter()
    named: Counter[str] = Counter()
    columns = (Application.choice1_uid, Application.choice2_uid, Application.choice3_uid)
    for one, two, three in session.execute(select(*columns).where(Application.state.not_in([s.value for s in _GONE]))):
        first[one] += 1
        named.update({uid for uid in (one, two, three) if uid})
    return Load(first, named, placed(session))
