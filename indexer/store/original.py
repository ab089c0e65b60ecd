"""Where the original of an article is, and where an article is that was moved."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import IndexCorrupt
from indexer.store.catalog import Catalog
from indexer.store.manifest import Manifest, catalog_path


def original_file(index: Path, manifest: Manifest, article_id: str) -> Path | None:
    """Return the absolute path of the file an article was read from, a batch where it is a record.

    None for an unknown id. The file may have changed or gone since. Raises `IndexCorrupt`.
    """
    with _catalog(index, manifest) as catalog:
        row = catalog.article(article_id)
    if row is None:
        return None
    return Path(os.path.normpath(Path(os.path.realpath(index), row.root, row.path)))


def moved_to(index: Path, manifest: Manifest, article_id: str) -> str | None:
    """Return the id that an article has now whose file was moved; None for any other. Raises `IndexCorrupt`."""
    if any("\ud800" <= char <= "\udfff" for char in article_id):
        return None  # SQLite takes no lone surrogates, and no id has one.
    with _catalog(index, manifest) as catalog:
        return catalog.moves.target(article_id)


@contextmanager
def _catalog(index: Path, manifest: Manifest) -> Iterator[Catalog]:
    path = catalog_path(index, manifest)
    try:
        catalog = Catalog(path, read_only=True)
        try:
            yield catalog
        finally:
            catalog.close()
    except sqlite3.DatabaseError as error:
        raise IndexCorrupt(f"{path} is damaged ({error}); run timdau reindex --full") from error
