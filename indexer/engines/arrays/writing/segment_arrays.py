"""From inverted blocks and columns of documents to the arrays of a segment; see `docs/index-format.md`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import DTypeLike, NDArray

from indexer.engines.arrays.segments.bigrams import CHECKPOINT
from indexer.engines.arrays.segments.columns import FacetKey, oldest_keys
from indexer.engines.arrays.segments.numeric import Array, Indexes, narrowest, starts_of
from indexer.engines.arrays.writing.batch import Profile
from indexer.engines.arrays.writing.inverted_block import InvertedBlock, is_dense

ArrayParts = Sequence[Array]
"""An array of the file in pieces; its type is the widest of theirs."""


def posting_parts(blocks: Sequence[InvertedBlock], documents: int) -> Mapping[str, ArrayParts]:
    """Return the postings of folded terms, then of surface terms."""
    parts = [block.folded for block in blocks] + [block.surface for block in blocks]
    counts = np.concatenate([np.empty(0, np.uint32), *(part.counts for part in parts)])
    dense = is_dense(counts, documents)
    return {
        "posting_starts": [_starts(np.where(dense, 0, counts))],
        "docs": _parts(np.uint16, (part.docs for part in parts)),
        "impacts": _parts(np.uint8, (part.impacts for part in parts)),
        "dense_terms": [np.flatnonzero(dense).astype(np.uint32)],
        "dense_counts": [counts[dense]],
        "dense_checksums": [_row_checksums((part.dense for part in parts), documents)],
        "dense": _parts(np.uint8, (part.dense for part in parts)),
    }


def bigram_parts(blocks: Sequence[InvertedBlock]) -> Mapping[str, ArrayParts]:
    """Return the bigrams."""
    parts = [block.bigrams for block in blocks]
    return {
        "bigram_starts": [_joined_starts(part.bigrams_each for part in parts)],
        "bigram_seconds": _parts(np.uint32, (part.second_terms for part in parts)),
        "surface_bigram_starts": [_joined_starts(part.surface_bigrams_each for part in parts)],
        "surface_bigram_firsts": _parts(np.uint8, (part.firsts for part in parts)),
        "surface_bigram_seconds": _parts(np.uint8, (part.seconds for part in parts)),
        "bigram_posting_starts": [_joined_starts(part.postings.counts for part in parts)],
        "bigram_docs": _parts(np.uint16, (part.postings.docs for part in parts)),
        "bigram_impacts": _parts(np.uint8, (part.postings.impacts for part in parts)),
        "bigram_frequencies": _parts(np.uint8, (part.frequencies for part in parts)),
        "bigram_positions": _parts(np.uint8, (part.positions for part in parts)),
        "bigram_checkpoints": _parts(np.uint64, _checkpoints(part.frequencies for part in parts)),
    }


def lead_arrays(blocks: Sequence[InvertedBlock], documents: int) -> Mapping[str, Array]:
    """Return the tokens of leads, by document, then by surface term."""
    parts = [block.leads for block in blocks]
    docs = np.concatenate(_parts(np.uint16, (part.docs for part in parts)))
    order = docs.argsort(kind="stable")
    return {
        "lead_starts": _starts(np.bincount(docs, minlength=documents)),
        "lead_terms": np.concatenate(_parts(np.uint32, (part.terms for part in parts)))[order],
        "lead_positions": np.concatenate(_parts(np.uint8, (part.positions for part in parts)))[order],
    }


def profile_arrays(profiles: Sequence[Profile]) -> tuple[Mapping[str, Array], list[FacetKey]]:
    """Return the profiles of documents, and the facet values in the order of their numbers."""
    numbers: dict[Profile, int] = {}
    of_documents = [numbers.setdefault(profile, len(numbers)) for profile in profiles]
    values = list(dict.fromkeys(value for profile in numbers for value in profile))
    value_numbers = {value: number for number, value in enumerate(values)}
    arrays = {
        "profiles": narrowest(of_documents),
        "profile_starts": _starts([len(profile) for profile in numbers]),
        "profile_values": narrowest([value_numbers[value] for profile in numbers for value in profile]),
    }
    return arrays, values


def order_arrays(ids: Sequence[str], dates: NDArray[np.uint32], title_keys: Sequence[bytes]) -> Mapping[str, Array]:
    """Return the position of each document in newest-first order, in oldest-first order, and by title; ties by id."""
    by_id = np.empty(len(ids), np.int64)
    by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    by_title = sorted(range(len(ids)), key=lambda doc: (not title_keys[doc], title_keys[doc], by_id[doc]))
    return {
        "newest": _ordinals(np.lexsort((by_id, -dates.astype(np.int64)))),
        "oldest": _ordinals(np.lexsort((by_id, oldest_keys(dates)))),
        "by_title": _ordinals(by_title),
    }


def id_arrays(hashes: NDArray[np.uint64]) -> Mapping[str, Array]:
    """Return the hashes of ids, ascending, and the document of each."""
    order = np.argsort(hashes, kind="stable")
    return {"id_hashes": hashes[order], "id_documents": order.astype(np.uint16)}


def _ordinals(order: Sequence[int] | Indexes) -> NDArray[np.uint16]:
    """Return the position of each document in an order."""
    ordinals = np.empty(len(order), np.uint16)
    ordinals[np.asarray(order, np.intp)] = np.arange(len(order))
    return ordinals


def _row_checksums(arrays: Iterable[Array], length: int) -> NDArray[np.uint32]:
    """Return the CRC-32 of each row of this length."""
    return np.array([crc32(row.data) for array in arrays for row in array.reshape(-1, length)], np.uint32)


def _parts(narrowest_type: DTypeLike, arrays: Iterable[Array]) -> ArrayParts:
    """Return arrays after an empty one, which gives the type if there are none."""
    return [np.empty(0, narrowest_type), *arrays]


def _joined_starts(counts: Iterable[Array]) -> Array:
    return _starts(np.concatenate(_parts(np.uint32, counts)))


def _starts(counts: Sequence[int] | Array) -> Array:
    """Return CSR offsets as uint32, or uint64 if they do not fit."""
    starts = starts_of(counts)
    return starts.astype(np.uint64 if starts[-1] > np.iinfo(np.uint32).max else np.uint32)


def _checkpoints(frequencies: Iterable[Array]) -> Iterator[NDArray[np.uint64]]:
    """Yield how many positions precede those of every `CHECKPOINT`th posting, given how many each posting has."""
    postings = positions = 0
    for part in frequencies:
        starts = starts_of(part)
        yield (starts[:-1][-postings % CHECKPOINT :: CHECKPOINT] + positions).astype(np.uint64)
        postings += len(part)
        positions += int(starts[-1])
