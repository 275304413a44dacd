"""The sample season through the command line, from an empty store: exactly what `expected` says."""

import json
from pathlib import Path
from typing import Any

import pytest

from yingcai_desktop.__main__ import main
from yingcai_desktop.assets import resource

SEASON = resource("season")
EXPECTED = Path(__file__).parent / "season-2025"
STEPS: list[dict[str, Any]] = json.loads((SEASON / "play.json").read_text("utf-8"))


def words_of(step: dict[str, Any], store: Path, out: Path) -> list[str]:
    """What an office would type for a step."""
    match step["do"]:
        case "decide":
            return ["decide", str(store), str(SEASON / step["file"])]
        case "load":
            return ["load", str(store), step["kind"], *(str(SEASON / f) for f in step["files"]), "--json"]
        case "advance":
            return ["advance", str(store), step["step"], "--json", "--witness", "见证人甲"]
        case "export":
            return ["export", str(store), step["what"], str(out)]
    raise ValueError(step["do"])


def in_any_order(rows: list[dict[str, Any]]) -> list[str]:
    """The public notice stands in stroke order, which is not compared."""
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


@pytest.mark.timeout(240)
def test_the_year_comes_out_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YINGCAI_PASSPHRASE", "一个只用于测试的口令")
    store, out = tmp_path / "2025.ycdb", tmp_path / "out.json"
    assert main(["init", str(store), "--office", "150000", "--season", "2025"]) == 0
    capsys.readouterr()

    for step in STEPS:
        status = main(words_of(step, store, out))

        said = capsys.readouterr().out
        assert status == step["exit"], step
        if "out" in step:
            got = json.loads(out.read_text("utf-8") if step["do"] == "export" else said)
            want = json.loads((EXPECTED / step["out"]).read_text("utf-8"))
            if step.get("what") == "public-notice":
                got, want = in_any_order(got), in_any_order(want)
            assert got == want, step["out"]

    assert main(["check", str(store)]) == 0


def test_loading_everything_twice_changes_nothing(tmp_path: Path, at: Any) -> None:
    from yingcai_desktop.services import intake, safekeeping

    desk = at("graded")
    with desk.read() as session:
        before = session.connection().exec_driver_sql("SELECT count(*) FROM journal").scalar()

    for step in STEPS:
        if step["do"] == "load" and step["kind"] in ("mentors", "alumni", "visits"):
            result = intake.load(desk, step["kind"], [SEASON / f for f in step["files"]])
            assert [(f.tally.new, f.tally.changed) for f in result.files] == [(0, 0)] * len(result.files)

    with desk.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM journal").scalar() == before
    assert all(f.sound for f in safekeeping.check(desk))
