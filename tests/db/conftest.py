import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from tests.db.office import new_store, opened


@pytest.fixture(scope="session")
def blank_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store nobody has written in yet, made once; copy it."""
    with new_store(tmp_path_factory.mktemp("blank")) as made:
        return made.path


@pytest.fixture
def store(blank_store: Path, tmp_path: Path) -> Iterator[Store]:
    with opened(shutil.copyfile(blank_store, tmp_path / blank_store.name)) as made:
        yield made
