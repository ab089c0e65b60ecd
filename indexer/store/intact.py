"""Whether the files of a generation are those that were written, as far as can be seen in a moment."""

from pathlib import Path

from indexer.errors import IndexCorrupt
from indexer.store.generation import file_entry
from indexer.store.manifest import Manifest

_SMALL = 1 << 16


def refuse_damaged(index: Path, manifest: Manifest) -> None:
    """Compare the size of every file, and the checksum of small ones, with the manifest. Raises `IndexCorrupt`.

    Engines trust what they read at opening (Whoosh unpickles its table of contents), and those files are small;
    `timdau verify` reads everything.
    """
    for name, expected in manifest.files.items():
        path = index / manifest.folder / name
        try:
            intact = path.stat().st_size == expected.bytes and (expected.bytes > _SMALL or file_entry(path) == expected)
        except OSError as error:
            raise IndexCorrupt(f"{path}: {error.strerror}; run timdau reindex --full") from error
        if not intact:
            raise IndexCorrupt(f"{path} is not as it was written; run timdau reindex --full")
