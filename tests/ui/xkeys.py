"""A real X server and real key events: Xvfb, and XTest (libXtst) by way of ctypes. No window manager, no toolkit in between."""

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = {
    "Enter": 0xFF0D, "Return": 0xFF0D, "Space": 0x20, "Home": 0xFF50, "Tab": 0xFF09, "Esc": 0xFF1B, "F2": 0xFFBF, "F6": 0xFFC3, "F8": 0xFFC5, "Delete": 0xFFFF, "Left": 0xFF51,
    "Up": 0xFF52, "Right": 0xFF53, "Down": 0xFF54, "Shift": 0xFFE1, "Ctrl": 0xFFE3, "Alt": 0xFFE9, ".": 0x2E, "/": 0x2F,
}  # fmt: skip

SHIFTED = {"_": "-", ":": ";", "*": "8"}
"""On the American keyboard of a bare X server."""


def available() -> bool:
    """Whether this machine can do it."""
    try:
        ctypes.CDLL("libXtst.so.6")
    except OSError:
        return False
    return shutil.which("Xvfb") is not None


@contextmanager
def server() -> Iterator[str]:
    """An X server of our own; its display."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{int(told.readline())}"
    finally:
        process.terminate()
        process.wait()


class Keyboard:
    """Presses keys of the server itself: whichever window has the focus gets them."""

    def __init__(self, display: str) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._test.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self._display = self._x.XOpenDisplay(display.encode())

    def press(self, chord: str) -> None:
        """`7`, `Enter`, `Ctrl+v`; `A` and `_` with Shift."""
        if len(chord) == 1 and (chord.isupper() or chord in SHIFTED):
            chord = f"Shift+{SHIFTED.get(chord, chord.lower())}"
        codes = [self._code(name) for name in (chord.split("+") if len(chord) > 1 else [chord])]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XSync(self._display, 0)
        time.sleep(0.03)

    def type(self, keys: str) -> None:
        """Several keys, with spaces between them: `8 Enter 9 Enter`."""
        for key in keys.split():
            self.press(key)

    def _code(self, name: str) -> int:
        return int(self._x.XKeysymToKeycode(self._display, NAMES.get(name) or ord(name)))
