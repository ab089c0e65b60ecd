"""Files that a stranger may have put there: only regular files are opened, and no link is followed.

A link could lead anywhere, and a pipe or a device could block for ever.
"""

import errno
import os
import stat
from io import BufferedReader, BufferedWriter
from pathlib import Path

from indexer.errors import IndexCorrupt, StorageError

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
# A folder may be passed through by users who may not list it.
_PASS = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_REASONS = {errno.ELOOP: "it is a link, and links are not followed"}
_WAYS_OUT = {
    errno.EACCES: "give this user the right to read it",
    errno.EPERM: "give this user the right to read it",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENFILE: "raise the limit of open files (ulimit -n)",
    errno.EIO: "check the disk and run again",
}


def is_plain(name: str) -> bool:
    """Return whether a POSIX path is relative, printable and stays below the folder it starts at."""
    return name.isprintable() and "\\" not in name and not {"", ".", ".."} & {*name.split("/")}


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading; its name may not be a link. Raises `OSError`."""
    return _open(path)


def open_below(folder: Path, name: str) -> BufferedReader:
    """Open a regular file below a folder for reading; none of the names below the folder may be a link.

    Raises `OSError`, also for a `name` that is not a plain relative POSIX path.
    """
    if {"", ".", ".."} & {*name.split("/")} or "\0" in name:
        raise OSError(errno.EINVAL, "not a path below its folder", name)
    *above, last = name.split("/")
    handle = os.open(folder, _PASS)
    try:
        for part in above:
            inner = os.open(part, _PASS | os.O_NOFOLLOW, dir_fd=handle)
            os.close(handle)
            handle = inner
        return _open(last, handle)
    finally:
        os.close(handle)


def read_regular(path: Path, most: int) -> bytes:
    """Return the content of a regular file of at most this many bytes. Raises `OSError`."""
    with open_regular(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most >> 20} MiB", str(path))
    return content


def create_anew(path: Path) -> BufferedWriter:
    """Create a file for writing. What has its name already, such as a link, is removed, and never written to."""
    path.unlink(missing_ok=True)
    return path.open("xb")


def unreadable(path: Path, error: OSError) -> StorageError:
    """Return the error for a file of an index that cannot be opened: `IndexCorrupt`, except without access."""
    reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
    way_out = _WAYS_OUT.get(error.errno or 0)
    if way_out:
        return StorageError(f"{path}: {reason}; {way_out}")
    return IndexCorrupt(f"{path}: {reason}; run timdau reindex --full")


def _open(path: Path | str, folder: int | None = None) -> BufferedReader:
    # Without O_NONBLOCK, opening a pipe waits for a writer.
    handle = os.open(path, _READ | os.O_NONBLOCK, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return os.fdopen(handle, "rb")
