"""Whether the rights of files bind the user who runs the tests: they do not bind root."""

import tempfile
from pathlib import Path

import pytest


def _rights_bind() -> bool:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        try:
            Path(file.name).read_bytes()
        except PermissionError:
            return True
        return False


needs_rights = pytest.mark.skipif(not _rights_bind(), reason="this user may read and write everything")
