"""A file of named arrays: written front to back, mapped for reading, with a checksum for each array.

    magic | array, array, … each at a multiple of 64 bytes | directory (JSON) | its length and CRC-32 | magic

All numbers are little-endian. Nothing is unpickled; a foreign or truncated file is refused by name.
See `docs/index-format.md`, Container.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from indexer.engines.arrays.segments.numeric import Array
from indexer.errors import IndexCorrupt, IndexOutdated
from indexer.regular_files import open_regular, unreadable

MAGIC = b"timdau\x00"
FORMAT = 5
_DTYPES = ("|u1", "<u2", "<u4", "<u8")
_LARGEST_DIRECTORY = 64 << 20
_ALIGNMENT = 64
_TRAILER = struct.Struct("<QI")
_HEAD = len(MAGIC) + 1


@dataclass(frozen=True, slots=True)
class Container:
    """An open file: its arrays (read-only views of `mapped`), and the `meta` values of its writer."""

    path: Path
    mapped: mmap.mmap
    arrays: Mapping[str, Array]
    meta: Mapping[str, Any]
    checksums: Mapping[str, int]

    def damaged(self, without: Collection[str] = ()) -> list[str]:
        """Return the names of the arrays whose bytes have changed since they were written, `without` some of them."""
        checked = [(name, crc) for name, crc in self.checksums.items() if name not in without]
        return [name for name, crc in checked if zlib.crc32(self.arrays[name].data) != crc]

    def refuse_damaged(self, without: Collection[str] = ()) -> None:
        """Raise `IndexCorrupt` if any array is damaged, `without` some of them."""
        if damaged := self.damaged(without):
            raise IndexCorrupt(f"{self.path}: {damaged[0]} is damaged; run timdau reindex --full")

    def refuse_truncated(self) -> None:
        """Raise `IndexCorrupt` if the file has another size than when it was mapped: reading past its end is fatal."""
        if self.mapped.size() != len(self.mapped):
            raise IndexCorrupt(f"{self.path} was truncated while it was open; run timdau reindex --full")


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
        with open_regular(path) as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:
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
        if length > min(end - _HEAD, _LARGEST_DIRECTORY) or zlib.crc32(data[end - length : end]) != crc:
            raise _corrupt(path)
        parsed = json.loads(data[end - length : end])
        listed = parsed["arrays"]
        arrays = {name: _array(data, **each) for name, each in listed.items()}
        checksums = {name: each["crc32"] for name, each in listed.items()}
        return Container(path, data, arrays, parsed["meta"], checksums)
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _corrupt(path) from error


def _array(data: mmap.mmap, *, dtype: str, offset: int, length: int, crc32: int) -> Array:
    """Return an array of the file. Raises `TypeError` or `ValueError` if it is none that is written."""
    if dtype not in _DTYPES or length < 0 or type(crc32) is not int:
        raise ValueError(dtype)
    return np.frombuffer(data, dtype, length, offset)


def _corrupt(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"{path} is damaged or not an index file; run timdau reindex --full")
