"""What this computer remembers about the window: theme, widths, last place. No personal data ever goes here."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

_RECENT = 8


class Preferences:
    """An ini file in the user's configuration folder; wrong or missing values fall back to the default."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _folder() / "window.ini"
        self._settings = QSettings(str(self.path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool = False) -> bool:
        """A remembered yes or no."""
        return self.text(key, "true" if default else "false") == "true"

    def put(self, key: str, value: str | bool) -> None:
        """Remember a word or a yes or no."""
        self._settings.setValue(key, ("true" if value else "false") if isinstance(value, bool) else value)

    def bytes(self, key: str) -> QByteArray:
        """A remembered state of Qt's own (window geometry, header)."""
        return QByteArray.fromBase64(QByteArray(self.text(key).encode("ascii", "ignore")))

    def put_bytes(self, key: str, value: QByteArray) -> None:
        """Remember a state of Qt's own."""
        self.put(key, bytes(value.toBase64().data()).decode("ascii"))

    def recent_stores(self) -> list[Path]:
        """Data files opened on this computer, latest first; those that are gone are left out."""
        return [path for path in map(Path, filter(None, self.text("recent").split("\n"))) if path.exists()]

    def remember_store(self, path: Path) -> None:
        """Put a data file at the head of the list."""
        others = [str(known) for known in self.recent_stores() if known != path]
        self.put("recent", "\n".join([str(path), *others][:_RECENT]))

    def remember_user(self, path: Path, name: str) -> None:
        """Who opened a data file last; only a digest is kept, never the name."""
        self.put(f"user/{_digest(path.name)}", _digest(f"{path}\n{name}"))

    def last_user(self, path: Path, names: Sequence[str]) -> str:
        """Which of these opened it last on this computer; blank if none did."""
        held = self.text(f"user/{_digest(path.name)}")
        return next((name for name in names if _digest(f"{path}\n{name}") == held), "")

    def sync(self) -> None:
        """Write to disk now."""
        self._settings.sync()


def _digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:16]


def _folder() -> Path:
    """`~/.config/yingcai-desktop`, or its like on other systems."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(found) / "yingcai-desktop"
