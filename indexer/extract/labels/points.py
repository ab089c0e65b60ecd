"""How much evidence there is for each id, and how much it needs: every phrase found gives points.

A name gives more than a cue, the title and lead more than the rest, a name next to a word of meeting more than one
alone; in a bare list or in passing it gives next to nothing. The same words give less each time they recur. A broader
id must reach what it needs by words of its own: words that also name a narrower id that is found do not count for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from indexer.extract.labels.phrase_matcher import PhraseKind, PhraseMatch
from indexer.extract.labels.salience import Salience, is_bare_list, is_spoken_of, lists, salience
from indexer.extract.labels.token_hashes import TextTokens
from indexer.vocabulary import Entry, Vocabulary

LEAD_WORDS = 80
_IN_TITLE, _IN_LEAD, _BELOW = 3.0, 1.5, 1.0
_STRESSED, _PASSING = 1.3, 0.3
_NAME_AGAIN, _CUE_AGAIN = 0.5, 1.0
"""The n-th time the same words give 1/√n of their points if they name an id, 1/n if they are a cue."""
_LONG = 800


@dataclass(frozen=True, slots=True)
class LabelWeights:
    """How many points each kind of phrase gives, and how many an id needs.

    `common` ids (see `forums.toml`) need `common` points, plus `common_per_thousand` for every thousand words up to
    `_LONG`; all others need `enough`. With `in_context`, the words next to a name decide how it is mentioned. `doubt`,
    from 0 to 1, is the doubt about an id that has just the points it needs.
    """

    points: Mapping[PhraseKind, float]
    enough: float
    common: float
    common_per_thousand: float
    in_context: bool
    doubt: float

    def needed(self, entry: Entry, length: int) -> float:
        """Return the points an id needs in an article of `length` words."""
        return self.common + self.common_per_thousand * min(length, _LONG) / 1000 if entry.common else self.enough


FORUM_WEIGHTS = LabelWeights(
    {"alias": 1.0, "abbreviation": 0.6, "ambiguous": 0.6},
    enough=1.0,
    common=2.0,
    common_per_thousand=1.0,
    in_context=True,
    doubt=0.3,
)
TOPIC_WEIGHTS = LabelWeights(
    {"alias": 1.0, "abbreviation": 1.0, "ambiguous": 0.6, "cue": 0.35},
    enough=1.3,
    common=1.75,
    common_per_thousand=1.5,
    in_context=False,
    doubt=0.6,
)


class LabelScore(NamedTuple):
    """An id's own points as a share of those it needs, at least 1, and the match that gave most."""

    share: float
    best: PhraseMatch


class _ScoredMatch(NamedTuple):
    """A match, its points regardless of context, and their divisor as its words recur."""

    match: PhraseMatch
    points: float
    divisor: float


def label_scores(
    matches: Sequence[PhraseMatch], text: TextTokens, title_words: int, vocabulary: Vocabulary, weights: LabelWeights
) -> dict[str, LabelScore]:
    """Return the score of each id that reaches the points it needs by words of its own."""
    scored = [*_scored(matches, text, title_words, weights)]
    needed = {match.id: weights.needed(vocabulary.entries[match.id], len(text)) for match, _, _ in scored}
    reachable = _reachable(scored, needed)
    if not reachable:
        return {}
    factors = _factors([match for match, _, _ in scored], reachable, text, vocabulary, weights)
    points = [alone * factor for (_, alone, _), factor in zip(scored, factors, strict=True)]
    sums = _sums(scored, points)
    found = {id for id in reachable if sums[id] >= needed[id]}
    if len(found) > 1 and (shared := _shared(scored, found, vocabulary)):
        own = [index for index, (match, _, _) in enumerate(scored) if (match.id, match.start) not in shared]
        scored, points = [scored[index] for index in own], [points[index] for index in own]
        sums = _sums(scored, points)
    best: dict[str, tuple[float, PhraseMatch]] = {}
    for (match, _, _), given in zip(scored, points, strict=True):
        if match.id in found and given > best.get(match.id, (0.0, match))[0]:
            best[match.id] = given, match
    return {id: LabelScore(sums[id] / needed[id], match) for id, (_, match) in best.items() if sums[id] >= needed[id]}


