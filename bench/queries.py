"""The fixed mixed set of queries: rare and common words with and without accents, phrases, prefixes, filters.

Half of the words stand side by side in a title (a known-item query, where the relevance file is there), half are
scattered over an article. Nothing but the articles and a seed decides what is asked.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

from bench.peers.base import Corpus, Query
from bench.shared import QUERIES
from indexer.analysis import word

_SEED = 4
_FROM = 40_000
"""Queries are made from this many articles, whatever their number, so that a larger corpus is asked the same."""
_SAMPLE = 1_000
_EXTRAS = 5  # a mixed extra group is this many times smaller
_SPAN = re.compile(r"\b[^\W\d_]+(?: [^\W\d_]+)*\b")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What queries are made of: words side by side, the words of articles in order, and articles with their labels."""

    spans: Sequence[Words]
    texts: Sequence[Words]
    labels: Sequence[tuple[str, str]]


def queries(corpus: Corpus, number: int) -> list[Query]:
    """Return the set for a corpus: `number` queries a group, fewer in the mixed extras."""
    return list(mixed(material(corpus), number))


def material(corpus: Corpus) -> Material:
    """Read what queries are made of out of a sample of the articles."""
    step = max(1, min(corpus.number, _FROM) // _SAMPLE)
    with corpus.articles.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in islice(lines, 0, _FROM, step)]
    titles = [span for article in articles for span in _spans(article["title"])]
    texts = [tuple(chain.from_iterable(_spans(article["text"]))) for article in articles]
    return Material(
        spans=_known_items(QUERIES) if corpus.origin == "real" and QUERIES.exists() else titles,
        texts=[text for text in texts if text],
        labels=list(_labels(articles)),
    )


def mixed(given: Material, number: int) -> Iterator[Query]:
    """Yield the set: the same words bare and accented, the same phrases so, then the extras."""
    source = random.Random(_SEED)
    words = [_some(given, turn, source, 6) for turn in range(number)]
    phrases = [_neighbours(given, 2 + turn % 4, source) for turn in range(number)]
    yield from (Query("bare", _folded(each)) for each in words)
    yield from (Query("accented", each) for each in words)
    yield from (Query("bare phrase", _folded(each), "phrase") for each in phrases)
    yield from (Query("accented phrase", each, "phrase") for each in phrases)
    for turn in range(number // _EXTRAS):
        yield Query("prefix", _begun(_folded(_some(given, turn, source, 3)), source), "prefix")
        yield Query("filtered", _folded(_some(given, turn, source, 3)), condition=source.choice(given.labels))
        yield Query("half-accented", _half_accented(_some(given, turn, source, 5), turn))


def _some(given: Material, turn: int, source: random.Random, most: int) -> Words:
    """Return one to `most` words that stand in one article: side by side and scattered over it in turn."""
    size = 1 + turn // 2 % most
    if turn % 2 == 0:
        return _neighbours(given, size, source)
    text = source.choice(given.texts)
    distinct = sorted(set(text))
    # A word drawn by its occurrences is mostly common, one drawn from the list of distinct ones mostly rare.
    drawn = [source.choice(text if source.random() < 0.5 else distinct) for _ in range(size)]
    return tuple(dict.fromkeys(drawn))


def _neighbours(given: Material, size: int, source: random.Random) -> Words:
    """Return so many neighbouring words of a span that has them, or the longest span there is."""
    longest = max(map(len, given.spans))
    span = source.choice([span for span in given.spans if len(span) >= min(size, longest)])
    start = source.randrange(max(1, len(span) - size + 1))
    return span[start : start + size]


def _begun(words: Words, source: random.Random) -> Words:
    """Return words with the longest of them cut to the first letters, at the end."""
    *others, last = sorted(words, key=len)
    return (*others, last[: source.choice((3, 4))])


def _half_accented(words: Words, turn: int) -> Words:
    """Return words without their tones, or with every second one bare, in turn."""
    if turn % 4 < 2:
        return tuple(normalize("NFC", _TONES.sub("", normalize("NFD", each))) for each in words)
    return tuple(word(each).folded if at % 2 else each for at, each in enumerate(words))


def _known_items(path: Path) -> list[Words]:
    with path.open(encoding="utf-8") as lines:
        return [span for line in lines for span in _spans(json.loads(line)["accented"])]


def _labels(articles: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for article in articles:
        yield from (("forum", forum) for forum in article["forums"])
        yield from (("topic", topic) for topic in article["topics"])
        if article["year"]:
            yield "year", str(article["year"])


def _spans(text: str) -> list[Words]:
    """Return the stretches of words of letters alone, lower-case; they are the same words to every tokeniser."""
    return [tuple(found.split(" ")) for found in _SPAN.findall(normalize("NFC", text).lower())]


def _folded(words: Words) -> Words:
    return tuple(word(each).folded for each in words)
