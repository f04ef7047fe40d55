from pathlib import Path

import pytest

from checkin.keys import Keyring
from tests.keys.ring import NOW


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "the keys"


@pytest.fixture
def keyring(directory: Path) -> Keyring:
    return Keyring.create(directory, now=NOW)
