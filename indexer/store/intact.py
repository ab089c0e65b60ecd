"""Whether the files of a generation are those that were written."""

from pathlib import Path

from indexer.errors import IndexCorrupt
from indexer.store.generation import file_entry
from indexer.store.manifest import Manifest

_SMALL = 1 << 16


def refuse_damaged(index: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Compare the size and checksum of every file with the manifest. Raises `IndexCorrupt`.

    Unless `thorough`, checksums are those of small files alone, which takes a moment: engines trust what they
    read at opening (Whoosh unpickles its table of contents), and those files are small.
    """
    for name, expected in manifest.files.items():
        path = index / manifest.folder / name
        try:
            read = thorough or expected.bytes <= _SMALL
            intact = path.stat().st_size == expected.bytes and (not read or file_entry(path) == expected)
        except OSError as error:
            raise IndexCorrupt(f"{path}: {error.strerror}; run timdau reindex --full") from error
        if not intact:
            raise IndexCorrupt(f"{path} is not as it was written; run timdau reindex --full")
