"""The catalog: what was read from which file, so that the next run reads only what changed.

An SQLite file inside a generation. A run works on its own copy and publishes it with the engine's files, so
there is no journal: an unfinished copy is thrown away. During a run every row has a state:

- EXPECTED: below the roots of this run, not come across yet; what is left of these at the end has vanished;
- KEPT: stays as it is, for it lies outside this run or cannot be read now;
- SEEN: come across in this run.

A root is written relative to the index folder, so that both can be moved together.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.model import Problem, Skipped

SEEN, EXPECTED, KEPT = 0, 1, 2

_TABLES = """
CREATE TABLE IF NOT EXISTS roots (root TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    root TEXT, path TEXT, stamp TEXT, content TEXT, state INTEGER, PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_content ON files (content);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, root TEXT, path TEXT, fingerprint TEXT, state INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_file ON articles (root, path);
CREATE TABLE IF NOT EXISTS skips (root TEXT, path TEXT, name TEXT, code TEXT, reason TEXT);
CREATE INDEX IF NOT EXISTS skips_by_file ON skips (root, path);
CREATE TABLE IF NOT EXISTS problems (id TEXT, code TEXT, text TEXT, begins INTEGER, ends INTEGER);
CREATE INDEX IF NOT EXISTS problems_by_article ON problems (id);
"""
_BELOW = "root = ? AND (? = '' OR path = ? OR substr(path, 1, length(?) + 1) = ? || '/')"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it was last read; an empty `stamp` asks for it to be read again."""

    root: str
    path: str
    stamp: str
    content: str

    @property
    def file(self) -> tuple[str, str]:
        """Root and path."""
        return self.root, self.path


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of the index, the file it is from, and its fingerprint as it was read."""

    id: str
    root: str
    path: str
    fingerprint: str
    state: int

    @property
    def file(self) -> tuple[str, str]:
        """Root and path of the file it is from."""
        return self.root, self.path


class Catalog:
    """An open catalog; nothing is on disk for certain before `close`."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            return
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")

    def close(self) -> None:
        """Write everything and close."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.close()

    def start(self, scopes: Sequence[tuple[str, str]]) -> None:
        """Begin a run: what is in a scope (a root and a path below it) is EXPECTED, the rest KEPT."""
        for table in ("files", "articles"):
            self._db.execute(f"UPDATE {table} SET state = {KEPT}")
            for root, below in scopes:
                self._db.execute(f"UPDATE {table} SET state = {EXPECTED} WHERE {_BELOW}", _below(root, below))

    def keep(self, root: str, below: str) -> int:
        """Keep what is still EXPECTED at or below a path, to be read again; returns how many articles."""
        values = _below(root, below)
        self._db.execute(f"UPDATE files SET state = {KEPT}, stamp = '' WHERE state <> {SEEN} AND {_BELOW}", values)
        sql = f"UPDATE articles SET state = {KEPT} WHERE state = {EXPECTED} AND {_BELOW}"
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

    def kept_files(self) -> Iterator[tuple[str, str]]:
        """Iterate over root and path of the files that are KEPT; the catalog may be changed meanwhile."""
        last = ("", "")
        sql = f"SELECT root, path FROM files WHERE state = {KEPT} AND (root, path) > (?, ?) ORDER BY root, path LIMIT 1"
        while row := self._db.execute(sql, last).fetchone():
            yield (last := (row[0], row[1]))

    def put_file(self, row: FileRow, skips: Iterable[Skipped] = ()) -> None:
        """Store a file that was read, with what was skipped in it, which may be members of an archive."""
        values = (row.root, row.path, row.stamp, row.content, SEEN)
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", values)
        self._db.execute("DELETE FROM skips WHERE root = ? AND path = ?", (row.root, row.path))
        skipped = [(row.root, row.path, skip.path, skip.code, skip.reason) for skip in skips]
        self._db.executemany("INSERT INTO skips VALUES (?, ?, ?, ?, ?)", skipped)

    def confirm(self, root: str, path: str) -> tuple[int, list[Skipped]]:
        """Mark a file and its articles as SEEN; returns how many articles, and what was skipped in the file.

        A file without either stays as it was.
        """
        sql = f"UPDATE articles SET state = {SEEN} WHERE root = ? AND path = ?"
        count, skips = self._db.execute(sql, (root, path)).rowcount, self.skips(root, path)
        if count or skips:
            self._db.execute(f"UPDATE files SET state = {SEEN} WHERE root = ? AND path = ?", (root, path))
        return count, skips

    def skips(self, root: str, path: str) -> list[Skipped]:
        """Return what was skipped in a file when it was last read."""
        rows = self._db.execute(
            "SELECT name, code, reason FROM skips WHERE root = ? AND path = ? ORDER BY rowid", (root, path)
        )
        return [Skipped(*row) for row in rows]

    def forget_stamp(self, root: str, path: str) -> None:
        """Have a file read again that this run has not come across yet."""
        sql = f"UPDATE files SET stamp = '' WHERE root = ? AND path = ? AND state = {EXPECTED}"
        self._db.execute(sql, (root, path))

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
        sql = "SELECT id, root, path, fingerprint, state FROM articles WHERE id = ?"
        row = self._db.execute(sql, (article_id,)).fetchone()
        return ArticleRow(*row) if row else None

    def put_article(self, row: ArticleRow) -> None:
        """Store an article."""
        values = (row.id, row.root, row.path, row.fingerprint, row.state)
        self._db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", values)

    def put_problems(self, article_id: str, problems: Iterable[Problem]) -> None:
        """Store what was not understood in an article, in place of what was stored before."""
        self._db.execute("DELETE FROM problems WHERE id = ?", (article_id,))
        rows = [(article_id, problem.code, problem.text, *(problem.at or (None, None))) for problem in problems]
        self._db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?)", rows)

    def problems(self, article_id: str) -> list[Problem]:
        """Return what was not understood in an article when it was last read."""
        sql = "SELECT id, code, text, begins, ends FROM problems WHERE id = ? ORDER BY rowid"
        return [problem for _, problem in self._problems(sql, article_id)]

    def problems_of_file(self, root: str, path: str) -> list[tuple[str, Problem]]:
        """Return what was not understood in the articles of a file, by article id."""
        sql = (
            "SELECT problems.id, code, text, begins, ends FROM articles CROSS JOIN problems USING (id) "
            "WHERE root = ? AND path = ? ORDER BY problems.rowid"
        )
        return self._problems(sql, root, path)

    def _problems(self, sql: str, *values: str) -> list[tuple[str, Problem]]:
        rows = self._db.execute(sql, values)
        return [(row[0], Problem(row[1], row[2], None if row[3] is None else (row[3], row[4]))) for row in rows]

    def articles_in_state(self, state: int) -> Iterator[str]:
        """Iterate over the ids of the articles in one state; the catalog is not to be changed meanwhile."""
        for (article_id,) in self._db.execute("SELECT id FROM articles WHERE state = ?", (state,)):
            yield article_id

    def count(self, root: str | None = None, below: str = "") -> int:
        """Count the articles, all or those at or below a path."""
        where, values = (f"WHERE {_BELOW}", _below(root, below)) if root is not None else ("", ())
        (count,) = self._db.execute(f"SELECT count(*) FROM articles {where}", values).fetchone()
        return int(count)

    def drop_vanished(self) -> None:
        """Forget everything that is still EXPECTED."""
        self._db.execute(
            "DELETE FROM skips WHERE EXISTS (SELECT 1 FROM files WHERE files.root = skips.root "
            f"AND files.path = skips.path AND state = {EXPECTED})"
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


def _below(root: str, below: str) -> tuple[str, str, str, str, str]:
    return root, below, below, below, below
