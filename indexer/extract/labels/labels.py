"""Which forums and topics an article is filed under, the words that say so, and how sure that is.

An id is kept where its points (`points.py`) reach what it needs; of ids kept only the narrowest are given.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from indexer.extract.labels.matcher import Match, Matcher
from indexer.extract.labels.phrases import names, phrases
from indexer.extract.labels.points import FORUM_WEIGHTS, TOPIC_WEIGHTS, Total, Weights, totals
from indexer.extract.labels.talks import between_two
from indexer.extract.labels.words import Texts, Words
from indexer.model import Label
from indexer.vocabulary import Vocabulary, forums, topics

_TOGETHER = 1 << 15
"""So many characters are cut into words together; the arrays of many more are no longer at hand (see DECISIONS.md)."""
_SUREST = 0.99
"""The confidence of a label that was read stays below 1, which says that somebody stated it."""


class Labels(NamedTuple):
    """The forums and the topics an article is filed under."""

    forums: tuple[Label, ...]
    topics: tuple[Label, ...]


def find_labels(
    texts: Sequence[tuple[str, int]], of_forum: Weights = FORUM_WEIGHTS, of_topic: Weights = TOPIC_WEIGHTS
) -> list[Labels]:
    """The forums and topics that articles are filed under, given their texts (title, newline, body, in NFC).

    With each text goes the place where its body begins. Spans point into the texts.
    """
    together = [Texts([text for text, _ in group]) for group in _groups(texts)]
    words = [each for group in together for each in group.words]
    titles = [each.before(place) for each, (_, place) in zip(words, texts, strict=True)]
    found = [matches for group in together for matches in _matcher().find_all(group)]
    of_forums = [
        _labels(between_two(matches, each), each, title, forums(), of_forum)
        for (matches, _), each, title in zip(found, words, titles, strict=True)
    ]
    of_topics = [
        _labels(matches, each, title, topics(), of_topic)
        for (_, matches), each, title in zip(found, words, titles, strict=True)
    ]
    return list(map(Labels, of_forums, of_topics))


def _groups(texts: Sequence[tuple[str, int]]) -> Iterator[Sequence[tuple[str, int]]]:
    """The texts in groups that are cut into words together."""
    start, length = 0, 0
    for end, (text, _) in enumerate(texts, 1):
        length += len(text)
        if length >= _TOGETHER or end == len(texts):
            yield texts[start:end]
            start, length = end, 0


def _labels(
    matches: Sequence[Match], words: Words, title_words: int, vocabulary: Vocabulary, weights: Weights
) -> tuple[Label, ...]:
    found = [match for match in matches if match.kind != "exclusion" and not match.start < title_words < match.end]
    if not found:
        return ()
    each = totals(found, words, title_words, vocabulary, weights)
    kept = [id for id, total in each.items() if total.share >= 1]
    return tuple(_label(id, each[id], words, weights.doubt) for id in vocabulary.narrowest(kept)) if kept else ()


def _label(id: str, total: Total, words: Words, doubt: float) -> Label:
    start, end = words.span(total.best.start, total.best.end)
    return Label(id, words.text[start:end], (start, end), confidence(total.share, doubt))


def confidence(share: float, doubt: float) -> float:
    """How sure a label is whose points are `share` (at least 1) times those needed, from 0 to 1.

    The doubt that is left at the threshold is halved where there are twice the points.

    >>> confidence(1.0, 0.3), confidence(2.0, 0.3)
    (0.7, 0.85)
    """
    return min(_SUREST, round(1 - doubt / share, 2))


@cache
def _matcher() -> Matcher:
    of_forums = (phrase for entry in forums().entries.values() for phrase in (*names(entry), *phrases(entry)))
    of_topics = (phrase for entry in topics().entries.values() for phrase in phrases(entry))
    return Matcher(of_forums, of_topics)
