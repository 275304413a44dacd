"""分数线: what is signed, and how the marks stand to it (附件1 四（二）, 附件2 四（二）)."""

from dataclasses import dataclass
from fractions import Fraction

from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.shortlist import reaches_line, target
from yingcai_desktop.services import deciding, exams
from yingcai_desktop.services.people import Group, grouped
from yingcai_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class LineOfGroup:
    """One group. `line` and `target` are blank while nobody has signed what they rest on."""

    group: Group
    name: str
    line: str
    line_value: Fraction | None
    papers: int
    absent: int
    missing: int
    reach: int
    target: str
    scores: tuple[Fraction, ...]

    @property
    def words(self) -> str:
        """Whether enough reach the line."""
        if not self.line or not self.target:
            return "待签认"
        if self.missing:
            return f"还有 {self.missing} 人未录"
        lacking = int(self.target) - self.reach
        return f"比应进少 {lacking} 人" if lacking > 0 else "人数够"

    @property
    def tone(self) -> str:
        """For the pill."""
        return "ok" if self.words == "人数够" else "warn"


def lines(desk: Desk, scope: Scope = EVERYTHING) -> list[LineOfGroup]:
    """Every group in scope, in order; only what is signed is shown, nothing is assumed."""
    with desk.read() as session:
        decisions = deciding.stored(session)
        people = grouped(desk.schemes, exams.approved(session, desk.schemes))
        papers = exams.papers(session)
    found = []
    for group in desk.schemes.groups():
        if not scope.covers(*group[:2]):
            continue
        rows = people.get(group, [])
        given = [papers[p.uid] for p in rows if p.uid in papers]
        scores = tuple(score for status, score in given if score is not None and status == "正常")
        signed = decisions.get(f"pass_line.{group[0]}.{group[2]}")
        line = None if signed is None else Fraction(str(signed))
        seats = decisions.get(".".join(part for part in ("seats", *group) if part))
        ratio = decisions.get("ratio")
        wanted = str(target(str(ratio), int(seats))) if seats is not None and ratio is not None else ""
        reach = sum(1 for status, score in given if line is not None and reaches_line(status, score, line))
        found.append(
            LineOfGroup(
                group, desk.schemes.group_name(*group), "" if signed is None else str(signed), line, len(scores), len(given) - len(scores),
                len(rows) - len(given), reach, wanted, scores,
            )
        )  # fmt: skip
    return found
