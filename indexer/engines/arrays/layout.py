"""From inverted words and the columns of documents to the arrays of a segment; see `docs/index-format.md`."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.batch import Profile
from indexer.engines.arrays.columns import Value
from indexer.engines.arrays.compact import ends_of, narrowest, starts_of
from indexer.engines.arrays.container import Array
from indexer.engines.arrays.inverted import Inverted, PairPostings
from indexer.engines.arrays.merging import oldest_keys
from indexer.engines.arrays.pairs import CHECKPOINT
from indexer.engines.arrays.vocabulary import Vocabulary

DENSE_SHARE = 4
"""A term in one document of so many, or more, has a byte for each document: fewer bytes, and no scattering."""


def posting_arrays(words: Vocabulary, found: Inverted, documents: int) -> Mapping[str, Array]:
    """Return the postings of families, then of those forms that are not alone in their family."""
    alone = np.repeat(np.diff(words.family_forms) == 1, np.diff(words.family_forms))
    own = np.repeat(~alone, found.forms.counts)
    counts = np.concatenate((found.families.counts, np.where(alone, 0, found.forms.counts))).astype(np.uint32)
    docs = np.concatenate((found.families.docs, found.forms.docs[own]))
    impacts = np.concatenate((found.families.impacts, found.forms.impacts[own]))
    dense_terms = np.flatnonzero(counts.astype(np.int64) * DENSE_SHARE >= max(documents, 1)).astype(np.uint32)
    rows = np.full(len(counts), -1, np.int32)
    rows[dense_terms] = np.arange(len(dense_terms))
    row_of_each = np.repeat(rows, counts)
    in_row = row_of_each >= 0
    dense = np.zeros(len(dense_terms) * documents, np.uint8)
    dense[row_of_each[in_row].astype(np.int64) * documents + docs[in_row]] = impacts[in_row]
    dense_counts = counts[dense_terms]
    counts[dense_terms] = 0
    return {
        "posting_starts": _starts(counts),
        "docs": docs[~in_row],
        "impacts": impacts[~in_row],
        "dense_terms": dense_terms,
        "dense_counts": dense_counts,
        "dense": dense,
    }


def pair_arrays(pairs: PairPostings) -> Mapping[str, Array]:
    """Return the pairs."""
    return {
        "pair_starts": _starts(pairs.pairs),
        "pair_rights": pairs.seconds.astype(np.uint32),
        "variant_starts": _starts(pairs.variants),
        "variant_lefts": narrowest(pairs.lefts),
        "variant_rights": narrowest(pairs.rights),
        "pair_posting_starts": _starts(pairs.postings.counts),
        "pair_docs": pairs.postings.docs,
        "pair_impacts": pairs.postings.impacts,
        "pair_counts": narrowest(pairs.frequencies),
        "pair_positions": narrowest(pairs.positions),
        "pair_checkpoints": starts_of(pairs.frequencies)[:-1][::CHECKPOINT].astype(np.uint64),
    }


def profile_arrays(profiles: Sequence[Profile]) -> tuple[Mapping[str, Array], list[Value]]:
    """Return the profiles of documents, and the facet values in the order of their numbers."""
    numbers: dict[Profile, int] = {}
    of_documents = [numbers.setdefault(profile, len(numbers)) for profile in profiles]
    values = list(dict.fromkeys(value for profile in numbers for value in profile))
    places = {value: number for number, value in enumerate(values)}
    arrays = {
        "profiles": narrowest(of_documents),
        "profile_starts": _starts([len(profile) for profile in numbers]),
        "profile_values": narrowest([places[value] for profile in numbers for value in profile]),
    }
    return arrays, values


def order_arrays(ids: Sequence[str], dates: NDArray[np.uint32], title_keys: Sequence[bytes]) -> Mapping[str, Array]:
    """Return the place of each document among the newest, the oldest, and by title."""
    by_id = np.empty(len(ids), np.int64)
    by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    by_title = sorted(range(len(ids)), key=lambda doc: (not title_keys[doc], title_keys[doc], by_id[doc]))
    return {
        "newest": _places(np.lexsort((by_id, -dates.astype(np.int64)))),
        "oldest": _places(np.lexsort((by_id, oldest_keys(dates)))),
        "by_title": _places(by_title),
    }


def id_arrays(hashes: NDArray[np.uint64]) -> Mapping[str, Array]:
    """Return the hashes of ids, ascending, and the document of each."""
    order = np.argsort(hashes, kind="stable")
    return {"id_hashes": hashes[order], "id_documents": order.astype(np.uint16)}


def blob_arrays(ends: str, name: str, rows: Sequence[bytes]) -> Mapping[str, Array]:
    """Return rows of bytes as one array, and where each ends."""
    return {ends: ends_of(rows), name: np.frombuffer(b"".join(rows), np.uint8)}


def _places(order: Sequence[int] | NDArray[np.intp]) -> NDArray[np.uint16]:
    places = np.empty(len(order), np.uint16)
    places[np.asarray(order, np.intp)] = np.arange(len(order))
    return places


def _starts(counts: Sequence[int] | Array) -> Array:
    """Return starts as uint32, or uint64 where these do not suffice."""
    starts = starts_of(counts)
    return starts.astype(np.uint64 if starts[-1] > np.iinfo(np.uint32).max else np.uint32)
