"""Which forums and topics an article is filed under, and the words that say so.

Every phrase found gives points: a name more than a cue, in the title and lead more than below, in a bare list of
names next to nothing. An id is kept where its points reach a threshold; of ids kept only the narrowest are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from indexer.extract.matcher import Kind, Match, Matcher, Phrase
from indexer.extract.words import Words, spellings
from indexer.model import Label
from indexer.vocabulary import Entry, Vocabulary, forums, topics

_LEAD_WORDS = 80
_IN_TITLE, _IN_LEAD, _IN_LIST, _SPOKEN_OF = 3.0, 1.5, 0.3, 1.3
_ABOUT = spellings("về", "đề", "hình", "about", "on")
_LIST_SIGNS = spellings(",", "và", "/", ";", "(", ")", "and", "hoặc", "hay", "về", "vấn", "đề")
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


class Labels(NamedTuple):
    """The forums and the topics an article is filed under."""

    forums: tuple[Label, ...]
    topics: tuple[Label, ...]


def find_labels(words: Words, title_words: int) -> Labels:
    """The forums and topics an article is filed under; spans point into the text that was cut into words."""
    of_forums, of_topics = _matcher().find(words)
    return Labels(
        _labels(of_forums, words, title_words, forums(), FORUM_WEIGHTS),
        _labels(of_topics, words, title_words, topics(), TOPIC_WEIGHTS),
    )


def _labels(
    matches: Iterable[Match], words: Words, title_words: int, vocabulary: Vocabulary, weights: Weights
) -> tuple[Label, ...]:
    found = [match for match in matches if match.kind != "exclusion" and not match.start < title_words < match.end]
    if not found:
        return ()
    supported = {match.id for match in found if match.kind != "ambiguous"}
    listed = _listed(found, words)
    points, best = defaultdict[str, float](float), dict[str, tuple[float, Match]]()
    for match in found:
        given = weights.points.get(match.kind, 0.0) * _place(match, title_words)
        if match.kind == "ambiguous" and match.id not in supported:
            continue
        given *= _IN_LIST if match in listed else _SPOKEN_OF if _is_spoken_of(match, words) else 1
        points[match.id] += given
        if given > best.get(match.id, (0.0, match))[0]:
            best[match.id] = given, match
    common = weights.common + weights.common_per_thousand * min(len(words.small), _LONG) / 1000
    kept = [
        id for id, total in points.items() if total >= (common if vocabulary.entries[id].common else weights.enough)
    ]
    return tuple(_label(id, best[id][1], words) for id in vocabulary.narrowest(kept)) if kept else ()


def _is_spoken_of(match: Match, words: Words) -> bool:
    return match.start > 0 and words.small[match.start - 1] in _ABOUT


def _label(id: str, match: Match, words: Words) -> Label:
    start, end = words.span(match.start, match.end)
    return Label(id, words.text[start:end], (start, end))


def _place(match: Match, title_words: int) -> float:
    if match.start < title_words:
        return _IN_TITLE
    return _IN_LEAD if match.start < title_words + _LEAD_WORDS else 1.0


def _listed(found: Sequence[Match], words: Words) -> Set[Match]:
    """The matches that stand in a row of at least three different ids with nothing but commas and the like between."""
    listed, row = set[Match](), list[Match]()
    if len({match.id for match in found}) < _SHORTEST_LIST:
        return listed
    for match in [*found, None]:
        joined = match and row and _LIST_SIGNS.issuperset(words.small[row[-1].end : match.start])
        if not joined:
            if len({each.id for each in row}) >= _SHORTEST_LIST:
                listed.update(row)
            row = []
        if match:
            row.append(match)
    return listed


@cache
def _matcher() -> Matcher:
    of_forums = (phrase for entry in forums().entries.values() for phrase in (*_names(entry), *_phrases(entry)))
    of_topics = (phrase for entry in topics().entries.values() for phrase in _phrases(entry))
    return Matcher(of_forums, of_topics)


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
