"""The guard itself: a harness that cannot fail proves nothing."""

import pytest

PLUGIN = ("-p", "tests.strict_logs", "-p", "no:randomly", "-p", "no:cacheprovider")


def outcomes(pytester: pytest.Pytester, body: str) -> dict[str, int]:
    """How a small suite with this body ends under the guard."""
    pytester.makepyfile("import logging\n" + body)
    return pytester.runpytest_subprocess(*PLUGIN).parseoutcomes()


def test_stray_warning_fails(pytester: pytest.Pytester) -> None:
    body = "def test_it():\n    logging.getLogger('store').warning('disk')"

    assert outcomes(pytester, body) == {"passed": 1, "errors": 1}


def test_information_passes(pytester: pytest.Pytester) -> None:
    body = "def test_it():\n    logging.getLogger('store').info('opened')"

    assert outcomes(pytester, body) == {"passed": 1}


def test_announced_warning_passes(pytester: pytest.Pytester) -> None:
    body = (
        "def test_it(expect_log):\n    expect_log('WARNING store: d')\n    logging.getLogger('store').warning('disk')"
    )

    assert outcomes(pytester, body) == {"passed": 1}


def test_announced_warning_that_never_comes_fails(pytester: pytest.Pytester) -> None:
    body = "def test_it(expect_log):\n    expect_log('disk')"

    assert outcomes(pytester, body) == {"passed": 1, "errors": 1}


def test_another_warning_beside_the_announced_one_fails(pytester: pytest.Pytester) -> None:
    body = """
def test_it(expect_log):
    expect_log("disk")
    logging.warning("disk")
    logging.error("memory")
"""

    assert outcomes(pytester, body) == {"passed": 1, "errors": 1}
