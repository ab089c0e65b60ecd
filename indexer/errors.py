"""Every error timdau raises on purpose, as one tree.

    TimdauError
    ├── UsageError            the caller's mistake: exit code 2, HTTP 400
    │   ├── BadRequest        a search request that contradicts itself or names unknown values
    │   └── BadSetting        an option, environment variable or timdau.toml entry that cannot be used
    └── StorageError          the world's failure: exit code 3, HTTP 503
        ├── DocsMissing       a folder of articles that is not there, or is empty where it was not
        ├── IndexMissing      no index in the folder yet
        ├── IndexOutdated     an index of another format, engine or release
        ├── IndexCorrupt      files of the index are damaged
        └── IndexLocked       another run is writing to the index

Each message is one line that names the thing and the way out. What is wrong with a single article
is no exception but a value, `indexer.model.Skipped`: it never stops a run.
"""


class TimdauError(Exception):
    """Base of all errors that timdau raises on purpose."""


class UsageError(TimdauError):
    """The caller asked for something that cannot be done."""


class BadRequest(UsageError):
    """A search request with a value that does not exist; `parameter` names it, `nearest` offers a right one."""

    def __init__(self, message: str, *, parameter: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.nearest = nearest


class BadSetting(UsageError):
    """A setting that cannot be read or used."""


class StorageError(TimdauError):
    """Files are missing, damaged, locked or cannot be written."""


class DocsMissing(StorageError):
    """A root of articles is missing, or empty where it was not."""


class IndexMissing(StorageError):
    """There is no index in the folder."""


class IndexOutdated(StorageError):
    """The index was written in a format that this release does not read."""


class IndexCorrupt(StorageError):
    """The index is damaged."""


class IndexLocked(StorageError):
    """Another process is writing to the index."""
