"""Coordinates are what ReportLab would have written, and it asks us."""

from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import rl_accel
from reportlab.pdfgen import canvas, pathobject, textobject

from yingcai_desktop.documents import page  # noqa: F401  -- every page that is made imports it
from yingcai_desktop.documents.coordinates import worded

NUMBERS = st.lists(st.one_of(st.floats(-1e5, 1e5), st.integers(-1000, 1000)))


@given(NUMBERS)
def test_the_words_are_those_of_reportlab(numbers: list[float]) -> None:
    assert worded(*numbers) == rl_accel.fp_str(*numbers)
    assert worded(numbers) == worded(tuple(numbers)) == rl_accel.fp_str(numbers)


def test_reportlab_asks_us() -> None:
    for module in (canvas, pathobject, textobject):
        assert module.fp_str is worded
