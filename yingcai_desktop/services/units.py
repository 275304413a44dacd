"""机构与联系人: the units of the notice, their 领导小组 and contacts (附件1 二, 附件2 二), and the schools that take part."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from db.models import Application, School, UnitPerson
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.names import normalise_name
from yingcai_desktop.services import summaries

POSTS = ("领导小组组长", "领导小组副组长", "领导小组成员", "联系人", "学校日常负责教师")
"""Posts the notice names; others may be typed."""
LEADER = POSTS[0]
_KIND_CLAUSE = {
    "office": "附件2 二（一）",
    "university": "附件1 二（二）、附件2 二（三）：成立由校领导担任组长的领导小组",
    "school": "附件1 二（三）、附件2 二（四）：成立以校领导为组长的领导小组",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a unit."""

    uid: str
    post: str
    name: str
    position: str
    phone: str
    email: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with its people. `uid` is its name."""

    uid: str
    kind: str
    kind_name: str
    programmes: str
    clause: str
    people: tuple[Person, ...]

    @property
    def leader(self) -> str:
        """组长, by name; blank where nobody is registered."""
        return "、".join(p.name for p in self.people if p.post == LEADER)

    @property
    def contact(self) -> str:
        """Contacts, by name."""
        return "、".join(p.name for p in self.people if p.post not in POSTS[:3])

    @property
    def lacks(self) -> str:
        """What the notice asks for and is not registered."""
        missing = [] if self.leader or self.kind == "office" else ["缺组长"]
        return "、".join([*missing, *([] if self.contact else ["缺联系人"])])


def units(desk: Desk, programme: str = "") -> list[Unit]:
    """Every unit in scope, offices first, each once even if it takes part in both programmes."""
    with desk.read() as session:
        people: dict[str, list[Person]] = defaultdict(list)
        for p in session.scalars(select(UnitPerson)):
            people[p.unit].append(Person(p.uid, p.post, p.name, p.position, p.phone, p.email, p.address, p.note))
    found: dict[str, tuple[str, str, list[str]]] = {}
    for due in summaries.checklist(desk, programme):
        _kind, _name, short = found.setdefault(due.unit, (due.kind, due.kind_name, []))
        if (label := desk.schemes[due.programme].short) not in short:
            short.append(label)
    order = {post: n for n, post in enumerate(POSTS)}
    return [
        Unit(unit, kind, name, "、".join(short), _KIND_CLAUSE[kind],
             tuple(sorted(people[unit], key=lambda p: (order.get(p.post, len(order)), p.name))))
        for unit, (kind, name, short) in sorted(found.items(), key=lambda item: ("office", "university", "school").index(item[1][0]))
    ]  # fmt: skip


def save_person(desk: Desk, unit: str, values: Mapping[str, str], uid: str = "") -> str:
    """Keep somebody of a unit, new without `uid`; returns the uid. Raises `Invalid` without name or post, `NotAllowed` if gone."""
    name, post = normalise_name(values.get("name", "")), values.get("post", "").strip()
    if not name or not post:
        raise Invalid("姓名和职责都要填写。没有存入，请补齐后再存。")
    facts = {key: values.get(key, "").strip() for key in ("position", "phone", "email", "address", "note")}
    with desk.change("unit.save") as change:
        same = change.scalars(select(UnitPerson).where(UnitPerson.unit == unit, UnitPerson.post == post, UnitPerson.name == name)).first()
        if same is not None and same.uid != uid:
            raise Invalid(f"{unit} 的“{post}”里已有 {name}。没有存入；要改电话等内容，请选中那一行修改。")
        record = change.get(UnitPerson, uid) if uid else UnitPerson(unit=unit, post=post, name=name)
        if record is None:
            raise NotAllowed("这位人员已被删除。没有存入，请刷新后重新登记。")
        record.post, record.name = post, name
        for key, text in facts.items():
            setattr(record, key, text)
        change.add(record)
        change.flush()
        return record.uid


def remove_person(desk: Desk, uid: str) -> None:
    """Take somebody off the list; the journal keeps who it was."""
    with desk.change("unit.remove") as change:
        record = change.get(UnitPerson, uid)
        if record is not None:
            change.delete(record)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school of the directory."""

    uid: str
    name: str
    city: str
    programmes: tuple[str, ...]
    aliases: tuple[str, ...]
    applicants: int


def schools(desk: Desk) -> list[SchoolRow]:
    """The directory of schools (附件1 三.3, 附件2 三（三）), with how many applied from each."""
    with desk.read() as session:
        counts: dict[str, int] = defaultdict(int)
        for uid in session.scalars(select(Application.school_uid)):
            counts[uid] += 1
        rows = list(session.scalars(select(School).order_by(School.city, School.name)))
        return [SchoolRow(s.uid, s.name, s.city, tuple(s.programmes), tuple(s.aliases), counts[s.uid]) for s in rows]


def save_school(desk: Desk, values: Mapping[str, str], uid: str = "") -> str:
    """Keep a school: name, city, programmes and short names. Raises `Invalid`; the national programme has its own list (附件1 三.3)."""
    name, city = "".join(values.get("name", "").split()), values.get("city", "")
    programmes = [p for p in desk.schemes.programmes if values.get(p) == "1"]
    aliases = [a for a in values.get("aliases", "").replace("，", "、").replace(",", "、").split("、") if a.strip()]
    if not name or city not in desk.schemes.city_names or not programmes:
        raise Invalid("学校全称、盟市和参与项目都要填写。没有存入，请补齐后再存。")
    for programme in programmes:
        named = {s.name for s in desk.schemes[programme].schools}
        if named and name not in named:
            raise Invalid(
                f"{name}不在{desk.schemes[programme].short}的参与中学里（附件1 三.3：{'、'.join(sorted(named))}）。没有存入；请去掉这个项目。"
            )
    with desk.change("school.save") as change:
        taken = {alias: s.name for s in change.scalars(select(School)) if s.uid != uid for alias in (s.name, *s.aliases)}
        clash = next((word for word in (name, *aliases) if word in taken), "")
        if clash:
            raise Invalid(f"“{clash}”已经是{taken[clash]}的名称或简称。没有存入，请换一个。")
        record = change.get(School, uid) if uid else School(name=name, city=city, programmes=programmes, aliases=aliases)
        if record is None:
            raise NotAllowed("这所学校已被删除。没有存入，请刷新后重新登记。")
        record.name, record.city, record.programmes, record.aliases = name, city, programmes, aliases
        change.add(record)
        change.flush()
        return record.uid
