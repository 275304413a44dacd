"""Whose record it is, and who may write which of its fields (附件1 八, 附件2 六、七; reliability §3.5; features K06).

An office owns for life what it made. Of a record of another office it writes only what is its own business: the region its review, the
city what it does with its own people. Everything else is asked of the owner. States follow `rules/workflow.py`, nothing here repeats it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from yingcai_desktop.rules.steps import done_by
from yingcai_desktop.rules.workflow import TABLES as TRANSITIONS
from yingcai_desktop.rules.workflow import Role, may_say

REGION, CITY = Role.REGION, Role.CITY
NATIONAL = "national"


def is_region(office: str) -> bool:
    """Codes of whole regions end in 0000 (GB/T 2260)."""
    return office.endswith("0000")


def role_of(office: str) -> Role:
    """Which of the offices of the notice this one is."""
    return REGION if is_region(office) else CITY


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who writes a table. `makers`: who may make one in the pilot; in the national programme the region alone does.

    `region`: columns the region writes in a city's record; `city`: columns a city writes in the region's record about its own people;
    `reserved`: columns no city ever fills, not even in its own record. `fixed`: nobody changes or removes one.
    """

    makers: frozenset[Role] = frozenset({REGION, CITY})
    region: frozenset[str] = frozenset()
    city: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()
    fixed: bool = False


_REGION_MAKES = frozenset({REGION})
_EITHER = Ownership()
_FIXED = Ownership(fixed=True)
_GRADES = frozenset({"score", "experts", "rank", "grade", "reasons", "suggested", "grade_reason"})
_VERDICT = frozenset({"state", "result", "reasons", "opinion"})
_LEAVING = frozenset({"state", "exited_on", "exit_reason"})

OWNERSHIP: Mapping[str, Ownership] = {
    # what the region lays down for everybody (附件2 二（一）: 审定方案, 确定参与中学)
    "school": Ownership(_REGION_MAKES),
    "decision": _EITHER,  # a city signs only how its seats are split, see `_CITY_VALUES`
    "dual_place": Ownership(_REGION_MAKES),
    "supervision": Ownership(_REGION_MAKES),
    "supervision_finding": Ownership(_REGION_MAKES, city=frozenset({"follow_up", "done_on"})),
    "step_result": _EITHER,
    # applications: the school through its city, 复审 by the region (附件2 六（二）)
    "application": Ownership(region=_VERDICT, city=_VERDICT | {"ticket"}),
    "attachment": _EITHER,
    "material_check": _EITHER,
    # mentors: 初审 by the city, 复审 and everything after by the region (附件2 六（一）)
    "mentor": Ownership(
        region=frozenset({"state", "review_reasons", "exception", "approval", "term_start", "term_end"}),
        city=frozenset({"state", "review_reasons", "city_opinion"}),
        reserved=frozenset({"approval", "term_start", "term_end"}),
    ),
    "team_member": _EITHER,
    # test and interview: whoever holds them keeps the marks (附件1 八（三）、（四）, 附件2 六（三）–（五）)
    "exam_session": _EITHER,
    "exam_event": _EITHER,
    "test_score": _EITHER,
    "shortlist_entry": _EITHER,
    "panel": Ownership(
        city=frozenset({"judges", "chair", "units", "staff", "replaced", "held_on", "starts_at", "room", "minutes"})
    ),
    "panel_draw": _FIXED,
    "panel_place": _EITHER,
    "panel_recusal": _EITHER,
    "interview_score": _EITHER,
    "component_score": _EITHER,
    "spread_note": _EITHER,
    "seal": _FIXED,
    "sealed_mark": _FIXED,
    "amendment": _FIXED,
    # 录取, 公示, 备案 (附件2 六（五）): the city decides, the region takes it on file
    "tie_ruling": _EITHER,
    "tie_draw": _FIXED,
    "declination": _EITHER,
    "selection": _EITHER,
    "selection_lock": _EITHER,
    "publication": Ownership(region=frozenset({"filed_on", "receipt"})),
    "mentor_change": _EITHER,
    "meeting": _EITHER,
    # the year of training (附件2 五、六（七）)
    "trainee": Ownership(region=_LEAVING, city=_LEAVING | {"mentor_uid"}),
    "school_teacher": _EITHER,
    "training_plan": _EITHER,
    "reading_item": _EITHER,
    "co_mentor": _EITHER,
    "visit": _EITHER,
    "gathering": _EITHER,
    "attendance": _EITHER,
    # evaluation: 盟市评议 by the city, 终评 and certificates by the region (附件2 七)
    "initial_evaluation": _EITHER,
    "midterm_evaluation": Ownership(region=frozenset({"filing_number"})),
    "annual_material": Ownership(city=frozenset({"city_score", "city_recommended", "city_order", "city_opinion"})),
    "assessment": Ownership(region=_GRADES, city=frozenset({"recommended"}), reserved=_GRADES),
    "certificate": Ownership(_REGION_MAKES),
    "certificate_check": _EITHER,
    "certificate_print": _EITHER,
    "certificate_collection": _EITHER,
    # afterwards (附件1 七, 附件2 八)
    "alumni_record": _EITHER,
    "tracking_stop": _EITHER,
    "summary_item": _EITHER,
}
"""Table → who writes it; `exchange/scope.py` has the same tables with the packages they travel in."""

_KEPT = frozenset({"certificate", "selection_lock"})
"""Beside the fixed ones, what nobody removes: numbers and lists stay on file, void or opened (附件2 七（三）)."""
_OWN = frozenset({"uid", "office", "revision"})
_COUNTED = frozenset({"uid", "revision"})
"""What every store counts for itself."""
_BLANK = (None, "", 0, "0", "[]", "{}")
"""What a field holds when nobody has written it, as stored."""


