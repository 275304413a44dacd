"""What the command line says: JSON alone on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Callable
from typing import Any

Progress = Callable[[int, int, str], None]
"""`progress(done, total, what)`: called often, cheap, and may raise to cancel."""


def say(text: str) -> None:
    """A message for a person."""
    print(text, file=sys.stderr)


def show(text: str) -> None:
    """A result for a person or a pipe."""
    print(text)


def show_json(value: Any) -> None:
    """One JSON object and nothing else."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


class Bar:
    """A progress bar on a terminal, after half a second; nothing when piped."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self._advance if sys.stderr.isatty() else _silent

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _advance(self, done: int, total: int, what: str) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, delay=0.5, leave=False, unit="项", file=sys.stderr)
        self._bar.total = total
        self._bar.set_description_str(what, refresh=False)
        self._bar.update(done - self._bar.n)


def _silent(done: int, total: int, what: str) -> None:
    """Nobody watches."""
