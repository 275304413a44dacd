"""导师审核 (附件1 四（一）, 附件2 四（一）)."""

import pytest

from yingcai_desktop.rules.mentors import MentorRules, Nomination, member_warnings, mentor_warnings, review_mentor

NATIONAL = MentorRules(city_review=False, doctorate_expected=False)
PILOT = MentorRules(city_review=True, doctorate_expected=True)
TITLES = ("正高", "副高")


@pytest.mark.parametrize(
    ("honours", "degree", "doctorate", "warnings"),
    [
        ("国家级教学名师", "硕士", False, ()),  # 附件1 asks mentors for no degree
        ("", "博士", False, ("mentor.no-honour",)),
        ("其他", "博士", False, ("mentor.no-honour",)),
        ("其他、其他", "博士", True, ("mentor.no-honour",)),
        ("其他；杰青", "博士", True, ()),
        (" 、 ", "博士", True, ("mentor.no-honour",)),
        ("杰青", "硕士", True, ("mentor.not-doctor",)),  # 附件2 四（一）：原则上博士
        ("", "硕士", True, ("mentor.no-honour", "mentor.not-doctor")),
    ],
)
def test_mentor_warnings(honours: str, degree: str, doctorate: bool, warnings: tuple[str, ...]) -> None:
    assert mentor_warnings(honours, degree, doctorate_expected=doctorate) == warnings


@pytest.mark.parametrize(
    ("degree", "title", "degrees", "warned"),
    [
        ("博士", "中级", ("博士",), False),  # 附件1 四（一）：博士或副高
        ("硕士", "副高", ("博士",), False),
        ("硕士", "中级", ("博士",), True),
        ("硕士", "中级", ("博士", "硕士"), False),  # 附件2 四（一）：硕士或副高
        ("学士", "正高", ("博士", "硕士"), False),
        ("学士", "其他", ("博士", "硕士"), True),
    ],
)
def test_member_warnings(degree: str, title: str, degrees: tuple[str, ...], warned: bool) -> None:
    assert member_warnings(degree, title, degrees, TITLES) == (("member.not-qualified",) if warned else ())


@pytest.mark.parametrize(
    ("nomination", "rules", "exception", "reasons"),
    [
        (Nomination("杰青", "博士", True, True), PILOT, "", ()),
        (Nomination("杰青", "博士", True, False), NATIONAL, "", ()),  # no city reviews a national mentor
        (Nomination("杰青", "博士", True, False), PILOT, "", ("city-rejected",)),
        (Nomination("", "博士", True, True), PILOT, "", ("principle",)),
        (Nomination("", "硕士", True, True), PILOT, "专家组同意", ()),  # 原则上: a signed reason sets it aside
        (Nomination("", "博士", True, True), PILOT, "  ", ("principle",)),
        (Nomination("", "硕士", False, False), PILOT, "", ("not-recommended", "city-rejected", "principle")),
        (Nomination("", "硕士", False, False), PILOT, "专家组同意", ("not-recommended", "city-rejected")),
        (Nomination("其他", "硕士", True), NATIONAL, "", ("principle",)),
    ],
)
def test_reasons_stand_in_order(
    nomination: Nomination, rules: MentorRules, exception: str, reasons: tuple[str, ...]
) -> None:
    assert review_mentor(nomination, rules, exception) == reasons
