"""Print the Debian packages that are missing for the Qt window, one a line.

    python3 scripts/qt_libraries.py offscreen|xcb|wayland

The wheels of PySide6 bring Qt but not the libraries of the system that Qt was built on. Each is tried with `dlopen`, which needs
neither Qt nor root, so that one message can name everything before anything is installed. Standard library only: this runs first.
"""

import ctypes
import sys
from collections.abc import Iterable
from pathlib import Path

BASE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
}
XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
PLATFORMS = {"offscreen": BASE, "xcb": BASE | XCB, "wayland": BASE | WAYLAND}

# The 64-bit time_t transition (Debian 13, Ubuntu 24.04) renamed these.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}


def loads(soname: str) -> bool:
    """Whether the loader of this machine finds the library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def is_after_time64(os_release: str) -> bool:
    """Whether `/etc/os-release` describes a Debian or Ubuntu that uses the `t64` names (sid has no VERSION_ID)."""
    fields = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    fields = {key: value.strip().strip('"') for key, value in fields.items()}
    first = {"debian": 13.0, "ubuntu": 24.04}.get(fields.get("ID", ""))
    version = fields.get("VERSION_ID")
    return first is not None and (version is None or float(version) >= first)


def packages_of(sonames: Iterable[str], names: dict[str, str], os_release: str) -> list[str]:
    """The packages that bring the libraries, each once, as this release calls them."""
    renamed = RENAMED if is_after_time64(os_release) else {}
    packages = dict.fromkeys(names[soname] for soname in sonames)
    return [renamed.get(package, package) for package in packages]


def main(platform: str) -> None:
    """Print what is missing for one Qt platform; nothing when all is there."""
    names = PLATFORMS.get(platform, BASE)
    release = Path("/etc/os-release")
    os_release = release.read_text(encoding="utf-8") if release.exists() else ""
    missing = [soname for soname in names if not loads(soname)]
    for package in packages_of(missing, names, os_release):
        print(package)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "offscreen")
