"""The register: every application once, marks that agree with the exports, rows kept up to date by a handful of queries."""

from collections import Counter

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.season import At
from tests.services.forms import form, identity
from yingcai_desktop.rules.identity import birth_date_of
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.services import deeds, drafts, exports
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import FORM, Register


def test_shows_everybody_in_the_order_of_every_list(at: At) -> None:
    desk = at("applied")

    rows = Register(desk).rows

    wanted = exports.export(desk, "applicants")
    assert [(r.programme, r.id_number) for r in rows] == [(w["programme"], w["id_number"]) for w in wanted]


def test_marks_agree_with_the_exports(at: At) -> None:
    desk = at("applied")
    rows = Register(desk).rows

    wanted = exports.export(desk, "applicants")

    assert [(r.dual, r.alumnus) for r in rows] == [(w["dual"], w["returning"]) for w in wanted]
    assert sum(r.dual for r in rows) > 0


def test_the_verdict_before_the_review_is_the_one_of_the_review(at: At) -> None:
    before = {r.uid: (r.result, r.reasons) for r in Register(at("applied")).rows}

    reviewed = {
        (r["programme"], r["id_number"]): (r["result"], tuple(r["reasons"]))
        for r in exports.export(at("reviewed"), "eligibility")
    }

    names = {r.uid: (r.programme, r.id_number) for r in Register(at("applied")).rows}
    assert {names[uid]: verdict for uid, verdict in before.items() if names[uid] in reviewed} == reviewed


def test_ranks_beyond_the_line_are_those_of_the_national_programme_only(at: At) -> None:
    rows = Register(at("applied")).rows

    assert {r.programme for r in rows if r.over_rank} == {"national"}
    assert all(r.result != "eligible" for r in rows if r.over_rank)


def test_reading_takes_as_many_queries_for_nobody_as_for_everybody(at: At) -> None:
    counts: list[int] = []
    for milestone in ("decided", "applied"):
        desk = at(milestone)
        seen: Counter[str] = Counter()

        def count(*args: object, seen: Counter[str] = seen) -> None:
            seen["statements"] += 1

        event.listen(Engine, "before_cursor_execute", count)
        try:
            Register(desk)
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        counts.append(seen["statements"])

    assert counts[0] == counts[1] < 12


def test_refreshing_some_rows_gives_what_reading_all_gives(at: At) -> None:
    desk = at("applied")
    register = Register(desk)
    some = [r.uid for r in register.rows if r.result == "eligible"][:3]
    reviewing.carry_out(desk, reviewing.plan(desk, "approve", some))
    act = saving.create(desk, form(desk, name=register.rows[9].name, **_born_as(register, 9)))

    register.refresh([*some, act.result])

    assert register.rows == Register(desk).rows
    assert register.row(some[0]).state == ApplicationState.APPROVED  # type: ignore[union-attr]  # it is there


def _born_as(register: Register, place: int) -> dict[str, str]:
    """Another identity number with the same birthday."""
    return {"id_number": identity(birth_date_of(register.rows[place].id_number), 977)}


def test_namesakes_with_one_birthday_are_marked_on_both(at: At) -> None:
    desk = at("applied")
    register = Register(desk)
    place, first = next((n, r) for n, r in enumerate(register.rows) if not r.dual)

    made = saving.create(desk, form(desk, name=first.name, **_born_as(register, place))).result
    register.refresh([made])

    assert [register.row(uid).suspect for uid in (first.uid, made)] == [True, True]  # type: ignore[union-attr]  # both are there
    assert sum(r.suspect for r in register.rows) == 2


def test_a_draft_of_somebody_new_stands_first_and_a_draft_over_a_record_marks_it(at: At) -> None:
    desk = at("applied")
    register = Register(desk)
    known = register.rows[4].uid
    drafts.keep(desk, FORM, "fresh", {"name": "阿古拉", "programme": "pilot"}, 0)
    drafts.keep(desk, FORM, known, {"class_name": "3班"}, 1)

    assert register.refresh_drafts()

    assert (register.rows[0].uid, register.rows[0].name, register.rows[0].stored) == ("fresh", "阿古拉", False)
    assert register.row(known).unsaved  # type: ignore[union-attr]  # it is there
    assert not register.refresh_drafts()


def test_undoing_brings_every_row_back(at: At) -> None:
    desk = at("applied")
    before = Register(desk).rows
    some = [r.uid for r in before if r.result == "eligible"][:20]

    deeds.undo(desk, reviewing.carry_out(desk, reviewing.plan(desk, "approve", some)))

    after = Register(desk).rows
    assert [(r.uid, r.state, r.opinion) for r in after] == [(r.uid, r.state, r.opinion) for r in before]
