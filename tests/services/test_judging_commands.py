"""The task of a panel, its laptop and its receipt through the command line; marks are given in the window alone (docs/cli.md)."""

import json
import re
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.documents.reading import pypdf_text
from tests.season import At
from tests.services.judging import Hall, hall, score_all
from yingcai_desktop.__main__ import main
from yingcai_desktop.cli import judges
from yingcai_desktop.services import panels, seat

Said = pytest.CaptureFixture[str]


@pytest.fixture
def room(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """The office's own desk is at the other end of the commands."""
    found = hall(at, tmp_path)
    monkeypatch.setattr(judges, "desk_of", lambda _args: nullcontext(found.desk))
    return found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> "Typed":
    return Typed(monkeypatch, capsys)


class Typed:
    """Commands as they are typed, with the passphrase of the slip in its variable."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
        self.env, self._said = monkeypatch, capsys

    def __call__(self, *words: object, slip: str = "", status: int = 0) -> str:
        self.env.setenv("YINGCAI_PASSPHRASE", slip)
        assert main([str(word) for word in words]) == status, self._said.readouterr()
        told = self._said.readouterr()
        return told.err if status else told.out


def path_of(room: Hall) -> str:
    """The name the commands know the panel by."""
    return f"national/生物/{panels.form_of(room.desk, room.panel).name}"


def issued(run: Typed, room: Hall, slip: Path) -> tuple[Path, str, dict[str, str]]:
    """A task by command: file, passphrase and PINs, as they stand on the slip and nowhere else."""
    said = run("panel", "task", "s.ycdb", path_of(room), room.folder, "--slip", slip)
    text = pypdf_text(slip.read_bytes())
    words = re.search(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", text)
    assert words is not None and words[0] not in said
    judges = [judge for judge, _unit in panels.form_of(room.desk, room.panel).judges]
    pins = {judge: pin for judge in judges for pin in re.findall(rf"{judge}(\d{{6}})", text)}
    assert len(pins) == 3 and not any(pin in said for pin in pins.values())
    return Path(said.strip()), words[0], pins


def test_a_panel_from_its_task_to_an_empty_laptop(run: Typed, room: Hall, tmp_path: Path) -> None:
    panel = path_of(room)
    task, words, pins = issued(run, room, tmp_path / "开启单.pdf")
    laptop = tmp_path / "laptop"
    store = Path(run("seat", "open", task, laptop, slip=words).splitlines()[0])
    assert run("seat", "open", task, laptop, slip=words).splitlines()[0] == str(store), "the same file opens the same store"
    assert "还没有评委提交" in run("seat", "export", store, room.folder, slip=words, status=1)
    with_pins = seat.open_seat(store, words)
    for judge, pin in pins.items():
        score_all(seat.sign_in(with_pins, judge, pin))
    with_pins.close()

    told = json.loads(run("seat", "status", store, "--json", slip=words))
    assert {(one["done"], one["of"], one["exported"]) for one in told["judges"]} == {(len(room.people()),) * 2 + (False,)}
    result = run("seat", "export", store, room.folder, slip=words).strip()
    assert "已提交，已导出" in run("seat", "status", store, slip=words)
    looked = json.loads(run("panel", "take", "s.ycdb", result, "--dry-run", "--json"))
    assert looked["changes"] == 3 * len(room.people())
    assert "还没有导入过" in run("panel", "receipt", "s.ycdb", panel, room.folder, status=1), "a dry run takes nothing in"
    assert "新增" in run("panel", "take", "s.ycdb", result)
    assert "没有改动" in run("panel", "take", "s.ycdb", result)
    ours = next(one for one in json.loads(run("panel", "list", "s.ycdb", "--json")) if one["panel"] == panel)
    assert (ours["tasks"], ours["results"], ours["receipts"]) == (1, 1, 0)
    assert {one["state"] for one in ours["judges"]} == {"等照签字的纸质表录第二遍"}
    assert f"{panel}：任务 1 份" in run("panel", "list", "s.ycdb")
    receipt = run("panel", "receipt", "s.ycdb", panel, room.folder).strip()
    run("seat", "wipe", store, result, slip=words, status=3)
    run("seat", "wipe", store, receipt, slip=words)
    assert list(laptop.iterdir()) == []
    assert "没有文件" in run("seat", "status", store, slip=words, status=2)


def test_a_later_task_is_taken_in_over_the_first(run: Typed, room: Hall, tmp_path: Path) -> None:
    task, words, _pins = issued(run, room, tmp_path / "一.pdf")
    later, fresh, _pins = issued(run, room, tmp_path / "二.pdf")
    store = Path(run("seat", "open", task, tmp_path / "laptop", slip=words).splitlines()[0])
    assert "先用原来的口令打开" in run("seat", "open", later, tmp_path / "laptop", slip=fresh, status=1)
    run.env.delenv("YINGCAI_TASK_PASSPHRASE", raising=False)
    assert "YINGCAI_TASK_PASSPHRASE" in run("seat", "renew", store, later, slip=words, status=2)
    run.env.setenv("YINGCAI_TASK_PASSPHRASE", fresh)
    assert "第 2 份任务" in run("seat", "renew", store, later, slip=words)
    assert "第 2 份任务" in run("seat", "status", store, slip=fresh)


def test_what_is_not_there_is_said(run: Typed, room: Hall, tmp_path: Path) -> None:
    slip = ("--slip", tmp_path / "x.pdf")
    assert "没有面试组“national/生物/丁组”" in run("panel", "task", "s.ycdb", "national/生物/丁组", room.folder, *slip, status=2)
    assert "没有文件夹" in run("panel", "task", "s.ycdb", path_of(room), tmp_path / "nowhere", *slip, status=2)
    assert "没有文件夹" in run("panel", "task", "s.ycdb", path_of(room), room.folder, "--slip", tmp_path / "no" / "x.pdf", status=2)
    assert "还没有制作过面试任务" in run("panel", "receipt", "s.ycdb", path_of(room), room.folder, status=1)
    assert not list(room.folder.iterdir())


def test_a_task_whose_slip_cannot_be_written_is_told_to_be_of_no_use(run: Typed, room: Hall, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    assert "请重新制作" in run("panel", "task", "s.ycdb", path_of(room), room.folder, "--slip", tmp_path / "x.pdf", status=1)
