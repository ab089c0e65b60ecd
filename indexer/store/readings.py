"""How articles were read: each different way is one row with a number, which thousands of articles share."""

import sqlite3

from indexer.reading import Reading

TABLES = """
CREATE TABLE IF NOT EXISTS readings (
    number INTEGER PRIMARY KEY, encoding TEXT, confidence INTEGER, normal_form TEXT,
    title TEXT, date TEXT, year TEXT, author TEXT, source TEXT, url TEXT, forums TEXT, topics TEXT
);
"""


class Readings:
    """The readings that a catalog knows, numbered from 1."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        rows = db.execute(f"SELECT number, {', '.join(Reading._fields)} FROM readings")
        self._numbers = {Reading(*row[1:]): int(row[0]) for row in rows}

    def number(self, reading: Reading) -> int:
        """Return the number of a reading, a new one where no article was read like that before."""
        if reading not in self._numbers:
            number = max(self._numbers.values(), default=0) + 1
            marks = ", ".join("?" * len(reading))
            self._db.execute(f"INSERT INTO readings VALUES (?, {marks})", (number, *reading))
            self._numbers[reading] = number
        return self._numbers[reading]
