"""tantivy through its Python bindings.

Set up as the tutorial and the reference of tantivy-py advise (tantivy-py.readthedocs.io): custom analyzers are
registered again when an index is opened, facets are fast fields counted by a terms aggregation, and the writer has
threads and a large heap (fewer segments) and waits for merging. There are two text fields, one with ASCII folding and
one as printed; words with accents are searched in the latter, or in both. The bindings cannot rank and aggregate in one
pass, so the aggregation also counts the hits. Numeric instead of text facet columns gain nothing.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tantivy import Document, Filter, Index, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from bench.peers.article_rows import ArticleFields, rows
from bench.peers.contract import FACETS, TOP, Answer, Corpus, Query, typed

_HEAP_BYTES = 512_000_000
_THREADS = 2
_LONGEST_TOKEN = 40  # the default of tantivy
_AGGREGATION = {facet: {"terms": {"field": facet, "size": 1000}} for facet in FACETS}


class TantivyPeer:
    """Implements `bench.peers.contract.Peer`."""

    version = f"tantivy {version('tantivy')}"

    def __init__(self, *accented_fields: str) -> None:
        self._accented_fields = list(accented_fields)

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article."""
        index = _registered(Index(_schema(), str(folder)))
        writer = index.writer(_HEAP_BYTES, _THREADS)
        for row in rows(corpus.articles):
            writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> "TantivySession":
        """Open the index."""
        return TantivySession(_registered(Index.open(str(folder))), self._accented_fields)


class TantivySession:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, index: Index, accented_fields: list[str]) -> None:
        self._index = index
        self._accented_fields = accented_fields
        self._searcher = index.searcher()

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search in tantivy's query language."""
        text = typed(query, prefix="folded:/{}.*/", condition=' {}:"{}"')
        fields = self._accented_fields if query.is_accented else ["folded"]
        return lambda: self._search(text, fields)

    def _search(self, text: str, fields: list[str]) -> Answer:
        query = self._index.parse_query(text, fields, conjunction_by_default=True, allow_regexes=True)
        found = self._searcher.search(query, TOP, count=False)
        counts = self._searcher.aggregate(query, _AGGREGATION)
        stored = (self._searcher.doc(address) for _, address in found.hits)
        hits = tuple((doc["id"][0], doc["title"][0]) for doc in stored)
        total = sum(bucket["doc_count"] for bucket in counts["year"]["buckets"])
        return Answer(total, hits, lambda: _facets(counts))


def _schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("id", "title"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("folded", "exact"):
        builder.add_text_field(name, tokenizer_name=name, index_option="position")
    for name in ("forum", "topic"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.add_unsigned_field("year", indexed=True, fast=True).build()


def _registered(index: Index) -> Index:
    index.register_tokenizer("exact", _analyzer(Filter.lowercase()))
    index.register_tokenizer("folded", _analyzer(Filter.lowercase(), Filter.ascii_fold()))
    return index


def _analyzer(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(_LONGEST_TOKEN))
    return reduce(TextAnalyzerBuilder.filter, filters, builder).build()


def _document(row: ArticleFields) -> Document:
    document = Document(id=row.id, title=row.title, folded=row.text, exact=row.text, forum=row.forums, topic=row.topics)
    document.add_unsigned("year", row.year)
    return document


def _facets(counts: Mapping[str, Any]) -> Mapping[str, Mapping[str, int]]:
    return {
        facet: {str(bucket["key"]).removesuffix(".0"): bucket["doc_count"] for bucket in counts[facet]["buckets"]}
        for facet in FACETS
    }


PEERS = {"tantivy": TantivyPeer("exact"), "tantivy-both": TantivyPeer("exact", "folded")}
