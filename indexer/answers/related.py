"""From an article to others on the same matter, and to its near-duplicates.

Nothing is stored for this: an engine looks up the article's own words, and the texts it finds are compared. Words are
folded, so reposts without accents are found as well as those with them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nlargest, nsmallest
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from indexer.answers.answer import hits
from indexer.answers.common_text import COMPARED, Shingles, folded_words, shingles, similarity
from indexer.engines.base import EngineHit, EngineReader, EngineRequest, EngineResult
from indexer.engines.budget import Budget
from indexer.engines.scoring import idf
from indexer.fields import TEXT, TITLE_WEIGHT
from indexer.messages import check_number
from indexer.model import Article, Hit, NearDuplicate, Related, SearchRequest
from indexer.query.nodes import AccentMode, Or, Phrase, Query, Term, every

MAX_RELATED = 20
RELATED_SIZE = 5
NEAR_DUPLICATE = 0.5
"""The similarity from which two articles are near-duplicates: that of a text and its first third."""
_CLAUSES = 24
"""The words or pairs of one search."""
_RARE_SHARE = 0.4
"""The share of the rarest words that near-duplicates must have."""
_TELLING = 2
"""The number of telling pairs that related articles must have."""
_OF_OWN_SCORE, _OF_OWN_SCORE_RELATED = 0.5, 0.15
"""The share of the article's own score that they must have: measured, see `DECISIONS.md`."""
_COMPARED = 50
"""The most articles that are compared as possible near-duplicates."""
_AHEAD = 2
"""How many articles are compared for each related one, as some are near-duplicates of others."""
_MAX_PAIRS = 100
_STEPS = 10_000_000
"""What comparing texts may cost, in the steps of `Budget`: a few articles of 5 MB, or hundreds of usual ones."""
_READ, _ANALYSED = 0.4, 10
"""The steps to read a character of a stored article, and to analyse one."""
_NO_SNIPPETS = SearchRequest(snippets=False)


def check_related_size(size: int) -> None:
    """Raise `BadRequest` for a number of related articles that is not offered."""
    check_number("size", size, 1, MAX_RELATED)


def related_articles(article: Article, reader: EngineReader, size: int) -> Related:
    """Return the near-duplicates of an article and other articles on the same matter, at most `size` of each.

    Of related articles that are near-duplicates of each other, only the best one is returned.
    """
    title, body = folded_words(article.title or ""), folded_words(article.body)
    own = shingles([*title, *body])
    clauses = _clauses(title, body, reader)
    texts = _Texts(reader.article)
    copies: dict[str, NearDuplicate] = {}
    others: list[tuple[Shingles, EngineHit]] = []

    rare = _rarest(clauses)
    rarest = _search(rare, ceil(len(rare) * _RARE_SHARE), _COMPARED, reader)
    for hit, text in texts.read(_comparable(rarest, article.id, _OF_OWN_SCORE)):
        if (alike := similarity(own, text)) >= NEAR_DUPLICATE:
            copies[hit.summary.id] = NearDuplicate(_shown(hit), round(alike, 4))
    same = len(copies) + 1
    elsewhere = [clause._replace(frequency=clause.frequency - same) for clause in clauses]
    sought = _most_telling(elsewhere, len(reader) - same)
    telling = _search(sought, _TELLING, _AHEAD * size + same, reader)
    found = _comparable(telling, article.id, _OF_OWN_SCORE_RELATED)
    for hit, text in texts.read(hit for hit in found if hit.summary.id not in copies):
        if (alike := similarity(own, text)) >= NEAR_DUPLICATE:
            copies[hit.summary.id] = NearDuplicate(_shown(hit), round(alike, 4))
        elif all(similarity(text, shown) < NEAR_DUPLICATE for shown, _ in others):
            others.append((text, hit))
        if len(others) == size:
            break
    return Related(
        near_duplicates=tuple(sorted(copies.values(), key=lambda copy: -copy.similarity)[:size]),
        related=tuple(_shown(hit) for _, hit in others),
        bounded=rarest.bounded or telling.bounded or texts.bounded,
    )


