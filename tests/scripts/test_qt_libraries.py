"""The table of system libraries covers what the locked Qt asks for, and names packages as each release does."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from scripts.qt_libraries import PLATFORMS, is_after_time64, loads, packages_of

DEBIAN_12 = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\nVERSION_ID="12"\n'
DEBIAN_13 = 'ID=debian\nVERSION_ID="13"\n'
DEBIAN_SID = "ID=debian\n"
UBUNTU_2404 = 'ID=ubuntu\nVERSION_ID="24.04"\n'
FEDORA = "ID=fedora\nVERSION_ID=43\n"

LOADED = {
    "offscreen": ("lib/libQt6Widgets", "lib/libQt6PrintSupport", "lib/libQt6Svg", "plugins/platforms/libqoffscreen"),
    "xcb": ("lib/libQt6XcbQpa", "plugins/platforms/libqxcb"),
    "wayland": ("lib/libQt6WaylandClient", "plugins/wayland-shell-integration/libxdg-shell"),
}


def unresolved(file: Path) -> set[str]:
    """The libraries that the loader does not find for a file."""
    lines = subprocess.run(["ldd", file], capture_output=True, text=True, check=True).stdout.splitlines()
    return {line.split()[0] for line in lines if "not found" in line}


def qt_files(platform: str) -> list[Path]:
    """What the program loads on a platform, from the wheel, found without importing it."""
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    qt = Path(spec.origin).parent / "Qt"
    return [next(qt.glob(f"{name}.so*")) for name in LOADED[platform]]


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of a Linux system")
@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_is_missing_once_the_table_is_installed(platform: str) -> None:
    if not all(loads(soname) for soname in PLATFORMS[platform]):
        pytest.skip(f"the {platform} libraries are not installed here")

    missing = set().union(*(unresolved(file) for file in qt_files(platform)))

    assert missing == set()


def test_a_library_that_does_not_exist_does_not_load() -> None:
    assert not loads("libno-such-thing.so.9")


@pytest.mark.parametrize(
    ("os_release", "expected"),
    [
        (DEBIAN_12, ["libglib2.0-0", "libgl1"]),
        (DEBIAN_13, ["libglib2.0-0t64", "libgl1"]),
        (DEBIAN_SID, ["libglib2.0-0t64", "libgl1"]),
        (UBUNTU_2404, ["libglib2.0-0t64", "libgl1"]),
        (FEDORA, ["libglib2.0-0", "libgl1"]),
    ],
)
def test_packages_are_named_once_and_as_the_release_calls_them(os_release: str, expected: list[str]) -> None:
    sonames = ["libglib-2.0.so.0", "libgthread-2.0.so.0", "libGL.so.1"]

    assert packages_of(sonames, PLATFORMS["offscreen"], os_release) == expected


def test_release_without_a_name_is_taken_as_old() -> None:
    assert not is_after_time64("")
