"""A guard against work without bound, for input that once took minutes."""

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from tests.webui.conftest import app, client, index, index_folder

__all__ = ["app", "client", "in_time", "index", "index_folder"]

SECONDS = 30


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Fail a test that is still busy after a time that even a slow machine needs only a fraction of."""

    def fail(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"still busy after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
