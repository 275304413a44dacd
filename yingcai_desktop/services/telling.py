"""Stored values and action codes in the words of a clerk: labels from the models, names for references, masks for numbers."""

from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Mentor, School
from yingcai_desktop.rules.identity import mask_id, mask_phone
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.review import state_label
from yingcai_desktop.sheets.headings import ELIGIBILITY, REASONS
from yingcai_desktop.vocabulary import KINDS

_ACTIONS = {
    "application.create": "新建报名",
    "application.edit": "更正报名",
    "application.undo": "撤销",
    "application.review": "资格审查",
    "mentor.review": "导师审核",
    "mentor.appoint": "聘任导师",
    "decision.record": "登记决定",
    "shortlist.make": "确定面试人选",
    "selection.admit": "录取",
    "training.open": "开始培养",
    "evaluation.midterm": "中期评价",
    "evaluation.recommend": "盟市推荐",
    "evaluation.final": "终评",
    "certificate.issue": "颁发证书",
}
_HIDDEN = frozenset({"uid", "revision", "office"})
"""Columns that are no business of a reader."""


def action_name(action: str) -> str:
    """An action code in words: a step, `导入报名`, or the label of the transition it took."""
    if action in _ACTIONS:
        return _ACTIONS[action]
    kind, _, verb = action.rpartition(".")
    if verb == "load":
        return f"导入{KINDS.get(kind, kind)}"
    return next((row.label for row in TABLES.get(kind, ()) if row.verb == verb), action)


class Names:
    """Names behind references, read once and only if asked for."""

    def __init__(self, session: Session, schemes: Schemes) -> None:
        self._session = session
        self.schemes = schemes
        self._tables = Base.metadata.tables

    def label(self, table: str, column: str) -> str:
        """The label of a column; blank for columns nobody reads."""
        found = self._tables[table].columns.get(column) if table in self._tables else None
        if found is None or column in _HIDDEN:
            return ""
        return str(found.info.get("label", column))

    @cached_property
    def references(self) -> dict[str, str]:
        """Schools and mentors by uid."""
        names = dict(self._session.execute(select(School.uid, School.name)).all())
        mentors = self._session.execute(select(Mentor.uid, Mentor.name, Mentor.university))
        return names | {uid: f"{name}（{university}）" for uid, name, university in mentors}


def told(names: Names, column: str, value: Any) -> str:
    """One stored value as it reads on the screen."""
    match value:
        case None | "":
            return ""
        case bool():
            return "是" if value else "否"
        case date():
            return value.isoformat()
        case list():
            return "、".join(REASONS.get(str(item), str(item)) for item in value)
        case str():
            return _told_text(names, column, value)
    return str(value)


def _told_text(names: Names, column: str, value: str) -> str:
    if column == "id_number":
        return mask_id(value)
    if column.endswith("phone"):
        return mask_phone(value)
    if column.endswith("_uid"):
        return names.references.get(value, "（已不在）")
    if column == "state":
        return next((found for kind in TABLES if (found := state_label(kind, value)) != value), value)
    if column == "city":
        return names.schemes.city_names.get(value, value)
    if column == "programme" and value in names.schemes.programmes:
        return names.schemes[value].short
    return ELIGIBILITY.get(value, value) if column == "result" else value
