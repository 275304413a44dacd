"""A small invented season to check workbooks against, and grids written in Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from yingcai_desktop.rules.identity import expected_check_digit
from yingcai_desktop.scheme import Scheme, load_schemes
from yingcai_desktop.sheets.check import FileResult, check_book
from yingcai_desktop.sheets.grid import Area, Book, Cell, Grid
from yingcai_desktop.sheets.known import (
    Known,
    KnownMentor,
    KnownPanel,
    KnownPerson,
    KnownSchool,
    ProgrammeRules,
    word_list,
)

SCHOOLS = {
    "S1": ("呼和浩特市第二中学", "150100", ("national", "pilot"), ("呼市二中",)),
    "S2": ("包头市第九中学", "150200", ("pilot",), ("包头九中",)),
}
SCHEMES = load_schemes(2025)


def number(birth: str = "20090305", order: str = "001", county: str = "150199") -> str:
    """A sound identity number; an odd `order` is male."""
    body = county + birth + order
    return body + expected_check_digit(body + "0")


ID = number()
OTHER_ID = number(order="003")
GIRL = number(order="002")


def facts() -> Known:
    """Two schools, some mentors and panels, and people at every stage."""
    known = Known(
        2025,
        {s.programme: _rules(s) for s in SCHEMES.programmes.values()},
        word_list((s.programme, (s.label, *s.aliases)) for s in SCHEMES.programmes.values()),
        word_list((c.code, (c.name, c.code, *c.aliases)) for c in SCHEMES.common.cities),
        word_list((s.name, (s.name, *s.aliases)) for s in SCHEMES.common.subjects),
        word_list((g.name, (g.name, *g.aliases)) for g in SCHEMES.common.grades),
        word_list((u.name, (u.name, *u.aliases)) for s in SCHEMES.programmes.values() for u in s.universities),
        date(2025, 3, 31),
        Decimal("0.5"),
    )
    for uid, (name, city, programmes, aliases) in SCHOOLS.items():
        known.schools |= dict.fromkeys((name, *aliases), KnownSchool(uid, name, city, programmes))
    known.mentors |= {
        ("pilot", "内蒙古师范大学", "数学", "张山"): KnownMentor("M1", True),
        ("pilot", "内蒙古工业大学", "数学", "李斯"): KnownMentor("M2", True),
        ("pilot", "内蒙古工业大学", "数学", "未聘"): KnownMentor("M3", False),
        ("national", "内蒙古大学", "数学", "通拉嘎·巴图"): KnownMentor("M4", True),
    }
    known.panels["pilot", "150100", "数学", "甲组"] = KnownPanel("P1", ("评一", "评二"))
    known.panels["pilot", "150100", "数学", "乙组"] = KnownPanel("P2", ("评三",))
    known.last_season = {GIRL}
    return known


def _rules(scheme: Scheme) -> ProgrammeRules:
    return ProgrammeRules(
        by_city=scheme.by_city,
        ranks_required=scheme.eligibility.ranks_required,
        city_review=scheme.mentors.city_review,
        doctorate_expected=scheme.mentors.doctorate_expected,
        needs_recommendation=scheme.final.needs_recommendation,
        midterm_exits=scheme.midterm.exits,
        capacity_limit=scheme.mentors.capacity_limit,
        member_degrees=scheme.mentors.member_degrees,
        member_titles=scheme.mentors.member_titles,
        offers={u.name: u.subjects for u in scheme.universities},
        university_city={u.name: u.city for u in scheme.universities},
        criteria=scheme.interview.criteria,
        dimensions=scheme.final.dimensions,
    )


def person(**changes: object) -> KnownPerson:
    """Somebody who applied for mathematics in Hohhot."""
    return KnownPerson(
        **{"uid": "A1", "name": "巴图", "school_uid": "S1", "city": "150100", "subject": "数学", **changes}
    )  # type: ignore[arg-type]


def grid(
    rows: Sequence[Sequence[Cell | None]],
    name: str = "表",
    *,
    merged: Iterable[Area] = (),
    hidden: Iterable[int] = (),
    first: int = 1,
) -> Grid:
    """A sheet from rows of cells; None and blank text are blank cells."""
    filled = {
        n: {c: v for c, v in enumerate(cells) if v is not None and v != ""} for n, cells in enumerate(rows, first)
    }
    return Grid(name, {n: cells for n, cells in filled.items() if cells}, list(merged), frozenset(hidden))


def table(*rows: Mapping[str, Cell | None], name: str = "表", **options: Iterable[int]) -> Grid:
    """A sheet with a header in row 1 and these rows below it."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    return grid([titles, *([row.get(t) for t in titles] for row in rows)], name, **options)  # type: ignore[arg-type]


def check(kind: str, *sheets: Grid, known: Known | None = None) -> FileResult:
    """Check sheets as a file of that kind."""
    return check_book(kind, "文件.xlsx", Book(list(sheets)), known or facts())


def refused(result: FileResult) -> set[tuple[int, str, str]]:
    """(Row, column, code) of the refusals."""
    return {(f.row, f.column, f.code) for f in result.refusals}


def warned(result: FileResult) -> set[tuple[int, str, str]]:
    """(Row, column, code) of the warnings."""
    return {(f.row, f.column, f.code) for f in result.warnings}
