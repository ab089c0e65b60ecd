"""The C extension; `kernel.h` and the comments in C say which function of `searching` each part stands for."""

from collections.abc import Callable, Mapping
from typing import final

import numpy as np
from numpy.typing import NDArray

Buffer = NDArray[np.generic]

KernelWord = tuple[bytes, int, int, bool, bool]
"""A word: its folded term, accents as bits, the widest tier, whether it is respelled, whether it ignores accents."""
KernelList = tuple[int, bool, Buffer | None, Buffer, int]
"""Postings: their tier, whether they are a union, the documents (None: all), their impacts, and their number."""
KernelLeaf = tuple[int, ...] | tuple[bytes] | tuple[bool, tuple[KernelList, ...]]
"""A leaf: words next to each other by their numbers, the start of a folded term, or lists, nested or not."""
KernelUnit = tuple[int] | tuple[int, int]
"""One or two words, by their numbers."""
KernelNode = tuple[object, ...]
"""An operation with its operands: see `NodeKind` in `kernel_plan.py`."""

VERSION: int
"""Of what is exchanged: see `kernel/__init__.py`."""

@final
class SegmentKernel:
    """The arrays of a segment."""

    def __init__(self, arrays: Mapping[str, Buffer], documents: int, verify: Callable[[int], object]) -> None:
        """Hold the arrays; `verify` compares the checksum of a frequent term. Raises `ValueError` as `match` does."""

    def match(
        self, words: tuple[KernelWord, ...], leaves: tuple[KernelLeaf, ...], tree: KernelNode, most: int
    ) -> Match | None:
        """Find what matches a tree over leaves; None if it takes more than `most` steps.

        Raises `ValueError` with the name of an array that is damaged, or for what is no plan.
        """

@final
class Match:
    """What a tree matches in a segment."""

    def docs(self) -> bytes:
        """Return the documents that match, ascending, uint16."""

    def tiers(self) -> bytes:
        """Return the tier of each, uint8."""

    def value_counts(self, passing: Buffer | None, values: int) -> bytes:
        """Return how many documents have each of the facet values, uint32, of those whose profile is passing (a flag
        each; None: all).
        """

    def steps(self) -> int:
        """Return how many steps it took to find the postings of all leaves."""

    def keep(self, passing: Buffer) -> None:
        """Keep the documents whose profile is passing (a flag each); before, all that match are kept."""

    def tier_counts(self) -> list[int]:
        """Return how many of the kept documents match with each tier."""

    def frequencies(self, tier: int, leaves: tuple[int, ...]) -> list[int]:
        """Return how many documents match each leaf with a tier up to this one."""

    def posting_counts(self, tier: int, leaves: tuple[int, ...]) -> list[int]:
        """Return how many postings of each leaf have a tier up to this one."""

    def top(self, tier: int, clauses: tuple[tuple[int, float], ...], wanted: int) -> list[tuple[int, float]]:
        """Score the kept documents of a tier by clauses: a leaf and its weight. Return the first with their scores."""

    def scores(self, tier: int, clauses: tuple[tuple[int, float], ...], docs: Buffer) -> bytes:
        """Score documents, uint16 in any order, as `top` scores those of a tier; return all scores, float32."""

    def evaluated(self, tree: KernelNode) -> bytes:
        """Return the tiers of all documents for a tree over the leaves."""

    def clause_frequencies(self, clauses: KernelNode, among: Buffer) -> list[int]:
        """Return how many of the flagged documents (a flag each) match each operand of a node over the leaves."""

    def most_clauses(self, clauses: KernelNode, among: Buffer) -> int:
        """Return the greatest number of operands that a flagged document matches."""

    def close(self, clauses: KernelNode, shares: tuple[float, ...], least: float) -> tuple[bytes, bytes, bytes]:
        """Return the documents with at least this share of the operands, of which each has a share.

        They are the documents, uint16, their shares, float64, and by operand the tiers of the documents, uint8.
        """

    def lead_tokens(self, docs: tuple[int, ...]) -> int:
        """Return how many tokens the leads of documents have."""

    def nearness(self, units: tuple[KernelUnit, ...], tier: int, lead_words: int, docs: tuple[int, ...]) -> list[float]:
        """Return how near units are to each other in the lead of each document."""

TokenColumns = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""Codes, int64; counts by code; by row documents, positions and followers, uint32, and which repeat, uint8."""

@final
class ChunkTable:
    """The numbers of chunks by their letters."""

    def __len__(self) -> int:
        """Return how many chunks it has."""

    def numbers(
        self,
        text: str,
        letters: Buffer,
        spaces: Buffer,
        lengths: Buffer,
        longest: int,
        number_of: Callable[[str], int],
    ) -> tuple[bytearray, bytearray] | None:
        """Return the number of every chunk of a text, and how many chunks each of its parts has, both int64.

        `letters` are the code points, uint32; `spaces` flags those of the first plane that are white space; `lengths`
        are those of the parts, int64. `number_of` is called for chunks that are new. None if one has more than
        `longest` letters.
        """

def tokens_by_term(
    chunks: Buffer,
    counts: Buffer,
    docs: Buffer,
    fields: Buffer,
    positions: Buffer,
    starts: Buffer,
    widths: Buffer,
    terms: Buffer,
    offsets: Buffer,
    term_widths: Buffer,
    ahead: int,
    field_count: int,
) -> TokenColumns:
    """Return the tokens of stretches of text by term; see `_tokens` in `writing/tokens.py`. All arrays are int64."""
