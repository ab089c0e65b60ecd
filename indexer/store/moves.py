"""Where articles went whose files were moved: ids that are gone lead on to those that took their place."""

import sqlite3

TABLES = """
CREATE TABLE IF NOT EXISTS moves (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS moves_by_target ON moves (new);
"""


class Moves:
    """The moves that a catalog knows: no old id is that of an article, every new one is, so none leads to another."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def note(self, old: str, new: str) -> None:
        """Have the id of a vanished article, and all that led to it, lead to another article."""
        self._db.execute("UPDATE moves SET new = ? WHERE new = ?", (new, old))
        self._db.execute("INSERT OR REPLACE INTO moves VALUES (?, ?)", (old, new))

    def target(self, old: str) -> str | None:
        """Return the id that an id leads to, or None."""
        row = self._db.execute("SELECT new FROM moves WHERE old = ?", (old,)).fetchone()
        return row[0] if row else None

    def taken(self, article_id: str) -> None:
        """An article has this id: it leads nowhere else."""
        self._db.execute("DELETE FROM moves WHERE old = ?", (article_id,))

    def lost(self, article_id: str) -> None:
        """No article has this id any more, and none took its place: nothing leads to it."""
        self._db.execute("DELETE FROM moves WHERE new = ?", (article_id,))
