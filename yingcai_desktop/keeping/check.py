"""The full check of a store: every page, every reference, every kept file, the whole journal, and the tables against it (账实核对).

There is no repair: what is found is shown, and a backup is restored (reliability §3.1).
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.blobs import BLOBS, damaged
from db.errors import Kind, StoreError
from db.journal import Difference, differences, head, verify_chain
from db.revisions import Head
from db.store import Store


class Trouble(enum.StrEnum):
    """What can be found."""

    PAGES = "pages"
    STRUCTURE = "structure"
    REFERENCE = "reference"
    CHAIN = "chain"
    DIFFERENCE = "difference"
    FILE = "file"
    FILE_GONE = "file-gone"


SENTENCES = {
    Trouble.PAGES: "数据页损坏或被改动",
    Trouble.STRUCTURE: "数据结构损坏",
    Trouble.REFERENCE: "记录引用了不存在的记录",
    Trouble.CHAIN: "操作日志的链条断裂：有条目被改动、删去或截去",
    Trouble.DIFFERENCE: "账实不符：现存记录与操作日志推算的不一致",
    Trouble.FILE: "材料文件损坏或被改动：内容与登记的校验值不符",
    Trouble.FILE_GONE: "登记了材料，但材料文件不在数据文件里",
}
_SHORT = 12
WHAT_TO_DO = "请不要继续录入，用“恢复备份”换回最近一份完好的备份，并保留现在的文件备查。"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `where` is ids and numbers only, never names."""

    trouble: Trouble
    where: str

    @property
    def message(self) -> str:
        """What the clerk reads."""
        return f"{SENTENCES[self.trouble]}（{self.where}）。"


@dataclass(frozen=True, slots=True)
class Report:
    """The result: `head` is the journal's length and hash, to be compared with paper."""

    findings: tuple[Finding, ...]
    head: Head | None

    @property
    def sound(self) -> bool:
        """Nothing was found."""
        return not self.findings


def check(store: Store, known: Iterable[Head] = ()) -> Report:
    """Read everything once (about a second for 10,000 applications). `known` are heads seen on paper or elsewhere."""
    findings: list[Finding] = []
    end: Head | None = None
    with store.read() as session:
        try:
            findings += _pages(session)
            if not findings:
                findings += [Finding(Trouble.CHAIN, f"第 {one.n} 条") for one in verify_chain(session, known)]
                end = head(session)
                findings += [] if findings else [_described(one) for one in differences(session, limit=100)]
                findings += [Finding(Trouble.FILE, name[:_SHORT]) for name in damaged(session)]
        except StoreError as error:
            if error.kind is not Kind.CORRUPT:
                raise
            findings.append(Finding(Trouble.PAGES, error.detail))
    return Report(tuple(findings), end)


def _pages(session: Session) -> list[Finding]:
    connection = session.connection()
    found = [Finding(Trouble.PAGES, str(row[0])) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    if found:
        return found  # the structure of damaged pages says nothing more
    structure = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    found += [Finding(Trouble.STRUCTURE, str(line)) for line in structure if line != "ok"]
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        trouble = Trouble.FILE_GONE if parent == BLOBS.name else Trouble.REFERENCE
        found.append(Finding(trouble, f"{table} 第 {row} 行 → {parent}"))
    return found


def _described(one: Difference) -> Finding:
    return Finding(Trouble.DIFFERENCE, f"{one.table} {one.uid} {one.field or '整条记录'}")
