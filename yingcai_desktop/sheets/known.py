"""What checking a workbook needs to know of the scheme, the decisions and the store: plain lookups, filled by the caller.

Filling it takes a handful of queries; checking then asks dictionaries only. Word lists are keyed as `sheets.text.folded` leaves a word.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yingcai_desktop.sheets.text import folded

MentorKey = tuple[str, str, str, str]
"""Programme, university, subject, name."""
PersonKey = tuple[str, str]
"""Programme and identity number."""
PanelKey = tuple[str, str, str, str]
"""Programme, city (blank where the programme does not count by city), subject, name of the panel."""


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """What the scheme of one programme says that concerns a cell; see `scheme.Scheme` for the clauses."""

    by_city: bool
    ranks_required: bool
    city_review: bool
    doctorate_expected: bool
    needs_recommendation: bool
    midterm_exits: bool
    capacity_limit: int
    member_degrees: Collection[str]
    member_titles: Collection[str]
    offers: Mapping[str, Collection[str]]
    """University → subjects it takes students of."""
    university_city: Mapping[str, str]
    criteria: Mapping[str, int]
    """Interview criterion → maximum."""
    dimensions: Mapping[str, int]
    """Dimension of the final assessment → maximum."""


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school that takes part."""

    uid: str
    name: str
    city: str
    programmes: Collection[str]


@dataclass(frozen=True, slots=True)
class KnownMentor:
    """A stored mentor; `placed` students are with them already."""

    uid: str
    appointed: bool
    placed: int = 0


@dataclass(frozen=True, slots=True)
class KnownPanel:
    """An interview panel with its judges by name, replaced ones too; `schools`: judge → school, for the recusal (domain.md §3.10)."""

    uid: str
    judges: Collection[str]
    schools: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A stored application and how far it has come. `panel_uid`: the panel drawn, or else that of the interview rows already stored."""

    uid: str
    name: str
    school_uid: str
    city: str
    subject: str
    approved: bool = False
    shortlisted: bool = False
    panel_uid: str = ""
    recused: Collection[str] = ()
    """Judges of the interview who must not judge this person, as declared."""
    admitted: bool = False
    begun: bool = False
    """Whether training was opened for them; those who have left since too."""
    exited: bool = False
    admitted_on: date | None = None
    team: Collection[str] = ()
    """Names of the student's own mentor and that mentor's team, for the recusal of experts."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A mark a workbook may repeat but not change: `score.sealed` or `score.entered`; `said` is its state, its marks and the full mark."""

    code: str
    said: tuple[object, ...]


@dataclass(slots=True)
class Known:
    """The lookups. The caller adds what it has stored before it has the next file of a command checked."""

    season: int
    rules: Mapping[str, ProgrammeRules]
    programmes: Mapping[str, str]
    cities: Mapping[str, str]
    subjects: Mapping[str, str]
    grades: Mapping[str, str]
    universities: Mapping[str, str]
    apply_until: date | None = None
    interview_step: Decimal | None = None
    schools: dict[str, KnownSchool] = field(default_factory=dict)
    mentors: dict[MentorKey, KnownMentor] = field(default_factory=dict)
    people: dict[PersonKey, KnownPerson] = field(default_factory=dict)
    tickets: dict[tuple[str, str], str] = field(default_factory=dict)
    """(Programme, 准考证号) → identity number."""
    panels: dict[PanelKey, KnownPanel] = field(default_factory=dict)
    fixed: dict[tuple[str, str, str], Fixed] = field(default_factory=dict)
    """(Table, application, judge or expert) → a mark that is sealed or was settled in double entry."""
    last_season: Collection[str] = ()
    """Identity numbers with an alumni record of the season before."""
    followed: Collection[str] = ()
    """Identity numbers of this season's trainees who are followed already (转入跟踪)."""
    stopped: Collection[str] = ()
    """Identity numbers of former trainees who took back their consent to be followed."""


def word_list(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Folded word → value, from (value, words for it); of two values with one word the first keeps it."""
    words: dict[str, str] = {}
    for value, names in entries:
        for name in names:
            words.setdefault(folded(name), value)
    return words
