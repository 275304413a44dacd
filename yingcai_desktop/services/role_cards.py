"""岗位卡片: the words of `resources/help/cards`, and what others do from the same table the desk asks (rules/permissions.py)."""

from functools import cache

from yingcai_desktop.assets import resource
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.card import Card, Elsewhere, Task, cards_pdf
from yingcai_desktop.documents.prose import Kind, parse
from yingcai_desktop.rules import permissions
from yingcai_desktop.rules.duties import MEANING, Duty, listed
from yingcai_desktop.services.rights import Right, rights

TITLE = "岗位卡片"
_COLOURS = {Duty.CLERK: 0x17508F, Duty.REVIEWER: 0x1E6B45, Duty.JUDGE: 0x5A4596, Duty.SUPERVISOR: 0x8A5A12, Duty.ADMIN: 0x39434F}


def cards(unit: str, season: int) -> list[Card]:
    """One of each role."""
    return [_card(duty, unit, season) for duty in Duty]


def role_cards(desk: Desk) -> bytes:
    """A page each, in the name of the office."""
    return cards_pdf(cards(desk.schemes.offices.get(desk.store.office, desk.store.office), desk.store.season))


def elsewhere(duty: Duty) -> list[Elsewhere]:
    """What this role may not do and who may, by the parts of the year; a part of which nothing is theirs in one line."""
    found: list[Elsewhere] = []
    for part in dict.fromkeys(right.part for right in rights()):
        lines = [right for right in rights() if right.part == part]
        others = [right for right in lines if not permissions.permits(right.uid, {duty})]
        if len(others) == len(lines):
            found.append(Elsewhere(part, "全部", listed(d for right in lines for d in _holders(right))))
            continue
        by: dict[str, list[str]] = {}
        for right in others:
            by.setdefault(listed(_holders(right)), []).append(right.title)
        found += [Elsewhere(part, "、".join(dict.fromkeys(titles)), who) for who, titles in by.items()]
    return found


def _holders(right: Right) -> list[Duty]:
    return [duty for duty in Duty if permissions.permits(right.uid, {duty})]


def _card(duty: Duty, unit: str, season: int) -> Card:
    about, said = _source(duty)
    tasks = tuple(Task(*(part.strip() for part in line.split("｜"))) for line in said["最常做的五件事"])
    two = tuple(dict.fromkeys(r.title for r in rights() if r.two and permissions.permits(r.uid, {duty})))
    return Card(
        duty.label, MEANING[duty], about, said["我的事"], tasks, said["记住"], said["有疑问找谁"], tuple(elsewhere(duty)), two, unit, season,
        _COLOURS[duty],
    )  # fmt: skip


@cache
def _source(duty: Duty) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The introduction, and the lists under their headings."""
    said: dict[str, tuple[str, ...]] = {}
    about, under = "", ""
    for block in parse(resource("help", "cards", f"{duty.value}.md").read_text("utf-8")):
        if block.kind is Kind.HEADING:
            under = block.text
        elif block.kind is Kind.ITEM:
            said[under] = (*said.get(under, ()), block.text)
        else:
            about += block.text
    return about, said
