"""Where a live store may lie (N07)."""

from pathlib import Path

import pytest

from yingcai_desktop.errors import StorageTrouble
from yingcai_desktop.keeping.place import Place, place_of, require_safe_place

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/共享 nfs4 rw 0 0
//server/盟市 /mnt/办公\\040室 cifs rw 0 0
/dev/sdb1 /media/user/USB vfat rw 0 0
/dev/sda2 /mnt/共享/本机 ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/home/user/英才/2025.ycdb", Place.LOCAL),
        ("/mnt/共享/2025.ycdb", Place.NETWORK),
        ("/mnt/办公 室/2025.ycdb", Place.NETWORK),
        ("/mnt/共享/本机/2025.ycdb", Place.LOCAL),
        ("/media/user/USB/2025.ycdb", Place.REMOVABLE),
        ("/home/user/OneDrive - 单位/2025.ycdb", Place.SYNCED),
        ("/home/user/坚果云/2025.ycdb", Place.SYNCED),
        ("/home/user/BaiduSyncdisk/a/2025.ycdb", Place.SYNCED),
    ],
)
def test_places(path: str, place: Place) -> None:
    assert place_of(Path(path), MOUNTS) is place


def test_a_safe_place_is_silent_and_a_synced_one_refused(tmp_path: Path) -> None:
    assert require_safe_place(tmp_path / "2025.ycdb") == ""
    with pytest.raises(StorageTrouble, match="网盘"):
        require_safe_place(tmp_path / "Dropbox" / "2025.ycdb")
