from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from tests.db.office import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made
