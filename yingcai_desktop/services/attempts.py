"""Wrong passwords in a row, and how long to wait for the next try. It slows a hand at this keyboard, not a thief with the file (F27)."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

FREE = 5
"""Tries without waiting."""
LONGEST = 300.0

clock: Callable[[], float] = time.monotonic
_lock = threading.Lock()
_failed: dict[tuple[str, str], tuple[int, float]] = {}


def wait(path: Path, name: str) -> float:
    """Seconds until the next try is taken; 0 when it is."""
    count, last = _failed.get((str(path), name), (0, 0.0))
    if count < FREE:
        return 0.0
    pause: float = min(5.0 * 2 ** (count - FREE), LONGEST)
    return max(0.0, last + pause - clock())


def failed(path: Path, name: str) -> int:
    """One more wrong password; returns how many in a row."""
    with _lock:
        count = _failed.get((str(path), name), (0, 0.0))[0] + 1
        _failed[str(path), name] = count, clock()
    return count


def succeeded(path: Path, name: str) -> int:
    """The right one: returns how many wrong ones came before it, and forgets them."""
    with _lock:
        return _failed.pop((str(path), name), (0, 0.0))[0]
