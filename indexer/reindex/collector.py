"""Python's garbage collector while articles pass through: it finds nothing, and looks less often."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 50_000


def collect_less_often() -> None:
    """Let up to 50,000 objects come to be before the collector looks at them, where it would do so sooner."""
    first, *older = gc.get_threshold()
    if 0 < first < _NEW_OBJECTS:
        gc.set_threshold(_NEW_OBJECTS, *older)


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Have the collector look less often for a while."""
    before = gc.get_threshold()
    collect_less_often()
    try:
        yield
    finally:
        gc.set_threshold(*before)
