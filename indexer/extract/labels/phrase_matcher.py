"""Find the phrases of vocabularies in texts: token by token, longest phrase first, none inside another.

White space, hyphens, dashes and quotation marks between words do not matter; other signs do: “ASEAN, Nga” is not
“ASEAN – Nga”. An ordinal (“lần thứ 14”) may come between the words of a phrase, but not after the first. A name whose
last words begin another name is part of that longer one.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.normalise import compose
from indexer.extract.labels.token_hashes import (
    TextTokens,
    TokenBatch,
    fold_token,
    hashes_by_token,
    printed_tokens,
    spelling_hashes,
)

PhraseKind = Literal["alias", "abbreviation", "ambiguous", "cue", "exclusion"]

_ORDINAL = ("lần", "thứ")
_ORDINAL_LENGTH = 3
_FIRST_HASHES, _SECOND_HASHES = map(spelling_hashes, _ORDINAL)

_NAMES: tuple[PhraseKind, ...] = ("alias", "abbreviation")

_PREFIX = 3
"""Tokens of a phrase that the filter looks at: if three match, the phrase most often does."""
_SLOTS = (1 << 15, 1 << 17, 1 << 17)
"""Table sizes for prefixes of one, two and three tokens. Most slots stay empty, so that few other tokens pass; the
tables that every token is looked up in still fit the processor's cache."""
_CONTINUES, _ENDS = np.uint8(1), np.array(2, np.uint8)
_AHEAD = [np.array(ahead) for ahead in range(_PREFIX)]
_LAST_SLOTS = [np.array(slots - 1, np.int32) for slots in _SLOTS]
"""Numbers as arrays: NumPy takes longer to convert a Python number than to add a few hundred."""


class Phrase(NamedTuple):
    """A spelling that is evidence for an id; an `exact` one only in this very case."""

    spelling: str
    id: str
    kind: PhraseKind
    exact: bool = False


class PhraseMatch(NamedTuple):
    """A phrase found in tokens `start` to `end` of a text."""

    id: str
    kind: PhraseKind
    start: int
    end: int


class PrefixFilter:
    """Which tokens may start a phrase: hash tables of the first one to three tokens of every phrase.

    A prefix hashes to the hash of its first token minus those of the others. The filter passes every token that starts
    a phrase, and few others.
    """

    def __init__(self, prefixes: Iterable[Sequence[int]]) -> None:
        self._tables = [np.zeros(slots, np.uint8) for slots in _SLOTS]
        """For each length, by hash: does a prefix end here, or continue?"""
        for prefix in prefixes:
            hashed = 0
            for length, token in enumerate(prefix):
                hashed = hashed - token if length else token
                self._tables[length][hashed % _SLOTS[length]] |= _ENDS if length + 1 == len(prefix) else _CONTINUES

    def candidates(self, hashes: NDArray[np.int32]) -> NDArray[np.intp]:
        """Return the positions among hashed tokens where a phrase may start, ascending."""
        found = self._look_up(0, hashes) & _ENDS
        found[:-1] |= self._look_up(1, hashes[:-1] - hashes[1:])
        (positions,) = found.nonzero()
        first, second, third = (hashes.take(positions + ahead, mode="clip") for ahead in _AHEAD)
        passes = (self._look_up(2, first - second - third) | found[positions]) >= _ENDS
        return positions[passes]

    def _look_up(self, length: int, hashes: NDArray[np.int32]) -> NDArray[np.uint8]:
        return self._tables[length].take(hashes & _LAST_SLOTS[length])


class _TrieNode(dict[int, "_TrieNode"]):
    """What may follow a sequence of tokens, by hash.

    `phrases` end here: for each vocabulary that has some, by its number, the phrases by id and folded tokens.
    """

    __slots__ = ("phrases",)
    __hash__ = object.__hash__  # type: ignore[assignment]  # by identity, for the cache of `_spelled`

    def __init__(self) -> None:
        self.phrases: dict[int, dict[tuple[str, tuple[str, ...]], Phrase]] = {}


class PhraseMatcher:
    """The phrases of several vocabularies in one trie. Of equal phrases of one id the first stays."""

    def __init__(self, *vocabularies: Iterable[Phrase]) -> None:
        self._vocabularies = range(len(vocabularies))
        self._trie = _trie(vocabularies)
        self._filter = PrefixFilter(_prefixes(self._trie))

    def find_all(self, batch: TokenBatch) -> list[tuple[list[PhraseMatch], ...]]:
        """Return the matches in each text, as `find` does."""
        candidates = batch.split(self._filter.candidates(batch.hashes))
        return list(map(self.find, batch.texts, candidates))

    def find(self, text: TextTokens, candidates: Iterable[int]) -> tuple[list[PhraseMatch], ...]:
        """Return the matches of each vocabulary that start at one of these positions, which must ascend.

        A span may match several ids.
        """
        found: list[list[PhraseMatch]] = [[] for _ in self._vocabularies]
        after = [0 for _ in self._vocabularies]
        for start in candidates:
            for end, node in reversed(_ends(self._trie, text.hashes, start)):
                for vocabulary, phrases in _spelled(node, text.stretch(start, end)):
                    if end <= after[vocabulary]:
                        continue
                    matches = [PhraseMatch(phrase.id, phrase.kind, start, end) for phrase in phrases]
                    if start >= after[vocabulary]:
                        after[vocabulary] = end
                        found[vocabulary] += matches
                    else:
                        after[vocabulary] = _continue_name(found[vocabulary], matches)
        return tuple(found)


