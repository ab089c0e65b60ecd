"""Which words are in the text of articles, which pairs of them are joined, and how often?"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from indexer.analysis.analyzers import WordAnalyzer, word_of
from indexer.engines.base import WordList
from indexer.engines.whoosh_reference.writer import field_text
from indexer.fields import TEXT, WORDS
from indexer.model import Article
from indexer.query.joining import FEWEST_OCCURRENCES, Pair, is_joined

_ANALYZER = WordAnalyzer()


def count_words(article: Article, counts: Counter[str], pairs: Counter[Pair]) -> None:
    """Add the words of an article's text, and the pairs of words next to each other, to the counts."""
    starts: dict[int, set[str]] = defaultdict(set)
    ends: dict[int, set[str]] = defaultdict(set)
    for token in _ANALYZER(field_text(article, WORDS[TEXT]) or ""):
        found, width = word_of(token.text)
        counts[found.surface] += 1
        starts[token.pos].add(found.surface)
        ends[token.pos + width].add(found.surface)
    pairs.update((left, right) for position in ends for left in ends[position] for right in starts.get(position, ()))


def listed(counts: Mapping[str, int], pairs: Mapping[Pair, int], most: int) -> WordList:
    """Return the words, and those of the pairs that are one word, the `most` frequent ones."""

    def joined(pair: Pair, together: int) -> bool:
        return bool(is_joined(together, counts[pair[0]], counts[pair[1]], size))

    size = sum(counts.values())
    frequent = {pair: count for pair, count in pairs.items() if count >= FEWEST_OCCURRENCES}
    every = {**counts, **{" ".join(pair): count for pair, count in frequent.items() if joined(pair, count)}}
    least = sorted(every.values(), reverse=True)[most] if len(every) > most else 0
    return {text: count for text, count in every.items() if count > least}
