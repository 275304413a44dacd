"""What an office may write in its own store is what other offices will take from it: one check under every way in (features K06).

Forms, pasted cells, workbooks, steps, undo and the command line all write through `Desk.change`, and each revision is held here against
`rules/ownership.py` before it is journaled. What packages bring was judged when it came (`exchange/planning.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from db.models import label
from db.revisions import Revision
from db.rows import models_by_table, shape_of
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.ownership import NATIONAL, OWNERSHIP, is_region, refusal

_SAID: Mapping[str, str] = {
    "ownership.owner-field": "{what}由{owner}登记，这一项只能由登记单位更改",
    "ownership.removal": "{what}由{owner}登记，只能由登记单位删除",
    "ownership.other-city": "{what}由{owner}登记，本单位不能更改",
    "ownership.region-field": "{what}由自治区管理办公室填写，盟市不能填写",
    "ownership.not-maker": "{what}只能由自治区管理办公室登记",
    "ownership.state": "{what}不能由本单位这样改动",
    "ownership.fixed": "{what}登记后不能更改或删除",
    "ownership.identity": "{what}归哪个单位不能改",
}
"""What is said at the desk; `codes` has the sentences for the office that receives a package."""


def judge(office: str, offices: Mapping[str, str]) -> Callable[[Connection, Sequence[Revision]], None]:
    """The check of one store. It raises `NotAllowed` for the first revision that is not the office's business."""

    def check(connection: Connection, revisions: Sequence[Revision]) -> None:
        by_table: dict[str, list[Revision]] = defaultdict(list)
        for one in revisions:
            if one.table in OWNERSHIP and one.heads is None and one.parents is None:  # else a package brought or settled it
                by_table[one.table].append(one)
        for table, found in by_table.items():
            known = _about(connection, table, [one.uid for one in found if one.kind == "changed"])
            for one in found:
                owner, programme = known.get(one.uid) or (str(one.body["office"]), str(one.body.get("programme") or ""))
                if programme == NATIONAL or (is_region(office) and owner == office):
                    continue  # a city that lends the region a hand keeps that to itself: it travels in no package
                if (refused := _refused(one, office, owner, programme)) is not None:
                    raise NotAllowed(_sentence(table, *refused, offices.get(owner, "登记单位")))

    return check


def _about(connection: Connection, table: str, uids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """uid → owner and programme of stored records."""
    programme = "programme" if "programme" in shape_of(models_by_table()[table]).names else "''"
    asked = f"SELECT uid, office, {programme} FROM {table} WHERE uid IN (SELECT value FROM json_each(?))"
    rows = connection.exec_driver_sql(asked, (msgspec.json.encode(list(uids)).decode(),))
    return {uid: (owner, of or "") for uid, owner, of in rows}


def _refused(one: Revision, office: str, owner: str, programme: str) -> tuple[str, str] | None:
    """Code and column of what is not allowed; the column is blank where it is the whole record."""
    changes = one.body if one.kind == "changed" else {column: (None, value) for column, value in one.body.items()}
    return refusal(one.table, one.kind, office, owner, changes, programme)


def _sentence(table: str, code: str, column: str, owner: str) -> str:
    model: Any = models_by_table()[table]
    what = f"“{label(getattr(model, column))}”" if column else "这类记录"
    return f"{_SAID[code].format(what=what, owner=owner)}。没有保存；请向该单位提出，由它办理后用数据包发来。"
