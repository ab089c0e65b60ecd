"""What a damaged index raises: `IndexCorrupt`, whatever Whoosh raised."""

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import IndexCorrupt


@contextmanager
def damage_as_corrupt(*passing: type[Exception]) -> Iterator[None]:
    """Turn any exception into `IndexCorrupt`, as damaged bytes can make Whoosh's codec raise anything.

    Exceptions of the types `passing` mean something else, such as a full disk, and pass unchanged.
    """
    try:
        yield
    except passing:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise IndexCorrupt(f"the index cannot be read ({what:.80}); run timdau reindex --full") from error
