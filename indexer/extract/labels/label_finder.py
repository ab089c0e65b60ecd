"""Which forums and topics an article is filed under, the words that say so, and how sure that is.

An id becomes a label if its own points (`points.py`) reach what it needs. Broader ids that have none are implied. An
article that opens with certain forums is about their topic in any case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from indexer.extract.labels.phrase_matcher import Phrase, PhraseKind, PhraseMatch, PhraseMatcher
from indexer.extract.labels.points import (
    FORUM_WEIGHTS,
    LEAD_WORDS,
    TOPIC_WEIGHTS,
    LabelScore,
    LabelWeights,
    label_scores,
)
from indexer.extract.labels.talks import between_two
from indexer.extract.labels.token_hashes import TextTokens, TokenBatch
from indexer.model import Label
from indexer.vocabulary import Entry, Vocabulary, forums, topics

_BATCH = 1 << 15
"""Characters tokenised together; the arrays of many more fall out of the processor's cache (see DECISIONS.md)."""
_SUREST = 0.99
"""Labels that are read stay below confidence 1, which means that somebody stated them."""


class ArticleLabels(NamedTuple):
    """The forums and the topics an article is filed under."""

    forums: tuple[Label, ...]
    topics: tuple[Label, ...]


def find_labels(
    texts: Sequence[tuple[str, int]], of_forum: LabelWeights = FORUM_WEIGHTS, of_topic: LabelWeights = TOPIC_WEIGHTS
) -> list[ArticleLabels]:
    """Return the forums and topics of articles, given their texts (title, newline, body, in NFC) and body offsets.

    Spans point into the texts.
    """
    batches = [TokenBatch([text for text, _ in group]) for group in _batches(texts)]
    tokens = [each for batch in batches for each in batch.texts]
    titles = [each.count_before(offset) for each, (_, offset) in zip(tokens, texts, strict=True)]
    found = [matches for batch in batches for matches in _matcher().find_all(batch)]
    of_forums = [
        _labels(between_two(matches, each), each, title, forums(), of_forum)
        for (matches, _), each, title in zip(found, tokens, titles, strict=True)
    ]
    of_topics = [
        _labels(matches, each, title, topics(), of_topic)
        for (_, matches), each, title in zip(found, tokens, titles, strict=True)
    ]
    opening = [
        [label for label in labels if label.at and each.count_before(label.at[0]) < title + LEAD_WORDS]
        for labels, each, title in zip(of_forums, tokens, titles, strict=True)
    ]
    return list(map(ArticleLabels, of_forums, map(_with_topics_of, opening, of_topics)))


def _batches(texts: Sequence[tuple[str, int]]) -> Iterator[Sequence[tuple[str, int]]]:
    start, length = 0, 0
    for end, (text, _) in enumerate(texts, 1):
        length += len(text)
        if length >= _BATCH or end == len(texts):
            yield texts[start:end]
            start, length = end, 0


def _labels(
    matches: Sequence[PhraseMatch], text: TextTokens, title_words: int, vocabulary: Vocabulary, weights: LabelWeights
) -> tuple[Label, ...]:
    found = [match for match in matches if match.kind != "exclusion" and not match.start < title_words < match.end]
    if not found:
        return ()
    scores = label_scores(found, text, title_words, vocabulary, weights)
    ids = vocabulary.narrowest_first(scores) if scores else ()
    return tuple(_label(id, scores[id], text, weights.doubt) for id in ids)


def _with_topics_of(of_forums: Sequence[Label], found: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return the topics found, and those of the forums, each with the words and the confidence of its surest forum."""
    labels = {label.id: label for label in found}
    for forum in sorted(of_forums, key=lambda label: label.confidence, reverse=True):
        for id in (forum.id, *forums().ancestors(forum.id)):
            topic = forums().entries[id].topic
            if topic is not None:
                labels.setdefault(topic, replace(forum, id=topic))
    return tuple(labels[id] for id in topics().narrowest_first(labels)) if len(labels) > len(found) else found


def _label(id: str, score: LabelScore, text: TextTokens, doubt: float) -> Label:
    start, end = text.span(score.best.start, score.best.end)
    return Label(id, text.text[start:end], (start, end), confidence(score.share, doubt))


def confidence(share: float, doubt: float) -> float:
    """Return how sure a label is, from 0 to 1, if its points are `share` (at least 1) times those it needs.

    Twice the points halve the doubt.

    >>> confidence(1.0, 0.3), confidence(2.0, 0.3)
    (0.7, 0.85)
    """
    return min(_SUREST, round(1 - doubt / share, 2))


def names(entry: Entry) -> Iterator[Phrase]:
    """Return the labels of a forum, which are names; the label of a topic may be too common a word."""
    return (Phrase(label, entry.id, "alias") for label in entry.labels.values())


def phrases(entry: Entry) -> Iterator[Phrase]:
    """Yield everything the lists of an entry hold; a name in capitals counts only in capitals (SOM, but not som)."""
    short = (entry.short,) if entry.short and entry.short not in entry.ambiguous else ()
    yield from _spelled(entry.id, "exclusion", entry.exclusions)
    yield from _spelled(entry.id, "alias", entry.aliases)
    yield from _spelled(entry.id, "abbreviation", (*short, *entry.abbreviations), exact=True)
    for spelling in entry.ambiguous:
        yield Phrase(spelling, entry.id, "ambiguous", exact=spelling.isupper())
    yield from _spelled(entry.id, "cue", entry.cues)


def _spelled(id: str, kind: PhraseKind, spellings: Iterable[str], *, exact: bool = False) -> Iterator[Phrase]:
    return (Phrase(spelling, id, kind, exact) for spelling in spellings)


@cache
def _matcher() -> PhraseMatcher:
    of_forums = (phrase for entry in forums().entries.values() for phrase in (*names(entry), *phrases(entry)))
    of_topics = (phrase for entry in topics().entries.values() for phrase in phrases(entry))
    return PhraseMatcher(of_forums, of_topics)