def _shared(scored: Iterable[_ScoredMatch], found: Set[str], vocabulary: Vocabulary) -> Set[tuple[str, int]]:
    """Return the broader ids, each with the position of a match that names a narrower id too, if both are found.

    No name is matched inside a longer one, so the words of two matches are either the same or apart.
    """
    broader = {id: found & {*vocabulary.ancestors(id)} for id in found}
    if not any(broader.values()):
        return set()
    return {(id, match.start) for match, _, _ in scored for id in broader.get(match.id, ())}


def _reachable(scored: Sequence[_ScoredMatch], needed: Mapping[str, float]) -> Set[str]:
    """Return the ids that would have the points they need if every match were stressed.

    Most articles have none, and then no context need be examined.
    """
    most = _sums(scored, [_STRESSED * points for _, points, _ in scored])
    return {id for id, points in most.items() if points >= needed[id]}


def _scored(
    matches: Sequence[PhraseMatch], text: TextTokens, title_words: int, weights: LabelWeights
) -> Iterator[_ScoredMatch]:
    """Yield the matches of the kinds that give points."""
    times: dict[tuple[str, bytes], int] = {}
    for match in _disambiguated(matches):
        if match.kind in weights.points:
            wording = match.id, text.wording(match.start, match.end)
            times[wording] = nth = times.get(wording, 0) + 1
            points = weights.points[match.kind] * _position_weight(match, title_words)
            yield _ScoredMatch(match, points, nth ** (_CUE_AGAIN if match.kind == "cue" else _NAME_AGAIN))


def _sums(scored: Iterable[_ScoredMatch], points: Iterable[float]) -> Mapping[str, float]:
    """Add up the points of each id."""
    sums: dict[str, float] = defaultdict(float)
    for (match, _, divisor), given in zip(scored, points, strict=True):
        sums[match.id] += given / divisor
    return sums


def _disambiguated(matches: Sequence[PhraseMatch]) -> Iterator[PhraseMatch]:
    """Yield the matches, ambiguous names only with other evidence.

    An ambiguous name counts if another phrase of its id is found; one that several ids share belongs to the id whose
    other phrase is nearest.
    """
    starts: dict[str, list[int]] = defaultdict(list)
    for match in matches:
        if match.kind != "ambiguous":
            starts[match.id].append(match.start)
    nearest: dict[int, tuple[int, str]] = {}
    for match in matches:
        if match.kind == "ambiguous" and match.id in starts:
            distance = min(abs(start - match.start) for start in starts[match.id])
            nearest[match.start] = min(nearest.get(match.start, (distance, match.id)), (distance, match.id))
    for match in matches:
        if match.kind != "ambiguous" or nearest.get(match.start, (0, ""))[1] == match.id:
            yield match


def _factors(
    matches: Iterable[PhraseMatch],
    reachable: Set[str],
    text: TextTokens,
    vocabulary: Vocabulary,
    weights: LabelWeights,
) -> Iterator[float]:
    """Yield the factor that context gives each match; only that of `reachable` ids is examined in full.

    Kinds of talks are not named in passing: “trong cuộc gặp” is in the talks, “trong ASEAN” is a region.
    """
    for group in lists(matches, text):
        listed = is_bare_list(group)
        for match in group:
            how = salience(match, text) if weights.in_context and match.id in reachable else Salience.PLAIN
            listed |= how is Salience.PASSING and not vocabulary.entries[match.id].two_parties
            stressed = how is Salience.STRESSED or is_spoken_of(match, text)
            yield _PASSING if listed else _STRESSED if stressed else 1.0


def _position_weight(match: PhraseMatch, title_words: int) -> float:
    if match.start < title_words:
        return _IN_TITLE
    return _IN_LEAD if match.start < title_words + LEAD_WORDS else _BELOW
