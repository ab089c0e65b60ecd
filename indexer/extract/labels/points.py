"""How much speaks for each id, and how much is needed: every phrase found gives points.

A name gives more than a cue, in the title and lead more than below, beside a word of meeting more than alone; in a
bare list or in passing it gives next to nothing. The same words give less every time they come again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from indexer.extract.labels.matcher import Kind, Match
from indexer.extract.labels.surroundings import Mention, is_bare_list, is_spoken_of, mention, rows
from indexer.extract.labels.words import Words
from indexer.vocabulary import Entry, Vocabulary

_LEAD_WORDS = 80
_IN_TITLE, _IN_LEAD, _BELOW = 3.0, 1.5, 1.0
_STRESSED, _PASSING = 1.3, 0.3
_NAME_AGAIN, _CUE_AGAIN = 0.5, 1.0
"""The n-th time the same words give 1/√n of their points where they name an id, 1/n where they are a cue."""
_LONG = 800


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each kind of phrase gives, and how many points an id needs.

    `common` ids (see `forums.toml`) need `common` points, and `common_per_thousand` more for every thousand words
    up to `_LONG`, all others `enough`. `in_context`: the words beside a name tell how it is mentioned. `doubt`, from 0
    to 1, is how unsure an id is that has just the points it needs.
    """

    points: Mapping[Kind, float]
    enough: float
    common: float
    common_per_thousand: float
    in_context: bool
    doubt: float

    def needed(self, entry: Entry, length: int) -> float:
        """The points an id needs in an article of so many words."""
        return self.common + self.common_per_thousand * min(length, _LONG) / 1000 if entry.common else self.enough


FORUM_WEIGHTS = Weights(
    {"alias": 1.0, "abbreviation": 0.6, "ambiguous": 0.6},
    enough=1.0,
    common=2.0,
    common_per_thousand=1.0,
    in_context=True,
    doubt=0.3,
)
TOPIC_WEIGHTS = Weights(
    {"alias": 1.0, "abbreviation": 1.0, "ambiguous": 0.6, "cue": 0.35},
    enough=1.3,
    common=1.75,
    common_per_thousand=1.0,
    in_context=False,
    doubt=0.6,
)


class Total(NamedTuple):
    """The points of an id as a share of those it needs, and the match that gave most."""

    share: float
    best: Match


class _Given(NamedTuple):
    """A match, its points where nothing stands beside it, and what they are divided by as its words come again."""

    match: Match
    points: float
    divisor: float


def totals(
    matches: Sequence[Match], words: Words, title_words: int, vocabulary: Vocabulary, weights: Weights
) -> dict[str, Total]:
    """What speaks for each id that may have the points it needs, and of which a match gives points."""
    given = [*_given(matches, words, title_words, weights)]
    needed = {match.id: weights.needed(vocabulary.entries[match.id], len(words)) for match, _, _ in given}
    hopeful = _hopeful(given, needed)
    if not hopeful:
        return {}
    best: dict[str, tuple[float, Match]] = {}
    factors = [*_factors([match for match, _, _ in given], hopeful, words, weights)]
    points = _sums(given, factors)
    for (match, alone, _), factor in zip(given, factors, strict=True):
        if match.id in hopeful and alone * factor > best.get(match.id, (0.0, match))[0]:
            best[match.id] = alone * factor, match
    return {id: Total(points[id] / needed[id], match) for id, (_, match) in best.items()}


def _hopeful(given: Iterable[_Given], needed: Mapping[str, float]) -> Set[str]:
    """The ids that would have the points they need if every match were stressed.

    Most articles have none, so that nothing beside their matches needs to be looked at.
    """
    return {id for id, most in _sums(given, repeat(_STRESSED)).items() if most >= needed[id]}


def _given(matches: Sequence[Match], words: Words, title_words: int, weights: Weights) -> Iterator[_Given]:
    """What the matches give of which the kind gives points."""
    times: dict[tuple[str, bytes], int] = {}
    for match in _told_apart(matches):
        if match.kind in weights.points:
            wording = match.id, words.wording(match.start, match.end)
            times[wording] = nth = times.get(wording, 0) + 1
            points = weights.points[match.kind] * _place(match, title_words)
            yield _Given(match, points, nth ** (_CUE_AGAIN if match.kind == "cue" else _NAME_AGAIN))


def _sums(given: Iterable[_Given], factors: Iterable[float]) -> Mapping[str, float]:
    """The points of each id, where those of each match count so many times."""
    sums: dict[str, float] = defaultdict(float)
    for (match, points, divisor), factor in zip(given, factors, strict=False):
        sums[match.id] += points * factor / divisor
    return sums


def _told_apart(matches: Sequence[Match]) -> Iterator[Match]:
    """The matches without those of ambiguous names that nothing speaks for.

    An ambiguous name counts only where another phrase of its id is found; one that several ids share is that of the
    id whose other phrase is nearest.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for match in matches:
        if match.kind != "ambiguous":
            places[match.id].append(match.start)
    nearest: dict[int, tuple[int, str]] = {}
    for match in matches:
        if match.kind == "ambiguous" and match.id in places:
            distance = min(abs(place - match.start) for place in places[match.id])
            nearest[match.start] = min(nearest.get(match.start, (distance, match.id)), (distance, match.id))
    for match in matches:
        if match.kind != "ambiguous" or nearest.get(match.start, (0, ""))[1] == match.id:
            yield match


def _factors(matches: Iterable[Match], hopeful: Set[str], words: Words, weights: Weights) -> Iterator[float]:
    """What the words beside each match make of its points; how ids without hope are mentioned is not looked at."""
    for row in rows(matches, words):
        listed = is_bare_list(row)
        for match in row:
            how = mention(match, words) if weights.in_context and match.id in hopeful else Mention.PLAIN
            listed |= how is Mention.PASSING
            stressed = how is Mention.STRESSED or is_spoken_of(match, words)
            yield _PASSING if listed else _STRESSED if stressed else 1.0


def _place(match: Match, title_words: int) -> float:
    if match.start < title_words:
        return _IN_TITLE
    return _IN_LEAD if match.start < title_words + _LEAD_WORDS else _BELOW
