"""The command line as an IT colleague types it: statuses, sentences, nothing half done (docs/cli.md)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.test_packages_season import assert_same
from tests.journeys.test_season import EXPECTED
from tests.season import KEY, At, PlayedSeason
from yingcai_desktop.__main__ import main
from yingcai_desktop.assets import resource
from yingcai_desktop.cli import demo
from yingcai_desktop.cli.year import CITIES, REGION, year
from yingcai_desktop.vocabulary import PRINTS

SEASON = resource("season")
PASSPHRASE = "一个只用于测试的口令"
STAGES = int(os.environ.get("YINGCAI_STAGES", "5"))
"""How much of the year the demo plays. A soak run plays all of it, with the panels and what is written at the end; here the four offices
of `test_packages_season.py` play all of it, with more mishaps.
"""

Said = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> Path:
    monkeypatch.setenv("YINGCAI_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "2025.ycdb"
    assert main(["init", str(path), "--office", "150000", "--season", "2025"]) == 0
    capsys.readouterr()
    return path


def test_init_without_a_passphrase_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.delenv("YINGCAI_PASSPHRASE", raising=False)

    assert main(["init", str(tmp_path / "a.ycdb"), "--office", "150000", "--season", "2025"]) == 2

    assert "YINGCAI_PASSPHRASE" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_init_does_not_overwrite(store: Path, capsys: Said) -> None:
    before = store.read_bytes()

    assert main(["init", str(store), "--office", "150000", "--season", "2025"]) == 3

    assert store.read_bytes() == before
    assert "已经存在" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["advance", "a.ycdb", "celebrate"],
        ["load", "a.ycdb", "poems", "a.xlsx"],
        ["export", "a.ycdb", "secrets", "a.json"],
        ["verify"],
        ["no-such-command"],
    ],
)
def test_wrong_usage_is_status_two(words: list[str], capsys: Said) -> None:
    assert main(words or ["--witness", "甲"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "a.ycdb"], "少了 KIND、FILE.xlsx"),
        (["advance", "a.ycdb", "nosuch"], "STEP 不能是“nosuch”"),
        (["init", "a.ycdb", "--office", "150000", "--season", "abc"], "--season 不能是“abc”"),
        (["check", "a.ycdb", "--loud"], "不认识 --loud"),
    ],
)
def test_wrong_usage_is_said_in_chinese(words: list[str], said: str, capsys: Said) -> None:
    assert main(words) == 2

    error = capsys.readouterr().err.splitlines()[-1]
    assert said in error
    assert "--help" in error


def test_a_wrong_passphrase_is_status_three(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("YINGCAI_PASSPHRASE", "不是这个")

    assert main(["check", str(store)]) == 3

    assert "口令不对" in capsys.readouterr().err


def test_a_second_instance_is_refused(store: Path) -> None:
    from db.store import Store

    with Store.open(store, passphrase=PASSPHRASE):
        words = [sys.executable, "-m", "yingcai_desktop", "check", str(store)]
        other = subprocess.run(
            words, capture_output=True, text=True, check=False, env=os.environ | {"YINGCAI_PASSPHRASE": PASSPHRASE}
        )

    assert other.returncode == 3
    assert "同时只能" in other.stderr
    assert "Traceback" not in other.stderr


def test_json_stands_alone_on_standard_output(store: Path, capsys: Said) -> None:
    main(["decide", str(store), str(SEASON / "decisions.toml")])
    capsys.readouterr()

    status = main(["load", str(store), "alumni", str(SEASON / "inbox" / "往届跟踪.xlsx"), "--json"])

    told = capsys.readouterr()
    assert status == 0
    assert json.loads(told.out)["files"][0]["new"] == 32
    assert "拒收 3" in told.err


def test_an_actor_nobody_registered_is_refused(store: Path, capsys: Said) -> None:
    assert main(["--as", "张三", "check", str(store)]) == 1
    assert "张三" in capsys.readouterr().err


def test_errors_come_back_as_the_senders_own_workbook(store: Path, tmp_path: Path) -> None:
    import openpyxl

    out = tmp_path / "退回.xlsx"
    main(["decide", str(store), str(SEASON / "decisions.toml")])

    main(["load", str(store), "alumni", str(SEASON / "inbox" / "往届跟踪.xlsx"), "--errors", str(out)])

    comments = [c.comment.text for s in openpyxl.load_workbook(out) for row in s.iter_rows() for c in row if c.comment]
    assert len(comments) >= 3


def test_backup_restore_and_audit(store: Path, tmp_path: Path, capsys: Said) -> None:
    main(["decide", str(store), str(SEASON / "decisions.toml")])
    assert main(["backup", str(store), str(tmp_path / "盘")]) == 0
    made = Path(capsys.readouterr().out.strip())
    main(["load", str(store), "alumni", str(SEASON / "inbox" / "往届跟踪.xlsx")])

    assert main(["restore", str(made), str(store)]) == 0
    assert main(["check", str(store)]) == 0
    capsys.readouterr()
    assert main(["audit", str(store)]) == 0

    told = capsys.readouterr().out
    assert "登记" in told
    assert "往届" not in told
    assert len(list(tmp_path.glob("*恢复前*.ycdb"))) == 1


def test_a_certificate_is_verified_against_the_register(
    played_season: PlayedSeason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    from db.store import Store
    from yingcai_desktop.desk import Desk
    from yingcai_desktop.services import printing
    from yingcai_desktop.services.scope import EVERYTHING

    path = played_season.copy("certified", tmp_path / "2025.ycdb")
    desk = Desk(Store.open(path, key=KEY))
    pages = printing.write(desk, "certificates", tmp_path / "证书.pdf", EVERYTHING)
    desk.store.close()

    assert pages == 47
    assert main(["verify", str(tmp_path / "证书.pdf")]) == 0
    assert "内后备证〔2025〕第0001号" in capsys.readouterr().out


def test_the_demo_plays_the_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.delenv("YINGCAI_PASSPHRASE", raising=False)
    out, stages = tmp_path / "演示", year()[:STAGES]
    whole = stages == year()
    monkeypatch.setattr("yingcai_desktop.cli.demo.year", lambda: stages)
    if not whole:
        monkeypatch.setattr("yingcai_desktop.cli.demo._write_all", lambda _desk, _out: None)

    assert main(["demo", "--out", str(out)]) == 0

    assert len(list(out.rglob("2025.ycdb"))) == 4
    packages = len(CITIES) + sum(len(one.errands) for one in stages)  # each city also asked to be enrolled
    assert len(list((out / "数据包").glob("[上下]*包_*.ycp"))) == packages
    lists = {path.name for path in out.glob("*-export-*.json")}
    assert lists == {act["out"] for one in stages for act in one.acts.get(REGION, ()) if act["do"] == "export"} != set()
    for name in lists:
        assert_same(out / name)
    assert main(["demo", "--out", str(out)]) == 1  # never into a folder that is not empty
    if whole:
        assert_whole(out)


def assert_whole(out: Path) -> None:
    assert len(list(out.glob("*-export-*.json"))) == len(list(EXPECTED.glob("*-export-*.json")))
    assert len(list(out.glob("*.pdf"))) == len(PRINTS)
    assert len(list((out / "数据包").glob("[上下]*包_*.ycp"))) == 3 * 18
    panels = [len(list((out / "数据包").glob(f"*包_*{kind}_*.ycp"))) for kind in ("面试任务", "面试打分")]
    assert panels == [5, 6]  # one panel sits at two laptops
    assert {f"任务包_{city}数学甲组_面试任务_0001.ycp" for city in ("包头", "通辽")} <= {
        path.name for path in (out / "数据包").iterdir()
    }
    assert len(list((out / "评委席电脑").iterdir())) == 6
    assert not list((out / "评委席电脑").glob("*/*"))  # each forgot everything with its receipt


def test_at_its_end_the_demo_writes_every_list_and_page(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """What each page holds is proved in tests/services/test_printing.py; here that each is asked for."""
    monkeypatch.setattr("yingcai_desktop.services.printing.write", lambda _desk, _what, path, _scope: path.write_bytes(b"%PDF"))

    demo._write_all(at("certified"), tmp_path)

    assert {path.stem for path in tmp_path.glob("*.pdf")} == set(PRINTS.values())
    assert len(list(tmp_path.glob("*.xlsx"))) == 13


def test_users_act_under_their_own_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """docs/cli.md: once users exist, `--as` and the witness are required and checked."""
    from yingcai_desktop.rules.duties import Duty
    from yingcai_desktop.services import setup, users

    path = tmp_path / "a.ycdb"
    desk, _ = setup.create_office(path, "150000", 2025, "高娃", "admin-password-1")
    users.add(desk, "陈静", {Duty.CLERK}, "", "clerk-password-2")
    desk.store.close()
    decisions = str(SEASON / "decisions.toml")

    monkeypatch.setenv("YINGCAI_PASSPHRASE", "clerk-password-2")
    assert main(["check", str(path)]) == 1
    assert "--as" in capsys.readouterr().err
    assert main(["check", str(path), "--as", "陈静"]) == 0
    assert main(["check", str(path), "--as", "高娃"]) == 1
    assert main(["decide", str(path), decisions, "--as", "陈静"]) == 1
    assert "须由审核、管理员办理" in capsys.readouterr().err
    monkeypatch.setenv("YINGCAI_PASSWORD", "admin-password-1")
    assert main(["decide", str(path), decisions, "--as", "高娃"]) == 0
    assert main(["advance", str(path), "admit", "--as", "高娃", "--witness", "陈静"]) == 2
    monkeypatch.setenv("YINGCAI_WITNESS_PASSWORD", "wrong")
    assert main(["advance", str(path), "admit", "--as", "高娃", "--witness", "陈静"]) == 1
