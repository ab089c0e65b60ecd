"""From inverted words and the columns of documents to the arrays of a segment; see `docs/index-format.md`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from indexer.engines.arrays.segments.columns import Value, oldest_keys
from indexer.engines.arrays.segments.compact import narrowest, starts_of
from indexer.engines.arrays.segments.container import Array
from indexer.engines.arrays.segments.pairs import CHECKPOINT
from indexer.engines.arrays.writing.batch import Profile
from indexer.engines.arrays.writing.inverted import Inverted, is_dense

Parts = Sequence[Array]
"""An array of the file, piece by piece; its type is the widest of theirs."""


def posting_parts(found: Sequence[Inverted], documents: int) -> Mapping[str, Parts]:
    """Return the postings of families, then of those forms that are not alone in their family."""
    parts = [part.families for part in found] + [part.forms for part in found]
    counts = np.concatenate([np.empty(0, np.uint32), *(part.counts for part in parts)])
    dense = is_dense(counts, documents)
    return {
        "posting_starts": [_starts(np.where(dense, 0, counts))],
        "docs": _parts(np.uint16, (part.docs for part in parts)),
        "impacts": _parts(np.uint8, (part.impacts for part in parts)),
        "dense_terms": [np.flatnonzero(dense).astype(np.uint32)],
        "dense_counts": [counts[dense]],
        "dense": _parts(np.uint8, (part.dense for part in parts)),
    }


def pair_parts(found: Sequence[Inverted]) -> Mapping[str, Parts]:
    """Return the pairs."""
    pairs = [part.pairs for part in found]
    return {
        "pair_starts": [_joined_starts(part.pairs for part in pairs)],
        "pair_rights": _parts(np.uint32, (part.seconds for part in pairs)),
        "variant_starts": [_joined_starts(part.variants for part in pairs)],
        "variant_lefts": _parts(np.uint8, (part.lefts for part in pairs)),
        "variant_rights": _parts(np.uint8, (part.rights for part in pairs)),
        "pair_posting_starts": [_joined_starts(part.postings.counts for part in pairs)],
        "pair_docs": _parts(np.uint16, (part.postings.docs for part in pairs)),
        "pair_impacts": _parts(np.uint8, (part.postings.impacts for part in pairs)),
        "pair_counts": _parts(np.uint8, (part.frequencies for part in pairs)),
        "pair_positions": _parts(np.uint8, (part.positions for part in pairs)),
        "pair_checkpoints": _parts(np.uint64, _checkpoints(part.frequencies for part in pairs)),
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


def _places(order: Sequence[int] | NDArray[np.intp]) -> NDArray[np.uint16]:
    places = np.empty(len(order), np.uint16)
    places[np.asarray(order, np.intp)] = np.arange(len(order))
    return places


def _parts(least: DTypeLike, arrays: Iterable[Array]) -> Parts:
    """Return arrays behind an empty one, so that there is a type where they are none."""
    return [np.empty(0, least), *arrays]


def _joined_starts(counts: Iterable[Array]) -> Array:
    return _starts(np.concatenate(_parts(np.uint32, counts)))


def _starts(counts: Sequence[int] | Array) -> Array:
    """Return starts as uint32, or uint64 where these do not suffice."""
    starts = starts_of(counts)
    return starts.astype(np.uint64 if starts[-1] > np.iinfo(np.uint32).max else np.uint32)


def _checkpoints(frequencies: Iterable[Array]) -> Iterator[NDArray[np.uint64]]:
    """Yield the number of positions in front of every `CHECKPOINT`th posting, given how many each posting has."""
    postings = positions = 0
    for part in frequencies:
        starts = starts_of(part)
        yield (starts[:-1][-postings % CHECKPOINT :: CHECKPOINT] + positions).astype(np.uint64)
        postings += len(part)
        positions += int(starts[-1])
