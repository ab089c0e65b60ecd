"""One state of a Whoosh index, open for searching."""

import zlib
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, product
from threading import Lock

from whoosh.index import Index
from whoosh.reading import IndexReader

from indexer.analysis import tokenise
from indexer.article_json import article_from_json
from indexer.engines.base import (
    EngineHit,
    EngineRequest,
    EngineResult,
    EngineStream,
    Finding,
    NameField,
    NearHit,
    WordList,
)
from indexer.engines.budget import PATIENCE, Budget
from indexer.engines.whoosh_reference.columns import WhooshColumns, read_columns
from indexer.engines.whoosh_reference.damage import damage_as_corrupt
from indexer.engines.whoosh_reference.evaluate import Evaluator
from indexer.engines.whoosh_reference.ranking import CloseDocument, Ranking, TitleEnd, closest, order
from indexer.engines.whoosh_reference.terms import WhooshTerms
from indexer.engines.whoosh_reference.word_counts import WhooshWordCounts
from indexer.engines.whoosh_reference.word_list import count_words, listed
from indexer.fields import FACET_KINDS, TEXT
from indexer.model import TIERS, Article, Explanation, Facet, FacetCode, Sort, Tier
from indexer.query.joining import Pair
from indexer.query.nodes import MODE_CAPS, And, Phrase, Prefix, Term, every, word_nodes
from indexer.query.relax import relaxable
from indexer.summary import Summary, summary


class _RequestMatches:
    """What a request finds: the documents with their scores, their order, and the facet counts."""

    def __init__(
        self, request: EngineRequest, reader: IndexReader, columns: WhooshColumns, title_end: TitleEnd
    ) -> None:
        self.budget = Budget.of(int(reader.doc_count()), patience=PATIENCE)
        evaluator = Evaluator(WhooshTerms(reader, self.budget), columns, self.budget)
        found = evaluator.find(request.query, MODE_CAPS[request.mode])
        excluded = (columns.chosen(facet, choice.none_of) for facet, choice in request.choices.items())
        self._excluded = set().union(*excluded)
        self._request = request
        self._evaluator = evaluator
        self._columns = columns
        self._tiers = found.tiers
        self._has_words = any(word_nodes(request.query))
        self._filters = {facet: columns.allowed(choice, facet) for facet, choice in request.choices.items()}
        self._kept = found.tiers.keys() - self._excluded
        self.docs = self._kept.intersection(*(allowed for allowed in self._filters.values() if allowed is not None))
        self.relaxed = found.relaxed
        self.ranking = Ranking(evaluator, columns, found, request.mode)
        self.scores = self.ranking.scores(self.docs)
        by_relevance = request.sort == "relevance"
        self.nearness = self.ranking.rescored(self.docs, self.scores, title_end) if by_relevance else {}
        for doc, near in self.nearness.items():
            self.scores[doc] += near.score
        self.truncated = tuple(evaluator.truncated)

    def closest(self, wanted: int) -> list[CloseDocument]:
        """Return the articles that come closest to the query among those that it does not find."""
        optional, required = relaxable(self._request.query)
        if not optional or self.budget.exhausted:
            return []
        evaluator, cap = self._evaluator, MODE_CAPS[self._request.mode]
        clauses = [evaluator.tiers(node, cap) for node in optional]
        allowed = (found for found in self._filters.values() if found is not None)
        among = set(evaluator.tiers(And(required) if required else every(), cap)).intersection(*allowed)
        among -= self._tiers.keys() | self._excluded
        return closest(evaluator, self._columns, self._request, clauses, among)[:wanted]

    def order(self, sort: Sort) -> list[int]:
        """Return the documents in a sort order."""
        return order(self.docs, sort, self._tiers, self.scores, self._columns)

    def tier(self, doc: int) -> Tier | None:
        """Return the tier of a document, or None if the query has no words."""
        return TIERS[self._tiers[doc]] if self._has_words else None

    def tier_counts(self) -> dict[Tier, int]:
        """Return the number of documents of each tier; nothing if the query has no words."""
        if not self._has_words:
            return {}
        counts = Counter(self._tiers[doc] for doc in self.docs)
        return {tier: counts[number] for number, tier in enumerate(TIERS)}

    def counts(self, facet: Facet) -> dict[FacetCode, int]:
        """Return how many documents each value would find as the only choice in its facet."""
        return self._columns.counts(facet, self._without(facet))

    def pair_counts(self, first: Facet, second: Facet) -> dict[tuple[FacetCode, FacetCode], int]:
        """Return how many documents two values would find as the only choices in their facets."""
        codes = self._columns.codes
        found = (product(codes[first][doc], codes[second][doc]) for doc in self._without(first, second))
        return dict(Counter(chain.from_iterable(found)))

    def _without(self, *facets: Facet) -> set[int]:
        """Return the documents that are left if the choices in some facets are disregarded."""
        others = (allowed for other, allowed in self._filters.items() if other not in facets and allowed is not None)
        return self._kept.intersection(*others)


