"""Stock Whoosh, with its own schema, parser, searcher and facets.

Set up as its documentation advises: a regular expression and an accent map for words without accents ("Stemming,
variations, and accent folding"), two writing processes ("Tips for speeding up batch indexing"), `groupedby` with
`Count` maps for facets, overlapping ones for fields with several values ("Sorting and faceting").
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import whoosh
from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.qparser import QueryParser
from whoosh.sorting import Count, FieldFacet
from whoosh.support.charset import accent_map

from bench.peers.article_rows import rows
from bench.peers.contract import FACETS, TOP, Answer, Corpus, Query, typed

_PROCESSES, _MEMORY_MB = 2, 256


class WhooshPeer:
    """Implements `bench.peers.contract.Peer`."""

    version = f"Whoosh {'.'.join(map(str, whoosh.__version__))}"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article."""
        writer = create_in(str(folder), _schema()).writer(procs=_PROCESSES, limitmb=_MEMORY_MB)
        for row in rows(corpus.articles):
            writer.add_document(
                id=row.id,
                title=row.title,
                folded=row.text,
                exact=row.text,
                forum=" ".join(row.forums),
                topic=" ".join(row.topics),
                year=row.year,
            )
        writer.commit()

    def open(self, folder: Path) -> "WhooshPeerSession":
        """Open the index."""
        return WhooshPeerSession(open_dir(str(folder)))


class WhooshPeerSession:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, index: FileIndex) -> None:
        self._searcher = index.searcher()
        self._parsers = {name: QueryParser(name, index.schema) for name in ("folded", "exact")}

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search in Whoosh's query language."""
        text, parser = typed(query), self._parsers["exact" if query.is_accented else "folded"]
        return lambda: self._search(text, parser)

    def _search(self, text: str, parser: QueryParser) -> Answer:
        facets = {facet: FieldFacet(facet, allow_overlap=facet != "year", maptype=Count) for facet in FACETS}
        found = self._searcher.search(parser.parse(text), limit=TOP, groupedby=facets)
        hits = tuple((hit["id"], hit["title"]) for hit in found)
        return Answer(len(found), hits, lambda: {facet: _named(found.groups(facet)) for facet in FACETS})


def _schema() -> Schema:
    words = RegexTokenizer() | LowercaseFilter()
    return Schema(
        id=ID(stored=True, unique=True),
        title=STORED,
        folded=TEXT(analyzer=words | CharsetFilter(accent_map)),
        exact=TEXT(analyzer=words),
        forum=KEYWORD,
        topic=KEYWORD,
        year=NUMERIC(sortable=True),
    )


def _named(counts: Mapping[Any, int]) -> Mapping[str, int]:
    """Return counts by value as text."""
    return {value.decode() if isinstance(value, bytes) else str(value): count for value, count in counts.items()}


PEERS = {"whoosh": WhooshPeer()}
