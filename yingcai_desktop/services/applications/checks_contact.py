"""Checks of 志愿与联系 and 监护人: mentors with their places, telephones, consent."""

import re
from collections.abc import Iterator, Mapping

from yingcai_desktop.rules.names import name_problem
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.applications.known import Known, MentorChoice

CHOICES = ("choice1_uid", "choice2_uid", "choice3_uid")
_PHONE = re.compile(r"1[3-9][0-9]{9}")


def check(values: Mapping[str, str], known: Known, uid: str) -> Iterator[Check]:
    """In the order of the form."""
    if values["subject"] and values["subject"] not in known.schemes.subject_names:
        yield Check("subject", "bad", "不在学科名录里（附件1 三.2、附件2 三（一））", "subject.unknown")
    for place, field in enumerate(CHOICES):
        if values[field]:
            yield from _choice(values, known, uid, field, [values[f] for f in CHOICES[:place]])
    if values["choice3_uid"] and not values["choice2_uid"]:
        yield Check("choice2_uid", "warn", "填了第三志愿，第二志愿空着")
    yield from _phones(values)
    if values["guardian_name"] and name_problem(values["guardian_name"]):
        yield Check("guardian_name", "bad", "须为 2–25 个汉字，间隔号用“·”", "name.invalid")
    for field, who in (("student_consent", "本人"), ("guardian_consent", "监护人")):
        if not values[field]:
            yield Check(field, "bad", f"取得{who}同意后再报送（个人信息保护法第31条）", "consent.missing")
    if values["school_opinion"] == "不推荐":
        yield Check("school_opinion", "warn", "学校不推荐的，不能通过", "not-recommended")


def _choice(values: Mapping[str, str], known: Known, uid: str, field: str, earlier: list[str]) -> Iterator[Check]:
    mentor = known.mentors.get(values[field])
    if mentor is None:
        yield Check(field, "bad", "导师名单里没有此人", "mentor.unknown")
    elif mentor.programme != values["programme"]:
        yield Check(field, "bad", "不是这个项目的导师", "mentor.unknown")
    elif mentor.city and mentor.city != values["city"]:
        yield Check(field, "bad", f"{mentor.university}不在学生所在盟市（附件2 三（二））", "university.other-city")
    elif values["subject"] and mentor.subject != values["subject"]:
        yield Check(field, "bad", f"这位导师带{mentor.subject}", "subject.not-offered")
    elif mentor.uid in earlier:
        yield Check(field, "bad", "与前面的志愿重复", "choice.repeated")
    elif not mentor.appointed:
        yield Check(field, "warn", "尚未聘任，未聘任的不能接收学生", "mentor.not-appointed")
    if mentor is not None and field == CHOICES[0]:
        yield from _places(mentor, known, uid, values["id_number"])


def _places(mentor: MentorChoice, known: Known, uid: str, id_number: str) -> Iterator[Check]:
    """How many have this mentor as first choice, this application included (附件2 五（三）1)."""
    mine = any(p.uid == uid and p.choice1_uid == mentor.uid for p in known.by_id.get(id_number, []))
    count = known.chosen.get(mentor.uid, 0) + (0 if mine else 1)
    if count > mentor.capacity:
        clause = "（附件2 五（三）1）" if mentor.city else ""
        yield Check(CHOICES[0], "warn", f"第一志愿已有 {count} 人选报，上限 {mentor.capacity} 人{clause}")
    else:
        yield Check(CHOICES[0], "ok", f"第一志愿已有 {count} 人选报，上限 {mentor.capacity} 人")


def _phones(values: Mapping[str, str]) -> Iterator[Check]:
    for field in ("guardian_phone", "student_phone"):
        text = values[field]
        if text and not _PHONE.fullmatch(text):
            words = f"应为 11 位，现在是 {len(text)} 位" if len(text) != 11 else "应为 1 开头的 11 位手机号"
            yield Check(field, "bad", words, "phone.invalid")
    if values["student_phone"] and values["student_phone"] == values["guardian_phone"]:
        yield Check("student_phone", "warn", "与监护人手机相同，请核对")
