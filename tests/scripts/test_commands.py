"""The two commands as a user meets them; the installation itself has been done by whoever runs these tests."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["scripts/run", "scripts/test", ".ci/run"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has its own two commands")


def bare_copy(folder: Path) -> Path:
    """A checkout without any environment, under a path with a space and Chinese in it."""
    copy = folder / "英才 培养"
    (copy / "scripts").mkdir(parents=True)
    for name in ("run", "test", "prepare.sh", "qt_libraries.py", "uv.txt"):
        shutil.copy(ROOT / "scripts" / name, copy / "scripts" / name)
    shutil.copy(ROOT / "uv.lock", copy)
    return copy


def tools_only(folder: Path, *names: str) -> Path:
    """A PATH folder with these programs and no others: no apt-get, no sudo, no Python unless asked for."""
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_executable_and_parses(command: str) -> None:
    assert os.access(ROOT / command, os.X_OK)
    assert subprocess.run(["bash", "-n", ROOT / command], check=False).returncode == 0


def test_missing_python_names_the_packages_and_leaves_nothing_behind(tmp_path: Path) -> None:
    copy = bare_copy(tmp_path)
    path = tools_only(tmp_path / "bin", "bash", "cat", "dirname", "readlink", "sha256sum", "mkdir", "flock", "id")

    run = subprocess.run(
        [shutil.which("bash") or "bash", copy / "scripts" / "run"],
        env={"PATH": str(path), "DISPLAY": ":9"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 3
    assert "apt-get install python3 python3-venv" in run.stderr
    assert run.stdout == ""
    assert not (copy / ".venv").exists()
