"""What the last run had to say: what was skipped in a file, and what was not understood in an article.

Skips are kept in two ways: those of a file that was read, for they hold until it changes, and `passing` ones (of files
that are no articles, cannot be read now, or are the same as others), which every run that covers them finds.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from indexer.model import Problem, Skipped
from indexer.store.places import BELOW, below_values

TABLES = """
CREATE TABLE IF NOT EXISTS skips (root TEXT, path TEXT, name TEXT, code TEXT, reason TEXT, passing INTEGER);
CREATE INDEX IF NOT EXISTS skips_by_file ON skips (root, path);
CREATE TABLE IF NOT EXISTS problems (id TEXT, code TEXT, text TEXT, begins INTEGER, ends INTEGER);
CREATE INDEX IF NOT EXISTS problems_by_article ON problems (id);
"""


class Remarks:
    """The skips and problems that a catalog holds."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def start(self, scopes: Sequence[tuple[str, str]]) -> None:
        """Begin a run, which will find anew what passes by in its scopes (a root and a path below it)."""
        self._db.execute("CREATE TEMP TABLE skips_before AS SELECT root, name, code, reason FROM skips")
        for root, below in scopes:
            self._db.execute(f"DELETE FROM skips WHERE passing AND {BELOW}", below_values(root, below))

    def put_skips(self, root: str, path: str, skips: Iterable[Skipped]) -> None:
        """Store what was skipped in a file, or in members of an archive, in place of what was stored before."""
        self._db.execute("DELETE FROM skips WHERE root = ? AND path = ? AND NOT passing", (root, path))
        rows = [(root, path, skip.path, skip.code, skip.reason) for skip in skips]
        self._db.executemany("INSERT INTO skips VALUES (?, ?, ?, ?, ?, 0)", rows)

    def skips(self, root: str, path: str) -> list[Skipped]:
        """Return what was skipped in a file when it was last read."""
        rows = self._db.execute(
            "SELECT name, code, reason FROM skips WHERE root = ? AND path = ? AND NOT passing ORDER BY rowid",
            (root, path),
        )
        return [Skipped(*row) for row in rows]

    def put_passing_skip(self, root: str, skip: Skipped) -> None:
        """Note what was skipped in this run and will be met again in the next one."""
        values = (root, skip.path, skip.path, skip.code, skip.reason)
        self._db.execute("INSERT INTO skips VALUES (?, ?, ?, ?, ?, 1)", values)

    def drop_passing_skips(self, root: str, path: str) -> None:
        """Forget what earlier runs noted of a file, or of members of an archive, which is read again."""
        self._db.execute(f"DELETE FROM skips WHERE passing AND {BELOW}", below_values(root, path))

    def has_other_skips(self) -> bool:
        """Tell whether anything else is skipped than before this run."""
        now = "SELECT root, name, code, reason FROM skips"
        for left, right in ((now, "SELECT * FROM skips_before"), ("SELECT * FROM skips_before", now)):
            if self._db.execute(f"{left} EXCEPT {right} LIMIT 1").fetchone():
                return True
        return False

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
