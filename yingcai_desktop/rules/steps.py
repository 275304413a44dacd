"""Which office does which step of the year (附件1 八, 附件2 六、七). The region may do every one: it also acts for a city without a store."""

from collections.abc import Mapping

from yingcai_desktop.rules.workflow import Role

CITY_STEPS: Mapping[str, str] = {
    "shortlist": "附件2 六（四）",
    "admit": "附件2 六（五）",
    "open-training": "附件2 六（七）",
    "midterm": "附件2 七（二）",
    "recommend": "附件2 七（三）",
}
"""Step a city does for its own people of the pilot → clause."""

REGION_STEPS: Mapping[str, str] = {
    "review-mentors": "附件2 六（一）",
    "appoint": "附件2 四（一）",
    "review-applicants": "附件2 六（二）",
    "final": "附件2 七（三）",
    "certify": "附件2 七（三）",
}
"""Step that is the region's alone → clause."""


def done_by(step: str) -> frozenset[Role]:
    """The offices that do a step."""
    return frozenset({Role.REGION, Role.CITY} if step in CITY_STEPS else {Role.REGION})
