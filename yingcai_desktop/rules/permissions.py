"""Who may do what: every action of `desk.change` and the roles that may (domain §3.16; reliability §3.3, L03, L05).

What moves a record from state to state takes its roles from the transition tables; all other actions have their row in `OTHERS`.
A new action needs a row: `tests/rules/test_permissions.py` collects them from the code.
"""

from collections.abc import Collection, Mapping
from functools import cache

from yingcai_desktop.rules.duties import Duty, listed
from yingcai_desktop.rules.workflow import TABLES

_CLERK = frozenset({Duty.CLERK})
_REVIEWER = frozenset({Duty.REVIEWER})
_BOTH = _CLERK | _REVIEWER
_ADMIN = frozenset({Duty.ADMIN})
_JUDGE = frozenset({Duty.JUDGE})
_WRITERS = frozenset(Duty) - {Duty.SUPERVISOR}
_EVERYBODY = frozenset(Duty)

OTHERS: Mapping[str, frozenset[Duty]] = {
    # forms and workbooks
    "draft.keep": _WRITERS,
    "draft.drop": _WRITERS,
    "application.edit": _CLERK,
    "material.attach": _CLERK,
    "material.replace": _CLERK,
    "material.refile": _CLERK,
    "material.remove": _CLERK,
    "material.tick": _BOTH,
    "mentor.edit": _CLERK,
    "deed.undo": _WRITERS,
    "deed.redo": _WRITERS,
    "disclosure.view": _BOTH | _ADMIN,
    "disclosure.export": _BOTH | _ADMIN,
    "disclosure.print": _BOTH | _ADMIN,
    "mentors.load": _CLERK,
    "applicants.load": _CLERK,
    "visits.load": _CLERK,
    "plans.load": _CLERK,
    "alumni.load": _CLERK,
    # the year of training: logs, plans, teachers, group activities (the mentor's word is entered from paper)
    "alumni.move": _CLERK,
    "alumni.record": _CLERK,
    "alumni.stop": _CLERK,
    "alumni.resume": _CLERK,
    "visit.register": _BOTH,
    "visit.edit": _CLERK,
    "visit.hand-in": _CLERK,
    "visit.approve": _BOTH,
    "visit.return": _BOTH,
    "visit.delete": _CLERK,
    "plan.save": _CLERK,
    "reading.assign": _CLERK,
    "reading.finish": _CLERK,
    "reading.remove": _CLERK,
    "co-mentor.add": _CLERK,
    "co-mentor.remove": _CLERK,
    "teacher.appoint": _CLERK,
    "teacher.remove": _CLERK,
    "gathering.create": _CLERK,
    "gathering.edit": _CLERK,
    "gathering.delete": _CLERK,
    "gathering.sign-in": _BOTH,
    # scores
    "test-scores.load": _CLERK,
    "interview-scores.load": _CLERK,
    "evaluations.load": _CLERK,
    "exam.session": _BOTH,
    "exam.swap": _BOTH,
    "exam.event": _BOTH,
    "entry.mark": _BOTH,
    "entry.close": _BOTH,
    "entry.reopen": _BOTH,
    "entry.restart": _BOTH,
    "entry.pick": _BOTH,
    "entry.unpick": _BOTH,
    "entry.settle": _BOTH,
    "score.seal": _BOTH,
    "score.amend": _BOTH,
    "initial-evaluations.load": _CLERK,
    # interviews: panels, recusal, draw, schedule; late changes are the reviewer's
    "panel.save": _BOTH,
    "panel.remove": _BOTH,
    "panel.recuse": _BOTH,
    "panel.unrecuse": _REVIEWER,
    "panel.draw": _BOTH,
    "panel.schedule": _BOTH,
    "panel.replace": _REVIEWER,
    "panel.move": _REVIEWER,
    "panel.issue": _BOTH,
    "panel.receive": _BOTH,
    "panel.receipt": _BOTH,
    "panel.paper": _BOTH,
    # the panel's laptop: there every act takes a judge's own PIN
    "seat.load": _JUDGE,
    "seat.mark": _JUDGE,
    "seat.hand-in": _JUDGE,
    "seat.unlock": _JUDGE,
    "seat.export": _JUDGE,
    "interview.explain": _BOTH,
    # steps of the year
    "mentor.review": _REVIEWER,
    "application.review": _REVIEWER,
    "tickets.assign": _CLERK,
    "shortlist.make": _BOTH,
    "selection.admit": _REVIEWER,
    "training.open": _BOTH,
    # 遴选录取 and 师生匹配: what decides somebody's place is the reviewer's; the lock and its opening take two people besides
    "shortlist.except": _REVIEWER,
    "selection.rule": _REVIEWER,
    "selection.draw": _BOTH,
    "selection.decline": _BOTH,
    "selection.lock": _BOTH,
    "selection.unlock": _REVIEWER,
    "selection.substitute": _REVIEWER,
    "trial.keep": _BOTH,
    "trial.remove": _BOTH,
    "publication.record": _BOTH,
    "objection.record": _BOTH,
    "matching.propose": _BOTH,
    "matching.move": _BOTH,
    "meeting.record": _BOTH,
    "meeting.sign": _BOTH,
    "evaluation.midterm": _REVIEWER,
    "evaluation.recommend": _REVIEWER,
    "evaluation.final": _REVIEWER,
    # evaluation through the year, experts and supervision
    "evaluation.initial": _CLERK,
    "evaluation.write-midterm": _CLERK,
    "evaluation.annual": _CLERK,
    "evaluation.city": _BOTH,
    "evaluation.waive": _REVIEWER,
    "evaluation.file-exit": _BOTH,
    "evaluation.grade": _REVIEWER,
    "expert.save": _BOTH,
    "expert.recuse": _BOTH,
    "expert.unrecuse": _REVIEWER,
    "expert.assign": _REVIEWER,
    "supervision.save": _BOTH,
    "supervision.finding": _BOTH,
    "supervision.view": _BOTH | {Duty.SUPERVISOR},
    # certificates on paper
    "certificate.check": _BOTH,
    "certificate.print": _BOTH,
    "certificate.spoil": _BOTH,
    "certificate.collect": _BOTH,
    "certificate.register": _BOTH,
    # the end of the year
    "summary.receive": _BOTH,
    "summary.return": _BOTH,
    # the office
    "unit.save": _BOTH | _ADMIN,
    "unit.remove": _BOTH | _ADMIN,
    "stage.set": _REVIEWER | _ADMIN,
    "reminder.set": _REVIEWER | _ADMIN,
    "school.save": _REVIEWER | _ADMIN,
    "store.restore": _ADMIN,
    "decision.record": _REVIEWER | _ADMIN,
    # packages between offices
    "package.send": _BOTH,
    "package.apply": _BOTH,
    "package.undo": _REVIEWER,
    "package.keys": _ADMIN,
    "package.enrol": _ADMIN,
    "package.directory": _BOTH | _ADMIN,
    # users
    "user.add": _ADMIN,
    "user.edit": _ADMIN,
    "user.deactivate": _ADMIN,
    "user.reset": _ADMIN,
    "user.sheet": _ADMIN,
    "user.recover": _ADMIN,
    "user.password": _EVERYBODY,
    "user.failures": _EVERYBODY,
}
"""Action → roles, for what no transition table has."""

