"""One state of a Whoosh index, open for searching."""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from threading import Lock
from typing import NamedTuple

from whoosh.index import Index
from whoosh.query import And, Query
from whoosh.reading import IndexReader

from indexer.article_json import article_from_json
from indexer.engines.base import EngineHit, EngineRequest, EngineResult, FacetCode, Finding
from indexer.engines.whoosh_reference.columns import Columns, read_columns
from indexer.engines.whoosh_reference.damage import damage_named
from indexer.engines.whoosh_reference.evaluate import Evaluator, Ranks
from indexer.engines.whoosh_reference.ranking import Ranking, order
from indexer.engines.whoosh_reference.terms import Terms
from indexer.model import TIERS, Article, Facet, Label
from indexer.query.nodes import MODE_CAPS, every, has_marks, word_nodes
from indexer.query.relax import relaxable, relaxed
from indexer.vocabulary import Vocabulary, forums, topics


class _Found(NamedTuple):
    """What a query matches before any facet is applied; `tree` is the one that was used in the end."""

    tree: Query
    ranks: Ranks
    relaxed: bool = False


class WhooshReader:
    """Implements `indexer.engines.base.EngineReader`. Whoosh's files share a cursor: one search at a time."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._reader: IndexReader = index.reader()
        self._lock = Lock()
        self._columns: Columns | None = None

    def search(self, request: EngineRequest) -> EngineResult:
        """Answer one request."""
        with self._lock:
            return self._search(request)

    def article(self, article_id: str) -> Article | None:
        """Return the stored article, or None."""
        with self._lock:
            doc = self._document(article_id.encode("utf-8", "replace"))
            return None if doc is None else self._stored(doc)

    def ids(self) -> Iterator[str]:
        """Iterate over the ids of all articles, in no special order."""
        with self._lock:
            columns = self._all_columns()
        return (columns.ids[doc] for doc in columns.live)

    def __len__(self) -> int:
        """Return the number of articles."""
        return int(self._reader.doc_count())

    def findings(self) -> Iterator[Finding]:
        """Read every stored article and compare it with its columns."""
        with self._lock:
            columns = self._all_columns()
            for doc in sorted(columns.live):
                yield from self._check(doc, columns)

    def close(self) -> None:
        """Release files; later calls fail."""
        with self._lock:
            self._reader.close()
            self._index.close()

    def _search(self, request: EngineRequest) -> EngineResult:
        columns = self._all_columns()
        evaluator = Evaluator(Terms(self._reader), columns)
        cap = MODE_CAPS[request.mode]
        found = _find(evaluator, request.query, cap)
        ranks = _merged(found)
        filters = {facet: columns.allowed(choice, facet) for facet, choice in request.choices.items()}
        kept = set(ranks).difference(*(columns.chosen(f, c.none_of) for f, c in request.choices.items()))
        docs = kept.intersection(*(allowed for allowed in filters.values() if allowed is not None))
        scores = Ranking(evaluator, columns, ranks.keys(), docs).scores(found.tree, request.mode)
        page = order(docs, request.sort, ranks, scores, columns)[request.offset : request.offset + request.limit]
        has_words = any(word_nodes(request.query))
        return EngineResult(
            total=len(docs),
            hits=tuple(
                EngineHit(self._stored(doc), scores[doc], TIERS[ranks[doc]] if has_words else None) for doc in page
            ),
            facets={facet: _counts(facet, kept, filters, columns) for facet in request.facets},
            relaxed=found.relaxed,
            truncated=tuple(evaluator.truncated),
        )

    def _document(self, article_id: bytes) -> int | None:
        """Return the number of the document with an id; the id of a deleted one is still a term."""
        with damage_named():
            if ("id", article_id) not in self._reader:
                return None
            found = self._reader.postings("id", article_id)
            return found.id() if found.is_active() else None

    def _all_columns(self) -> Columns:
        if self._columns is None:
            with damage_named():
                self._columns = read_columns(self._reader)
        return self._columns

    def _stored(self, doc: int) -> Article:
        with damage_named():
            packed: bytes = self._reader.stored_fields(doc)["article"]
            return article_from_json(json.loads(zlib.decompress(packed)))

    def _check(self, doc: int, columns: Columns) -> Iterator[Finding]:
        article = self._stored(doc)
        pairs = {
            "id": (columns.ids[doc], article.id),
            "year": (columns.years[doc], article.year or 0),
            "date": (columns.dates[doc], article.date or ""),
            "forum": (columns.codes["forum"][doc], _closed(forums(), article.forums)),
            "topic": (columns.codes["topic"][doc], _closed(topics(), article.topics)),
        }
        for name, (column, stored) in pairs.items():
            if column != stored:
                yield Finding("column", article.id, f"{name} is {column!r} in its column, {stored!r} in the article")


def _closed(vocabulary: Vocabulary, labels: Iterable[Label]) -> tuple[FacetCode, ...]:
    """Return ids with their broader ones as a column holds them: None where there is no id."""
    return vocabulary.closure(label.id for label in labels) or (None,)


def _find(evaluator: Evaluator, tree: Query, cap: int) -> _Found:
    """Evaluate a tree, and where nothing matches it, with as many of its words as any document has."""
    ranks = evaluator.ranks(tree, cap)
    if ranks:
        return _Found(tree, ranks)
    optional, required = relaxable(tree)
    within = evaluator.ranks(And(required), cap) if required else evaluator.ranks(every(), cap)
    counts = Counter(doc for node in optional for doc in evaluator.ranks(node, cap) if doc in within)
    if not counts:
        return _Found(tree, {})
    relaxation = relaxed(optional, required, max(counts.values()))
    return _Found(relaxation, evaluator.ranks(relaxation, cap), relaxed=True)


def _merged(found: _Found) -> Ranks:
    """Count exact and fuller as one tier where no mark was typed."""
    if any(map(has_marks, word_nodes(found.tree))):
        return found.ranks
    return {doc: 0 if rank == 1 else rank for doc, rank in found.ranks.items()}


def _counts(
    facet: Facet, docs: set[int], filters: dict[Facet, set[int] | None], columns: Columns
) -> dict[FacetCode, int]:
    """Count the values of a facet over the documents that the choices in all other facets leave."""
    others = (allowed for other, allowed in filters.items() if other != facet and allowed is not None)
    codes = columns.codes[facet]
    counts: dict[FacetCode, int] = {}
    for code in chain.from_iterable(codes[doc] for doc in docs.intersection(*others)):
        counts[code] = counts.get(code, 0) + 1
    return counts