def _continue_name(found: list[PhraseMatch], matches: Sequence[PhraseMatch]) -> int:
    """Replace the last name by a longer one, if these matches continue it; return where the last match ends.

    “quan chức cấp cao ‹ASEAN› – Nga” is one name, and means what “ASEAN – Nga” means.
    """
    last = len(found) - 1
    while last > 0 and found[last - 1].start == found[-1].start:
        last -= 1
    start, end = found[-1].start, found[-1].end
    kinds = {match.kind for match in found[last:]}
    if kinds.isdisjoint(_NAMES) or all(match.kind not in _NAMES for match in matches):
        return end
    found[last:] = [match._replace(start=start) if match.kind in _NAMES else match for match in matches]
    return matches[0].end


def _trie(vocabularies: Iterable[Iterable[Phrase]]) -> _TrieNode:
    """Return the nodes of all phrases; a node is the same for every place of a token's tone."""
    found = [
        (vocabulary, phrase, printed_tokens(compose(phrase.spelling)))
        for vocabulary, phrases in enumerate(vocabularies)
        for phrase in phrases
    ]
    hashes = hashes_by_token({token.lower() for _, _, tokens in found for token in tokens})
    root = _TrieNode()
    for vocabulary, phrase, tokens in found:
        node = root
        for token in tokens:
            printed, *others = hashes[token.lower()]
            child = node.get(printed)
            if child is None:
                child = node[printed] = _TrieNode()
                node.update(dict.fromkeys(others, child))
            node = child
        folded = tuple(map(fold_token, tokens))
        node.phrases.setdefault(vocabulary, {}).setdefault((phrase.id, folded), phrase)
    return root


def _prefixes(node: _TrieNode, prefix: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Yield the first tokens of all phrases below a node: `_PREFIX` of them, or up to where a phrase ends."""
    for token, child in node.items():
        longer = (*prefix, token)
        if child.phrases or len(longer) == _PREFIX:
            yield longer
        else:
            yield from _prefixes(child, longer)
    if prefix[1:]:
        yield from ((*prefix, token) for token in _FIRST_HASHES)


def _ends(trie: _TrieNode, hashes: Sequence[int], start: int) -> list[tuple[int, _TrieNode]]:
    """Return where phrases that start with a token may end, shortest first, and their nodes."""
    found: list[tuple[int, _TrieNode]] = []
    node, position, most = trie, start, len(hashes)
    while position < most:
        hashed = hashes[position]
        child = node.get(hashed)
        if child is not None:
            node = child
            position += 1
            if node.phrases:
                found.append((position, node))
        elif hashed in _FIRST_HASHES and _is_ordinal(hashes, position, start, node):
            position += _ORDINAL_LENGTH
        else:
            break
    return found


def _is_ordinal(hashes: Sequence[int], position: int, start: int, node: _TrieNode) -> bool:
    """Return whether to skip an ordinal: not after the first word of a phrase, unless that is a phrase itself."""
    ordinal = position + 1 < len(hashes) and hashes[position + 1] in _SECOND_HASHES
    return ordinal and (position > start + 1 or bool(node.phrases))


@lru_cache(maxsize=1 << 14)
def _spelled(node: _TrieNode, stretch: str) -> tuple[tuple[int, list[Phrase]], ...]:
    """Return the phrases of a node that a stretch of text really spells, exact ones in their very case, by vocabulary.

    Only hashes led to the node, and different tokens may share one.
    """
    printed = printed_tokens(stretch)
    folded = tuple(map(fold_token, printed))
    found = (
        (
            vocabulary,
            [
                phrase
                for (_, tokens), phrase in phrases.items()
                if (printed == printed_tokens(phrase.spelling) if phrase.exact else _is_spelled(tokens, folded))
            ],
        )
        for vocabulary, phrases in node.phrases.items()
    )
    return tuple((vocabulary, phrases) for vocabulary, phrases in found if phrases)


def _is_spelled(phrase: Iterable[str], folded: tuple[str, ...]) -> bool:
    """Return whether tokens are those of a phrase, with or without ordinals in between."""
    position = 0
    for token in phrase:
        while folded[position : position + 1] != (token,):
            if folded[position : position + 2] != _ORDINAL:
                return False
            position += _ORDINAL_LENGTH
        position += 1
    return position == len(folded)
