"""Checks of 基本信息: name, identity number, the same person elsewhere, school and grade."""

from collections.abc import Iterator, Mapping

from yingcai_desktop.rules.identity import LENGTH, completed_years, expected_check_digit, id_problem
from yingcai_desktop.rules.names import name_problem
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.applications.fields import born
from yingcai_desktop.services.applications.known import Known, KnownPerson

USUAL_AGES = range(14, 19)
"""Full years on the day applications close (domain.md §3.1)."""


def check(values: Mapping[str, str], known: Known, uid: str) -> Iterator[Check]:
    """基本信息, in the order of the form."""
    if values["name"] and name_problem(values["name"]):
        yield Check("name", "bad", "须为 2–25 个汉字，间隔号用“·”（民委发〔2016〕33号）", "name.invalid")
    if values["id_number"]:
        yield _identity(values, known, uid)
    yield from _namesakes(values, known, uid)
    yield from _age(values, known)
    yield from _school(values, known)
    if values["returner"] and values["id_number"] not in known.last_season:
        yield Check("returner", "warn", "往届档案里没有此人，请核对", "returning.not-on-file")


def _identity(values: Mapping[str, str], known: Known, uid: str) -> Check:
    """GB 11643; then the same number elsewhere."""
    number = values["id_number"]
    match problem := id_problem(number, known.schemes.season):
        case "id.length":
            return Check("id_number", "bad", f"应为 {LENGTH} 位，现在是 {len(number)} 位", problem)
        case "id.characters":
            return Check("id_number", "bad", "只能是数字，末位可以是 X；请看是否把 0 写成了字母 O", problem)
        case "id.date":
            return Check("id_number", "bad", f"其中的出生日期 {number[6:14]} 不合理", problem)
        case "id.check-digit":
            digit = expected_check_digit(number)
            return Check("id_number", "bad", f"校验位应为 {digit}，现在是 {number[-1]}，至少有一位抄错", problem)
    others = [p for p in known.by_id.get(number, []) if p.uid != uid]
    for p in others:
        if p.programme == values["programme"]:
            return Check("id_number", "bad", f"本项目已有报名：{_who(p)}", "id.duplicate", p.uid)
    for p in others:
        short = known.schemes[p.programme].short
        if values["name"] and p.name != values["name"]:
            return Check("id_number", "bad", f"在{short}里是另一个姓名：{_who(p)}", "id.name-mismatch", p.uid)
        return Check("id_number", "warn", f"同时报了{short}：{_who(p)}", "dual.application", p.uid)
    return Check("id_number", "ok", f"校验位正确，已带出：{values['birth_date']} · {values['gender']}")


def _who(p: KnownPerson) -> str:
    return f"{p.name}（{p.school}）" if p.school else p.name


def _namesakes(values: Mapping[str, str], known: Known, uid: str) -> Iterator[Check]:
    """Same name and birthday under another number: a person looks, nothing is merged (domain.md §1)."""
    day = born(values)
    if not values["name"] or day is None:
        return
    for p in known.by_person.get((values["name"], day), []):
        if p.uid != uid and p.id_number != values["id_number"]:
            yield Check(
                "name", "warn", f"与{p.school or '另一所学校'}的学生同名同生日，请核实", "suspected.duplicate", p.uid
            )
            return


def _age(values: Mapping[str, str], known: Known) -> Iterator[Check]:
    day = born(values)
    if day is not None and known.apply_until is not None:
        years = completed_years(day, known.apply_until)
        if years not in USUAL_AGES:
            yield Check("birth_date", "warn", f"报名截止日 {years} 周岁，不在 14–18 周岁", "age.unusual")


def _school(values: Mapping[str, str], known: Known) -> Iterator[Check]:
    """附件1 三.3, 附件2 三（三）: each programme has its schools; 高一 and 高二 only."""
    school, scheme = known.schools.get(values["school_uid"]), known.schemes.programmes.get(values["programme"])
    if values["school_uid"] and school is None:
        yield Check("school_uid", "bad", "不在参与中学名录里（附件1 三.3、附件2 三（三））", "school.unknown")
    elif school and scheme and scheme.programme not in school.programmes:
        clause = "附件1 三.3" if not scheme.by_city else "附件2 三（三）"
        yield Check("school_uid", "bad", f"不参与{scheme.short}（{clause}）", "school.not-in-programme")
    elif school and values["city"] and school.city != values["city"]:
        yield Check("school_uid", "bad", "不在所填的盟市", "school.city-mismatch")
    if scheme and values["grade"] and values["grade"] not in scheme.eligibility.grades:
        yield Check(
            "grade",
            "bad",
            f"只收{'、'.join(scheme.eligibility.grades)}（{scheme.eligibility.clause}）",
            "grade.not-allowed",
        )
