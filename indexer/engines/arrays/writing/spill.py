"""What a segment under construction keeps in temporary files instead of memory: token columns and articles."""

import mmap
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import zstandard
from numpy.typing import DTypeLike

from indexer.engines.arrays.segments.numeric import Array

_LEVEL = 3
_DICTIONARY_BYTES = 1 << 16
_SEGMENT_BYTES, _MATCH_BYTES = 1024, 8
"""Parameters of the dictionary trainer; its own search for the best ones takes long and gains 0.4 %."""
_SAMPLES = 1000
_FEW = 200
"""For fewer articles a dictionary would take more space than it saves."""
_RUN = 256


class SpilledColumn:
    """An array on disk that grows at its end."""

    def __init__(self, folder: Path, dtype: DTypeLike) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 – it lives as long as the segment is being built
        self._dtype = np.dtype(dtype)

    def add(self, values: Array) -> None:
        """Append values."""
        self._file.write(np.ascontiguousarray(values, self._dtype).data)

    def mapped(self) -> Array:
        """Return all values, mapped from the file."""
        self._file.flush()
        if not self._file.tell():
            return np.empty(0, self._dtype)
        return np.frombuffer(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ), self._dtype)

    def close(self) -> None:
        """Drop the file."""
        self._file.close()


class SpilledTexts:
    """Texts on disk, in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._data = SpilledColumn(folder, np.uint8)
        self._ends: list[int] = []

    def add(self, texts: Sequence[bytes]) -> None:
        """Append texts."""
        self._data.add(np.frombuffer(b"".join(texts), np.uint8))
        for text in texts:
            self._ends.append((self._ends[-1] if self._ends else 0) + len(text))

    def compressed(self, pool: Executor) -> tuple[Iterator[list[bytes]], bytes]:
        """Return the texts as zstd frames, in runs as they are compressed, and their dictionary; empty for none."""
        data = self._data.mapped()
        dictionary = self._dictionary(data)

        def compress(first: int) -> list[bytes]:
            compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=dictionary, write_checksum=True)
            rows = range(first, min(first + _RUN, len(self._ends)))
            return [compressor.compress(self._text(data, row)) for row in rows]

        frames = pool.map(compress, range(0, len(self._ends), _RUN))
        return frames, dictionary.as_bytes() if dictionary else b""

    def close(self) -> None:
        """Drop the file."""
        self._data.close()

    def _text(self, data: Array, row: int) -> bytes:
        return data[self._ends[row - 1] if row else 0 : self._ends[row]].tobytes()

    def _dictionary(self, data: Array) -> zstandard.ZstdCompressionDict | None:
        if len(self._ends) < _FEW:
            return None
        rows = np.linspace(0, len(self._ends) - 1, min(_SAMPLES, len(self._ends))).astype(int).tolist()
        samples: list[bytes | bytearray | memoryview] = [self._text(data, row) for row in rows]
        try:
            dictionary = zstandard.train_dictionary(_DICTIONARY_BYTES, samples, k=_SEGMENT_BYTES, d=_MATCH_BYTES)
        except zstandard.ZstdError:
            return None  # the texts are too short to learn from
        dictionary.precompute_compress(_LEVEL)
        return dictionary
