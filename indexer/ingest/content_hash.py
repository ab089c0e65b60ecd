"""The hash of a file's bytes, by which a file that was moved, copied or changed is recognised."""

import hashlib
import os
from io import BufferedReader

_REMEMBERED = 256
_known: dict[tuple[int, ...], str] = {}


def content_hash(file: BufferedReader) -> str:
    """Return the SHA-256 of a file, in hexadecimal; its position is the start afterwards."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def remembered_hash(file: BufferedReader) -> str:
    """Return the same, remembered until the file is touched: that of a large batch takes a second.

    A change within the tick of the file system's clock goes unnoticed, so only what is shown may depend on it.
    """
    status = os.fstat(file.fileno())
    stamp = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if stamp not in _known:
        digest = content_hash(file)
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[stamp] = digest
    return _known[stamp]
