"""Packages through the command line: two stores from nothing, and a package there and back."""

import json
from pathlib import Path

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
