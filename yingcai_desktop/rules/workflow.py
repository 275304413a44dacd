"""One transition table per kind of record: who may move it from where to where, and what must be said (附件1 八, 附件2 六).

Buttons, permissions, journal actions and bulk steps read the same rows; `services/review.move()` is the only place that follows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.rules.states import ApplicationState, CertificateState, LabelledState, MentorState, TraineeState

Kind = Literal["application", "mentor", "trainee", "certificate"]


class Role(StrEnum):
    """The offices of the notice."""

    SCHOOL = "school"
    UNIVERSITY = "university"
    CITY = "city"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `verb` (Chinese `label`) moves a record of `kind` from one of `sources` to `target`.

    Without sources the verb makes the record. `role` is the office that says so, `also` others that may say it too, `roles` the people
    in ours who may record it.
    `programme` blank: both. `needs_reason`: a written reason is asked for; `needs_witness`: a second person signs.
    """

    kind: Kind
    verb: str
    label: str
    sources: tuple[LabelledState, ...]
    target: LabelledState
    role: Role
    clause: str
    roles: tuple[Duty, ...]
    needs_reason: bool = False
    needs_witness: bool = False
    programme: str = ""
    also: tuple[Role, ...] = ()


class NoSuchMove(ValueError):
    """The table has no row for that verb from that state."""


A, M, T, C = ApplicationState, MentorState, TraineeState, CertificateState
_SCHOOL, _UNIVERSITY, _CITY, _REGION = Role.SCHOOL, Role.UNIVERSITY, Role.CITY, Role.REGION
_CLERK, _REVIEWER = (Duty.CLERK,), (Duty.REVIEWER,)
_BOTH = (Duty.CLERK, Duty.REVIEWER)
_STUDENTS = "附件1 八（二）、附件2 六（二）"
_MENTORS = "附件1 八（一）、附件2 六（一）"
_OPEN = (A.SUBMITTED, A.RECOMMENDED, A.CITY_PASSED)

# The chain of students: 中学 →〔盟市〕→ 自治区. A region that loads a city's summary sheet acts on the city's word, so 复审 may follow 推荐.
APPLICATION = (
    Transition("application", "create", "新建", (), A.DRAFT, _SCHOOL, _STUDENTS, _CLERK),
    Transition("application", "load", "导入汇总表", (), A.RECOMMENDED, _SCHOOL, _STUDENTS, _CLERK),
    Transition("application", "submit", "提交", (A.DRAFT, A.RETURNED), A.SUBMITTED, _SCHOOL, _STUDENTS, _CLERK),
    Transition("application", "recommend", "学校推荐", (A.SUBMITTED,), A.RECOMMENDED, _SCHOOL, _STUDENTS, _CLERK),
    Transition(
        "application", "city-pass", "盟市审核通过", (A.RECOMMENDED,), A.CITY_PASSED, _CITY, "附件2 六（二）", _REVIEWER, programme="pilot"
    ),
    Transition(
        "application", "approve", "自治区复审通过", (A.RECOMMENDED, A.CITY_PASSED, A.REJECTED), A.APPROVED, _REGION, _STUDENTS, _REVIEWER
    ),
    Transition("application", "return", "退回补正", (*_OPEN, A.APPROVED), A.RETURNED, _REGION, _STUDENTS, _REVIEWER, needs_reason=True, also=(_CITY,)),
    Transition("application", "reject", "不通过", (*_OPEN, A.APPROVED), A.REJECTED, _REGION, _STUDENTS, _REVIEWER, needs_reason=True, also=(_CITY,)),
    Transition(
        "application", "amend", "更正后重新审查", (A.RETURNED, A.APPROVED, A.REJECTED, A.CITY_PASSED), A.RECOMMENDED, _SCHOOL, _STUDENTS, _CLERK
    ),
    Transition(
        "application", "withdraw", "撤回", (A.DRAFT, *_OPEN, A.RETURNED, A.APPROVED), A.WITHDRAWN, _SCHOOL, _STUDENTS, _BOTH, needs_reason=True
    ),
    Transition("application", "reinstate", "恢复", (A.WITHDRAWN,), A.SUBMITTED, _SCHOOL, _STUDENTS, _BOTH, needs_reason=True),
)  # fmt: skip

_REVIEWED = (M.RECOMMENDED, M.CITY_PASSED)

