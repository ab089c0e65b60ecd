"""One error for whatever damaged files make Whoosh do."""

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import IndexCorrupt


@contextmanager
def damage_named(*passing: type[Exception]) -> Iterator[None]:
    """Turn any exception into `IndexCorrupt`: Whoosh's codec raises whatever the bytes it meets lead to.

    Those of the types `passing` mean something else (a full disk, where files are written) and stay as they are.
    """
    try:
        yield
    except passing:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise IndexCorrupt(f"the index cannot be read ({what:.80}); run timdau reindex --full") from error
