"""The vocabulary that the articles of an index were labelled with, as far as filters and facets depend on it."""

import sqlite3
from collections.abc import Mapping

TABLES = "CREATE TABLE IF NOT EXISTS ancestry (facet TEXT, id TEXT, broader TEXT, PRIMARY KEY (facet, id));"

Ancestry = Mapping[tuple[str, str], tuple[str, ...]]
"""The broader ids, nearest first, of each facet and id."""


def read_ancestry(db: sqlite3.Connection) -> Ancestry:
    """Return what `write_ancestry` wrote last."""
    rows = db.execute("SELECT facet, id, broader FROM ancestry")
    return {(facet, id): tuple(broader.split()) for facet, id, broader in rows}


def write_ancestry(db: sqlite3.Connection, ancestry: Ancestry) -> None:
    """Put an ancestry in place of the one before."""
    db.execute("DELETE FROM ancestry")
    rows = ((facet, id, " ".join(broader)) for (facet, id), broader in ancestry.items())
    db.executemany("INSERT INTO ancestry VALUES (?, ?, ?)", rows)
