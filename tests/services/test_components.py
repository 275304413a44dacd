"""动手实验、观察 of the pilot: nothing without a signature; with one, its mark, its weight, and what the absence means (附件2 四（二）)."""

from pathlib import Path

import pytest

from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Undecided
from yingcai_desktop.rules.panels import with_component
from yingcai_desktop.services import components, deciding, interviews
from yingcai_desktop.services.scope import Scope

PILOT = Scope("pilot")
SIGNED = '[interview.component]\ntitle = "动手实验"\nfull = 20\nweight = 30\nabsent = "{absent}"\n'


def sign(desk: Desk, folder: Path, text: str) -> None:
    path = folder / "component.toml"
    path.write_text(f"season = 2025\n{text}", "utf-8")
    deciding.decide(desk, path)


def results(desk: Desk) -> dict[str, interviews.Result]:
    with desk.read() as session:
        return {r.person.uid: r for r in interviews.results(session, desk.schemes)}


def test_without_a_signature_nothing_is_kept_and_nothing_changes(at: At) -> None:
    desk = at("interviewed")
    one = components.lines(desk, PILOT)[0]
    assert components.signed(desk) is None
    with pytest.raises(NotAllowed, match="没有签认"):
        components.save(desk, {one.uid: "18"})
    assert all(r.component is None and r.before == r.corrected for r in results(desk).values())


def test_a_signed_form_enters_the_pilots_interview_and_only_the_pilots(at: At, tmp_path: Path) -> None:
    desk = at("interviewed")
    before = results(desk)
    sign(desk, tmp_path, SIGNED.format(absent="zero"))
    form = components.signed(desk)
    assert form is not None
    lines = components.lines(desk, PILOT)
    with desk.read() as session:
        assert interviews.missing_scores(session, desk.schemes, PILOT)

    components.save(desk, {line.uid: "17" for line in lines} | {lines[0].uid: "缺考"})

    after = results(desk)
    with desk.read() as session:
        assert interviews.missing_scores(session, desk.schemes, PILOT) == {}
    for uid, r in after.items():
        old = before[uid].corrected
        if r.person.programme == "national" or old is None:
            assert r.corrected == old
        else:
            mark = 0 if uid == lines[0].uid else 17
            assert r.before == old
            assert r.corrected == with_component(old, type(form.full)(mark), form)


def test_an_absence_signed_as_no_result_gives_none_and_a_blank_is_never_zero(at: At, tmp_path: Path) -> None:
    desk = at("interviewed")
    sign(desk, tmp_path, SIGNED.format(absent="no-result"))
    before = results(desk)
    scored = [line for line in components.lines(desk, PILOT) if before[line.uid].before is not None]
    components.save(desk, {scored[0].uid: "/", scored[1].uid: "20"})

    found = results(desk)

    assert found[scored[0].uid].corrected is None
    assert found[scored[0].uid].interview.state == "no-result"
    assert found[scored[1].uid].corrected is not None
    assert found[scored[2].uid].corrected is None


def test_wrong_marks_and_strangers_are_refused(at: At, tmp_path: Path) -> None:
    desk = at("interviewed")
    sign(desk, tmp_path, SIGNED.format(absent="zero"))
    one = components.lines(desk, PILOT)[0]
    for text in ("21", "-1", "x", "NaN"):
        with pytest.raises(Invalid):
            components.save(desk, {one.uid: text})
    stranger = next(r for r in results(desk).values() if r.person.programme == "national")
    with pytest.raises(Invalid, match="只用于后备人才试点"):
        components.save(desk, {stranger.person.uid: "10"})
    components.save(desk, {one.uid: "10"})
    components.save(desk, {one.uid: ""})
    assert components.lines(desk, PILOT)[0].mark == ""


def test_a_form_signed_in_part_stops_and_a_senseless_one_is_refused(at: At, tmp_path: Path) -> None:
    desk = at("interviewed")
    with pytest.raises(Invalid, match="占比应大于 0"):
        sign(desk, tmp_path, SIGNED.format(absent="zero").replace("30", "100"))
    sign(desk, tmp_path, '[interview.component]\ntitle = "动手实验"\n')
    with pytest.raises(Undecided, match=r"interview\.component\.full"):
        components.signed(desk)
