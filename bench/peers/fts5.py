"""SQLite FTS5 through Python's sqlite3.

Set up as sqlite.org/fts5.html advises: `unicode61` with `remove_diacritics 2` for words without accents and `0` for
words as printed, contentless tables (no text is shown), prefix indexes, one transaction, `optimize` at the end, and
`rank` for BM25. Matches are materialised once (sqlite.org/lang_with.html) and facets grouped over them, which is twice
as fast as a temporary table. SQLite takes đ for a letter of its own, so đ is folded before indexing.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench.peers.article_rows import ArticleFields, rows
from bench.peers.contract import TOP, Answer, Corpus, Query

_FILE = "articles.sqlite"
_STROKE = str.maketrans("đĐ", "dD")
_MAPPED_BYTES = 1 << 40  # SQLite lowers it to its own limit
_TABLES = """
PRAGMA synchronous = OFF;
PRAGMA journal_mode = OFF;
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT, title TEXT, year INTEGER);
CREATE TABLE forum (number INTEGER, value TEXT, PRIMARY KEY (number, value)) WITHOUT ROWID;
CREATE TABLE topic (number INTEGER, value TEXT, PRIMARY KEY (number, value)) WITHOUT ROWID;
CREATE VIRTUAL TABLE folded
    USING fts5 (text, content = '', prefix = '3 4', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE exact USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 0');
"""
_SEARCH = """
WITH found AS MATERIALIZED (SELECT rowid AS number, rank AS score FROM {table} WHERE {table} MATCH :words {condition})
SELECT 'forum', value, count(*) FROM found JOIN forum USING (number) GROUP BY value
UNION ALL SELECT 'topic', value, count(*) FROM found JOIN topic USING (number) GROUP BY value
UNION ALL SELECT 'year', year, count(*) FROM found JOIN article USING (number) GROUP BY year
UNION ALL SELECT 'hit', id, title
FROM (SELECT number FROM found ORDER BY score, number LIMIT :top) JOIN article USING (number)
"""
_CONDITIONS = {
    "forum": "AND +rowid IN (SELECT number FROM forum WHERE value = :value)",
    "topic": "AND +rowid IN (SELECT number FROM topic WHERE value = :value)",
    "year": "AND +rowid IN (SELECT number FROM article WHERE year = :value)",
}
_ResultRows = list[tuple[str, str | int, int | str]]


class Fts5Peer:
    """Implements `bench.peers.contract.Peer`."""

    version = f"SQLite {sqlite3.sqlite_version}"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article."""
        database = sqlite3.connect(folder / _FILE, isolation_level=None)
        database.executescript(_TABLES)
        database.execute("BEGIN")
        for number, row in enumerate(rows(corpus.articles), start=1):
            for statement, values in _inserts(number, row):
                database.execute(statement, values)
        database.execute("COMMIT")
        for table in ("folded", "exact"):
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        for column in ("forum", "topic"):
            database.execute(f"CREATE INDEX {column}_value ON {column} (value)")
        database.execute("CREATE INDEX article_year ON article (year)")
        database.execute("ANALYZE")
        database.close()

    def open(self, folder: Path) -> "Fts5Session":
        """Open the database."""
        database = sqlite3.connect(folder / _FILE)
        database.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        return Fts5Session(database)


class Fts5Session:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search in SQL."""
        facet, value = query.condition or ("", "")
        table = "exact" if query.is_accented else "folded"
        statement = _SEARCH.format(table=table, condition=_CONDITIONS.get(facet, ""))
        arguments = {"words": _words(query), "value": int(value) if facet == "year" else value, "top": TOP}
        return lambda: self._search(statement, arguments)

    def _search(self, statement: str, arguments: Mapping[str, str | int]) -> Answer:
        lines: _ResultRows = self._database.execute(statement, arguments).fetchall()
        total = sum(int(count) for kind, _, count in lines if kind == "year")
        hits = tuple((str(value), str(title)) for kind, value, title in lines if kind == "hit")
        return Answer(total, hits, lambda: _facets(lines))


def _inserts(number: int, row: ArticleFields) -> Iterator[tuple[str, tuple[object, ...]]]:
    yield "INSERT INTO article VALUES (?, ?, ?, ?)", (number, row.id, row.title, row.year)
    for forum in row.forums:
        yield "INSERT INTO forum VALUES (?, ?)", (number, forum)
    for topic in row.topics:
        yield "INSERT INTO topic VALUES (?, ?)", (number, topic)
    yield "INSERT INTO folded (rowid, text) VALUES (?, ?)", (number, row.text.translate(_STROKE))
    yield "INSERT INTO exact (rowid, text) VALUES (?, ?)", (number, row.text)


def _words(query: Query) -> str:
    if query.kind == "phrase":
        return f'"{" ".join(query.words)}"'
    operator = " OR " if query.kind == "any" else " "
    return operator.join(f'"{word}"' for word in query.words) + (" *" if query.kind == "prefix" else "")


def _facets(result: _ResultRows) -> Mapping[str, Mapping[str, int]]:
    facets: dict[str, dict[str, int]] = {"forum": {}, "topic": {}, "year": {}}
    for kind, value, count in result:
        if kind in facets:
            facets[kind][str(value)] = int(count)
    return facets


PEERS = {"fts5": Fts5Peer()}
