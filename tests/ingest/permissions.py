"""Skips tests that need file permissions if these do not apply to the user, as for root."""

import tempfile
from pathlib import Path

import pytest


def _permissions_apply() -> bool:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        try:
            Path(file.name).read_bytes()
        except PermissionError:
            return True
        return False


needs_permissions = pytest.mark.skipif(not _permissions_apply(), reason="file permissions do not apply to this user")
