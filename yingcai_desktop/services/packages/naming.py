"""Who or what a few records are about, in a clerk's words, also of those that are kept aside and have no row here."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.base import Base
from db.rows import models_by_table, shape_of
from db.sessions import images
from yingcai_desktop.exchange.history import nodes_of
from yingcai_desktop.exchange.planning import Key
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.subjects import NOBODY, TABLES, Subject, from_body

SHOWN = 5
"""Names a line says before 等."""


class Naming:
    """Reads what it needs of each record and remembers it: for dozens of records, where `subjects` reads all of them."""

    def __init__(self, session: Session, schemes: Schemes) -> None:
        self._session, self._schemes = session, schemes
        self._known: dict[Key, Subject] = {}

    def of(self, table: str, uid: str) -> Subject:
        """By its own fields, or those of what it refers to; `NOBODY` where nothing is known."""
        key = table, uid
        if key not in self._known:
            self._known[key] = NOBODY  # two that refer to each other come to an end
            values = self._values(table, uid)
            if values is not None:
                self._known[key] = from_body(self._schemes, table, values, self._referred(table, values))
        return self._known[key]

    def listed(self, keys: Sequence[Key], most: int = SHOWN) -> str:
        """`王一（…）的报名，李二（…）的报名材料 等 12 条`."""
        # no further than is said: each costs a look into the store
        said = "，".join(dict.fromkeys(self._words(*key) for key in keys[:most]))
        return said + (f" 等 {len(keys)} 条" if len(keys) > most else "")

    def _words(self, table: str, uid: str) -> str:
        name, what = self.of(table, uid).name, TABLES.get(table, table)
        return f"{name}的{what}" if name else what

    def _referred(self, table: str, values: dict[str, Any]) -> dict[str, Subject]:
        found: dict[str, Subject] = {}
        for key in Base.metadata.tables[table].foreign_keys:
            value = values.get(str(key.parent.name))
            if value is not None and key.column.name == "uid":
                found[str(value)] = self.of(str(key.column.table.name), str(value))
        return found

    def _values(self, table: str, uid: str) -> dict[str, Any] | None:
        model = models_by_table().get(table)
        if model is None:
            return None
        connection = self._session.connection()
        if (row := images(connection, shape_of(model), [uid]).get(uid)) is not None:
            return dict(row)
        nodes: Iterable[Any] = nodes_of(connection, [uid]).get((table, uid), ())
        said: dict[str, Any] = {}
        for node in sorted(nodes, key=lambda node: node.kind != "new"):
            said |= {**node.before, **node.values} if node.kind == "deleted" else node.values
        return said or None
