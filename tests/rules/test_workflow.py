"""The transition tables (附件1 八, 附件2 六, 附件2 七（三）)."""

from typing import get_args

import pytest

from yingcai_desktop.rules.states import ApplicationState, CertificateState, MentorState, TraineeState
from yingcai_desktop.rules.workflow import TABLES, Kind, NoSuchMove, Transition, next_state, transition, verbs_from

STATES = {
    "application": ApplicationState,
    "mentor": MentorState,
    "trainee": TraineeState,
    "certificate": CertificateState,
}
KINDS: tuple[Kind, ...] = get_args(Kind)


def follow(kind: Kind, verbs: str, programme: str) -> list[str]:
    state: str | None = None
    passed = []
    for verb in verbs.split():
        state = next_state(kind, state, verb, programme)
        passed.append(str(state))
    return passed


@pytest.mark.parametrize(
    ("kind", "programme", "verbs", "states"),
    [
        # 附件1 八（二）：中学审核后推荐至自治区
        ("application", "national", "create submit recommend approve", "draft submitted recommended approved"),
        # 附件2 六（二）：盟市、中学审核推荐至自治区复审
        (
            "application",
            "pilot",
            "create submit recommend city-pass approve",
            "draft submitted recommended city-passed approved",
        ),
        ("application", "pilot", "load approve", "recommended approved"),
        (
            "application",
            "national",
            "load return submit recommend reject",
            "recommended returned submitted recommended rejected",
        ),
        ("application", "national", "load reject amend approve", "recommended rejected recommended approved"),
        ("application", "pilot", "load approve withdraw reinstate", "recommended approved withdrawn submitted"),
        # 附件1 八（一）：经内蒙古大学、自治区审核通过
        ("mentor", "national", "recommend approve appoint renew", "recommended approved appointed appointed"),
        # 附件2 六（一）：高校 → 盟市初审 → 复审 → 审定 → 公示
        (
            "mentor",
            "pilot",
            "recommend city-pass approve endorse publish appoint dismiss",
            "recommended city-passed approved endorsed published appointed dismissed",
        ),
        ("mentor", "pilot", "recommend return amend reject", "recommended returned recommended rejected"),
        (
            "mentor",
            "national",
            "recommend approve appoint expire renew",
            "recommended approved appointed expired appointed",
        ),
        ("trainee", "pilot", "open exit-midterm reinstate complete", "training exited training completed"),
        ("certificate", "pilot", "issue reissue void", "issued reissued void"),
    ],
)
def test_chains(kind: Kind, programme: str, verbs: str, states: str) -> None:
    assert follow(kind, verbs, programme) == states.split()


@pytest.mark.parametrize(
    ("kind", "state", "verb", "programme"),
    [
        ("application", "recommended", "city-pass", "national"),  # no city reviews a national application
        ("application", "draft", "approve", "pilot"),
        ("application", "withdrawn", "approve", "pilot"),
        ("mentor", "recommended", "appoint", "pilot"),
        ("mentor", "rejected", "appoint", "national"),
        ("trainee", "training", "exit-midterm", "national"),  # 附件1 六（二） names no exit
        ("trainee", "exited", "complete", "pilot"),
        ("certificate", "void", "reissue", "pilot"),  # a void number stays void
        ("certificate", None, "void", "pilot"),
        ("application", "approved", "no-such-verb", "pilot"),
    ],
)
def test_moves_that_do_not_exist(kind: Kind, state: str | None, verb: str, programme: str) -> None:
    with pytest.raises(NoSuchMove):
        next_state(kind, state, verb, programme)


@pytest.mark.parametrize("kind", KINDS)
def test_a_verb_leads_to_one_state_only(kind: Kind) -> None:
    for state in (None, *STATES[kind]):
        verbs = [row.verb for row in verbs_from(kind, state)]

        assert len(verbs) == len(set(verbs))


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_can_be_reached(kind: Kind) -> None:
    reached = {row.target for row in verbs_from(kind, None)}
    while more := {row.target for state in reached for row in verbs_from(kind, state)} - reached:
        reached |= more

    assert reached == set(STATES[kind])


@pytest.mark.parametrize(
    "row", [row for kind in KINDS for row in TABLES[kind]], ids=lambda r: f"{r.kind}-{r.verb}"
)
def test_every_row_says_its_clause_and_its_label(row: Transition) -> None:
    assert row.clause.startswith("附件")
    assert row.label
    assert transition(row.kind, row.sources[0] if row.sources else None, row.verb, row.programme) == row


@pytest.mark.parametrize("kind", KINDS)
def test_what_harms_somebody_asks_for_a_reason(kind: Kind) -> None:
    harmful = {"rejected", "returned", "withdrawn", "dismissed", "exited", "void"}

    assert all(row.needs_reason for row in TABLES[kind] if row.target in harmful)


def test_certificates_take_two_people() -> None:
    assert all(row.needs_witness for row in TABLES["certificate"])


def test_a_state_is_its_code_and_knows_its_label() -> None:
    assert ApplicationState("approved") is ApplicationState.APPROVED
    assert ApplicationState.APPROVED == "approved"
    assert f"{ApplicationState.APPROVED}" == "approved"
    assert ApplicationState.APPROVED.label == "复审通过"
