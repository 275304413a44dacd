"""A decision file as it was written: read, typed and checked against the schemes (FORMAT: docs/workbooks.md §4). Nothing is stored here."""

import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from yingcai_desktop.decision_names import TITLES
from yingcai_desktop.decisions import LISTS, flatten
from yingcai_desktop.errors import Invalid, Problem
from yingcai_desktop.rules.identity import normalise_id
from yingcai_desktop.rules.names import normalise_name
from yingcai_desktop.rules.rulings import Ruling, ruling_problems
from yingcai_desktop.scheme import Schemes


class SchoolEntry(msgspec.Struct, frozen=True):
    """`[[schools]]`."""

    name: str
    city: str
    programmes: list[str]
    aliases: list[str] = []
    synthetic: bool = False


class PanelEntry(msgspec.Struct, frozen=True):
    """`[[panels]]`; city is blank for the national programme."""

    programme: str
    subject: str
    name: str
    judges: list[str]
    city: str = ""


class TieEntry(msgspec.Struct, frozen=True):
    """`[[ties]]`: a tie settled by people."""

    programme: str
    subject: str
    order: list[str]
    reason: str
    by: list[str]
    city: str = ""


class DeclinedEntry(msgspec.Struct, frozen=True):
    """`[[declined]]`."""

    programme: str
    id_number: str
    reason: str


Entry = TypeVar("Entry", SchoolEntry, PanelEntry, TieEntry, DeclinedEntry)


@dataclass(frozen=True)
class DecisionFile:
    """What one file says; `unknown` are names of parts nobody knows. People are written as the store writes them."""

    values: Mapping[str, Any]
    schools: tuple[SchoolEntry, ...]
    panels: tuple[PanelEntry, ...]
    ties: tuple[TieEntry, ...]
    declined: tuple[DeclinedEntry, ...]
    unknown: tuple[str, ...]


def read(path: Path, season: int, schemes: Schemes) -> DecisionFile:
    """Read a decision file of one season. Raises `Invalid`: unreadable, another season's, or records that cannot be right."""
    tree = _tree(path)
    given = tree.get("season", season)
    if given != season:
        raise Invalid(
            f"决定文件是 {given} 年度的，这个数据文件是 {season} 年度的。什么都没有登记，请换成同一年度的文件。",
            [Problem("decision.season")],
        )
    file = DecisionFile(
        {k: v for k, v in flatten(tree) if k.split(".", 1)[0] in TITLES},
        tuple(_entries(tree, "schools", SchoolEntry)),
        tuple(map(_panel, _entries(tree, "panels", PanelEntry))),
        tuple(map(_tie, _entries(tree, "ties", TieEntry))),
        tuple(map(_declination, _entries(tree, "declined", DeclinedEntry))),
        tuple(k for k in tree if k not in TITLES and k not in LISTS),
    )
    wrong = list(_wrong(schemes, file))
    if wrong:
        raise Invalid(f"决定文件没有登记：{'；'.join(wrong)}。请改正后再登记。", [Problem("decision.invalid")])
    return file


def _tree(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Invalid(f"决定文件 {path.name} 打不开：{error.strerror}。请核对路径后重试。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"决定文件 {path.name} 读不懂：{error}。请按 TOML 格式改正后重试；什么都没有登记。") from error


def _entries(tree: Mapping[str, Any], part: str, kind: type[Entry]) -> list[Entry]:
    try:
        return msgspec.convert(tree.get(part, []), list[kind])  # type: ignore[valid-type]  # a type made at run time
    except msgspec.ValidationError as error:
        raise Invalid(f"决定文件的 [[{part}]] 有误：{error}。请改正后再登记。", [Problem("decision.invalid")]) from error


def _panel(entry: PanelEntry) -> PanelEntry:
    return msgspec.structs.replace(entry, judges=[normalise_name(j) for j in entry.judges])


def _tie(entry: TieEntry) -> TieEntry:
    return msgspec.structs.replace(entry, order=[normalise_id(i) for i in entry.order])


def _declination(entry: DeclinedEntry) -> DeclinedEntry:
    return msgspec.structs.replace(entry, id_number=normalise_id(entry.id_number))


def _wrong(schemes: Schemes, file: DecisionFile) -> Iterator[str]:
    """What is wrong with the records, as Chinese phrases: unknown places, the same thing twice, a tie nobody signed."""
    for school in file.schools:
        if school.city not in schemes.city_names:
            yield f"[[schools]] {school.name} 的盟市“{school.city}”不认识"
        yield from (f"[[schools]] {school.name} 的项目“{p}”不认识" for p in school.programmes if p not in schemes.programmes)
    for panel in file.panels:
        yield from _wrong_place(schemes, "panels", panel)
    for tie in file.ties:
        yield from _wrong_place(schemes, "ties", tie)
        ruling = Ruling(tuple(tie.order), tie.reason, tuple(tie.by))
        yield from (f"[[ties]] {tie.subject} 的 {problem}" for problem in ruling_problems(ruling))
    for declined in file.declined:
        if declined.programme not in schemes.programmes:
            yield f"[[declined]] 的项目“{declined.programme}”不认识"
    yield from (f"[[schools]] {name} 写了两次" for name in _twice(s.name for s in file.schools))
    yield from (f"[[panels]] {key[2]}{key[3]} 写了两次" for key in _twice(map(panel_key, file.panels)))


def panel_key(panel: PanelEntry) -> tuple[str, str, str, str]:
    """What makes a panel the same one: programme, city, subject, name."""
    return panel.programme, panel.city, panel.subject, panel.name


def _wrong_place(schemes: Schemes, part: str, entry: PanelEntry | TieEntry) -> Iterator[str]:
    if entry.programme not in schemes.programmes:
        yield f"[[{part}]] 的项目“{entry.programme}”不认识"
        return
    by_city = schemes[entry.programme].by_city
    if by_city != bool(entry.city) or (by_city and entry.city not in schemes.city_names):
        yield f"[[{part}]] {entry.subject} 的盟市“{entry.city}”不对"
    if entry.subject not in schemes.subject_names:
        yield f"[[{part}]] 的学科“{entry.subject}”不认识"


Key = TypeVar("Key", bound=Hashable)


def _twice(keys: Iterable[Key]) -> list[Key]:
    return [key for key, count in Counter(keys).items() if count > 1]
