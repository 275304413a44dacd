"""名额与规则 as one list: what the notice says, and what the office has signed or still has to sign, each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from yingcai_desktop.desk import Desk
from yingcai_desktop.scheme import Scheme
from yingcai_desktop.services.decided import Decided, decided
from yingcai_desktop.services.workbench import scope_of

NOTICED, PROPOSED, SIGNED, OPEN = "noticed", "proposed", "signed", "open"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line. `uid` is the key of a decision, or `notice|…` for what the notice itself says."""

    uid: str
    state: str
    part: str
    name: str
    value: str
    clause: str
    programme: str
    who: str = ""
    at: str = ""
    document: str = ""

    @property
    def can_sign(self) -> bool:
        """What the notice says is not ours to sign."""
        return self.state in (SIGNED, OPEN)


def rules(desk: Desk, programme: str = "") -> list[Rule]:
    """Decisions first, unsigned ones on top, then the notice."""
    scope = scope_of(desk, programme)
    shown = _by_plan(desk, [_decision(d) for d in decided(desk) if scope.programme in ("", d.programme) or not d.programme])
    noticed = [
        rule for s in desk.schemes.programmes.values() if scope.programme in ("", s.programme) for rule in _noticed(desk, s)
    ]
    return [*sorted(shown, key=lambda r: r.state != OPEN), *noticed]


def _by_plan(desk: Desk, found: list[Rule]) -> list[Rule]:
    """Values given subject by subject are one line: a seat plan, the test lines of a programme."""
    lines: dict[str, list[tuple[str, Rule]]] = {}
    for rule in found:
        plan, _, last = rule.uid.rpartition(".")
        subject = last if last in desk.schemes.subject_names else ""
        lines.setdefault(plan if subject else rule.uid, []).append((subject, rule))
    return [_joined(desk, plan, parts) for plan, parts in lines.items()]


def _joined(desk: Desk, plan: str, parts: list[tuple[str, Rule]]) -> Rule:
    subject, first = parts[0]
    if not subject:
        return first
    order = {name: n for n, name in enumerate(desk.schemes.subject_names)}
    values = "、".join(f"{name} {rule.value}" for name, rule in sorted(parts, key=lambda part: order[part[0]]) if rule.value)
    state = OPEN if any(rule.state == OPEN for _, rule in parts) else SIGNED
    latest = max((rule for _, rule in parts), key=lambda rule: rule.at)
    return replace(latest, uid=plan, state=state, name=first.name.removesuffix(f" · {subject}"), value=values)


def _decision(d: Decided) -> Rule:
    who = f"{d.actor}（见证 {d.witness}）" if d.witness else d.actor
    return Rule(d.uid, SIGNED if d.signed else OPEN, d.part, d.name, d.value, d.clause, d.programme, who, d.at, d.file)


def _noticed(desk: Desk, s: Scheme) -> Iterator[Rule]:
    def rule(key: str, name: str, value: str, clause: str, *, proposed: bool = False) -> Rule:
        return Rule(f"notice|{s.programme}|{key}", PROPOSED if proposed else NOTICED, "通知规定", name, value, clause, s.programme)

    cities = desk.schemes.city_names
    parts = "、".join(f"{cities.get(part, part)} {count}" for part, count in s.quota.parts.items())
    yield rule("quota", "培养名额", f"{s.quota.total} 名：{parts}", s.quota.clause)
    for u in s.universities:
        yield rule(f"university|{u.name}|{u.city}", f"{u.name}的学科", "、".join(u.subjects), u.clause)
    for school in s.schools:
        yield rule(f"school|{school.name}", "参与中学", school.name, school.clause)
    e = s.eligibility
    limits = f"学科前 {e.subject_percent}% 或综合前 {e.overall_percent}%" if e.ranks_required else "没有写排名要求"
    yield rule("eligibility", "报名资格", f"{'、'.join(e.grades)}；{limits}", e.clause)
    yield rule("ratio", "面试学生与入选学生比例", f"{s.shortlist.ratio}∶1（{'原则上' if s.shortlist.principle else '必须'}）", s.shortlist.clause)
    limit = f"每名导师不超过 {s.mentors.capacity_limit} 名学生" if s.mentors.capacity_limit else "没有写每名导师带几名学生"
    yield rule("capacity", "导师带学生", limit, s.mentors.clause)
    yield rule("interview", "面试各项满分", _maxima(s.interview.criteria), s.interview.clause, proposed=s.interview.proposed)
    meetings = f"，每月面授不少于 {s.training.monthly_face_to_face} 次" if s.training.monthly_face_to_face else ""
    yield rule("training", "培养次数", f"到校不少于 {s.training.min_visits} 次{meetings}", s.training.clause)
    yield rule("midterm", "中期不合格", "退出培养" if s.midterm.exits else "通知没有写退出", s.midterm.clause)
    yield rule("final", "终评各项满分", _maxima(s.final.dimensions), s.final.clause, proposed=s.final.proposed)


def _maxima(maxima: dict[str, int]) -> str:
    return "、".join(f"{name} {most}" for name, most in maxima.items())
