"""Coordinates in words: a page has the same few thousand of them a million times, and ReportLab words each anew, a seventh of the time of a PDF."""

from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType

from reportlab.lib import rl_accel
from reportlab.pdfgen import canvas, pathobject, textobject

_one = lru_cache(1 << 14)(rl_accel.fp_str)


def worded(*numbers: float | Sequence[float]) -> str:
    """What ReportLab's `fp_str` says of numbers, or of one sequence of them."""
    first = numbers[0] if numbers else ()
    return " ".join(map(_one, first if len(numbers) == 1 and isinstance(first, list | tuple) else numbers))


def remember() -> None:
    """From now on."""
    modules: tuple[ModuleType, ...] = (canvas, pathobject, textobject)
    for module in modules:
        vars(module)["fp_str"] = worded
