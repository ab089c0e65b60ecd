"""Chunks of many texts at once, against `str.split` of each."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.arrays.writing.chunks import ChunkLookup

CHARACTERS = "aăđếĐ.,“ \n\t\x1c\x85\xa0\u2003\u3000日𝄞\ud800\u0301-9\x00\x1f\uffff"


@given(st.lists(st.lists(st.text(CHARACTERS, max_size=40), max_size=6), min_size=1, max_size=4))
def test_chunks_are_those_of_each_text(batches: list[list[str]]) -> None:
    known: dict[str, int] = {}
    lookup = ChunkLookup(lambda chunk: known.setdefault(chunk, len(known)))
    for texts in batches:
        found, counts = lookup.of(texts)
        chunks = list(known)
        assert [chunks[number] for number in found.tolist()] == [chunk for text in texts for chunk in text.split()]
        assert counts.tolist() == [len(text.split()) for text in texts]


def test_a_chunk_keeps_its_number_when_another_takes_its_slot() -> None:
    chunks = [f"{first}{second}" for first in range(3000) for second in "abcdefghijklmnopqrstuvwxyzăâđêôơư"]
    known: dict[str, int] = {}
    lookup = ChunkLookup(lambda chunk: known.setdefault(chunk, len(known)))
    for _ in range(2):
        found, _counts = lookup.of([" ".join(chunks)])
        assert found.tolist() == list(range(len(chunks)))
