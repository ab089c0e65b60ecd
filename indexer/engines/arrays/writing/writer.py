"""Changes to an arrays index: new segments, deletions in old ones, and merges."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.engines.arrays.segments.container import ContainerWriter
from indexer.engines.arrays.segments.numeric import Flags
from indexer.engines.arrays.segments.segment import Segment, open_segment
from indexer.engines.arrays.segments.segment_infos import (
    FILE_NAME,
    SegmentInfo,
    SegmentInfos,
    read_segment_infos,
    write_segment_infos,
)
from indexer.engines.arrays.segments.word_totals import (
    KeptDocuments,
    WordTotals,
    count_words,
    read_word_totals,
    update_totals,
    write_word_totals,
)
from indexer.engines.arrays.writing.batch import PreparedBatch, prepare
from indexer.engines.arrays.writing.merge_policy import to_merge
from indexer.engines.arrays.writing.segment_builder import SegmentBuilder

SEGMENT_SIZE = 1 << 16
"""The most documents of a segment: a document number takes two bytes, and an array of tiers stays in the cache."""
_MERGE_BATCH = 256
_COUNTED_ANEW = 64
"""If more than one in this many documents changes, it is faster to count the words of all than those that changed."""


class ArraysWriter:
    """Implements `indexer.engines.base.EngineWriter`; builds one segment at a time."""

    def __init__(self, folder: Path, workers: int = 1, segment_size: int = SEGMENT_SIZE) -> None:
        self._folder = folder
        self._workers = workers
        self._segment_size = segment_size
        self._infos = read_segment_infos(folder) if (folder / FILE_NAME).exists() else SegmentInfos()
        self._segments = [self._open(info) for info in self._infos.segments]
        self._totals = read_word_totals(folder, self._infos.segments)
        self._old = len(self._segments)
        self._deleted: list[set[int]] = [set(segment.deleted.tolist()) for segment in self._segments]
        self._builder = SegmentBuilder(folder)
        self._builder_deleted: set[int] = set()

    def put(self, prepared: PreparedBatch) -> None:
        """Add articles, or replace those with the same ids."""
        self._delete_replaced(prepared)
        first = 0
        while first < len(prepared):
            end = min(len(prepared), first + self._segment_size - len(self._builder))
            self._builder.add(prepared.part(first, end))
            first = end
            if len(self._builder) == self._segment_size:
                self._flush()

    def delete(self, article_id: str) -> None:
        """Remove an article; an unknown id is not an error."""
        for segment, deleted in zip(self._segments, self._deleted, strict=True):
            document = segment.docstore.document(article_id)
            if document is not None:
                deleted.add(document)
        if (document := self._builder.documents.get(article_id)) is not None:
            self._builder_deleted.add(document)

    def commit(self) -> None:
        """Write everything to disk and close."""
        if len(self._builder):
            self._flush()
        totals = self._word_totals()
        while chosen := to_merge(self._live_counts(), self._document_counts(), self._segment_size):
            self._merge(chosen)
        pairs = zip(self._infos.segments, self._with_deleted(), strict=True)
        self._infos = replace(self._infos, segments=tuple(self._with_deletions(*each) for each in pairs))
        write_segment_infos(self._folder, self._infos)
        write_word_totals(self._folder, totals, self._infos.segments)
        self._builder.close()

    def cancel(self) -> None:
        """Drop everything since the writer was opened and close; the store drops the folder."""
        self._builder.close()

    def _open(self, info: SegmentInfo) -> Segment:
        return open_segment(self._folder, info.name, info.deleted, self._infos.average_length)

    def _with_deleted(self) -> list[tuple[Segment, set[int]]]:
        return list(zip(self._segments, self._deleted, strict=True))

    def _live_counts(self) -> list[int]:
        return [segment.documents - len(deleted) for segment, deleted in self._with_deleted()]

    def _document_counts(self) -> list[int]:
        return [segment.documents for segment in self._segments]

    def _delete_replaced(self, batch: PreparedBatch) -> None:
        """Delete the articles that a batch replaces, from old segments only: a writer puts each id once."""
        for segment, deleted in self._with_deleted()[: self._old]:
            known = np.isin(batch.id_hashes, segment.container.arrays["id_hashes"])
            for row in np.flatnonzero(known).tolist():
                document = segment.docstore.document(batch.ids[row])
                if document is not None:
                    deleted.add(document)

    def _flush(self) -> None:
        """Write the segment under construction and start another."""
        if not self._infos.segments and not self._infos.average_length:
            self._infos = replace(self._infos, average_length=self._builder.average_length)
        self._append(self._builder, self._builder_deleted)
        self._builder, self._builder_deleted = SegmentBuilder(self._folder), set()

    def _append(self, builder: SegmentBuilder, deleted: set[int]) -> None:
        infos = self._infos
        new = SegmentInfo(f"segment-{infos.next_segment:06}", len(builder))
        builder.write(self._folder / new.name, infos.average_length, self._workers)
        builder.close()
        self._infos = replace(infos, next_segment=infos.next_segment + 1, segments=(*infos.segments, new))
        self._segments.append(self._open(new))
        self._deleted.append(deleted)

    def _word_totals(self) -> WordTotals:
        """Return the totals of all live documents. Merging does not change them, but drops segments they are of."""
        counted = [KeptDocuments(*each) for each in zip(self._segments, map(_kept, self._with_deleted()), strict=True)]
        removed = [
            (segment, document)
            for segment, deleted in self._with_deleted()[: self._old]
            for document in sorted(deleted.difference(segment.deleted.tolist()))
        ]
        changed = len(removed) + sum(self._document_counts()[self._old :])
        if self._totals is None or changed > self._segment_size or changed * _COUNTED_ANEW > sum(self._live_counts()):
            return count_words(counted)
        with self._segment_of(removed) as lost:
            return update_totals(self._totals, counted[self._old :], lost, counted[: self._old])

    @contextmanager
    def _segment_of(self, documents: Sequence[tuple[Segment, int]]) -> Iterator[list[KeptDocuments]]:
        """Yield a segment of its own for some documents, none for no documents."""
        if not documents:
            yield []
            return
        path = self._folder / "removed"
        builder = SegmentBuilder(self._folder)
        try:
            for first in range(0, len(documents), _MERGE_BATCH):
                batch = documents[first : first + _MERGE_BATCH]
                builder.add(prepare([segment.docstore.article(document) for segment, document in batch]))
            builder.write(path, self._infos.average_length, self._workers)
            segment = open_segment(self._folder, path.name, None, self._infos.average_length)
            yield [KeptDocuments(segment, segment.live)]
        finally:
            builder.close()
            path.unlink(missing_ok=True)

    def _merge(self, chosen: Sequence[int]) -> None:
        """Rewrite the live articles of some segments as one segment, and drop the old ones."""
        for number in chosen:
            self._segments[number].container.refuse_damaged()
        merged = SegmentBuilder(self._folder)
        for number in chosen:
            segment, deleted = self._segments[number], self._deleted[number]
            live = [doc for doc in range(segment.documents) if doc not in deleted]
            for first in range(0, len(live), _MERGE_BATCH):
                merged.add(prepare([segment.docstore.article(doc) for doc in live[first : first + _MERGE_BATCH]]))
        for number in sorted(chosen, reverse=True):
            self._drop(number)
        if len(merged):
            self._append(merged, set())
        else:
            merged.close()

    def _drop(self, number: int) -> None:
        infos = self._infos.segments
        for name in (infos[number].name, infos[number].deleted):
            if name is not None:
                (self._folder / name).unlink()
        self._infos = replace(self._infos, segments=(*infos[:number], *infos[number + 1 :]))
        del self._segments[number], self._deleted[number]

    def _with_deletions(self, info: SegmentInfo, pair: tuple[Segment, set[int]]) -> SegmentInfo:
        """Write the deletions of a segment if they have changed."""
        segment, deleted = pair
        if len(deleted) == len(segment.deleted):
            return info
        number = int(info.deleted.rpartition("-")[2]) + 1 if info.deleted else 1
        name = f"{info.name}.deleted-{number:06}"
        with ContainerWriter(self._folder / name) as file:
            file.add("deleted", np.array(sorted(deleted), np.uint16))
            file.close({})
        if info.deleted:
            (self._folder / info.deleted).unlink()
        return replace(info, deleted=name)


def _kept(pair: tuple[Segment, set[int]]) -> Flags:
    """Return which documents of a segment are not deleted."""
    segment, deleted = pair
    kept = np.ones(segment.documents, np.bool_)
    kept[list(deleted)] = False
    return kept
