"""The catalog: what was read from which file, so that the next run reads only what changed.

An SQLite file inside a generation. A run works on its own copy and publishes it with the engine's files, so
there is no journal: an unfinished copy is thrown away. During a run every row has a state (`indexer.store.rows`).
A root is written relative to the index folder, so that both can be moved together.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from indexer.model import Skipped
from indexer.reading import Reading
from indexer.store import ancestry, moves, readings, remarks
from indexer.store.ancestry import Ancestry
from indexer.store.doubts import Doubts
from indexer.store.moves import Moves
from indexer.store.places import BELOW, below_values
from indexer.store.readings import Readings
from indexer.store.remarks import Remarks
from indexer.store.rows import EXPECTED, KEPT, SEEN, ArticleRow, FileRow, Vanished

_TABLES = f"""
{remarks.TABLES}
{moves.TABLES}
{readings.TABLES}
{ancestry.TABLES}

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
"""


class Catalog:
    """An open catalog; nothing is on disk for certain before `close`."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        else:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")
        self.moves = Moves(self._db)
        self.remarks = Remarks(self._db)
        self.readings = Readings(self._db)
        self.doubts = Doubts(self._db)

    def close(self) -> None:
        """Write everything and close."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.close()

    def start(self, scopes: Sequence[tuple[str, str]]) -> None:
        """Begin a run: what is in a scope (a root and a path below it) is EXPECTED, the rest KEPT."""
        self._db.execute("UPDATE files SET before = content")
        self.remarks.start(scopes)
        for table in ("files", "articles"):
            self._db.execute(f"UPDATE {table} SET state = {KEPT}")
            for root, below in scopes:
                self._db.execute(f"UPDATE {table} SET state = {EXPECTED} WHERE {BELOW}", below_values(root, below))

    def keep(self, root: str, below: str) -> int:
        """Keep what is still EXPECTED at or below a path, to be read again; returns how many articles."""
        values = below_values(root, below)
        self._db.execute(f"UPDATE files SET state = {KEPT}, stamp = '' WHERE state <> {SEEN} AND {BELOW}", values)
        sql = f"UPDATE articles SET state = {KEPT} WHERE state = {EXPECTED} AND {BELOW}"
        return self._db.execute(sql, values).rowcount

    def roots(self) -> list[str]:
        """Return the folders that were given as such."""
        return [root for (root,) in self._db.execute("SELECT root FROM roots ORDER BY root")]

    def file_roots(self) -> list[str]:
        """Return every root that a file was read from, given as a folder or not."""
        return [root for (root,) in self._db.execute("SELECT DISTINCT root FROM files ORDER BY root")]

    def set_roots(self, roots: Iterable[str]) -> None:
        """Remember the folders that were given, as far as files of them are known."""
        self._db.execute("DELETE FROM roots")
        known = set(self.file_roots())
        self._db.executemany("INSERT INTO roots VALUES (?)", [(root,) for root in sorted({*roots} & known)])

    def file(self, root: str, path: str) -> FileRow | None:
        """Return what is known of a file."""
        sql = "SELECT root, path, stamp, content FROM files WHERE root = ? AND path = ?"
        row = self._db.execute(sql, (root, path)).fetchone()
        return FileRow(*row) if row else None

    def kept_files(self, *, doubted: bool = False) -> Iterator[tuple[str, str]]:
        """Iterate over root and path of the files that are KEPT; the catalog may be changed meanwhile.

        With `doubted`, only those that ask to be read again.
        """
        last = ("", "")
        which = f"state = {KEPT} AND stamp = ''" if doubted else f"state = {KEPT}"
        sql = f"SELECT root, path FROM files WHERE {which} AND (root, path) > (?, ?) ORDER BY root, path LIMIT 1"
        while row := self._db.execute(sql, last).fetchone():
            yield (last := (row[0], row[1]))

    def put_file(self, row: FileRow, skips: Iterable[Skipped] = ()) -> None:
        """Store a file that was read, with what was skipped in it, which may be members of an archive."""
        sql = (
            f"INSERT INTO files (root, path, stamp, content, before, state) VALUES (?1, ?2, ?3, ?4, ?4, {SEEN}) "
            f"ON CONFLICT DO UPDATE SET stamp = ?3, content = ?4, state = {SEEN}"
        )
        self._db.execute(sql, (row.root, row.path, row.stamp, row.content))
        self.remarks.put_skips(row.root, row.path, skips)

    def confirm(self, root: str, path: str) -> tuple[int, list[Skipped]]:
        """Mark a file and its articles as SEEN; returns how many articles, and what was skipped in the file.

        A file without either stays as it was.
        """
        sql = f"UPDATE articles SET state = {SEEN} WHERE root = ? AND path = ?"
        count, skips = self._db.execute(sql, (root, path)).rowcount, self.remarks.skips(root, path)
        if count or skips:
            self._db.execute(f"UPDATE files SET state = {SEEN} WHERE root = ? AND path = ?", (root, path))
        return count, skips

    def has_articles(self, root: str, path: str) -> bool:
        """Tell whether the index holds an article of a file."""
        sql = "SELECT 1 FROM articles WHERE root = ? AND path = ? LIMIT 1"
        return self._db.execute(sql, (root, path)).fetchone() is not None

    def twin(self, root: str, path: str, content: str) -> tuple[str, str] | None:
        """Return root and path of another file with the same content, of which articles are and stay in the index."""
        row = self._db.execute(
            "SELECT root, path FROM files WHERE content = ? AND (root, path) <> (?, ?) "
            f"AND state <> {EXPECTED} AND EXISTS "
            f"(SELECT 1 FROM articles WHERE root = files.root AND path = files.path AND state <> {EXPECTED}) LIMIT 1",
            (content, root, path),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def article(self, article_id: str) -> ArticleRow | None:
        """Return what is known of an article."""
        sql = "SELECT id, root, path, fingerprint, state, stated, reading FROM articles WHERE id = ?"
        row = self._db.execute(sql, (article_id,)).fetchone()
        return ArticleRow(*row) if row else None

    def put_article(self, row: ArticleRow) -> None:
        """Store an article."""
        values = (row.id, row.root, row.path, row.fingerprint, row.state, row.stated, row.reading)
        self._db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def put_reading(self, article_id: str, reading: Reading) -> None:
        """Store how an article is read now."""
        self._db.execute("UPDATE articles SET reading = ? WHERE id = ?", (self.readings.number(reading), article_id))

    def articles_in_state(self, state: int) -> Iterator[str]:
        """Iterate over the ids of the articles in one state; the catalog is not to be changed meanwhile."""
        for (article_id,) in self._db.execute("SELECT id FROM articles WHERE state = ?", (state,)):
            yield article_id

    def unwritten(self, count: int) -> Iterator[list[tuple[str, int]]]:
        """Yield id and state of the articles that this run keeps without having written them, `count` at a time.

        The catalog may be changed meanwhile.
        """
        last = ""
        sql = f"SELECT id, state FROM articles WHERE state IN ({SEEN}, {KEPT}) AND id > ? ORDER BY id LIMIT ?"
        while rows := self._db.execute(sql, (last, count)).fetchall():
            yield rows
            last = rows[-1][0]

    def vanished(self) -> Iterator[Vanished]:
        """Iterate over the articles that are still EXPECTED, file by file; the moves may be changed meanwhile."""
        rows = self._db.execute(
            "SELECT id, root, path, before, content FROM articles LEFT JOIN files USING (root, path) "
            f"WHERE articles.state = {EXPECTED} ORDER BY root, path"
        )
        return (Vanished(*row) for row in rows)

    def ancestry(self) -> Ancestry:
        """Return the ancestry of the labels in the index."""
        return ancestry.read_ancestry(self._db)

    def set_ancestry(self, of_labels: Ancestry) -> None:
        """Remember the ancestry of the labels in the index."""
        ancestry.write_ancestry(self._db, of_labels)

    def count(self, root: str | None = None, below: str = "") -> int:
        """Count the articles, all or those at or below a path."""
        where, values = (f"WHERE {BELOW}", below_values(root, below)) if root is not None else ("", ())
        (count,) = self._db.execute(f"SELECT count(*) FROM articles {where}", values).fetchone()
        return int(count)

    def drop_vanished(self) -> None:
        """Forget everything that is still EXPECTED."""
        self._db.execute(
            "DELETE FROM skips WHERE EXISTS (SELECT 1 FROM files WHERE files.root = skips.root "
            f"AND files.path = skips.path AND state = {EXPECTED}) AND NOT passing"
        )
        gone = f"SELECT id FROM articles WHERE state = {EXPECTED}"
        self._db.execute(f"DELETE FROM problems WHERE id IN ({gone})")
        for table in ("files", "articles"):
            self._db.execute(f"DELETE FROM {table} WHERE state = {EXPECTED}")

    def drop_articles(self, ids: Iterable[str]) -> None:
        """Forget articles."""
        for article_id in ids:
            self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            self._db.execute("DELETE FROM problems WHERE id = ?", (article_id,))
            self.moves.lost(article_id)

    def rows(self, sql: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        """Iterate over what a question in SQL finds."""
        return self._db.execute(sql, values)

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the file; empty where it is sound."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def differences(self, ids: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Yield each id that is not in both, and whether the catalog has it; memory stays bounded."""
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute("CREATE TEMP TABLE others (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.executemany("INSERT OR IGNORE INTO others VALUES (?)", ((other,) for other in ids))
        for mine, left, right in ((True, "articles", "others"), (False, "others", "articles")):
            for (article_id,) in self._db.execute(f"SELECT id FROM {left} EXCEPT SELECT id FROM {right}"):
                yield article_id, mine
