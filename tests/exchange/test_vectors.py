"""Packages written by every released version of the format are read for ever (reliability T12)."""

from pathlib import Path

import msgspec
import pytest

from db import connect
from tests.exchange.freeze import PASSPHRASE, ROOT, VECTORS, described, opened
from tests.exchange.parties import HOHHOT, REGION
from yingcai_desktop.exchange.directory import read_directory
from yingcai_desktop.exchange.manifest import VERSION
from yingcai_desktop.exchange.root import open_root

pytestmark = pytest.mark.usefixtures("dear")
FROZEN = sorted(VECTORS.glob("v*/*.ycp"))
OFFICES = {office.office: office for office in (REGION, HOHHOT)}


@pytest.fixture
def dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was frozen costs what it costs."""
    for name, value in {"time_cost": 4, "memory_cost": 128 * 1024}.items():
        monkeypatch.setitem(connect.COST, name, value)


def test_every_version_is_here() -> None:
    assert {path.parent.name for path in FROZEN} == {f"v{n}" for n in range(1, VERSION + 1)}
    assert len(FROZEN) >= 4 * VERSION


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_packages(path: Path) -> None:
    got = described(opened(path.read_bytes(), OFFICES[path.stem.rpartition("-")[2]]))
    expected = msgspec.json.decode(path.with_suffix(".json").read_bytes())
    manifest, then = got.pop("manifest"), expected.pop("manifest")
    assert {key: manifest[key] for key in then} == then, "later versions may add fields"
    assert got == expected


@pytest.mark.parametrize("path", sorted(VECTORS.glob("v*/directory.txt")), ids=lambda path: path.parent.name)
def test_directories(path: Path) -> None:
    directory = read_directory(path.read_bytes()).directory
    assert directory.root == ROOT.public.sign and directory.signer("150100") == HOHHOT.public.sign
    assert directory.panels["150000-panel-2"].name == "数学第二组"
    assert directory.trusts("5" * 32, 1403) and not directory.trusts("5" * 32, 1404)


@pytest.mark.parametrize("path", sorted(VECTORS.glob("v*/root.key")), ids=lambda path: path.parent.name)
def test_root_keys(path: Path) -> None:
    root = open_root(path.read_bytes(), PASSPHRASE)
    assert root.public == ROOT.public and root.age_secret() == ROOT.age_secret()