# 高校推荐 →〔盟市初审〕→ 自治区复审 → 审定 → 公示 → 聘任. The bulk step appoints on a signed approval, which records 审定 and 公示 together.
MENTOR = (
    Transition("mentor", "recommend", "高校推荐", (), M.RECOMMENDED, _UNIVERSITY, _MENTORS, _CLERK),
    Transition("mentor", "city-pass", "盟市初审通过", (M.RECOMMENDED,), M.CITY_PASSED, _CITY, "附件2 六（一）", _REVIEWER, programme="pilot"),
    Transition("mentor", "approve", "自治区复审通过", (*_REVIEWED, M.REJECTED), M.APPROVED, _REGION, _MENTORS, _REVIEWER),
    Transition("mentor", "return", "退回补正", (*_REVIEWED, M.APPROVED), M.RETURNED, _REGION, _MENTORS, _REVIEWER, needs_reason=True, also=(_CITY,)),
    Transition("mentor", "reject", "不通过", (*_REVIEWED, M.APPROVED), M.REJECTED, _REGION, _MENTORS, _REVIEWER, needs_reason=True, also=(_CITY,)),
    Transition("mentor", "amend", "更正后重新审查", (M.RETURNED, M.APPROVED, M.REJECTED, M.CITY_PASSED), M.RECOMMENDED, _UNIVERSITY, _MENTORS, _CLERK),
    Transition("mentor", "endorse", "审定", (M.APPROVED,), M.ENDORSED, _REGION, "附件2 六（一）", _REVIEWER, programme="pilot"),
    Transition("mentor", "publish", "公示无异议", (M.ENDORSED,), M.PUBLISHED, _REGION, "附件2 六（一）", _REVIEWER, programme="pilot"),
    Transition("mentor", "appoint", "聘任", (M.APPROVED, M.ENDORSED, M.PUBLISHED), M.APPOINTED, _REGION, "附件1 四（一）、附件2 四（一）", _REVIEWER),
    Transition("mentor", "renew", "续聘", (M.APPOINTED, M.EXPIRED), M.APPOINTED, _REGION, "附件1 四（一）", _REVIEWER, needs_reason=True),
    Transition("mentor", "expire", "聘期届满", (M.APPOINTED,), M.EXPIRED, _REGION, "附件1 四（一）", _REVIEWER),
    Transition(
        "mentor", "dismiss", "解聘", (M.APPOINTED,), M.DISMISSED, _REGION, "附件1 四（一）、附件2 四（一）", _REVIEWER,
        needs_reason=True, needs_witness=True,
    ),
)  # fmt: skip

TRAINEE = (
    Transition("trainee", "open", "开始培养", (), T.TRAINING, _REGION, "附件1 五（一）、附件2 五（一）", _BOTH, also=(_CITY,)),
    Transition("trainee", "exit-midterm", "中期不合格退出", (T.TRAINING,), T.EXITED, _CITY, "附件2 七（二）", _REVIEWER, needs_reason=True, programme="pilot"),
    Transition("trainee", "leave", "中途退出", (T.TRAINING,), T.EXITED, _REGION, "附件1 五、附件2 五", _REVIEWER, needs_reason=True, needs_witness=True, also=(_CITY,)),
    Transition("trainee", "reinstate", "恢复培养", (T.EXITED,), T.TRAINING, _REGION, "附件2 七（二）", _REVIEWER, needs_reason=True, needs_witness=True),
    Transition("trainee", "complete", "完成培养", (T.TRAINING,), T.COMPLETED, _REGION, "附件1 六（三）、附件2 七（三）", _REVIEWER),
)  # fmt: skip

_CERTIFICATES = "附件2 七（三）"

CERTIFICATE = (
    Transition("certificate", "issue", "颁发", (), C.ISSUED, _REGION, _CERTIFICATES, _REVIEWER, needs_witness=True),
    Transition("certificate", "reissue", "补发", (C.ISSUED, C.REISSUED), C.REISSUED, _REGION, _CERTIFICATES, _REVIEWER, needs_reason=True, needs_witness=True),
    Transition("certificate", "void", "作废", (C.ISSUED, C.REISSUED), C.VOID, _REGION, _CERTIFICATES, _REVIEWER, needs_reason=True, needs_witness=True),
)  # fmt: skip

TABLES: dict[str, tuple[Transition, ...]] = {
    "application": APPLICATION,
    "mentor": MENTOR,
    "trainee": TRAINEE,
    "certificate": CERTIFICATE,
}


def transition(kind: Kind, state: str | None, verb: str, programme: str = "") -> Transition:
    """The row for a verb from a state (None: the record is being made); `NoSuchMove` when there is none."""
    for row in _for_programme(TABLES[kind], programme):
        if row.verb == verb and (state in row.sources if state is not None else not row.sources):
            return row
    raise NoSuchMove(f"{kind}: {verb} from {state or 'nothing'}")


def next_state(kind: Kind, state: str | None, verb: str, programme: str = "") -> LabelledState:
    """Where a verb leads from a state; `NoSuchMove` when it does not apply there (附件1 八, 附件2 六)."""
    return transition(kind, state, verb, programme).target


def verbs_from(kind: Kind, state: str | None, programme: str = "") -> tuple[Transition, ...]:
    """The rows that apply in a state: what a clerk can press there."""
    return tuple(
        row
        for row in _for_programme(TABLES[kind], programme)
        if (state in row.sources if state is not None else not row.sources)
    )


def may_say(row: Transition, office: Role, *, own: bool = True) -> bool:
    """Whether an office may record a row. Schools and universities have no store: who keeps the record writes down what they say.

    The region also writes down a city's word, but not in a record that a city keeps itself (`own` false).
    """
    if office in (row.role, *row.also):
        return True
    return own and (office is Role.REGION or row.role in (Role.SCHOOL, Role.UNIVERSITY))


def _for_programme(rows: Iterable[Transition], programme: str) -> Iterable[Transition]:
    return (row for row in rows if programme == "" or row.programme in ("", programme))
