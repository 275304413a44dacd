"""What the form of a mentor says while it is typed: the matrix of universities and subjects, capacity, and the 原则上 of the notice.

原则上 is a warning; with one, the mentor passes only with a written reason (附件1 四（一）, 附件2 四（一）).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from yingcai_desktop.rules.mentors import mentor_warnings
from yingcai_desktop.rules.names import name_problem
from yingcai_desktop.scheme import Scheme, Schemes
from yingcai_desktop.services.applications.checks import Check, blocking
from yingcai_desktop.services.mentors.fields import TEAM, unpacked

REQUIRED = ("programme", "name", "university", "subject", "degree", "title", "capacity", "university_opinion")
DEGREES = ("博士", "硕士", "学士", "其他")
TITLES = ("正高", "副高", "中级", "其他")
Key = tuple[str, str, str, str]
"""Programme, university, subject, name."""
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Known:
    """What the checks ask: the schemes, who is there already, how many students are with this mentor, the signed reason for exceptions."""

    schemes: Schemes
    keys: Mapping[Key, str]
    placed: Mapping[str, int]
    signed: str = ""


def check(values: Mapping[str, str], known: Known, uid: str = "") -> list[Check]:
    """At most one finding a field, the gravest first; `uid` is the mentor itself."""
    found: dict[str, Check] = {}
    for one in _all(values, known, uid):
        held = found.get(one.field)
        if held is None or (one.level == "bad" and held.level != "bad") or (one.level == "warn" and held.level == "ok"):
            found[one.field] = one
    return list(found.values())


def _all(values: Mapping[str, str], known: Known, uid: str) -> Iterator[Check]:
    for field in REQUIRED:
        if not values[field]:
            yield Check(field, "bad", "必填", "cell.blank")
    yield from _plain(values, known, uid)
    scheme = known.schemes.programmes.get(values["programme"])
    if scheme is None:
        return
    yield from _matrix(values, scheme)
    yield from _capacity(values, scheme, known.placed.get(uid, 0))
    if scheme.mentors.city_review and not values["city_opinion"]:
        yield Check("city_opinion", "warn", "盟市还没有初审（附件2 六（一））")
    yield from _principles(values, scheme, known.signed)


def _plain(values: Mapping[str, str], known: Known, uid: str) -> Iterator[Check]:
    if values["name"] and name_problem(values["name"]):
        yield Check("name", "bad", "须为 2–25 个汉字，间隔号用“·”", "name.invalid")
    other = known.keys.get((values["programme"], values["university"], values["subject"], values["name"]), "")
    if other and other != uid:
        yield Check("name", "bad", "导师库里已有这位导师（同项目、高校、学科）", "mentor.duplicate", other)
    if values["birth_month"] and not _MONTH.fullmatch(values["birth_month"]):
        yield Check("birth_month", "bad", "按 1978-05 的样子填写")
    if values["phone"] and not _PHONE.fullmatch(values["phone"]):
        words = f"应为 11 位，现在是 {len(values['phone'])} 位" if len(values["phone"]) != 11 else "应为 1 开头的 11 位手机号"
        yield Check("phone", "bad", words, "phone.invalid")
    if values["university_opinion"] == "不推荐":
        yield Check("university_opinion", "warn", "高校不推荐的，不能通过", "not-recommended")


def _matrix(values: Mapping[str, str], scheme: Scheme) -> Iterator[Check]:
    """附件1 三.1–2, 附件2 三（二）: only these universities, each with its subjects."""
    if not values["university"]:
        return
    clause = "附件2 三（二）" if scheme.by_city else "附件1 三.1–2"
    found = next((u for u in scheme.universities if u.name == values["university"]), None)
    if found is None:
        yield Check("university", "bad", f"不承担{scheme.short}的培养（{clause}）", "university.not-in-programme")
    elif values["subject"] and values["subject"] not in found.subjects:
        yield Check("subject", "bad", f"{found.name}只培养{'、'.join(found.subjects)}（{clause}）", "subject.not-offered")


def _capacity(values: Mapping[str, str], scheme: Scheme, placed: int) -> Iterator[Check]:
    text, limit = values["capacity"], scheme.mentors.capacity_limit
    if not text:
        return
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    clause = "（附件2 五（三）1）" if scheme.by_city else ""
    if count < 1:
        yield Check("capacity", "bad", "请填至少 1 的整数", "capacity.out-of-range")
    elif count > limit:
        yield Check("capacity", "bad", f"最多 {limit} 人{clause}", "capacity.exceeds-limit")
    elif count < placed:
        yield Check("capacity", "bad", f"已有 {placed} 名学生，不能少于 {placed}{clause}", "capacity.below-placed")
    elif placed:
        yield Check("capacity", "ok", f"已有 {placed} 名学生，还可带 {count - placed} 名")


def _principles(values: Mapping[str, str], scheme: Scheme, signed: str) -> Iterator[Check]:
    clause = "附件2 四（一）" if scheme.by_city else "附件1 四（一）"
    rule = scheme.mentors
    warned = mentor_warnings(values["honours"], values["degree"], doctorate_expected=rule.doctorate_expected) if values["degree"] else ()
    if "mentor.no-honour" in warned:
        yield Check("honours", "warn", f"原则上应有通知所列称号（{clause}）", "mentor.no-honour")
    if "mentor.not-doctor" in warned:
        yield Check("degree", "warn", f"原则上应为博士（{clause}）", "mentor.not-doctor")
    team = unpacked(values[TEAM])
    lacking = [line["name"] or "（未填姓名）" for line in team if unfit(line, rule.member_degrees, rule.member_titles)]
    if problem := _team_problem(team):
        yield Check(TEAM, "bad", problem, "member.duplicate")
    elif lacking:
        asked = f"{'、'.join(rule.member_degrees)}或{'、'.join(rule.member_titles)}"
        yield Check(TEAM, "warn", f"{'、'.join(lacking[:3])} 未达到{asked}（{clause}）", "member.not-qualified")
    elif not team:
        yield Check(TEAM, "warn", f"还没有团队成员（{clause}）")
    if (warned or lacking) and not values["exception"]:
        words = f"有“原则上”的条件未达到，通过前要写明理由（{clause}）"
        yield Check("exception", "ok" if signed else "warn", f"按签认的例外理由办理：{signed}" if signed else words, "principle")


def unfit(line: Mapping[str, str], degrees: Collection[str], titles: Collection[str]) -> bool:
    """Whether neither the degree nor the title of a member suffices."""
    return line["degree"] not in degrees and line["title"] not in titles


def _team_problem(team: list[dict[str, str]]) -> str:
    names = [line["name"] for line in team]
    for number, line in enumerate(team, 1):
        if not line["name"]:
            return f"第 {number} 行没有填姓名"
        if name_problem(line["name"]):
            return f"第 {number} 行姓名须为 2–25 个汉字"
        if names.count(line["name"]) > 1:
            return f"{line['name']} 重复"
        if line["degree"] not in DEGREES or line["title"] not in TITLES:
            return f"{line['name']} 的学位和职称要填（博士、硕士、学士、其他；正高、副高、中级、其他）"
    return ""


__all__ = ["REQUIRED", "Check", "Known", "blocking", "check"]
