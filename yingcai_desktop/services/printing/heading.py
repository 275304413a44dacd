"""What every page says about itself: whose it is, what it covers, what it rests on; and what is said when there is nothing to print."""

from typing import NoReturn

from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.services import progress
from yingcai_desktop.services.basis import sentences
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.vocabulary import PRINTS, STEPS


def unit(desk: Desk) -> str:
    """The office that prints."""
    return desk.schemes.offices.get(desk.store.office, desk.store.office)


def heading(
    desk: Desk,
    decisions: Decisions,
    group: tuple[str, str, str],
    rests_on: tuple[str, ...] = (),
    facts: tuple[tuple[str, str], ...] = (),
    also: tuple[str, ...] = (),
) -> Heading:
    """The heading of a page about a group (city and subject may be blank). `rests_on`: parts of `basis.SENTENCES`; `also`: more grounds."""
    programme, city, subject = group
    grounds = (desk.schemes.common.document, *sentences(decisions, rests_on, group), *also)
    place = desk.schemes.city_names.get(city, city)
    return Heading(unit(desk), desk.store.season, desk.schemes[programme].name, place, subject, facts, grounds)


def parts(desk: Desk, scope: Scope) -> list[Scope]:
    """The lists a scope asks for, each one programme and, where seats are counted by city, one city."""
    found = list(dict.fromkeys((programme, city) for programme, city, _ in desk.schemes.groups()))
    return [Scope(programme, city) for programme, city in found if scope.covers(programme, city)]


def nothing(desk: Desk, what: str, step: str, scope: Scope) -> NoReturn:
    """Say why there is nothing to print: the step that comes first, or a scope nobody is in."""
    with desk.read() as session:
        done = progress.is_done(session, step, scope.programme)
    if not done:
        raise NotAllowed(
            f"还不能打印“{PRINTS[what]}”：请先完成“{STEPS[step]}”。没有生成文件。", [Problem("step.order", scope.programme, scope.city)]
        )
    raise NotAllowed(f"没有可打印的“{PRINTS[what]}”：{_where(desk, scope)}没有这样的人。请核对项目和盟市；没有生成文件。")


def _where(desk: Desk, scope: Scope) -> str:
    programme = desk.schemes[scope.programme].name if scope.programme else ""
    place = desk.schemes.city_names.get(scope.city, scope.city)
    return "、".join(part for part in (programme, place) if part) or "全部项目里"
