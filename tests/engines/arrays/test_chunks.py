"""Chunks of many texts at once, by the kernel and by NumPy, against `str.split` of each."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import MAX_CHUNK, chunk_spans
from indexer.engines.arrays.kernel import kernel
from indexer.engines.arrays.writing import chunks as module
from indexer.engines.arrays.writing.chunks import ChunkLookup

CHARACTERS = "aăđếĐ.,“ \n\t\x1c\x85\xa0\u2003\u3000日𝄞\ud800\u0301-9\x00\x1f\uffff"


both_ways = pytest.mark.parametrize("way", [kernel, None], ids=["kernel", "numpy"])


def lookup_of(known: dict[str, int], way: ModuleType | None) -> ChunkLookup:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "kernel", way)
        return ChunkLookup(lambda chunk: known.setdefault(chunk, len(known)))


@both_ways
@given(batches=st.lists(st.lists(st.text(CHARACTERS, max_size=40), max_size=6), min_size=1, max_size=4))
def test_chunks_are_those_of_each_text(way: ModuleType | None, batches: list[list[str]]) -> None:
    known: dict[str, int] = {}
    lookup = lookup_of(known, way)
    for texts in batches:
        found, counts = lookup.of(texts)
        chunks = list(known)
        assert [chunks[number] for number in found.tolist()] == [chunk for text in texts for chunk in text.split()]
        assert counts.tolist() == [len(text.split()) for text in texts]


@both_ways
def test_a_chunk_keeps_its_number_when_there_are_many(way: ModuleType | None) -> None:
    chunks = [f"{first}{second}" for first in range(3000) for second in "abcdefghijklmnopqrstuvwxyzăâđêôơư"]
    known: dict[str, int] = {}
    lookup = lookup_of(known, way)
    for _ in range(2):
        found, _counts = lookup.of([" ".join(chunks)])
        assert found.tolist() == list(range(len(chunks)))


@both_ways
def test_a_long_run_is_cut_into_chunks(way: ModuleType | None) -> None:
    texts = ["hội nghị", "a," * MAX_CHUNK + " " + "b" * MAX_CHUNK]
    known: dict[str, int] = {}
    _found, counts = lookup_of(known, way).of(texts)
    cut = [text[start:end] for text in texts for start, end in chunk_spans(text)]
    assert counts.tolist() == [2, len(cut) - 2]
    assert list(known) == list(dict.fromkeys(cut))
