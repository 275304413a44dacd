"""Which records travel in which package, and what stays at home (features K15, 附件2 六、七; domain.md §5).

A city sends and gets what concerns its own people of the pilot, nobody else's, and nothing of the national programme. A record travels with
all its revisions, its removal included, and never without the records it refers to. It travels whole, for the journal vouches for the whole
of it: what a recipient does not need is kept in tables that stay.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from db.base import Record
from db.journal import removed
from db.rows import models_by_table, table_of
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.exchange.kinds import Way, way_of
from yingcai_desktop.rules.ownership import NATIONAL, is_region, may_reach
from yingcai_desktop.scheme import Schemes


class By(Enum):
    """How it is known whom a record concerns."""

    PARENT = "the record its first reference names"
    COLUMNS = "its own programme and city; blank: everybody"
    CITY = "its own city; blank: no single city's"
    UNIVERSITY = "the city of the university"
    PERSON = "an application of the same programme and ID number"
    KNOWN_PERSON = "the city that made it, or has an application of the same ID number"
    OFFICE = "the office that made it"
    EVERYBODY = "both programmes and every city"


TRAVELLING: Mapping[str, By] = {
    "school": By.CITY,
    "decision": By.EVERYBODY,
    "step_result": By.COLUMNS,
    "supervision": By.CITY,
    "supervision_finding": By.PARENT,
    "application": By.COLUMNS,
    "attachment": By.PARENT,
    "material_check": By.PARENT,
    "mentor": By.UNIVERSITY,
    "team_member": By.PARENT,
    "exam_session": By.COLUMNS,
    "exam_event": By.PARENT,
    "test_score": By.PARENT,
    "shortlist_entry": By.PARENT,
    "panel": By.COLUMNS,
    "panel_draw": By.COLUMNS,
    "panel_place": By.PARENT,
    "panel_recusal": By.PARENT,
    "interview_score": By.PARENT,
    "component_score": By.PARENT,
    "spread_note": By.PARENT,
    "seal": By.COLUMNS,
    "sealed_mark": By.PARENT,
    "amendment": By.PARENT,
    "tie_ruling": By.COLUMNS,
    "tie_draw": By.COLUMNS,
    "declination": By.PERSON,
    "dual_place": By.PARENT,
    "selection": By.PARENT,
    "selection_lock": By.CITY,
    "publication": By.COLUMNS,
    "mentor_change": By.PARENT,
    "meeting": By.COLUMNS,
    "trainee": By.PARENT,
    "school_teacher": By.PARENT,
    "training_plan": By.PARENT,
    "reading_item": By.PARENT,
    "co_mentor": By.PARENT,
    "visit": By.PARENT,
    "gathering": By.COLUMNS,
    "attendance": By.PARENT,
    "initial_evaluation": By.PARENT,
    "midterm_evaluation": By.PARENT,
    "annual_material": By.PARENT,
    "assessment": By.PARENT,
    "certificate": By.PARENT,
    "certificate_check": By.PARENT,
    "certificate_print": By.PARENT,
    "certificate_collection": By.PARENT,
    "alumni_record": By.KNOWN_PERSON,
    "tracking_stop": By.KNOWN_PERSON,
    "summary_item": By.OFFICE,
}
"""Table → how it is known whom a record concerns. A table is here or in `STAYING`; tests/exchange/test_scope.py asks for every one."""

_SUBJECT = {"application_uid", "mentor_uid", "seal_uid", "supervision_uid"}
"""References that say whom a record concerns, where a table has several."""

STAYING: Mapping[str, str] = {
    "user": "每个单位登记自己的用户",
    "recovery_sheet": "恢复单只打开本单位的数据文件",
    "trial_plan": "试算只供本单位会上比较，不是结果",
    "draft": "没有存入登记簿的草稿不是记录",
    "disclosure": "谁看过完整号码，由本单位留存备查",
    "entry_sheet": "双录的过程留在登分的单位，往来的是核定后的成绩和封存",
    "entry_mark": "双录的过程留在登分的单位，往来的是核定后的成绩和封存",
    "expert": "终评专家由自治区掌握（附件2 七（三））",
    "recusal": "终评专家由自治区掌握（附件2 七（三））",
    "expert_draw": "谁评哪名学员，盟市不需要知道",
    "expert_task": "谁评哪名学员，盟市不需要知道",
    "expert_score": "专家个人的打分不出自治区，盟市得到终评结果",
    "dossier_view": "谁查阅过档案，由督导的单位留存备查",
    "national_certificate": "中学生英才计划由自治区办理，不经盟市（附件1 八）",
    "objection": "谁反映了什么，由受理的单位留存；公示的结果随录取名单报送",
    "meeting_guest": "见面会的签到是办会单位的过程记录",
    "unit_person": "联系人和电话由各单位自己登记",
    "reminder_days": "多少天提醒由各单位自己定",
    "stage_days": "各单位的日程由各单位自己安排",
    "package": "收发登记是各单位自己的",
    "voiding": "撤销的是本单位的导入",
    "withheld": "拒收的内容留在收件单位，由它告知发件单位",
    "directory_version": "名录由自治区签发，随包单独附带",
    "panel_task": "面试任务发给了谁、用什么公钥，由组织面试的单位掌握",
    "panel_return": "评委在评委席打的分留在登分的单位，往来的是核定后的成绩和封存",
    "seat_task": "面试任务只在评委席的电脑上，用完即清除",
    "seat_mark": "评委席的评分用打分包送回，不作为记录往来",
    "seat_judge": "评委席的评分用打分包送回，不作为记录往来",
    "office_key": "密钥不出本单位的数据文件",
}
"""Table → why its records never leave the office."""

_ALWAYS = ("decision", "step_result")
_SEALS = ("seal", "sealed_mark", "amendment")
_TRACKING = ("alumni_record", "tracking_stop")
_ADMISSION = ("tie_ruling", "declination", "publication", "mentor_change", "trainee")
_YEAR = ("trainee", "mentor_change", "initial_evaluation", "midterm_evaluation")

CONTENTS: Mapping[tuple[Kind, Way], tuple[str, ...]] = {
    (Kind.BASE, Way.DOWN): ("school", "panel", "gathering", "supervision", "supervision_finding", *_TRACKING),
    (Kind.MENTORS, Way.UP): ("mentor", "team_member"),
    (Kind.MENTORS, Way.DOWN): ("mentor", "team_member"),
    (Kind.APPLICATIONS, Way.UP): ("application", "attachment", "material_check"),
    (Kind.APPLICATIONS, Way.DOWN): ("school", "application", "attachment", "material_check", *_TRACKING),
    (Kind.TEST_SCORES, Way.UP): ("exam_session", "exam_event", "test_score", "shortlist_entry", *_SEALS),
    (Kind.TEST_SCORES, Way.DOWN): ("exam_session", "exam_event", "test_score", "shortlist_entry", *_SEALS),
    (Kind.INTERVIEW_RESULTS, Way.UP): (
        "panel", "panel_draw", "panel_place", "panel_recusal", "interview_score", "component_score", "spread_note", *_SEALS,
    ),
    (Kind.ADMITTED, Way.UP): ("selection", "selection_lock", "tie_draw", "meeting", *_ADMISSION),
    (Kind.ADMITTED, Way.DOWN): ("dual_place", *_ADMISSION),
    (Kind.MIDTERM_EXITS, Way.UP): _YEAR,
    (Kind.MIDTERM_EXITS, Way.DOWN): ("trainee", "midterm_evaluation"),
    (Kind.RECOMMENDATIONS, Way.UP): (
        *_YEAR, "annual_material", "assessment", "visit", "training_plan", "reading_item", "co_mentor", "school_teacher",
        "gathering", "attendance", "supervision_finding", "summary_item", *_TRACKING,
    ),
    (Kind.FINAL_RESULTS, Way.UP): ("certificate_check", "certificate_print", "certificate_collection"),
    (Kind.FINAL_RESULTS, Way.DOWN): ("trainee", "assessment", "certificate", "certificate_check", "certificate_print"),
}  # fmt: skip
"""Kind and way → the tables it is about; `_ALWAYS` and whatever these records refer to come with them."""

_SEAL_KINDS = {Kind.TEST_SCORES: frozenset({"test"}), Kind.INTERVIEW_RESULTS: frozenset({"interview", "component"})}
"""A seal travels with the marks it seals; seals of experts' marks stay with those marks."""


