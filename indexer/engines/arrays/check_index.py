"""Does an index keep what `docs/index-format.md` promises?"""

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.engines.arrays.searching.matched_postings import documents_with
from indexer.engines.arrays.segments.numeric import Array
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.word_totals import FILE_NAME, WordTotals
from indexer.engines.arrays.writing.batch import date_number
from indexer.engines.base import Finding
from indexer.errors import IndexCorrupt
from indexer.fields import facet_values

_STARTS = {
    "surface_starts": ("surface_ends", "surface_accents"),
    "posting_starts": ("docs", "impacts"),
    "bigram_starts": ("bigram_seconds",),
    "surface_bigram_starts": ("surface_bigram_firsts", "surface_bigram_seconds"),
    "bigram_posting_starts": ("bigram_docs", "bigram_impacts", "bigram_frequencies"),
    "profile_starts": ("profile_values",),
    "lead_starts": ("lead_terms", "lead_positions"),
}
"""CSR offsets, and the arrays they point into."""
_ENDS = {
    "folded_ends": "folded_terms",
    "surface_ends": "surface_terms",
    "summary_ends": "summaries",
    "article_ends": "articles",
}
"""Ends of blobs, and the bytes they point into."""
_PERMUTATIONS = ("newest", "oldest", "by_title", "id_documents")


def check_index(segments: Sequence[Segment]) -> Iterator[Finding]:
    """Yield everything that is wrong with segments: checksums, then shapes, then what must agree."""
    for segment in segments:
        damaged = segment.container.damaged()
        yield from (
            Finding("array-changed", f"{segment.name}: {name}", "the CRC-32 does not match") for name in damaged
        )
        wrong = list(_shape(segment))
        yield from (Finding("array-shape", f"{segment.name}: {name}", text) for name, text in wrong)
        if not damaged and not wrong:
            yield from (Finding("postings", f"{segment.name}: {name}", text) for name, text in _postings(segment))
            yield from _documents(segment)


def check_totals(stored: WordTotals | None, counted: WordTotals) -> Iterator[Finding]:
    """Yield a finding if the totals of words that are stored differ from those counted now."""
    if stored is not None and _occurrences(stored) != _occurrences(counted):
        yield Finding("word-totals", FILE_NAME, "the words occur another number of times in the articles")


def _occurrences(totals: WordTotals) -> dict[str | tuple[str, str], int]:
    """Return how often each word and each frequent pair occurs, whatever their numbers."""
    words = totals.words
    pairs = zip(totals.lefts.tolist(), totals.rights.tolist(), totals.pair_occurrences.tolist(), strict=True)
    return {
        **dict(zip(words, totals.occurrences.tolist(), strict=True)),
        **{(words[left], words[right]): count for left, right, count in pairs},
    }


def _shape(segment: Segment) -> Iterator[tuple[str, str]]:
    """Yield the arrays that cannot be read safely, each with the reason."""
    arrays = segment.container.arrays
    for name, targets in _STARTS.items():
        starts = arrays[name].astype(np.int64)
        if not len(starts) or starts[0] != 0 or (np.diff(starts) < 0).any():
            yield name, "offsets do not ascend from 0"
        yield from ((target, f"{name} does not end here") for target in targets if len(arrays[target]) != starts[-1])
    for name, target in _ENDS.items():
        ends = arrays[name].astype(np.int64)
        if (np.diff(ends, prepend=0) < 0).any() or (ends[-1] if len(ends) else 0) != len(arrays[target]):
            yield name, f"ends do not ascend to the end of {target}"
    for name in _PERMUTATIONS:
        if not np.array_equal(np.sort(arrays[name]), np.arange(segment.documents)):
            yield name, "does not hold each document once"
    for name in ("docs", "bigram_docs", "deleted"):
        numbers = segment.deleted if name == "deleted" else arrays[name]
        if len(numbers) and numbers.max() >= segment.documents:
            yield name, "a document is out of range"
    if len(segment.deleted) and (np.diff(segment.deleted.astype(np.int64)) <= 0).any():
        yield "deleted", "documents do not ascend"
    if (np.diff(arrays["folded_prefixes"].astype(np.float64)) < 0).any():
        yield "folded_prefixes", "terms do not ascend"
    if len(arrays["lead_starts"]) != segment.documents + 1:
        yield "lead_starts", "their number is not that of documents"
    if len(arrays["lead_terms"]) and arrays["lead_terms"].max() >= len(arrays["surface_ends"]):
        yield "lead_terms", "a term is out of range"
    if int(arrays["bigram_frequencies"].sum(dtype=np.int64)) != len(arrays["bigram_positions"]):
        yield "bigram_positions", "their number is not the sum of bigram_frequencies"


def _postings(segment: Segment) -> Iterator[tuple[str, str]]:
    """Yield the arrays whose postings are out of order, or disagree with the postings of the words they are made of."""
    arrays = segment.container.arrays
    if not _ascending_within(arrays["docs"], arrays["posting_starts"]):
        yield "docs", "postings do not ascend"
    if not _ascending_within(arrays["bigram_docs"], arrays["bigram_posting_starts"]):
        yield "bigram_docs", "postings do not ascend"
    if not _ascending_within(
        arrays["bigram_positions"], np.concatenate(([0], np.cumsum(arrays["bigram_frequencies"])))
    ):
        yield "bigram_positions", "positions do not ascend"
    rows = arrays["dense"].reshape(len(arrays["dense_terms"]), segment.documents)
    if not np.array_equal(np.count_nonzero(rows, axis=1), arrays["dense_counts"]):
        yield "dense_counts", "the rows have other numbers of documents"
    for folded in range(len(segment.terms)):
        found = documents_with(segment.documents, [segment.postings.of_term(folded)])
        first, end = segment.terms.surface_range(folded)
        if end - first > 1:
            union = segment.postings.of_terms(np.arange(first, end) + len(segment.terms))
            if not np.array_equal(found, documents_with(segment.documents, union)):
                yield "docs", f"folded term {folded} is not the union of its surface terms"
        bigrams = segment.bigrams.postings_of_range(segment.bigrams.starting_with(folded))
        if not np.array_equal(found, documents_with(segment.documents, [bigrams])):
            yield "bigram_docs", f"the bigrams of folded term {folded} are not in its documents"


def _documents(segment: Segment) -> Iterator[Finding]:
    """Yield the documents whose columns disagree with their stored article."""
    columns = segment.columns
    for doc in segment.live_documents():
        try:
            article, summary = segment.docstore.article(doc), segment.docstore.summary(doc)
        except IndexCorrupt as error:
            yield Finding("article", f"{segment.name}: document {doc}", str(error))
            continue
        start, end = segment.container.arrays["profile_starts"][columns.profiles[doc] :][:2].tolist()
        values = tuple(columns.values[n] for n in segment.container.arrays["profile_values"][start:end].tolist())
        compared = {
            "id": (summary.id, article.id),
            "date": (int(columns.dates[doc]), date_number(article)),
            "profile": (values, facet_values(article)),
            "number": (segment.docstore.document(article.id), doc),
        }
        for name, (column, stored) in compared.items():
            if column != stored:
                yield Finding("column", article.id, f"{name} is {column!r} in its column, {stored!r} in the article")


def _ascending_within(values: Array, starts: Array) -> bool:
    """Return whether values ascend strictly within each row."""
    falls = np.flatnonzero(values[1:] <= values[:-1]) + 1
    return bool(np.isin(falls, starts).all())
