"""Where the original of an article is."""

import os
import sqlite3
from pathlib import Path

from indexer.errors import IndexCorrupt
from indexer.store.catalog import Catalog
from indexer.store.manifest import Manifest, catalog_path


def original_file(index: Path, manifest: Manifest, article_id: str) -> Path | None:
    """Return the absolute path of the file an article was read from, a batch where it is a record.

    None for an unknown id. The file may have changed or gone since.
    """
    path = catalog_path(index, manifest)
    try:
        catalog = Catalog(path, read_only=True)
        try:
            row = catalog.article(article_id)
        finally:
            catalog.close()
    except sqlite3.DatabaseError as error:
        raise IndexCorrupt(f"{path} is damaged ({error}); run timdau reindex --full") from error
    if row is None:
        return None
    return Path(os.path.normpath(Path(os.path.realpath(index), row.root, row.path)))
