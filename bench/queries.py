"""The fixed mixed set of queries: rare and common words with and without accents, phrases, prefixes, filters.

Half of the queries take adjacent words of a title (of a known-item query if there are any), half take words scattered
over an article. The set depends on nothing but the articles and a seed.
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

from bench.corpus import KNOWN_ITEMS
from bench.peers.contract import Corpus, Query
from indexer.analysis import word

_SEED = 4
_FROM = 40_000
"""Queries are made from the first articles only, so that a larger corpus gets the same queries."""
_SAMPLE = 1_000
_EXTRAS = 5
"""An extra group is this many times smaller than a main one."""
_SPAN = re.compile(r"\b[^\W\d_]+(?: [^\W\d_]+)*\b")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
QueryWords = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What queries are made of: spans of adjacent words, the words of each article in order, and labels in use."""

    spans: Sequence[QueryWords]
    texts: Sequence[QueryWords]
    labels: Sequence[tuple[str, str]]


def queries(corpus: Corpus, number: int) -> list[Query]:
    """Return the query set for a corpus: `number` queries per main group, fewer in the extra groups."""
    return list(query_set(material(corpus), number))


def material(corpus: Corpus) -> Material:
    """Collect what queries are made of from a sample of the articles."""
    step = max(1, min(corpus.number, _FROM) // _SAMPLE)
    with corpus.articles.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in islice(lines, 0, _FROM, step)]
    titles = [span for article in articles for span in _spans(article["title"])]
    texts = [tuple(chain.from_iterable(_spans(article["text"]))) for article in articles]
    return Material(
        spans=_known_items(KNOWN_ITEMS) if corpus.origin == "real" and KNOWN_ITEMS.exists() else titles,
        texts=[text for text in texts if text],
        labels=list(_labels(articles)),
    )


def query_set(given: Material, number: int) -> Iterator[Query]:
    """Yield words and then phrases, each bare and accented, then the extra groups."""
    source = random.Random(_SEED)
    words = [_words(given, turn, source, 6) for turn in range(number)]
    phrases = [_adjacent(given, 2 + turn % 4, source) for turn in range(number)]
    yield from (Query("bare", _folded(each)) for each in words)
    yield from (Query("accented", each) for each in words)
    yield from (Query("bare phrase", _folded(each), "phrase") for each in phrases)
    yield from (Query("accented phrase", each, "phrase") for each in phrases)
    for turn in range(number // _EXTRAS):
        yield Query("prefix", _with_prefix(_folded(_words(given, turn, source, 3)), source), "prefix")
        yield Query("filtered", _folded(_words(given, turn, source, 3)), condition=source.choice(given.labels))
        yield Query("half-accented", _half_accented(_words(given, turn, source, 5), turn))


def _words(given: Material, turn: int, source: random.Random, most: int) -> QueryWords:
    """Return one to `most` words of one article: adjacent and scattered ones in turn."""
    size = 1 + turn // 2 % most
    if turn % 2 == 0:
        return _adjacent(given, size, source)
    text = source.choice(given.texts)
    distinct = sorted(set(text))
    # A draw among occurrences mostly yields common words, one among distinct words mostly rare ones.
    drawn = [source.choice(text if source.random() < 0.5 else distinct) for _ in range(size)]
    return tuple(dict.fromkeys(drawn))


def _adjacent(given: Material, size: int, source: random.Random) -> QueryWords:
    """Return `size` adjacent words of a span, or a longest span if all are shorter."""
    longest = max(map(len, given.spans))
    span = source.choice([span for span in given.spans if len(span) >= min(size, longest)])
    start = source.randrange(max(1, len(span) - size + 1))
    return span[start : start + size]


def _with_prefix(words: QueryWords, source: random.Random) -> QueryWords:
    """Return words with the longest one last and cut to its first three or four letters."""
    *others, last = sorted(words, key=len)
    return (*others, last[: source.choice((3, 4))])


def _half_accented(words: QueryWords, turn: int) -> QueryWords:
    """Return words without tones, or with every second word bare, in turn."""
    if turn % 4 < 2:
        return tuple(normalize("NFC", _TONES.sub("", normalize("NFD", each))) for each in words)
    return tuple(word(each).folded if at % 2 else each for at, each in enumerate(words))


def _known_items(path: Path) -> list[QueryWords]:
    with path.open(encoding="utf-8") as lines:
        return [span for line in lines for span in _spans(json.loads(line)["accented"])]


def _labels(articles: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for article in articles:
        yield from (("forum", forum) for forum in article["forums"])
        yield from (("topic", topic) for topic in article["topics"])
        if article["year"]:
            yield "year", str(article["year"])


def _spans(text: str) -> list[QueryWords]:
    """Return runs of words made of letters only, in lower case; every tokeniser splits them alike."""
    return [tuple(found.split(" ")) for found in _SPAN.findall(normalize("NFC", text).lower())]


def _folded(words: QueryWords) -> QueryWords:
    return tuple(word(each).folded for each in words)
