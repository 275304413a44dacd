"""What the store's tests share: a key that needs no argon2, a moment, and small rows that fit the models."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from db.gate import Change
from db.models import Application, Mentor, School
from db.store import Store

KEY = bytes(range(32))
NOW = datetime(2025, 9, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))
WHO = {"actor": "经办甲", "at": NOW}


def new_store(folder: Path, name: str = "2025.ycdb") -> Store:
    return Store.create(folder / name, key=KEY, office="150000", season=2025)


def opened(path: Path, *, read_only: bool = False) -> Store:
    return Store.open(path, key=KEY, read_only=read_only)


def school(name: str = "示例一中", **more: Any) -> dict[str, Any]:
    return {"name": name, "city": "150100", "programmes": ["pilot"], "aliases": []} | more


def mentor(name: str = "导师甲", **more: Any) -> dict[str, Any]:
    row = {"programme": "national", "name": name, "university": "内蒙古大学", "subject": "数学", "degree": "博士"}
    return row | {"title": "教授", "capacity": 3, "university_opinion": "同意", "state": "approved"} | more


def applications(count: int, school_uid: str, mentor_uid: str) -> list[dict[str, Any]]:
    same = {"programme": "national", "gender": "女", "birth_date": date(2009, 5, 6), "city": "", "grade": "高一"}
    same |= {"school_uid": school_uid, "subject": "数学", "choice1_uid": mentor_uid, "adjust": True, "cohort": 600}
    same |= {
        "guardian_name": "家长",
        "guardian_phone": "13800000000",
        "student_consent": True,
        "guardian_consent": True,
    }
    same |= {"school_opinion": "同意推荐", "state": "submitted", "reasons": ["rank.ok"]}
    return [same | {"name": f"考生{n}", "id_number": f"150199{n:012d}"} for n in range(count)]


def season(change: Change, count: int) -> list[str]:
    """A school, a mentor and `count` applications; returns the applications' uids."""
    [school_uid] = change.insert(School, [school()])
    [mentor_uid] = change.insert(Mentor, [mentor()])
    return change.insert(Application, applications(count, school_uid, mentor_uid))
