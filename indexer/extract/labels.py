"""Which forums and topics an article is filed under, and the words that say so.

Every phrase found gives points: a name more than a cue, in the title and lead more than below, in a bare list of
names next to nothing. An id is kept where its points reach a threshold; of ids kept only the narrowest are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.extract.matcher import Kind, Match, Matcher, Phrase, Words
from indexer.model import Label
from indexer.vocabulary import Entry, Vocabulary, forums, topics

_LEAD_WORDS = 80
_IN_TITLE, _IN_LEAD, _IN_LIST, _SPOKEN_OF = 3.0, 1.5, 0.3, 1.3
_ABOUT = frozenset({"về", "đề", "hình", "about", "on"})
_LIST_SIGNS = frozenset({",", "và", "/", ";", "(", ")", "and", "hoặc", "hay", "về", "vấn", "đề"})
_SHORTEST_LIST = 3
_LONG = 800


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each kind of phrase gives, and how many points an id needs.

    `common` ids (see `forums.toml`) need `common` points, and `common_per_thousand` more for every thousand words
    up to `_LONG`, all others `enough`.
    """

    points: Mapping[Kind, float]
    enough: float
    common: float
    common_per_thousand: float = 0.0


FORUM_WEIGHTS = Weights({"alias": 1.0, "abbreviation": 0.6, "ambiguous": 0.6}, enough=1.0, common=2.0)
TOPIC_WEIGHTS = Weights(
    {"alias": 1.0, "abbreviation": 1.0, "cue": 0.35}, enough=1.3, common=2.0, common_per_thousand=1.0
)


def forum_labels(words: Words, title_words: int) -> tuple[Label, ...]:
    """The forums an article is filed under; spans point into the text that was cut into words."""
    return _labels(words, title_words, _forum_matcher(), forums(), FORUM_WEIGHTS)


def topic_labels(words: Words, title_words: int) -> tuple[Label, ...]:
    """The topics an article is filed under; spans point into the text that was cut into words."""
    return _labels(words, title_words, _topic_matcher(), topics(), TOPIC_WEIGHTS)


def _labels(
    words: Words, title_words: int, matcher: Matcher, vocabulary: Vocabulary, weights: Weights
) -> tuple[Label, ...]:
    found = [
        match
        for match in matcher.find(words)
        if match.kind != "exclusion" and not match.start < title_words < match.end
    ]
    if not found:
        return ()
    supported = {match.id for match in found if match.kind != "ambiguous"}
    listed = _listed(found, words.folded)
    points, best = defaultdict[str, float](float), dict[str, tuple[float, Match]]()
    for match in found:
        given = weights.points.get(match.kind, 0.0) * _place(match, title_words)
        if match.kind == "ambiguous" and match.id not in supported:
            continue
        given *= _IN_LIST if match in listed else _SPOKEN_OF if _is_spoken_of(match, words.folded) else 1
        points[match.id] += given
        if given > best.get(match.id, (0.0, match))[0]:
            best[match.id] = given, match
    common = weights.common + weights.common_per_thousand * min(len(words.folded), _LONG) / 1000
    kept = [
        id for id, total in points.items() if total >= (common if vocabulary.entries[id].common else weights.enough)
    ]
    return tuple(_label(id, best[id][1], words) for id in vocabulary.narrowest(kept))


def _is_spoken_of(match: Match, folded: Sequence[str]) -> bool:
    return match.start > 0 and folded[match.start - 1] in _ABOUT


def _label(id: str, match: Match, words: Words) -> Label:
    start, end = words.span(match.start, match.end)
    return Label(id, words.text[start:end], (start, end))


def _place(match: Match, title_words: int) -> float:
    if match.start < title_words:
        return _IN_TITLE
    return _IN_LEAD if match.start < title_words + _LEAD_WORDS else 1.0


def _listed(found: Sequence[Match], folded: Sequence[str]) -> frozenset[Match]:
    """The matches that stand in a row of at least three different ids with nothing but commas and the like between."""
    listed, row = set[Match](), list[Match]()
    for match in [*found, None]:
        joined = match and row and all(word in _LIST_SIGNS for word in folded[row[-1].end : match.start])
        if not joined:
            if len({each.id for each in row}) >= _SHORTEST_LIST:
                listed.update(row)
            row = []
        if match:
            row.append(match)
    return frozenset(listed)


@cache
def _forum_matcher() -> Matcher:
    return Matcher(phrase for entry in forums().entries.values() for phrase in (*_names(entry), *_phrases(entry)))


@cache
def _topic_matcher() -> Matcher:
    return Matcher(phrase for entry in topics().entries.values() for phrase in _phrases(entry))


def _names(entry: Entry) -> Iterator[Phrase]:
    """A forum is called by its label; a topic's label may be a word too common to tell anything."""
    yield Phrase(entry.vi, entry.id, "alias")
    yield Phrase(entry.en, entry.id, "alias")


def _phrases(entry: Entry) -> Iterator[Phrase]:
    short = (entry.short,) if entry.short and entry.short not in entry.ambiguous else ()
    yield from _spelled(entry.id, "exclusion", entry.exclusions)
    yield from _spelled(entry.id, "alias", entry.aliases)
    yield from _spelled(entry.id, "abbreviation", (*short, *entry.abbreviations), exact=True)
    yield from _spelled(entry.id, "ambiguous", entry.ambiguous, exact=True)
    yield from _spelled(entry.id, "cue", entry.cues)


def _spelled(id: str, kind: Kind, spellings: Iterable[str], *, exact: bool = False) -> Iterator[Phrase]:
    return (Phrase(spelling, id, kind, exact) for spelling in spellings)
