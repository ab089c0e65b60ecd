"""Every error timdau raises on purpose, as one tree.

    TimdauError
    ├── UsageError            the caller's mistake: exit code 2, HTTP 400
    │   ├── BadRequest        a search request that contradicts itself or has unknown values
    │   └── BadSetting        an option, environment variable or timdau.toml entry that cannot be used
    │       └── UnknownSetting    a timdau.toml entry that is no setting
    └── StorageError          a failure of the environment: exit code 3, HTTP 503
        ├── DocsMissing       a folder of articles is missing or unexpectedly empty
        ├── IndexMissing      the folder has no index yet
        ├── IndexUntrusted    opening the index could run code of whoever wrote it
        ├── IndexOutdated     the index has the format or engine of another release
        ├── IndexCorrupt      files of the index are damaged
        ├── IndexLocked       another run is writing to the index
        └── OriginalChanged   a file was changed since its articles were read: HTTP 404

Each message is one line that names the thing and the way out. What is wrong with a single article is not an exception
but a value, `indexer.model.Skipped`: it never stops a run.
"""

from collections.abc import Mapping


class TimdauError(Exception):
    """Base of all errors that timdau raises on purpose."""


class UsageError(TimdauError):
    """The caller asked for something that cannot be done."""


class BadRequest(UsageError):
    """A search request with an invalid value. `parameter` names the parameter, `nearest` is the closest valid value.

    `code` and `values` say what is wrong in any language: `indexer.messages` has `bad_request`, which makes one, and
    `error_text`, which words one for a reader.
    """

    def __init__(
        self, message: str, *, code: str, parameter: str, nearest: str | None, values: Mapping[str, object]
    ) -> None:
        super().__init__(message)
        self.code = code
        self.parameter = parameter
        self.nearest = nearest
        self.values = values


class BadSetting(UsageError):
    """A setting that cannot be read or used."""


class UnknownSetting(BadSetting):
    """A key of the settings file that no setting has."""


class StorageError(TimdauError):
    """Files are missing, damaged, locked or cannot be written."""


class DocsMissing(StorageError):
    """A folder of articles is missing, or empty although the index has articles from it."""


class IndexMissing(StorageError):
    """The folder has no index."""


class IndexOutdated(StorageError):
    """The index has a format or an engine that this release does not read."""


class IndexUntrusted(StorageError):
    """The engine of the index can run code of whoever wrote it, and nobody asked for that engine."""


class IndexCorrupt(StorageError):
    """The index is damaged."""


class IndexLocked(StorageError):
    """Another process is writing to the index."""


class OriginalChanged(StorageError):
    """The file of an article is no longer the one that was read."""
