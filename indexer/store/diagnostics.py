"""What runs reported: what was skipped in each file, and the problems of each article.

Skips come in two kinds. File skips belong to a file that was read, and hold until it changes. Run skips (`passing` in
the table) are about files that are not articles, cannot be read now, or duplicate others: every run that covers such a
file reports it again.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from indexer.model import PASSED_OVER, Problem, Skipped
from indexer.store.rows import AT_LOCATION, Location, location_values

TABLES = """
CREATE TABLE IF NOT EXISTS skips (root TEXT, path TEXT, name TEXT, code TEXT, reason TEXT, passing INTEGER);
CREATE INDEX IF NOT EXISTS skips_by_file ON skips (root, path);
CREATE TABLE IF NOT EXISTS problems (id TEXT, code TEXT, text TEXT, begins INTEGER, ends INTEGER);
CREATE INDEX IF NOT EXISTS problems_by_article ON problems (id);
"""


class Diagnostics:
    """The skips and problems in a catalog."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin_run(self, scopes: Sequence[Location]) -> None:
        """Begin a run, which will report the run skips of its scopes again."""
        self._db.execute("CREATE TEMP TABLE skips_before AS SELECT root, name, code, reason FROM skips")
        for root, below in scopes:
            self.drop_run_skips(root, below)

    def put_file_skips(self, root: str, path: str, skips: Iterable[Skipped]) -> None:
        """Replace what was skipped in a file or in the members of an archive."""
        self._db.execute("DELETE FROM skips WHERE root = ? AND path = ? AND NOT passing", (root, path))
        rows = [(root, path, skip.path, skip.code, skip.reason) for skip in skips]
        self._db.executemany("INSERT INTO skips VALUES (?, ?, ?, ?, ?, 0)", rows)

    def file_skips(self, root: str, path: str) -> list[Skipped]:
        """Return what was skipped in a file when it was last read."""
        rows = self._db.execute(
            "SELECT name, code, reason FROM skips WHERE root = ? AND path = ? AND NOT passing ORDER BY rowid",
            (root, path),
        )
        return [Skipped(*row) for row in rows]

    def put_run_skip(self, root: str, skip: Skipped) -> None:
        """Store what this run skipped and the next one will skip again."""
        values = (root, skip.path, skip.path, skip.code, skip.reason)
        self._db.execute("INSERT INTO skips VALUES (?, ?, ?, ?, ?, 1)", values)

    def drop_run_skips(self, root: str, path: str) -> None:
        """Drop the run skips at or below a location, archive members included."""
        self._db.execute(f"DELETE FROM skips WHERE passing AND {AT_LOCATION}", location_values(root, path))

    def skips_changed(self) -> bool:
        """Return whether this run skipped anything other than the run before.

        What was passed over does not count: the lock files of editors come and go.
        """
        before, now = (
            f"SELECT root, name, code, reason FROM {table} WHERE code <> '{PASSED_OVER}'"
            for table in ("skips_before", "skips")
        )
        for left, right in ((now, before), (before, now)):
            if self._db.execute(f"{left} EXCEPT {right} LIMIT 1").fetchone():
                return True
        return False

    def put_problems(self, article_id: str, problems: Iterable[Problem]) -> None:
        """Replace the problems of an article."""
        self._db.execute("DELETE FROM problems WHERE id = ?", (article_id,))
        rows = [(article_id, problem.code, problem.text, *(problem.at or (None, None))) for problem in problems]
        self._db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?)", rows)

    def problems(self, article_id: str) -> list[Problem]:
        """Return the problems an article had when it was last read."""
        sql = "SELECT id, code, text, begins, ends FROM problems WHERE id = ? ORDER BY rowid"
        return [problem for _, problem in self._problems(sql, article_id)]

    def problems_of_file(self, root: str, path: str) -> list[tuple[str, Problem]]:
        """Return the problems of all articles of a file, each with its article id."""
        sql = (
            "SELECT problems.id, code, text, begins, ends FROM articles CROSS JOIN problems USING (id) "
            "WHERE root = ? AND path = ? ORDER BY problems.rowid"
        )
        return self._problems(sql, root, path)

    def _problems(self, sql: str, *values: str) -> list[tuple[str, Problem]]:
        rows = self._db.execute(sql, values)
        return [(row[0], Problem(row[1], row[2], None if row[3] is None else (row[3], row[4]))) for row in rows]
