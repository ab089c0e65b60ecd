"""The catalog: what was read from which file, so that the next run reads only what changed.

An SQLite file in each generation. A run works on its own copy and publishes it with the engine's files, so there is no
journal: an unfinished copy is thrown away. During a run every row has a state (`indexer.store.rows`). Roots are stored
relative to the index folder, so that articles and index can be moved together.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from indexer.errors import IndexCorrupt
from indexer.model import Skipped
from indexer.reading import Reading
from indexer.regular_files import unreadable
from indexer.store import diagnostics
from indexer.store.diagnostics import Diagnostics
from indexer.store.generation import file_entry
from indexer.store.manifest import FileEntry, Manifest, catalog_path
from indexer.store.rows import (
    AT_LOCATION,
    EXPECTED,
    KEPT,
    SEEN,
    ArticleRow,
    FileRow,
    Location,
    VanishedArticle,
    location_values,
)

Ancestry = Mapping[tuple[str, str], tuple[str, ...]]
"""(facet, id) → its broader ids, nearest first. Filters and facets depend on nothing else of the vocabulary."""

_TABLES = f"""
{diagnostics.TABLES}

CREATE TABLE IF NOT EXISTS roots (root TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    root TEXT, path TEXT, stamp TEXT, content TEXT, before TEXT, state INTEGER, PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_content ON files (content);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, root TEXT, path TEXT, fingerprint TEXT, state INTEGER, stated INTEGER,
    reading INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_file ON articles (root, path);
CREATE TABLE IF NOT EXISTS readings (
    number INTEGER PRIMARY KEY, encoding TEXT, confidence INTEGER, normal_form TEXT,
    title TEXT, date TEXT, year TEXT, author TEXT, source TEXT, url TEXT, forums TEXT, topics TEXT
);
CREATE TABLE IF NOT EXISTS moves (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS moves_by_target ON moves (new);
CREATE TABLE IF NOT EXISTS ancestry (facet TEXT, id TEXT, broader TEXT, PRIMARY KEY (facet, id));
"""


class Catalog:
    """An open catalog. Nothing is certain to be on disk before `close`."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        else:
            self._db = sqlite3.connect(path, isolation_level=None)
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')").fetchone():
            self._db.close()
            raise IndexCorrupt(f"{path} holds queries or triggers of someone else; run timdau reindex --full")
        if not read_only:
            self._db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")
        self.diagnostics = Diagnostics(self._db)
        self.readings = Readings(self._db)
        self.redirects = Redirects(self._db)

    def close(self) -> None:
        """Write everything and close."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.close()

    def begin_run(self, scopes: Sequence[Location]) -> None:
        """Begin a run: rows in its scopes, of which there is one at least, become EXPECTED, all others KEPT."""
        self._db.execute("UPDATE files SET before = content")
        self.diagnostics.begin_run(scopes)
        first, *others = [location_values(root, below) for root, below in scopes]
        for table in ("files", "articles"):
            # Most runs have one scope, and each statement goes over every article.
            sql = f"UPDATE {table} SET state = CASE WHEN {AT_LOCATION} THEN {EXPECTED} ELSE {KEPT} END"
            self._db.execute(sql, first)
            self._db.executemany(f"UPDATE {table} SET state = {EXPECTED} WHERE {AT_LOCATION}", others)

    def roots(self) -> list[str]:
        """Return the folders that runs were given."""
        return [root for (root,) in self._db.execute("SELECT root FROM roots ORDER BY root")]

    def file_roots(self) -> list[str]:
        """Return the root of every file, whether a run was given that folder or not."""
        return [root for (root,) in self._db.execute("SELECT DISTINCT root FROM files ORDER BY root")]

    def set_roots(self, roots: Iterable[str]) -> None:
        """Store the folders that runs were given, as far as files below them are known."""
        self._db.execute("DELETE FROM roots")
        known = set(self.file_roots())
        self._db.executemany("INSERT INTO roots VALUES (?)", [(root,) for root in sorted({*roots} & known)])

    def file(self, root: str, path: str) -> FileRow | None:
        """Return a file, or None."""
        sql = "SELECT root, path, stamp, content FROM files WHERE root = ? AND path = ?"
        row = self._db.execute(sql, (root, path)).fetchone()
        return FileRow(*row) if row else None

    def put_file(self, row: FileRow, skips: Iterable[Skipped] = ()) -> None:
        """Store a file that was read, with what was skipped in it or in its members."""
        sql = (
            f"INSERT INTO files (root, path, stamp, content, before, state) VALUES (?1, ?2, ?3, ?4, ?4, {SEEN}) "
            f"ON CONFLICT DO UPDATE SET stamp = ?3, content = ?4, state = {SEEN}"
        )
        self._db.execute(sql, (row.root, row.path, row.stamp, row.content))
        self.diagnostics.put_file_skips(row.root, row.path, skips)

    def confirm(self, root: str, path: str) -> tuple[int, list[Skipped]]:
        """Mark an untouched file and its articles SEEN; return the number of articles and the skips.

        A file with neither keeps its state.
        """
        sql = f"UPDATE articles SET state = {SEEN} WHERE root = ? AND path = ?"
        count, skips = self._db.execute(sql, (root, path)).rowcount, self.diagnostics.file_skips(root, path)
        if count or skips:
            self._db.execute(f"UPDATE files SET state = {SEEN} WHERE root = ? AND path = ?", (root, path))
        return count, skips

    def keep(self, root: str, below: str) -> int:
        """Keep what is still EXPECTED at or below a location and have it read again; return the number of articles."""
        values = location_values(root, below)
        self._db.execute(f"UPDATE files SET state = {KEPT}, stamp = '' WHERE state <> {SEEN} AND {AT_LOCATION}", values)
        sql = f"UPDATE articles SET state = {KEPT} WHERE state = {EXPECTED} AND {AT_LOCATION}"
        return self._db.execute(sql, values).rowcount

    def kept_files(self, *, invalidated: bool = False) -> Iterator[Location]:
        """Iterate over the KEPT files, all or only the invalidated ones. The catalog may change meanwhile."""
        last = ("", "")
        which = f"state = {KEPT} AND stamp = ''" if invalidated else f"state = {KEPT}"
        sql = f"SELECT root, path FROM files WHERE {which} AND (root, path) > (?, ?) ORDER BY root, path LIMIT 1"
        while row := self._db.execute(sql, last).fetchone():
            yield (last := (row[0], row[1]))

    def has_articles(self, root: str, path: str) -> bool:
        """Return whether the index holds an article of a file."""
        sql = "SELECT 1 FROM articles WHERE root = ? AND path = ? LIMIT 1"
        return self._db.execute(sql, (root, path)).fetchone() is not None

    def twin(self, root: str, path: str, content: str) -> Location | None:
        """Return another file with the same content whose articles are in the index and stay there."""
        row = self._db.execute(
            "SELECT root, path FROM files WHERE content = ? AND (root, path) <> (?, ?) "
            f"AND state <> {EXPECTED} AND EXISTS "
            f"(SELECT 1 FROM articles WHERE root = files.root AND path = files.path AND state <> {EXPECTED}) LIMIT 1",
            (content, root, path),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def article(self, article_id: str) -> ArticleRow | None:
        """Return an article, or None."""
        sql = "SELECT id, root, path, fingerprint, state, stated, reading FROM articles WHERE id = ?"
        row = self._db.execute(sql, (article_id,)).fetchone()
        return ArticleRow(*row) if row else None

    def put_article(self, row: ArticleRow) -> None:
        """Add or replace an article."""
        values = (row.id, row.root, row.path, row.fingerprint, row.state, row.stated, row.reading)
        self._db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def put_reading(self, article_id: str, reading: Reading) -> None:
        """Replace the reading of an article."""
        self._db.execute("UPDATE articles SET reading = ? WHERE id = ?", (self.readings.number(reading), article_id))

    def count(self, root: str | None = None, below: str = "") -> int:
        """Count the articles, all or those at or below a location."""
        where, values = (f"WHERE {AT_LOCATION}", location_values(root, below)) if root is not None else ("", ())
        (count,) = self._db.execute(f"SELECT count(*) FROM articles {where}", values).fetchone()
        return int(count)

    def articles_in_state(self, state: int) -> Iterator[str]:
        """Iterate over the ids of the articles in a state. The catalog must not change meanwhile."""
        for (article_id,) in self._db.execute("SELECT id FROM articles WHERE state = ?", (state,)):
            yield article_id

    def unwritten(self, count: int) -> Iterator[list[tuple[str, int]]]:
        """Yield id and state of the articles that this run leaves unwritten, `count` at a time.

        The catalog may change meanwhile.
        """
        last = ""
        sql = f"SELECT id, state FROM articles WHERE state IN ({SEEN}, {KEPT}) AND id > ? ORDER BY id LIMIT ?"
        while rows := self._db.execute(sql, (last, count)).fetchall():
            yield rows
            last = rows[-1][0]

    def vanished(self) -> Iterator[VanishedArticle]:
        """Iterate over the articles still EXPECTED, file by file. Redirects may change meanwhile."""
        rows = self._db.execute(
            "SELECT id, root, path, before, content FROM articles NOT INDEXED LEFT JOIN files USING (root, path) "
            f"WHERE articles.state = {EXPECTED} ORDER BY root, path"
        )
        return (VanishedArticle(*row) for row in rows)

    def drop_vanished(self) -> None:
        """Drop everything that is still EXPECTED."""
        self._db.execute(
            "DELETE FROM skips WHERE EXISTS (SELECT 1 FROM files WHERE files.root = skips.root "
            f"AND files.path = skips.path AND state = {EXPECTED}) AND NOT passing"
        )
        gone = f"SELECT id FROM articles WHERE state = {EXPECTED}"
        self._db.execute(f"DELETE FROM problems WHERE id IN ({gone})")
        for table in ("files", "articles"):
            self._db.execute(f"DELETE FROM {table} WHERE state = {EXPECTED}")

    def drop_articles(self, ids: Iterable[str]) -> None:
        """Drop articles."""
        for article_id in ids:
            self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            self._db.execute("DELETE FROM problems WHERE id = ?", (article_id,))
            self.redirects.drop_target(article_id)

    def invalidate_article(self, article_id: str) -> None:
        """Have an article read and extracted again."""
        self._invalidate("id = ?", [article_id])

    def invalidate_stated(self) -> None:
        """Have the articles with stated forums or topics read and extracted again."""
        self._invalidate("stated")

    def invalidate_problems(self, codes: Sequence[str]) -> None:
        """Have the articles with any of these problems read and extracted again."""
        self._invalidate(f"id IN (SELECT id FROM problems WHERE code IN ({', '.join('?' * len(codes))}))", codes)

    def invalidate_kept(self) -> None:
        """Have the KEPT articles read and extracted again as soon as they can be read."""
        self._invalidate(f"state = {KEPT}")

    def invalidate_file(self, root: str, path: str) -> None:
        """Have a file read again, unless this run already got to it."""
        sql = f"UPDATE files SET stamp = '' WHERE root = ? AND path = ? AND state = {EXPECTED}"
        self._db.execute(sql, (root, path))

    def _invalidate(self, which: str, values: Sequence[str] = ()) -> None:
        """Empty the stamps and fingerprints that would show the next comparison that nothing changed."""
        files = f"SELECT root, path FROM articles WHERE {which}"
        self._db.execute(f"UPDATE files SET stamp = '' WHERE (root, path) IN ({files})", values)
        self._db.execute(f"UPDATE articles SET fingerprint = '' WHERE {which}", values)

    def ancestry(self) -> Ancestry:
        """Return the ancestry that the articles were labelled with."""
        rows = self._db.execute("SELECT facet, id, broader FROM ancestry")
        return {(facet, id): tuple(broader.split()) for facet, id, broader in rows}

    def set_ancestry(self, ancestry: Ancestry) -> None:
        """Store the ancestry that the articles are labelled with."""
        self._db.execute("DELETE FROM ancestry")
        rows = ((facet, id, " ".join(broader)) for (facet, id), broader in ancestry.items())
        self._db.executemany("INSERT INTO ancestry VALUES (?, ?, ?)", rows)

    def rows(self, sql: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        """Iterate over the result of an SQL query."""
        return self._db.execute(sql, values)

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the file; empty if it is sound."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def differences(self, ids: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Yield each id that only one side has, and whether that is the catalog. Memory stays bounded."""
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute("CREATE TEMP TABLE others (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.executemany("INSERT OR IGNORE INTO others VALUES (?)", ((other,) for other in ids))
        for mine, left, right in ((True, "articles", "others"), (False, "others", "articles")):
            for (article_id,) in self._db.execute(f"SELECT id FROM {left} EXCEPT SELECT id FROM {right}"):
                yield article_id, mine


class Readings:
    """The different readings, numbered from 1; thousands of articles share one."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        rows = db.execute(f"SELECT number, {', '.join(Reading._fields)} FROM readings")
        self._numbers = {Reading(*row[1:]): int(row[0]) for row in rows}

    def number(self, reading: Reading) -> int:
        """Return the number of a reading, which is stored if it is new."""
        if reading not in self._numbers:
            number = max(self._numbers.values(), default=0) + 1
            placeholders = ", ".join("?" * len(reading))
            self._db.execute(f"INSERT INTO readings VALUES (?, {placeholders})", (number, *reading))
            self._numbers[reading] = number
        return self._numbers[reading]


class Redirects:
    """Ids of moved articles → their new ids. No old id is in use and every new one is, so there are no chains."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, old: str, new: str) -> None:
        """Redirect the id of a vanished article, and all ids redirected to it, to another article."""
        self._db.execute("UPDATE moves SET new = ? WHERE new = ?", (new, old))
        self._db.execute("INSERT OR REPLACE INTO moves VALUES (?, ?)", (old, new))

    def target(self, old: str) -> str | None:
        """Return the id that an id redirects to, or None."""
        row = self._db.execute("SELECT new FROM moves WHERE old = ?", (old,)).fetchone()
        return row[0] if row else None

    def drop(self, article_id: str) -> None:
        """Drop the redirect of an id that an article has again."""
        self._db.execute("DELETE FROM moves WHERE old = ?", (article_id,))

    def drop_target(self, article_id: str) -> None:
        """Drop all redirects to an article that is gone without a successor."""
        self._db.execute("DELETE FROM moves WHERE new = ?", (article_id,))


def root_name(index: Path, root: Path) -> str:
    """Return the name of a root in the catalog: its path relative to the index folder."""
    return os.path.relpath(root, index)


def root_path(index: Path, root: str) -> Path:
    """Return the absolute path of a root by its name. `index` is absolute and free of links."""
    return Path(os.path.normpath(index / root))


@contextmanager
def published_catalog(index: Path, manifest: Manifest) -> Iterator[Catalog]:
    """Open the catalog of a generation for reading, if it is the one that was written.

    Raises `IndexCorrupt` if it is another one or damaged, even while it is read, and `StorageError` without access.
    """
    path = catalog_path(index, manifest)
    try:
        status = path.lstat()
        entry = _entry(path, (status.st_ino, status.st_size, status.st_ctime_ns))
    except OSError as error:
        raise unreadable(path, error) from error
    if entry != manifest.files.get(path.name):
        raise IndexCorrupt(f"{path} differs from what was written; run timdau reindex --full")
    try:
        catalog = Catalog(path, read_only=True)
        try:
            yield catalog
        finally:
            catalog.close()
    except sqlite3.DatabaseError as error:
        raise IndexCorrupt(f"{path} is damaged ({error}); run timdau reindex --full") from error


@lru_cache(maxsize=4)
def _entry(path: Path, _signature: tuple[int, int, int]) -> FileEntry:
    """Return the entry of a file, computed again only if its inode, size or change time changes."""
    return file_entry(path)


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The file an article was read from: its absolute path, that below its root, and the SHA-256 of what was read."""

    absolute: Path
    path: str
    content: str


def original_file(index: Path, manifest: Manifest, article_id: str) -> OriginalFile | None:
    """Return the file an article was read from, the batch if it is a record.

    None for an unknown id. The file may have changed or gone since. Raises `IndexCorrupt`.
    """
    with published_catalog(index, manifest) as catalog:
        row = catalog.article(article_id)
        file = None if row is None else catalog.file(row.root, row.path)
    if row is None:
        return None
    root = root_path(Path(os.path.realpath(index)), row.root)
    return OriginalFile(root / row.path, row.path, file.content if file else "")


def moved_to(index: Path, manifest: Manifest, article_id: str) -> str | None:
    """Return the new id of an article whose file was moved; None for any other id. Raises `IndexCorrupt`."""
    if any("\ud800" <= char <= "\udfff" for char in article_id):
        return None  # SQLite refuses lone surrogates, and no id has one.
    with published_catalog(index, manifest) as catalog:
        return catalog.redirects.target(article_id)
