"""Whether the segments of an index keep what `docs/index-format.md` promises."""

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.engines.arrays.searching.matches import having
from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.writing.prepare import date_number
from indexer.engines.base import Finding
from indexer.errors import IndexCorrupt
from indexer.fields import facet_values

_STARTS = {
    "family_forms": ("form_ends", "form_accents"),
    "posting_starts": ("docs", "impacts"),
    "pair_starts": ("pair_rights",),
    "variant_starts": ("variant_lefts", "variant_rights"),
    "pair_posting_starts": ("pair_docs", "pair_impacts", "pair_counts"),
    "profile_starts": ("profile_values",),
}
"""Arrays of starts, and those that they lead into."""
_ENDS = {
    "family_key_ends": "family_keys",
    "form_ends": "forms",
    "summary_ends": "summaries",
    "article_ends": "articles",
}
_PLACES = ("newest", "oldest", "by_title", "id_documents")


def findings(segments: Sequence[Segment]) -> Iterator[Finding]:
    """Yield everything that is wrong with segments: checksums, then the shape, then what must agree."""
    for segment in segments:
        damaged = segment.container.damaged()
        yield from (Finding("array-changed", f"{segment.name}: {name}", "its CRC-32 is another") for name in damaged)
        wrong = list(_shape(segment))
        yield from (Finding("array-shape", f"{segment.name}: {name}", text) for name, text in wrong)
        if not damaged and not wrong:
            yield from (Finding("postings", f"{segment.name}: {name}", text) for name, text in _postings(segment))
            yield from _documents(segment)


def _shape(segment: Segment) -> Iterator[tuple[str, str]]:
    """Yield what keeps a segment from being read without stumbling."""
    arrays = segment.container.arrays
    for name, targets in _STARTS.items():
        starts = arrays[name].astype(np.int64)
        if not len(starts) or starts[0] != 0 or (np.diff(starts) < 0).any():
            yield name, "starts do not ascend from 0"
        yield from ((target, f"{name} leads elsewhere") for target in targets if len(arrays[target]) != starts[-1])
    for name, target in _ENDS.items():
        ends = arrays[name].astype(np.int64)
        if (np.diff(ends, prepend=0) < 0).any() or (ends[-1] if len(ends) else 0) != len(arrays[target]):
            yield name, f"ends do not lead through {target}"
    for name in _PLACES:
        if not np.array_equal(np.sort(arrays[name]), np.arange(segment.documents)):
            yield name, "does not hold each document once"
    for name in ("docs", "pair_docs", "deleted"):
        numbers = segment.deleted if name == "deleted" else arrays[name]
        if len(numbers) and numbers.max() >= segment.documents:
            yield name, "a document is out of range"
    if len(segment.deleted) and (np.diff(segment.deleted.astype(np.int64)) <= 0).any():
        yield "deleted", "deletions do not ascend"
    if (np.diff(arrays["family_prefixes"].astype(np.float64)) < 0).any():
        yield "family_prefixes", "keys do not ascend"
    if int(arrays["pair_counts"].sum(dtype=np.int64)) != len(arrays["pair_positions"]):
        yield "pair_positions", "there are not as many as pair_counts says"


def _postings(segment: Segment) -> Iterator[tuple[str, str]]:
    """Yield where postings break their order, or forms and pairs stand where their words do not."""
    arrays = segment.container.arrays
    if not _ascending_within(arrays["docs"], arrays["posting_starts"]):
        yield "docs", "postings do not ascend"
    if not _ascending_within(arrays["pair_docs"], arrays["pair_posting_starts"]):
        yield "pair_docs", "postings do not ascend"
    if not _ascending_within(arrays["pair_positions"], np.concatenate(([0], np.cumsum(arrays["pair_counts"])))):
        yield "pair_positions", "positions do not ascend"
    rows = arrays["dense"].reshape(len(arrays["dense_terms"]), segment.documents)
    if not np.array_equal(np.count_nonzero(rows, axis=1), arrays["dense_counts"]):
        yield "dense_counts", "rows have other numbers of documents"
    for family in range(len(segment.lexicon)):
        found = having(segment.documents, [segment.postings.of_term(family)])
        forms = segment.lexicon.family_forms[family : family + 2].tolist()
        if forms[1] - forms[0] > 1:
            union = segment.postings.of_terms(np.arange(*forms) + len(segment.lexicon))
            if not np.array_equal(found, having(segment.documents, union)):
                yield "docs", f"family {family} is not the union of its forms"
        if not np.array_equal(
            found, having(segment.documents, [segment.pairs.neighbours(segment.pairs.beginning(family))])
        ):
            yield "pair_docs", f"the pairs of family {family} are not where it stands"


def _documents(segment: Segment) -> Iterator[Finding]:
    """Yield the documents whose columns are not those of their stored article."""
    columns = segment.columns
    for doc in segment.live():
        try:
            article, shown = segment.texts.article(doc), segment.texts.summary(doc)
        except IndexCorrupt as error:
            yield Finding("article", f"{segment.name}: document {doc}", str(error))
            continue
        start, end = segment.container.arrays["profile_starts"][columns.profiles[doc] :][:2].tolist()
        values = tuple(columns.values[n] for n in segment.container.arrays["profile_values"][start:end].tolist())
        pairs = {
            "id": (shown.id, article.id),
            "date": (int(columns.dates[doc]), date_number(article)),
            "profile": (values, facet_values(article)),
            "number": (segment.texts.document(article.id), doc),
        }
        for name, (column, stored) in pairs.items():
            if column != stored:
                yield Finding("column", article.id, f"{name} is {column!r} in its column, {stored!r} in the article")


def _ascending_within(values: Array, starts: Array) -> bool:
    """Tell whether values ascend within each run."""
    falls = np.flatnonzero(values[1:] <= values[:-1]) + 1
    return bool(np.isin(falls, starts).all())