class _Clause(NamedTuple):
    """A word or pair of an article, how often the article has it, and how many articles have it."""

    leaf: Term | Phrase
    occurrences: float
    frequency: int


class _Texts:
    """The texts of articles that were found, as far as the budget suffices."""

    def __init__(self, article: Callable[[str], Article | None]) -> None:
        self._article = article
        self._budget = Budget(_STEPS)

    @property
    def bounded(self) -> bool:
        """Whether there may be texts that were not read."""
        return self._budget.exhausted

    def read(self, found: Iterable[EngineHit]) -> Iterator[tuple[EngineHit, Shingles]]:
        """Yield each hit with the shingles of its title and body, until the budget is exhausted."""
        for hit in found:
            article = None if self._budget.exhausted else self._article(hit.summary.id)
            if article is None:
                return
            self._budget.spend(len(article.body) * _READ + min(len(article.body), COMPARED) * _ANALYSED)
            yield hit, shingles([*folded_words(article.title or ""), *folded_words(article.body)])


def _clauses(title: Sequence[str], body: Sequence[str], reader: EngineReader) -> list[_Clause]:
    """Return the words and most frequent pairs of an article that others have too; its title counts for more."""
    words: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for text, weight in ((title, 1 + TITLE_WEIGHT), (body, 1.0)):
        for word in text:
            words[word] += weight
        for pair in pairwise(text):
            pairs[pair] += weight
    frequent = nlargest(_MAX_PAIRS, pairs, key=lambda pair: pairs[pair])
    leaves: list[Term | Phrase] = [*(Term(TEXT, word) for word in words), *(Phrase(TEXT, [*pair]) for pair in frequent)]
    occurrences = [*words.values(), *(pairs[pair] for pair in frequent)]
    frequencies = reader.document_frequencies(leaves)
    found = map(_Clause, leaves, occurrences, frequencies)
    return [clause for clause in found if clause.frequency > 1]


def _rarest(clauses: Iterable[_Clause]) -> list[_Clause]:
    """Return the words that the fewest articles have."""
    words = (clause for clause in clauses if isinstance(clause.leaf, Term))
    return nsmallest(_CLAUSES, words, key=lambda clause: clause.frequency)


def _most_telling(clauses: Iterable[_Clause], others: int) -> list[_Clause]:
    """Return the pairs that tell most about the matter (tf · idf), given the number of other articles.

    Most words have two syllables, and single ones tell little. Nor does what most articles have.
    """
    pairs = (clause for clause in clauses if isinstance(clause.leaf, Phrase) and 0 < clause.frequency <= others / 2)
    return nlargest(_CLAUSES, pairs, key=lambda clause: clause.occurrences * idf(clause.frequency, others))


def _search(clauses: Sequence[_Clause], least: int, limit: int, reader: EngineReader) -> EngineResult:
    """Return the best articles that have at least some of the clauses, whatever their accents."""
    if not clauses:
        return EngineResult(0, (), {})
    # Words that are wrapped do not score as pairs, as words typed side by side do.
    leaves: list[Query] = [AccentMode(clause.leaf, "loose") for clause in clauses]
    return reader.search(EngineRequest(Or(leaves, minmatch=least), limit=limit))


def _comparable(found: EngineResult, own_id: str, share: float) -> Iterator[EngineHit]:
    """Yield the hits that have a share of the article's own score."""
    own = next((hit.score for hit in found.hits if hit.summary.id == own_id), 0.0)
    return (hit for hit in found.hits if hit.summary.id != own_id and hit.score >= own * share)


def _shown(found: EngineHit) -> Hit:
    """Return a hit as readers get it; nothing was typed, so it has no tier."""
    return next(hits(_NO_SNIPPETS, every(), [found._replace(tier=None)], lambda _: None))
