"""Known-item search: queries made of the words of one article's title, and the rank at which it is found.

Two records of the corpus with one id count as one article, and either of them is right. Reposts under ids of their own
are different articles.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from bench.corpus import KNOWN_ITEMS, original_id
from bench.peers.contract import TOP
from indexer import Index, SearchRequest

Typing = Literal["accented", "plain"]
TYPINGS: tuple[Typing, ...] = ("accented", "plain")
RankedSearch = Callable[[Typing, str], Sequence[str]]
"""From how a query is typed, and its words, to ids, best first."""
Rank = int | None
"""From 1; None if an article is not among the first `TOP`."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An article, and words of its title as printed and without accents."""

    id: str
    accented: str
    plain: str

    def typed(self, typing: Typing) -> str:
        """Return the query."""
        return self.accented if typing == "accented" else self.plain


@dataclass(frozen=True, slots=True)
class Quality:
    """The mean of 1 / rank (0 if not found), and the share of articles found, both among the first `TOP`."""

    reciprocal_rank: float
    recall: float


def known_items(index: Index, number: int) -> list[KnownItem]:
    """Return up to `number` queries for articles of an index, spread evenly; exit with a message if there are none."""
    items = [item for item in _stored() if index.article(item.id)]
    if not items:
        sys.exit("no query is for an article of this index; index more articles of the corpus")
    return spread(items, number)


def spread(items: Sequence[KnownItem], number: int) -> list[KnownItem]:
    """Return `number` items at equal distances, or all if there are fewer."""
    number = min(number, len(items))
    return [items[turn * len(items) // number] for turn in range(number)]


def timdau_ranking(index: Index) -> RankedSearch:
    """Return how timdau ranks articles by default; the closest ones that fill up a page come after the hits."""
    return lambda _, words: _timdau_ids(index, words)


def rank(ids: Sequence[str], wanted: str) -> Rank:
    """Return the rank of an article; two records with one id in the corpus take one rank.

    >>> rank(["a", "b", "a~2", "c~2"], "c")
    3
    """
    articles = list(dict.fromkeys(map(original_id, ids[:TOP])))
    return articles.index(wanted) + 1 if wanted in articles else None


def ranks(ranking: RankedSearch, items: Sequence[KnownItem], typing: Typing) -> list[Rank]:
    """Return the rank of each article for the words of its title."""
    return [rank(ranking(typing, item.typed(typing)), item.id) for item in items]


def quality(found: Sequence[Rank]) -> Quality:
    """Return the quality of ranks.

    >>> quality([1, 2, None, None])
    Quality(reciprocal_rank=0.375, recall=0.5)
    """
    return Quality(fmean(1 / each if each else 0.0 for each in found), fmean(each is not None for each in found))


def _stored() -> Iterator[KnownItem]:
    with KNOWN_ITEMS.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            yield KnownItem(line["doc"], line["accented"], line["plain"])


def _timdau_ids(index: Index, words: str) -> list[str]:
    found = index.search(SearchRequest(query=words, facets=(), snippets=False))
    return [hit.id for hit in (*found.hits, *found.near)]
