"""Errors of the operating system and of SQLite in the index folder, turned into ours."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import IndexCorrupt, StorageError

_WAYS_OUT = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space and run again",
    errno.EACCES: "give this user the right to write there, or name another folder with --index",
    errno.EPERM: "give this user the right to write there, or name another folder with --index",
    errno.EROFS: "name a folder on a writable disk with --index",
    errno.EEXIST: "name a folder with --index",
    errno.ENOTDIR: "name a folder with --index",
    errno.ELOOP: "it is a link; delete it",
    errno.EINVAL: "delete it or name another folder with --index",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
}


@contextmanager
def storage_failures(index: Path) -> Iterator[None]:
    """Turn failures of the disk or the catalog below `index` into a `StorageError` that names the way out."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            message = f"{index}: the catalog cannot be written ({error}); check the disk and its permissions"
            raise StorageError(message) from error
        raise IndexCorrupt(f"{index}: the catalog is damaged ({error}); run timdau reindex --full") from error
    except OSError as error:
        where = error.filename or index
        way_out = _WAYS_OUT.get(error.errno or 0, "check the disk and run again")
        raise StorageError(f"{where}: {error.strerror or error}; {way_out}") from error
