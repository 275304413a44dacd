"""Packages through the command line: two stores from nothing, and a package there and back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from yingcai_desktop.__main__ import main
from yingcai_desktop.assets import resource

SEASON = resource("season")


def test_two_offices_from_nothing_to_an_import_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YINGCAI_PASSPHRASE", "一个只用于测试的口令")
    monkeypatch.setenv("YINGCAI_ROOT_PASSPHRASE", "一个只用于测试的很长的口令")
    stick = tmp_path / "U盘"
    for name in ("自治区", "呼和浩特", "U盘"):
        (tmp_path / name).mkdir()
    region, city = str(tmp_path / "自治区" / "2025.ycdb"), str(tmp_path / "呼和浩特" / "2025.ycdb")

    def run(*words: str, status: int = 0) -> str:
        assert main(list(words)) == status, capsys.readouterr()
        return capsys.readouterr().out

    run("init", region, "--office", "150000", "--season", "2025")
    run("init", city, "--office", "150100", "--season", "2025")
    run("package", "found", region, str(stick / "根密钥"))
    run("package", "request", city, str(stick))
    [request] = stick.glob("上报包_*.ycp")
    digits = run("package", "keys", city).split("：")[1].splitlines()[0]
    run("package", "enrol", region, str(request), "--digits", "1" + digits[1:], "--root", str(stick / "根密钥"), status=int(digits[0] != "1"))
    run("package", "enrol", region, str(request), "--digits", digits, "--root", str(stick / "根密钥"))
    run("package", "directory", region, str(stick))
    [directory] = stick.glob("名录*")
    root_digits = run("package", "keys", region).split("根密钥 ")[1].splitlines()[0]
    run("package", "directory", city, "--take", str(directory), status=1)
    run("package", "directory", city, "--take", str(directory), "--digits", root_digits)

    run("decide", region, str(SEASON / "decisions.toml"))
    base = run("package", "make", region, "base", "--to", "150100", str(stick)).strip()
    assert "基础数据" in base
    run("package", "make", region, "base", "--to", "150200", str(stick), status=3)
    assert "校验码" in run("package", "inspect", base)
    looked = json.loads(run("package", "apply", city, base, "--dry-run", "--json"))
    applied = json.loads(run("package", "apply", city, base, "--json"))
    assert looked["counts"] == applied["counts"]
    assert applied["counts"]["new"] > 10
    assert "以前导入过" in run("package", "apply", city, base)
    run("package", "apply", region, base, status=3)
    run("package", "undo", city, "--reason", "试一下")
    run("package", "undo", city, "--reason", "再撤一次", status=1)
    assert json.loads(run("package", "apply", city, base, "--json"))["counts"] == applied["counts"]
    run("check", city)
    run("package", "make", city, "base", "--to", "150000", str(stick), status=1)


def test_the_directory_is_changed_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each act says first what will happen; `--dry-run` leaves the directory as it is."""
    monkeypatch.setenv("YINGCAI_PASSPHRASE", "一个只用于测试的口令")
    monkeypatch.setenv("YINGCAI_ROOT_PASSPHRASE", "一个只用于测试的很长的口令")
    monkeypatch.setenv("YINGCAI_NEW_ROOT_PASSPHRASE", "另一个也只用于测试的口令")
    for name in ("自治区", "呼和浩特", "U盘"):
        (tmp_path / name).mkdir()
    stick, root, new = tmp_path / "U盘", str(tmp_path / "U盘" / "根密钥"), str(tmp_path / "U盘" / "新根密钥")
    region, city = str(tmp_path / "自治区" / "2025.ycdb"), str(tmp_path / "呼和浩特" / "2025.ycdb")

    def run(*words: str, status: int = 0) -> str:
        assert main(list(words)) == status, capsys.readouterr()
        said = capsys.readouterr()
        return said.out + said.err

    def seen() -> dict[str, Any]:
        return json.loads(run("package", "offices", region, "--json"))

    run("init", region, "--office", "150000", "--season", "2025")
    run("init", city, "--office", "150100", "--season", "2025")
    run("package", "found", region, root)
    assert "可以收发数据包" in enrolled(run, city, region, stick, root)
    run("package", "directory", city, "--take", run("package", "directory", region, str(stick)).strip(), "--digits", seen()["root"])
    run("package", "apply", region, run("package", "make", city, "receipt", "--to", "150000", str(stick)).splitlines()[0])

    [store] = seen()["stores"]
    before = seen()
    assert "它再发来的数据包整包拒收" in run("package", "revoke", region, store["chain"], "5", "--root", root, "--dry-run")
    assert seen() == before
    run("package", "revoke", region, store["chain"], "5", "--root", root)
    assert seen()["stores"][0]["trusted"] == 5
    assert f"{store['chain']} 呼和浩特市的第 1 份数据文件" in run("package", "offices", region)
    run("package", "revoke", region, "0" * 32, "5", "--root", root, status=1)

    run("package", "renew", city, status=2)
    assert "换用新密钥" in enrolled(run, city, region, stick, root, "renew")
    run("package", "renew", region, status=2)
    run("package", "renew", region, "--root", root)
    run("package", "new-root", region, new, status=2)
    run("package", "new-root", region, new, "--root", root)
    run("package", "remove", region, "150100", "--root", root, status=3)
    monkeypatch.setenv("YINGCAI_ROOT_PASSPHRASE", "另一个也只用于测试的口令")
    assert "各单位都不再接收" in run("package", "remove", region, "150100", "--root", new)
    assert seen()["offices"][1] == {"office": "150100", "digits": "", "since": 0}


def enrolled(run: Callable[..., str], city: str, region: str, stick: Path, root: str, act: str = "request") -> str:
    """A request of the city, with the digits it prints, taken in by the region."""
    words = run("package", act, city, str(stick))
    request = next(line for line in words.splitlines() if line.endswith(".ycp"))
    return run("package", "enrol", region, request, "--digits", words.rpartition("：")[2].strip(), "--root", root)