def records_of(session: Session, kind: Kind, sender: str, recipient: str, schemes: Schemes) -> dict[str, set[str]]:
    """Table → uids of the records a package of this kind holds, removed ones included; empty for kinds without records.

    Raises `ValueError` for a kind that does not go from such a sender to such a recipient: the caller offers `kinds_for(way)` only.
    """
    way = way_of(sender, recipient)
    if way is None or (kind, way) not in CONTENTS:
        if way is not None and kind in (Kind.RECEIPT, Kind.ENROLMENT):
            return {}
        raise ValueError(f"no package {kind} from {sender} to {recipient}")
    city = sender if way is Way.UP else recipient
    ground = Ground(session, schemes)
    wanted = {
        table: {uid for uid in ground.rows(table) if ground.concerns(table, uid, city)}
        for table in (*_ALWAYS, *CONTENTS[kind, way])
        if table in ground.tables
    }
    _only_seals_of(ground, wanted, _SEAL_KINDS.get(kind, frozenset()))
    return {table: uids for table, uids in ground.closed(wanted, city).items() if uids}


Incoming = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Table → uid → column → stored value: records as a package would make them."""
UNKNOWN = ("", "?")
"""The part of a record about somebody who is not here; no city's business."""


def out_of_reach(session: Session, schemes: Schemes, city: str, incoming: Incoming) -> set[tuple[str, str]]:
    """Of the records a package brings, those that are no business of the city it comes from or goes to (table, uid).

    They are judged beside what is stored, so that a city cannot write about another one's people, nor be sent them. What refers to nobody
    known is not judged: it waits for whom it refers to.
    """
    ground = Ground(session, schemes, incoming)
    return {
        (table, uid)
        for table, rows in incoming.items()
        if table in ground.tables
        for uid in rows
        if ground.part(table, uid)[1] != UNKNOWN[1] and not ground.concerns(table, uid, city)
    }


