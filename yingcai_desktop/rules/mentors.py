"""导师审核: the grounds of the notice, each 原则上 and so a warning that a signed reason may set aside (附件1 四（一）, 附件2 四（一）)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

DOCTOR = "博士"
OTHER = "其他"
_SEPARATORS = re.compile("[、，；,;]")


@dataclass(frozen=True, slots=True)
class Nomination:
    """What the review of a mentor looks at. `city_passed` counts only where the city reviews (附件2)."""

    honours: str
    degree: str
    recommended: bool
    city_passed: bool = False


@dataclass(frozen=True, slots=True)
class MentorRules:
    """What the scheme asks: the city's first review, and a doctorate in principle (附件2 四（一）)."""

    city_review: bool
    doctorate_expected: bool


def honour_list(honours: str) -> list[str]:
    """人才称号 one by one, blank ones left out."""
    return [h.strip() for h in _SEPARATORS.split(honours) if h.strip()]


def mentor_warnings(honours: str, degree: str, *, doctorate_expected: bool) -> tuple[str, ...]:
    """`mentor.no-honour` (none, or only 其他; 附件1 四（一）, 附件2 四（一）) and `mentor.not-doctor` (附件2 四（一）)."""
    warnings = []
    if all(h == OTHER for h in honour_list(honours)):
        warnings.append("mentor.no-honour")
    if doctorate_expected and degree != DOCTOR:
        warnings.append("mentor.not-doctor")
    return tuple(warnings)


def member_warnings(degree: str, title: str, degrees: Collection[str], titles: Collection[str]) -> tuple[str, ...]:
    """`member.not-qualified` where neither the degree nor the title is among the scheme's (附件1 四（一）：博士或副高; 附件2：硕士或副高)."""
    return () if degree in degrees or title in titles else ("member.not-qualified",)


def review_mentor(nomination: Nomination, rules: MentorRules, exception_reason: str) -> tuple[str, ...]:
    """Why a mentor is not approved, in order: `not-recommended`, `city-rejected`, `principle`; empty: approved.

    A filled `exception_reason` sets the principle aside (附件1 四（一）, 附件2 四（一）：原则上).
    """
    reasons = []
    if not nomination.recommended:
        reasons.append("not-recommended")
    if rules.city_review and not nomination.city_passed:
        reasons.append("city-rejected")
    warned = mentor_warnings(nomination.honours, nomination.degree, doctorate_expected=rules.doctorate_expected)
    if warned and not exception_reason.strip():
        reasons.append("principle")
    return tuple(reasons)
