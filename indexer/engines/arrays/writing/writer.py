"""Changes to an arrays index: new segments, deletions in old ones, and merging."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.engines.arrays.segments.container import ContainerWriter
from indexer.engines.arrays.segments.segment import Segment, open_segment
from indexer.engines.arrays.segments.state import NAME, SegmentState, State, read_state, write_state
from indexer.engines.arrays.writing.batch import Batch
from indexer.engines.arrays.writing.merge import to_merge
from indexer.engines.arrays.writing.pending import Pending
from indexer.engines.arrays.writing.prepare import prepare
from indexer.errors import IndexCorrupt

SEGMENT_SIZE = 1 << 16
"""The most documents of a segment: a document's number takes two bytes, and its accumulators stay in the cache."""
_MERGE_BATCH = 256


class ArraysWriter:
    """Implements `indexer.engines.base.EngineWriter`; holds at most one segment in memory."""

    def __init__(self, folder: Path, workers: int = 1, segment_size: int = SEGMENT_SIZE) -> None:
        self._folder = folder
        self._workers = workers
        self._segment_size = segment_size
        self._state = read_state(folder) if (folder / NAME).exists() else State()
        self._segments = [self._open(each) for each in self._state.segments]
        self._before = len(self._segments)
        self._deleted: list[set[int]] = [set(segment.deleted.tolist()) for segment in self._segments]
        self._pending = Pending(folder)
        self._pending_deleted: set[int] = set()

    def put(self, prepared: Batch) -> None:
        """Add articles, or replace those with the same ids."""
        self._replace(prepared)
        first = 0
        while first < len(prepared):
            last = min(len(prepared), first + self._segment_size - len(self._pending))
            self._pending.add(prepared.part(first, last))
            first = last
            if len(self._pending) == self._segment_size:
                self._flush()

    def delete(self, article_id: str) -> None:
        """Remove an article; an unknown id is no error."""
        for segment, deleted in zip(self._segments, self._deleted, strict=True):
            document = segment.texts.document(article_id)
            if document is not None:
                deleted.add(document)
        if (document := self._pending.documents.get(article_id)) is not None:
            self._pending_deleted.add(document)

    def commit(self) -> None:
        """Write everything to disk and close."""
        if len(self._pending):
            self._flush()
        while chosen := to_merge([s.documents - len(d) for s, d in self._sized()], self._sizes(), self._segment_size):
            self._merge(chosen)
        segments = [self._with_deletions(*each) for each in zip(self._state.segments, self._sized(), strict=True)]
        self._state = replace(self._state, segments=tuple(segments))
        write_state(self._folder, self._state)
        self._pending.close()

    def cancel(self) -> None:
        """Drop everything since the writer was opened and close; the store drops the folder."""
        self._pending.close()

    def _open(self, state: SegmentState) -> Segment:
        return open_segment(self._folder, state.name, state.deleted, self._state.average_length)

    def _sized(self) -> list[tuple[Segment, set[int]]]:
        return list(zip(self._segments, self._deleted, strict=True))

    def _sizes(self) -> list[int]:
        return [segment.documents for segment in self._segments]

    def _replace(self, batch: Batch) -> None:
        """Delete what articles of the batch take the place of; those put by this writer are none of it."""
        for segment, deleted in self._sized()[: self._before]:
            known = np.isin(batch.id_hashes, segment.container.arrays["id_hashes"])
            for row in np.flatnonzero(known).tolist():
                document = segment.texts.document(batch.ids[row])
                if document is not None:
                    deleted.add(document)

    def _flush(self) -> None:
        """Make a segment of what is pending."""
        if not self._state.segments and not self._state.average_length:
            self._state = replace(self._state, average_length=self._pending.average_length)
        self._append(self._pending, self._pending_deleted)
        self._pending, self._pending_deleted = Pending(self._folder), set()

    def _append(self, pending: Pending, deleted: set[int]) -> None:
        state = self._state
        new = SegmentState(f"segment-{state.next_segment:06}", len(pending))
        pending.write(self._folder / new.name, state.average_length, self._workers)
        pending.close()
        self._state = replace(state, next_segment=state.next_segment + 1, segments=(*state.segments, new))
        self._segments.append(self._open(new))
        self._deleted.append(deleted)

    def _merge(self, chosen: Sequence[int]) -> None:
        """Write the articles of some segments that are left anew, as one segment, and drop the old ones."""
        for number in chosen:
            self._refuse_damaged(self._segments[number])
        merged = Pending(self._folder)
        for number in chosen:
            segment, deleted = self._segments[number], self._deleted[number]
            left = [doc for doc in range(segment.documents) if doc not in deleted]
            for first in range(0, len(left), _MERGE_BATCH):
                merged.add(prepare([segment.texts.article(doc) for doc in left[first : first + _MERGE_BATCH]]))
        for number in sorted(chosen, reverse=True):
            self._drop(number)
        if len(merged):
            self._append(merged, set())
        else:
            merged.close()

    def _refuse_damaged(self, segment: Segment) -> None:
        if damaged := segment.container.damaged():
            raise IndexCorrupt(f"{segment.container.path}: {damaged[0]} is not as written; run timdau reindex --full")

    def _drop(self, number: int) -> None:
        state = self._state.segments[number]
        for name in (state.name, state.deleted):
            if name is not None:
                (self._folder / name).unlink()
        self._state = replace(
            self._state, segments=(*self._state.segments[:number], *self._state.segments[number + 1 :])
        )
        del self._segments[number], self._deleted[number]
        self._before -= number < self._before

    def _with_deletions(self, state: SegmentState, sized: tuple[Segment, set[int]]) -> SegmentState:
        """Write the deletions of a segment where they changed."""
        segment, deleted = sized
        if len(deleted) == len(segment.deleted):
            return state
        number = int(state.deleted.rpartition("-")[2]) + 1 if state.deleted else 1
        name = f"{state.name}.deleted-{number:06}"
        with ContainerWriter(self._folder / name) as file:
            file.add("deleted", np.array(sorted(deleted), np.uint16))
            file.close({})
        if state.deleted:
            (self._folder / state.deleted).unlink()
        return replace(state, deleted=name)