class WhooshReader:
    """Implements `indexer.engines.base.EngineReader`; one search at a time, as Whoosh's files share a cursor."""

    uses_kernel = False

    def __init__(self, index: Index) -> None:
        self._index = index
        self._reader: IndexReader = index.reader()
        self._lock = Lock()
        self._columns: WhooshColumns | None = None
        self.counts = WhooshWordCounts(self._reader, self._lock, self._all_columns)

    def search(self, request: EngineRequest) -> EngineResult:
        """Answer one request."""
        with self._lock:
            matches = self._matches(request)
            page = matches.order(request.sort)[request.offset : request.offset + request.limit]
            short = request.limit - len(page) if request.near and not request.offset else 0
            near = matches.closest(short) if short else []
            return EngineResult(
                total=len(matches.docs),
                hits=tuple(self._hit(doc, matches) for doc in page),
                facets={facet: matches.counts(facet) for facet in request.facets},
                relaxed=matches.relaxed,
                truncated=matches.truncated,
                bounded=matches.budget.exhausted,
                near=tuple(
                    NearHit(EngineHit(summary(self._stored(each.doc)), each.closeness, TIERS[each.tier]), each.missing)
                    for each in near
                ),
                tiers=matches.tier_counts() if request.by_tier else {},
                pairs=matches.pair_counts(*request.crossed) if request.crossed else {},
            )

    def stream(self, request: EngineRequest) -> EngineStream:
        """Return every hit of a request in order, with one article in memory at a time."""
        with self._lock:
            matches = self._matches(request)
        matches.budget.require()
        return EngineStream(len(matches.docs), self._hits(matches, request.sort), matches.relaxed, matches.truncated)

    def _hits(self, matches: _RequestMatches, sort: Sort) -> Iterator[EngineHit]:
        for doc in matches.order(sort):
            with self._lock:
                hit = self._hit(doc, matches)
            yield hit

    def explain(self, request: EngineRequest, article_id: str) -> Explanation | None:
        """Take the score of an article apart; None if the request does not find it."""
        with self._lock:
            doc = self._document(article_id)
            matches = self._matches(request)
            matches.budget.require()
            if doc not in matches.docs:
                return None
            parts = matches.ranking.contributions(doc)
            parts = (*parts, matches.nearness[doc]) if doc in matches.nearness else parts
            return Explanation(article_id, matches.tier(doc), matches.scores[doc], parts)

    def document_frequencies(self, leaves: Sequence[Term | Phrase]) -> Sequence[int]:
        """Return how many articles have each word or pair of neighbours, whatever its accents."""
        with self._lock:
            budget = Budget.of(int(self._reader.doc_count()), patience=PATIENCE)
            evaluator = Evaluator(WhooshTerms(self._reader, budget), self._all_columns(), budget)
            return [len(evaluator.word(leaf, MODE_CAPS["loose"]).tiers) for leaf in leaves]

    def article(self, article_id: str) -> Article | None:
        """Return the stored article, or None."""
        with self._lock:
            doc = self._document(article_id)
            return None if doc is None else self._stored(doc)

    def word_list(self, most: int) -> WordList:
        """Count the words and joined words of all articles, the `most` frequent ones; each is analysed again."""
        counts, pairs = Counter[str](), Counter[Pair]()
        with self._lock:
            for doc in self._all_columns().live:
                count_words(self._stored(doc), counts, pairs)
        return listed(counts, pairs, most)

    def articles_with(self, words: Sequence[str], most: int) -> Iterator[Article]:
        """Yield a few of the articles whose text has a word, or two next to each other, in exactly these spellings."""
        request = EngineRequest(Phrase(TEXT, [*words]) if len(words) > 1 else Term(TEXT, words[0]), mode="strict")
        with self._lock:
            docs = sorted(self._matches(request).docs)[:most]
            articles = [self._stored(doc) for doc in docs]
        yield from articles

    def newest_named(self, field: NameField, words: Sequence[str], most: int) -> Iterator[Summary]:
        """Yield the newest articles whose title or file name has folded words, the last one only the start of one."""
        *whole, last = words
        tree = And([*(Term(field, each) for each in whole), Prefix(field, last)])
        found = self.search(EngineRequest(tree, mode="loose", sort="newest", limit=most))
        return (hit.summary for hit in found.hits if not found.relaxed)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all articles, in any order."""
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

    def _matches(self, request: EngineRequest) -> _RequestMatches:
        return _RequestMatches(request, self._reader, self._all_columns(), self._title_end)

    def _title_end(self, doc: int) -> int:
        return max((found.position + found.width for found in tokenise(self._stored(doc).title or "")), default=0)

    def _hit(self, doc: int, matches: _RequestMatches) -> EngineHit:
        return EngineHit(summary(self._stored(doc)), matches.scores[doc], matches.tier(doc))

    def _document(self, article_id: str) -> int | None:
        """Return the number of the document with an id, or None. The id of a deleted document is still a term."""
        term = article_id.encode("utf-8", "replace")
        with damage_as_corrupt():
            if ("id", term) not in self._reader:
                return None
            found = self._reader.postings("id", term)
            return found.id() if found.is_active() else None

    def _all_columns(self) -> WhooshColumns:
        if self._columns is None:
            with damage_as_corrupt():
                self._columns = read_columns(self._reader)
        return self._columns

    def _stored(self, doc: int) -> Article:
        with damage_as_corrupt():
            packed: bytes = self._reader.stored_fields(doc)["article"]
            return article_from_json(zlib.decompress(packed))

    def _check(self, doc: int, columns: WhooshColumns) -> Iterator[Finding]:
        article = self._stored(doc)
        compared: dict[str, tuple[object, object]] = {
            "id": (columns.ids[doc], article.id),
            "date": (columns.dates[doc], article.date or ""),
        }
        for facet, kind in FACET_KINDS.items():
            compared[facet] = (
                _groups(facet, columns.codes[facet][doc]),
                _groups(facet, kind.values(article) or (None,)),
            )
        for name, (column, stored) in compared.items():
            if column != stored:
                yield Finding("column", article.id, f"{name} is {column!r} in its column, {stored!r} in the article")


def _groups(facet: Facet, values: Iterable[FacetCode]) -> list[Hashable]:
    """Return what the spellings of each value share: a column holds only the most frequent one."""
    return [FACET_KINDS[facet].group(value) for value in values]
