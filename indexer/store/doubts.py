"""What is to be read and extracted again though nothing shows a change: its stamp and fingerprint are emptied."""

import sqlite3
from collections.abc import Sequence

from indexer.store.rows import EXPECTED, KEPT


class Doubts:
    """The doubts about articles and files of a catalog."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def stated(self) -> None:
        """Have the articles whose labels were stated read and extracted again."""
        self._articles("stated")

    def problems(self, codes: Sequence[str]) -> None:
        """Have the articles with a problem of these codes read and extracted again."""
        self._articles(f"id IN (SELECT id FROM problems WHERE code IN ({', '.join('?' * len(codes))}))", codes)

    def kept(self) -> None:
        """Have the articles that are KEPT read and extracted again as soon as that can be done."""
        self._articles(f"state = {KEPT}")

    def article(self, article_id: str) -> None:
        """Have one article read and extracted again."""
        self._articles("id = ?", [article_id])

    def file(self, root: str, path: str) -> None:
        """Have a file read again that this run has not come across yet."""
        sql = f"UPDATE files SET stamp = '' WHERE root = ? AND path = ? AND state = {EXPECTED}"
        self._db.execute(sql, (root, path))

    def _articles(self, which: str, values: Sequence[str] = ()) -> None:
        files = f"SELECT root, path FROM articles WHERE {which}"
        self._db.execute(f"UPDATE files SET stamp = '' WHERE (root, path) IN ({files})", values)
        self._db.execute(f"UPDATE articles SET fingerprint = '' WHERE {which}", values)
