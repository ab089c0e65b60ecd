"""What the last run had to say: what was skipped in a file, and what was not understood in an article."""

import sqlite3
from collections.abc import Iterable

from indexer.model import Problem, Skipped

TABLES = """
CREATE TABLE IF NOT EXISTS skips (root TEXT, path TEXT, name TEXT, code TEXT, reason TEXT);
CREATE INDEX IF NOT EXISTS skips_by_file ON skips (root, path);
CREATE TABLE IF NOT EXISTS problems (id TEXT, code TEXT, text TEXT, begins INTEGER, ends INTEGER);
CREATE INDEX IF NOT EXISTS problems_by_article ON problems (id);
"""


class Remarks:
    """The skips and problems that a catalog holds."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put_skips(self, root: str, path: str, skips: Iterable[Skipped]) -> None:
        """Store what was skipped in a file, or in members of an archive, in place of what was stored before."""
        self._db.execute("DELETE FROM skips WHERE root = ? AND path = ?", (root, path))
        rows = [(root, path, skip.path, skip.code, skip.reason) for skip in skips]
        self._db.executemany("INSERT INTO skips VALUES (?, ?, ?, ?, ?)", rows)

    def skips(self, root: str, path: str) -> list[Skipped]:
        """Return what was skipped in a file when it was last read."""
        rows = self._db.execute(
            "SELECT name, code, reason FROM skips WHERE root = ? AND path = ? ORDER BY rowid", (root, path)
        )
        return [Skipped(*row) for row in rows]

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
