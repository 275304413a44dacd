"""A test fails when the code logs a warning or worse that the test did not announce.

A log line that nobody expected is a bug that nobody looked at. A test that means to provoke one says so, and must then get it:

    def test_wrong_passphrase(expect_log):
        expect_log(r"passphrase")
"""

import logging
import re
from collections.abc import Callable, Iterator

import pytest

ExpectLog = Callable[[str], None]


class LogGuard(logging.Handler):
    """Collects records of level WARNING and above, and the patterns that a test expects of them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.patterns: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> list[str]:
        """One line per record that no pattern matches, and per pattern that no record matches."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        stray = [line for line in lines if not any(re.search(pattern, line) for pattern in self.patterns)]
        unmet = [pattern for pattern in self.patterns if not any(re.search(pattern, line) for line in lines)]
        return [f"unexpected log: {line}" for line in stray] + [f"expected log never came: {p}" for p in unmet]


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Watches the root logger during every test."""
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    if complaints := guard.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(log_guard: LogGuard) -> ExpectLog:
    """Announce a log line by a regular expression over `LEVEL logger: message`."""
    return log_guard.patterns.append
