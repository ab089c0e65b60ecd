"""Xapian through its Python module (Debian: python3-xapian).

Set up as xapian.org's "Getting started" advises: a term generator writes words with positions, the query parser
defaults to AND, `get_mset` looks at every match so that counts are exact, and one `ValueCountMatchSpy` per facet counts
values. Words as printed have no term prefix, folded ones have XF; a prefix search is a wildcard. A value slot holds one
text, so the forums of an article are one combination, which is split when the counts are read.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import normalize

from bench.peers.article_rows import ArticleFields, rows
from bench.peers.contract import FACETS, TOP, Answer, Corpus, Query, typed

_DEBIAN = "/usr/lib/python3/dist-packages"
_STROKE = str.maketrans("đĐ", "dD")
_PREFIXES = {"forum": "XFORUM", "topic": "XTOPIC", "year": "XYEAR"}
_COMMIT_EVERY = 50_000


def _module() -> Any:
    """Import Xapian, if need be from Debian's packages, which a virtual environment does not see."""
    try:
        return import_module("xapian")
    except ImportError:
        sys.path.append(_DEBIAN)
        return import_module("xapian")


xapian = _module()


class XapianPeer:
    """Implements `bench.peers.contract.Peer`."""

    version = f"Xapian {xapian.version_string()}"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article, and compact the database."""
        growing = folder / "growing"
        database = xapian.WritableDatabase(str(growing), xapian.DB_CREATE_OR_OPEN)
        for number, row in enumerate(rows(corpus.articles), start=1):
            database.add_document(_document(row))
            if number % _COMMIT_EVERY == 0:
                database.commit()
        database.commit()
        database.compact(str(folder / "compact"))
        database.close()
        for path in growing.iterdir():
            path.unlink()
        growing.rmdir()

    def open(self, folder: Path) -> "XapianSession":
        """Open the database."""
        return XapianSession(xapian.Database(str(folder / "compact")))


class XapianSession:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._everything = database.get_doccount()
        self._parser = xapian.QueryParser()
        self._parser.set_database(database)
        self._parser.set_default_op(xapian.Query.OP_AND)
        for facet, prefix in _PREFIXES.items():
            self._parser.add_boolean_prefix(facet, prefix)
        self._flags = (
            xapian.QueryParser.FLAG_PHRASE | xapian.QueryParser.FLAG_BOOLEAN | xapian.QueryParser.FLAG_WILDCARD
        )

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search in Xapian's query language."""
        text, prefix = typed(query), "" if query.is_accented else "XF"
        return lambda: self._search(text, prefix)

    def _search(self, text: str, prefix: str) -> Answer:
        enquire = xapian.Enquire(self._database)
        enquire.set_query(self._parser.parse_query(text, self._flags, prefix))
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(len(FACETS))]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, self._everything)
        hits = tuple(tuple(hit.document.get_data().decode().split("\n", 1)) for hit in found)
        return Answer(found.get_matches_estimated(), hits, lambda: dict(zip(FACETS, map(_counts, spies), strict=True)))


def _document(row: ArticleFields) -> Any:
    document, generator = xapian.Document(), xapian.TermGenerator()
    generator.set_document(document)
    generator.index_text(row.text)
    generator.index_text(_folded(row.text), 1, "XF")
    values = {"forum": row.forums, "topic": row.topics, "year": [str(row.year)]}
    for slot, facet in enumerate(FACETS):
        document.add_value(slot, " ".join(values[facet]))
        for value in values[facet]:
            document.add_boolean_term(_PREFIXES[facet] + value)
    document.set_data(f"{row.id}\n{row.title}")
    return document


def _folded(text: str) -> str:
    """Return a text without accents; Xapian has no folding of its own."""
    decomposed = normalize("NFD", text.translate(_STROKE))
    return "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")


def _counts(spy: Any) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for item in spy.values():
        for value in item.term.decode().split(" "):
            counts[value] += item.termfreq
    return counts


PEERS = {"xapian": XapianPeer()}
