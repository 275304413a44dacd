"""中途退出 and 恢复培养: two people and a reason, through the one table of transitions (附件1 五, 附件2 五、七（二）)."""

from datetime import date

from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Problem
from yingcai_desktop.services.review import move
from yingcai_desktop.services.trainees.students import require


def leave(desk: Desk, uid: str, day: date, reason: str) -> str:
    """End the training of one trainee; returns the sentence.

    Raises `Invalid` for a day before admission or still to come, `NotAllowed` without reason, witness, or in another state.
    """
    with desk.change("trainee.leave", reason=reason.strip()) as change:
        name, trainee = require(change.session, desk, [uid])[uid]
        if not trainee.admitted_on <= day <= desk.clock().date():
            raise Invalid(
                f"退出日期 {day.isoformat()} 不在录取日期和今天之间，没有办理。请核对日期。",
                [Problem("date.invalid", detail="exited_on")],
            )
        move(change, trainee, "leave", exited_on=day, exit_reason=reason.strip())
    return f"{name} 已退出培养（{day.isoformat()}）。"


def reinstate(desk: Desk, uid: str, reason: str) -> str:
    """Take a trainee back; why is in the journal. Raises `NotAllowed` as `leave`, and when the mentor has no place left."""
    with desk.change("trainee.reinstate", reason=reason.strip()) as change:
        name, trainee = require(change.session, desk, [uid])[uid]
        move(change, trainee, "reinstate", exited_on=None, exit_reason="")
    return f"{name} 已恢复培养。"
