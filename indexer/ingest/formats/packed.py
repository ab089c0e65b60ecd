"""Files packed by gzip, xz or bzip2, read as if they were not."""

import bz2
import gzip
import lzma
import zlib
from typing import IO, cast

DAMAGE = (EOFError, zlib.error, lzma.LZMAError, OSError)
"""What reading raises where a file is damaged; an OSError may also mean that it is unreadable."""


def unpacked(name: str, stored: IO[bytes]) -> IO[bytes]:
    """Return a stream of what is packed in a file, by its name; the file itself where it is not packed."""
    lower = name.lower()
    if lower.endswith(".gz"):
        return cast(IO[bytes], gzip.open(stored, "rb"))
    if lower.endswith(".xz"):
        return cast(IO[bytes], lzma.open(stored, "rb"))
    return cast(IO[bytes], bz2.open(stored, "rb")) if lower.endswith(".bz2") else stored


def is_unreadable(error: BaseException) -> bool:
    """Tell a failure of the system, which has a number, from the OSError of gzip and bz2 for damage."""
    return isinstance(error, OSError) and error.errno is not None
