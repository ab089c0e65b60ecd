"""Which words typed side by side are one, once more: counts in loops over plain strings.

It imports nothing that it checks: the thresholds are repeated here on purpose.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt

from tests.naive import spots_of
from tests.naive_spellings import classify_respelled
from tests.naive_syllables import placed
from tests.naive_values import Article
from tests.naive_words import BARE, classify

JOINED_FROM, FEWEST = 0.4, 5
SECTIONS = ("title", "body", "aside")


class Counts:
    """How often words, and pairs of words next to each other, occur in the texts of articles."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.words, self.pairs = Counter[str](), Counter[tuple[str, str]]()
        for article in articles:
            for name in SECTIONS:
                spots = spots_of(getattr(article, name))
                self.words.update(placed(spot.word) for spot in spots)
                self.pairs.update(
                    (placed(one.word), placed(other.word))
                    for one in spots
                    for other in spots
                    if one.at + one.parts == other.at
                )

    def joined(self, typed: Sequence[str]) -> list[int]:
        """Return which of the typed words are joined to the next one: the strongest first."""
        strengths = {gap: self.strength(*typed[gap : gap + 2]) for gap in range(len(typed) - 1)}
        closed: list[int] = []
        while strengths:
            best = max(strengths, key=lambda gap: (strengths[gap], -gap))
            if not strengths[best]:
                break
            closed.append(best)
            strengths = {gap: each for gap, each in strengths.items() if abs(gap - best) > 1}
        return sorted(closed)

    def strength(self, first: str, second: str) -> float:
        """Return how strongly two words are one; 0 if most of their occurrences side by side are not."""
        together = {pair: n for pair, n in self.pairs.items() if fits(first, pair[0]) and fits(second, pair[1])}
        strong = {pair: each for pair in together if (each := self.association(*pair)) >= JOINED_FROM}
        if sum(together[pair] for pair in strong) * 2 < sum(together.values()):
            return 0.0
        return max(strong.values(), default=0.0)

    def association(self, first: str, second: str) -> float:
        """Return the normalised pointwise mutual information, with one standard deviation fewer occurrences."""
        together, total = self.pairs[first, second], self.words.total()
        if together < FEWEST:
            return -1.0
        certain = together - sqrt(together)
        return log(certain * total / self.words[first] / self.words[second]) / log(total / certain)


def fits(typed: str, found: str) -> bool:
    """Return whether a word is one of the forms that a typed word allows in mode auto."""
    tiers = [classify(typed, found), classify_respelled(typed, found) if typed.isalpha() else None]
    return any(tier is not None and tier <= BARE for tier in tiers)