SCORES = frozenset({
    "test-scores.load", "interview-scores.load", "evaluations.load", "entry.mark", "entry.close", "entry.reopen",
    "entry.restart", "panel.receive", "panel.paper", "entry.pick", "entry.unpick", "entry.settle", "score.seal", "score.amend",
    "evaluation.city",
})  # fmt: skip
"""Actions that put scores in or change them: nobody who is 管理员 does that, whatever else they are (reliability §3.3)."""


WITNESSES: Mapping[str, frozenset[Duty]] = {
    "score.seal": frozenset({Duty.REVIEWER, Duty.SUPERVISOR}),
    "score.amend": frozenset({Duty.REVIEWER, Duty.SUPERVISOR}),
}
"""Action → the roles of the second person, where not everybody can be it: who seals marks does so under the eyes of 审核 or 监督 (附件1 四（二）
全程监管; reliability §3.8)."""

TWO_ROLES = frozenset({"score.amend"})
"""Actions for which two of one role are not enough: an amendment takes two users of different roles (reliability §3.8)."""


@cache
def duties_for(action: str) -> frozenset[Duty]:
    """The roles that may do it; `LookupError` for an action without a row (a bug: add it here)."""
    if action in OTHERS:
        return OTHERS[action]
    kind, _, verb = action.rpartition(".")
    found = [row.roles for row in TABLES.get(kind, ()) if row.verb == verb]
    if not found:
        raise LookupError(f"no roles for the action {action}: give it a row in rules/permissions.py")
    return frozenset(duty for roles in found for duty in roles)


def permits(action: str, held: Collection[Duty]) -> bool:
    """Whether somebody with these roles may do it."""
    if Duty.SUPERVISOR in held and Duty.SUPERVISOR not in duties_for(action):
        return False  # 监督 looks and changes nothing, whatever else somebody may be
    if action in SCORES and Duty.ADMIN in held:
        return False
    return not duties_for(action).isdisjoint(held)


def may_witness(action: str, held: Collection[Duty], actor: Collection[Duty] | None = None) -> bool:
    """Whether somebody with these roles may be the second person; 管理员 never where scores are concerned (reliability §3.3).

    `actor`: the roles of who acts, where they are known: some acts take two users of different roles (`TWO_ROLES`).
    """
    if action in SCORES and Duty.ADMIN in held:
        return False
    seeing = WITNESSES.get(action, _EVERYBODY) & set(held)
    if action not in TWO_ROLES or actor is None:
        return bool(seeing)
    return any(one is not other for one in duties_for(action) & set(actor) for other in seeing)


def who_witnesses(action: str) -> str:
    """The roles of the second person, in words: `审核、监督`."""
    return listed(WITNESSES.get(action, _EVERYBODY - {Duty.ADMIN} if action in SCORES else _EVERYBODY))


def who_may(action: str) -> str:
    """The roles that may do it, in words: `经办、审核`."""
    return listed(duties_for(action))


def actions() -> list[str]:
    """Every action there is: of the transition tables first, then the others."""
    moves = dict.fromkeys(f"{row.kind}.{row.verb}" for rows in TABLES.values() for row in rows)
    return [*moves, *(action for action in OTHERS if action not in moves)]
