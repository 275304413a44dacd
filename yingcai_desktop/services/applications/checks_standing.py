"""Checks of 学业排名: the numbers hold together, and whether they suffice (附件1 四（二）：学科前 10% 或综合前 15%)."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from yingcai_desktop.rules.eligibility import within_percent
from yingcai_desktop.scheme import Eligibility
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.applications.fields import whole
from yingcai_desktop.services.applications.known import Known

RANKS = ("subject_rank", "overall_rank")
_LINES = {"subject_rank": "学科", "overall_rank": "综合"}


def check(values: Mapping[str, str], known: Known) -> Iterator[Check]:
    """Cohort and ranks as numbers; then, where the programme asks for ranks, against its lines."""
    scheme = known.schemes.programmes.get(values["programme"])
    rule = scheme.eligibility if scheme else None
    unsound = list(_unsound(values, rule))
    yield from unsound
    if rule is not None and not unsound:
        yield from _against_lines(values, rule, known)
    if values["pretraining"]:
        yield from _pretraining(values, known)


def _unsound(values: Mapping[str, str], rule: Eligibility | None) -> Iterator[Check]:
    cohort, asked = whole(values["cohort"]), rule is not None and rule.ranks_required
    given = [f for f in RANKS if values[f]]
    if not values["cohort"]:
        if asked or given:
            yield Check("cohort", "bad", "必填", "cell.blank")
    elif not cohort:
        yield Check("cohort", "bad", "应为正整数", "rank.cohort-invalid")
    for field in given:
        rank = whole(values[field])
        if rank is None:
            yield Check(field, "bad", "应为整数，填名次本身，不填百分比", "rank.not-integer")
        elif rank < 1:
            yield Check(field, "bad", "名次从 1 起", "rank.out-of-range")
        elif cohort and rank > cohort:
            yield Check(field, "bad", f"大于年级人数 {cohort}", "rank.exceeds-cohort")
    if asked and not given:
        yield Check("subject_rank", "bad", "与综合名次至少填一项（附件1 四（二））", "rank.missing")


def _against_lines(values: Mapping[str, str], rule: Eligibility, known: Known) -> Iterator[Check]:
    cohort = whole(values["cohort"])
    lines = {"subject_rank": rule.subject_percent, "overall_rank": rule.overall_percent}
    passed = [f for f in RANKS if within_percent(whole(values[f]), cohort, lines[f])]
    for field in RANKS:
        rank = whole(values[field])
        if rank is None or not cohort:
            continue
        share = f"前 {shown(rank, cohort)}%"
        if not rule.ranks_required:
            yield Check(field, "ok", f"{share}（本项目不设排名线）")
        elif field in passed:
            yield Check(field, "ok", f"{share}，在{_LINES[field]}前 {lines[field]}% 以内")
        elif passed:
            yield Check(field, "ok", f"{share}，另一项已符合")
        else:
            yield Check(field, "warn", f"{share}，超出{_LINES[field]}前 {lines[field]}%（{rule.clause}）", "rank")


def shown(rank: int, cohort: int) -> str:
    """A share in percent, rounded half up to two places, idle zeros left out; the comparison itself is exact."""
    share = Decimal(rank * 100) / cohort
    return f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def _pretraining(values: Mapping[str, str], known: Known) -> Iterator[Check]:
    """前置培养表现优秀 with proof may set the ranks aside, if the office has decided so (附件1 四（二）)."""
    if not values["proof"]:
        yield Check("proof", "warn", "请补证明，否则不能放宽（附件1 四（二））", "relax.no-proof")
    if known.relaxation is None:
        yield Check("pretraining", "warn", "可否放宽排名还没有决定，请在“系统设置 · 名额与规则”签认", "decision.missing")
    elif not known.relaxation:
        yield Check("pretraining", "warn", "本年度决定不放宽排名")
    elif values["proof"]:
        yield Check("pretraining", "ok", "有证明，可放宽排名")
