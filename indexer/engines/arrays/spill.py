"""The texts of a segment that is being made: kept in a file beside it, compressed together at the end."""

import mmap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import zstandard

_LEVEL = 3
_DICTIONARY_BYTES = 1 << 16
_SAMPLES = 1000
_FEW = 200
"""Of fewer articles a dictionary would weigh more than it saves."""
_RUN = 256


class Spill:
    """Article texts in the order in which they came; memory holds none of them."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 – it lives as long as the segment is being made
        self._ends: list[int] = []

    def add(self, texts: Sequence[bytes]) -> None:
        """Keep some texts."""
        for text in texts:
            self._file.write(text)
            self._ends.append((self._ends[-1] if self._ends else 0) + len(text))

    def compressed(self, workers: int) -> tuple[list[bytes], bytes]:
        """Return each text as a zstd frame, and the dictionary they need (none: empty), by so many threads."""
        self._file.flush()
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as data, ThreadPoolExecutor(workers) as pool:
            dictionary = self._dictionary(data)

            def compress(first: int) -> list[bytes]:
                compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=dictionary)
                rows = range(first, min(first + _RUN, len(self._ends)))
                return [compressor.compress(self._text(data, row)) for row in rows]

            frames = [frame for run in pool.map(compress, range(0, len(self._ends), _RUN)) for frame in run]
        return frames, dictionary.as_bytes() if dictionary else b""

    def close(self) -> None:
        """Drop the file."""
        self._file.close()

    def _text(self, data: mmap.mmap, row: int) -> bytes:
        return data[self._ends[row - 1] if row else 0 : self._ends[row]]

    def _dictionary(self, data: mmap.mmap) -> zstandard.ZstdCompressionDict | None:
        if len(self._ends) < _FEW:
            return None
        rows = np.linspace(0, len(self._ends) - 1, min(_SAMPLES, len(self._ends))).astype(int).tolist()
        try:
            return zstandard.train_dictionary(_DICTIONARY_BYTES, [self._text(data, row) for row in rows])
        except zstandard.ZstdError:
            return None  # too little in the texts to learn from
