"""The real application with its theme, as for the tests of the window."""

from tests.ui.conftest import qapp

__all__ = ["qapp"]
