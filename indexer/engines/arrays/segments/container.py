"""A file of named arrays: written front to back, mapped for reading, with a checksum for each array.

    magic | array, array, … each at a multiple of 64 bytes | directory (JSON) | its length and CRC-32 | magic

All numbers are little-endian. Nothing is unpickled; a foreign or truncated file is refused by name.
See `docs/index-format.md`, Container.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from indexer.engines.arrays.segments.numeric import Array
from indexer.errors import IndexCorrupt, IndexOutdated

MAGIC = b"timdau\x00"
FORMAT = 3
_ALIGNMENT = 64
_TRAILER = struct.Struct("<QI")
_HEAD = len(MAGIC) + 1


@dataclass(frozen=True, slots=True)
class Container:
    """An open file: its arrays (read-only views of the mapped file), and the `meta` values of its writer."""

    path: Path
    arrays: Mapping[str, Array]
    meta: Mapping[str, Any]
    checksums: Mapping[str, int]

    def damaged(self) -> list[str]:
        """Return the names of the arrays whose bytes have changed since they were written."""
        return [name for name, crc in self.checksums.items() if zlib.crc32(self.arrays[name].data) != crc]


class ContainerWriter:
    """Writes arrays one after another; the file is complete only after `close`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._directory: dict[str, dict[str, int | str]] = {}
        self._file.write(MAGIC + bytes([FORMAT]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, name: str, array: ArrayLike) -> None:
        """Write a one-dimensional array."""
        values = np.asarray(array)
        self.add_parts(name, values.dtype, [values])

    def add_parts(self, name: str, dtype: np.dtype[Any] | type, parts: Iterable[Array]) -> None:
        """Write a one-dimensional array in pieces, so that it need not be in memory as a whole."""
        kind = np.dtype(dtype).newbyteorder("<")
        self._file.write(bytes(-self._file.tell() % _ALIGNMENT))
        offset, crc, length = self._file.tell(), 0, 0
        for part in parts:
            data = np.ascontiguousarray(part, dtype=kind).data
            self._file.write(data)
            crc = zlib.crc32(data, crc)
            length += len(part)
        self._directory[name] = {"dtype": kind.str, "offset": offset, "length": length, "crc32": crc}

    def close(self, meta: Mapping[str, Any]) -> None:
        """Write the directory, with `meta` (JSON values)."""
        directory = json.dumps({"arrays": self._directory, "meta": meta}, sort_keys=True, ensure_ascii=False).encode()
        self._file.write(directory + _TRAILER.pack(len(directory), zlib.crc32(directory)) + MAGIC)
        self._file.close()


def open_container(path: Path) -> Container:
    """Map a file. Raises `IndexCorrupt` if it is damaged, `IndexOutdated` if it is in another format."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise _corrupt(path) from error
    if data[: len(MAGIC)] != MAGIC or data[-len(MAGIC) :] != MAGIC:
        raise _corrupt(path)
    if data[len(MAGIC)] != FORMAT:
        raise IndexOutdated(
            f"{path} is in format {data[len(MAGIC)]}, this release reads {FORMAT}; run timdau reindex --full"
        )
    try:
        end = len(data) - len(MAGIC) - _TRAILER.size
        length, crc = _TRAILER.unpack(data[end : end + _TRAILER.size])
        directory = data[end - length : end]
        if length > end - _HEAD or zlib.crc32(directory) != crc:
            raise _corrupt(path)
        parsed = json.loads(directory)
        listed = parsed["arrays"]
        arrays = {
            name: np.frombuffer(data, dtype=each["dtype"], count=each["length"], offset=each["offset"])
            for name, each in listed.items()
        }
        return Container(path, arrays, parsed["meta"], {name: each["crc32"] for name, each in listed.items()})
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise _corrupt(path) from error


def _corrupt(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"{path} is damaged or not an index file; run timdau reindex --full")