def _only_seals_of(ground: "Ground", wanted: dict[str, set[str]], kinds: frozenset[str]) -> None:
    if "seal" in wanted:
        wanted["seal"] = {uid for uid in wanted["seal"] if ground.rows("seal")[uid]["kind"] in kinds}
        for table in ("sealed_mark", "amendment"):
            wanted[table] = {uid for uid in wanted[table] if ground.rows(table)[uid]["seal_uid"] in wanted["seal"]}


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a record of another table by one of its columns."""

    column: str
    table: str
    target: str


class Ground:
    """The records of a store, removed ones too, by what says whom they concern and what they refer to."""

    def __init__(self, session: Session, schemes: Schemes, incoming: Incoming | None = None) -> None:
        self._session, self._incoming = session, incoming or {}
        models = {name: model for name, model in models_by_table().items() if issubclass(model, Record)}
        self.tables: dict[str, Table] = {name: table_of(model) for name, model in models.items() if name in TRAVELLING}
        self.references = {name: _references(table, self.tables) for name, table in self.tables.items()}
        self._rows: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._removed: dict[str, dict[str, dict[str, Any]]] = removed(session, self.tables)
        self._by: dict[tuple[str, str], dict[Any, str]] = {}
        self._parts: dict[tuple[str, str], tuple[str, str]] = {}
        self._cities = {(s.programme, u.name): u.city for s in schemes.programmes.values() for u in s.universities}
        self._people: dict[tuple[str, str], str] = {}
        self._id_numbers: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("application").values():
            self._people[row["programme"], row["id_number"]] = row["city"]
            if row["programme"] != NATIONAL:
                self._id_numbers[row["city"]].add(row["id_number"])

    def rows(self, table: str) -> Mapping[str, Mapping[str, Any]]:
        """uid → the columns that matter here, of every record there is or was."""
        if table not in self._rows:
            columns = self._columns(table)
            found: dict[str, Mapping[str, Any]] = {
                uid: {c: values[c] for c in columns if c in values}
                for uid, values in self._removed.get(table, {}).items()
            }
            at = self.tables[table].columns
            result = self._session.execute(select(at.uid, *(at[c] for c in columns)))
            found.update((uid, dict(zip(columns, values, strict=True))) for uid, *values in result)
            found.update(
                (uid, {c: values.get(c) for c in columns}) for uid, values in self._incoming.get(table, {}).items()
            )
            self._rows[table] = found
        return self._rows[table]

    def concerns(self, table: str, uid: str, city: str) -> bool:
        """Whether a record is a city's business."""
        by, row = TRAVELLING[table], self.rows(table)[uid]
        if by is By.OFFICE:
            return bool(row["office"] == city)
        if by is By.KNOWN_PERSON:
            return row["office"] == city or row["id_number"] in self._id_numbers[city]
        programme, place = self.part(table, uid)
        return may_reach(city, programme, place)

    def part(self, table: str, uid: str) -> tuple[str, str]:
        """Programme and city of a record; blank: both, everybody. `UNKNOWN` where the one it is about is not here."""
        if (table, uid) not in self._parts:
            self._parts[table, uid] = self._part(table, uid)
        return self._parts[table, uid]

    def closed(self, wanted: Mapping[str, Iterable[str]], city: str) -> dict[str, set[str]]:
        """These records and everything they refer to; a record that refers to what is not the city's business stays behind."""
        found: dict[str, set[str]] = defaultdict(set)
        for table, uids in wanted.items():
            for uid in uids:
                self._take(table, uid, city, found)
        return dict(found)

    def _take(self, table: str, uid: str, city: str, found: dict[str, set[str]]) -> bool:
        """Take one record with what it refers to, or nothing of it."""
        if uid in found[table]:
            return True
        if not self.concerns(table, uid, city):
            return False
        row, parents = self.rows(table)[uid], []
        for reference in self.references[table]:
            if row[reference.column] is None:
                continue
            parent = self._find(reference, row[reference.column])
            if parent is None:
                return False
            parents.append((reference.table, parent))
        if not all(self._take(*parent, city, found) for parent in parents):
            return False
        found[table].add(uid)
        return True

    def _find(self, reference: Reference, value: Any) -> str | None:
        if reference.target == "uid":
            return value if value in self.rows(reference.table) else None
        key = (reference.table, reference.target)
        if key not in self._by:
            self._by[key] = {row[reference.target]: uid for uid, row in self.rows(reference.table).items()}
        return self._by[key].get(value)

    def _part(self, table: str, uid: str) -> tuple[str, str]:
        row = self.rows(table)[uid]
        match TRAVELLING[table]:
            case By.COLUMNS:
                # 录取 of the national programme is known to every city, for 双录取; who was admitted is not
                shown = table == "step_result" and row["step"] == "admit"
                return ("" if shown else row["programme"]), row["city"]
            case By.CITY:
                return row.get("programme", ""), row["city"] or "-"
            case By.UNIVERSITY:
                return row["programme"], self._cities.get((row["programme"], row["university"]), "-")
            case By.PERSON:
                return row["programme"], self._people.get((row["programme"], row["id_number"]), UNKNOWN[1])
            case By.PARENT:
                subject = self._subject(table)
                parent = None if row[subject.column] is None else self._find(subject, row[subject.column])
                return UNKNOWN if parent is None else self.part(subject.table, parent)
            case _:
                return "", ""

    def _subject(self, table: str) -> Reference:
        references = self.references[table]
        return next(r for r in references if r.column in _SUBJECT)

    def _columns(self, table: str) -> list[str]:
        """What is read of a table: its references, what others refer to, and what says whom it concerns."""
        wanted = {r.column for r in self.references[table]}
        wanted |= {r.target for rows in self.references.values() for r in rows if r.table == table} - {"uid"}
        wanted |= {"office", "programme", "city", "university", "id_number", "kind", "step"}
        return [str(c.name) for c in self.tables[table].columns if c.name in wanted]


def _references(table: Table, known: Mapping[str, Table]) -> tuple[Reference, ...]:
    """The foreign keys of a table to tables that travel; bytes of attachments go as files of their own."""
    keys = sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
    return tuple(
        Reference(str(k.parent.name), k.column.table.name, str(k.column.name))
        for k in keys
        if k.column.table.name in known
    )


def recipients(office: str, schemes: Schemes) -> list[str]:
    """Offices an office exchanges packages with: the region with every city, a city with the region alone."""
    return [code for code in schemes.offices if is_region(code) != is_region(office)]