def allowed(
    table: str, column: str, author_office: str, owner_office: str, old: object, new: object, programme: str = ""
) -> str | None:
    """Why an office may not write `new` over `old` in one field, as a code; None: it may.

    Values are as stored; `old` None in a record being made (ask `may_make` as well). `programme` blank where the table has none. Whether the
    record is of the author's own city is asked of `may_reach`.
    """
    rule = OWNERSHIP.get(table)
    if rule is None:
        return "ownership.stays"
    author, own = role_of(author_office), author_office == owner_office
    if refused := _foreign(author, author_office, owner_office, programme):
        return refused
    if old == new or (old is None and new in _BLANK):
        return None
    if column in _OWN:
        return None if old is None else "ownership.identity"
    if rule.fixed and old is not None:
        return "ownership.fixed"
    if author is CITY and column in rule.reserved:
        return "ownership.region-field"
    if not own and column not in (rule.region if author is REGION else rule.city):
        return "ownership.owner-field"
    if column == "state" and table in TRANSITIONS:
        return None if _leads(table, old, new, author, own=own, programme=programme) else "ownership.state"
    return _value(table, column, author_office, new) if author is CITY else None


def refusal(
    table: str,
    kind: str,
    author_office: str,
    owner_office: str,
    changes: Mapping[str, tuple[object, object]],
    programme: str = "",
) -> tuple[str, str] | None:
    """What an office may not do to a record: a code and the column, blank where it is the whole record. None: it may.

    `kind`: new, changed or deleted; `changes`: column → old and new value, as stored.
    """
    whole = {"new": may_make, "deleted": may_remove}.get(kind)
    if whole is not None and (code := whole(table, author_office, owner_office, programme)):
        return code, ""
    if kind == "deleted":
        return None
    for column, (old, new) in changes.items():
        if column in _COUNTED:
            continue
        if code := allowed(table, column, author_office, owner_office, old, new, programme):
            return code, column
    return None


def may_make(table: str, author_office: str, owner_office: str, programme: str = "") -> str | None:
    """Why an office may not make a record of this table in that name, as a code; None: it may."""
    rule = OWNERSHIP.get(table)
    if rule is None:
        return "ownership.stays"
    if author_office != owner_office:
        return "ownership.identity"
    author = role_of(author_office)
    if refused := _foreign(author, author_office, owner_office, programme):
        return refused
    return None if author in rule.makers else "ownership.not-maker"


def may_remove(table: str, author_office: str, owner_office: str, programme: str = "") -> str | None:
    """Why an office may not remove a record, as a code; None: it may. Only the owner removes, and nothing that is kept."""
    rule = OWNERSHIP.get(table)
    if rule is None:
        return "ownership.stays"
    if rule.fixed or table in _KEPT:
        return "ownership.fixed"
    if refused := _foreign(role_of(author_office), author_office, owner_office, programme):
        return refused
    return None if author_office == owner_office else "ownership.removal"


def may_reach(office: str, programme: str, city: str) -> bool:
    """Whether a record of this programme and city is any business of an office: a city has its own people of the pilot (附件2 二（一）).

    Blank where a record is of both programmes, or of no city.
    """
    return is_region(office) or (programme != NATIONAL and city in ("", office))


def _foreign(author: Role, author_office: str, owner_office: str, programme: str) -> str | None:
    """What no city touches, whatever the field: the national programme and another city's records."""
    if author is REGION:
        return None
    if programme == NATIONAL:
        return "ownership.national"
    return None if author_office == owner_office or is_region(owner_office) else "ownership.other-city"


@lru_cache(4096)  # asked of every record of a package, about a handful of states
def _leads(table: str, old: object, new: object, author: Role, *, own: bool, programme: str) -> bool:
    """Whether this office may lead a record from `old` (None: it is being made) to `new`: back over its own moves, then on by others.

    A city takes back only to where it could have gone by itself: what the region gave is not given again by withdrawing a withdrawal.
    """
    rows = [t for t in TRANSITIONS[table] if t.programme in ("", programme) or not programme]
    said = [t for t in rows if may_say(t, author, own=own)]
    mine = {t.target.value for t in said}

    def back(state: object) -> set[object]:
        before: set[object] = {s.value for t in said if t.target == state for s in t.sources}
        return before if author is REGION else before & mine

    def ahead(state: object) -> set[object]:
        return {t.target.value for t in said if (state in t.sources if state is not None else not t.sources)}

    return new in _reached(_reached({old}, back), ahead)


def _reached(start: set[object], after: Callable[[object], set[object]]) -> set[object]:
    """Every state that repeated steps lead to, the first ones included."""
    seen, waiting = set(start), list(start)
    while waiting:
        fresh = after(waiting.pop()) - seen
        seen |= fresh
        waiting += fresh
    return seen


def _value(table: str, column: str, office: str, new: object) -> str | None:
    """Fields in which a city may write some values and not others."""
    if (table, column) == ("application", "result") and new not in ("", "ineligible"):
        return "ownership.region-field"  # 复审通过 is the region's word; a city may refuse
    if (table, column) == ("decision", "key") and not str(new).startswith(f"seats.pilot.{office}."):
        return (
            "ownership.region-field"  # only how a city's seats are split among subjects is left to it (附件2 三（四）)
        )
    if (table, column) == ("step_result", "step") and CITY not in done_by(str(new)):
        return "ownership.region-field"
    return None
