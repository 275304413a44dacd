"""Where a store lies: a live store on a network share or in a synchronised folder gets damaged sooner or later (F5, N07)."""

import enum
import sys
from pathlib import Path

from yingcai_desktop.errors import StorageTrouble


class Place(enum.StrEnum):
    """What kind of place a path is in, as far as the system tells."""

    LOCAL = "local"
    REMOVABLE = "removable"
    NETWORK = "network"
    SYNCED = "synced"


SENTENCES = {
    Place.NETWORK: "数据文件不能放在网络共享上：网络一断，数据文件就可能损坏。请放到本机磁盘的文件夹里；要给别人用，请用上报包或备份。",
    Place.SYNCED: "数据文件不能放在自动同步的网盘文件夹里：同步程序会替换正在使用的文件，数据文件可能损坏。请放到本机其他文件夹。",
    Place.REMOVABLE: "数据文件在U盘等可移动磁盘上：使用中拔出会丢失正在保存的内容。建议放到本机磁盘，U盘只存备份。",
}

_NETWORK_TYPES = frozenset(
    {"afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs", "glusterfs", "nfs", "nfs4"}
    | {"ncpfs", "smb3", "smbfs", "vboxsf"}
)
_SYNCED_NAMES = (
    *("onedrive", "dropbox", "iclouddrive", "google drive", "googledrive", "syncthing", "nextcloud", "seafile"),
    *("nutstore", "坚果云", "baidusyncdisk", "百度网盘同步", "wpsdrive", "wps云盘", "微云同步", "腾讯微云"),
)
_REMOVABLE_ROOTS = ("/media", "/run/media", "/Volumes")

_WINDOWS_REMOVABLE, _WINDOWS_REMOTE, _WINDOWS_CD = 2, 4, 5


def place_of(path: Path, mounts: str | None = None) -> Place:
    """The kind of place; `mounts` is the text of /proc/mounts, read when left out. An unknown place counts as local."""
    path = path.absolute()
    system = _windows(path) if sys.platform == "win32" else _by_mounts(path, _mounts() if mounts is None else mounts)
    if system is Place.LOCAL and any(part.lower().startswith(_SYNCED_NAMES) for part in path.parts):
        return Place.SYNCED
    return system


def require_safe_place(path: Path) -> str:
    """Refuse a network share or a synchronised folder; returns a warning for a removable disk, else an empty text."""
    place = place_of(path)
    if place in (Place.NETWORK, Place.SYNCED):
        raise StorageTrouble(SENTENCES[place])
    return SENTENCES.get(place, "")


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # macOS has none
        return ""


def _by_mounts(path: Path, mounts: str) -> Place:
    best, kind = Path(), ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, fields[2]
    if kind in _NETWORK_TYPES:
        return Place.NETWORK
    if any(path.is_relative_to(root) for root in _REMOVABLE_ROOTS):
        return Place.REMOVABLE
    return Place.LOCAL


def _windows(path: Path) -> Place:
    if path.drive.startswith("\\\\"):  # a UNC path
        return Place.NETWORK
    if sys.platform == "win32":
        import ctypes

        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")
        if kind == _WINDOWS_REMOTE:
            return Place.NETWORK
        if kind in (_WINDOWS_REMOVABLE, _WINDOWS_CD):
            return Place.REMOVABLE
    return Place.LOCAL
