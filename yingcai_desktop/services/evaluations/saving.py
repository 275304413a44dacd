"""What is typed into a form of 考核评价: checked, then stored whole; each way around a rule is closed here and below in the triggers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from db.gate import Change
from db.models import AnnualMaterial, MidtermEvaluation, Trainee
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules import evidence
from yingcai_desktop.rules.grading import UNQUALIFIED
from yingcai_desktop.services import deciding, drafts
from yingcai_desktop.services.evaluations.fields import FORMS, FormSpec, Unreadable
from yingcai_desktop.services.evaluations.register import Row
from yingcai_desktop.services.evaluations.windows import Window, window

Level = Literal["bad", "warn", "ok"]
BLANK = "请填"
"""How the finding about a required blank field begins: a form shows it once somebody has been to the field, every other one at once."""


@dataclass(frozen=True, slots=True)
class Check:
    """What is wrong (`bad`) or worth a look (`warn`) in one field."""

    field: str
    level: Level
    text: str


def draft_form(form: str) -> str:
    """Under which name drafts of a form are kept."""
    return f"evaluation-{form}"


def windows_of(desk: Desk, form: str) -> dict[str, Window]:
    """Programme → its window, where the schedule names one."""
    with desk.read() as session:
        decisions = deciding.stored(session)
    made = {p: window(s, form, desk.store.season, decisions) for p, s in desk.schemes.programmes.items()}
    return {p: w for p, w in made.items() if w is not None}


def parsed(form: str, values: Mapping[str, str]) -> tuple[dict[str, Any], list[Check]]:
    """Stored values of the readable fields, and a finding for each other."""
    spec, found, wrong = FORMS[form], {}, []
    for name, read in spec.reads.items():
        try:
            found[name] = read(values.get(name, ""))
        except Unreadable as error:
            wrong.append(Check(name, "bad", str(error)))
    return found, wrong


def check(form: str, row: Row, values: Mapping[str, str], when: Window | None) -> list[Check]:
    """Everything to say about a form as it stands."""
    spec = FORMS[form]
    found, checks = parsed(form, values)
    checks += [Check(n, "bad", f"{BLANK}{spec.label(n)}") for n in spec.required if n in found and found[n] in ("", None)]
    for name, words in spec.words.items():
        if found.get(name) and found[name] not in words:
            checks.append(Check(name, "bad", f"只能填{'、'.join(words)}"))
    for name in ("evaluated_on", "report_date"):
        if when is not None and (day := found.get(name)) and not when.start <= day <= when.due:
            checks.append(Check(name, "warn", f"不在规定时间 {when.words()}，可以保存"))
    return checks + _OWN[form](row, found)


def _initial(row: Row, found: Mapping[str, Any]) -> list[Check]:
    checks = []
    if found.get("topic_settled") in ("已定", "拟定") and not found.get("topic"):
        checks.append(Check("topic", "bad", "选题已定或拟定的，请填课题名称"))
    if found.get("signer") and found["signer"] != row.mentor:
        checks.append(Check("signer", "warn", f"评价人不是本人导师{row.mentor}，请核对"))
    return checks


def _midterm(row: Row, found: Mapping[str, Any]) -> list[Check]:
    checks = []
    failed = found.get("conclusion") == UNQUALIFIED
    if failed and row.exits_at_midterm and not found.get("exit_reason"):
        checks.append(Check("exit_reason", "bad", "中期不合格者退出培养，必须写明原因（附件2 七（二））"))
    if failed and not row.exits_at_midterm:
        checks.append(Check("conclusion", "warn", "英才计划只作记录，不退出培养（附件1 六（二））"))
    if not failed and found.get("exit_reason"):
        checks.append(Check("exit_reason", "bad", "结论为合格的，不填退出原因"))
    if found.get("team_grade") == UNQUALIFIED and found.get("conclusion") == "合格":
        checks.append(Check("conclusion", "warn", "导师团队评价不合格而结论合格，请核对"))
    return checks


def _annual(row: Row, found: Mapping[str, Any]) -> list[Check]:
    if found.get("training_report") and not found.get("report_kinds"):
        return [Check("report_kinds", "warn", f"请注明是{'、'.join(evidence.REPORT_KINDS)}中的哪几种")]
    return []


def _city(row: Row, found: Mapping[str, Any]) -> list[Check]:
    if not row.needs_recommendation:
        return [Check("city_recommended", "bad", "英才计划不经盟市推荐，全部参加年度评价（附件1 六（三））")]
    if found.get("city_recommended") and row.missing:
        return [Check("city_recommended", "warn", f"还缺{'、'.join(row.missing)}，推荐前请补齐或登记免交")]
    return []


_OWN = {"initial": _initial, "midterm": _midterm, "annual": _annual, "city": _city}


def save(desk: Desk, form: str, row: Row, values: Mapping[str, str], reason: str = "") -> bool:
    """Store a form; False when nothing differs. Raises `Invalid` with what is wrong, `NotAllowed` where it may not be written now."""
    spec = FORMS[form]
    wrong = [c for c in check(form, row, values, None) if c.level == "bad"]
    if wrong:
        words = "；".join(f"{spec.label(c.field)}：{c.text}" for c in wrong)
        raise Invalid(f"“{row.name}”的{spec.title}没有保存：{words}。改正后会自动保存。")
    _may_write(desk, form, row, reason)
    found, _ = parsed(form, values)
    with desk.change(spec.action, reason=reason) as change:
        changed = _put(change, spec, row.uid, found)
        drafts.forget(change, draft_form(form), row.uid)
    return changed


def _may_write(desk: Desk, form: str, row: Row, reason: str) -> None:
    with desk.read() as session:
        state = session.scalars(select(Trainee.state).where(Trainee.application_uid == row.uid)).one_or_none()
    if state != "training":
        raise NotAllowed(f"“{row.name}”已不在培养中，不能再填写评价，没有改动。请刷新后核对（附件2 七（二））。")
    if form == "city" and desk.store.office not in desk.schemes.city_names and not reason.strip():
        raise NotAllowed("盟市评议由盟市管理办公室填报。自治区代为登记的，请写明盟市来文（文号或日期）后再存（附件2 七（三））。")


def _put(change: Change, spec: FormSpec, uid: str, found: Mapping[str, Any]) -> bool:
    held = change.scalars(select(spec.model).where(spec.model.application_uid == uid)).one_or_none()  # type: ignore[attr-defined]
    if held is None:
        blanks = {"mentor_grade": "", "project_report": False, "training_report": False} if spec.key == "city" else {}
        if not any(found.values()):
            return False
        change.insert(spec.model, [{"application_uid": uid, **blanks, **found}])
        return True
    return bool(change.update(spec.model, [{"uid": held.uid, **found}]))


def waive(desk: Desk, row: Row, piece: str, reason: str) -> None:
    """免交 one piece of evidence, or (blank reason) take that back. Raises `Invalid` without a reason where there was no waiver."""
    if piece not in evidence.PIECES or piece == evidence.MENTOR:
        raise Invalid(f"“{piece}”不能免交，没有改动。免交只用于{'、'.join(p for p in evidence.PIECES if p != evidence.MENTOR)}。")
    reason = reason.strip()
    with desk.change("evaluation.waive", reason=reason or f"取消免交{piece}") as change:
        held = change.scalars(select(AnnualMaterial).where(AnnualMaterial.application_uid == row.uid)).one_or_none()
        waivers = dict(held.waivers) if held else {}
        if not reason and piece not in waivers:
            raise Invalid(f"免交“{piece}”必须写明理由，没有改动（附件2 七（三））。")
        if reason:
            waivers[piece] = reason
        else:
            del waivers[piece]
        if held is None:
            blank = {"project_report": False, "training_report": False, "mentor_grade": ""}
            change.insert(AnnualMaterial, [{"application_uid": row.uid, **blank, "waivers": waivers}])
        else:
            held.waivers = waivers


def file_exit(desk: Desk, row: Row, number: str) -> None:
    """The region's 备案 of an exit (附件2 七（二）：报自治区管理办公室备案). Raises `NotAllowed` for somebody who has not left."""
    if row.active:
        raise NotAllowed(f"“{row.name}”仍在培养中，没有可备案的退出。")
    with desk.change("evaluation.file-exit") as change:
        held = change.scalars(select(MidtermEvaluation).where(MidtermEvaluation.application_uid == row.uid)).one_or_none()
        if held is None:
            raise NotAllowed(f"“{row.name}”没有中期评价，不是中期退出，不在本表备案。")
        held.filing_number = number.strip()
